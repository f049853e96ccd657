// The life of an assignment as values: returns, clocks, reminders, its end. No database, no clock of its own.
import Complaints
import Foundation
import Rules
import TestSupport
import Testing

@testable import Region
@testable import RoutingService

@Suite struct CourseTests {
    static let region = RoutingTests.region

    /// Saturday 21 November 2026, 23:32 UTC: Sunday morning in WITA.
    static let received = Date(timeIntervalSince1970: 1_795_303_964)

    static func course(
        _ text: String = "Jalan di desa Habirau rusak parah, lampu jalan mati dan sampah menumpuk",
        at now: Date = received
    ) throws -> Course {
        let region = try region.get()
        let complaint = Complaint(
            id: ComplaintID.derive(channel: .sms, account: "k", externalID: text),
            tracking: "HSS-26-1000123-5", channel: .sms, account: "k", externalId: "1",
            receivedAt: received, reporter: Reporter(phone: "+6281234567890"), text: text)
        return Course(
            beginning: Drafting.draft(complaint, region: region, now: now), region.calendar, at: now)
    }

    static func day(_ text: String, _ hour: Int = 9) throws -> Date {
        try region.get().calendar.time(hour, of: #require(Day(text)))
    }

    private func agency(_ id: String) throws -> AgencyRef {
        try #require(try Self.region.get().office(id, at: [], on: Day(year: 2026, month: 11, day: 23)))
    }

    // MARK: Returns and referrals

    @Test("a returned one goes to the next candidate, never to one that has said no, and then to a person")
    func returns() throws {
        let region = try Self.region.get()
        var course = try Self.course()
        var seen: [String] = []
        while let office = course.assignment.agency?.office {
            #expect(!seen.contains(office))
            seen.append(office)
            #expect(course.assignment.status == .assigned)
            let comesBack = try course.take(
                .init(step: .returnBack, reason: "bukan wewenang"), region, at: Self.received)
            #expect(comesBack)
            try #require(seen.count < 10)
        }
        #expect(seen.count > 1)
        #expect(course.assignment.status == .triage && course.assignment.decision.mode == .triage)
        #expect(course.assignment.decision.rejected.contains { $0.why.contains("bukan wewenang") })
        #expect(Set(course.record.refusedBy) == Set(seen))
    }

    @Test("what two institutions send to and fro goes to triage, with a flag and a copy to the desk")
    func pingPong() throws {
        let region = try Self.region.get()
        var course = try Self.course()
        let back = try #require(course.assignment.agency)
        _ = try course.take(
            .init(step: .refer, agency: try agency("PERKIM"), reason: "permukiman"), region,
            at: Self.received)
        #expect(course.assignment.status == .referred && course.assignment.agency?.id == "PERKIM")
        _ = try course.take(
            .init(step: .refer, agency: back, reason: "jalan kabupaten"), region, at: Self.received)
        #expect(course.assignment.status == .triage && course.assignment.agency == nil)
        #expect(course.assignment.complaint.flags.contains(FlagName.pingPong))
        #expect(course.assignment.copies.contains { $0.id == "SETDA" && $0.why == FlagName.pingPong })
        // A person has decided: it begins anew.
        _ = try course.take(.init(step: .assign, agency: back), region, at: Self.received)
        #expect(course.assignment.status == .assigned && course.record.moves.isEmpty)
    }

    @Test("so many moves in all are ping-pong as well")
    func threeMoves() throws {
        let region = try Self.region.get()
        var course = try Self.course()
        for (number, id) in ["PERKIM", "DLH", "DISHUB"].enumerated() {
            #expect(course.assignment.status != .triage)
            _ = try course.take(
                .init(step: .refer, agency: try agency(id), reason: "bukan kami"), region,
                at: Self.received)
            #expect((course.assignment.status == .triage) == (number + 1 == Life.movesMax))
        }
        #expect(course.assignment.complaint.flags.contains(FlagName.pingPong))
    }

    @Test("a referral to who has it is refused")
    func referredToItself() throws {
        var course = try Self.course()
        let region = try Self.region.get()
        let own = try #require(course.assignment.agency)
        #expect(throws: Course.Refusal.alreadyThere(own.office)) {
            _ = try course.take(.init(step: .refer, agency: own, reason: "x"), region, at: .now)
        }
    }

    // MARK: Clocks

