// Names of persons where the text marks them: "nama saya …", "a.n. …", "Pak …", beside a phone
// number, at the end of a letter. No name is guessed from a list alone: it may be a village's.

struct PersonNames {
    /// Words of one name.
    static let maximumWords = 5
    /// "ulun wali murid, Surya": so many pieces back stands the word for oneself.
    static let selfReach = 5

    let reading: DataReading
    let pieces: [Piece]
    /// Pieces that are something else already.
    let taken: [Bool]
    /// What ``GivenNames`` says of each piece.
    let standing: [GivenNames.Standing]

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
        standing = reading.pieces.map { GivenNames.standing($0, in: reading) }
    }

    private func spans(beside others: [PersonalData.Span]) -> [PersonalData.Span] {
        var names: [Range<Int>] = []
        var index = 0
        while index < pieces.count {
            if !taken[index],
                let found = marked(at: index) ?? wholeName(at: index) ?? pair(at: index)
                    ?? alone(at: index)
            {
                names.append(found)
                index = found.upperBound
                // "Pak Sabran dan Rusli"
                while let next = another(after: index) {
                    names.append(next)
                    index = next.upperBound
                }
            } else {
                index += 1
            }
        }
        if !others.isEmpty { names += besideNumbers(others) }
        names += ownLines()
        if let signature = signature() { names.append(signature) }
        names += bracketed()
        names += inRows()
        if let head = head() { names.append(head) }
        if let tail = tail() { names.append(tail) }
        names += aged()
        names.sort { $0.lowerBound < $1.lowerBound }
        names += atLineStarts(names)
        names.sort { $0.lowerBound < $1.lowerBound }
        names += lists(names)
        for name in names {
            if let relative = relative(of: name) { names.append(relative) }
            var name = name
            while let before = beforeAnother(name) {
                names.append(before)
                name = before
            }
        }
        names += again(names)
        names.removeAll { isOfficial($0) || isFirm($0) || isPair($0) }
        var result: [PersonalData.Span] = []
        var end = 0
        for name in names.sorted(by: { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) })
        where name.lowerBound >= end {
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
        if let found = nobleOrInitialed(at: index) ?? byPaper(at: index) ?? aliased(at: index)
            ?? sent(at: index) ?? calledByOthers(at: index)
        { return found }
        // "mukhlis namanya"
        if isKnown(index), reading.word(index + 1, in: NameWords.namedBehind),
            !isInstitution(before: index)
        {
            return index..<index + 1
        }
        // "45/Pdt.G/2023" is a case at court.
        if NameWords.honorifics.contains(pieces[index]), !reading.gap(before: index).contains("/") {
            // "Pak De Wagiman"
            if reading.word(index + 1, in: NameWords.halfTitles),
                let name = name(at: index + 2, trust: .large)
            {
                return name
            }
            // "si bungsu"
            if NameWords.si.contains(pieces[index]), reading.word(index + 1, in: NameWords.orders),
                !reading.hasCase || !pieces[index + 1].startsLarge
            {
                return nil
            }
            if NameWords.nearOnes.contains(pieces[index]), !reading.hasCase,
                !reading.word(index - 1, in: NameWords.nearOnes),
                let name = name(at: index + 1, trust: .full), name.count == 1,
                pieces[name.lowerBound].count > 3
            {
                return name
            }
            return name(at: index + 1, trust: .large) ?? nickname(at: index + 1, after: index)
                ?? called(at: index) ?? ending(at: index + 1) ?? ofOwn(at: index)
        }
        if let child = byOrder(at: index) { return child }
        // "H. Muhran", "H Syahrani"
        if NameWords.shortTitles.contains(pieces[index]), pieces[index].isLarge {
            // "ka H. Darkasi": behind the stop any word that is no other.
            let isStopped = reading.gap(before: index + 1).first == "." && isProper(index + 1)
            return name(at: index + 1, trust: isStopped ? .full : .known)
        }
        if let found = ofOwn(at: index) { return found }
        if reading.isOwned(index, in: NameWords.roles) {
            // "ketua RT 04 Kaderi"
            let isNumber = index + 1 < pieces.count && pieces[index + 1].isDigits
            // "pengirim: asnawi"
            if reading.gap(before: index + 1).first == ":", !reading.hasCase,
                let name = name(at: index + 1, trust: .full), name.count < 3,
                pieces[name.lowerBound].count > 3
            {
                return name
            }
            let skipped = isNumber && NameWords.districts.contains(pieces[index]) ? 2 : 1
            if let name = ofPart(at: index + skipped, after: index) { return name }
            // "jar pa RT Darusman"
            if NameWords.leaders.contains(pieces[index]), reading.word(index - 1, in: NameWords.address)
                || reading.word(index - 1, in: NameWords.mister), isProper(index + 1),
                reading.isJoined(index + 1, by: [" "], most: 1), let name = name(at: index + 1, trust: .large)
            {
                return name
            }
            return name(at: index + skipped, trust: .known, signs: .list)
                ?? alsoWord(at: index + 1, after: index) ?? ofTwo(at: index + 1)
                ?? closed(at: index + 1, after: index) ?? further(from: index)
        }
        if NameWords.meeting.contains(pieces[index]), isProper(index + 1) {
            return name(at: index + 1, trust: .full)
        }
        if NameWords.company.contains(pieces[index]) {
            return name(at: index + 1, trust: .known) ?? called(at: index)
                ?? closed(at: index + 1, after: index)
        }
        if NameWords.persons.contains(pieces[index]),
            !reading.word(index + 1, in: NameWords.faithful),
            // "nang ulun hurmati", "yang saya kenal"
            !isClause(index),
            // "HP saya Redmi"
            !reading.isOwned(index - 1, in: NameWords.belongings)
        {
            // "Aku ni Ainah, jualan wadai"
            let isFilled = reading.word(index + 1, in: NameWords.fillers)
                && !reading.word(index + 2, in: NameWords.birthNames)
            let said = isFilled ? index + 1 : index
            return name(at: said + 1, trust: .known, signs: .list) ?? introduced(at: said, by: index)
                ?? (NameWords.personNicknames.contains(pieces[index])
                    ? nickname(at: index + 1, after: index) : nil)
        }
        // "salah satunya Anisa"
        if NameWords.oneOf.contains(pieces[index]), isProper(index + 1) {
            return name(at: index + 1, trust: .large, signs: .list)
        }
        // "dari: Syarwani", "Ko Aliong"
        if NameWords.senders.contains(pieces[index]), reading.gap(before: index + 1).contains(":"),
            let name = name(at: index + 1, trust: .large), isProper(name.lowerBound)
        {
            return name
        }
        if NameWords.largeTitles.contains(pieces[index]), reading.hasCase, pieces[index].startsLarge,
            isLargeWord(index + 1), !taken[index + 1], reading.isJoined(index + 1, by: [" "], most: 1)
        {
            return name(at: index + 1, trust: .full) ?? index + 1..<index + 2
        }
        // "dari M. Gazali", "Dari R. Widodo"
        if NameWords.whence.contains(pieces[index]), isInitialed(index + 1), pieces[index + 1].count == 1,
            reading.gap(before: index + 2).first == ".", isKnown(index + 2)
        {
            return name(at: index + 1, trust: .full)
        }
        // "sebut saja Mawar"
        if NameWords.calling.contains(pieces[index]), reading.word(index + 1, in: NameWords.just),
            reading.hasCase, index + 2 < pieces.count, pieces[index + 2].startsLarge
        {
            return name(at: index + 2, trust: .full)
        }
        return opening(at: index)
    }

    /// "Toko Haji …", "Gg. Guru …", "jalan brigjen haji …": called after a person.
    func isInstitution(before index: Int) -> Bool {
        // "guru TK Ibu …": only a shop is called after somebody's mother.
        if NameWords.address.contains(pieces[index]) {
            return reading.word(index - 1, in: NameWords.shops)
        }
        var at = index
        for _ in 0..<5 {
            let gap = reading.gap(before: at)
            // "Desa : Ida Manggala"
            if at > 0, gap.contains(":"), NameWords.placeForms.contains(pieces[at - 1]) { return true }
            guard at > 0, !taken[at - 1],
                !gap.contains(where: { ",:;(".unicodeScalars.contains($0) }),
                !gap.contains("\n"),
                pieces[at - 1].count < 4 || !gap.contains(".")
                    || NameWords.ranks.contains(pieces[at - 1])
            else { return false }
            at -= 1
            if NameWords.institutions.contains(pieces[at]) { return true }
            // "rumah makan Hajah …", "Toko Mas Hj. …"
            if NameWords.goods.contains(pieces[at]), reading.word(at - 1, in: NameWords.houses) {
                return true
            }
            if NameWords.address.contains(pieces[at]) {
                return reading.word(at - 1, in: NameWords.shops)
            }
            guard
                NameWords.titles.contains(pieces[at]) || NameWords.ranks.contains(pieces[at])
                    || isKnown(at) || GivenNames.alsoWords.contains(pieces[at])
                    || reading.hasCase && pieces[at].startsLarge && !pieces[at].isDigits
                        && !NameWords.isOrdinary(pieces[at])
                        && !NameWords.never.contains(pieces[at])
            else { return false }
        }
        return false
    }

    /// "Siti Aminah" wherever it stands: two given names side by side, or one and a word with a large letter
    /// that is no other.
    private func wholeName(at index: Int) -> Range<Int>? {
        guard isListed(index) || isListed(index + 1), !isInstitution(before: index),
            !reading.word(index - 1, in: NameWords.at),
            // "dari Paring Agung"
            isKnown(index) || !reading.word(index - 1, in: NameWords.whence),
            let name = name(at: index, trust: .known, signs: .any), name.lowerBound == index,
            name.count > 1
        else { return nil }
        let known = name.filter { isKnown($0) }.count
        // "Supardi, Ida Manggala": where he lives.
        if known == 1, index > 0, isKnown(index - 1), reading.gap(before: index).first == ",",
            name.upperBound == pieces.count || reading.gap(before: name.upperBound).contains("\n")
        {
            return nil
        }
        guard
            known > 1 || reading.hasCase && pieces[index].startsLarge
                || GivenNames.alsoWords.contains(pieces[index])
                || GivenNames.alsoWords.contains(pieces[name.upperBound - 1])
        else { return nil }
        return name
    }

    /// "saksi Tigor Pardede": after somebody's part, two words with large letters.
    private func ofTwo(at index: Int) -> Range<Int>? {
        guard reading.hasCase, let name = name(at: index, trust: .large, signs: .list),
            name.count > 1, name.allSatisfy({ pieces[$0].startsLarge && !pieces[$0].isLarge })
        else { return nil }
        return name
    }

    /// "jar pa haning, pupuk habis": one short word that is no other, and a comma.
    private func ending(at index: Int) -> Range<Int>? {
        guard let name = name(at: index, trust: .full), name.count == 1,
            pieces[name.lowerBound].count > 3,
            NameShapes.score(pieces[name.lowerBound], in: reading) > NameShapes.doubtful,
            hasComma(after: name) || isClosed(after: name),
            name.upperBound < pieces.count
        else { return nil }
        return name
    }

    /// "kaka ulun sarbah di 0812": what looks like a name and ends at once.
    private func closed(at start: Int, after index: Int) -> Range<Int>? {
        guard let name = name(at: start, trust: .large, signs: .list),
            name.upperBound < pieces.count,
            isClosed(after: name)
                || isProper(name.lowerBound) && reading.isCut(before: name.upperBound)
                    && !NameWords.leaders.contains(pieces[index])
                || reading.hasCase && pieces[name.lowerBound].startsLarge
                    && (reading.word(name.upperBound, in: NameWords.and) || hasComma(after: name))
        else { return nil }
        return name
    }

    /// "nama saya …", "nama lengkap: …", "nama guru tersebut …".
    private func named(at index: Int) -> Range<Int>? {
        // "Nama toko: Sinar Jaya", "Nama jalan : Suryanata"
        if reading.word(index + 1, in: NameWords.placeForms),
            !reading.word(index + 2, in: NameWords.owners)
        {
            return nil
        }
        var at = index + 1
        while at < pieces.count, at - index < 4, NameWords.owners.contains(pieces[at]),
            !reading.isCut(before: at)
        { at += 1 }
        let gap = at < pieces.count ? Array(reading.gap(before: at)) : []
        let isForm = gap.contains { $0 == ":" || $0 == "=" }
        let isPerson =
            reading.word(index, in: NameWords.personNamed)
            || at < pieces.count && reading.hasCase && pieces[at].startsLarge
                && !pieces[at].isLarge
        if at > index + 1 || isForm || isPerson, let name = name(at: at, trust: .full) {
            return name
        }
        // "Nama di STNK: Adrianus Tnunay"
        for form in at..<min(at + 4, pieces.count)
        where form > index + 1 && reading.gap(before: form).first == ":" {
            return name(at: form, trust: .full)
        }
        if let name = name(at: at, trust: .large, signs: .list) { return name }
        // "Nama saya Bulan, lahir …", "Nama saya Sabar.": a word as well, and who says so knows.
        if at > index + 1, reading.word(index + 1, in: NameWords.oneself), isLargeWord(at), !taken[at],
            reading.isJoined(at, by: [" "], most: 1),
            at + 1 == pieces.count || reading.gap(before: at + 1).first == ","
                || reading.gap(before: at + 1).first == "."
        {
            return at..<at + 1
        }
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
                || pieces[index + 1].startsLarge || isKnown(index + 1)
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

    /// "saya Masrufah dari Tabihi", "anak ulun Zidane": a name because of its large letter, or because it
    /// tells where she is from, or because the sentence ends.
    private func introduced(at index: Int, by person: Int) -> Range<Int>? {
        if let name = name(at: index + 1, trust: .large, signs: .list),
            isClosed(after: name) || hasComma(after: name)
                || (reading.hasCase && !pieces[name.lowerBound].startsLarge
                    ? isKnown(name.lowerBound) : looksGiven(name.lowerBound))
                || pieces[name.lowerBound].startsLarge && reading.hasCase
                    && NameWords.speakers.contains(pieces[person])
                    && !pieces[name.lowerBound].isLarge
        {
            return name
        }
        // "saya Puput honorer TU"
        if reading.word(person, in: NameWords.oneself), isProper(index + 1), pieces[index + 1].count > 3,
            index + 2 >= pieces.count || !pieces[index + 2].startsLarge || isKnown(index + 2)
                || hasComma(after: index + 1..<index + 2),
            let name = name(at: index + 1, trust: .full)
        {
            return name
        }
        guard let name = name(at: index + 1, trust: .full),
            !reading.hasCase
                || pieces[name.lowerBound].startsLarge && !pieces[name.lowerBound].isLarge,
            reading.word(name.upperBound, in: NameWords.from),
            pieces[name.lowerBound].count > 3
        else { return nil }
        return name
    }

    /// After the name stands where from, a number, or nothing more.
    func isClosed(after name: Range<Int>) -> Bool {
        let end = name.upperBound
        return end == pieces.count || reading.word(end, in: NameWords.from) || taken[end]
            || isPassive(pieces[end])
    }

    /// More like a name than like a word.
    private func looksGiven(_ index: Int) -> Bool {
        pieces[index].count > 3 && NameShapes.score(pieces[index], in: reading) > 0
    }

    /// "aku Gita, anak SMK …"
    func hasComma(after name: Range<Int>) -> Bool {
        name.count < 4 && name.upperBound < pieces.count
            && reading.gap(before: name.upperBound).first == ","
    }

    /// "Lestari Wulandari, warga RT 4": a given name begins the sentence, and where from follows.
    private func opening(at index: Int) -> Range<Int>? {
        if reading.word(index, in: NameWords.beforeBirthName),
            reading.word(index + 1, in: NameWords.birthNames)
        {
            return name(at: index, trust: .full, signs: .any)
        }
        if reading.hasCase, pieces[index].startsLarge, reading.isCut(before: index),
            let name = name(at: index, trust: .large, signs: .any),
            reading.word(name.upperBound, in: NameWords.livesOrIs)
        {
            return name
        }
        // "sarbani kandangan hulu melapor": the first word, where nobody writes large letters.
        if index == 0, !reading.hasCase, isListed(0), pieces[0].count > 4,
            let name = name(at: 0, trust: .known)
        {
            return name
        }
        // "Yohanes mhn izin", "Sugeng Hariti: sumur rusak".
        if reading.hasCase, pieces[index].startsLarge, isListed(index),
            reading.isCut(before: index),
            let name = name(at: index, trust: .known, signs: .any),
            reading.word(name.upperBound, in: NameWords.asking)
                || reading.word(name.upperBound, in: NameWords.address)
                || (name.upperBound...name.upperBound + 1).contains(where: { next in
                    next < pieces.count && reading.gap(before: next).first == ":"
                })
        {
            return name
        }
        // "ancal dari haratai": who he is, and from where.
        if index == 0, !reading.hasCase, pieces[0].count > 4,
            reading.word(1, in: NameWords.whence), pieces.count > 3, !pieces[2].isDigits,
            !NameWords.times.contains(pieces[2]), !NameWords.never.contains(pieces[2]),
            let name = name(at: 0, trust: .full), name.count == 1
        {
            return name
        }
        // "assalamualaikum galuh di angkinang"
        if !reading.hasCase, GivenNames.alsoWords.contains(pieces[index]),
            reading.word(index - 1, in: NameWords.greetings), reading.word(index + 1, in: NameWords.from)
        {
            return index..<index + 1
        }
        guard isKnown(index),
            reading.isCut(before: index) || reading.word(index - 1, in: NameWords.greetings)
                || index < 5 && reading.gap(before: index).first == ",",
            let name = name(at: index, trust: .large, signs: .any),
            reading.word(name.upperBound, in: NameWords.from)
        else { return nil }
        return name
    }
}
