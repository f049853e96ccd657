// Marks of a name that are no word of who speaks: noble birth, an alias, the paper that bears it, a row of
// what is known of somebody.

extension PersonNames {
    /// "Gusti Rahmadi", "Andin Syahrul"; "Muh. Ikhsan".
    func nobleOrInitialed(at index: Int) -> Range<Int>? {
        let next = index + 1
        guard next < pieces.count, !taken[next], reading.isJoined(next, by: [" ", "."], most: 2)
        else { return nil }
        if NameWords.nobles.contains(pieces[index]) {
            guard isProper(next) || isKnown(next) || isInitialed(next),
                reading.hasCase == pieces[index].startsLarge,
                let name = name(at: next, trust: reading.hasCase ? .full : .known)
            else { return nil }
            return index..<name.upperBound
        }
        // "Muh. Ikhsan"
        guard NameWords.shortForms.contains(pieces[index]), pieces[index].count > 2, reading.hasCase,
            pieces[index].startsLarge, reading.gap(before: next).first == ".", isProper(next)
        else { return nil }
        return name(at: index, trust: .full)
    }

    /// "akta Muhammad Alif", "di KTP Sarifah di paspor Syarifah".
    func byPaper(at index: Int) -> Range<Int>? {
        guard NameWords.papers.contains(pieces[index]), index + 1 < pieces.count,
            reading.isJoined(index + 1, by: [" "], most: 1),
            reading.hasCase ? isProper(index + 1) && isKnown(index + 1) : isListed(index + 1)
        else { return nil }
        return name(at: index + 1, trust: .known)
    }

    /// "Ujang alias Codet": somebody, and what else he is called.
    func aliased(at index: Int) -> Range<Int>? {
        if NameWords.aliases.contains(pieces[index]), index > 0, isProper(index - 1) || isKnown(index - 1) {
            return name(at: index + 1, trust: isProper(index + 1) ? .full : .large)
        }
        guard reading.word(index + 1, in: NameWords.aliases), reading.isJoined(index + 1, by: [" "], most: 1),
            isProper(index) || isKnown(index) || isCalled(index),
            isProper(index + 2) || isKnown(index + 2) || isCalled(index + 2)
        else { return nil }
        return index..<index + 1
    }

    /// "biasa dikiau Amat", "dipanggil Ogah": what others call somebody.
    func calledByOthers(at index: Int) -> Range<Int>? {
        let next = behindTitles(index + 1)
        guard NameWords.calls.contains(pieces[index]), next < pieces.count, !taken[next],
            reading.isJoined(next, by: [" ", "\"", "\u{201C}", "'"], most: 2),
            isKnown(next) || isListed(next) || reading.hasCase && isProper(next)
        else { return nil }
        return name(at: next, trust: isProper(next) ? .full : .known)
    }

    /// A name that is a word as well, with a large letter.
    private func isCalled(_ index: Int) -> Bool {
        guard pieces.indices.contains(index), reading.hasCase, pieces[index].startsLarge else { return false }
        return GivenNames.alsoWords.contains(pieces[index]) || NameWords.nicknames.contains(pieces[index])
    }

    /// "…, Hatmah, NIK 6306…", "ulun wali murid, Surya.": between commas, and what is known of her
    /// behind.
    func inRows() -> [Range<Int>] {
        guard reading.hasCase else { return [] }
        var names: [Range<Int>] = []
        for index in pieces.indices.dropFirst()
        where reading.gap(before: index).first == "," && mayBeItem(index)
            && !reading.gap(before: index).contains("\n")
        {
            var end = index + 1
            while end < pieces.count, end - index < PersonNames.maximumItem, mayBeItem(end),
                reading.isJoined(end, by: [" ", "."], most: 2), !isEnded(before: end)
            { end += 1 }
            guard !isInstitution(before: index), !reading.word(index - 1, in: NameWords.areas)
            else { continue }
            let gap = reading.gap(before: end)
            let isRow = gap.first == "," && reading.word(end, in: NameWords.identities)
                && (isKnown(index) || isProper(index)
                    && NameShapes.score(pieces[index], in: reading) > NameShapes.likely)
            let isSelf = (end == pieces.count || isEnded(before: end)) && isCalled(index)
                && reading.distance(to: NameWords.oneself, before: index, reach: PersonNames.selfReach) != nil
            if isRow || isSelf { names.append(index..<end) }
        }
        return names
    }

    /// "Nanang Galuh": a festival's pair, a village's name.
    func isPair(_ name: Range<Int>) -> Bool {
        name.count == 2 && NameWords.pairFirsts.contains(pieces[name.lowerBound])
            && NameWords.pairSeconds.contains(pieces[name.lowerBound + 1])
    }

    /// "laporan dari Mursyidah": who sends it, when the word is a name.
    func sent(at index: Int) -> Range<Int>? {
        guard NameWords.whence.contains(pieces[index]), reading.word(index - 1, in: NameWords.messages),
            index + 1 < pieces.count, reading.isJoined(index + 1, by: [" "], most: 1),
            reading.hasCase ? isProper(index + 1) && isKnown(index + 1) : isListed(index + 1)
        else { return nil }
        return name(at: index + 1, trust: .known)
    }
}
