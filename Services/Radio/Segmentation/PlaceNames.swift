// Names of villages and districts, so that "di bangkau anu pupuk" ends at the right word.

/// The place names of a region for the segmenter; without them capitals and cue words must do.
package struct PlaceNames: Sendable {
    private var byFirstWord: [String: [[String]]] = [:]
    /// First words as they sound.
    private var sounds: Set<[UInt8]> = []

    package init(_ names: [String] = []) {
        for name in names {
            let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
            guard let first = words.first, first.count > 2 else { continue }
            byFirstWord[first, default: []].append(Array(words.dropFirst()))
            if let sound = Self.sound(first) { sounds.insert(sound) }
        }
        for key in byFirstWord.keys { byFirstWord[key]?.sort { $0.count > $1.count } }
    }

    /// Whether a word sounds as a name begins: "amparaya" heard as "ampiraya".
    func soundsKnown(_ word: String) -> Bool { Self.sound(word).map(sounds.contains) ?? false }

    /// The consonants without doubles and breaths; `nil` for words too short to tell.
    private static func sound(_ word: String) -> [UInt8]? {
        guard word.utf8.count >= 5 else { return nil }
        var sound: [UInt8] = []
        for letter in word.utf8 where !"aeiouhyw".utf8.contains(letter) && letter != sound.last {
            sound.append(letter)
        }
        return sound.count >= 3 ? sound : nil
    }

    /// How many words from `index` on are a place name; 0 when none.
    func length(_ tokens: [Token], at index: Int) -> Int {
        guard index < tokens.count, let names = byFirstWord[tokens[index].word] else { return 0 }
        for rest in names where index + rest.count < tokens.count {
            if rest.indices.allSatisfy({ tokens[index + 1 + $0].word == rest[$0] }) {
                return rest.count + 1
            }
        }
        return 0
    }
}
