// What gammu-smsd tells in its environment, and where the shim puts it when the service does not take it.
import Complaints
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import Logging
import NIOCore
import ServiceKit
import Store
import Synchronization
import TestSupport
import Testing

@testable import SMSService

@Suite struct SmsdCallTests {
    private func decode(
        _ environment: [String: String], ids: [String] = ["IN1.txt"]
    ) throws -> Inbound {
        let raw = RawRequest(
            method: "POST", path: "/sms/m", query: "", headers: ["content-type": "application/json"],
            body: SmsdCall(ids: ids, environment: environment).body)
        return try message(try provider("provider: gammu, secret: s, number: '0811'"), raw)
    }

    /// As smsd 1.42 has it.
    @Test func single() throws {
        let message = try decode([
            "SMS_MESSAGES": "1", "SMS_1_NUMBER": "+6281234567890", "SMS_1_TEXT": "Air “keruh” 😷",
            "SMS_1_CLASS": "-1", "SMS_1_REFERENCE": "0", "DECODED_PARTS": "0", "PHONE_ID": "MODEM",
        ])
        #expect(message.text == "Air “keruh” 😷")
        #expect(message.from == "+6281234567890" && message.to == "0811")
        #expect(message.time.isEmpty)
    }

    @Test func theJoinedTextWhereThereIsOne() throws {
        var environment = [
            "SMS_MESSAGES": "2", "SMS_1_NUMBER": "0812", "SMS_2_NUMBER": "0812", "SMS_1_TEXT": "jalan ru",
            "SMS_2_TEXT": "sak", "DECODED_PARTS": "2", "DECODED_1_TEXT": "jalan ",
            "DECODED_2_TEXT": "rusak", "SMS_1_TIMESTAMP": "20261128154514",
        ]
        #expect(try decode(environment).text == "jalan rusak")
        #expect(try decode(environment).time == "20261128154514")
        environment["DECODED_PARTS"] = "0"
        #expect(try decode(environment).text == "jalan rusak")
        environment["SMS_2_TEXT"] = "SAK"
        #expect(try decode(environment).text == "jalan ruSAK")
        // Promised, and not there.
        environment["DECODED_PARTS"] = "1"
        environment["DECODED_1_TEXT"] = nil
        #expect(try decode(environment).text == "jalan ruSAK")
    }

    @Test(arguments: ["", "-1", "256", "99999999999999999999", "dua", "2.0"])
    func aBrokenCountHidesNothing(_ count: String) throws {
        let message = try decode([
            "SMS_MESSAGES": count, "DECODED_PARTS": count, "SMS_1_NUMBER": "0812", "SMS_1_TEXT": "a",
            "SMS_2_TEXT": "b",
        ])
        #expect(message.text == "ab")
    }

    @Test func whatIsMissingIsNamed() {
        #expect(throws: Unreadable(why: "SMS_1_NUMBER is missing")) {
            try decode(["SMS_MESSAGES": "1", "SMS_1_NUMBER": "", "SMS_1_TEXT": "x"])
        }
        #expect(throws: Unreadable(why: "SMS_1_TEXT is missing")) {
            try decode(["SMS_MESSAGES": "1", "SMS_1_NUMBER": "0812"])
        }
        #expect(throws: Unreadable.self) { try decode([:], ids: []) }
    }

    @Test func aStrangersBodyIsQuarantined() throws {
        for body in ["", "[]", "{}", #"{"ids":[1],"environment":{}}"#] {
            #expect(SmsdCall(body: Array(body.utf8)) == nil)
        }
    }

    /// File names tell the number; a new database counts its rows from 1 again.
    @Test func theKeyIsTheModemTheIdsAndTheMessage() throws {
        func id(_ ids: [String], text: String = "a", phone: String = "M") throws -> String? {
            try decode(
                ["PHONE_ID": phone, "SMS_1_NUMBER": "0812345", "SMS_1_TEXT": text], ids: ids).id
        }
        let first = try id(["IN_0812345_00.txt"])
        #expect(first?.hasPrefix("M|") == true && first?.contains("0812345") == false)
        #expect(try id(["IN_0812345_00.txt"]) == first)
        #expect(try Set([first, id(["1"]), id(["1", "2"]), id(["12"]), id(["1"], text: "b"),
            id(["1"], phone: "N")]).count == 6)
        #expect(try id([]) == nil)
    }

    @Test func theEnvironmentAsBytes() {
        let bytes = Array("A=caf".utf8) + [0xE9, 0] + Array("B=é=😷\0C\0D=\0=x".utf8)
        #expect(SmsdCall.environment(bytes) == ["A": "café", "B": "é=😷", "D": "", "": "x"])
        #expect(SmsdCall.environment([]).isEmpty)
    }

    @Test func onlyWhatSmsdSaysIsKept() {
        let call = SmsdCall(ids: ["1"], environment: ["SMS_1_TEXT": "a", "PATH": "/", "PHONE_ID": "M"])
        #expect(call.environment == ["SMS_1_TEXT": "a", "PHONE_ID": "M"])
        #expect(SmsdCall(body: call.body) == call)
    }
}

