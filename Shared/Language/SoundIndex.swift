// Finds the words of a list that sound like a given one: "abirau" is Habirau, "bakaroeng" Bakarung.

/// Words by how they sound to who writes them down: a recogniser, an old hand, one who speaks Banjar.
struct SoundIndex: Sendable {
    /// Shorter words sound like too many.
    static let minimumLength = 5

    private var bySound: [UInt64: [UInt32]] = [:]

    init() {}

    mutating func insert(_ word: ArraySlice<UInt8>, _ number: UInt32) {
        guard word.count >= SoundIndex.minimumLength else { return }
        bySound[SoundIndex.key(word), default: []].append(number)
    }

    /// The numbers of the words that sound like `letters`.
    func words(like letters: ArraySlice<UInt8>) -> [UInt32] {
        guard letters.count >= SoundIndex.minimumLength else { return [] }
        return bySound[SoundIndex.key(letters)] ?? []
    }

    private static func key(_ letters: ArraySlice<UInt8>) -> UInt64 {
        WordHash().joined(with: sound(letters)[...]).value
    }

    /// How a word sounds: a and e, o and u are one, an h or a nasal before another consonant is not
    /// heard, "oe" is u and "dj" is j.
    static func sound(_ letters: ArraySlice<UInt8>) -> [UInt8] {
        let spelled = Array(letters)
        var heard: [UInt8] = []
        var index = 0
        func letter(_ place: Int) -> UInt8 { place < spelled.count ? spelled[place] : 0 }
        func isConsonant(_ letter: UInt8) -> Bool {
            letter != 0 && !isVowel(letter) && letter != UInt8(ascii: "y")
        }
        while index < spelled.count {
            let (this, next) = (letter(index), letter(index + 1))
            var sound: UInt8? = this
            var count = 1
            switch (Character(UnicodeScalar(this)), Character(UnicodeScalar(next))) {
            case ("o", "e"): (sound, count) = (UInt8(ascii: "u"), 2)
            case ("d", "j"): (sound, count) = (UInt8(ascii: "j"), 2)
            case ("t", "j"): (sound, count) = (UInt8(ascii: "c"), 2)
            case ("h", _): sound = nil
            case ("n", "g"):
                if isConsonant(letter(index + 2)) { (sound, count) = (nil, 2) }
            case ("n", _), ("m", _): if isConsonant(next) { sound = nil }
            case ("e", _): sound = UInt8(ascii: "a")
            case ("o", _): sound = UInt8(ascii: "u")
            case ("w", _), ("y", _):
                // "bajayaw", "tamiyang".
                let vowel = UInt8(ascii: this == UInt8(ascii: "w") ? "u" : "i")
                if heard.last == vowel { sound = nil } else if !isVowel(next) { sound = vowel }
            case ("f", _), ("v", _): sound = UInt8(ascii: "p")
            case ("q", _): sound = UInt8(ascii: "k")
            case ("z", _): sound = UInt8(ascii: "j")
            default: break
            }
            if let sound, heard.last != sound { heard.append(sound) }
            index += count
        }
        return heard
    }

    private static func isVowel(_ letter: UInt8) -> Bool {
        switch letter {
        case 0x61, 0x65, 0x69, 0x6F, 0x75: true
        default: false
        }
    }
}
