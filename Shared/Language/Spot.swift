// The details that tell two spots in one village apart: road, gang, RT, RW, house number, kilometre,
// block,
// hamlet, estate, landmark.

/// What names a spot.
package enum SpotKind: String, Sendable, Hashable, CaseIterable {
    case road, lane, rt, rw, house, kilometre, block, hamlet, estate, landmark
}

/// One such detail in a text.
package struct SpotMention: Sendable, Hashable {
    package var kind: SpotKind
    /// Normalised: "12" for "dua belas" and for "012", "pramuka" for "Jl. Pramuka", "masjid" for
    /// "mesjid".
    package var value: String
    /// Offsets in Unicode scalars of the text, end exclusive, with the word that names the kind.
    package var start: Int
    package var end: Int
    /// The same stretch as words.
    package var tokens: Range<Int>
}

/// How one detail of two texts compares.
package enum Agreement: Sendable, Hashable {
    /// At least one of them does not say, or it cannot be told.
    case unknown
    case same
    case different
}

/// The details of a text, in their order.
package struct Spot: Sendable, Hashable {
    /// More details than this are not read: a text that names them is a list.
    package static let maximumMentions = 64

    package private(set) var mentions: [SpotMention]

    /// - Parameters:
    ///   - names: the numbers of the words of the places found in the text; they end the name of a road.
    package init(_ tokens: Tokens, names: Set<UInt64> = []) {
        var reader = SpotReader(tokens: tokens, names: names)
        mentions = reader.read()
    }

    /// The one value of a kind; `nil` when the text names none, or several different ones.
    package func only(_ kind: SpotKind) -> String? {
        let values = values(kind)
        guard let first = values.first, values.dropFirst().allSatisfy({ $0 == first }) else {
            return nil
        }
        return first
    }

    /// All values of a kind, in their order.
    package func values(_ kind: SpotKind) -> [String] {
        mentions.filter { $0.kind == kind }.map(\.value)
    }

    /// How a detail of two texts compares: different only when each names some and none of one can
    /// be one of the other.
    package func agreement(_ kind: SpotKind, with other: Spot) -> Agreement {
        let (mine, theirs) = (values(kind), other.values(kind))
        guard !mine.isEmpty, !theirs.isEmpty else { return .unknown }
        var isUnclear = false
        for value in mine {
            for their in theirs {
                switch Spot.compare(kind, value, their) {
                case .same: return .same
                case .unknown: isUnclear = true
                case .different: break
                }
            }
        }
        return isUnclear ? .unknown : .different
    }

    private static func compare(_ kind: SpotKind, _ first: String, _ second: String) -> Agreement {
        switch kind {
        case .road, .lane, .hamlet, .estate, .landmark:
            SpotName(first).agreement(with: SpotName(second))
        case .rt, .rw, .house, .kilometre, .block:
            first == second ? .same : .different
        }
    }
}

/// Reads the details off the words of a text, from left to right.
private struct SpotReader {
    let tokens: Tokens
    let names: Set<UInt64>
    private var text: String { tokens.text }
    private var words: PlainWords { PlainWords(tokens: tokens) }
    private var mentions: [SpotMention] = []

    /// Words of a road's name that are read.
    private static let maximumNameWords = 3
    /// Words a number is made of, at most.
    private static let maximumNumberWords = 8
    /// Fillers a speaker may put before a number.
    private static let maximumFillers = 2

    /// The words as they are written, each made when it is asked for: few are.
    private struct PlainWords {
        let tokens: Tokens
        var count: Int { tokens.count }
        subscript(_ index: Int) -> String { tokens[index].plain }
    }

    init(tokens: Tokens, names: Set<UInt64>) {
        self.tokens = tokens
        self.names = names
    }

    mutating func read() -> [SpotMention] {
        var index = 0
        while index < tokens.count, mentions.count < Spot.maximumMentions {
            index = max(index + 1, readMention(at: index) ?? 0)
        }
        return mentions
    }