    @Test("while the citizen is waited for the clock stands, by working days")
    func paused() throws {
        let region = try Self.region.get()
        var course = try Self.course()
        let before = try #require(course.assignment.due?.respondBy)
        let ask = Course.Request(step: .report(.inProgress), awaitsCitizen: true)
        _ = try course.take(ask, region, at: try Self.day("2026-11-24"))
        #expect(course.assignment.awaiting == "citizen" && course.openClock(region.calendar) == nil)
        #expect(throws: Course.Refusal.self) { _ = try course.take(ask, region, at: .now) }
        // Tuesday to the Tuesday after: five working days.
        _ = try course.take(
            .init(step: .report(.inProgress)), region, at: try Self.day("2026-12-01"))
        #expect(course.assignment.awaiting == nil && course.record.pausedDays == 5)
        let after = try #require(course.assignment.due?.respondBy)
        let calendar = region.calendar
        #expect(
            calendar.workingDays(after: calendar.day(of: before), through: calendar.day(of: after)) == 5)
    }

    @Test("who does not answer for thirty days has withdrawn")
    func withdrawn() throws {
        let region = try Self.region.get()
        var course = try Self.course()
        _ = try course.take(
            .init(step: .report(.inProgress), awaitsCitizen: true), region,
            at: try Self.day("2026-11-24"))
        var asked: [String] = []
        for date in ["2026-11-24", "2026-12-02", "2026-12-03", "2026-12-11", "2026-12-12", "2026-12-24"] {
            #expect(course.pass(to: try Self.day(date, 10), region.calendar).isClosed == false)
            if course.record.news?.kind == .awaited { asked.append(date) }
            course.record.news = nil
        }
        #expect(asked == ["2026-11-24", "2026-12-03", "2026-12-12", "2026-12-24"])
        let passed = course.pass(to: try Self.day("2026-12-25"), region.calendar)
        #expect(passed.isClosed && passed.entersFeed && passed.lines.first?.action == "withdrawn")
        #expect(course.record.news?.kind == .withdrawn && course.assignment.awaiting == nil)
    }

    @Test("a changed calendar moves the deadlines, with a line that says so")
    func recomputed() throws {
        let region = try Self.region.get()
        var course = try Self.course()
        let now = Self.received
        #expect(course.pass(to: now, region.calendar).lines.isEmpty)
        let before = try #require(course.assignment.due)
        let more = WorkingCalendar(
            offset: region.calendar.offset, weekdays: region.calendar.weekdays,
            holidays: region.calendar.holidays.union([try #require(Day("2026-11-24"))]))
        let passed = course.pass(to: now, more)
        let after = try #require(course.assignment.due)
        #expect(passed.lines.map(\.action) == ["recomputed"])
        #expect(passed.lines[0].request.contains(Timestamp.format(before.respondBy)))
        #expect(passed.lines[0].request.contains(Timestamp.format(after.respondBy)))
        #expect(after.verifyBy == before.verifyBy.addingTimeInterval(86_400))
        #expect(course.pass(to: now, more).lines.isEmpty, "once")
    }

    @Test("a move leaves the citizen's clock alone and gives the next office its own time to look")
    func movedLate() throws {
        let region = try Self.region.get()
        var course = try Self.course()
        let due = try #require(course.assignment.due)
        _ = try course.take(
            .init(step: .returnBack, reason: "bukan kami"), region, at: try Self.day("2026-12-01"))
        #expect(course.assignment.due?.respondBy == due.respondBy)
        #expect(course.assignment.due?.verifyBy == region.calendar.end(of: try #require(Day("2026-12-04"))))
    }

    @Test("ten days after the answer it is closed; until then a reply opens it, praise does not")
    func ends() throws {
        let region = try Self.region.get()
        var course = try Self.course()
        _ = try course.take(
            .init(step: .report(.answered), note: "sudah ditambal"), region,
            at: try Self.day("2026-11-25"))
        let reply = course.assignment.complaint
        var praise = reply
        (praise.kind, praise.text) = (.praise, "terima kasih, sudah bagus")
        var thanked = course
        let last = try Self.day("2026-12-05", 23)
        #expect(thanked.hear(reply, praise, reply, region, at: last) == (false, false))
        #expect(thanked.assignment.status == .answered)
        var opened = course
        #expect(opened.hear(reply, reply, reply, region, at: last) == (true, true))
        #expect(opened.assignment.status == .reopened)
        let again = try #require(opened.assignment.due)
        #expect(again.verifyBy > last && again.respondBy > again.verifyBy)
        #expect(!course.pass(to: last, region.calendar).isClosed)
        let passed = course.pass(to: try Self.day("2026-12-06"), region.calendar)
        #expect(passed.isClosed && passed.entersFeed && course.assignment.status == .closed)
        #expect(course.record.news?.kind == .answered, "an answer he was not told goes before the end")
        // Closed on the sixth: the sixteenth is the last day.
        var late = course
        #expect(late.hear(reply, reply, reply, region, at: try Self.day("2026-12-17")) == (false, false))
    }

    @Test("only plain thanks are no reason to open again", arguments: [
        ("terima kasih pak", true), ("sudah beres pak, makasih", true), ("ok", true), ("inggih tarima kasih", true),
        ("oke sip terima kasih atas perbaikannya", true), ("alhamdulillah sudah diperbaiki", true),
        ("kami tidak puas", false), ("rusak lagi pak", false), ("kada tuntas pak", false), ("tidak", false),
        ("masih rusak, terima kasih belum apa apa", false), ("jalannya masih berlubang", false),
        ("sudah ditambal tapi rusak lagi", false), ("ok tapi lampunya mati", false),
    ])
    func content(text: String, isContent: Bool) throws {
        let region = try Self.region.get()
        var complaint = try Self.course().assignment.complaint
        complaint.text = text
        let read = Drafting.draft(complaint, region: region, now: Self.received).complaint
        #expect(FollowUps.isContent(read) == isContent, "\(read.kind)")
    }

    // MARK: Chance

    /// Any steps in any order, with any time between: nothing is ever left without a next step.
    @Test("no sequence of steps and jumps of the clock leaves a case stuck", arguments: 1...40 as ClosedRange<UInt64>)
    func neverStuck(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let region = try Self.region.get()
        let calendar = region.calendar
        var course = try Self.course()
        var now = Self.received
        let steps = LifeStep.all
        let agencies = region.agencies.filter { $0.per == .region }
        for _ in 0..<60 {
            now += Double(Int.random(in: 0...12 * 86_400, using: &random))
            let version = course.record.version
            // What the sweep does: what is due is done, and what is told is told.
            _ = course.pass(to: now, calendar)
            course.record.news = nil
            let refused = Set(course.record.refusedBy)
            let step = try #require(steps.randomElement(using: &random))
            let target = try #require(agencies.randomElement(using: &random))
            let request = Course.Request(
                step: step, agency: AgencyRef(id: target.id, name: target.name), reason: "uji",
                note: "uji", awaitsCitizen: step == .report(.inProgress) && Bool.random(using: &random))
            let took = (try? course.take(request, region, at: now)) != nil
            if took, step == .returnBack, let office = course.assignment.agency?.office {
                #expect(!refused.contains(office), "\(office) has said no before")
            }
            #expect(course.record.version >= version)
            course.record.news = nil
            let next = course.nextStep(after: now, calendar)
            if course.assignment.status == .closed {
                #expect(next == nil)
            } else {
                let next = try #require(next, "\(course.assignment.status) after \(step) is stuck")
                #expect(next > now - 366 * 86_400)
                // Looked at then, the one after it is later: no sweep looks at it for ever.
                var then = course
                let moment = max(next, now)
                _ = then.pass(to: moment, calendar)
                then.record.news = nil
                let later = then.nextStep(after: moment, calendar)
                #expect(
                    later.map { $0 > moment } ?? (then.assignment.status == .closed),
                    "nothing came of \(moment)")
            }
        }
        // Left alone, it ends, or somebody is asked or reminded.
        for _ in 0..<5 {
            guard let next = course.nextStep(after: now, calendar) else { break }
            #expect(next.timeIntervalSince(now) < 400 * 86_400)
            now = max(now, next)
            let passed = course.pass(to: now, calendar)
            let isAsked = course.record.news?.kind == .awaited
            course.record.news = nil
            #expect(passed.isClosed || passed.reminder != nil || isAsked)
        }
    }
}

@Suite struct LifeTests {
    @Test func noStatusIsADeadEnd() {
        for status in Status.allCases {
            #expect(!Life.next(after: status).isEmpty, "\(status) cannot be left")
            // Only a referral may be followed by its like: the next agency may refer it on.
            #expect(!Life.next(after: status).contains(status) || status == .referred)
        }
    }
}
