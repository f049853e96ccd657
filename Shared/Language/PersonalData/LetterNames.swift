// Letters said by their names: "de a sembilan satu satu nol ka be" is DA 9110 KB.

enum LetterNames {
    private static let values: MarkTable<String> = {
        var table: [UInt64: String] = [:]
        for (letter, names) in [
            "a": "a", "b": "b be", "c": "c ce se", "d": "d de", "e": "e", "f": "f ef", "g": "g ge",
            "h": "h ha", "i": "i", "j": "j je", "k": "k ka", "l": "l el", "m": "m em", "n": "n en",
            "o": "o", "p": "p pe", "q": "q ki", "r": "r er", "s": "s es", "t": "t te", "u": "u",
            "v": "v fe ve", "w": "w we", "x": "x eks ek", "y": "y ye", "z": "z zet",
        ] {
            for name in names.split(separator: " ") { table[MarkWords.hash(String(name))] = letter }
        }
        return MarkTable(table)
    }()

    /// The letter a piece says.
    static func letter(_ piece: Piece) -> String? { piece.isDigits ? nil : values[piece.hash] }
}
