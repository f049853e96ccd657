// Steps as a case system really sends them: late, twice, with a moment, without words, for offices of which
// there are many; and what the history says of them.
import Complaints
import Foundation
import HTTPTypes
import ServiceKit
import Testing

@testable import RoutingService

@Suite struct StepTests {
    private struct Room: Sendable {
        let house: RoutingTests.House
        let rooms = RoutingTests()

        @discardableResult
        func accept(_ id: String, _ text: String) async throws -> Assignment {
            _ = try await house.call(
                .post, "/v1/complaints", token: "intake", body: try rooms.complaint(id, text))
            try await house.decide()
            return try #require(
                try await rooms.feed(house).items.last { $0.complaint.externalId == id })
        }

        func step(
            _ assignment: Assignment, _ step: String, _ body: String, _ token: String = "case"
        ) async throws -> (code: Int, text: String) {
            let path = step == "assign" ? "/v1/triage/" : "/v1/assignments/"
            let answer = try await house.call(
                .post, path + assignment.id.text + "/" + step, token: token, body: body)
            return (Int(answer.status.code), answer.text)
        }

        func now(_ assignment: Assignment) async throws -> Assignment {
            let answer = try await house.call(
                .get, "/v1/assignments/\(assignment.id.text)", token: "admin")
            return try Wire.decode(Assignment.self, from: Data(answer.text.utf8))
        }

