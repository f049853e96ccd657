// The handler next to the socket: sees bytes, and closes so that a last answer is still read.
import NIOCore
import NIOHTTP1

/// Next to the socket: bytes.
final class ByteGuard: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let connection: ConnectionGuard

    private var context: ChannelHandlerContext?

    init(_ connection: ConnectionGuard) { self.connection = connection }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// At once, whether or not an answer still stands.
    func closeForGood() { context?.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard connection.closesAt == nil else { return }
        connection.bytesCame(unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
        if connection.isFlooded { context.fireErrorCaught(HTTPParserError.headerOverflow) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // What a client still sends is thrown away until it has read our answer and hangs up.
        if connection.closesAt != nil { context.read() }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        connection.bytesGo(unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        connection.writability(context.channel.isWritable)
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            connection.inputClosed = true
            if connection.closesAt != nil { return context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// While an answer stands, a close waits for it: closing with unread bytes would destroy it (RFC 9112
    /// section 9.6).
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .all, connection.closesAt != nil else {
            context.close(mode: mode, promise: promise)
            return
        }
        context.channel.closeFuture.cascade(to: promise)
    }
}
