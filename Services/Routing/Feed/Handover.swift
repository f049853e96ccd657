// What leaves Routing of an assignment. To an agency outside of the region's authority that is no more than
// an agreement allows on the day it leaves; what is stored stays whole, for the agency that may get it next.
import Complaints
import Foundation
import Language
import Region
import Rules
import ServiceKit

struct Handover: Sendable {
    private let region: RegionPack
    private let today: Day

    init(_ region: RegionPack, at now: Date) {
        self.region = region
        today = region.calendar.day(of: now)
    }

    /// An assignment for who asks. The coordinating office (role admin) is of the region and judges where a
    /// report belongs: it sees all that an agency of the region would.
    func given(_ assignment: Assignment, to role: Role?) -> Assignment {
        guard role == .admin else { return given(assignment) }
        var given = assignment
        given.sharing = sharing(of: assignment)
        return given
    }

    /// An assignment as its agency may have it.
    func given(_ assignment: Assignment) -> Assignment {
        var given = assignment
        given.sharing = sharing(of: assignment)
        if let sharing = given.sharing { given.keep(sharing) }
        return given
    }

    /// The same of a stored one. Those of the region's own agencies are not decoded.
    func given(body: String) throws -> String {
        guard mayBeOutside(body) else { return body }
        let assignment = try Wire.decode(Assignment.self, from: Data(body.utf8))
        guard sharing(of: assignment) != nil else { return body }
        return String(decoding: try Wire.encode(given(assignment)), as: UTF8.self)
    }

    /// The same of an entry on its way to a receiver.
    func given(_ entry: PushEntry) throws -> PushEntry {
        var entry = entry
        entry.body = try given(body: entry.body)
        return entry
    }

    /// By the agreements of today. Of an agency that the pack no longer knows, what was outside still is.
    private func sharing(of assignment: Assignment) -> Sharing? {
        guard let id = assignment.agency?.id else { return nil }
        guard region.agency(id) == nil else { return region.sharing(with: id, on: today) }
        return assignment.sharing.map {
            Sharing(
                with: $0.with, data: [SharedData.text.rawValue], agreement: nil, state: .missing,
                why: "\($0.with) tidak lagi ada dalam direktori: hanya isi laporan yang diteruskan.")
        }
    }

    /// ``Wire`` writes keys in order, so the agency stands first.
    private func mayBeOutside(_ body: String) -> Bool {
        let start = "{\"agency\":{\"id\":\""
        guard body.hasPrefix(start) else { return !body.hasPrefix("{\"agency\":null") }
        let id = body.dropFirst(start.count).prefix { $0 != "\"" }
        return region.agency(String(id)).map { !$0.kind.isOfTheRegion } ?? true
    }
}

extension Sharing {
    /// Whether that may be passed on.
    func covers(_ kind: SharedData) -> Bool { data.contains(kind.rawValue) }
}

extension Assignment {
    /// Takes out what may not be passed on.
    fileprivate mutating func keep(_ sharing: Sharing) {
        if !sharing.covers(.reporter) { complaint = Drafting.anonymous(complaint) }
        if complaint.reporter == nil {
            // What everybody might read, and where somebody lives only with the place of the matter.
            let named = PersonalData.unspoken.union([.name])
            cover(sharing.covers(.position) ? named : named.union([.address]))
        }
        if !sharing.covers(.position) {
            complaint.civic?.lat = nil
            complaint.civic?.long = nil
            complaint.civic?.address = nil
        }
        if !sharing.covers(.attachments) {
            complaint.attachments = []
            complaint.civic?.media = []
        }
        guard !sharing.covers(.history) else { return }
        // What offices have said to each other, and of a promise.
        decision.rejected.removeAll { Course.moves.contains($0.rule) }
        commitments = nil
    }

    /// Covers personal data sign by sign: the offsets of the trace stay what they were.
    private mutating func cover(_ kinds: Set<PersonalData.Kind>) {
        func covered(_ text: String) -> String { PersonalData.mask(text, kinds) }
        complaint.text = covered(complaint.text)
        complaint.subject = complaint.subject.map(covered)
        let address = complaint.civic?.address.map(covered)
        complaint.civic?.address = address
        if var programme = complaint.programme {
            for index in programme.responses.indices {
                programme.responses[index].text = covered(programme.responses[index].text)
            }
            complaint.programme = programme
        }
        let scalars = Array(complaint.text.unicodeScalars)
        for reason in decision.because.indices {
            for index in decision.because[reason].matched.indices {
                let match = decision.because[reason].matched[index]
                guard match.start >= 0, match.start < match.end, match.end <= scalars.count else { continue }
                var words = String.UnicodeScalarView()
                words.append(contentsOf: scalars[match.start..<match.end])
                decision.because[reason].matched[index].text = String(words)
            }
        }
    }
}
