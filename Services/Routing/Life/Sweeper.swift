// Lets the time pass over all assignments, a bounded batch at a time, inside the decider's lease: deadlines,
// reminders, ends, and what citizens are told.
import Complaints
import Crypto
import Delivery
import Foundation
import Region
import Rules
import Store

struct Sweeper: Sendable {
    let packs: CurrentPack
    /// Keys under `routing.channels`; through others nothing is sent.
    var channels: Set<String> = []
    /// `routing.citizen_messages_per_day`.
    var messagesPerDay = 1
    /// Told of what cannot be read, and why: a person must look.
    var unreadable: @Sendable (_ assignment: String, _ why: String) -> Void = { _, _ in }

    /// Assignments looked at in one transaction: the complaint that comes meanwhile waits for no more.
    static let batchMax = 25
    /// What cannot be read is looked at again so much later.
    static let unreadableSeconds = 3600.0

    var region: RegionPack { packs.pack }
    var calendar: WorkingCalendar { region.calendar }

    /// Looks at what is due: deadlines, reminders, ends.
    ///
    /// - Returns: what was looked at; there may be more when it is ``batchMax``.
    func look(at now: Date, in transaction: any Transaction) throws -> [String] {
        try LifeTable.adopt(calendar.fingerprint, in: transaction)
        let due = try LifeTable.due(at: now, limit: Self.batchMax, in: transaction)
        guard !due.isEmpty else { return [] }
        let secret = try LinkTable.secret(in: transaction)
        for id in due { try readable(id, now, transaction) { try look(at: id, secret, now, transaction) } }
        return due
    }

    /// Tells citizens what there is to tell on what was looked at. In a transaction of its own, behind the
    /// feed's: their other reports are held as well, and who changes one of those may wait for the feed.
    func tell(_ due: [String], at now: Date, in transaction: any Transaction) throws {
        guard !due.isEmpty else { return }
        let secret = try LinkTable.secret(in: transaction)
        for id in due { try readable(id, now, transaction) { try tell(id, secret, now, transaction) } }
    }

    private func readable(
        _ id: String, _ now: Date, _ transaction: any Transaction, _ body: () throws -> Void
    ) throws {
        do {
            try body()
        } catch let error as StoreError where error.code != .invalid {
            throw error
        } catch {
            unreadable(id, "\(error)")
            try LifeTable.postpone(
                id, until: now.addingTimeInterval(Self.unreadableSeconds), in: transaction)
        }
    }

    private func look(
        at id: String, _ secret: [UInt8], _ now: Date, _ transaction: any Transaction
    ) throws {
        guard var course = try LifeTable.courseToChange(id, calendar, at: now, in: transaction)
        else { return }
        let before = course.assignment
        let passed = course.pass(to: now, calendar)
        for line in passed.lines { try note(course, line.action, line.request, now, transaction) }
        if passed.isClosed {
            try LinkTable.close(course.assignment.complaint.id, true, in: transaction)
        }
        try announce(&course, now, transaction)
        for reminder in [passed.reminder, passed.promise].compactMap(\.self) {
            try remind(course, reminder.clock, reminder.step, now, transaction)
        }
        if passed.entersFeed {
            course.assignment = try AssignmentTable.enterFeed(course.assignment, at: now, in: transaction)
        } else if course.assignment != before {
            try AssignmentTable.save(course.assignment, at: now, in: transaction)
        }
        try keep(course, secret, now, transaction)
    }

    func note(
        _ course: Course, _ action: String, _ request: String, _ now: Date,
        _ transaction: any Transaction
    ) throws {
        try AssignmentTable.note(
            course.assignment.id, actor: AssignmentTable.machine, action: action, request: request,
            at: now, in: transaction)
    }

    // MARK: Citizens

    /// Stores the record, with who has something to be told.
    private func keep(
        _ course: Course, _ secret: [UInt8], _ now: Date, _ transaction: any Transaction
    ) throws {
        var citizen: String?
        if course.record.news != nil,
            let address = try address(of: course, transaction).address
        {
            citizen = Self.name(address, secret)
        }
        try LifeTable.save(
            course, next: course.nextStep(after: now, calendar), citizen: citizen, in: transaction)
    }

