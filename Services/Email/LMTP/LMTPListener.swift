// The LMTP listener on SwiftNIO: sockets around the session's state machine.
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Takes mails from the mail server in front of us.
struct LMTPListener: Service {
    let host: String
    let port: Int
    let hostname: String
    let limits: LMTPLimits
    let logger: Logger
    let isOurs: @Sendable (String) -> Bool
    /// Returns after the mail is on disk, or says that it is not.
    let deliver: @Sendable (LMTPMail) async -> LMTPOutcome
    var onListening: @Sendable (Int) async -> Void = { _ in }

    typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    func run() async throws {
        let idle = TimeAmount.seconds(limits.idleSeconds)
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        IdleStateHandler(readTimeout: idle), IdleCloser())
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        let bound = server.channel.localAddress?.port ?? port
        logger.notice("LMTP listening", metadata: ["port": "\(bound)"])
        await onListening(bound)
        do {
            try await cancelWhenGracefulShutdown { try await accept(server) }
        } catch is CancellationError {
            // How a listener ends. A client that was not answered keeps its mail.
        }
    }

    private func accept(_ server: NIOAsyncChannel<Connection, Never>) async throws {
        let open = OpenConnections()
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { connections in
                for try await connection in connections {
                    group.addTask { await serve(connection, open) }
                }
            }
        }
    }

    private func serve(_ connection: Connection, _ open: OpenConnections) async {
        do {
            try await connection.executeThenClose { inbound, outbound in
                let count = open.enter()
                defer { open.leave() }
                guard count <= limits.connectionsMax else {
                    let reply = "421 4.3.2 over \(limits.connectionsMax) connections\r\n"
                    return try await outbound.write(ByteBuffer(string: reply))
                }
                try await talk(inbound, outbound)
            }
        } catch {
            // The client went away; what it was not answered for it sends again.
            logger.debug("LMTP connection ended", metadata: ["why": "\(error)"])
        }
    }

    private func talk(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        var session = LMTPSession(hostname: hostname, limits: limits, isOurs: isOurs)
        var input = inbound.makeAsyncIterator()
        while true {
            // Replies to pipelined commands travel together.
            var replies = ""
            while let event = session.next() {
                switch event {
                case .reply(let text): replies += text
                case .deliver(let mail): session.finish(await deliver(mail))
                case .close: return try await outbound.write(ByteBuffer(string: replies))
                }
            }
            if !replies.isEmpty { try await outbound.write(ByteBuffer(string: replies)) }
            guard let bytes = try await input.next() else { return }
            session.feed(bytes.readableBytesView)
        }
    }
}

/// Counts the open connections.
private final class OpenConnections: Sendable {
    private let count = Mutex(0)

    func enter() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }

    func leave() { count.withLock { $0 -= 1 } }
}

/// Closes a connection that has been silent for too long.
private final class IdleCloser: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
