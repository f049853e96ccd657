// The webhook behind the real router, with a real database file.
import Delivery
import Foundation
import Hummingbird
import HummingbirdTesting
import Intake
import Logging
import Region
import ServiceKit

@testable import SMSService

struct TestGateway: Sendable {
    let client: any TestClientProtocol
    let intake: Intake
    let webhook: Webhook
    let metrics: Metrics
    let log: RequestLog
    let reader: RequestLogReader
    let database: String

    /// - Parameter live: with sockets, so that there is an address; else the router alone.
    static func run(
        _ yaml: String, live: Bool = false, perSenderPerMinute: Int = 0,
        _ body: @Sendable @escaping (TestGateway) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let intake = try await Intake.open(
            database: "sqlite:\(folder.path)/sms.sqlite",
            region: .init(prefix: "HSS", timeZone: .gmt), data: folder.path, reserveMiB: 0,
            schemas: [MessageTable.schema])
        defer { intake.close() }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let metrics = Metrics()
        let logFolder = RequestLogFiles.folder(data: folder.path)
        let log = RequestLog(
            RequestLogFiles(folder: logFolder, days: 7, dayBytesMax: 1 << 20), metrics: metrics,
            logger: logger)
        let webhook = try Webhook(
            try accounts(yaml), publicURL: nil, intake: intake,
            answers: Answers(messages: Messages(store: intake.store), keywords: SMSKeywords()),
            metrics: metrics, logger: logger,
            bounds: .init(bodyBytes: 4096, perSenderPerMinute: perSenderPerMinute), log: log)
        let server = HTTPServer(
            name: "sms", listen: .init(host: "127.0.0.1", port: 0), gate: TokenGate([]),
            endpoints: webhook.endpoints, metrics: metrics, logger: logger, readiness: [])
        try await Application(router: try server.router()).test(live ? .live : .router) { client in
            try await body(
                TestGateway(
                    client: client, intake: intake, webhook: webhook, metrics: metrics, log: log,
                    reader: RequestLogReader(folder: logFolder),
                    database: "sqlite:\(folder.path)/sms.sqlite"))
        }
    }

    /// How many messages of an account had this result.
    func count(_ account: String, _ result: String) async -> Int {
        await value("mendengar_sms_messages_total{account=\"\(account)\",result=\"\(result)\"}")
    }

    /// A whole number of `/metrics`; -1 where it is not.
    func value(_ series: String) async -> Int {
        let line = await metrics.text().split(separator: "\n").first { $0.hasPrefix(series + " ") }
        return line.flatMap { Double($0.dropFirst(series.count + 1)) }.map { Int($0) } ?? -1
    }
}