    /// Reads what begins at a word; the word after it, if something did.
    private mutating func readMention(at index: Int) -> Int? {
        let isRoad = isSlippedRoad(index)
        guard isRoad || SpotWords.openings.contains(tokens.plainNumber(index)) else { return nil }
        let word = words[index]
        if let kind = SpotWords.kinds[word] ?? lettered(at: index) ?? (isRoad ? .road : nil) {
            switch kind {
            case .road: return road(index)
            case .rt, .rw: return neighbourhood(index, kind)
            case .house: return house(index)
            case .kilometre: return kilometre(index)
            case .lane, .hamlet, .estate: return named(index, kind)
            case .block: return block(index)
            case .landmark: return nil
            }
        }
        if SpotWords.beside.contains(word) { return landmark(index) }
        if SpotWords.crossings.contains(word) || isCrossing(index) {
            let end = isCrossing(index) ? index + 2 : index + 1
            let isThree = ["tiga", "3"].contains(words[end - 1])
            let value = word == "simpang" && isThree ? "pertigaan"
                : word == "simpang" ? "perempatan" : word
            return add(.landmark, value, index..<end)
        }
        return nil
    }

    private func isCrossing(_ index: Int) -> Bool {
        words[index] == "simpang" && index + 1 < words.count
            && ["tiga", "empat", "3", "4"].contains(words[index + 1])
    }

    private mutating func add(_ kind: SpotKind, _ value: String, _ range: Range<Int>) -> Int {
        mentions.append(
            SpotMention(
                kind: kind, value: value, start: tokens[range.lowerBound].start,
                end: tokens[range.upperBound - 1].end, tokens: range))
        return range.upperBound
    }

    /// "r.t. 05", "er te lima": the letters apart.
    private func lettered(at index: Int) -> SpotKind? {
        guard ["r", "er"].contains(words[index]), index + 1 < words.count else { return nil }
        switch words[index + 1] {
        case "t", "te": return .rt
        case "w", "we": return .rw
        default: return nil
        }
    }

    /// "jalna", "jlaan".
    private func isSlippedRoad(_ index: Int) -> Bool {
        let letters = tokens.plainLetters(index)
        return (4...6).contains(letters.count) && Slip.isAtMostOne(letters, SpotWords.roadLetters[...])
            && !SpotWords.notRoads.contains(words[index])
    }

    /// What stands between a word and the one before it.
    private func gap(before index: Int) -> Substring {
        guard index > 0, index < tokens.count else { return "" }
        return text[tokens[index - 1].range.upperBound..<tokens[index].range.lowerBound]
    }

    /// Where a number may begin after its word: behind a point, a colon, a filler.
    private func numberStart(after index: Int) -> Int? {
        var next = index + 1
        var fillers = 0
        while next < words.count {
            guard !gap(before: next).contains("\n") else { return nil }
            guard fillers < Self.maximumFillers, SpotWords.fillers.contains(words[next]) else {
                return next
            }
            fillers += 1
            next += 1
        }
        return nil
    }

    /// A number with the letter that may follow it: "12", "dua belas", "12a".
    private func number(at index: Int, tolerant: Bool) -> (value: String, end: Int)? {
        let word = words[index]
        let digits = word.utf8.prefix { (0x30...0x39).contains($0) }.count
        if digits > 0, digits < word.utf8.count {
            let letters = word.dropFirst(digits)
            guard letters.count == 1, let value = Numerals.digits(String(word.prefix(digits)))
            else { return nil }
            return ("\(value)\(letters)", index + 1)
        }
        var plain = (index..<min(index + Self.maximumNumberWords, words.count)).map { words[$0] }
        // A filler within the words of a number: "dua eee belas".
        if digits == 0, plain.count > 2, SpotWords.fillers.contains(plain[1]),
            let whole = Numerals.number(in: [plain[0], plain[2]], at: 0), whole.words == 2
        {
            plain.remove(at: 1)
            return Numerals.number(in: plain, at: 0, tolerant: tolerant).map {
                (String($0.value), index + $0.words + 1)
            }
        }
        return Numerals.number(in: plain, at: 0, tolerant: tolerant).map {
            (String($0.value), index + $0.words)
        }
    }

    private mutating func neighbourhood(_ index: Int, _ kind: SpotKind) -> Int? {
        let label = lettered(at: index) == nil ? index : index + 1
        guard let start = numberStart(after: label) else { return nil }
        // "RT/RW 03/02".
        if kind == .rt, SpotWords.kinds[words[start]] == .rw {
            guard let first = numberStart(after: start), let rt = number(at: first, tolerant: true)
            else { return nil }
            var end = add(.rt, rt.value, index..<rt.end)
            if end < words.count, let rw = number(at: end, tolerant: false) {
                end = add(.rw, rw.value, end..<rw.end)
            }
            return end
        }
        guard let first = number(at: start, tolerant: true) else { return nil }
        var end = add(kind, first.value, index..<first.end)
        guard end < words.count else { return end }
        // "RT 03/02" names the RW too; "RT 3 dan 4" both RTs.
        if kind == .rt, gap(before: end) == "/", let rw = number(at: end, tolerant: false) {
            return add(.rw, rw.value, end..<rw.end)
        }
        while mentions.count < Spot.maximumMentions, end < words.count {
            var next = end
            if SpotWords.joining.contains(words[end]) {
                next += 1
            } else if !["-", "&", " & ", " - ", "–"].contains(gap(before: end)) {
                break
            }
            if next < words.count, SpotWords.kinds[words[next]] == kind { break }
            guard next < words.count, Numerals.digits(words[next]) != nil,
                let more = number(at: next, tolerant: false)
            else { break }
            end = add(kind, more.value, next..<more.end)
        }
        return end
    }

