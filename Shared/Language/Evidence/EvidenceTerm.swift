// What of a text can speak for an agency: words, their stems, pairs of stems, pieces of words, topics.

/// One thing a text may hold that speaks for or against an agency.
package enum EvidenceTerm: Sendable, Hashable {
    /// A word in its normal form: `paving`.
    case word(String)
    /// A stem, whatever stands around it: `~baik` for "diperbaiki".
    case stem(String)
    /// Two stems side by side: `lampu jalan`.
    case pair(String, String)
    /// Four or five letters of a word, so that a slip of the pen hides nothing: `drai*`, `*rain*`, `*nase`.
    case piece(Letters)
    /// A topic of the region pack is spoken of: `#jalan_rusak`.
    case topic(String)
    /// It is the strongest of the text: `#jalan_rusak!`.
    case strongestTopic(String)
    /// No topic was found: `#`.
    case noTopic

    /// Up to five letters, a blank for the beginning or the end of the word, packed for speed.
    package struct Letters: Sendable, Hashable {
        var packed: UInt64
    }

    /// Terms of one kind are weighed together: each kind has the length one.
    package enum Kind: Int, Sendable, CaseIterable {
        case word, stem, pair, piece, topic
    }

    package var kind: Kind {
        switch self {
        case .word: .word
        case .stem: .stem
        case .pair: .pair
        case .piece: .piece
        case .topic, .strongestTopic, .noTopic: .topic
        }
    }

    /// The topic a term is about.
    package var topicID: String? {
        switch self {
        case .topic(let id), .strongestTopic(let id): id
        default: nil
        }
    }
}

extension EvidenceTerm {
    /// Letters of a piece.
    static let pieceLengths = 4...5

    /// As written in an evidence file.
    package var text: String {
        switch self {
        case .word(let word): word
        case .stem(let stem): "~" + stem
        case .pair(let first, let second): first + " " + second
        case .piece(let letters): letters.text
        case .topic(let id): "#" + id
        case .strongestTopic(let id): "#" + id + "!"
        case .noTopic: "#"
        }
    }

    /// Reads a term as written in an evidence file; `nil` when it cannot be one.
    package init?(_ text: String) {
        if text == "#" {
            self = .noTopic
        } else if text.hasPrefix("#") {
            let id = String(text.dropFirst())
            self = id.hasSuffix("!") ? .strongestTopic(String(id.dropLast())) : .topic(id)
        } else if text.contains("*") {
            guard let letters = Letters(text) else { return nil }
            self = .piece(letters)
        } else if text.hasPrefix("~") {
            guard EvidenceTerm.isWord(text.dropFirst()) else { return nil }
            self = .stem(String(text.dropFirst()))
        } else {
            let words = text.split(separator: " ", omittingEmptySubsequences: false)
            guard words.allSatisfy(EvidenceTerm.isWord) else { return nil }
            switch words.count {
            case 1: self = .word(text)
            case 2: self = .pair(String(words[0]), String(words[1]))
            default: return nil
            }
        }
    }

    private static func isWord(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || (0x30...0x39).contains($0.value)
            }
    }
}

extension EvidenceTerm.Letters {
    private static let blank = UInt64(0x20)

    /// Written with a star where the word goes on.
    var text: String {
        let scalars = (0..<8).map { UInt8(truncatingIfNeeded: packed >> (8 * $0)) }
            .prefix { $0 != 0 }
        let inner = scalars.filter { $0 != 0x20 }
        let begin = scalars.first == 0x20 ? "" : "*"
        return begin + String(decoding: inner, as: UTF8.self) + (scalars.last == 0x20 ? "" : "*")
    }

    init?(_ text: String) {
        let inner = text.split(separator: "*", omittingEmptySubsequences: true)
        guard inner.count == 1, inner[0].utf8.allSatisfy({ (0x61...0x7A).contains($0) })
        else { return nil }
        var bytes = Array(inner[0].utf8)
        if !text.hasPrefix("*") { bytes.insert(0x20, at: 0) }
        if !text.hasSuffix("*") { bytes.append(0x20) }
        guard EvidenceTerm.pieceLengths.contains(bytes.count) else { return nil }
        packed = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Every piece of a word, in order. Words with other than Latin letters have none.
    static func all(of word: String, _ body: (EvidenceTerm.Letters) -> Void) {
        // What the whole word says, the word itself says.
        guard word.utf8.count > EvidenceTerm.pieceLengths.lowerBound - 2,
            word.utf8.allSatisfy({ (0x61...0x7A).contains($0) })
        else { return }
        for length in EvidenceTerm.pieceLengths where word.utf8.count + 2 > length {
            let mask = (UInt64(1) << (8 * UInt64(length))) - 1
            let top = 8 * UInt64(length - 1)
            // The window slides: the oldest letter leaves at the low end.
            var window = blank << top
            var filled = 1
            for byte in word.utf8 {
                window = (window >> 8 | UInt64(byte) << top) & mask
                filled += 1
                if filled >= length { body(EvidenceTerm.Letters(packed: window)) }
            }
            body(EvidenceTerm.Letters(packed: (window >> 8 | blank << top) & mask))
        }
    }
}
