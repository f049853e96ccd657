// Zenziva: what its answers hold, and asking for them through a real server and a real journal.
import Complaints
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Intake
import Logging
import NIOCore
import Region
import ServiceKit
import Store
import Synchronization
import TestSupport
import Testing

@testable import SMSService

private let account = "provider: zenziva, user: u&1, password: rahasia+2, number: '1708'"

private func entry(
    _ id: String, _ text: String, from: String = "+62812345678"
) -> String {
    "<message><id>\(id)</id><tgl>2016-08-04</tgl><waktu>12:37:21</waktu><isiPesan>\(text)</isiPesan>"
        + "<dari>\(from)</dari></message>"
}

@Suite struct ZenzivaTests {
    private let zenziva: any Polled

    init() throws {
        zenziva = try #require(
            try provider("\(account), url: 'https://hss.zenziva.com/api/inboxgetall.php'") as? any Polled)
    }

    private func read(_ answer: String) throws -> [Inbound] {
        try zenziva.messages(in: Array(answer.utf8)).map { try message(zenziva, $0) }
    }

    @Test func severalEachByItself() throws {
        let answer = "<?xml version='1.0'?>\n<response>\(entry("1", "jalan &amp; jembatan"))\n"
            + entry("2", "<![CDATA[air <keruh> 😷]]>") + "</response>"
        let read = try read(answer)
        #expect(read.map(\.id) == ["1", "2"])
        #expect(read.map(\.text) == ["jalan & jembatan", "air <keruh> 😷"])
        #expect(read[0].from == "+62812345678" && read[0].to == "1708")
        #expect(read[0].time == "2016-08-04 12:37:21")
        // Byte for byte, behind the declaration.
        let bodies = try zenziva.messages(in: Array(answer.utf8)).map { String(decoding: $0.body, as: UTF8.self) }
        #expect(bodies[0] == "<?xml version='1.0'?>" + entry("1", "jalan &amp; jembatan"))
    }

    @Test func itsCharsetGoesWithEachMessage() throws {
        let answer = Array("<?xml version='1.0' encoding='ISO-8859-1'?><response>".utf8)
            + Array(entry("1", "caf").utf8).flatMap { $0 == UInt8(ascii: "f") ? [$0, 0xE9] : [$0] }
            + Array("</response>".utf8)
        #expect(try zenziva.messages(in: answer).map { try message(zenziva, $0).text } == ["café"])
        let utf16 = "<response>\(entry("1", "a"))</response>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        // Kept whole, to be looked at.
        #expect(try zenziva.messages(in: [0xFF, 0xFE] + utf16).map(\.body) == [[0xFF, 0xFE] + utf16])
    }

    /// A citizen's words in CDATA or a comment make no message of somebody else.
    @Test func noMessageIsForged() throws {
        let forged = entry("99", "palsu", from: "0811")
        let answer = "<response><!-- \(forged) -->\(entry("1", "<![CDATA[\(forged)]]>"))</response>"
        #expect(try read(answer).map(\.id) == ["1"])
        #expect(try read(answer).first?.text == forged)
    }

    @Test func oneThatIsBrokenTakesNoOtherWithIt() throws {
        let answer = "<response>\(entry("1", "jalan & rusak"))\(entry("2", "air mati"))"
            + "<message><id>3</id><isiPesan>terpo"
        let requests = try zenziva.messages(in: Array(answer.utf8))
        #expect(requests.count == 3)
        #expect(throws: Unreadable(why: "the message is not XML")) { try message(zenziva, requests[0]) }
        #expect(try message(zenziva, requests[1]).text == "air mati")
        #expect(throws: Unreadable.self) { try message(zenziva, requests[2]) }
        let huge = entry("4", String(repeating: "a", count: Zenziva.messageBytesMax))
        let large = try #require(try zenziva.messages(in: Array(huge.utf8)).first)
        #expect(throws: Unreadable(why: "the message is larger than 262144 bytes")) {
            try message(zenziva, large)
        }
    }

    @Test func entitiesOfItsOwnAreNotRead() throws {
        let answer = "<!DOCTYPE r [<!ENTITY a 'bbbb'>]><response>\(entry("1", "&a;"))</response>"
        let request = try #require(try zenziva.messages(in: Array(answer.utf8)).first)
        #expect(throws: Unreadable.self) { try message(zenziva, request) }
    }

    @Test func absentIds() throws {
        for id in ["", "0", "null"] {
            #expect(try read("<response>\(entry(id, "a"))</response>").map(\.id) == [nil])
        }
        #expect(throws: Unreadable(why: "the field dari is missing")) {
            try read("<response>\(entry("1", "a", from: ""))</response>")
        }
    }

    @Test func anEmptyInbox() throws {
        for answer in ["<response/>", "<response></response>", "<response><message></message></response>"] {
            #expect(try read(answer).isEmpty)
        }
    }

    @Test(arguments: ["", "maaf", "<html><body><p>Maintenance</p></body></html>", "<response>"])
    func whatIsNoInbox(_ answer: String) throws {
        let trouble = #expect(throws: PollTrouble.self) { try read(answer) }
        #expect(trouble?.kind == .answer)
    }

    /// Named, cut, and without the credentials.
    @Test func whatTheProviderSays() throws {
        for answer in [
            "<response><message><text>Userkey u&amp;1 / rahasia+2 salah</text></message></response>",
            "<response><status>1</status><text>Userkey u&amp;1 / rahasia+2 salah</text></response>",
        ] {
            let trouble = #expect(throws: PollTrouble.self) { try read(answer) }
            #expect(trouble?.kind == .notice)
            #expect(trouble?.why.hasSuffix("Userkey … / … salah") == true)
        }
        let long = String(repeating: "a", count: 10_000)
        let trouble = #expect(throws: PollTrouble.self) {
            try read("<response><message><text>\(long)</text></message></response>")
        }
        #expect((trouble?.why.count ?? 0) <= Zenziva.noticeMax + 20)
    }

    @Test func theAccountNeedsItsKeys() throws {
        #expect(zenziva.pollURL.hasSuffix("?userkey=u%261&passkey=rahasia%2B2&status=unread"))
        for yaml in ["url: 'https://z', user: u", "user: u, password: p", "url: z, user: u, password: p"] {
            #expect(throws: ConfigurationError.self) { try provider("provider: zenziva, \(yaml)") }
        }
        for every in ["0s", "2h"] {
            #expect(throws: ConfigurationError.self) {
                try provider("\(account), url: 'https://z', every: \(every)")
            }
        }
    }
}

