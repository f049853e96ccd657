// Where a person's name begins and ends: titles before it, its words, what cannot belong to it.

extension PersonNames {
    /// How much the mark says by itself.
    enum Trust {
        /// Whatever follows is a name, but for a word that cannot be one.
        case full
        /// A word with a large letter, one that is a given name, or one that looks like a name.
        case large
        /// A name with a given name in it.
        case known
    }

    /// What may stand before the first word.
    enum Signs {
        case plain, list, any
    }

    /// The words of a name from `start` on, after titles.
    ///
    /// - Parameter sign: one more sign that may stand before the first word.
    func name(
        at start: Int, trust: Trust, signs: Signs = .plain, allowing sign: Unicode.Scalar? = nil
    ) -> Range<Int>? {
        var first = start
        while first < pieces.count, !taken[first],
            NameWords.titles.contains(pieces[first]),
            isNear(first, first == start ? signs : .plain, first == start ? sign : nil)
        { first += 1 }
        var last = first
        while last < pieces.count, !taken[last], last - first < PersonNames.maximumWords,
            isNear(last, last == start ? signs : .plain, last == start ? sign : nil),
            last == first || !isStop(last), isPart(last, first: first, trust)
        { last += 1 }
        // "Ahmad bin" is no whole name, "Rudy H." is one.
        while last > first, NameWords.links.contains(pieces[last - 1]), !isKnown(last - 1),
            !isLastInitial(last - 1, first: first)
        {
            last -= 1
        }
        guard last > first else { return nil }
        last = withArticle(surname(after: last, trust))
        let isCertain =
            (first..<last).contains(where: isKnown)
            || (first..<last).filter { GivenNames.alsoWords.contains(pieces[$0]) }.count > 1
        if trust == .known, !isCertain { return nil }
        return first..<last
    }

    /// "Muhammad Zaini Ar-Rasyid", "M. Zhafran Al-Ghifari": the article's hyphen, and the word behind it.
    private func withArticle(_ last: Int) -> Int {
        let article = NameWords.articles.contains(pieces[last - 1]) ? last - 1 : last
        let word = article + 1
        guard word < pieces.count, !taken[word], NameWords.articles.contains(pieces[article]),
            article == last - 1 || reading.isJoined(article, by: [" "], most: 1),
            pieces[article].startsLarge, pieces[word].startsLarge,
            reading.isJoined(word, by: ["-"], most: 1)
        else { return last }
        return word + 1
    }

    func isKnown(_ index: Int) -> Bool {
        pieces.indices.contains(index) && standing[index] >= .looks
    }

    func isListed(_ index: Int) -> Bool {
        pieces.indices.contains(index) && standing[index] == .listed
    }

    /// "petrus leki dari atambua": after a given name written small, up to two words more when it says at
    /// once where he is from, or ends.
    private func surname(after last: Int, _ trust: Trust) -> Int {
        let before = pieces[last - 1]
        guard !before.startsLarge || !reading.hasCase, isKnown(last - 1) || trust == .full
        else { return last }
        for end in (last + 1)...(last + 2) where end <= pieces.count {
            guard mayBeSurname(end - 1) else { return last }
            if isClosed(after: end - 1..<end) || reading.word(end, in: NameWords.which) {
                return end
            }
        }
        return last
    }

    private func mayBeSurname(_ index: Int) -> Bool {
        let piece = pieces[index]
        return !piece.isDigits && !taken[index] && piece.count > 2
            && !reading.isOwned(index, in: NameWords.kin) && !piece.startsLarge
            && reading.isJoined(index, by: [" "], most: 1) && !NameWords.never.contains(piece)
            && !NameWords.isOrdinary(piece) && !NameWords.from.contains(piece)
            && SpokenDigits.value(piece) == nil && !hasAffix(piece)
            && (NameShapes.score(piece, in: reading) > NameShapes.doubtful
                || reading.word(index + 1, in: NameWords.from)
                || reading.word(index + 2, in: NameWords.from))
    }

