// A log kept as a form for each caller, one field a line:
//   Pukul   : 20.06
//   Nama    : Hamsan, Wasah Hulu
//   Isi     : saluran tersier katutupan rumput …
//   Jawaban : alat gali masuk tgl 22
// becomes labelled speech: `Penelepon 1 (Hamsan, Wasah Hulu): …`, `Narasumber: …`. As many lines as there
// were.

enum LogForms {
    private static let name: Set<String> = ["nama", "penelepon", "penelpon", "pelapor", "pengirim"]
    private static let told: Set<String> = [
        "isi", "keluhan", "aduan", "laporan", "pesan", "pertanyaan", "masalah", "usul", "usulan", "uraian",
    ]
    private static let answered: Set<String> = [
        "jawaban", "jawab", "tanggapan", "respon", "penjelasan", "janji", "dijawab",
    ]
    private static let noted: Set<String> = [
        "pukul", "jam", "waktu", "no", "nomor", "ket", "keterangan", "catatan", "status", "media", "via",
        "saluran",
    ]
    /// Who fills in so many forms keeps a log.
    private static let fewestForms = 3
    /// "Alamat" and "Desa" stand beside the name, and are his place.
    private static let place: Set<String> = ["alamat", "desa", "asal", "kelurahan", "kampung"]

    /// The lines as labelled speech; `nil` where the file is no such log.
    static func speech(_ lines: [Substring]) -> [Substring]? {
        let fields = lines.map(field)
        func count(_ words: Set<String>) -> Int {
            fields.count { $0.map { words.contains($0.word) } ?? false }
        }
        guard count(name) >= fewestForms, count(told) >= fewestForms, count(answered) >= 1 else {
            return nil
        }
        var (number, who, isOpen) = (0, "", false)
        return zip(lines, fields).map { line, field in
            guard let (word, rest) = field else { return line }
            // A name behind what was told begins the next form.
            if !isOpen, name.contains(word) { (number, who, isOpen) = (number + 1, "", true) }
            if name.contains(word) || place.contains(word) {
                let words = rest.filter { $0 != "(" && $0 != ")" }.foldingWhiteSpace()
                if words.contains(where: \.isLetter), !words.hasPrefix("-") {
                    who += (who.isEmpty ? "" : ", ") + words
                }
                return ""
            }
            if noted.contains(word) { return Substring("(" + line.foldingWhiteSpace() + ")") }
            isOpen = false
            if answered.contains(word) { return Substring("Narasumber: " + rest) }
            return Substring("Penelepon \(max(1, number))\(who.isEmpty ? "" : " (\(who))"): " + rest)
        }
    }

    /// "Isi lg  : …": the field, in small letters, and what stands in it.
    private static func field(_ line: Substring) -> (word: String, rest: Substring)? {
        guard let colon = line.prefix(24).firstIndex(of: ":") else { return nil }
        let words = line[..<colon].lowercased().split { !$0.isLetter }.map(String.init)
        guard let word = words.first, words.count <= 2,
            name.contains(word) || told.contains(word) || answered.contains(word) || noted.contains(word)
                || place.contains(word)
        else { return nil }
        return (word, Timecode.trim(line[line.index(after: colon)...]))
    }
}