    /// "nomor berkas 117", "pelanggan nomor 4402": one household's own, told as exactly as its house.
    private mutating func file(_ index: Int) -> Int? {
        let isBehind = index + 1 < words.count && SpotWords.ofFile.contains(words[index + 1])
        guard isBehind || index > 0 && SpotWords.ofFile.contains(words[index - 1]),
            let start = numberStart(after: isBehind ? index + 1 : index),
            words[start].utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return add(.house, "berkas \(words[start])", index..<start + 1)
    }

    private mutating func house(_ index: Int) -> Int? {
        if let end = file(index) { return end }
        if index > 0, SpotWords.notHouse.contains(words[index - 1]) { return nil }
        guard let start = numberStart(after: index),
            let found = number(at: start, tolerant: false)
        else { return nil }
        if found.end < words.count {
            if SpotWords.afterDocument.contains(words[found.end]) { return nil }
            if gap(before: found.end).hasPrefix("/") { return nil }
        }
        // "anak nomor dua" is no house, unless an address is near.
        let isSpelled = words[start].utf8.first.map { !(0x30...0x39).contains($0) } ?? true
        let isOfHouse = index > 0 && ["rumah", "rmh"].contains(words[index - 1])
        if isSpelled, !isOfHouse, !hasAddress(around: index..<found.end) { return nil }
        return add(.house, found.value, index..<found.end)
    }

    /// How many words away the rest of an address may stand.
    private static let addressReach = 8

    private func hasAddress(around range: Range<Int>) -> Bool {
        let near = max(0, range.lowerBound - Self.addressReach)
            ..< min(words.count, range.upperBound + Self.addressReach)
        return mentions.contains { $0.tokens.overlaps(near) }
            || near.contains { place in
                guard !range.contains(place), let kind = SpotWords.kinds[words[place]] else {
                    return false
                }
                return kind == .rt || kind == .rw || kind == .lane
            }
    }

    /// "km 5,5"; "3 km" is a length.
    private mutating func kilometre(_ index: Int) -> Int? {
        if index > 0, Numerals.digits(words[index - 1]) != nil { return nil }
        guard let start = numberStart(after: index),
            let found = number(at: start, tolerant: false)
        else { return nil }
        if found.end < words.count, [",", "."].contains(gap(before: found.end)),
            Numerals.digits(words[found.end]) != nil, words[found.end].utf8.count == 1
        {
            return add(
                .kilometre, "\(found.value),\(words[found.end])", index..<(found.end + 1))
        }
        return add(.kilometre, found.value, index..<found.end)
    }

    /// "blok C 4", "blok c4".
    private mutating func block(_ index: Int) -> Int? {
        guard index + 1 < words.count, words[index + 1].utf8.count <= 3,
            !SpotWords.ends.contains(words[index + 1]), SpotWords.kinds[words[index + 1]] == nil
        else { return nil }
        var value = words[index + 1]
        var end = index + 2
        if value.utf8.count == 1, end < words.count, Numerals.digits(words[end]) != nil,
            gap(before: end).utf8.count <= 1
        {
            value += words[end]
            end += 1
        }
        return add(.block, value, index..<end)
    }

    /// A gang, hamlet or estate by number or name.
    private mutating func named(_ index: Int, _ kind: SpotKind) -> Int? {
        guard let start = numberStart(after: index) else { return nil }
        if let roman = Numerals.roman(words[start]) {
            return add(kind, String(roman), index..<(start + 1))
        }
        if let found = number(at: start, tolerant: false) {
            return add(kind, found.value, index..<found.end)
        }
        guard let (value, end) = name(from: index + 1, isRoad: false) else { return nil }
        return add(kind, value, index..<end)
    }

