// What leaves Routing for an agency outside of the region: no more than an agreement in force allows, on every
// way out; what is stored stays whole.
import Complaints
import Foundation
import HTTPTypes
import Region
import ServiceKit
import Store
import TestSupport
import Testing

@testable import RoutingService

@Suite struct HandoverTests {
    private let rooms = RoutingTests()

    /// Of 29 November 2026 in WITA.
    private static let now = Date(timeIntervalSince1970: 1_795_910_400)

    private static func region(_ counterparts: String = "[]") throws -> RegionPack {
        let pack = try SmallPack([
            "region.yaml": """
                id: kecil
                name: Kabupaten Kecil
                code: "63.06"
                timezone: Asia/Makassar
                tracking_prefix: KCL
                fallback: { triage: SETDA }
                counterparts: \(counterparts)
                """
        ])
        return try RegionPack.load(directory: pack.path)
    }

    private static func paper(_ shares: String, _ days: String = "valid_from: 2026-06-01") -> String {
        "[ { id: ori, name: Ombudsman, agencies: [OMBUDSMAN], parties: [Bupati, Ombudsman], number: 5/2026, "
            + "shares: [\(shares)], \(days) } ]"
    }

    /// With everything that may name a person, at an agency.
    private static func assignment(_ agency: String = "OMBUDSMAN", isProtected: Bool = false) -> Assignment {
        var complaint = Complaint(
            id: ComplaintID.derive(channel: .email, account: "aduan", externalID: "a@warga.example"),
            tracking: "KCL-26-2000001-0", channel: .email, account: "aduan", externalId: "a@warga.example",
            receivedAt: now, reporter: Reporter(name: "Budi Santoso", phone: "+6281234567890"),
            subject: "Dari Ibu Siti Aminah", text: "Saya Siti Aminah, hubungi 081298765432, lampu mati",
            attachments: [
                Attachment(sha256: String(repeating: "a", count: 64), filename: "ktp.jpg",
                    mediaType: "image/jpeg", bytes: 3)
            ], inReplyTo: "b@warga.example")
        complaint.civic = CivicReport(
            lat: -2.78, long: 115.26, address: "Jl. Melati No. 5", media: ["https://foto.example/1.jpg"])
        if isProtected { complaint.reporter = nil }
        var assignment = Assignment(
            cursor: 1, id: complaint.id, complaint: complaint, agency: AgencyRef(id: agency, name: agency),
            copies: [], status: .referred, caseRef: nil,
            decision: Decision(
                mode: .rule, rule: "r", ruleBook: "b", confidence: 1,
                because: [
                    Reason(rule: "r", matched: [MatchedText(text: "Siti Aminah, hubungi", start: 5, end: 25)])
                ],
                rejected: [
                    RejectedRule(rule: Course.returnRule, why: "dikembalikan oleh PUPR: kata Pak Rahmat"),
                    RejectedRule(rule: "lampu", why: "kalah"),
                ]),
            duplicate: nil, due: nil, createdAt: now)
        assignment.commitments = [Commitment(n: 1, by: "Bupati", due: nil)]
        return assignment
    }

    private static func given(_ counterparts: String, isProtected: Bool = false) throws -> Assignment {
        Handover(try region(counterparts), at: now).given(assignment(isProtected: isProtected))
    }

    private static func text(_ assignment: Assignment) throws -> String {
        String(decoding: try Wire.encode(assignment), as: UTF8.self)
    }

