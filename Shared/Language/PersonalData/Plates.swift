// The registrations of vehicles: "DA 1234 XY", "da1234xy", said "d a satu dua tiga empat x y".

enum Plates {
    /// The letters of the regions (Perpol 7/2021, annex).
    private static let regions = MarkWords(
        """
        a aa ab ad ae ag b ba bb bd be bg bh bk bl bm bn bp d da db dc dd de dg dh dk dl dm dn
        dp dr ds dt dw e ea eb ed f g h k kb kh kt ku l m n p pa pb pg ps pt r s t w z
        """)
    /// What is driven, or what the number is called.
    private static let vehicles = MarkWords(
        """
        plat pelat nopol polisi mobil mbl motor mtr truk truck kendaraan pick pickup pikap
        avanza innova xenia hilux tronton sepeda roda angkot angkutan bus bis ambulan ambulans
        tangki dump knalpot strada brio platnya nopolnya pelatnya motornya mobilnya truknya pengendara
        angkutannya bernopol berplat berpelat nomornya vario beat scoopy supra nmax aerio jupiter mio
        vixion klx ninja calya sigra
        agya ayla rush fortuner pajero ertiga carry fuso canter hino dumptruck taksi travel
        """)
    private static let plates = MarkWords(
        "plat pelat nopol bernopol platnya pelatnya nopolnya berplat berpelat nomornya pol")
    /// Words that are no letters of a number: "b 12 rt".
    private static let noSuffix = MarkWords(
        """
        rt rw no km di ke ya pa pak bu th thn jt rb m kg cm hr wib wit hp wa jl gg kk kw va mm
        pm am dr dg yg sd dan ini itu tgl jam
        """)
    private static let districts = MarkWords("rt rw km no kw")
    /// So many pieces before the number such a word may stand.
    private static let reach = 6

    static func spans(in reading: DataReading) -> [PersonalData.Span] {
        let pieces = reading.pieces
        var spans: [PersonalData.Span] = []
        var index = 0
        while index < pieces.count {
            let mayBegin = !pieces[index].isDigits && pieces[index].count <= 3
            if mayBegin,
                let last = written(reading, at: index) ?? spaced(reading, at: index)
                    ?? said(reading, at: index)
            {
                spans.append(reading.span(.plate, index, last))
                index = last
            }
            index += 1
        }
        return spans
    }

    /// Rather a word than the last letters of a number: "b 12 rt", "da 3 org".
    private static func isWord(_ suffix: Piece, after digits: Piece, _ region: Piece) -> Bool {
        let isWhole = region.count == 2 && digits.count == 4 && suffix.count <= 2
        return (isWhole || suffix.isLarge && region.isLarge ? districts : noSuffix).contains(suffix)
    }

    private static let years = 1945...2045

    private static func isYear(_ reading: DataReading, _ piece: Piece) -> Bool {
        piece.count == 4
            && years.contains(
                reading.scalars[piece.start..<piece.end].reduce(0) {
                    $0 * 10 + Int(DataReading.digit($1))
                })
    }

    private static func isNamed(_ reading: DataReading, _ index: Int) -> Bool {
        reading.distance(to: vehicles, before: index, reach: reach) != nil
    }

    private static func written(_ reading: DataReading, at index: Int) -> Int? {
        let pieces = reading.pieces
        guard pieces[index].count <= 2, regions.contains(pieces[index]),
            index + 1 < pieces.count, pieces[index + 1].isDigits, pieces[index + 1].count <= 4,
            reading.scalars[pieces[index + 1].start] != "0",
            reading.isJoined(index + 1, by: [" ", "-", "."], most: 2),
            index == 0 || pieces[index - 1].end < pieces[index].start,
            !(index > 0 && reading.scalars[pieces[index].start - 1] == "-"
                && pieces[index - 1].end == pieces[index].start - 1)
        else { return nil }
        let hasSuffix =
            index + 2 < pieces.count && !pieces[index + 2].isDigits && pieces[index + 2].count <= 3
            && reading.isJoined(index + 2, by: [" ", "-", "."], most: 2)
            && !(reading.gap(before: index + 2).count > 1 && reading.gap(before: index + 2).contains("."))
            && !isWord(pieces[index + 2], after: pieces[index + 1], pieces[index])
            && (index + 3 >= pieces.count || pieces[index + 3].start > pieces[index + 2].end)
            && !isNext(reading, at: index + 2)
        let isNamed = isNamed(reading, index)
        // "dr 2015 sy …"
        if !isNamed, !pieces[index].isLarge, isYear(reading, pieces[index + 1]),
            !reading.gap(before: index + 1).isEmpty
        {
            return nil
        }
        if hasSuffix {
            let isLarge = pieces[index].isLarge && pieces[index + 2].isLarge
            let isGlued =
                reading.gap(before: index + 1).isEmpty && reading.gap(before: index + 2).isEmpty
            let isLong = pieces[index + 1].count >= 3
            if isGlued, pieces[index].count == 1, !isNamed { return nil }
            if isNamed || isLarge && (reading.hasCase || isLong) && isLong || isLong && isGlued
                || isLong && pieces[index].count == 2
                    && (pieces[index + 2].count == 2
                        || pieces[index + 1].count == 4 && pieces[index + 2].count == 3
                            && !NameWords.isOrdinary(pieces[index + 2]))
            {
                return index + 2
            }
        }
        // "plat da 1234 (belakangnya tak terbaca)", "plat B 1234"
        let isCalled = pieces[index + 1].count >= 3 && !isYear(reading, pieces[index + 1])
            && reading.distance(to: plates, before: index, reach: 2) != nil
        return isCalled || isNamed && pieces[index + 1].count >= 2 && pieces[index].isLarge
            && pieces[index].count == 2 ? index + 1 : nil
    }

