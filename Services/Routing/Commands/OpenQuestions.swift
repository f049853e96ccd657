// Which complaints wait with a question for the same case: who answers one sees them together.
import Duplicates

/// The complaints of cases, with those a person will most likely find to belong to them.
struct OpenQuestions {
    /// A complaint asked about with so many bits most likely belongs to the case.
    static let likelyBits = 2.0
    /// A case with so many waiting takes no more.
    static let most = 200

    private var groupOf: [UInt32: UInt32] = [:]
    private var groups: [UInt32: [UInt32]] = [:]

    /// The complaints that are in the case of a complaint, or wait with a question for it.
    func waiting(with judged: LinkJudgement) -> [UInt32] {
        guard judged.bits >= Self.likelyBits, let group = groupOf[judged.number] else { return [] }
        return groups[group] ?? []
    }

    /// Remembers where a complaint belongs, or most likely does.
    mutating func add(_ record: LinkRecord) {
        let number = record.facts.number
        let likeliest = record.decision.reviews.first.flatMap { $0.bits >= Self.likelyBits ? $0 : nil }
        let home = record.decision.links.first ?? likeliest
        var group = number
        if let home, let theirs = groupOf[home.number], groups[theirs, default: []].count < Self.most {
            group = theirs
        }
        groupOf[number] = group
        groups[group, default: []].append(number)
        for other in record.decision.links.dropFirst() { join(group, other.number) }
    }

    private mutating func join(_ group: UInt32, _ number: UInt32) {
        guard let theirs = groupOf[number], theirs != group, let moved = groups.removeValue(forKey: theirs)
        else { return }
        for member in moved { groupOf[member] = group }
        groups[group, default: []] += moved
    }
}