    private func isNear(
        _ index: Int, _ signs: Signs, _ allowed: Unicode.Scalar? = nil
    ) -> Bool {
        let gap = reading.gap(before: index)
        if signs == .any { return !gap.contains(PersonalData.cover) }
        if gap.count > 6 || gap.contains(where: { $0 == "\n" || $0 == PersonalData.cover }) {
            return false
        }
        return gap.allSatisfy { sign in
            switch sign {
            case " ", ".", ":", "=", "'", "\"", "\u{A0}", "\u{2019}", "\u{201C}": true
            case ",", "(", ")", "-", "\u{2013}", "\u{2014}", "/": signs == .list
            default: sign == allowed
            }
        }
    }

    /// A sentence ended: "Pak Budi. Jalan …"; not after "M." and "Hj.".
    private func isStop(_ index: Int) -> Bool {
        let gap = reading.gap(before: index)
        return gap.contains(":") || gap.contains(".") && pieces[index - 1].count > 3
            || gap.contains(".") && gap.contains(" ") && pieces[index - 1].count > 2
                && !NameWords.links.contains(pieces[index - 1])
    }

    private func isPart(_ index: Int, first: Int, _ trust: Trust) -> Bool {
        let piece = pieces[index]
        guard !piece.isDigits else { return false }
        // "ayahnya jarkani mamanya hamidah"
        if piece.stem != piece.hash, NameWords.kin.contains(hash: piece.stem) { return false }
        if isKnown(index) { return true }
        // "Ni Made", "I Wayan"
        if reading.word(index, in: NameWords.beforeBirthName),
            reading.word(index + 1, in: NameWords.birthNames)
        {
            return true
        }
        if index > first, NameWords.links.contains(piece) { return true }
        // "m yusuf", "St. Rahmah"
        if index == first, NameWords.shortForms.contains(piece),
            isKnown(index + 1) || piece.count > 2 && isProper(index + 1),
            index == 0 || !pieces[index - 1].isDigits
        {
            return true
        }
        let isBesideName =
            index > first && isKnown(index - 1)
            || reading.isJoined(index + 1, by: [" "], most: 1) && isKnown(index + 1)
        if GivenNames.alsoWords.contains(piece) || GivenNames.seldom.contains(piece) {
            return isAmbiguousPart(index, first: first, trust, isBesideName)
        }
        if SpokenDigits.value(piece) != nil { return isFamily(index, first: first, trust) }
        if NameWords.never.contains(piece) { return false }
        // "Salon Yanti"
        if index == first, NameWords.institutions.contains(piece) { return false }
        if index > first, trust != .known, isShortFamily(index) { return true }
        // "ibu pe ka ka": letters said by their names.
        if piece.count == 2, !piece.startsLarge, LetterNames.letter(piece) != nil { return false }
        if piece.count == 1 {
            return reading.hasCase && piece.startsLarge && isInitial(index, first: first)
        }
        if NameWords.isOrdinary(piece) { return isFamily(index, first: first, trust) }
        if reading.hasCase, piece.startsLarge {
            // "a.n. PM Simbolon"
            if index == first, piece.count < 3 {
                return trust == .full && piece.isLarge && piece.count == 2 && isProper(index + 1)
            }
            if piece.isLarge && piece.count <= 4 && trust != .full && index == first {
                return false
            }
            return index > first || trust == .full || isBesideName
                || NameShapes.score(piece, in: reading) > NameShapes.doubtful
        }
        // Written without large letters: what follows a mark, and no more than two further words.
        if pieces[first].startsLarge && index > first && reading.hasCase
            || NameWords.from.contains(piece) || hasAffix(piece)
        {
            return false
        }
        let score = NameShapes.score(piece, in: reading)
        switch trust {
        case .full:
            return index - first < 3
                && score > (index == first ? NameShapes.doubtful - 8 : NameShapes.likely - 8)
        case .large:
            return piece.count > 3 && score > NameShapes.fair
        case .known:
            return piece.count > 3 && isBesideName && score > NameShapes.likely
        }
    }

