// Time and citizens through the real tables: steps that meet, messages that go out once, answers that come back.
import Complaints
import Delivery
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Rules
import ServiceKit
import Store
import Synchronization
import Testing
import TestSupport

@testable import Region
@testable import RoutingService

@Suite struct SweepTests {
    private let rooms = RoutingTests()

    /// As the channels send it: at this moment, so that it is news.
    private func complaint(
        _ id: String, _ text: String, to answered: String? = nil, phone: String = "+6281234567890",
        anonymous: Bool = false, confidential: Bool = false
    ) -> String {
        var reporter = Reporter(phone: phone)
        (reporter.anonymous, reporter.confidential) = (anonymous, confidential)
        let complaint = Complaint(
            id: ComplaintID.derive(channel: .sms, account: "k", externalID: id),
            tracking: tracking(id), channel: .sms, account: "k", externalId: id, receivedAt: .now,
            reporter: reporter, text: text, inReplyTo: answered)
        return String(decoding: Wire.encode(complaint), as: UTF8.self)
    }

    private func tracking(_ id: String) -> String {
        TrackingNumber(region: "HSS", year: 2026, channelDigit: 1, serial: Int(id) ?? 0).description
    }

    private func post(_ house: RoutingTests.House, _ body: String) async throws {
        let answer = try await house.call(.post, "/v1/complaints", token: "intake", body: body)
        #expect(answer.text.contains("accepted"))
        try await house.decide()
    }

    private func sweeper(_ messages: Int = 1) throws -> Sweeper {
        Sweeper(region: try RoutingTests.region.get(), channels: ["sms"], messagesPerDay: messages)
    }

    private func sweep(
        _ house: RoutingTests.House, _ sweeper: Sweeper, at now: Date = .now
    ) async throws {
        let seen = try await house.store.write { try sweeper.look(at: now, in: $0) }
        try await house.store.write { try sweeper.tell(seen, at: now, in: $0) }
    }

    /// The next noon in the region.
    private func noon() throws -> Date {
        let calendar = try RoutingTests.region.get().calendar
        return calendar.time(12, of: calendar.day(of: .now + 12 * 3600))
    }

    private func waiting(_ house: RoutingTests.House) async throws -> [Notice] {
        try await house.store.write { transaction in
            // A server's own clock says what is due.
            try transaction.execute("UPDATE notice SET due = due - 400 * CAST(86400000000 AS BIGINT)")
            return try NoticeTable.claim(
                Claim(token: 7, now: Date.now.microseconds), channel: "sms",
                limit: 100, in: transaction
            ).map { try Wire.decode(Notice.self, from: $0.body) }
        }
    }

    private func step(
        _ house: RoutingTests.House, _ id: String, _ step: String, _ body: String,
        version: Int? = nil, token: String = "case"
    ) async throws -> (status: HTTPResponse.Status, text: String) {
        let body = version.map { body.dropLast() + ",\"version\":\($0)}" } ?? body[...]
        return try await house.call(
            .post, "/v1/assignments/\(id)/\(step)", token: token, body: String(body))
    }

    // MARK: Steps that meet

