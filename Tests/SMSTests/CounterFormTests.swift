// A counter passes on by SMS what it was told: the form, the complaint it makes, who gets a receipt, and who is none.
import Complaints
import Delivery
import Foundation
import HummingbirdTesting
import Hummingbird
import Intake
import Logging
import Region
import ServiceKit
import Store
import TestSupport
import Testing

@testable import SMSService

@Suite struct CounterFormTests {
    private static let desk = CounterDesk(name: "up3-kandangan", title: "UP3 Kandangan", phone: "0812 7000 1001", place: "63.06.05")

    @Test("name and number in either order, as far as they are given; the complaint keeps its own signs", arguments: [
        ("ADU Siti#081234567890#Lampu mati di Habirau", "Siti", "+6281234567890", "Lampu mati di Habirau"),
        ("adu # Siti Aminah # 0812-3456-7890 # Jalan #2 rusak", "Siti Aminah", "+6281234567890", "Jalan #2 rusak"),
        ("Adu: 081234567890#Siti#Sampah menumpuk", "Siti", "+6281234567890", "Sampah menumpuk"),
        ("ADU Sampah menumpuk di pasar", nil, nil, "Sampah menumpuk di pasar"),
        ("ADU -#-#Sampah menumpuk", nil, nil, "Sampah menumpuk"),
        ("ADU Siti#Sampah menumpuk di pasar", "Siti", nil, "Sampah menumpuk di pasar"),
        ("ADU 081234567890#Sampah", nil, "+6281234567890", "Sampah"),
        ("ADU Jalan 5 meter rusak#parah", nil, nil, "Jalan 5 meter rusak#parah"),
        ("ADU#RAHASIA#Siti##Bidan minta uang", "Siti", nil, "Bidan minta uang"),
        ("ADU", nil, nil, ""), ("ADU Siti#0812345678#", "Siti", "+62812345678", ""),
    ] as [(String, String?, String?, String)])
    func read(_ written: String, _ name: String?, _ phone: String?, _ text: String) throws {
        let form = try #require(CounterForm(written, SMSKeywords()))
        #expect(form.name == name && form.phone == phone && form.text == text)
        #expect(form.confidential == written.contains("RAHASIA"))
    }

    @Test("a message without the keyword is its sender's own", arguments: ["Lampu mati", "ADUAN lampu mati", "LAPOR#Siti#alamat#isi", "", "#"])
    func own(_ written: String) {
        #expect(CounterForm(written, SMSKeywords()) == nil)
    }

    @Test("a number that is none, and one that stands twice, are refused by name")
    func configuration() throws {
        let wrong = CounterDesk(name: "x", phone: "abc")
        let twice = CounterDesk(name: "y", phone: "+6281270001001")
        for desks in [[wrong], [Self.desk, twice]] {
            let error = #expect(throws: ConfigurationError.self) { try Counters(desks) }
            #expect(error?.description.contains("sms.counters") == true)
        }
        #expect(try Counters([Self.desk]).desk(of: "6281270001001")?.name == "up3-kandangan")
    }

    private func sent(_ text: String, from: String) async throws -> (complaint: Complaint?, messages: [String]) {
        let folder = try TemporaryFolder("counter")
        let intake = try await Intake.open(
            database: "sqlite:" + folder.file("sms.sqlite"), region: .init(prefix: "HSS", timeZone: .gmt),
            data: folder.path, reserveMiB: 0, schemas: [MessageTable.schema])
        defer { intake.close() }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let accounts = try accounts(
            """
            - name: k
              provider: kannel
              secret: s
              number: "+6281100001708"
              send: { url: "http://127.0.0.1:9/", user: u, password: p, from: "1708" }
            """)
        let answers = Answers(
            messages: Messages(store: intake.store), keywords: SMSKeywords(), accounts: accounts,
            counters: try Counters([Self.desk]))
        let webhook = try Webhook(
            accounts, publicURL: nil, intake: intake, answers: answers, metrics: Metrics(), logger: logger)
        let server = HTTPServer(
            name: "sms", listen: .init(host: "127.0.0.1", port: 0), gate: TokenGate([]),
            endpoints: webhook.endpoints, metrics: Metrics(), logger: logger, readiness: [])
        let normaliser = NormaliseWorker(intake: intake, logger: logger) {
            await SMSNormaliser.normalise($0, webhook.accounts[$0.account], answers)
        }
        try await Application(router: try server.router()).test(.router) { client in
            let answer = try await client.execute(
                uri: "/sms/k/s?from=\(urlEncoded(from))&id=1&text=\(urlEncoded(text))", method: .get)
            #expect(answer.status == .ok)
            while try await normaliser.step() {}
        }
        return try await intake.store.read { transaction in
            let body = try transaction.first("SELECT complaint FROM outbox")?.text("complaint")
            let messages = try transaction.query("SELECT kind, recipient FROM message ORDER BY recipient")
            return (
                try body.map { try Wire.decode(Complaint.self, from: Data($0.utf8)) },
                messages.map { "\($0.text("kind")) \($0.text("recipient"))" }
            )
        }
    }

    @Test("from a registered telephone it is somebody else's complaint, and both get the number")
    func passedOn() async throws {
        let (complaint, messages) = try await sent("ADU RAHASIA Siti#0812 3456 7890#Lampu mati", from: "081270001001")
        let one = try #require(complaint)
        #expect(one.channel == .counter && one.account == "up3-kandangan" && one.text == "Lampu mati")
        #expect(one.reporter == Reporter(name: "Siti", phone: "+6281234567890", confidential: true))
        #expect(one.flags == ["confidential"] && one.places.map(\.code) == ["63.06.05"])
        // The number was allotted before anybody had read the message: the digit is this service's.
        #expect(one.tracking.contains("-1000001-"))
        #expect(one.id == ComplaintID.derive(channel: .sms, account: "k", externalID: one.externalId))
        #expect(messages == ["receipt +6281234567890", "receipt +6281270001001"])
    }

    @Test("from any other telephone the same words are an ordinary message; without a complaint the form is explained")
    func others() async throws {
        let (ordinary, messages) = try await sent("ADU Siti#081234567890#Lampu mati", from: "081250001009")
        #expect(ordinary?.channel == .sms && ordinary?.text == "ADU Siti#081234567890#Lampu mati")
        #expect(ordinary?.reporter?.phone == "+6281250001009" && messages == ["receipt +6281250001009"])
        let (none, usage) = try await sent("ADU Siti#081234567890#", from: "081270001001")
        #expect(none == nil && usage == ["status +6281270001001"])
        #expect(GSM7.count(CounterForm.usage).map { $0 <= Receipts.textSeptetsMax } == true)
        let (own, _) = try await sent("Lampu mati di rumah saya", from: "081270001001")
        #expect(own?.channel == .sms && own?.reporter?.phone == "+6281270001001")
    }
}
