// Addresses of mail, written or said: "budi@contoh.id", "budi at contoh titik id".

enum EmailAddresses {
    private static let said = MarkWords("at et ad")
    private static let points = MarkWords("dot titik")
    private static let signs = MarkWords("dot titik underscore strip minus")
    private static let line = MarkWords("garis")
    private static let lines = MarkWords("bawah")
    private static let ends = MarkWords("com co id net org go sch ac web my desa")

    static func spans(in reading: DataReading) -> [PersonalData.Span] {
        written(reading.scalars) + spoken(reading)
    }

    private static func written(_ scalars: [Unicode.Scalar]) -> [PersonalData.Span] {
        var spans: [PersonalData.Span] = []
        var floor = 0
        for at in scalars.indices where scalars[at] == "@" {
            var start = at
            while start > floor, isAddressPart(scalars[start - 1]) { start -= 1 }
            var end = at + 1
            while end < scalars.count, isAddressPart(scalars[end]) { end += 1 }
            while end > at + 1, !isWordPart(scalars[end - 1]) { end -= 1 }
            floor = end
            let domain = scalars[(at + 1)..<end]
            // What is covered already is none.
            guard start < at, domain.contains("."),
                domain.contains(where: { $0 != "*" && $0 != "." })
            else { continue }
            spans.append(PersonalData.Span(kind: .email, start: start, end: end))
        }
        return spans
    }

    private static let names = MarkWords("email surel imel emel")
    private static let answers = MarkWords("balasan nya adalah ke")

    /// Somebody who reads an address aloud says its signs: the name, "at", the domain, "titik", its end.
    private static func spoken(_ reading: DataReading) -> [PersonalData.Span] {
        var spans: [PersonalData.Span] = []
        for at in reading.pieces.indices where at > 0 && reading.word(at, in: said) {
            var last = at + 1
            var hasPoint = false
            while last + 2 < reading.pieces.count, reading.word(last + 1, in: points),
                reading.word(last + 2, in: ends)
            {
                last += 2
                hasPoint = true
            }
            guard hasPoint else { continue }
            spans.append(reading.span(.email, start(reading, before: at), last))
        }
        return spans
    }

    /// Where a name said before "at" begins: "budi titik santoso", "budi dua satu", "h e r i".
    private static func start(_ reading: DataReading, before at: Int) -> Int {
        var first = at - 1
        while first > 0 {
            let piece = reading.pieces[first]
            let isSpelled = piece.count == 1 && !piece.isDigits
            if isSpelled {
                guard reading.pieces[first - 1].count == 1 else { break }
                first -= 1
            } else if piece.isDigits || SpokenDigits.value(piece) != nil {
                first -= 1
            } else if first > 2, reading.word(first - 1, in: lines),
                reading.word(first - 2, in: line)
            {
                first -= 3
            } else if reading.word(first - 1, in: signs), first > 1 {
                first -= 2
            } else if let named = (1...3).first(where: { named(reading, first - $0) }) {
                // "surel anak saya paguyuban kuning at": all of it from the word that names it.
                return first - named + 1
            } else {
                break
            }
        }
        return first
    }

    /// "email", "surel", or whose it is behind them.
    private static func named(_ reading: DataReading, _ index: Int) -> Bool {
        reading.word(index, in: names)
            || reading.word(index, in: NameWords.owned)
                && reading.distance(to: names, before: index, reach: 3) != nil
            || reading.word(index, in: answers)
                && reading.distance(to: names, before: index, reach: 3) != nil
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCIIDigit || scalar.properties.isAlphabetic || scalar == PersonalData.cover
    }

    private static func isAddressPart(_ scalar: Unicode.Scalar) -> Bool {
        isWordPart(scalar) || [".", "_", "-", "+", "%"].contains(scalar)
    }
}
