// Links in Routing: stored with their reasons, shown both ways, undone for good, made by hand, asked about.
import Complaints
import Duplicates
import Foundation
import HTTPTypes
import Region
import ServiceKit
import Store
import TestSupport
import Testing

@testable import RoutingService

@Suite struct LinkTests {
    typealias House = RoutingTests.House

    static let bridge = "Jembatan gantung di desa Habirau papannya patah, anak sekolah takut lewat"
    static let told = "titian di desa Habirau lapuk dan goyang, kami harus memutar jauh"

    /// A house whose decider remembers from one message to the next.
    final class Desk {
        let house: House
        private var linking: Linking?
        private var steps: DeciderSteps
        private var action = DeciderSteps.first

        init(_ house: House) {
            self.house = house
            steps = DeciderSteps(leaseSeconds: house.decider.leaseSeconds)
        }

        func accept(
            _ id: String, _ text: String, from phone: String, day: Double = 0, answering: String? = nil,
            decides: Bool = true
        ) async throws {
            let answer = try await house.call(
                .post, "/v1/complaints", token: "intake",
                body: LinkTests.complaint(id, text, from: phone, day: day, answering: answering))
            #expect(answer.text.contains("accepted"))
            if decides { try await decide() }
        }

        /// - Parameter meanwhile: what happens when something is decided and not yet stored.
        func decide(meanwhile: () async throws -> Void = {}) async throws {
            if case .rest = action { action = steps.next(after: .rested, now: .zero) }
            while true {
                if case .rest = action { return }
                if case .store = action { try await meanwhile() }
                action = steps.next(
                    after: try await house.decider.perform(action, &linking), now: .zero)
            }
        }

        /// As if another process took over: what is remembered is read from the database.
        func takeOver() {
            linking = nil
            steps = DeciderSteps(leaseSeconds: house.decider.leaseSeconds)
            action = DeciderSteps.first
        }

        func assignments(after: Int64 = 0) async throws -> [Assignment] {
            let answer = try await house.call(.get, "/v1/assignments?after=\(after)", token: "case")
            return try Wire.decode(Page.self, from: Data(answer.text.utf8)).items
        }

        func newest(_ id: String) async throws -> Assignment? {
            try await assignments().last { $0.complaint.id == LinkTests.id(id) }
        }

        /// Who is in the case of a complaint.
        func members(_ id: String) async throws -> Set<UUID> {
            let answer = try await house.call(.get, "/v1/clusters/\(LinkTests.id(id).text)", token: "case")
            let members = try Wire.decode(CaseEndpoints.Answer.self, from: Data(answer.text.utf8)).complaints
            return Set(members.compactMap { UUID(uuidString: $0.id) })
        }

        func post(_ path: String, _ body: String) async throws -> (Int, String) {
            let answer = try await house.call(.post, path, token: "admin", body: body)
            return (Int(answer.status.code), answer.text)
        }
    }

    private struct Page: Decodable {
        var items: [Assignment]
    }

    static func id(_ external: String) -> UUID {
        ComplaintID.derive(channel: .sms, account: "k", externalID: external)
    }

    static func tracking(_ id: String) -> String { "HSS-26-100000\(id)-0" }

    static func complaint(
        _ id: String, _ text: String, from phone: String, day: Double = 0, answering: String? = nil
    ) -> String {
        let complaint = Complaint(
            id: Self.id(id), tracking: tracking(id), channel: .sms, account: "k", externalId: id,
            receivedAt: Date(timeIntervalSince1970: 1_795_303_964 + day * 86_400),
            reporter: Reporter(name: nil, phone: phone), text: text,
            inReplyTo: answering.map(tracking))
        return String(decoding: Wire.encode(complaint), as: UTF8.self)
    }

    static func withDesk(
        on database: TestDatabase = .sqlite, _ body: @Sendable @escaping (Desk) async throws -> Void
    ) async throws {
        try await RoutingTests().withRouting(database) { try await body(Desk($0)) }
    }