    @Test("without an agreement the text alone leaves, and nothing in it names anybody")
    func least() throws {
        let given = try Self.given("[]")
        let text = try Self.text(given)
        for part in [
            "Budi", "Siti", "Aminah", "81234567890", "81298765432", "warga.example", "Melati", "foto.", "ktp",
            "-2.78", "Rahmat", "commitments",
        ] { #expect(!text.contains(part), "\(part)") }
        #expect(given.complaint.reporter == nil && given.complaint.attachments.isEmpty)
        #expect(given.complaint.text.hasSuffix("lampu mati"))
        #expect(given.decision.rejected.map(\.rule) == ["lampu"])
        #expect(given.sharing?.state == .missing && given.sharing?.data == ["text"])
        #expect(given.sharing?.why?.hasPrefix("Belum ada nota kesepahaman dengan Ombudsman.") == true)
        // The trace's offsets refer to the text as it leaves.
        let scalars = Array(given.complaint.text.unicodeScalars)
        for match in given.decision.because.flatMap(\.matched) {
            #expect(String(String.UnicodeScalarView(scalars[match.start..<match.end])) == match.text)
        }
    }

    @Test("each word of an agreement lets one thing more leave", arguments: [
        ("attachments", "ktp.jpg", ["Budi", "-2.78", "Rahmat"]), ("position", "-2.78", ["Budi", "ktp", "Rahmat"]),
        ("reporter", "Budi", ["ktp", "-2.78", "Rahmat"]), ("history", "Rahmat", ["Budi", "ktp", "-2.78"]),
    ])
    func word(_ word: String, _ there: String, _ gone: [String]) throws {
        let given = try Self.given(Self.paper(word))
        let text = try Self.text(given)
        #expect(text.contains(there))
        for part in gone { #expect(!text.contains(part), "\(part)") }
        #expect(given.sharing?.agreement == "5/2026" && given.sharing?.state == .inForce)
        #expect(given.sharing?.why?.contains("Tidak diteruskan:") == true)
    }

    @Test("all that is agreed leaves as it is, but a protected reporter's name never does")
    func everything() throws {
        let all = Self.paper("text, attachments, position, reporter, history")
        var given = try Self.given(all)
        #expect(given.sharing?.why == nil)
        given.sharing = nil
        #expect(given == Self.assignment())
        let hidden = try Self.text(Self.given(all, isProtected: true))
        #expect(!hidden.contains("Aminah") && !hidden.contains("81298765432"))
    }

    @Test("an agreement that has ended, or has not begun, allows nothing more, and that is said", arguments: [
        ("valid_to: 2026-11-28", AgreementState.expired, "berakhir pada 2026-11-28"),
        ("valid_from: 2026-12-01", .notYet, "baru berlaku pada 2026-12-01"),
    ])
    func days(_ days: String, _ state: AgreementState, _ words: String) throws {
        let given = try Self.given(Self.paper("reporter, attachments, position, history", days))
        #expect(given.complaint.reporter == nil && given.complaint.attachments.isEmpty)
        #expect(given.sharing?.state == state && given.sharing?.agreement == nil)
        #expect(given.sharing?.why?.contains(words) == true, "\(given.sharing?.why ?? "")")
    }

    @Test("of two agreements in force each adds its part; at an agency of the region, or in triage, nothing is kept back")
    func others() throws {
        let two = Self.paper("reporter").dropLast(2)
            + ", { id: dua, name: Ombudsman, agencies: [OMBUDSMAN], parties: [A, B], shares: [position] } ]"
        #expect(try Self.given(String(two)).sharing?.data == ["text", "position", "reporter"])
        let handover = Handover(try Self.region(), at: Self.now)
        let own = Self.assignment("PUPR")
        #expect(handover.given(own) == own)
        var waiting = own
        waiting.agency = nil
        #expect(handover.given(waiting) == waiting)
        // An agency that the pack has forgotten since.
        var old = Self.assignment("DULU")
        old.sharing = Sharing(with: "DULU", data: ["text", "reporter"], agreement: "1/2020")
        #expect(handover.given(old).complaint.reporter == nil && handover.given(old).sharing?.state == .missing)
        for stored in [own, waiting, old, Self.assignment()] {
            let body = try handover.given(body: Self.text(stored))
            #expect(try Wire.decode(Assignment.self, from: Data(body.utf8)) == handover.given(stored))
        }
    }

    @Test("the coordinating office sees it whole, with what may be passed on")
    func admin() throws {
        let handover = Handover(try Self.region(), at: Self.now)
        let seen = handover.given(Self.assignment(), to: .admin)
        #expect(seen.complaint == Self.assignment().complaint && seen.sharing?.data == ["text"])
        for role in [Role.case, .intake, nil] {
            #expect(handover.given(Self.assignment(), to: role).complaint.reporter == nil)
        }
    }

    @Test("feed, look-ups and steps keep it back from the case system; stored it stays whole")
    func wire() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            let number = "81234567890"
            _ = try await house.call(
                .post, "/v1/complaints", token: "intake",
                body: try rooms.complaint("1", "mati lampu tiap malam di loksado, pln tolong"))
            try await house.decide()
            let feed = try await house.call(.get, "/v1/assignments", token: "case").text
            let made = try #require(try await rooms.feed(house).items.first)
            #expect(made.agency?.id == "PLN" && made.sharing?.data == ["text"])
            #expect(!feed.contains(number) && feed.contains("\"reporter\":null"))
            let id = made.id.text
            let paths = ["/v1/assignments/\(id)", "/v1/complaints/\(made.complaint.id.text)"]
            for path in paths {
                let seen = try await house.call(.get, path, token: "case").text
                #expect(seen.contains("tiap malam") && !seen.contains(number), "\(path)")
                #expect(try await house.call(.get, path, token: "admin").text.contains(number), "\(path)")
            }
            let taken = try await house.call(
                .post, "/v1/assignments/\(id)/ack", token: "case", body: #"{"case_ref":"K"}"#)
            #expect(taken.status == .ok && !taken.text.contains(number))
            // What it did before is not in the history it is shown; nothing of that was agreed.
            let history = try await house.call(.get, paths[1], token: "case").text
            #expect(history.contains("\"history\":[]"))
            #expect(try await house.call(.get, paths[1], token: "admin").text.contains("acknowledged"))
            // Sent on to an agency of the region it has all that was told.
            _ = try await house.call(
                .post, "/v1/assignments/\(id)/refer", token: "admin",
                body: #"{"agency":"DISHUB","reason":"lampu jalan"}"#)
            let moved = try #require(try await rooms.feed(house).items.last)
            #expect(moved.agency?.id == "DISHUB" && moved.complaint.reporter?.phone == "+62" + number)
            #expect(moved.sharing == nil)
            // The entry from before stays as little as it was.
            let first = try #require(try await rooms.feed(house).items.first)
            #expect(first.cursor < moved.cursor && first.complaint.reporter == nil)
        }
    }

    @Test("a receiver of webhooks gets no more than the feed's reader")
    func push() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            let receiver = try PushTests.receiver(after: 0)
            try await house.store.write {
                try PushTable.register([receiver], now: Date.now.microseconds, in: $0)
            }
            _ = try await house.call(
                .post, "/v1/complaints", token: "intake",
                body: try rooms.complaint("1", "mati lampu tiap malam di loksado, pln tolong"))
            try await house.decide()
            let script = ScriptedReceiver()
            try await PushTests.drain(try PushTests.sender(receiver, .fresh, house.store, script))
            let body = try #require(script.got.first?.body)
            #expect(body.contains("tiap malam") && body.contains("\"reporter\":null") && !body.contains("812345"))
        }
    }
}
