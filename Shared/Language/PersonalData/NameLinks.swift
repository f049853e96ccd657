// Names that stand beside others: of one's own people, of a list, taken back for another one, said again; and
// names that are nobody's secret, because who bears them holds a public office.

extension PersonNames {
    /// So many pieces lie between an office and the name of who holds it.
    static let officeReach = 8

    /// "adikku Pian", "anak ku Keenan", "ayahnya enjung mamanya rusnah": one's own, and the name.
    func ofOwn(at index: Int) -> Range<Int>? {
        guard reading.isOwned(index, in: NameWords.kin) else { return nil }
        var at = index + 1
        var isOwn = !NameWords.kin.contains(pieces[index])
        // "saya istri dari Rusman"
        if reading.word(at, in: NameWords.whence), isProper(at + 1), isKnown(at + 1),
            reading.isJoined(at + 1, by: [" "], most: 1)
        {
            return name(at: at + 1, trust: .known)
        }
        while at < pieces.count, at - index < 4, reading.isJoined(at, by: [" "], most: 1),
            NameWords.owned.contains(pieces[at])
        {
            isOwn = true
            at += 1
        }
        guard at < pieces.count, !taken[at], !reading.isCut(before: at) else { return nil }
        // "Keponakan saya Bunga (14)"
        if isOwn, reading.hasCase, pieces[at].startsLarge, !pieces[at].isLarge, pieces[at].count > 3,
            at + 1 < pieces.count, pieces[at + 1].isDigits, pieces[at + 1].count < 3,
            reading.gap(before: at + 1).contains("("), reading.isJoined(at, by: [" "], most: 1)
        {
            return at..<at + 1
        }
        if isProper(at) || isInitialed(at), !reading.gap(before: at).contains(")"),
            isOwn || !NameWords.address.contains(pieces[index])
        {
            return name(at: at, trust: .full, signs: .list)
        }
        // "kamanakan ulun taufikah hakun"
        if isOwn, isKnown(at), !reading.gap(before: at).contains(","),
            let name = name(at: at, trust: .known)
        {
            return name
        }
        guard isOwn, !reading.hasCase, pieces[at].count > 3, !hasAffix(pieces[at]),
            let name = name(at: at, trust: .full),
            NameShapes.score(pieces[at], in: reading) > NameShapes.doubtful,
            isClosed(after: name) || reading.isOwned(name.upperBound, in: NameWords.kin)
        else { return nil }
        return name
    }

    /// "Guru honor Isnawati", "Teman senasib: Sapiah": a word of what kind, then the name.
    func further(from index: Int) -> Range<Int>? {
        guard index + 2 < pieces.count, !pieces[index + 1].isDigits,
            reading.isJoined(index + 1, by: [" "], most: 1)
        else { return nil }
        if reading.gap(before: index + 2).contains(":") {
            return name(at: index + 2, trust: .large)
        }
        guard NameWords.kinds.contains(pieces[index + 1]),
            isProper(index + 2) || isListed(index + 2)
        else { return nil }
        return name(at: index + 2, trust: .known)
    }

    /// What follows a name with "dan", "bukan", a stroke: another one.
    func another(after index: Int) -> Range<Int>? {
        guard index < pieces.count, !taken[index] else { return nil }
        let gap = reading.gap(before: index)
        if gap.contains("/") || gap.contains("&") {
            return name(at: index, trust: .large, signs: .list, allowing: "&")
        }
        if reading.word(index, in: NameWords.instead), index + 1 < pieces.count, !taken[index + 1] {
            return name(at: index + 1, trust: .large, signs: .list)
        }
        guard reading.word(index, in: NameWords.and), index + 1 < pieces.count, !taken[index + 1]
        else { return nil }
        return name(at: index + 1, trust: isProper(index + 1) ? .full : .known, signs: .list)
    }

    /// "Ahyar & Nadia Safitri", "Sapiah, Rusmiati": one word with a large letter before a name of a list.
    func beforeAnother(_ name: Range<Int>) -> Range<Int>? {
        var end = name.lowerBound
        if end > 1, reading.word(end - 1, in: NameWords.and) {
            end -= 1
        } else {
            let gap = reading.gap(before: end)
            guard gap.contains("&") || gap.first == "," && gap.count < 3, !gap.contains("\n")
            else { return nil }
        }
        guard end > 0, !taken[end - 1], !isInstitution(before: end - 1), isProper(end - 1),
            pieces[end - 1].count > 3
        else { return nil }
        let before = reading.gap(before: end - 1)
        let isInList = before.contains(":") || before.contains(",") || isKnown(end - 1)
        return isInList ? end - 1..<end : nil
    }

