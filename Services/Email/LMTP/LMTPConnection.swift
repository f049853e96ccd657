// One LMTP connection: its session lives on the event loop, so that a command is answered without a change of
// threads; only a whole mail leaves it, and comes back with its outcome.
import Foundation
import Intake
import Logging
import NIOCore

/// Feeds a session with what comes, and does what it says.
final class LMTPConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let listener: LMTPListener
    private let open: LMTPConnections
    private var session: LMTPSession
    private var mail: MailInCome
    /// Among the open connections.
    private var place: Int?
    /// A mail is on its way to the disk: what comes meanwhile waits, and is read once at most.
    private var isDelivering = false
    /// Something has come since.
    private var hasMore = false
    private var wantsToRead = false
    private var isGone = false
    private let executor: EventLoopExecutor

    init(_ listener: LMTPListener, _ open: LMTPConnections, on loop: any EventLoop) {
        self.listener = listener
        executor = EventLoopExecutor(loop)
        self.open = open
        session = LMTPSession(
            hostname: listener.hostname, limits: listener.limits, isOurs: listener.isOurs,
            hasRoom: listener.hasRoom)
        mail = MailInCome(listener.largeFiles)
    }

    func channelActive(context: ChannelHandlerContext) {
        place = open.enter(context.channel)
        let connectionsMax = listener.limits.connectionsMax
        if open.count <= connectionsMax {
            proceed(context)
        } else {
            say("421 4.3.2 over \(connectionsMax) connections\r\n", context)
            context.close(promise: nil)
        }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let place { open.work(place) }
        hasMore = isDelivering
        unwrapInboundIn(data).withUnsafeReadableBytes { session.feed($0) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        proceed(context)
        context.fireChannelReadComplete()
    }

    /// Who does not take our answers is not read either, or they would pile up. A client that waits for
    /// the answer to its mail sends nothing: to stop reading it and go on would be two system calls for
    /// nothing.
    func read(context: ChannelHandlerContext) {
        if isDelivering && hasMore || !context.channel.isWritable {
            wantsToRead = true
        } else {
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        readOn(context)
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isGone = true
        leaveIfDone()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The client went away; what it was not answered for it sends again.
        listener.logger.debug("LMTP connection ended", metadata: ["why": "\(error)"])
        context.close(promise: nil)
    }

    /// Does what the session says until it waits: for the client, or for the disk.
    private func proceed(_ context: ChannelHandlerContext) {
        guard !isDelivering, !isGone else { return }
        // Replies to pipelined commands travel together.
        var replies = ""
        while let event = session.next() {
            switch event {
            case .reply(let text): replies += text
            case .begin, .drop: mail = MailInCome(listener.largeFiles)
            case .data(let bytes): mail.append(bytes, listener.logger)
            case .deliver(let envelope):
                if let content = mail.content {
                    deliver(content, envelope, context)
                } else {
                    session.finish(.noRoom)
                }
                mail = MailInCome(listener.largeFiles)
            case .close:
                say(replies, context)
                return context.close(promise: nil)
            }
        }
        say(replies, context)
        if !isDelivering, let place { _ = open.rest(place) }
    }

    private func deliver(
        _ content: Content, _ envelope: LMTPEnvelope, _ context: ChannelHandlerContext
    ) {
        isDelivering = true
        let (deliver, stored) = (listener.deliver, context.eventLoop.makePromise(of: LMTPOutcome.self))
        stored.futureResult.assumeIsolated().whenSuccess { [self] outcome in
            isDelivering = false
            hasMore = false
            session.finish(outcome)
            guard !isGone else { return leaveIfDone() }
            proceed(context)
            readOn(context)
        }
        // Not structured: it belongs to this connection, which is gone only when it has ended.
        Task(executorPreference: executor) { stored.succeed(await deliver(content, envelope)) }
    }

    private func readOn(_ context: ChannelHandlerContext) {
        guard wantsToRead, !isDelivering, !isGone, context.channel.isWritable else { return }
        wantsToRead = false
        context.read()
    }

    private func leaveIfDone() {
        guard isGone, !isDelivering, let place else { return }
        self.place = nil
        open.leave(place)
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
        guard !text.isEmpty else { return }
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: text)), promise: nil)
    }
}

/// A mail that is coming in.
private struct MailInCome {
    private var sink: ContentSink?

    init(_ folder: URL) { sink = ContentSink(in: folder) }

    /// `nil` when the disk did not take it.
    var content: Content? { sink?.content }

    mutating func append(_ bytes: [UInt8], _ logger: Logger) {
        do {
            try sink?.append(bytes)
        } catch {
            logger.error("a mail is not taken in", metadata: ["why": "\(error)"])
            sink = nil
        }
    }
}
