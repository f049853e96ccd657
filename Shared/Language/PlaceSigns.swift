// Whether anything around a bare name says that a place is meant, and what says that it is only a word.

/// The words of a text around its mentions.
struct PlaceSigns {
    /// A text with so few words besides the name says nothing else: the answer to a question.
    static let answerWords = 2
    /// "listrik di badaun": so many words before and behind a name are looked at.
    static let reach = 2

    let mentions: [PlaceMention]
    let tokens: Tokens
    let cues: [PlaceCue?]

    private var words: [Word] { tokens.words }

    /// Somebody speaks of a place: "di", "warga", "rt 3", "listrik" or "gelap" beside it, or nothing else
    /// is said.
    func isPlaced(_ mention: PlaceMention) -> Bool {
        let around = mention.around
        if around.level != nil || around.isAfterPreposition || around.isResidence
            || around.isRoad || around.isIncident || mention.isCorrection
        {
            return true
        }
        let isWhole =
            words.count <= mention.tokens.count + PlaceSigns.answerWords
            && words.indices.allSatisfy {
                mention.tokens.contains($0) || words[$0].isStopWord || !mention.isWord
                    || cues[$0].map { $0.isLink || $0.isMatter || $0 == .well || $0 == .already }
                        ?? false
            }
        return isWhole && !around.isTitled && !around.isThing
            || isMatterBefore(mention) || isMatterBehind(mention) || isHeading(mention)
            || isTag(mention)
    }

    /// "listrik Badaun", "banjir besar Bakarung".
    private func isMatterBefore(_ mention: PlaceMention) -> Bool {
        var index = mention.tokens.lowerBound
        let last = max(0, index - PlaceSigns.reach)
        while index > last, !words[index].opensSentence, gap(before: index) < 2 {
            index -= 1
            if cues[index]?.isMatter == true || cues[index] == .attend { return true }
            if cues[index] == .thing || cues[index] == .lack { return false }
        }
        return false
    }

    /// "Badaun jalan rusak", "Badaun gelap", "Badaun, Bajayau dan".
    private func isMatterBehind(_ mention: PlaceMention) -> Bool {
        var index = mention.tokens.upperBound
        let end = min(words.count, index + PlaceSigns.reach)
        while index < end, cues[index]?.isSkipped == true || cues[index] == .with { index += 1 }
        guard index < end, !words[index].opensSentence else { return false }
        switch cues[index] {
        case .matter, .trouble, .road, .neighbourhood: return true
        // "Hariti minta penerangan": people ask, and things do not.
        case .asking: return isFirst(mention)
        // "jembatan", "puskesmas"; but not "di".
        case .preposition: return words[index].plain.count > 4
        default: return false
        }
    }

    /// "Kapuh: bidan jarang datang", "bamban min, truk parkir sembarangan".
    private func isHeading(_ mention: PlaceMention) -> Bool {
        let end = mention.tokens.upperBound
        guard isFirst(mention), end < words.count else { return false }
        if between(end - 1, end).contains(0x3A) || between(end - 1, end).first == 0x2C {
            return true
        }
        return cues[end] == .title && end + 1 < words.count
            && between(end, end + 1).first == 0x2C
    }

    /// "madang rt 02", "Madang: posyandu tutup", "madang tolong dibantu": where a message begins with it
    /// even a word of every day is a name.
    func isCalled(_ mention: PlaceMention) -> Bool {
        let end = mention.tokens.upperBound
        guard isFirst(mention), end < words.count, !mention.around.isTitled else { return false }
        if between(end - 1, end).first == 0x3A { return true }
        guard cues[mention.tokens.lowerBound] != .newly, !words[end].opensSentence
        else { return false }
        return cues[end] == .neighbourhood || cues[end] == .asking
    }

    private func isFirst(_ mention: PlaceMention) -> Bool {
        mention.tokens.lowerBound == 0 || words[mention.tokens.lowerBound].opensSentence
    }

    /// "jembatan roboh #hariti".
    private func isTag(_ mention: PlaceMention) -> Bool {
        let start = mention.tokens.lowerBound
        return start > 0 && between(start - 1, start).last == 0x23
    }

    /// "X dapat", "X belum", but not "X saja": what is said of a place as well as of a thing.
    func isCompared(_ mention: PlaceMention) -> Bool {
        let end = mention.tokens.upperBound
        return end < words.count && !words[end].opensSentence
            && (cues[end] == .well || cues[end] == .already || cues[end] == .lack
                || cues[end] == .only && end + 2 < words.count && cues[end + 1] == .skip
                    && cues[end + 2] == .lack)
    }

    /// The word again or a part of it, which is how words are doubled: "bakarung-karung", "kuning muning".
    func isDoubled(_ mention: PlaceMention) -> Bool {
        if mention.tokens.count > 1 { return isDoubledBefore(mention) }
        let index = mention.tokens.lowerBound
        let name = tokens.letters(words[index].plain)
        if index + 1 < words.count, !words[index + 1].opensSentence {
            let next = tokens.letters(words[index + 1].plain)
            if next.count >= 4, next.count < name.count, name.suffix(next.count) == next {
                return true
            }
        }
        guard index > 0, !words[index].opensSentence else { return false }
        let last = tokens.letters(words[index - 1].plain)
        guard last.count >= 4 else { return false }
        return name.count == last.count + 2 && name.prefix(last.count) == last
            || name.count == last.count && name.first != last.first
                && name.dropFirst() == last.dropFirst()
    }

