// Names of persons where the text marks them: "nama saya …", "a.n. …", "Pak …", beside a phone
// number, at the end of a letter. No name is guessed from a list alone: it may be a village's.

struct PersonNames {
    /// Words of one name.
    static let maximumWords = 5

    private let reading: DataReading
    private let pieces: [Piece]
    /// Pieces that are something else already.
    private let taken: [Bool]

    /// - Parameter others: what was found before; a name begins or ends beside it, never within.
    static func spans(
        in reading: DataReading, beside others: [PersonalData.Span]
    ) -> [PersonalData.Span] {
        PersonNames(reading, others).spans(beside: others)
    }

    private init(_ reading: DataReading, _ others: [PersonalData.Span]) {
        self.reading = reading
        pieces = reading.pieces
        var taken = [Bool](repeating: false, count: reading.pieces.count)
        var other = 0
        for (index, piece) in reading.pieces.enumerated() where !others.isEmpty {
            while other < others.count, others[other].end <= piece.start { other += 1 }
            taken[index] = other < others.count && others[other].start < piece.end
        }
        self.taken = taken
    }

    private func spans(beside others: [PersonalData.Span]) -> [PersonalData.Span] {
        var names: [Range<Int>] = []
        var index = 0
        while index < pieces.count {
            if !taken[index], let found = marked(at: index) {
                names.append(found)
                index = found.upperBound
            } else {
                index += 1
            }
        }
        if !others.isEmpty { names += besideNumbers() }
        if let signature = signature() { names.append(signature) }
        var result: [PersonalData.Span] = []
        var end = 0
        for name in names.sorted(by: { $0.lowerBound < $1.lowerBound }) where name.lowerBound >= end
        {
            result.append(reading.span(.name, name.lowerBound, name.upperBound - 1))
            end = name.upperBound
        }
        return result
    }

    /// The name that the word at `index` announces.
    private func marked(at index: Int) -> Range<Int>? {
        if pieces[index].isDigits || isInstitution(before: index) { return nil }
        if NameWords.named.contains(pieces[index]) { return named(at: index) }
        if let start = behalf(at: index) { return name(at: start, trust: .full) }
        if NameWords.honorifics.contains(pieces[index]) {
            return name(at: index + 1, trust: .large) ?? called(at: index)
        }
        if NameWords.roles.contains(pieces[index]) {
            return name(at: index + 1, trust: .known, signs: .list)
        }
        if NameWords.persons.contains(pieces[index]) {
            return name(at: index + 1, trust: .known, signs: .list) ?? introduced(at: index)
        }
        return opening(at: index)
    }

    /// "Toko Haji …", "Gg. Guru …": called after a person.
    private func isInstitution(before index: Int) -> Bool {
        reading.word(index - 1, in: NameWords.institutions)
            || reading.word(index - 2, in: NameWords.institutions)
                && NameWords.titles.contains(pieces[index - 1]) && !reading.isCut(before: index)
    }

    /// "nama saya …", "nama lengkap: …", "nama guru tersebut …".
    private func named(at index: Int) -> Range<Int>? {
        var at = index + 1
        while at < pieces.count, at - index < 4, NameWords.owners.contains(pieces[at]),
            !reading.isCut(before: at)
        { at += 1 }
        let gap = at < pieces.count ? Array(reading.gap(before: at)) : []
        let isForm = gap.contains { $0 == ":" || $0 == "=" }
        if at > index + 1 || isForm, let name = name(at: at, trust: .full) { return name }
        if let name = name(at: at, trust: .large, signs: .list) { return name }
        // "nama petugas tersebut Dimas Prayoga"
        for skipped in 1...2
        where at + skipped < pieces.count && !reading.isCut(before: at + skipped) {
            if let name = name(at: at + skipped, trust: .known) { return name }
        }
        return nil
    }

    /// Where the name after "atas nama", "a.n.", "a/n", "an.", "a en" begins.
    private func behalf(at index: Int) -> Int? {
        if reading.word(index, in: NameWords.behalf), reading.word(index + 1, in: NameWords.named) {
            return index + 2
        }
        if reading.word(index, in: NameWords.a), reading.word(index + 1, in: NameWords.n),
            reading.isJoined(index + 1, by: [".", "/", " "], most: 2), index + 2 < pieces.count
        {
            return index + 2
        }
        guard reading.word(index, in: NameWords.an), index + 1 < pieces.count,
            reading.gap(before: index + 1).contains(where: { $0 == "." || $0 == ":" })
                || pieces[index + 1].startsLarge || GivenNames.knows(pieces[index + 1], in: reading)
        else { return nil }
        return index + 1
    }