@Suite struct SMSShimTests {
    private let folder: TemporaryFolder
    private let call = SmsdCall(
        ids: ["7"], environment: ["PHONE_ID": "M", "SMS_1_NUMBER": "0812345678", "SMS_1_TEXT": "PJU padam"])

    init() throws { folder = try TemporaryFolder("shim") }

    private func config(port: Int, data: String? = nil, secret: String = "env:GAMMU") throws -> String {
        try folder.write(
            """
            data: \(data ?? folder.file("data"))
            sms:
              listen: 127.0.0.1:\(port)
              routing_token: env:NOT_SET
              accounts:
                - { name: m, provider: gammu, secret: \(secret) }
                - { name: k, provider: kannel, secret: env:NOT_SET_EITHER }
            """, to: "mendengar.yaml")
    }

    private func shim(
        _ config: String, account: String = "m", secret: String? = "s", directory: String = "/work",
        patience: Duration = SMSShim.answerTime
    ) throws -> SMSShim {
        try SMSShim(
            config: config, account: account, environment: secret.map { ["GAMMU": $0] } ?? [:],
            directory: directory, patience: patience)
    }

    /// Keys and bodies of what the service takes in from the local journal.
    private func drained() async throws -> [String: [UInt8]] {
        let data = folder.file("data")
        let intake = try await Intake.open(
            database: "sqlite:\(data)/sms.sqlite", region: .init(prefix: "HSS", timeZone: .gmt),
            data: data, reserveMiB: 0,
            localJournal: try LocalJournal(folder: URL(filePath: "\(data)/sms-journal")))
        defer { intake.close() }
        try await LocalJournalDrain(
            intake, logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() })?.drain()
        return try await intake.store.read { transaction in
            let rows = try transaction.query(
                "SELECT external_id, body FROM journal WHERE account = 'm'")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0.text("external_id"), $0.blob("body")) })
        }
    }

    private var once: [String: [UInt8]] { [call.id ?? "": call.body] }

    /// Nobody listens. Only this account's secret is asked for; the same ids again are a redelivery.
    @Test func aServiceThatIsAway() async throws {
        var shim = try shim(try config(port: try FreePort.find()))
        try await shim.take(call.body)
        try await shim.take(call.body)
        #expect(shim.troubles.count == 1)
        #expect(shim.troubles.first?.contains("does not answer") == true)
        #expect(shim.troubles.first?.contains("PJU") == false)
        #expect(try await drained() == once)
    }

    @Test(arguments: [302, 403, 404, 413, 500, 503])
    func aServiceThatRefuses(_ status: Int) async throws {
        try await withServer({ _ in Response(status: .init(code: status)) }) { port in
            var shim = try shim(try config(port: port))
            try await shim.take(call.body)
            #expect(shim.troubles.first?.contains("answers \(status)") == true)
            #expect(shim.troubles.first?.contains("/sms/m/s") == false)
        }
        #expect(try await drained() == once)
    }

    @Test func aServiceThatHangs() async throws {
        let gate = Bell()
        try await withServer({ _ in
            await gate.wait(atMost: .seconds(60))
            return Response(status: .ok)
        }) { port in
            var shim = try shim(try config(port: port), patience: .milliseconds(300))
            try await shim.take(call.body)
            #expect(shim.troubles.count == 1)
            gate.ring()
        }
        #expect(try await drained() == once)
    }

    @Test func aServiceThatTakesIt() async throws {
        let seen = Mutex<[String]>([])
        try await withServer({ request in
            let body = try await request.body.collect(upTo: 1 << 20)
            seen.withLock { $0.append("\(request.uri.path) \(String(buffer: body))") }
            return Response(status: .noContent)
        }) { port in
            var shim = try shim(try config(port: port), secret: "a/b %41;")
            try await shim.take(call.body)
            #expect(shim.troubles.isEmpty)
        }
        let body = String(decoding: call.body, as: UTF8.self)
        #expect(seen.withLock { $0 } == ["/sms/m/a%2Fb%20%2541%3B \(body)"])
        #expect(!FileManager.default.fileExists(atPath: folder.file("data")))
    }

    /// smsd's environment need not hold the secret.
    @Test func withoutTheSecretTheLocalJournalIsThere() async throws {
        var shim = try shim(try config(port: 1), secret: nil)
        #expect(shim.troubles.first?.contains("GAMMU is not set") == true)
        try await shim.take(call.body)
        #expect(try await drained() == once)
    }

    @Test func aBrokenConfigurationIsNamed() throws {
        let good = try config(port: 1)
        #expect(throws: ConfigurationError.self) { try shim(good, account: "k") }
        let unknown = #expect(throws: ConfigurationError.self) { try shim(good, account: "x") }
        #expect(unknown?.description.contains("known: m") == true)
        #expect(throws: ConfigurationError.self) { try shim(folder.file("none.yaml")) }
        let relative = try config(port: 1, data: "var")
        let error = #expect(throws: ConfigurationError.self) { try shim(relative, directory: "/") }
        #expect(error?.description.contains("absolute") == true)
        _ = try shim(relative)
    }

    /// No folder can be made where a file stands. What waits in the shelter goes with the next one.
    @Test func whereNothingCanBeWrittenTheShelterKeepsIt() async throws {
        let blocked = try config(port: try FreePort.find(), data: try folder.write("", to: "file"))
        var shim = try shim(blocked)
        await #expect(throws: StoreError.self) { try await shim.take(call.body) }
        let shelter = SMSShelter(folder: folder.file("shelter"), account: "m")
        let file = try shelter.keep(call.body)
        #expect(try Data(contentsOf: file) == Data(call.body))
        await shelter.empty(into: &shim)
        #expect(FileManager.default.fileExists(atPath: file.path))

        var mended = try self.shim(try config(port: try FreePort.find()))
        await shelter.empty(into: &mended)
        #expect(!FileManager.default.fileExists(atPath: file.path))
        #expect(try await drained() == once)
    }

    /// Where everybody may write, somebody else may have put a folder of this name.
    @Test func aShelterOfSomebodyElseIsNotUsed() throws {
        let open = folder.file("open")
        try FileManager.default.createDirectory(
            atPath: open, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o777])
        chmod(open, 0o777)
        #expect(throws: ConfigurationError.self) {
            try SMSShelter(folder: open, account: "m").keep(call.body)
        }
        let link = folder.file("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path)
        #expect(throws: ConfigurationError.self) {
            try SMSShelter(folder: link, account: "m").keep(call.body)
        }
    }

    /// The program itself, with the status that gammu-smsd writes into its log.
    @Test func theCommand() async throws {
        let program = [
            // In Latin-1, as smsd writes without UTF-8.
            "sh", "-c", #"SMS_1_TEXT="$(printf 'caf\351 padam')" exec env "$@""#, "sh",
            "SMS_1_NUMBER=0812345678", "GAMMU=s", Places.program("mendengar"), "sms-shim",
            "--account", "m", "--shelter", folder.file("shelter"), "--config",
        ]
        let good = try config(port: try FreePort.find())
        let broken = try await RunningProgram.run(program + [folder.file("none.yaml"), "7"], in: folder)
        #expect(broken.end.status == 75 && broken.output.contains(folder.file("shelter/m/")))
        let stored = try await RunningProgram.run(program + [good, "8"], in: folder)
        #expect(stored.end == .done, "\(stored.output)")
        #expect(!(broken.output + stored.output).contains("padam"))
        let kept = try await drained().values.map { String(decoding: $0, as: UTF8.self) }
        #expect(kept.count == 2 && kept.allSatisfy { $0.contains(#""SMS_1_TEXT":"café padam""#) })
    }
}