    @Test("the same words of the next office are another return; a retry is not", arguments: TestDatabase.allCases)
    func returnedTwice(on database: TestDatabase) async throws {
        try await rooms.withRouting(database) { house in
            try await post(
                house, complaint("1", "Jalan di desa Habirau rusak parah, lampu jalan mati dan sampah menumpuk"))
            let first = try #require(try await rooms.feed(house).items.first)
            let id = first.id.text
            let words = #"{"reason":"bukan wewenang kami"}"#
            #expect(try await step(house, id, "return", words).status == .ok)
            let retried = try await step(house, id, "return", words)
            #expect(retried.status == .ok)
            let second = try #require(try await rooms.feed(house, after: first.cursor).items.last)
            #expect(try await rooms.feed(house, after: second.cursor).items.isEmpty, "a retry moves nothing")
            let version = try #require(second.version)
            #expect(second.agency != nil && second.agency != first.agency)
            let again = try await step(house, id, "return", words, version: version)
            #expect(again.status == .ok)
            let third = try #require(try await rooms.feed(house, after: second.cursor).items.last)
            #expect(third.agency != second.agency && third.agency != first.agency)
            let late = try await step(house, id, "ack", #"{"case_ref":"K-9"}"#, version: version)
            #expect(late.status == .conflict && late.text.contains("\"version\":\"3\""))
        }
    }

    @Test("If-Match names the state a step starts from; the answer names the next", arguments: TestDatabase.allCases)
    func ifMatch(on database: TestDatabase) async throws {
        try await rooms.withRouting(database) { house in
            try await post(house, complaint("1", "Jalan di desa Habirau rusak parah"))
            let first = try #require(try await rooms.feed(house).items.first)
            #expect(first.version == 1)
            func ack(_ match: String, _ reference: String) async throws -> (HTTPResponse.Status, String?) {
                let answer = try await house.client.execute(
                    uri: "/v1/assignments/\(first.id.text)/ack", method: .post,
                    headers: [
                        .authorization: "Bearer case", .contentType: "application/json", .ifMatch: match,
                    ], body: ByteBuffer(string: #"{"case_ref":"\#(reference)"}"#))
                return (answer.status, answer.headers[.eTag])
            }
            #expect(try await ack("x", "K-1").0 == .badRequest)
            #expect(try await ack("\"2\"", "K-1").0 == .conflict)
            #expect(try await ack("\"1\"", "K-1") == (.ok, "\"2\""))
            #expect(try await ack("\"1\"", "K-1") == (.ok, "\"2\""), "a retry is no second step")
            #expect(try await ack("\"1\"", "K-2").0 == .conflict)
        }
    }

    @Test("of two officers who assign at once one is told what the other did", arguments: TestDatabase.allCases)
    func twoOfficers(on database: TestDatabase) async throws {
        try await rooms.withRouting(database) { house in
            try await post(house, complaint("1", "kami menunggu jawaban surat kami"))
            let id = try #require(try await rooms.feed(house).items.first).id.text
            async let one = house.call(
                .post, "/v1/triage/\(id)/assign", token: "admin", body: #"{"agency":"PUPR"}"#)
            async let other = house.call(
                .post, "/v1/triage/\(id)/assign", token: "admin", body: #"{"agency":"DLH"}"#)
            let answers = [try await one, try await other]
            #expect(Set(answers.map(\.status)) == [.ok, .conflict])
            let winner = try #require(try await rooms.feed(house).items.last?.agency?.id)
            #expect(answers.first { $0.status == .conflict }?.text.contains("\"agency\":\"\(winner)\"") == true)
        }
    }

    // MARK: Citizens

    @Test("one message a day, what there is to say joined; the next day the rest", arguments: TestDatabase.allCases)
    func joined(on database: TestDatabase) async throws {
        let sweeper = try sweeper()
        try await rooms.withRouting(database) { house in
            try await post(house, complaint("1", "Jalan di desa Habirau rusak parah"))
            try await post(house, complaint("2", "Sampah menumpuk di desa Habirau"))
            try await post(house, complaint("3", "Lampu jalan mati di desa Habirau"))
            // From noon on: two minutes later it is the same day, and a day later an hour at which one writes.
            let noon = try noon()
            try await sweep(house, sweeper, at: noon)
            let first = try await waiting(house)
            #expect(first.count == 1 && first[0].to.phone == "+6281234567890")
            #expect(first[0].text.split(separator: "\n").count == CitizenTexts.joinedMax)
            #expect(first[0].account == "k" && first[0].kind == .status)
            try await sweep(house, sweeper, at: noon + 60)
            #expect(try await waiting(house) == first)
            let reports = try await rooms.feed(house).items
            let told = try #require(
                reports.first { first[0].text.contains($0.complaint.tracking) })
            _ = try await step(
                house, told.id.text, "status", #"{"status":"answered","note":"sudah ditambal"}"#)
            try await sweep(house, sweeper, at: noon + 120)
            #expect(try await waiting(house) == first, "not before tomorrow")
            try await sweep(house, sweeper, at: noon + 86_400)
            let all = try await waiting(house)
            #expect(all.count == 2 && all.last?.text.contains("dijawab: sudah ditambal") == true)
            #expect(all.last?.kind == .question, "his reply belongs to it")
            for number in ["1", "2", "3"] {
                #expect(all.contains { $0.text.contains(tracking(number)) })
            }
            #expect(all.last?.text.split(separator: "\n").count == 2)
        }
    }

    @Test("a limit of two lets two go on one day", arguments: TestDatabase.allCases)
    func limit(on database: TestDatabase) async throws {
        let sweeper = try sweeper(2)
        try await rooms.withRouting(database) { house in
            try await post(house, complaint("1", "Jalan di desa Habirau rusak parah"))
            try await sweep(house, sweeper)
            let id = try #require(try await rooms.feed(house).items.first).id.text
            for words in [#"{"status":"answered"}"#, #"{"status":"closed"}"#] {
                _ = try await step(house, id, "status", words)
                try await sweep(house, sweeper)
            }
            #expect(try await waiting(house).count == 2)
        }
    }

    @Test("nobody writes to who is anonymous; a confidential report names no agency", arguments: TestDatabase.allCases)
    func protected(on database: TestDatabase) async throws {
        let sweeper = try sweeper()
        try await rooms.withRouting(database) { house in
            try await post(house, complaint("1", "Jalan di desa Habirau rusak", anonymous: true))
            try await post(
                house, complaint("2", "Sampah menumpuk di desa Habirau", phone: "+6281250000009", confidential: true))
            try await sweep(house, sweeper)
            let told = try await waiting(house)
            #expect(told.map(\.to.phone) == ["+6281250000009"])
            #expect(told.first?.text.contains("instansi yang berwenang") == true)
            #expect(told.first?.text.contains("Lingkungan") == false)
            let history = try await house.call(.get, "/v1/complaints/\(tracking("1"))", token: "admin")
            #expect(history.text.contains("\"not told\"") && history.text.contains("anonymous"))
            let status = try await house.call(
                .get, "/v1/complaints/\(tracking("2"))/status?sender=081250000009", token: "intake")
            #expect(status.text.contains("\"agency\":null") && status.text.contains("instansi yang berwenang"))
            #expect(!status.text.contains("Lingkungan") && status.text.contains("tenggat jawaban"))
        }
    }

    @Test("a refusal of the channel is kept with its reason, and what was said is gone", arguments: TestDatabase.allCases)
    func refused(on database: TestDatabase) async throws {
        let sweeper = try sweeper()
        try await rooms.withRouting(database) { house in
            try await post(house, complaint("1", "Jalan di desa Habirau rusak parah"))
            try await sweep(house, sweeper)
            let outbox = NoticeOutbox(store: house.store, channel: "sms")
            let parcels = try await outbox.claim(limit: 10)
            #expect(parcels.count == 1)
            try await outbox.settle([(parcels[0], .refused("the recipient has asked for no more messages"))])
            #expect(try await outbox.claim(limit: 10).isEmpty)
            let history = try await house.call(.get, "/v1/complaints/\(tracking("1"))", token: "case")
            #expect(history.text.contains("asked for no more messages"))
            let left = try await house.store.read { try $0.query("SELECT body, state FROM notice") }
            #expect(left.map { $0.text("body") + $0.text("state") } == ["refused"])
        }
    }

    @Test("what is sealed does not lie open in the outbox", arguments: TestDatabase.allCases)
    func sealed(on database: TestDatabase) async throws {
        let sweeper = try sweeper()
        try await rooms.withRouting(database) { house in
            try await post(house, complaint("1", "Jalan di desa Habirau rusak parah"))
            try await sweep(house, sweeper)
            let rows = try await house.store.read { try $0.query("SELECT citizen, body FROM notice") }
            #expect(rows.count == 1)
            #expect(rows.allSatisfy { !"\($0)".contains("81234567890") })
        }
    }

    // MARK: Answers

    @Test("asked where it is, his answer names the place, and the report is decided again", arguments: TestDatabase.allCases)
    func askedBack(on database: TestDatabase) async throws {
        let sweeper = try sweeper(5)
        try await rooms.withRouting(database) { house in
            try await post(house, complaint("1", "Jalan rusak parah, tolong diperbaiki"))
            let first = try #require(try await rooms.feed(house).items.first)
            #expect(first.question != nil)
            try await sweep(house, sweeper)
            let asked = try #require(try await waiting(house).last)
            #expect(asked.kind == .question && asked.complaint == tracking("1"))
            #expect(asked.text.contains(first.question ?? "?"))
            try await post(house, complaint("2", "di desa Habirau pak", to: tracking("1")))
            let items = try await rooms.feed(house, after: first.cursor).items
            let decided = try #require(items.first { $0.id == first.id })
            #expect(decided.complaint.places.first?.code == "63.06.07.2010" && decided.question == nil)
            #expect(decided.agency?.id == "PUPR" && decided.copies.map(\.id).contains("UP3"))
            let answer = try #require(items.last)
            #expect(answer.complaint.tracking == tracking("2") && answer.agency?.id == "PUPR")
            #expect(answer.duplicate?.of == first.complaint.id && answer.duplicate?.relation == .sameReporter)
            #expect(answer.question == nil)
            let members = try await house.call(.get, "/v1/clusters/\(tracking("1"))", token: "case")
            #expect(members.text.contains(tracking("2")))
            try await sweep(house, sweeper)
            #expect(try await waiting(house).last?.text.contains("diteruskan ke Dinas Pekerjaan Umum") == true)
        }
    }

    @Test("his reply opens again what was answered; another matter does not", arguments: TestDatabase.allCases)
    func reopened(on database: TestDatabase) async throws {
        let sweeper = try sweeper(5)
        try await rooms.withRouting(database) { house in
            try await post(house, complaint("1", "Jalan di desa Habirau rusak parah"))
            let first = try #require(try await rooms.feed(house).items.first)
            _ = try await step(house, first.id.text, "status", #"{"status":"answered"}"#)
            try await post(house, complaint("2", "Sampah menumpuk di pasar Kandangan", to: tracking("1")))
            #expect(try await rooms.feed(house, after: first.cursor).items.map(\.agency?.id) == ["DLH"])
            try await post(house, complaint("3", "sudah ditambal tapi rusak lagi", to: tracking("1")))
            let items = try await rooms.feed(house, after: 2).items
            let opened = try #require(items.first { $0.id == first.id })
            #expect(opened.status == .reopened)
            #expect(items.last?.agency?.id == "PUPR" && items.last?.decision.because.first?.rule == "follow_up")
            try await sweep(house, sweeper)
            #expect(try await waiting(house).contains { $0.text.contains("dibuka kembali") })
        }
    }

    // MARK: Time

    @Test("left alone it is reminded of, answered and closed by itself; nothing is stuck on the way", arguments: TestDatabase.allCases)
    func time(on database: TestDatabase) async throws {
        var region = try RoutingTests.region.get()
        region.contacts = [
            Contact(
                of: "SETDA", place: nil, office: "koordinator", phone: "0811000003", email: nil, decree: nil,
                validFrom: nil, validTo: nil)
        ]
        let sweeper = Sweeper(region: region, channels: ["sms"], messagesPerDay: 1)
        let calendar = region.calendar
        try await rooms.withRouting(database) { house in
            try await post(house, complaint("1", "Jalan di desa Habirau rusak parah"))
            try await post(house, complaint("2", "kami menunggu jawaban surat kami", phone: "TELKOMSEL"))
            #expect(try await RoutingBooks.read(from: house.store).stuck == 0)
            let today = calendar.day(of: .now)
            for day in 1...21 {
                let morning = calendar.time(9, of: Day(number: today.number + Int64(day)))
                try await sweep(house, sweeper, at: morning)
            }
            let told = try await waiting(house)
            let reminders = told.filter { $0.kind == .reminder }
            #expect(Set(reminders.map(\.to.phone)) == ["+62811000003"])
            #expect(reminders.contains { $0.text.contains("Eskalasi") && $0.text.contains(tracking("1")) })
            #expect(reminders.contains { $0.text.contains("belum ditentukan instansinya") })
            #expect(Set(told.map(\.id)).count == told.count)
            let id = try #require(try await rooms.feed(house).items.first).id.text
            _ = try await step(house, id, "status", #"{"status":"answered"}"#)
            try await sweep(house, sweeper, at: .now + 12 * 86_400)
            let closed = try #require(try await rooms.feed(house).items.last)
            #expect(closed.id.text == id && closed.status == .closed)
            #expect(try await RoutingBooks.read(from: house.store).stuck == 0)
            try await house.store.write { try $0.execute("UPDATE life SET next_at = NULL") }
            #expect(try await RoutingBooks.read(from: house.store).stuck == 1, "the one in triage")
        }
    }

    @Test("another calendar moves the deadlines of what is open, at the next sweep", arguments: TestDatabase.allCases)
    func otherCalendar(on database: TestDatabase) async throws {
        var region = try RoutingTests.region.get()
        let today = region.calendar.day(of: .now)
        let tomorrow = region.calendar.workingDay(1, after: today)
        let old = Sweeper(region: region)
        region.calendar = WorkingCalendar(
            offset: region.calendar.offset, weekdays: region.calendar.weekdays,
            holidays: region.calendar.holidays.union([tomorrow]))
        let new = Sweeper(region: region)
        try await rooms.withRouting(database) { house in
            try await post(house, complaint("1", "Jalan di desa Habirau rusak parah"))
            try await sweep(house, old)
            let id = try #require(try await rooms.feed(house).items.first).id.text
            let before = try await house.call(.get, "/v1/assignments/\(id)", token: "case")
            try await sweep(house, old)
            try await sweep(house, new)
            let after = try await house.call(.get, "/v1/assignments/\(id)", token: "case")
            #expect(before.text != after.text)
            let told = try await house.call(.get, "/v1/complaints/\(tracking("1"))", token: "case")
            #expect(told.text.components(separatedBy: "\"recomputed\"").count == 2)
            #expect(try await rooms.feed(house).items.count == 1, "a date is no other agency")
        }
    }

    @Test("what cannot be read is put off and stops nothing", arguments: TestDatabase.allCases)
    func unreadable(on database: TestDatabase) async throws {
        let troubles = Mutex<[String]>([])
        var telling = try sweeper()
        telling.unreadable = { id, _ in troubles.withLock { $0.append(id) } }
        let sweeper = telling
        try await rooms.withRouting(database) { house in
            try await post(house, complaint("1", "Jalan di desa Habirau rusak parah"))
            try await post(house, complaint("2", "Sampah menumpuk di desa Habirau", phone: "+6281250000009"))
            let id = try #require(try await rooms.feed(house).items.first).id.text
            try await house.store.write {
                try $0.execute("UPDATE life SET body = 'x' WHERE assignment_id = ?", [.text(id)])
            }
            try await sweep(house, sweeper)
            #expect(try await waiting(house).count == 1)
            #expect(try await RoutingBooks.read(from: house.store).stuck == 0)
            try await post(house, complaint("3", "di RT 3 pak", to: tracking("1")))
            let answer = try #require(try await rooms.feed(house).items.last)
            #expect(answer.decision.rejected.last?.why.contains("tidak dapat dibaca") == true)
        }
        #expect(troubles.withLock(\.self).isEmpty == false)
    }

    @Test("who wrote a mail is told by mail", arguments: TestDatabase.allCases)
    func byMail(on database: TestDatabase) async throws {
        let sweeper = Sweeper(region: try RoutingTests.region.get(), channels: ["email"])
        try await rooms.withRouting(database) { house in
            var mail = try Wire.decode(
                Complaint.self, from: Data(complaint("1", "Jalan di desa Habirau rusak parah").utf8))
            mail.channel = .email
            mail.reporter = Reporter(email: "Warga@Contoh.example")
            try await post(house, String(decoding: Wire.encode(mail), as: UTF8.self))
            try await sweep(house, sweeper)
            let rows = try await NoticeOutbox(store: house.store, channel: "email").claim(limit: 9)
            let notice = try Wire.decode(Notice.self, from: try #require(rows.first).body)
            #expect(rows.count == 1 && notice.to == .init(phone: nil, email: "warga@contoh.example"))
            #expect(notice.account == nil && notice.text.hasPrefix("Yth. Bapak/Ibu,\n\nLaporan HSS-26-"))
            #expect(notice.text.contains("diteruskan ke Dinas Pekerjaan Umum"))
        }
    }

    @Test("what a channel's answer means")
    func judged() {
        func judge(_ status: Int, _ body: String = "") -> ChannelDesk.Judgement {
            ChannelDesk.judge(
                FetchResponse(status: status, headers: ["retry-after": "7"], body: Data(body.utf8)))
        }
        #expect(judge(202, #"{"id":"n","status":"queued","why":null}"#) == .settled(.delivered()))
        #expect(judge(202, #"{"id":"n","status":"known","why":null}"#) == .settled(.delivered()))
        #expect(judge(202, #"{"id":"n","status":"refused","why":"STOP"}"#) == .settled(.refused("STOP")))
        #expect(
            judge(202, #"{"id":"n","status":"refused","why":"the recipient has had 3 messages in a day"}"#)
                == .later)
        #expect(judge(422) == .settled(.refused("the channel answered 422")))
        for status in [200, 401, 404, 429, 500, 503] {
            guard case .postponed(_, .seconds(7)) = judge(status) else {
                Issue.record("\(status) must be tried again")
                continue
            }
        }
    }
}
