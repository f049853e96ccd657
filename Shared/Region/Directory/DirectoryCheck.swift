// What is wrong with the directory on a day: decrees that have ended, agencies without a narahubung, gaps
// between an agency and who follows it. Warnings only: a rule book must not stop because a paper has expired.
import Complaints
import Foundation
import Rules

struct DirectoryCheck {
    /// Agencies named in one line of a finding.
    private static let namesMax = 12

    let pack: RegionPack
    let day: Day

    func findings() -> [Finding] {
        appointments() + ladders() + successions() + names() + copies() + agreements()
    }

    private func finding(_ file: String, _ line: Int, _ message: String) -> Finding {
        Finding(severity: .warning, file: "\(pack.directory)/\(file)", line: line, message: message)
    }

    /// SKs that are not in force.
    private func appointments() -> [Finding] {
        pack.contacts.compactMap { contact in
            let who = "'\(contact.office)' (\(contact.of)\(contact.place.map { " " + $0 } ?? ""))"
            let paper = contact.decree.map { "the SK \($0)" } ?? "the appointment"
            switch contact.state(on: day) {
            case .valid: return nil
            case .expired:
                let heir = pack.reachable(at: contact.of, place: contact.place, on: day).first
                let falls = heir.map { "what is for it falls to '\($0.office)'" }
                    ?? "nobody else can be reached there: the coordinating office is told instead"
                return finding(
                    "contacts.yaml", contact.line,
                    "\(paper) of \(who) ended on \(contact.validTo?.text ?? "?"): \(falls); "
                        + "enter the new one")
            case .notYet:
                return finding(
                    "contacts.yaml", contact.line,
                    "\(paper) of \(who) begins on \(contact.validFrom?.text ?? "?"): "
                        + "until then it is not written to")
            }
        }
    }

    /// Agencies that rules name and nobody can be reached at.
    private func ladders() -> [Finding] {
        let named = Set(pack.books.flatMap { $0.deciding.compactMap(\.agency) })
        let present = pack.agencies.filter { named.contains($0.id) && $0.validity.contains(day) }
        func line(_ agencies: [Agency], _ message: String) -> [Finding] {
            guard !agencies.isEmpty else { return [] }
            let names = agencies.prefix(Self.namesMax).map(\.id).joined(separator: ", ")
            let more = agencies.count - Self.namesMax
            return [finding("contacts.yaml", 0, "\(message): \(names)\(more > 0 ? " and \(more) more" : "")")]
        }
        func posts(_ agency: Agency) -> [Contact] { pack.contacts.filter { $0.of == agency.id } }
        let without = present.filter { posts($0).isEmpty }
        let mute = present.filter { !posts($0).isEmpty && !posts($0).contains(where: \.isReachable) }
        let alone = present.filter { posts($0).contains(where: \.isReachable) && posts($0).count == 1 }
        return line(
            without,
            "rules name agencies without a narahubung, whose reminders go to the coordinating office")
            + line(mute, "a narahubung has neither phone nor email, so that nobody can be reached at")
            + line(alone, "a narahubung has no deputy, to whom reminders fall when the SK has ended, at")
    }

    /// Days on which nobody does the work of an agency that has ended.
    private func successions() -> [Finding] {
        let named = Set(pack.books.flatMap { book in
            (book.deciding + book.adding).flatMap { [$0.agency].compactMap(\.self) + $0.copies }
        })
        return pack.agencies.compactMap { agency in
            guard let last = agency.validTo else { return nil }
            let next = Day(number: last.number + 1)
            guard named.contains(agency.id) || !agency.successors.isEmpty else { return nil }
            guard pack.heirs(of: agency.id, on: next).isEmpty else { return nil }
            let what = agency.successors.isEmpty
                ? "and no `successor` is given" : "and its successor does not exist on the next day"
            return finding(
                "agencies.yaml", 0,
                "'\(agency.id)' ends on \(last.text) \(what): what rules give it waits in triage from then "
                    + "on")
        }
    }

    /// Former names that another agency bears on the same days: a report could mean either.
    private func names() -> [Finding] {
        pack.agencies.flatMap { agency in
            agency.formerNames.compactMap { former -> Finding? in
                let days = DaySpan(from: agency.validFrom, to: former.until)
                let other = pack.agencies.first { other in
                    let renamed = other.formerNames.last.map { Day(number: $0.until.number + 1) }
                    let begin = renamed ?? other.validFrom
                    return other.id != agency.id && other.name.lowercased() == former.name.lowercased()
                        && days.meets(DaySpan(from: begin, to: other.validTo))
                }
                return other.map {
                    finding(
                        "agencies.yaml", 0,
                        "'\(agency.id)' was called '\(former.name)' until \(former.until.text), and "
                            + "'\($0.id)' is called so on the same days: correct `until`, or give '\($0.id)' "
                            + "its `valid_from`")
                }
            }
        }
    }

    /// Agencies whose agreement has ended and that have no other: personal data goes to them no more.
    private func agreements() -> [Finding] {
        pack.agencies.compactMap { agency in
            guard let sharing = pack.sharing(with: agency.id, on: day), sharing.state == .expired else {
                return nil
            }
            let papers = pack.agreements(with: agency.id).map { $0.number ?? $0.id }
            return finding(
                "region.yaml", 0,
                "the agreement \(papers.joined(separator: ", ")) with '\(agency.id)' has ended: nothing but "
                    + "the text of a complaint goes there; enter the new one under `counterparts`")
        }
    }

    /// Rules that send the copies of two agencies to each other and nowhere else.
    private func copies() -> [Finding] {
        pack.books.flatMap { book in
            var next: [String: [String]] = [:]
            for rule in book.adding {
                guard case .agency(let agencies) = rule.condition else { continue }
                let copies = rule.copies.filter { $0 != Rule.overseer }
                for agency in agencies { next[agency, default: []] += copies }
            }
            let circle = next.keys.sorted().lazy.compactMap { Succession.circle(from: $0, next) }.first
            return circle.map {
                [finding(book.header.folder, 0, "copies go in a circle: \($0.joined(separator: " -> "))")]
            } ?? []
        }
    }
}
