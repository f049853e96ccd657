// Names that stand where a text, a line or a sentence ends: signatures, beside telephone numbers, on lines of
// their own.

extension PersonNames {
    /// A line, or a sentence, that is nothing but a name: "Siti Aminah, S.Pd."
    func ownLines() -> [Range<Int>] {
        var names: [Range<Int>] = []
        var start = 0
        while start < pieces.count {
            var end = start + 1
            while end < pieces.count, !isBroken(before: end) { end += 1 }
            // "Supardi, Ida Manggala": after the comma stands where he lives.
            let isPlace = names.last?.upperBound == start && reading.gap(before: start).first == ","
            if end - start <= PersonNames.maximumWords + 2, !isPlace,
                let name = ownLine(start, end)
            {
                names.append(name)
            }
            start = end
        }
        return names
    }

    /// A comma, a bracket, or the end of a sentence or line.
    func isBroken(before index: Int) -> Bool {
        // "Al-Muhajirin" is one.
        reading.isCut(before: index)
            || reading.gap(before: index).count > 1
                && reading.gap(before: index).contains {
                    ",()-\u{2013}\u{2014}".unicodeScalars.contains($0)
                }
    }

    func ownLine(_ start: Int, _ end: Int) -> Range<Int>? {
        guard !isInstitution(before: start),
            let name = name(at: start, trust: .known, signs: .any)
        else { return nil }
        // "Idul Adha, Ramadhan, Jumat"
        if name.count == 1, NameWords.months.contains(pieces[name.lowerBound]) { return nil }
        // The line may go on with what the person is: a number, a degree.
        var last = name.upperBound
        while last < end,
            taken[last] || NameWords.afterName.contains(pieces[last])
                || NameWords.degrees.contains(pieces[last])
        { last += 1 }
        // "… siapa? Hamdani Kalumpang": the last words tell who, and from where.
        let isLast =
            end == pieces.count && last + 1 == end && reading.hasCase
            && pieces[last].startsLarge && isListed(name.lowerBound)
        return last == end || isLast ? name : nil
    }

    /// "Noor Aida, 0852 …", "sy Jamhuri 0812…", "0853 4621 9008 pa Yanto": a given name beside a
    /// number or an address of mail.
    ///
    /// - Parameter others: what was found; behind an address stands a place.
    func besideNumbers(_ others: [PersonalData.Span]) -> [Range<Int>] {
        var names: [Range<Int>] = []
        for index in pieces.indices where taken[index] {
            if index == 0 || !taken[index - 1], let name = before(index) { names.append(name) }
            if index + 1 < pieces.count, !taken[index + 1],
                let name = name(at: index + 1, trust: .known, signs: .list), isSure(name)
            {
                names.append(name)
            } else if index + 2 == pieces.count, !taken[index + 1],
                pieces[index + 1].count > 3,
                !others.contains(where: { $0.kind == .address && $0.end == pieces[index].end }),
                let name = name(at: index + 1, trust: .full, signs: .list)
            {
                // "0852… gafuri": nothing but a name is left.
                names.append(name)
            }
        }
        return names
    }

    /// With a large letter, or with a name that is on the list.
    func isSure(_ name: Range<Int>) -> Bool {
        reading.hasCase && pieces[name.lowerBound].startsLarge || name.contains(where: isListed)
    }

    func before(_ index: Int) -> Range<Int>? {
        var end = index
        while end > 0,
            NameWords.afterName.contains(pieces[end - 1])
                || NameWords.degrees.contains(pieces[end - 1])
                || pieces[end - 1].count <= 2 && LetterNames.letter(pieces[end - 1]) != nil
        { end -= 1 }
        for start in stride(from: max(0, end - PersonNames.maximumWords), to: end, by: 1) {
            if let name = name(at: start, trust: .known, signs: .any), name.upperBound == end,
                isSure(name)
            {
                return name
            }
            // Two words with large letters, and nothing else in the sentence.
            if reading.isCut(before: start), let name = name(at: start, trust: .large, signs: .any),
                name.upperBound == end, name.count > 1
            {
                return name
            }
        }
        return nil
    }

    /// "Hormat saya, Rahmat Hidayat", "(Siti Aminah)" at the end of the text.
    func signature() -> Range<Int>? {
        var end = pieces.count
        // A phone number or an address may follow the name.
        while end > 0,
            taken[end - 1] || pieces[end - 1].isDigits
                || NameWords.afterName.contains(pieces[end - 1])
                || NameWords.degrees.contains(pieces[end - 1])
        { end -= 1 }
        for start in stride(from: end - 1, through: max(1, end - PersonNames.maximumWords), by: -1)
        {
            let gap = reading.gap(before: start)
            // A picture ends a sentence too.
            let isPictured = gap.contains { $0.value > 0x2000 && $0.properties.isEmoji }
            let signs = "\n,(:-.?!~\u{2014}\u{2013}".unicodeScalars
            let isOpen = isPictured || gap.contains { signs.contains($0) }
            guard isOpen || NameWords.closings.contains(pieces[start - 1]) else { continue }
            let isClosed = (max(0, start - 3)..<start).contains {
                NameWords.closings.contains(pieces[$0])
            }
            let isOwnLine = gap.contains("\n") && reading.hasCase
            let isEnded = gap.contains { ".?!".unicodeScalars.contains($0) }
            let isDashed = gap.count > 1 && gap.contains { "-~\u{2014}\u{2013}".unicodeScalars.contains($0) }
            // "… perbaikan. - Vito", "… di sini? Jarkasih"
            if reading.hasCase, start + 1 == end, end == pieces.count, isProper(start),
                !isInstitution(before: start), pieces[start].count > 3 || isDashed,
                !NameWords.honorifics.contains(pieces[start]), !GivenNames.seldom.contains(pieces[start]),
                isDashed && isEnded
                    || (isEnded || gap.contains("\n"))
                        && NameShapes.score(pieces[start], in: reading) > NameShapes.fair
            {
                return start..<end
            }
            guard isClosed || isOwnLine || isPictured || gap.contains("(") || isEnded || isDashed,
                let name = name(
                    at: start,
                    trust: isClosed && (!reading.hasCase || pieces[start].startsLarge)
                        ? .full : .large, signs: .any),
                name.upperBound == end,
                isClosed || isKnown(name.lowerBound)
                    || name.count > 1 && !gap.contains(".")
                    || end < pieces.count && taken[end]
                    || gap.count(where: { $0 == "\n" }) > 1,
                !isInstitution(before: start)
            else { continue }
            return name
        }
        return nil
    }
}
