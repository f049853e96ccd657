// The LMTP listener on SwiftNIO: sockets around the session's state machine.
import Foundation
import Intake
import Logging
import NIOCore
import NIOPosix
import ServiceKit
import ServiceLifecycle

/// Takes mails from the mail server in front of us.
struct LMTPListener: Service {
    let address: LMTPAddress
    let hostname: String
    let limits: LMTPLimits
    /// Where a large mail lies while it comes in.
    let largeFiles: URL
    let logger: Logger
    let isOurs: @Sendable (String) -> Bool
    var hasRoom: @Sendable () -> Bool = { true }
    /// Returns after the mail is on disk, or says that it is not.
    let deliver: @Sendable (Content, LMTPEnvelope) async -> LMTPOutcome
    /// With the port; 0 for a socket in the file system.
    var onListening: @Sendable (Int) async -> Void = { _ in }

    typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    func run() async throws {
        let server = try await bind()
        defer { if case .unix(let path) = address { unlink(path) } }
        logger.notice("LMTP listening", metadata: ["at": "\(address)"])
        await onListening(server.channel.localAddress?.port ?? 0)
        let open = LMTPConnections()
        do {
            try await withTaskCancellationOrGracefulShutdownHandler {
                try await accept(server, open)
            } onCancelOrGracefulShutdown: {
                server.channel.close(promise: nil)
                open.shutDown()
            }
        } catch is CancellationError {
            // How a listener ends. A client that was not answered keeps its mail.
        }
    }

    private func bind() async throws -> NIOAsyncChannel<Connection, Never> {
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 64)
        let prepare: @Sendable (any Channel) -> EventLoopFuture<Connection> = { [limits] channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandlers(
                    IdleStateHandler(readTimeout: .seconds(limits.idleSeconds)),
                    TimeLimits(sessionSeconds: limits.sessionSeconds))
                return try Connection(wrappingChannelSynchronously: channel)
            }
        }
        switch address {
        case .network(let address):
            return try await bootstrap.serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: address.host, port: address.port, childChannelInitializer: prepare)
        case .unix(let path):
            try LMTPAddress.removeStale(path)
            let server = try await bootstrap.bind(
                unixDomainSocketPath: path, childChannelInitializer: prepare)
            // For the service and the group of the mail server; the folder's owner decides more.
            chmod(path, 0o660)
            return server
        }
    }

    private func accept(
        _ server: NIOAsyncChannel<Connection, Never>, _ open: LMTPConnections
    ) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { connections in
                for try await connection in connections {
                    group.addTask { await serve(connection, open) }
                }
            }
        }
    }

    private func serve(_ connection: Connection, _ open: LMTPConnections) async {
        do {
            try await connection.executeThenClose { inbound, outbound in
                let place = open.enter(connection.channel)
                defer { open.leave(place) }
                guard open.count <= limits.connectionsMax else {
                    let reply = "421 4.3.2 over \(limits.connectionsMax) connections\r\n"
                    return try await outbound.write(ByteBuffer(string: reply))
                }
                try await talk(inbound, outbound, open, place)
            }
        } catch {
            // The client went away; what it was not answered for it sends again.
            logger.debug("LMTP connection ended", metadata: ["why": "\(error)"])
        }
    }

    private func talk(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, _ open: LMTPConnections,
        _ place: Int
    ) async throws {
        var session = LMTPSession(
            hostname: hostname, limits: limits, isOurs: isOurs, hasRoom: hasRoom)
        var mail = MailInCome(largeFiles)
        var input = inbound.makeAsyncIterator()
        while true {
            // Replies to pipelined commands travel together.
            var replies = ""
            while let event = session.next() {
                switch event {
                case .reply(let text): replies += text
                case .begin, .drop: mail = MailInCome(largeFiles)
                case .data(let bytes): mail.append(bytes, logger)
                case .deliver(let envelope):
                    if let content = mail.content {
                        session.finish(await deliver(content, envelope))
                    } else {
                        session.finish(.noRoom)
                    }
                    mail = MailInCome(largeFiles)
                case .close: return try await outbound.write(ByteBuffer(string: replies))
                }
            }
            if !replies.isEmpty { try await outbound.write(ByteBuffer(string: replies)) }
            guard open.rest(place), let bytes = try await input.next() else { return }
            open.work(place)
            session.feed(bytes.readableBytesView)
        }
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

/// Ends a connection that is silent, or there, for too long.
private final class TimeLimits: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let sessionSeconds: Int64
    private var end: Scheduled<Void>?

    init(sessionSeconds: Int64) { self.sessionSeconds = sessionSeconds }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        end = context.eventLoop.scheduleTask(in: .seconds(sessionSeconds)) {
            Self.close(channel, "421 4.4.2 the session takes too long\r\n")
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { end?.cancel() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            Self.close(context.channel, "421 4.4.2 nothing came for too long\r\n")
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    static func close(_ channel: any Channel, _ reply: String) {
        // A client that takes no more answers is closed all the same.
        channel.writeAndFlush(ByteBuffer(string: reply), promise: nil)
        channel.close(promise: nil)
    }
}