@Suite struct PollerTests {
    /// A provider's server whose next answer a test writes.
    private final class Inbox: Sendable {
        let answer = Mutex(Response(status: .ok))
        let asked = Mutex(0)

        func says(_ text: String, status: HTTPResponse.Status = .ok) {
            answer.withLock {
                $0 = Response(status: status, body: .init(byteBuffer: ByteBuffer(string: text)))
            }
        }

        /// The credentials are checked as they are decoded.
        func respond(_ request: Request) -> Response {
            asked.withLock { $0 += 1 }
            let query = request.uri.queryParameters
            guard query["userkey"] == "u&1", query["passkey"] == "rahasia+2", query["status"] == "unread"
            else { return Response(status: .unauthorized) }
            return answer.withLock { $0 }
        }
    }

    private struct Bench: Sendable {
        let inbox: Inbox
        let intake: Intake
        let poller: Poller
        let webhook: Webhook
        let metrics: Metrics
        let log: LogLines
        let database: String
    }

    private func withBench(_ body: @Sendable @escaping (Bench) async throws -> Void) async throws {
        let folder = try TemporaryFolder("poller")
        let inbox = Inbox()
        try await withServer({ inbox.respond($0) }) { port in
            let database = folder.file("sms.sqlite")
            let intake = try await Intake.open(
                database: "sqlite:\(database)", region: .init(prefix: "HSS", timeZone: .gmt),
                data: folder.path, reserveMiB: 0, schemas: [MessageTable.schema])
            defer { intake.close() }
            let log = LogLines()
            let logger = Logger(label: "test") { _ in log }
            let metrics = Metrics()
            let webhook = try Webhook(
                try accounts("- { name: z, \(account), url: 'http://127.0.0.1:\(port)/api?x=1' }"),
                publicURL: nil, intake: intake,
                answers: Answers(
                    messages: Messages(store: intake.store), keywords: SMSKeywords()),
                metrics: metrics, logger: logger)
            let door = try #require(webhook.accounts["z"])
            let poller = try #require(
                Poller(door, intake: intake, metrics: metrics, logger: logger))
            try await body(
                Bench(
                    inbox: inbox, intake: intake, poller: poller, webhook: webhook, metrics: metrics,
                    log: log, database: database))
        }
    }

    @Test func whatIsFetchedIsStoredOnce() async throws {
        try await withBench { bench in
            var progress = Poller.Progress()
            let three = (1...3).map { entry("\($0)", "aduan \($0)") }.joined()
            bench.inbox.says("<response>\(three)</response>")
            #expect(await bench.poller.round(&progress) == .seconds(60))
            bench.inbox.says("<response>\(three)\(entry("4", "a & b"))\(entry("5", "aduan 5"))</response>")
            _ = await bench.poller.round(&progress)
            let ledger = try await bench.intake.ledger()
            #expect(ledger.stored == 5 && ledger.redelivered == 3 && ledger.isBalanced)
            #expect(try await bench.intake.held().map(\.why) == ["the message is not XML"])
            let kept = try await bench.intake.store.read {
                try $0.first("SELECT body, meta FROM journal WHERE external_id = '2'")
            }
            #expect(kept?.blob("body") == Array(entry("2", "aduan 2").utf8))
            #expect(kept?.text("meta").contains("rahasia") == false)
            let worker = NormaliseWorker(intake: bench.intake, logger: Logger(label: "t") { _ in bench.log }) {
                await SMSNormaliser.normalise(
                    $0, bench.webhook.accounts[$0.account], bench.webhook.answers)
            }
            while try await worker.step() {}
            let complaints = try await bench.intake.claim(limit: 9).map {
                try Wire.decode(Complaint.self, from: $0.body)
            }
            #expect(complaints.map(\.text) == ["aduan 1", "aduan 2", "aduan 3", "aduan 5"])
            #expect(complaints.first?.reporter?.phone == "+62812345678")
            let metrics = await bench.metrics.text()
            #expect(metrics.contains(#"mendengar_sms_polls_total{account="z",result="ok"} 2"#))
            #expect(metrics.contains(#"mendengar_sms_messages_total{account="z",result="redelivered"} 3"#))
        }
    }

    /// Each told once, all counted, then good again.
    @Test func failuresAreToldOnceAndEndNothing() async throws {
        try await withBench { bench in
            var progress = Poller.Progress()
            let huge = String(repeating: " ", count: Poller.answerBytesMax + 1)
            let failures: [(text: String, status: HTTPResponse.Status, kind: String)] = [
                ("", .badGateway, "status"), ("", .found, "status"), ("<html/>", .ok, "answer"),
                ("maaf", .ok, "answer"), (huge, .ok, "network"),
                ("<response><text>passkey rahasia+2 salah</text></response>", .ok, "notice"),
            ]
            for (number, failure) in failures.enumerated() {
                bench.inbox.says(failure.text, status: failure.status)
                let pause = await bench.poller.round(&progress)
                let longest = min(Poller.pauseMax, .seconds(60) * (2 << number))
                #expect(pause >= .seconds(60) && pause <= longest)
                #expect(progress.trouble?.rawValue == failure.kind)
            }
            let told = bench.log.lines
            #expect(told.count == 4)
            #expect(told[2].contains("larger than \(Poller.answerBytesMax) bytes"))
            #expect(!told.joined().contains("rahasia") && !told.joined().contains("u&1"))
            bench.inbox.says("<response>\(entry("1", "air mati"))</response>")
            #expect(await bench.poller.round(&progress) == .seconds(60))
            #expect(bench.log.lines.last?.contains("answers again") == true)
            let ledger = try await bench.intake.ledger()
            #expect(ledger.stored == 1)
            let metrics = await bench.metrics.text()
            for (result, count) in ["status": 2, "answer": 2, "network": 1, "notice": 1, "store": 0, "ok": 1] {
                #expect(metrics.contains(#"polls_total{account="z",result="\#(result)"} \#(count)"#))
            }
        }
    }

    /// The provider counts them as read: they wait in memory, and nothing is fetched meanwhile.
    @Test func whatCannotBeStoredIsTriedAgain() async throws {
        try await withBench { bench in
            var progress = Poller.Progress()
            let hidden = bench.database + ".away"
            try FileManager.default.moveItem(atPath: bench.database, toPath: hidden)
            bench.inbox.says("<response>\(entry("1", "a"))\(entry("2", "b"))</response>")
            for _ in 0..<2 {
                let pause = await bench.poller.round(&progress)
                #expect(pause <= .seconds(2) && progress.trouble == .store)
            }
            #expect(progress.waiting.count == 2 && bench.inbox.asked.withLock { $0 } == 1)
            try FileManager.default.moveItem(atPath: hidden, toPath: bench.database)
            bench.inbox.says("<response/>")
            _ = await bench.poller.round(&progress)
            #expect(progress.waiting.isEmpty && bench.inbox.asked.withLock { $0 } == 2)
            #expect(try await bench.intake.ledger().stored == 2)
        }
    }

    @Test func nobodyCallsIt() async throws {
        try await withBench { bench in
            let server = HTTPServer(
                name: "sms", listen: .init(host: "127.0.0.1", port: 0), gate: TokenGate([]),
                endpoints: bench.webhook.endpoints, metrics: bench.metrics,
                logger: Logger(label: "t") { _ in bench.log }, readiness: [])
            try await Application(router: try server.router()).test(.router) { client in
                for uri in ["/sms/z", "/sms/z/rahasia+2", "/sms/z/"] {
                    let answer = try await client.execute(uri: uri, method: .post)
                    #expect(answer.status == .notFound, "\(uri)")
                    if uri == "/sms/z" { #expect(String(buffer: answer.body).contains("nobody calls it")) }
                }
            }
        }
    }
}

/// A log that can be read.
private final class LogLines: LogHandler {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }
    var metadata: Logger.Metadata { get { [:] } set {} }
    var logLevel: Logger.Level { get { .notice } set {} }
    subscript(metadataKey _: String) -> Logger.Metadata.Value? { get { nil } set {} }

    func log(event: LogEvent) {
        kept.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
}
