// The handler behind the decoder: sees parts of requests and answers, answers what the decoder cannot read
// and what takes too long.
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

/// Behind the decoder: parts of requests and answers, and the decoder's errors.
final class PartGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let connection: ConnectionGuard
    private let bytes: ByteGuard
    private let admission: ConnectionLedger.Admission
    private var ticking: Scheduled<Void>?

    init(
        _ connection: ConnectionGuard, _ bytes: ByteGuard,
        _ admission: ConnectionLedger.Admission
    ) {
        self.connection = connection
        self.bytes = bytes
        self.admission = admission
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        start(context)
    }

    private func start(_ context: ChannelHandlerContext) {
        guard ticking == nil else { return }
        tick(context)
        switch admission {
        case .admitted: break
        case .ignored: bytes.closeForGood()
        case .refused:
            answer(
                context,
                Problem(
                    .serviceUnavailable, "too-many-connections",
                    "too many connections are open; come again", retryAfter: 5))
        }
    }

    private func tick(_ context: ChannelHandlerContext) {
        ticking = context.eventLoop.assumeIsolated().scheduleTask(in: connection.limits.tick) {
            self.tick(context)
            self.look(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        ticking?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { ticking?.cancel() }

    private func look(_ context: ChannelHandlerContext) {
        switch connection.verdict(now: .now()) {
        case .inTime: break
        case .close(let kind):
            if kind != "lingering" { connection.fault(kind) }
            bytes.closeForGood()
        case .timedOut(let kind):
            fail(
                context, kind,
                Problem(.requestTimeout, "too-slow", "the request took too long to arrive"))
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard connection.closesAt == nil else { return }
        guard connection.came(unwrapInboundIn(data)) else {
            connection.fault("pipelined")
            connection.startClosing()
            bytes.closeForGood()
            return
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard connection.closesAt == nil else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            connection.answers(&head)
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            guard connection.answered() else {
                context.write(data, promise: promise)
                return
            }
            let written = promise ?? context.eventLoop.makePromise(of: Void.self)
            written.futureResult.assumeIsolated().whenComplete { _ in self.linger(context) }
            context.writeAndFlush(data, promise: written)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard connection.closesAt == nil else { return }
        guard let error = error as? HTTPParserError else {
            context.fireErrorCaught(error)
            return
        }
        switch error {
        case .headerOverflow:
            let limits = connection.limits
            fail(
                context, "header-too-large",
                Problem(
                    .requestHeaderFieldsTooLarge, "header-too-large",
                    "the request line and header hold more than \(limits.headerBytes) bytes or "
                        + "\(limits.headerFields) fields"))
        case .invalidEOFState:
            fail(context, "cut-off", .cutOff)
        default:
            fail(
                context, "malformed",
                Problem(.badRequest, "malformed-request", "this is not HTTP/1.1 as RFC 9112 has it"))
        }
    }

    /// Answers where that is still possible, ends the request for its handler, and hangs up.
    private func fail(_ context: ChannelHandlerContext, _ kind: String, _ problem: Problem) {
        connection.fault(kind)
        if connection.canAnswer {
            answer(context, problem)
        } else {
            bytes.closeForGood()
        }
        context.fireErrorCaught(ConnectionFault(kind: kind))
    }

    private func answer(_ context: ChannelHandlerContext, _ problem: Problem) {
        let body = problem.document
        var head = HTTPResponseHead(
            version: .http1_1, status: .init(statusCode: problem.status.code))
        for field in problem.headers {
            head.headers.add(name: field.name.canonicalName, value: field.value)
        }
        head.headers.add(name: "content-length", value: "\(body.count)")
        head.headers.add(name: "connection", value: "close")
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in self.linger(context) }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
        connection.startClosing()
    }

    /// The answer is out: nothing more will come from us, and what comes is thrown away.
    private func linger(_ context: ChannelHandlerContext) {
        if connection.closesAt == nil { connection.startClosing() }
        if connection.inputClosed { return bytes.closeForGood() }
        context.close(mode: .output, promise: nil)
        context.read()
    }
}
