// The request log: every request is found by what it brought, and says nothing that is a person's or a secret.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Intake
import Logging
import NIOCore
import ServiceKit
import Store
import TestSupport
import Testing

@testable import SMSService

@Suite struct RequestLogTests {
    private static let yaml = """
        - { name: k, provider: kannel, secret: s }
        - { name: i, provider: infobip, secret: s }
        - { name: w, provider: whatsapp, secret: s, verify_token: v, allow: 203.0.113.0/24 }
        """

    @Test func foundByTheNumberAlsoWhenItCameAgain() async throws {
        try await TestGateway.run(Self.yaml, live: true) { gateway in
            for id in ["1", "1", "2"] {
                _ = try await gateway.client.execute(
                    uri: "/sms/k/s?from=0812345678&id=\(id)&text=air+mati", method: .get)
            }
            await gateway.log.flush()
            let found = try gateway.reader.find(tracking: try await gateway.tracking(1))
            #expect(found.map { $0.text(at: "result") } == ["accepted", "redelivered"])
            let first = try #require(found.first)
            #expect(first.text(at: "path") == "/sms/k" && first.text(at: "status") == "200")
            #expect(first.text(at: "address") == "127.0.0.1" && first.text(at: "account") == "k")
            #expect(first.text(at: "query") == "from=#10&id=#1&text=(8)")
            #expect(first.text(at: "answer") == "" && first.text(at: "ms") != nil)
            let time = try #require(first.text(at: "time").flatMap { Timestamp.parse($0) })
            #expect(abs(time.timeIntervalSinceNow) < 60)
            #expect(Set(found.map { $0.text(at: "id") }).count == 2)
            // A beginning of a number is none.
            let start = String(try await gateway.tracking(1).dropLast())
            #expect(try gateway.reader.find(tracking: start).isEmpty)
        }
    }