    private mutating func road(_ index: Int) -> Int? {
        var start = index + 1
        // "jl. jalan", "jalan raya".
        while start < words.count, ["raya", "jalan", "jl", "jln"].contains(words[start]) { start += 1 }
        guard start < words.count, let (value, end) = name(from: start) else { return nil }
        return add(.road, value, index..<end)
    }

    /// A name of one to three words, without titles; a number at its end belongs to it ("Melati 2").
    private func name(from start: Int, isRoad: Bool = true) -> (value: String, end: Int)? {
        var kept: [String] = []
        var dropped: String?
        var end = start
        var isCapital: Bool?
        while end < words.count, kept.count < Self.maximumNameWords {
            let word = words[end]
            if end > start || end > 0 {
                let between = gap(before: end)
                let isHard = between.contains { ",;:\n()/".contains($0) }
                // "A. Yani", "Jl. Melati": a point after something short ends nothing.
                let isFullStop =
                    between.contains { ".!?".contains($0) } && words[end - 1].utf8.count > 4
                if isHard || isFullStop { break }
            }
            if let number = Numerals.digits(word) ?? (kept.isEmpty ? nil : Numerals.roman(word)) {
                guard !kept.isEmpty, word.utf8.count <= 3 else { break }
                return (kept.joined(separator: " ") + " \(number)", end + 1)
            }
            let isEnd = SpotWords.ends.contains(word) && kept.last != "lintas"
            if isEnd || SpotWords.kinds[word] != nil { break }
            if SpotWords.fillers.contains(word) {
                end += 1
                continue
            }
            if !kept.isEmpty, names.contains(tokens.plainNumber(end)) { break }
            let capital = text[tokens[end].range].first?.isUppercase ?? false
            if isCapital == true, !capital { break }
            isCapital = isCapital ?? capital
            if word.utf8.count == 1 || SpotWords.titles.contains(word) {
                dropped = word
            } else {
                kept.append(word)
            }
            end += 1
        }
        if kept.isEmpty, let dropped, dropped.utf8.count > 1 { kept = [dropped] }
        guard let first = kept.first, first.utf8.count >= 3 else { return nil }
        // "jalan Batu Mandi" is the road of the village, whichever that is.
        if isRoad, kept.allSatisfy({ names.contains(Tokens.number(of: $0.utf8)) }) { return nil }
        // Fillers at the end belong to the sentence.
        while end > start, SpotWords.fillers.contains(words[end - 1]) { end -= 1 }
        return (kept.joined(separator: " "), end)
    }

    /// "depan masjid", "dekat kantor camat", "samping SDN 2".
    private mutating func landmark(_ index: Int) -> Int? {
        var start = index + 1
        while start < words.count, SpotWords.fillers.contains(words[start]) { start += 1 }
        guard start < words.count, SpotWords.landmarks[words[start]] != nil else { return nil }
        var value = SpotWords.canonicalLandmark(words[start])
        var end = start + 1
        if end < words.count, !gap(before: end).contains(where: { ".,;:\n".contains($0) }) {
            let word = words[end]
            if let number = Numerals.digits(word) {
                value += " \(number)"
                end += 1
            } else if ["kantor", "balai", "pos", "pondok"].contains(value),
                !SpotWords.ends.contains(word) || ["desa", "kelurahan", "kecamatan"].contains(word),
                SpotWords.kinds[word] == nil
            {
                value += " \(word)"
                end += 1
            } else if word.utf8.count >= 4, !SpotWords.ends.contains(word),
                !names.contains(tokens.plainNumber(end)),
                SpotWords.kinds[word] == nil, !SpotWords.beside.contains(word),
                text[tokens[end].range].first?.isUppercase ?? false
            {
                value += " \(word)"
                end += 1
            }
        }
        return add(.landmark, value, index..<end)
    }
}

extension SpotWords {
    /// One word for each landmark: "mesjid" is "masjid".
    static func canonicalLandmark(_ word: String) -> String {
        guard let number = landmarks[word] else { return word }
        return canonicalNames[number] ?? word
    }

    private static let canonicalNames: [UInt8: String] = landmarks.reduce(into: [:]) { names, entry in
        let old = names[entry.value]
        names[entry.value] = old.map { min(longest($0, entry.key), longest(entry.key, $0)) } ?? entry.key
    }

    private static func longest(_ a: String, _ b: String) -> String {
        a.utf8.count == b.utf8.count ? min(a, b) : a.utf8.count > b.utf8.count ? a : b
    }
}