    /// "lina sm marlina": two given names joined.
    func pair(at index: Int) -> Range<Int>? {
        guard isListed(index), isListed(index + 2), !taken[index], !taken[index + 2],
            reading.word(index + 1, in: NameWords.and), !isInstitution(before: index),
            !reading.hasCase || pieces[index].startsLarge && pieces[index + 2].startsLarge
        else { return nil }
        return index..<index + 1
    }

    /// "disuruh Iwan staf kecamatan": a given name of the list with a large letter within a sentence, where
    /// no word says that a place or a house is called so.
    func alone(at index: Int) -> Range<Int>? {
        let piece = pieces[index]
        guard reading.hasCase ? isListed(index) : isKnown(index),
            !GivenNames.alsoWords.contains(piece), !GivenNames.seldom.contains(piece),
            !NameWords.months.contains(piece), !isInstitution(before: index),
            !reading.word(index - 1, in: NameWords.at),
            !reading.word(index - 1, in: NameWords.areas)
        else { return nil }
        if !reading.hasCase {
            // "penerima blt mardiah", "kepala desa suhaimi": some words behind somebody's part.
            guard index > 1, piece.count > 3, reading.isJoined(index, by: [" "], most: 1),
                reading.distance(to: NameWords.parts, before: index, reach: 3) != nil
            else { return nil }
            return name(at: index, trust: .known)
        }
        guard isProper(index),
            reading.isCut(before: index)
                || reading.isJoined(index, by: [" "], most: 1) && !pieces[index - 1].startsLarge
                    && !pieces[index - 1].isDigits,
            let name = name(at: index, trust: .known),
            name.upperBound == pieces.count || !pieces[name.upperBound].startsLarge
                || pieces[name.upperBound].isLarge || reading.gap(before: name.upperBound).count > 1
        else { return nil }
        return name
    }

    /// "M. Rafi", "St. Rahmah".
    func isInitialed(_ index: Int) -> Bool {
        guard pieces.indices.contains(index), index + 1 < pieces.count else { return false }
        return (pieces[index].count == 1 && pieces[index].startsLarge && reading.hasCase
            || NameWords.shortForms.contains(pieces[index]))
            && (isKnown(index + 1) || isProper(index + 1))
            && reading.isJoined(index + 1, by: [".", " "], most: 2)
    }

    /// "Yusuf Cell", "Rizki Motor": a firm called after somebody.
    func isFirm(_ name: Range<Int>) -> Bool {
        guard reading.hasCase, pieces[name.upperBound - 1].startsLarge else { return false }
        let next = name.upperBound
        return NameWords.firms.contains(pieces[next - 1]) && name.count > 1
            || reading.word(next, in: NameWords.firms) && pieces[next].startsLarge
                && reading.isJoined(next, by: [" "], most: 1)
    }

    /// "si Amat", "Kai Utuh": what people are called, though it is a word.
    func nickname(at index: Int, after mark: Int) -> Range<Int>? {
        guard pieces.indices.contains(index), !taken[index] else { return nil }
        // "pak surya di jalan pahlawan"
        if !reading.hasCase {
            return NameWords.nicknames.contains(pieces[index]) && reading.isJoined(index, by: [" "], most: 1)
                && (index + 1 == pieces.count || reading.word(index + 1, in: NameWords.from)
                    || reading.gap(before: index + 1).first == ",")
                ? index..<index + 1 : nil
        }
        guard pieces[index].startsLarge, !pieces[index].isLarge,
            reading.isJoined(index, by: [" ", "."], most: 2),
            // "Pak Pebrianti, pemilik sapi"
            isProper(index) && hasComma(after: index..<index + 1)
                || NameWords.nicknames.contains(pieces[index])
                || NameWords.closeOnes.contains(pieces[mark]) && isProper(index)
        else { return nil }
        // "Pak Amat Kupang"
        let isNext = isProper(index + 1) && reading.isJoined(index + 1, by: [" "], most: 1)
            && NameWords.nicknames.contains(pieces[index])
        return index..<(isNext ? index + 2 : index + 1)
    }

    /// "CP: Clement (0812 …)", "Ketua RT 4, Tarmuji.": a part with its sign, and one proper word that ends.
    func ofPart(at index: Int, after part: Int) -> Range<Int>? {
        guard isProper(index), pieces[index].count > 3, isKnown(index) || !isInstitution(before: index),
            !NameWords.honorifics.contains(pieces[index])
        else { return nil }
        let gap = reading.gap(before: index)
        guard gap.contains(":") || gap.first == "," && index == part + 2, !gap.contains("\n"),
            let name = name(at: index, trust: .full, signs: .list),
            name.upperBound == pieces.count || reading.gap(before: name.upperBound).first != " "
                || reading.gap(before: name.upperBound).count > 1
        else { return nil }
        return name
    }