    /// "Idrus Salam", "an. Selamat Riyanto": a word of every day with a large letter beside a given name.
    private func isFamily(_ index: Int, first: Int, _ trust: Trust) -> Bool {
        let piece = pieces[index]
        guard reading.hasCase, piece.startsLarge, !piece.isLarge, trust != .known, piece.count > 3,
            !NameWords.institutions.contains(piece), !NameWords.asking.contains(piece)
        else { return false }
        if index == first { return trust == .full && isListed(index + 1) && isProper(index + 1) }
        let isNext = index + 1 < pieces.count && pieces[index + 1].startsLarge
        return isKnown(index - 1) && pieces[index - 1].startsLarge
            && reading.isJoined(index, by: [" "], most: 1)
            && (!isNext || reading.isCut(before: index + 1))
    }

    /// "Tan Mei Lan", "Oey Giok Lan": short words with large letters, up to the end of the name.
    private func isShortFamily(_ index: Int) -> Bool {
        func isShort(_ at: Int) -> Bool {
            at < pieces.count && !pieces[at].isDigits && !taken[at] && pieces[at].startsLarge
                && !pieces[at].isLarge && (2...4).contains(pieces[at].count)
                && reading.isJoined(at, by: [" "], most: 1)
        }
        guard reading.hasCase, isShort(index), pieces[index - 1].startsLarge else { return false }
        let end = index + 1
        return isShort(end) && (2...3).contains(pieces[index].count)
            || end == pieces.count || reading.isCut(before: end)
            || reading.gap(before: end).contains(where: { ",.)".unicodeScalars.contains($0) })
    }

    /// A name that is a word as well.
    private func isAmbiguousPart(
        _ index: Int, first: Int, _ trust: Trust, _ isBesideName: Bool
    ) -> Bool {
        let piece = pieces[index]
        let isLarge = reading.hasCase && piece.startsLarge
        if GivenNames.seldom.contains(piece) {
            return isLarge && (index > first || trust == .full) || isBesideName && index == first
        }
        if isBesideName {
            // "nang bungsu Rama": the name has a large letter, the word none.
            if index == first, reading.hasCase, !isLarge, pieces[index + 1].startsLarge { return false }
            return isLarge || !reading.hasCase || !pieces[first].startsLarge
        }
        return isLarge || index == first && trust != .known && !NameWords.never.contains(piece)
            || index > first && trust == .full && !pieces[first].startsLarge
    }

    /// "Rudy H.": behind a name one large letter with a stop, and no name follows.
    private func isLastInitial(_ index: Int, first: Int) -> Bool {
        index > first && reading.hasCase && pieces[index].count == 1 && pieces[index].startsLarge
            && reading.gap(before: index + 1).first == "."
    }

    /// "M. Rafi'i", "Ahmad S.": a letter of a name, not the "T" of "M.T.".
    private func isInitial(_ index: Int, first: Int) -> Bool {
        index > first || index + 1 < pieces.count && pieces[index + 1].count > 2
    }

    /// "ditipu", "tersengat": what befell somebody follows the name.
    func isPassive(_ piece: Piece) -> Bool {
        guard hasAffix(piece) else { return false }
        let second = reading.scalars[piece.start + 1].value | 0x20
        let first = reading.scalars[piece.start].value | 0x20
        return first == 0x64 && second == 0x69 || first == 0x74 && second == 0x65
    }

    /// "diketahui", "memperbaiki": a verb.
    func hasAffix(_ piece: Piece) -> Bool {
        guard piece.count > 5 else { return false }
        let start = String(String.UnicodeScalarView(reading.scalars[piece.start..<piece.start + 3]))
            .lowercased()
        return start.hasPrefix("di") || start.hasPrefix("me")
            || ["ber", "ter", "pen", "pem"].contains(start)
    }
}