        func history(_ assignment: Assignment) async throws -> [HistoryEntry] {
            struct Answer: Decodable { var history: [HistoryEntry] }
            let answer = try await house.call(
                .get, "/v1/complaints/\(assignment.complaint.id.text)", token: "admin")
            return try Wire.decode(Answer.self, from: Data(answer.text.utf8)).history
        }
    }

    private func withRoom(_ body: @Sendable @escaping (Room) async throws -> Void) async throws {
        try await RoutingTests().withRouting { try await body(Room(house: $0)) }
    }

    private static let no = #"{"reason":"bukan wewenang"}"#

    @Test("a return told again late takes the case from nobody who has acknowledged it meanwhile")
    func lateReturn() async throws {
        try await withRoom { room in
            let first = try await room.accept("1", "Pohon besar menutupi lampu jalan di Desa Habirau")
            #expect(try await room.step(first, "return", Self.no).code == 200)
            let moved = try await room.now(first)
            let office = try #require(moved.agency)
            #expect(moved.status == .assigned && office.id != first.agency?.id)
            #expect(moved.decision.because == [Reason(rule: Course.returnRule, matched: [])])
            #expect(moved.decision.confidence <= 1 && moved.decision.candidates?.isEmpty == false)
            #expect(try await room.step(first, "ack", #"{"case_ref":"D-1"}"#).code == 200)
            #expect(try await room.step(first, "return", Self.no).code == 200)
            let kept = try await room.now(first)
            #expect(kept.status == .acknowledged && kept.agency == office)

            let steps = try await room.history(first).filter { $0.actor != AssignmentTable.machine }
            #expect(steps.map(\.action) == ["returned", "acknowledged"])
            #expect(steps.first?.from == first.agency?.office && steps.first?.to == office.office)
        }
    }

    @Test("the same acknowledgement, and the same event with its moment, are the same whenever they come again")
    func toldAgain() async throws {
        try await withRoom { room in
            let case1 = try await room.accept("1", "Jalan rusak di desa Habirau")
            let answered = #"{"status":"answered","note":"Sudah","at":"2026-11-22T02:00:00Z"}"#
            for (step, body) in [
                ("ack", #"{"case_ref":"K-1"}"#), ("status", #"{"status":"in_progress"}"#),
                ("ack", #"{"case_ref":"K-1"}"#), ("status", answered), ("status", #"{"status":"reopened"}"#),
                ("status", answered),
            ] {
                #expect(try await room.step(case1, step, body).code == 200, "\(step) \(body)")
            }
            #expect(try await room.now(case1).status == .reopened)
            #expect(try await room.step(case1, "ack", #"{"case_ref":"K-2"}"#).code == 200, "anew")
        }
    }

    @Test("a moment after now, or before the complaint, is refused", arguments: [
        ("2100-01-01T00:00:00Z", "future"), ("2020-01-01T00:00:00Z", "before"),
    ])
    func moments(_ at: String, _ word: String) async throws {
        try await withRoom { room in
            let one = try await room.accept("1", "Jalan rusak di desa Habirau")
            let answer = try await room.step(one, "status", "{\"status\":\"answered\",\"at\":\"\(at)\"}")
            #expect(answer.code == 422 && answer.text.contains(word))
        }
    }

    @Test("who is sent from office to office is shown to the coordinating office, whoever decided in between")
    func throughTriage() async throws {
        try await withRoom { room in
            let one = try await room.accept("1", "Nomor antrean di kantor itu aneh sekali warnanya")
            for agency in ["DLH", "PUPR", "DISHUB"] {
                let named = "{\"agency\":\"\(agency)\"}"
                #expect(try await room.step(one, "assign", named, "admin").code == 200)
                let reason = "{\"reason\":\"bukan urusan \(agency)\"}"
                #expect(try await room.step(one, "return", reason).code == 200)
            }
            let sent = try await room.now(one)
            #expect(sent.status == .triage && sent.complaint.flags.contains("ping_pong"))
            #expect(sent.copies.contains { $0.why == "ping_pong" })
        }
    }

    @Test("of offices that exist once per place, the one whose place is known or named")
    func whichOffice() async throws {
        try await withRoom { room in
            let one = try await room.accept("1", "Pelayanan KTP lambat sekali")
            let open = try await room.step(one, "refer", #"{"agency":"KECAMATAN","reason":"x"}"#)
            #expect(open.code == 422 && open.text.contains("which-office") && open.text.contains("place"))
            let strange = #"{"agency":"KECAMATAN","reason":"x","place":"99.99"}"#
            #expect(try await room.step(one, "refer", strange).code == 422)
            let named = #"{"agency":"KECAMATAN","reason":"x","place":"63.06.05"}"#
            #expect(try await room.step(one, "refer", named).code == 200)
            #expect(try await room.now(one).agency?.place == "63.06.05")
            #expect(try await room.step(one, "return", #"{"reason":"  "}"#).code == 422, "says nothing")
        }
    }

    @Test("a known id is known whatever its content says now; attachments are what they claim to be")
    func knownWhatever() async throws {
        try await withRoom { room in
            let one = try await room.accept("1", "Jalan rusak di desa Habirau")
            let id = one.complaint.id.text
            for body in ["{\"id\":\"\(id)\",\"text\":\"\"}", "{\"id\":\"\(id)\",\"channel\":\"pigeon\"}"] {
                let answer = try await room.house.call(
                    .post, "/v1/complaints", token: "intake", body: body)
                #expect(answer.text.contains(#""status":"known""#))
                #expect(answer.text.contains(one.complaint.tracking))
            }
            let hash = String(repeating: "a", count: 64)
            for (hash, bytes, url, isGood) in [
                (hash, 1, "https://x.example/a", true), (hash, 1, "/v1/attachments/a", true),
                ("../../etc/passwd", 1, "/a", false), (hash, -1, "/a", false),
                (hash, 1, "javascript:x", false),
            ] {
                let file = Attachment(
                    sha256: hash, filename: "a", mediaType: "image/png", bytes: bytes, url: url)
                var complaint = one.complaint
                complaint.attachments = [file]
                complaint.externalId = UUID().uuidString
                complaint.id = ComplaintID.derive(
                    channel: .sms, account: "k", externalID: complaint.externalId)
                let answer = try await room.house.call(
                    .post, "/v1/complaints", token: "intake",
                    body: String(decoding: Wire.encode(complaint), as: UTF8.self))
                #expect(answer.text.contains(isGood ? "accepted" : "attachments: "), "\(url) \(answer.text)")
            }
        }
    }

    @Test("who is protected in a report is protected in his answer to it")
    func protectedAnswer() async throws {
        try await withRoom { room in
            _ = try await room.house.call(
                .post, "/v1/complaints", token: "intake",
                body: try room.rooms.complaint("1", "Jembatan rusak di Desa Samuda", confidential: true))
            try await room.house.decide()
            let report = try #require(try await room.rooms.feed(room.house).items.first)
            #expect(report.complaint.reporter == nil)
            _ = try await room.house.call(
                .post, "/v1/complaints", token: "intake",
                body: try room.rooms.complaint(
                    "2", "Yang curang kontraktornya, di Desa Samuda", replyTo: report.complaint.tracking))
            try await room.house.decide()
            let answer = try #require(try await room.rooms.feed(room.house).items.last)
            #expect(answer.complaint.externalId == "2" && answer.complaint.reporter == nil)
            #expect(answer.complaint.flags.contains("confidential"))
        }
    }

    @Test("two citizens with one number each see their own; nobody answers for another")
    func strangers() async throws {
        try await withRoom { room in
            let one = try await room.accept("1", "sampah menumpuk di pinggir jalan dekat lapangan bola")
            var other = one.complaint
            other.id = ComplaintID.derive(channel: .sms, account: "k", externalID: "2")
            (other.externalId, other.text) = ("2", "lampu jalan padam di Simpur")
            other.reporter = Reporter(phone: "+628999000111")
            var answer = other
            answer.id = ComplaintID.derive(channel: .sms, account: "k", externalID: "3")
            (answer.externalId, answer.tracking) = ("3", "HSS-26-1000003-0")
            (answer.text, answer.inReplyTo) = ("di Desa Tumingki Loksado", one.complaint.tracking)
            for complaint in [other, answer] {
                _ = try await room.house.call(
                    .post, "/v1/complaints", token: "intake",
                    body: String(decoding: Wire.encode(complaint), as: UTF8.self))
                try await room.house.decide()
            }
            for phone in ["+6281234567890", "+628999000111"] {
                let status = try await room.house.call(
                    .get, "/v1/complaints/\(one.complaint.tracking)/status?sender="
                        + phone.replacing("+", with: "%2B"), token: "intake")
                #expect(status.status == .ok, "\(phone)")
            }
            #expect(try await room.now(one).complaint.places == one.complaint.places)
            let items = try await RoutingTests().feed(room.house).items
            #expect(items.last?.duplicate?.relation != .sameReporter)
        }
    }
}