    private func address(
        of course: Course, _ transaction: any Transaction
    ) throws -> (address: CitizenAddress?, why: String?, isConfidential: Bool) {
        let id = course.assignment.complaint.id.text
        guard let complaint = try ComplaintTable.find(id, in: transaction) else {
            return (nil, nil, true)
        }
        let isConfidential =
            complaint.reporter?.confidential == true || course.assignment.complaint.reporter == nil
        let (address, why) = CitizenAddress.of(
            complaint, isHeld: course.assignment.decision.hold == true)
        guard let address, channels.contains(address.channel), messagesPerDay > 0 else {
            return (nil, why, isConfidential)
        }
        return (address, nil, isConfidential)
    }

    /// A citizen by a number that does not say who he is: 128 bits of HMAC-SHA256 with the database's secret.
    private static func name(_ address: CitizenAddress, _ secret: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(address.channel):\(address.recipient)".utf8),
            using: SymmetricKey(data: secret))
        return Hex.text(code.prefix(16))
    }

    /// Tells the citizen what there is to tell on this report and his others, or waits for the next day.
    private func tell(
        _ id: String, _ secret: [UInt8], _ now: Date, _ transaction: any Transaction
    ) throws {
        guard let course = try LifeTable.courseToChange(id, calendar, at: now, in: transaction),
            let news = course.record.news, news.at <= now
        else { return }
        let (address, why, _) = try address(of: course, transaction)
        guard let address else {
            var silent = course
            silent.record.news = nil
            if let why { try note(course, Passed.Action.untold, why, now, transaction) }
            try keep(silent, secret, now, transaction)
            return
        }
        let citizen = Self.name(address, secret)
        let today = calendar.day(of: now)
        let told = try NoticeTable.count(
            to: citizen, since: calendar.time(0, of: today), in: transaction)
        guard told < messagesPerDay else {
            var later = course
            later.record.news?.at = calendar.time(
                Reminders.hours.lowerBound, of: Day(number: today.number + 1))
            try keep(later, secret, now, transaction)
            return
        }
        try send(to: address, citizen, first: course, now, transaction)
    }

    private func send(
        to address: CitizenAddress, _ citizen: String, first: Course, _ now: Date,
        _ transaction: any Transaction
    ) throws {
        let id = first.assignment.id.text
        let others = try LifeTable.untold(citizen, limit: CitizenTexts.joinedMax, in: transaction)
        var lines: [String] = []
        var asked: String?
        for one in ([id] + others.filter { $0 != id }).prefix(CitizenTexts.joinedMax) {
            guard var course = try LifeTable.courseToChange(one, calendar, at: now, in: transaction),
                let news = course.record.news
            else { continue }
            lines.append(
                CitizenTexts.line(
                    news, course.assignment, calendar, isShort: address.channel == "sms",
                    isProtected: try self.address(of: course, transaction).isConfidential))
            let invites = [.question, .awaited, .answered].contains(news.kind)
            if invites, asked == nil { asked = course.assignment.complaint.tracking }
            course.record.news = nil
            course.record.told += 1
            try note(course, Passed.Action.told, news.kind.rawValue, now, transaction)
            try LifeTable.save(
                course, next: course.nextStep(after: now, calendar), citizen: nil, in: transaction)
        }
        let isSMS = address.channel == "sms"
        let text = lines.joined(separator: isSMS ? "\n" : "\n\n")
        try NoticeTable.insert(
            Notice(
                id: Notice.id("\(id)/citizen/\(first.record.told + 1)"),
                to: .init(
                    phone: isSMS ? address.recipient : nil, email: isSMS ? nil : address.recipient),
                account: address.account,
                text: isSMS ? text : "Yth. Bapak/Ibu,\n\n\(text)\n\nSalam,\n\(region.name)\n",
                // His reply to it belongs to this report.
                kind: asked == nil ? .status : .question,
                complaint: asked ?? first.assignment.complaint.tracking),
            channel: address.channel, assignment: first.assignment.id, citizen: citizen, at: now,
            in: transaction)
    }
}