    /// "siang siang gantung jemuran": the first word belongs to the word before.
    private func isDoubledBefore(_ mention: PlaceMention) -> Bool {
        let index = mention.tokens.lowerBound
        return index > 0 && !words[index].opensSentence
            && words[index].plain.hash == words[index - 1].plain.hash
            && (index < 2 || cues[index - 2]?.isPreposition != true)
    }

    /// "kada hariti", "jangan hamak": what is not done, or to be done, is a verb.
    func isVerb(_ mention: PlaceMention) -> Bool {
        let index = mention.tokens.lowerBound
        let end = mention.tokens.upperBound
        return index > 0
            && (cues[index - 1] == .lack || cues[index - 1] == .modal || cues[index - 1] == .dont)
            && !words[index].opensSentence
            && !mention.isCapitalised && (end == cues.count || cues[end] != .only)
    }

    /// "dibaluti": a verb as well as "di Baluti".
    func isGluedVerb(_ mention: PlaceMention) -> Bool {
        guard mention.tokens.count == 1, mention.fit == .exact,
            mention.written == mention.letters + 2
        else { return false }
        let letters = tokens.letters(words[mention.tokens.lowerBound].plain)
        return letters.first == 0x64 && letters.last == 0x69
    }

    /// "meja dari kayu abang": what it is made of, where nobody comes or moves from there.
    func isMaterial(_ mention: PlaceMention) -> Bool {
        let from = mention.tokens.lowerBound - 1
        guard from > 0, cues[from] == .from, !mention.isCapitalised, !words[from].opensSentence
        else { return false }
        // "iya dari Pakan Dalam", but "meja dari kayu abang".
        let isOpening = from == 1 || words[from - 1].opensSentence
        guard !isOpening || !words[from - 1].isEveryday && !words[from - 1].isStopWord
        else { return false }
        switch cues[from - 1] {
        case .we, .residence, .living, .kin, .title, .person, .skip, .moving, .homeward, .from,
            .here, .there, .parent:
            return false
        default: return !isMatterBehind(mention)
        }
    }

    /// "Batu Laki jalannya amblas": what a place has, right behind its name.
    func isTopic(_ mention: PlaceMention) -> Bool {
        let end = mention.tokens.upperBound
        guard end < words.count, !words[end].opensSentence, cues[end] == .matter else {
            return false
        }
        let letters = tokens.letters(words[end].plain)
        return letters.suffix(2).elementsEqual("ya".utf8) || letters.last == 0x78
    }

    /// Somebody stumbles over a word: "hamak eh hama", "melinau eh melihat".
    func isStumble(_ mention: PlaceMention) -> Bool {
        var index = mention.tokens.upperBound
        let end = min(words.count, index + 3)
        guard index < end, cues[index] == .apology else { return false }
        while index < end, cues[index] == .apology || cues[index]?.isSkipped == true { index += 1 }
        guard index < end, !mentions.contains(where: { $0.tokens.contains(index) })
        else { return false }
        let name = tokens.letters(words[mention.tokens.lowerBound].plain)
        let next = tokens.letters(words[index].plain)
        return zip(name, next).prefix { $0 == $1 }.count >= 2 && abs(name.count - next.count) < 3
    }

    /// A plant, a food or goods before it: "soto balimau", "lombok kami badaun".
    func isThing(_ mention: PlaceMention) -> Bool {
        var index = mention.tokens.lowerBound
        let last = max(0, index - PlaceSigns.reach)
        while index > last, !words[index].opensSentence {
            index -= 1
            if cues[index] == .thing || cues[index] == .person || cues[index] == .firm {
                return true
            }
        }
        let end = mention.tokens.upperBound
        // "Pandak Daun: sapi masuk kebun".
        return end < cues.count && !words[end].opensSentence && cues[end] == .thing
            && !between(end - 1, end).contains(0x3A)
    }

    /// "toko obat Telaga Bidadari", "Pandan Sari Residence", "perumahan Bumi Berkat Indah": it is only
    /// called like the place, and may be anywhere.
    func isFirm(_ mention: PlaceMention) -> Bool {
        let end = mention.tokens.upperBound
        let isOpen = end < words.count && !words[end].opensSentence
        if isOpen, cues[end] == .brand { return true }
        guard mention.around.level == nil else { return false }
        var index = mention.tokens.lowerBound
        let last = max(0, index - PlaceSigns.reach)
        while index > last, !words[index].opensSentence {
            index -= 1
            if cues[index] == .firm { return true }
            if cues[index] == .estate, isOpen, cues[end] == .flourish { return true }
            if cues[index]?.isPreposition == true { return false }
        }
        return false
    }

    /// Bytes between two words that follow each other.
    func between(_ first: Int, _ second: Int) -> Substring.UTF8View.SubSequence {
        let utf8 = tokens.text.utf8
        let lower = utf8.index(utf8.startIndex, offsetBy: Int(words[first].upper))
        let upper = utf8.index(utf8.startIndex, offsetBy: Int(words[second].lower))
        return Substring(tokens.text[lower..<max(lower, upper)]).utf8[...]
    }

    private func gap(before index: Int) -> Int {
        Int(words[index].lower) - Int(words[index - 1].upper)
    }
}
