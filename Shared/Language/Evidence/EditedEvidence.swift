// What a person settled by hand in a table of evidence: it holds, whatever is learned again.

/// A weight settled by hand: none (a veto), or a certain one.
package struct SettledWeight: Sendable, Hashable {
    package var term: EvidenceTerm
    package var agency: String
    /// 0 is a veto.
    package var weight: Double

    package init(term: EvidenceTerm, agency: String, weight: Double) {
        self.term = term
        self.agency = agency
        self.weight = weight
    }
}

extension LearnedEvidence {
    /// The table with weights settled by hand in place of the learned ones. A term that was not learned
    /// is as rare as the rarest; an agency without decided cases begins where the lowest begins.
    package func settling(
        _ settled: [SettledWeight], view: EvidenceView = .agencies
    ) -> LearnedEvidence {
        guard !settled.isEmpty else { return self }
        var agencies = agencies
        var entries = entries
        var places = Dictionary(
            uniqueKeysWithValues: entries.enumerated().map { ($1.term, $0) })
        let rarest = entries.map(\.rarity).max() ?? 1
        let lowest = agencies.map(\.base).min() ?? 0
        for one in settled {
            guard let place = places[one.term] else {
                guard one.weight != 0 else { continue }
                places[one.term] = entries.count
                entries.append(
                    Entry(
                        term: one.term, rarity: rarest,
                        weights: [
                            Weight(
                                agency: Self.number(of: one.agency, in: &agencies, lowest),
                                weight: one.weight)
                        ]))
                continue
            }
            let agency = Self.number(of: one.agency, in: &agencies, lowest)
            entries[place].weights.removeAll { $0.agency == agency }
            if one.weight != 0 {
                entries[place].weights.append(Weight(agency: agency, weight: one.weight))
            }
        }
        return LearnedEvidence(
            agencies: agencies, entries: entries, calibration: calibration,
            thresholds: thresholds, view: view)
    }

    private static func number(
        of agency: String, in agencies: inout [KnownAgency], _ base: Double
    ) -> Int {
        if let known = agencies.firstIndex(where: { $0.id == agency }) { return known }
        agencies.append(KnownAgency(id: agency, base: base, cases: 0))
        return agencies.count - 1
    }
}
