// Where something is that stands by a thing everybody knows: "lampu di jembatan", "di ujung jembatan",
// "petasan di lapangan voli". The thing says where, unless it is what is complained about.
import Language

enum StandingSpot {
    /// The landmark a text names behind a word for where, as one word for each of its names, and the matter
    /// it would be by itself.
    ///
    /// - Parameter matter: what the text is about: a broken bridge is no landmark of itself.
    static func landmark(_ words: LinkWords, matter: UInt8) -> (name: String, matter: UInt8)? {
        guard MatterWords.atSpot.contains(matter) || MatterWords.ofPlace.contains(matter)
            || MatterWords.sold.contains(matter)
        else { return nil }
        for index in 1..<max(1, words.count)
        where placing.contains(words.tokens.plainNumber(index - 1)) {
            let found = table[words.tokens.plainNumber(index)] ?? table[words.tokens.normalNumber(index)]
            if let (name, own) = found, own != matter { return (name, own) }
        }
        return nil
    }

    private static let placing = LinkWord.numbers("di d ujung ke menuju kepala kaki atas bawah arah")

    /// Each name of a landmark, with the matter it would be by itself.
    private static let table: [UInt64: (String, UInt8)] = {
        var table: [UInt64: (String, UInt8)] = [:]
        for (words, matter) in [
            ("jembatan titian jambatan jmbtn", "jembatan"),
            ("pemakaman pekuburan kuburan alkah makam", "kuburan"), ("lapangan lap", "taman"),
            ("dermaga", "dermaga"), ("terminal", "angkot"), ("gerbang", ""), ("bundaran", ""),
        ] {
            let name = words.split(separator: " ").first.map(String.init) ?? ""
            for word in words.split(separator: " ") {
                table[LinkWord.number(String(word))] = (name, MatterWords.number(matter))
            }
        }
        return table
    }()
}
