// The parts of an import that need no database: days and times, what was followed up by procedure, the words.
import Complaints
import Documents
import Foundation
import Region
import Testing

@testable import RoutingService

@Suite struct ImportPartsTests {
    @Test("days and times in the styles that offices write, and a spreadsheet's numbers, in the region's zone", arguments: [
        ("5 Jan 2024", "13:45", "2024-01-05T05:45:00Z"), ("05/01/2024", "13.45 WITA", "2024-01-05T05:45:00Z"),
        ("5-1-2024 13:45:30", "", "2024-01-05T05:45:30Z"), ("2024-01-05", "", "2024-01-04T16:00:00Z"),
        ("Jumat, 5 Januari 2024", "pukul 13.45", "2024-01-05T05:45:00Z"), ("5 Agt 24", "1:45 PM", "2024-08-05T05:45:00Z"),
        ("2024-01-05T13:45:00+08:00", "", "2024-01-05T05:45:00Z"), ("2024/1/5 12:45 WIB", "", "2024-01-05T05:45:00Z"),
        ("45296", "0.5729166667", "2024-01-05T05:45:00Z"), ("45296.5729166667", "", "2024-01-05T05:45:00Z"),
        ("31 Des 2023", "23:59", "2023-12-31T15:59:00Z"), ("29.02.2024", "00:00", "2024-02-28T16:00:00Z"),
        ("5 Jan 2024", "00.30", "2024-01-04T16:30:00Z"), ("5 Jan 2024", "08.30", "2024-01-05T00:30:00Z"),
    ])
    func moments(_ day: String, _ time: String, _ wanted: String) throws {
        let read = try LocalMoment(offset: 28_800).read(SheetCell(day), SheetCell(time))
        #expect(Timestamp.format(read).prefix(19) == wanted.prefix(19))
    }

    @Test("a time that a spreadsheet holds as a number: a share of a day, or hours and minutes with a point", arguments: [
        (0.4375, "02:30"), (8.3, "00:30"), (8.05, "00:05"), (23.59, "15:59"), (8, "00:00"),
    ])
    func numberedTimes(_ number: Double, _ wanted: String) throws {
        var cell = SheetCell("\(number)")
        cell.number = number
        let read = try LocalMoment(offset: 28_800).read(SheetCell("5 Jan 2024"), cell)
        #expect(Timestamp.format(read).dropFirst(11).prefix(5) == wanted)
        cell.number = 8.75
        #expect(throws: LocalMoment.Unreadable.self) { try LocalMoment(offset: 28_800).read(SheetCell("5 Jan 2024"), cell) }
    }

    @Test("what is no day says how to write one", arguments: [
        ("kemarin", "", "is no day"), ("31/02/2024", "", "there is no day"), ("01/13/2024", "", "month_first"),
        ("5 Jan 2024", "siang", "is no time"), ("5 Jan 2024", "24:10", "there is no time"), ("7", "", "is no day"),
        ("29/02/2023", "", "there is no day"), ("5 Foo 2024", "", "is no day"),
        ("9223372036854775807/01/2024", "", "there is no day"), ("5 Jan 2024", "-inf", "is no time"),
        ("1e300", "", "is no day"), ("0/0/2024", "", "has no month"),
    ])
    func noMoments(_ day: String, _ time: String, _ words: String) {
        let error = #expect(throws: LocalMoment.Unreadable.self) {
            try LocalMoment(offset: 28_800).read(SheetCell(day), SheetCell(time))
        }
        #expect(error?.why.contains(words) == true, "\(error?.why ?? "")")
    }

    @Test("with the month first, the same cell is another day")
    func monthFirst() throws {
        let read = try LocalMoment(offset: 0, monthFirst: true).read(SheetCell("1/13/2024"), nil)
        #expect(read == Timestamp.parse("2024-01-13T00:00:00Z"))
    }

    private static func at(_ text: String) -> Date { Timestamp.parse(text) ?? .distantPast }

    @Test("followed up by procedure: verified and answered in time; not what is late, withdrawn counts, old cases do not", arguments: [
        (Status.answered, [("acknowledged", "2026-11-03"), ("answered", "2026-11-10")], Procedure.followed),
        (.answered, [("answered", "2026-11-03")], .followed), (.closed, [("acknowledged", "2026-11-03"), ("answered", "2026-11-10"), ("closed", "2026-11-29")], .followed),
        (.answered, [("acknowledged", "2026-11-09"), ("answered", "2026-11-10")], .missed), (.answered, [("acknowledged", "2026-11-03"), ("answered", "2026-11-24")], .missed),
        (.assigned, [], .missed), (.acknowledged, [("acknowledged", "2026-11-03")], .missed),
        (.answered, [("acknowledged", "2026-11-02"), ("returned", "2026-11-02"), ("acknowledged", "2026-11-09"), ("answered", "2026-11-10")], .missed),
        (.closed, [("acknowledged", "2026-11-03"), ("withdrawn", "2026-11-25")], .followed),
    ] as [(Status, [(String, String)], Procedure)])
    func procedure(_ status: Status, _ steps: [(String, String)], _ wanted: Procedure) {
        let due = Due(
            verifyBy: Self.at("2026-11-05T15:59:59Z"), respondBy: Self.at("2026-11-20T15:59:59Z"), closeBy: Self.at("2026-11-30T15:59:59Z"))
        let history = steps.map { action, day in
            HistoryEntry(at: Self.at(day + "T02:00:00Z"), actor: "case", action: action, request: "")
        }
        let assignment = Self.assignment(status, due)
        #expect(Procedure(assignment, history, at: Self.at("2026-11-29T00:00:00Z")) == wanted)
        #expect(Procedure(Self.assignment(status, nil), history, at: .now) == .running)
        var old = assignment
        old.complaint.channel = .import
        old.complaint.flags = [FlagName.closedThere]
        #expect(Procedure(old, history, at: .now) == .elsewhere)
        if steps.isEmpty { #expect(Procedure(assignment, [], at: Self.at("2026-11-04T00:00:00Z")) == .running) }
    }

    private static func assignment(_ status: Status, _ due: Due?) -> Assignment {
        let complaint = Complaint.example("Jalan rusak", at: at("2026-11-01T00:00:00Z"), channel: .sms)
        return Assignment(
            cursor: 1, id: complaint.id, complaint: complaint, agency: nil, copies: [], status: status, caseRef: nil,
            decision: Decision(mode: .rule, rule: nil, ruleBook: "", confidence: 1, because: [], rejected: []),
            duplicate: nil, due: due, createdAt: complaint.receivedAt)
    }

    @Test("only a case that came by an import, and was closed there, is over")
    func over() {
        var complaint = Complaint.example("Jalan rusak", at: .now, channel: .sms)
        complaint.flags = [FlagName.closedThere]
        #expect(!OldCases.isOver(complaint))
        complaint.channel = .import
        #expect(OldCases.isOver(complaint))
    }

    @Test("every topic of the regions has its category in SP4N-LAPOR!")
    func categories() throws {
        let region = try RoutingTests.region.get()
        for topic in region.topics {
            #expect(Sp4nCategory.ofTopic[topic.id] != nil, "\(topic.id)")
        }
    }
}