    /// "Bidan Indah", "istri saya Mawar": behind somebody's part a name that is a word as well.
    func alsoWord(at index: Int, after part: Int) -> Range<Int>? {
        guard pieces.indices.contains(index), reading.hasCase, !taken[index],
            NameWords.callings.contains(pieces[part]), GivenNames.alsoWords.contains(pieces[index]),
            pieces[index].startsLarge, !pieces[index].isLarge, reading.isJoined(index, by: [" "], most: 1),
            !isInstitution(before: part)
        else { return nil }
        return name(at: index, trust: .large)
    }

    /// "nang ulun hurmati", "yang bisa kami masuki": a clause, whose verb looks like a name.
    func isClause(_ index: Int) -> Bool {
        if reading.word(index - 1, in: NameWords.which) { return true }
        guard index + 1 < pieces.count, !(reading.hasCase && pieces[index + 1].startsLarge),
            !isListed(index + 1) || pieces[index + 1].count > 5 && reading.hasCase
        else { return false }
        return reading.distance(to: NameWords.which, before: index, reach: 3) != nil
    }

    /// A word with a large letter that is no other word.
    func isProper(_ index: Int) -> Bool {
        isLargeWord(index) && !NameWords.isOrdinary(pieces[index]) && !NameWords.never.contains(pieces[index])
    }

    /// A word with one large letter, of every day or not.
    func isLargeWord(_ index: Int) -> Bool {
        guard pieces.indices.contains(index) else { return false }
        let piece = pieces[index]
        return reading.hasCase && piece.startsLarge && !piece.isLarge && !piece.isDigits && piece.count > 2
            && !NameWords.institutions.contains(piece)
    }

    /// The same word again, once it is known for a name.
    func again(_ names: [Range<Int>]) -> [Range<Int>] {
        var known: Set<UInt64> = []
        for name in names {
            for index in name
            where pieces[index].count > 3 && !NameWords.isOrdinary(pieces[index])
                && (reading.hasCase ? pieces[index].startsLarge : isKnown(index))
                && !NameWords.titles.contains(pieces[index])
                && !NameWords.links.contains(pieces[index])
                && !GivenNames.seldom.contains(pieces[index])
            {
                known.insert(pieces[index].hash)
            }
        }
        guard !known.isEmpty else { return [] }
        var found: [Range<Int>] = []
        for index in pieces.indices
        where !pieces[index].isDigits && !taken[index] && known.contains(pieces[index].hash)
            && !isInstitution(before: index)
            && (reading.hasCase
                ? pieces[index].startsLarge && !pieces[index].isLarge
                : !GivenNames.alsoWords.contains(pieces[index]))
            && !reading.word(index - 1, in: NameWords.at)
            && !reading.word(index - 1, in: NameWords.areas)
            && !names.contains(where: { $0.contains(index) })
        {
            if let last = found.last, last.upperBound == index,
                reading.isJoined(index, by: [" "], most: 1)
            {
                found[found.count - 1] = last.lowerBound..<index + 1
            } else {
                found.append(index..<index + 1)
            }
        }
        return found
    }

    /// "Bupati H. Syafrudin Noor", "Kepala Dinas Pendidikan, Drs. H. Syamsuri": whoever holds an office of
    /// the public is known by it.
    func isOfficial(_ name: Range<Int>) -> Bool {
        // "R.A. Kartini"
        if NameWords.known.contains(pieces[name.upperBound - 1]),
            name.dropLast().allSatisfy({ pieces[$0].count == 1 }),
            !reading.gap(before: name.upperBound).contains("("),
            !reading.isOwned(name.lowerBound - 1, in: NameWords.kin)
        {
            return true
        }
        // "H. Ahmad, Bupati"
        let gap = reading.gap(before: name.upperBound)
        if gap.first == "," || gap.contains("("), reading.word(name.upperBound, in: NameWords.offices) {
            return true
        }
        var at = name.lowerBound
        while at > 0, name.lowerBound - at < PersonNames.officeReach {
            guard !reading.isCut(before: at) || pieces[at - 1].count < 4 else { return false }
            at -= 1
            if NameWords.offices.contains(pieces[at]) { return true }
            if NameWords.heads.contains(pieces[at]) {
                return reading.word(at + 1, in: NameWords.departments)
            }
            let isTitle =
                NameWords.titles.contains(pieces[at]) || NameWords.degrees.contains(pieces[at])
                || NameWords.departments.contains(pieces[at])
            let isName =
                reading.hasCase && pieces[at].startsLarge && !NameWords.persons.contains(pieces[at])
            guard isTitle || isName else { return false }
        }
        return false
    }
}
