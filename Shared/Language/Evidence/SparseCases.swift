// Decided cases as sparse vectors: terms counted, rare ones weighted more, each kind of the length one.
import Foundation

/// A decided case: what was read in it, and the number of the agency it went to.
package struct DecidedCase: Sendable {
    package var reading: EvidenceReading
    package var agency: String
    /// Equal texts have equal keys: they are one witness, however often they were sent.
    package var key: String

    package init(reading: EvidenceReading, agency: String, key: String) {
        self.reading = reading
        self.agency = agency
        self.key = key
    }
}

/// A number in a column.
struct Cell {
    var column: Int32
    var value: Double
}

/// All cases with their terms as columns: read once, then weighed for each set of cases.
struct CaseTable {
    private(set) var terms: [EvidenceTerm] = []
    /// Columns with amounts, as found.
    private(set) var rows: [[Cell]] = []
    /// The first case with the same text.
    private(set) var firsts: [Int] = []

    init(_ cases: [DecidedCase]) {
        var columns: [EvidenceTerm: Int32] = [:]
        var seen: [String: Int] = [:]
        rows.reserveCapacity(cases.count)
        for (row, decided) in cases.enumerated() {
            firsts.append(seen[decided.key] ?? row)
            if seen[decided.key] == nil { seen[decided.key] = row }
            rows.append(
                decided.reading.terms.map { found in
                    if let column = columns[found.term] {
                        return Cell(column: column, value: found.amount)
                    }
                    let column = Int32(terms.count)
                    columns[found.term] = column
                    terms.append(found.term)
                    return Cell(column: column, value: found.amount)
                })
        }
    }

    /// What a set of cases knows of the terms.
    func vocabulary(of cases: [Int], minimumTexts: Int) -> Vocabulary {
        var counts = [Int](repeating: 0, count: terms.count)
        var counted: Set<Int> = []
        for row in cases where counted.insert(firsts[row]).inserted {
            for cell in rows[row] { counts[Int(cell.column)] += 1 }
        }
        let all = Double(counted.count)
        return Vocabulary(
            rarity: terms.indices.map { column in
                guard terms[column].kind != .topic else { return counts[column] > 0 ? 1 : 0 }
                guard counts[column] >= minimumTexts else { return 0 }
                return 1 + log((1 + all) / (1 + Double(counts[column])))
            })
    }

    /// One case with the lengths of its kinds brought to one. Topics stay as they are.
    func vector(_ row: Int, _ vocabulary: Vocabulary) -> [Cell] {
        var lengths = [Double](repeating: 0, count: EvidenceTerm.Kind.allCases.count)
        var vector: [Cell] = []
        vector.reserveCapacity(rows[row].count)
        for cell in rows[row] {
            let rarity = vocabulary.rarity[Int(cell.column)]
            guard rarity > 0 else { continue }
            let value = cell.value * rarity
            lengths[terms[Int(cell.column)].kind.rawValue] += value * value
            vector.append(Cell(column: cell.column, value: value))
        }
        for index in vector.indices {
            let kind = terms[Int(vector[index].column)].kind
            guard kind != .topic else { continue }
            vector[index].value /= lengths[kind.rawValue].squareRoot()
        }
        return vector
    }
}

/// The terms that count, with their rarity; 0 where a term does not count.
struct Vocabulary {
    var rarity: [Double]

    /// Without every term but these.
    func keeping(_ kept: Set<Int32>) -> Vocabulary {
        Vocabulary(
            rarity: rarity.indices.map { kept.contains(Int32($0)) ? rarity[$0] : 0 })
    }
}