    private func withDesk(
        _ database: TestDatabase = .sqlite, _ body: @Sendable @escaping (Desk) async throws -> Void
    ) async throws {
        try await Self.withDesk(on: database, body)
    }

    @Test(arguments: TestDatabase.allCases) func aLinkKeepsScoreFeaturesWeightsAndActorAndShowsBothWays(on database: TestDatabase) async throws {
        try await withDesk(database) { desk in
            try await desk.accept("1", Self.bridge, from: "+628111")
            try await desk.accept("2", Self.told, from: "+628222", day: 1)
            let duplicate = try #require(try await desk.newest("2")?.duplicate)
            #expect(duplicate.relation == .sameIncident && duplicate.of == Self.id("1"))
            #expect(duplicate.because.contains { $0.hasPrefix("desa sama (+") })
            for key in ["1", "2"] {
                let answer = try await desk.house.call(
                    .get, "/v1/complaints/\(Self.id(key).text)", token: "case")
                for part in [
                    "\"decision\":\"link\"", "\"weights\":\"standard-6\"", "\"actor\":\"routing\"",
                    "same_matter", Self.id("1").text, Self.id("2").text, "\"score\":0.9",
                ] { #expect(answer.text.contains(part), "\(key): \(part)") }
            }
        }
    }

    @Test(arguments: [false, true]) func twoCasesThatOneComplaintFitsBecomeOneForGood(parted: Bool) async throws {
        try await withDesk { desk in
            try await desk.accept(
                "1", "jembatan gantung desa Habirau putus talinya dihantam kayu hanyut semalam", from: "+628111")
            try await desk.accept(
                "2", "anak sekolah di desa Habirau menyeberang pakai lanting bambu tiap pagi", from: "+628222",
                day: 0.1)
            #expect(try await desk.members("1") == [Self.id("1")])
            let both = """
                jembatan gantung desa Habirau putus talinya dihantam kayu hanyut, anak sekolah menyeberang \
                pakai lanting bambu
                """
            try await desk.accept("3", both, from: "+628333", day: 0.2, decides: false)
            try await desk.decide {
                guard parted else { return }
                let (status, text) = try await desk.post(
                    "/v1/clusters/\(Self.id("1").text)/split", "{\"complaint\":\"\(Self.id("2").text)\"}")
                #expect(status == 200, "\(text)")
            }
            let all = Set(["1", "2", "3"].map(Self.id))
            #expect(try await desk.members("2") == (parted ? [Self.id("2")] : all))
            let link = try await desk.newest("2")?.duplicate
            #expect(parted ? link == nil : link?.cluster == Self.id("1") && link?.of == Self.id("1"))
            desk.takeOver()
            try await desk.accept("4", both, from: "+628333", day: 0.3)
            #expect(try await desk.members("4").contains(Self.id("3")))
            #expect(try await desk.members("2").count == (parted ? 1 : 4))
        }
    }

    @Test(arguments: TestDatabase.allCases) func oneReporterNeverSeesAnother(on database: TestDatabase) async throws {
        try await withDesk(database) { desk in
            try await desk.accept("1", Self.bridge, from: "+628111")
            try await desk.accept("2", Self.told, from: "+628222", day: 1)
            let status = try await desk.house.call(
                .get, "/v1/complaints/HSS-26-1000002-0/status?sender=%2B628222", token: "intake")
            #expect(status.status == .ok)
            #expect(!status.text.contains("1000001") && !status.text.contains("628111"))
            let cluster = try await desk.house.call(
                .get, "/v1/clusters/\(Self.id("1").text)", token: "case")
            #expect(cluster.text.contains(Self.id("2").text), "\(cluster.text)")
            #expect(!cluster.text.contains("628"))
            let rows = try await desk.house.store.read {
                try $0.query("SELECT facts FROM link_facts")
            }
            for row in rows {
                #expect(!String(decoding: row.blob("facts"), as: UTF8.self).contains("628"))
            }
        }
    }

    @Test(arguments: [false, true], TestDatabase.allCases)
    func aSplitIsPermanentAndEntersTheFeed(takenOver: Bool, on database: TestDatabase) async throws {
        try await withDesk(database) { desk in
            try await desk.accept("1", Self.bridge, from: "+628111")
            try await desk.accept("2", Self.bridge, from: "+628222", day: 0.1)
            let before = try #require(try await desk.newest("2"))
            #expect(before.duplicate != nil)
            let path = "/v1/clusters/\(Self.id("1").text)/split"
            let (status, text) = try await desk.post(
                path, "{\"complaint\":\"\(Self.id("2").text)\",\"reason\":\"jembatan lain\"}")
            #expect(status == 200, "\(text)")
            let after = try #require(try await desk.newest("2"))
            #expect(after.duplicate == nil && after.cursor > before.cursor)
            let cursor = after.cursor
            _ = try await desk.post(path, "{\"complaint\":\"\(Self.id("2").text)\"}")
            #expect(try await desk.assignments(after: cursor).isEmpty, "once is enough")
            if takenOver { desk.takeOver() }
            // The second complaint comes again: it must not lead the two together.
            try await desk.accept("3", Self.bridge, from: "+628222", day: 0.2)
            let resend = try #require(try await desk.newest("3")?.duplicate)
            #expect(resend.cluster == Self.id("2") && resend.relation == .resend)
            // Somebody else's fits both: which of the two is for a person to say.
            try await desk.accept("4", Self.bridge, from: "+628444", day: 0.3)
            #expect(try await desk.newest("4")?.duplicate == nil)
            let history = try await desk.house.call(
                .get, "/v1/complaints/\(Self.id("2").text)", token: "case")
            #expect(history.text.contains("jembatan lain"))
            #expect(history.text.contains("\"answer\":\"parted\""))
            #expect(history.text.contains("\"decision\":\"link\""), "links are never deleted")
        }
    }

    @Test(arguments: [false, true], TestDatabase.allCases)
    func aMergeMakesTwoCasesOne(takenOver: Bool, on database: TestDatabase) async throws {
        try await withDesk(database) { desk in
            try await desk.accept("1", Self.bridge, from: "+628111")
            try await desk.accept("2", "lampu jalan desa Habirau RT 2 padam", from: "+628222")
            try await desk.accept("3", "PJU rt dua Habirau mati", from: "+628333", day: 0.5)
            #expect(try await desk.newest("3")?.duplicate?.cluster == Self.id("2"))
            let (status, text) = try await desk.post(
                "/v1/clusters/\(Self.id("3").text)/merge", "{\"with\":\"HSS-26-1000001-0\"}")
            #expect(status == 200, "\(text)")
            for key in ["2", "3"] {
                #expect(try await desk.newest(key)?.duplicate?.cluster == Self.id("1"))
            }
            #expect(try await desk.newest("1")?.duplicate == nil)
            if takenOver { desk.takeOver() }
            try await desk.accept("4", "lampu jalan di RT 2 Habirau belum menyala", from: "+628444", day: 1)
            #expect(try await desk.newest("4")?.duplicate?.cluster == Self.id("1"))
            let cases = try await desk.house.call(
                .get, "/v1/clusters/\(Self.id("4").text)", token: "admin")
            for key in ["1", "2", "3", "4"] { #expect(cases.text.contains(Self.id(key).text)) }
        }
    }

    @Test(arguments: TestDatabase.allCases) func theFirstComplaintOfACaseMayLeaveIt(on database: TestDatabase) async throws {
        try await withDesk(database) { desk in
            for key in ["1", "2", "3"] {
                try await desk.accept(key, Self.bridge, from: "+6281\(key)", day: Double(key) ?? 0)
            }
            let (status, _) = try await desk.post(
                "/v1/clusters/\(Self.id("3").text)/split", "{\"complaint\":\"\(Self.id("1").text)\"}")
            #expect(status == 200)
            #expect(try await desk.newest("2")?.duplicate == nil)
            #expect(try await desk.newest("3")?.duplicate?.cluster == Self.id("2"))
            #expect(try await desk.newest("3")?.duplicate?.of != Self.id("1"))
            try await desk.accept("4", Self.bridge, from: "+62813", day: 4)
            #expect(try await desk.newest("4")?.duplicate?.cluster == Self.id("2"))
        }
    }

    @Test(arguments: TestDatabase.allCases) func questionsWaitInTriageUntilAPersonAnswers(on database: TestDatabase) async throws {
        try await withDesk(database) { desk in
            let bribe = "petugas kantor kecamatan Kandangan melakukan pungli minta uang seratus ribu"
            try await desk.accept("1", bribe, from: "+628111")
            try await desk.accept("2", bribe + " pak", from: "+628222", day: 0.3)
            #expect(try await desk.newest("2")?.duplicate == nil, "witnesses are not linked by themselves")
            let triage = try await desk.house.call(.get, "/v1/triage", token: "admin")
            #expect(triage.text.contains("\"decision\":\"review\""))
            let (status, _) = try await desk.post(
                "/v1/clusters/\(Self.id("1").text)/merge", "{\"with\":\"\(Self.id("2").text)\"}")
            #expect(status == 200)
            let open = try await desk.house.call(.get, "/v1/links/questions", token: "admin")
            #expect(open.text == "{\"items\":[],\"next\":null}")
        }
    }

    @Test(arguments: TestDatabase.allCases) func aClosedCaseThatComesBackIsARecurrence(on database: TestDatabase) async throws {
        try await withDesk(database) { desk in
            try await desk.accept("1", Self.bridge, from: "+628111")
            let first = try #require(try await desk.newest("1"))
            let answer = try await desk.house.call(
                .post, "/v1/assignments/\(first.id.text)/status", token: "case",
                body: "{\"status\":\"closed\"}")
            #expect(answer.status == .ok)
            try await desk.accept("2", Self.told, from: "+628222", day: 5)
            let back = try #require(try await desk.newest("2")?.duplicate)
            #expect(back.relation == .recurrence && back.of == Self.id("1"))
            #expect(back.cluster == Self.id("2"), "another case")
            desk.takeOver()
            try await desk.accept("3", Self.told, from: "+628333", day: 6)
            #expect(try await desk.newest("3")?.duplicate?.cluster == Self.id("2"))
        }
    }

    @Test(arguments: TestDatabase.allCases) func badStepsSayWhat(on database: TestDatabase) async throws {
        try await withDesk(database) { desk in
            try await desk.accept("1", Self.bridge, from: "+628111")
            let path = "/v1/clusters/\(Self.id("1").text)"
            #expect(try await desk.post(path + "/split", "{}").0 == 422)
            #expect(try await desk.post(path + "/merge", "{\"with\":\"nobody\"}").0 == 404)
            #expect(try await desk.post("/v1/clusters/none/split", "{\"complaint\":\"x\"}").0 == 404)
            let reader = try await desk.house.call(
                .post, path + "/split", token: "case", body: "{\"complaint\":\"x\"}")
            #expect(reader.status == .forbidden)
        }
    }

    /// Complaints of an older version have no facts in the database: they are read from their texts.
    @Test(arguments: TestDatabase.allCases) func whatAnOlderVersionDecidedIsLinkedTo(on database: TestDatabase) async throws {
        try await withDesk(database) { desk in
            try await desk.accept("1", Self.bridge, from: "+628111")
            try await desk.house.store.write { transaction in
                _ = try transaction.execute("DELETE FROM link_facts")
            }
            desk.takeOver()
            try await desk.accept("2", Self.told, from: "+628222", day: 1)
            #expect(try await desk.newest("2")?.duplicate?.of == Self.id("1"))
        }
    }
}