    /// "DA 6 7 8 1 DE", "D A 3 4 1 2 K C": the digits, and perhaps the letters, one by one.
    private static func spaced(_ reading: DataReading, at index: Int) -> Int? {
        let pieces = reading.pieces
        func isNext(_ at: Int) -> Bool {
            at < pieces.count && reading.isJoined(at, by: [" ", "-", "."], most: 1)
        }
        var last = index
        let isApart = pieces[index].count == 1 && isNext(index + 1) && pieces[index + 1].count == 1
            && !pieces[index + 1].isDigits
        if isApart { last += 1 }
        let isRegion =
            isApart
            ? [pieces[index], pieces[index + 1]].allSatisfy { LetterNames.letter($0) != nil }
            : regions.contains(pieces[index]) && pieces[index].count <= 2
        guard isRegion else { return nil }
        let letters = last
        while last - letters < 4, isNext(last + 1), pieces[last + 1].isDigits, pieces[last + 1].count == 1 {
            last += 1
        }
        guard last - letters >= 3 else { return nil }
        let digits = last
        while last - digits < 3, isNext(last + 1), !pieces[last + 1].isDigits,
            !noSuffix.contains(pieces[last + 1]),
            pieces[last + 1].count == 1 || last == digits && pieces[last + 1].count <= 3
        {
            last += 1
            if pieces[last].count > 1 { break }
        }
        guard last > digits else { return nil }
        return isNamed(reading, index) || pieces[index].isLarge && pieces[last].isLarge ? last : nil
    }

    /// "L300 DA 9143 DJ": the car's kind stands before its number.
    private static func isNext(_ reading: DataReading, at index: Int) -> Bool {
        let pieces = reading.pieces
        return regions.contains(pieces[index]) && index + 1 < pieces.count
            && pieces[index + 1].isDigits && (3...4).contains(pieces[index + 1].count)
            && reading.isJoined(index + 1, by: [" ", "-", "."], most: 2)
    }

    /// "da satu dua tiga empat x y", "de a sembilan satu satu nol ka be", "d a 1234 x y": read aloud, the
    /// letters joined or one by one.
    private static func said(_ reading: DataReading, at index: Int) -> Int? {
        let pieces = reading.pieces
        var last = index
        if !(pieces[index].count == 2 && regions.contains(pieces[index]))
            || LetterNames.letter(pieces[index]) != nil
        {
            guard let first = LetterNames.letter(pieces[index]) else { return nil }
            var region = first
            if index + 1 < pieces.count, let second = LetterNames.letter(pieces[index + 1]) {
                region += second
                last += 1
            }
            guard regions.contains(region) else { return nil }
        }
        let letters = last
        var digits = 0
        while last + 1 < pieces.count, digits < 4 {
            let next = pieces[last + 1]
            if SpokenDigits.value(next) != nil {
                digits += 1
                last += 1
            } else if let times = SpokenDigits.times(next), last + 2 < pieces.count,
                SpokenDigits.value(pieces[last + 2]) != nil
            {
                // "dobel lima"
                digits += times
                last += 2
            } else {
                if digits == 0, next.isDigits, next.count <= 4 { last += 1 }
                break
            }
        }
        // "D A delapan enam… ulangi": half a number, and then all of it.
        if digits < 3, last + 1 < pieces.count, !pieces[last].isDigits,
            reading.gap(before: last + 1).starts(with: "..".unicodeScalars)
                || reading.gap(before: last + 1).first == "\u{2026}"
        {
            return nil
        }
        guard last > letters,
            last + 1 >= pieces.count || SpokenDigits.value(pieces[last + 1]) == nil,
            SpokenDigits.value(pieces[last]) != nil || letters > index
        else { return nil }
        let end = suffix(reading, after: last)
        // Named as what it is, or letter by letter, or with all its digits and letters.
        let isWhole = end > last && (letters > index || digits == 4)
        return isNamed(reading, index) || isWhole ? end : nil
    }

    private static func suffix(_ reading: DataReading, after last: Int) -> Int {
        var last = last
        var letters = 0
        while last + 1 < reading.pieces.count, letters < 3, !reading.pieces[last + 1].isDigits,
            SpokenDigits.value(reading.pieces[last + 1]) == nil,
            !noSuffix.contains(reading.pieces[last + 1])
        {
            if LetterNames.letter(reading.pieces[last + 1]) != nil {
                letters += 1
            } else if letters == 0, reading.pieces[last + 1].count <= 3 {
                letters = 3
            } else {
                break
            }
            last += 1
        }
        return last
    }
}
