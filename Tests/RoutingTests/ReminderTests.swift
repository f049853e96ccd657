// Reminders: when, who, once; and what citizens read.
import Complaints
import Foundation
import Rules
import Testing

@testable import Region
@testable import RoutingService

@Suite struct ReminderTests {
    private func contact(
        _ of: String, _ office: String, phone: String? = "+628110000001", to: String? = nil
    ) -> Contact {
        Contact(
            of: of, place: nil, office: office, phone: phone, email: nil, decree: nil, validFrom: nil,
            validTo: to.flatMap { Day($0) })
    }

    private func region(_ contacts: [Contact]) throws -> RegionPack {
        var region = try CourseTests.region.get()
        region.contacts = contacts
        return region
    }

    private func offices(_ step: Int, _ region: RegionPack, _ day: String) throws -> [String] {
        Reminders.recipients(
            of: step, AgencyRef(id: "PUPR", name: "PUPR"), region, on: try #require(Day(day))
        ).map(\.office)
    }

    @Test("up the ladder: narahubung, deputy, coordinating office; an expired SK falls to the deputy")
    func ladder() throws {
        let region = try region([
            contact("PUPR", "narahubung", phone: "+628110000001", to: "2026-12-01"),
            contact("PUPR", "pengganti", phone: "+628110000002"),
            contact("PUPR", "tanpa nomor", phone: nil),
            contact("SETDA", "koordinator", phone: "+628110000003"),
        ])
        #expect(try offices(0, region, "2026-12-01") == ["narahubung"])
        #expect(try offices(1, region, "2026-12-01") == ["narahubung", "pengganti"])
        #expect(try offices(2, region, "2026-12-01") == ["koordinator", "narahubung", "pengganti"])
        #expect(try offices(0, region, "2026-12-02") == ["pengganti"])
        #expect(try offices(0, try self.region([contact("SETDA", "koordinator")]), "2026-12-02")
            == ["koordinator"], "where nobody can be reached")
        #expect(try offices(0, try self.region([]), "2026-12-02").isEmpty)
    }

    @Test("before and after the deadline, each once, by day; what is acknowledged is left in peace")
    func once() throws {
        let region = try CourseTests.region.get()
        let calendar = region.calendar
        var course = try CourseTests.course()
        let clock = try #require(course.openClock(calendar))
        #expect(clock.kind == .verify && calendar.day(of: clock.by) == Day("2026-11-25"))
        var steps: [String] = []
        // Every hour of three weeks.
        for hour in 0..<21 * 24 {
            let now = CourseTests.received + Double(hour * 3600)
            guard let reminder = course.pass(to: now, calendar).reminder else { continue }
            #expect(calendar.officeTime(from: now, hours: Reminders.hours) == now)
            steps.append("\(calendar.day(of: now).shortText) \(reminder.step)")
        }
        #expect(steps == ["24 Nov 2026 0", "26 Nov 2026 1", "30 Nov 2026 2", "7 Des 2026 3"])
        // Slept through all of it: one reminder, the last.
        var slept = try CourseTests.course()
        #expect(slept.pass(to: try CourseTests.day("2026-12-08"), calendar).reminder?.step == 3)
        #expect(slept.pass(to: try CourseTests.day("2026-12-08", 10), calendar).reminder == nil)
        var known = try CourseTests.course()
        _ = try known.take(
            .init(step: .acknowledge), region, at: try CourseTests.day("2026-11-23"))
        #expect(known.pass(to: try CourseTests.day("2026-12-08"), calendar).reminder == nil)
        #expect(known.pass(to: try CourseTests.day("2026-12-10"), calendar).reminder?.clock.kind == .respond)
    }

    @Test("what was promised on air is reminded of beside the other deadlines, as long as it is owed")
    func promised() throws {
        let calendar = try CourseTests.region.get().calendar
        var course = try CourseTests.course()
        func clock(_ days: [String?], _ status: Status) -> OpenClock? {
            course.assignment.status = status
            course.assignment.complaint.programme = Programme(
                id: "p", title: "t", airedOn: "2026-11-18", start: nil, end: nil,
                responses: days.map { Response(by: "Bupati", text: "x", due: $0) })
            return course.promiseClock(calendar)
        }
        func end(_ day: String) throws -> OpenClock {
            OpenClock(kind: .promise, by: calendar.end(of: try #require(Day(day))))
        }
        #expect(try clock(["2026-12-01", "2026-11-27", nil], .acknowledged) == end("2026-11-27"))
        #expect(try clock(["2026-12-31"], .inProgress) == end("2026-12-31"))
        #expect(course.openClock(calendar)?.kind == .respond)
        #expect(try clock(["2026-11-27"], .assigned) == end("2026-11-27"))
        #expect(course.openClock(calendar)?.kind == .verify)
        // A promise for a Sunday may be kept on Monday.
        #expect(try clock(["2026-11-29"], .assigned) == end("2026-11-30"))
        #expect(clock([nil], .assigned) == nil)
        #expect(clock(["2026-11-27"], .answered) == nil)
    }

    @Test("what a telephone gets fits one message, in the letters a telephone has, without numbers of persons")
    func texts() throws {
        let calendar = try CourseTests.region.get().calendar
        var assignment = try CourseTests.course().assignment
        assignment.complaint.tracking = "WWWWW-26-1000000000-0"
        let letters = Set(
            "@$\n !\"#%&'()*+,-./0123456789:;<=>?"
                + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        let names = [
            "Dinas Pekerjaan Umum dan Penataan Ruang", String(repeating: "Badan Penanggulangan ", count: 9),
        ]
        let kinds: [CitizenNews.Kind] = [
            .forwarded, .moved, .awaited, .answered, .closed, .reopened, .withdrawn,
        ]
        for name in names {
            for kind in kinds {
                for agency in [AgencyRef(id: "PUPR", name: name), nil] {
                    assignment.agency = agency
                    let note = CitizenTexts.note(
                        "NIK 6306051708900001 " + String(repeating: "sudah kami tambal ", count: 50))
                    let news = CitizenNews(kind: kind, at: .now, note: [.awaited, .answered].contains(kind) ? note : nil)
                    for isProtected in [false, true] {
                        let line = CitizenTexts.line(
                            news, assignment, calendar, isShort: true, isProtected: isProtected)
                        #expect(line.count <= CitizenTexts.lineMax && Set(line).isSubset(of: letters), "\(line)")
                        #expect(line.contains(assignment.complaint.tracking))
                        #expect(!line.contains("6306051708900001"))
                        if isProtected { #expect(!line.contains("PUPR") && !line.contains(name)) }
                    }
                }
            }
        }
        assignment.agency = AgencyRef(id: "PUPR", name: names[0])
        let line = CitizenTexts.line(
            CitizenNews(kind: .forwarded, at: .now), assignment, calendar, isShort: true, isProtected: false)
        #expect(line.contains("diteruskan ke Dinas Pekerjaan Umum") && line.hasSuffix("Tenggat 10 Des 2026."))
    }

    @Test("who writes about a road of the province learns why it goes there, where it fits")
    func reasons() throws {
        var course = try CourseTests.course()
        course.assignment.decision.reason = "Jalan ini jalan provinsi."
        let news = CitizenNews(kind: .forwarded, at: .now)
        func line(isShort: Bool, isProtected: Bool) throws -> String {
            CitizenTexts.line(
                news, course.assignment, try RoutingTests.region.get().calendar, isShort: isShort,
                isProtected: isProtected)
        }
        #expect(try line(isShort: true, isProtected: false).hasSuffix("Jalan ini jalan provinsi."))
        #expect(try !line(isShort: true, isProtected: true).contains("provinsi"))
        course.assignment.decision.reason = String(repeating: "panjang ", count: 20)
        #expect(try line(isShort: true, isProtected: false).count <= CitizenTexts.lineMax)
        #expect(try line(isShort: false, isProtected: false).contains("panjang"))
    }

    @Test("who is told, and where")
    func addresses() throws {
        var complaint = try CourseTests.course().assignment.complaint
        #expect(CitizenAddress.of(complaint).address
            == CitizenAddress(channel: "sms", account: "k", recipient: "+6281234567890"))
        complaint.channel = .email
        #expect(CitizenAddress.of(complaint).address == nil)
        complaint.reporter?.email = "Warga@Contoh.example"
        #expect(CitizenAddress.of(complaint).address?.recipient == "warga@contoh.example")
        complaint.channel = .radio
        #expect(CitizenAddress.of(complaint).address == nil)
        complaint.channel = .sms
        #expect(CitizenAddress.of(complaint, isHeld: true) == (nil, "on hold"))
        complaint.reporter?.anonymous = true
        #expect(CitizenAddress.of(complaint) == (nil, "anonymous"))
        complaint.reporter = Reporter(phone: "TELKOMSEL")
        #expect(CitizenAddress.of(complaint) == (nil, "no number to answer"))
    }
}