    /// "dengan pak sarkawi di angkinang": whoever speaks is named with where he is from.
    private func called(at index: Int) -> Range<Int>? {
        guard reading.word(index - 1, in: NameWords.speakers),
            let name = name(at: index + 1, trust: .full),
            reading.word(name.upperBound, in: NameWords.from)
        else { return nil }
        return name
    }

    /// "saya Masrufah dari Tabihi": a name because it tells where she is from.
    private func introduced(at index: Int) -> Range<Int>? {
        if let name = name(at: index + 1, trust: .large, signs: .list),
            reading.word(name.upperBound, in: NameWords.from) || hasComma(after: name)
                || name.upperBound == pieces.count && reading.hasCase
                || name.upperBound < pieces.count && taken[name.upperBound]
        {
            return name
        }
        guard !reading.hasCase, let name = name(at: index + 1, trust: .full),
            reading.word(name.upperBound, in: NameWords.from),
            pieces[name.lowerBound].count > 3
        else { return nil }
        return name
    }

    /// "aku Gita, anak SMK …"
    private func hasComma(after name: Range<Int>) -> Bool {
        name.count < 4 && name.upperBound < pieces.count
            && reading.gap(before: name.upperBound).first == ","
    }

    /// "Lestari Wulandari, warga RT 4": a given name begins the sentence, and where from follows.
    private func opening(at index: Int) -> Range<Int>? {
        guard GivenNames.knows(pieces[index], in: reading),
            reading.isCut(before: index) || reading.word(index - 1, in: NameWords.greetings),
            let name = name(at: index, trust: .large, signs: .any),
            reading.word(name.upperBound, in: NameWords.from)
        else { return nil }
        return name
    }

    /// "Noor Aida, 0852 …", "sy Jamhuri 0812…", "0853 4621 9008 pa Yanto": a given name beside a
    /// number or an address of mail.
    private func besideNumbers() -> [Range<Int>] {
        var names: [Range<Int>] = []
        for index in pieces.indices where taken[index] {
            if index == 0 || !taken[index - 1], let name = before(index) { names.append(name) }
            if index + 1 < pieces.count, !taken[index + 1],
                let name = name(at: index + 1, trust: .known, signs: .list)
            {
                names.append(name)
            }
        }
        return names
    }

