// A complaint about an agency, its head or its people does not go to that agency alone: who oversees it gets
// a copy, whatever the rules say. `overseer: none` in agencies.yaml is the way to say otherwise.
import Complaints
import Language
import Rules

extension RegionPack {
    /// Names the copy to who oversees an agency in a trace, where a rule's id stands otherwise.
    package static let overseerReason = Rule.overseer
    /// A topic of accusations counts when it is spoken of by a keyword, not by a weak word.
    private static let accusingWeight = 0.7
    private static let blameReason =
        "Laporan ini menyangkut instansi yang menanganinya atau petugasnya; mohon diawasi penanganannya."

    /// The copy to who oversees the deciding agency, where the complaint is about that agency, and why.
    func oversight(
        _ understanding: Understanding, _ agency: AgencyRef?, _ today: Day
    ) -> (copy: Copy, reason: Reason)? {
        guard let named = overseer(of: agency),
            let id = heirs(of: named, on: today).first?.id, id != agency?.id,
            let words = blame(understanding, agency?.id, named)
        else { return nil }
        let ordered = Set(words).sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        return (
            Copy(id: id, place: nil, why: Self.overseerReason, reason: Self.blameReason),
            Reason(
                rule: Self.overseerReason,
                matched: ordered.prefix(Self.maximumMatched).map(understanding.analysis.matchedText))
        )
    }

    /// While nobody is named yet, the usual one.
    func overseer(of agency: AgencyRef?) -> String? {
        guard let agency else { return self.agency(Agency.usualOverseer)?.id }
        return self.agency(agency.id)?.overseer
    }

    /// The words that blame the agency; `nil` where none do.
    private func blame(
        _ understanding: Understanding, _ agency: String?, _ overseer: String
    ) -> [Range<Int>]? {
        let blame = understanding.blame
        // Who receives accusations of others is blamed only where its own name stands beside what was done.
        if let agency, topics.contains(where: { $0.isSensitive && $0.agency == agency }) {
            return blame.named.contains(agency) ? blame.words : nil
        }
        // Praise may speak of accusations; that somebody did wrong is said by the words above.
        guard understanding.facts.kind != .praise else { return blame.isEmpty ? nil : blame.words }
        let accusing = understanding.facts.topics.filter { hit in
            hit.weight >= Self.accusingWeight
                && topics.contains { $0.id == hit.topic && $0.isSensitive && $0.agency == overseer }
        }
        let isMarked = !understanding.facts.flags.isDisjoint(with: FlagName.maladministration)
        guard !blame.isEmpty || isMarked || !accusing.isEmpty else { return nil }
        return blame.words + accusing.flatMap(\.words)
    }
}
