// Hummingbird's HTTP/1.1 channel with our bounds around it.
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Puts a ``ByteGuard`` before and a ``PartGuard`` behind the decoder of each connection.
struct BoundedChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    private let base: HTTP1Channel
    private let limits: ConnectionLimits
    private let ledger: ConnectionLedger

    init(
        responder: @escaping HTTPChannelHandler.Responder, limits: ConnectionLimits,
        ledger: ConnectionLedger
    ) {
        base = HTTP1Channel(
            responder: responder,
            configuration: .init(
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
                    maxHeaderFieldCount: limits.headerFields)))
        self.limits = limits
        self.ledger = ledger
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let (limits, ledger) = (limits, ledger)
        return base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let admission = ledger.enter(channel)
            var entry: ConnectionEntry?
            if case .admitted(let admitted) = admission { entry = admitted }
            let connection = ConnectionGuard(limits, ledger, entry)
            let bytes = ByteGuard(connection)
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(
                PartGuard(connection, bytes, admission), position: .after(decoder))
            try pipeline.addHandler(bytes, position: .first)
            try channel.syncOptions?.setOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(
                    minimum: 1024, initial: 2048, maximum: ConnectionLimits.readBytes))
            return value
        }
    }

    @concurrent func handle(value: Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