    private func before(_ index: Int) -> Range<Int>? {
        var end = index
        while end > 0, NameWords.afterName.contains(pieces[end - 1]) { end -= 1 }
        for start in stride(from: max(0, end - PersonNames.maximumWords), to: end, by: 1) {
            if let name = name(at: start, trust: .known, signs: .any), name.upperBound == end {
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

    /// How much the mark says by itself.
    private enum Trust {
        /// Whatever follows is a name, but for a word that cannot be one.
        case full
        /// Only a word with a large letter, or one that is a given name.
        case large
        /// A name with a given name in it.
        case known
    }

    /// What may stand before the first word.
    private enum Signs {
        case plain, list, any
    }

    /// The words of a name from `start` on, after titles.
    private func name(at start: Int, trust: Trust, signs: Signs = .plain) -> Range<Int>? {
        var first = start
        while first < pieces.count, !taken[first], NameWords.titles.contains(pieces[first]),
            isNear(first, first == start ? signs : .plain)
        { first += 1 }
        var last = first
        while last < pieces.count, !taken[last], last - first < PersonNames.maximumWords,
            isNear(last, last == start ? signs : .plain),
            last == first || !isStop(last), isPart(last, first: first, trust)
        { last += 1 }
        guard last > first else { return nil }
        last = surname(after: last)
        if trust == .known, first == start {
            guard (first..<last).contains(where: { GivenNames.knows(pieces[$0], in: reading) })
            else { return nil }
        }
        return first..<last
    }

    /// "petrus leki dari atambua": after a given name written small, up to two words more when it says at
    /// once where he is from, or ends.
    private func surname(after last: Int) -> Int {
        let before = pieces[last - 1]
        guard !before.startsLarge, GivenNames.knows(before, in: reading) else { return last }
        for end in (last + 1)...(last + 2) where end <= pieces.count {
            let piece = pieces[end - 1]
            guard !piece.isDigits, !taken[end - 1], piece.count > 3, !piece.startsLarge,
                reading.isJoined(end - 1, by: [" "], most: 1), !NameWords.never.contains(piece),
                !NameWords.ordinary.contains(piece), !NameWords.from.contains(piece),
                SpokenDigits.value(piece) == nil, !hasAffix(piece)
            else { return last }
            if end == pieces.count || taken[end] || NameWords.from.contains(pieces[end]) {
                return end
            }
        }
        return last
    }

    private func isNear(_ index: Int, _ signs: Signs) -> Bool {
        let gap = reading.gap(before: index)
        if signs == .any { return !gap.contains(PersonalData.cover) }
        if gap.count > 6 || gap.contains(where: { $0 == "\n" || $0 == PersonalData.cover }) {
            return false
        }
        return gap.allSatisfy { sign in
            switch sign {
            case " ", ".", ":", "=", "'", "\"", "\u{A0}", "\u{201C}": true
            case ",", "(", ")", "-", "\u{2013}", "\u{2014}", "/": signs == .list
            default: false
            }
        }
    }

    /// A sentence ended: "Pak Budi. Jalan …"; not after "M." and "Hj.".
    private func isStop(_ index: Int) -> Bool {
        let gap = reading.gap(before: index)
        return gap.contains(":") || gap.contains(".") && pieces[index - 1].count > 3
    }

    private func isPart(_ index: Int, first: Int, _ trust: Trust) -> Bool {
        let piece = pieces[index]
        guard !piece.isDigits, !NameWords.never.contains(piece), SpokenDigits.value(piece) == nil
        else { return false }
        if GivenNames.knows(piece, in: reading) || NameWords.links.contains(piece) && index > first
        {
            return true
        }
        // "ibu pe ka ka": letters said by their names.
        if piece.count == 2, !piece.startsLarge, LetterNames.letter(piece) != nil { return false }
        if piece.count == 1 {
            // "M.", and what follows the apostrophe of "Rafi'i".
            return reading.hasCase && piece.startsLarge
                || index > first && reading.gap(before: index).elementsEqual(["'"])
        }
        if NameWords.ordinary.contains(piece) { return false }
        if reading.hasCase, piece.startsLarge {
            return !(piece.isLarge && piece.count <= 4 && trust != .full && index == first)
        }
        // Written without large letters: what follows a mark, and no more than two further words.
        if pieces[first].startsLarge && index > first || NameWords.from.contains(piece) {
            return false
        }
        if index > first, GivenNames.knows(pieces[index - 1], in: reading), trust == .known {
            return false
        }
        return trust == .full && index - first < 3 && !hasAffix(piece)
    }

    /// "diketahui", "memperbaiki": a verb.
    private func hasAffix(_ piece: Piece) -> Bool {
        guard piece.count > 5 else { return false }
        let start = String(String.UnicodeScalarView(reading.scalars[piece.start..<piece.start + 3]))
            .lowercased()
        return start.hasPrefix("di") || start.hasPrefix("me")
            || ["ber", "ter", "pen", "pem"].contains(start)
    }

    /// "Hormat saya, Rahmat Hidayat", "(Siti Aminah)" at the end of the text.
    private func signature() -> Range<Int>? {
        var end = pieces.count
        // A phone number or an address may follow the name.
        while end > 0,
            taken[end - 1] || pieces[end - 1].isDigits
                || NameWords.afterName.contains(pieces[end - 1])
        { end -= 1 }
        for start in stride(from: end - 1, through: max(1, end - PersonNames.maximumWords), by: -1)
        {
            let gap = reading.gap(before: start)
            let isOpen = gap.contains { "\n,(:-.".unicodeScalars.contains($0) }
            guard isOpen || NameWords.closings.contains(pieces[start - 1]) else { continue }
            let isClosed = (max(0, start - 3)..<start).contains {
                NameWords.closings.contains(pieces[$0])
            }
            let isOwnLine = gap.contains("\n") && reading.hasCase
            guard isClosed || isOwnLine || gap.contains("(") || gap.contains("."),
                let name = name(
                    at: start, trust: isClosed && !reading.hasCase ? .full : .large, signs: .any),
                name.upperBound == end,
                isClosed || GivenNames.knows(pieces[name.lowerBound], in: reading)
                    || name.count > 1 && !gap.contains(".")
                    || end < pieces.count && taken[end]
            else { continue }
            return name
        }
        return nil
    }
}
