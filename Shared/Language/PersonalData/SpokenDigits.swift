// Digits that somebody reads out, in Indonesian and in Banjar: "nol delapan satu dua", "dobel lima".

enum SpokenDigits {
    private static let values: MarkTable<UInt8> = {
        var table: [UInt64: UInt8] = [:]
        for (value, words) in [
            "nol kosong nul kusung nool", "satu asa esa", "dua dwa due", "tiga talu telu",
            "empat ampat mpat pat", "lima limma", "enam anam nem", "tujuh pitu tujoh",
            "delapan lapan walu dlapan dalapan", "sembilan sanga smbilan sambilan",
        ].enumerated() {
            for word in words.split(separator: " ") {
                table[MarkWords.hash(String(word))] = UInt8(value)
            }
        }
        return MarkTable(table)
    }()
    /// "dobel satu" is 11, "triple nol" is 000.
    static func times(_ piece: Piece) -> Int? {
        if twice.contains(piece) { return 2 }
        return thrice.contains(piece) ? 3 : nil
    }

    private static let twice = MarkWords("dobel double dabel dobol dubel dobal dople ganda kembar")
    private static let thrice = MarkWords("triple tripel trepel tripal tripple")
    /// "kosong tiga kali" is 000.
    static let repeated = MarkWords("kali")
    /// No digit stands so often in a row.
    static let mostRepeated: UInt8 = 5
    static let tens = MarkWords("puluh")
    static let teens = MarkWords("belas balas walas")
    static let ten = MarkWords("sepuluh sapuluh")
    static let eleven = MarkWords("sebelas sabalas sawalas")
    /// "lima ribu" is an amount, no number of a person.
    static let units = MarkWords(
        """
        ratus ribu juta milyar miliar triliun rebu rb jt persen rupiah perak
        """)
    /// What is said between the groups of a number.
    static let pauses = MarkWords(
        """
        strip spasi garis titik e eh em anu nah lalu terus ya jeda habis itu lagi kali koma
        """)

    static func value(_ piece: Piece) -> UInt8? { piece.isDigits ? nil : values[piece.hash] }
}
