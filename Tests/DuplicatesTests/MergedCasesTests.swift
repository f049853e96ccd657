// Two cases that one complaint fits become one; what keeps them apart keeps them apart.
import Complaints
import Testing

@testable import Duplicates

@Suite struct MergedCasesTests {
    private static let first = "jembatan gantung putus talinya dihantam kayu hanyut semalam"
    private static let second = "anak sekolah menyeberang pakai lanting bambu tiap pagi"
    private static let both =
        "jembatan gantung putus talinya dihantam kayu hanyut, anak sekolah menyeberang pakai lanting bambu"

    /// Two cases whatever is decided, then the complaint that tells of both.
    private func told(
        _ first: String = first, _ second: String = second, limits: DuplicateIndex.Limits = .init(),
        isSensitive: Bool = false, parted: Bool = false
    ) -> (index: DuplicateIndex, decision: LinkDecision) {
        var index = DuplicateIndex(weights: .standard, limits: limits)
        index.insert(Told.facts(first, number: 1, from: 1, topic: nil))
        index.insert(
            Told.facts(second, number: 2, from: 2, topic: nil, day: 0.1, isSensitive: isSensitive))
        if parted { index.part(1, 2) }
        let facts = Told.facts(Self.both, number: 3, from: 3, topic: nil, day: 0.2)
        let decision = index.merge(index.decide(facts))
        index.insert(facts, cluster: decision.link?.clusterNumber)
        return (index, decision)
    }

    @Test func theyAreOneFromThenOn() {
        let (index, decision) = told()
        #expect(decision.links.count == 2 && decision.merged.sorted() == [1, 2])
        #expect(decision.links.allSatisfy { $0.clusterNumber == 1 })
        #expect(index.complaints(of: 2) == [1, 2, 3])
    }

    @Test func aPersonsWordTheSpotAndTheTopicKeepThemApart() {
        #expect(told(parted: true).decision.merged.isEmpty)
        #expect(told(Self.first + " RT 2", Self.second + " RT 5").decision.merged.isEmpty)
        #expect(told(isSensitive: true).decision.merged.isEmpty)
    }

    @Test func largeCasesAreForAPerson() {
        var limits = DuplicateIndex.Limits()
        limits.mergedPairs = 0
        let (index, decision) = told(limits: limits)
        #expect(decision.merged.isEmpty && decision.links.count == 2)
        #expect(index.complaints(of: 2) == [2])
    }
}
