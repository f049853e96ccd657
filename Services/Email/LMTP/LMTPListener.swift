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
    /// Returns after the mail is on disk, or says that it is not. Begins on the event loop.
    let deliver: @Sendable (Content, LMTPEnvelope) async -> LMTPOutcome
    /// With the port; 0 for a socket in the file system.
    var onListening: @Sendable (Int) async -> Void = { _ in }

    func run() async throws {
        let open = LMTPConnections()
        let server = try await bind(open)
        defer { if case .unix(let path) = address { unlink(path) } }
        logger.notice("LMTP listening", metadata: ["at": "\(address)"])
        await onListening(server.localAddress?.port ?? 0)
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await server.closeFuture.get()
        } onCancelOrGracefulShutdown: {
            server.close(promise: nil)
            open.shutDown()
        }
        // Who waits for an answer gets it; whoever is not answered keeps his mail.
        await open.allGone()
    }

    private func bind(_ open: LMTPConnections) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 64)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        IdleStateHandler(readTimeout: .seconds(limits.idleSeconds)),
                        TimeLimits(sessionSeconds: limits.sessionSeconds),
                        LMTPConnection(self, open, on: channel.eventLoop))
                }
            }
        switch address {
        case .network(let address):
            return try await bootstrap.serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: address.host, port: address.port).get()
        case .unix(let path):
            try LMTPAddress.removeStale(path)
            let server = try await bootstrap.bind(unixDomainSocketPath: path).get()
            // For the service and the group of the mail server; the folder's owner decides more.
            chmod(path, 0o660)
            return server
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
