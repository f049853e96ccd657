// Names that the rows of a text have in common: each line begins with one, or each is followed by an age.

extension PersonNames {
    private static let fewestRows = 3

    /// "Ayal / 6306…", "Suan / 6306…", "- Mispan (RT 5): …": where half of the lines that begin so begin with
    /// a name, the others do as well.
    ///
    /// - Parameter known: the names found so far.
    func atLineStarts(_ known: [Range<Int>]) -> [Range<Int>] {
        guard reading.hasCase else { return [] }
        var rows: [Range<Int>] = []
        for index in pieces.indices where index == 0 || reading.gap(before: index).contains("\n") {
            if let row = row(at: index) { rows.append(row) }
        }
        // A number that somebody has, behind it, says as much as the name itself.
        let sure = rows.count { row in
            row.contains(where: isKnown) || taken[row.upperBound] || known.contains { $0.overlaps(row) }
        }
        guard rows.count >= Self.fewestRows, sure * 2 >= rows.count else { return [] }
        return rows.filter { row in !known.contains { $0.overlaps(row) } }
    }

    /// The words with large letters that begin a line, behind its number and before a mark or a number.
    private func row(at start: Int) -> Range<Int>? {
        var first = start
        // "2. …", "a) …", "[19.02] …"
        while first < pieces.count, first - start < 3, !taken[first],
            pieces[first].isDigits && pieces[first].count < 3
                || pieces[first].count == 1 && first + 1 < pieces.count
                    && reading.gap(before: first + 1).contains(where: { ".)".unicodeScalars.contains($0) })
        { first += 1 }
        first = behindTitles(first)
        guard first < pieces.count, !isInstitution(before: first) else { return nil }
        let end = itemEnd(first)
        guard end > first, end < pieces.count, pieces[first].count > 2 else { return nil }
        let gap = reading.gap(before: end)
        // "Aminullah 50.000" and nothing behind it: what he gave, or owes.
        let isSum = pieces[end].isDigits && isLineEnd(behind: end)
        let isMarked = gap.contains { ":(/".unicodeScalars.contains($0) } || taken[end] || isSum
        return isMarked && !gap.contains("\n") ? first..<end : nil
    }

    /// Whether the number at `index` and its groups end a line.
    private func isLineEnd(behind index: Int) -> Bool {
        var next = index + 1
        while next < pieces.count, pieces[next].isDigits, reading.isJoined(next, by: [".", ","], most: 1) {
            next += 1
        }
        return next == pieces.count || reading.gap(before: next).contains("\n")
    }

    /// "yg kena: Rizky 7th, Ayu 4 th": a name and how old, in a row of them.
    func aged() -> [Range<Int>] {
        guard reading.hasCase else { return [] }
        return pieces.indices.filter { index in
            isAged(index) && !taken[index + 1]
                && reading.gap(before: index).contains { ":,".unicodeScalars.contains($0) }
        }.map { $0..<$0 + 1 }
    }
}