    @Test func everyOutcomeHasItsLine() async throws {
        try await TestGateway.run(Self.yaml, perSenderPerMinute: 1) { gateway in
            func send(_ uri: String, _ json: String? = nil) async throws {
                _ = try await gateway.client.execute(
                    uri: uri, method: json == nil ? .get : .post,
                    headers: json == nil ? [:] : [.contentType: "application/json"],
                    body: json.map { ByteBuffer(string: $0) })
            }
            try await send("/sms/k/s?from=0812345678&id=1&text=air")
            try await send("/sms/k/s?from=0812345678&id=2&text=air")
            try await send("/sms/k/s?text=air")
            try await send("/sms/k/wrong?from=0812345678&text=air")
            try await send("/sms/w?hub.mode=subscribe&hub.verify_token=v&hub.challenge=1")
            try await send("/sms/none/s?from=0812345678&text=air")
            try await send("/sms/i/s", #"{"results":[]}"#)
            try await send(
                "/sms/i/s",
                #"{"results":[{"from":"0812345670","text":"air","messageId":"m"},{"from":"0812345671"}]}"#)
            try await gateway.intake.store.write {
                try $0.execute("DROP TABLE outbox", [])
                try $0.execute("ALTER TABLE journal RENAME TO journals", [])
            }
            try await send("/sms/k/s?from=0812345679&id=3&text=air")
            await gateway.log.flush()
            let lines = try gateway.reader.last(100, account: nil)
            #expect(lines.map { $0.text(at: "result") } == [
                "accepted", "limited", "quarantined", "refused", "refused", "ignored", "mixed",
                "failed",
            ])
            #expect(lines.map { $0.text(at: "status") } == [
                "200", "503", "200", "403", "403", "200", "200", "500",
            ])
            #expect(lines[1].text(at: "answer") == "too-many")
            #expect(lines[2].text(at: "why") == "the parameter from (%p) is missing")
            #expect(lines[3].text(at: "why") == "the secret in the path is wrong or missing")
            #expect(lines[4].text(at: "answer") == "address-not-allowed")
            #expect(lines[6].list("messages").map { $0.text(at: "result") }.sorted { $0 ?? "" < $1 ?? "" }
                == ["accepted", "quarantined"])
            #expect(lines[6].text(at: "body")
                == "{results:[{from:#10,text:(3),messageId:(1)},{from:#10}]}")
            #expect(try gateway.reader.last(2, account: "i").map { $0.text(at: "result") }
                == ["ignored", "mixed"])
            #expect(try gateway.reader.last(1, account: "k").map { $0.text(at: "result") } == ["failed"])
        }
    }

    /// A file of the requests of one day, within its bound; the rest is counted.
    @Test func daysHaveTheirFilesAndTheirEnd() async throws {
        let folder = try TemporaryFolder("log")
        let files = RequestLogFiles(folder: URL(filePath: folder.path), days: 7, dayBytesMax: 2000)
        func request(_ day: Int, _ second: Int = 0) -> LoggedRequest {
            LoggedRequest(
                id: "x", account: "k", address: nil,
                RawRequest(method: "GET", path: "/sms/k", query: "", headers: [:], body: []),
                time: Date(timeIntervalSince1970: Double(20_000 + day) * 86_400 + Double(second)))
        }
        func names() -> [String] { RequestLogFiles.list(URL(filePath: folder.path)).map(\.lastPathComponent) }
        // Over midnight in one batch.
        let (written, failure) = await files.write([request(0, 86_399), request(1), request(1)])
        #expect(written == 3 && failure == nil)
        #expect(names() == ["2024-10-04.ndjson", "2024-10-05.ndjson"])
        #expect(try RequestLogReader(folder: URL(filePath: folder.path)).last(3, account: nil).count == 3)
        let many = await files.write((0..<100).map { _ in request(2) })
        #expect((1..<50).contains(many.written) && many.failure == nil)
        let size = try Data(contentsOf: URL(filePath: folder.file("2024-10-06.ndjson"))).count
        #expect((1000...2000).contains(size))
        // Each is kept for seven whole days after its own.
        await files.prune(now: request(7, 86_399).time)
        #expect(names().count == 3)
        await files.prune(now: request(8).time)
        #expect(names() == ["2024-10-05.ndjson", "2024-10-06.ndjson"])
        await files.prune(now: request(9).time)
        #expect(names() == ["2024-10-06.ndjson"])
        await RequestLogFiles(folder: URL(filePath: folder.path), days: 0, dayBytesMax: 1).prune(now: request(2).time)
        #expect(names().isEmpty)
    }

    @Test func whatHasNoRoomIsCountedAndNobodyWaits() async throws {
        let folder = try TemporaryFolder("log")
        let metrics = Metrics()
        let log = RequestLog(
            RequestLogFiles(folder: URL(filePath: folder.path), days: 7, dayBytesMax: 16 << 20),
            metrics: metrics, logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() },
            pause: .seconds(600))
        let small = LoggedRequest(
            id: "x", account: "k", address: nil,
            RawRequest(method: "GET", path: "/sms/k", query: "", headers: [:], body: []))
        var large = small
        large.keep(body: Array(repeating: 0x61, count: LoggedRequest.bodyBytesMax))
        for _ in 0..<RequestLog.waitingMax + 10 { log.note(small) }
        await log.flush()
        #expect(await metrics.text().contains("mendengar_sms_log_dropped_total 10"))
        let room = RequestLog.waitingBytesMax / large.size
        for _ in 0..<room + 5 { log.note(large) }
        await log.flush()
        #expect(await metrics.text().contains("mendengar_sms_log_dropped_total 15"))
        let lines = try RequestLogReader(folder: URL(filePath: folder.path)).last(100_000, account: nil)
        #expect(lines.count == RequestLog.waitingMax + room)
        // Nor does anything else that a stranger may make long.
        let long = String(repeating: "a", count: 60_000)
        let stuffed = LoggedRequest(
            id: "x", account: "k", address: nil,
            RawRequest(
                method: "GET", path: "/sms/k", query: long,
                headers: ["content-type": long, "user-agent": long, "x-other": long], body: [],
                tail: long, target: long))
        #expect(stuffed.size == small.size && stuffed.raw.headers.isEmpty)
        #expect(stuffed.raw.tail.isEmpty && stuffed.raw.target.isEmpty)
        #expect(stuffed.line.contains(#""query":"(60000)""#))
        // A larger body than that is not kept at all.
        large.keep(body: Array(repeating: 0x61, count: LoggedRequest.bodyBytesMax + 1))
        #expect(large.size == small.size && large.line.contains(#""body":"(4097)""#))
    }

    @Test func aFolderThatCannotBeWrittenStopsNothing() async throws {
        let folder = try TemporaryFolder("log")
        try folder.write("a file where the folder should be", to: "taken")
        let files = RequestLogFiles(
            folder: URL(filePath: folder.file("taken")), days: 7, dayBytesMax: 1000)
        let request = LoggedRequest(
            id: "x", account: "k", address: nil,
            RawRequest(method: "GET", path: "/sms/k", query: "", headers: [:], body: []))
        let first = await files.write([request])
        #expect(first.written == 0 && first.failure?.isEmpty == false)
        // Said once.
        let second = await files.write([request, request])
        #expect(second.written == 0 && second.failure == nil)
        try FileManager.default.removeItem(at: URL(filePath: folder.file("taken")))
        #expect(await files.write([request]).written == 1)
        let metrics = Metrics()
        let log = RequestLog(
            RequestLogFiles(folder: URL(filePath: "/dev/null/log"), days: 7, dayBytesMax: 1000),
            metrics: metrics, logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() })
        log.note(request)
        await log.flush()
        #expect(await metrics.text().contains("mendengar_sms_log_dropped_total 1"))
    }
}

extension TestGateway {
    /// The number of the message that was stored as the nth.
    func tracking(_ number: Int) async throws -> String {
        try await intake.store.read {
            try $0.query("SELECT tracking FROM journal ORDER BY seq")[number - 1].text("tracking")
        }
    }
}

extension LoggedRequest {
    /// As it stands in a file.
    fileprivate var line: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
