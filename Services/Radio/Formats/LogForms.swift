// A log kept as a form for each caller, one field a line:
//   Pukul   : 20.06
//   Nama    : Hamsan, Wasah Hulu
//   Isi     : saluran tersier katutupan rumput …
//   Jawaban : alat gali masuk tgl 22
// becomes labelled speech: `Penelepon 1 (Hamsan, Wasah Hulu): …`, `Narasumber: …`. As many lines as there
// were.

enum LogForms {
    /// What stands in a field. "Alamat" and "Desa" stand beside the name, and are his place.
    private enum Field { case name, place, told, answered, noted }

    private static let fields: [String: Field] = {
        var fields: [String: Field] = [:]
        for (field, words) in [
            (Field.name, "nama penelepon penelpon pelapor pengirim"),
            (.place, "alamat desa asal kelurahan kampung"),
            (.told, "isi keluhan aduan laporan pesan pertanyaan masalah usul usulan uraian"),
            (.answered, "jawaban jawab tanggapan respon penjelasan janji dijawab"),
            (.noted, "pukul jam waktu no nomor ket keterangan catatan status media via saluran"),
        ] {
            for word in words.split(separator: " ") { fields[String(word)] = field }
        }
        return fields
    }()
    /// Who fills in so many forms keeps a log.
    private static let fewestForms = 3

    /// The lines as labelled speech; `nil` where the file is no such log.
    static func speech(_ lines: [Substring]) -> [Substring]? {
        let fields = lines.map(field)
        func count(_ field: Field) -> Int { fields.count { $0?.field == field } }
        guard count(.name) >= fewestForms, count(.told) >= fewestForms, count(.answered) >= 1 else {
            return nil
        }
        var (number, who, isOpen) = (0, "", false)
        return zip(lines, fields).map { line, field in
            guard let (field, rest) = field else { return line }
            switch field {
            case .name, .place:
                // A name behind what was told begins the next form.
                if field == .name, !isOpen { (number, who, isOpen) = (number + 1, "", true) }
                let words = rest.filter { $0 != "(" && $0 != ")" }.foldingWhiteSpace()
                if words.contains(where: \.isLetter), !words.hasPrefix("-") {
                    who += (who.isEmpty ? "" : ", ") + words
                }
                return ""
            case .noted: return Substring("(" + line.foldingWhiteSpace() + ")")
            case .answered:
                isOpen = false
                return Substring("Narasumber: " + rest)
            case .told:
                isOpen = false
                return Substring(
                    "Penelepon \(max(1, number))\(who.isEmpty ? "" : " (\(who))"): " + rest)
            }
        }
    }

    /// "Isi lg  : …": the field, and what stands in it.
    private static func field(_ line: Substring) -> (field: Field, rest: Substring)? {
        guard let colon = line.prefix(24).firstIndex(of: ":") else { return nil }
        let words = line[..<colon].lowercased().split { !$0.isLetter }
        guard let word = words.first, words.count <= 2, let field = fields[String(word)] else { return nil }
        return (field, Timecode.trim(line[line.index(after: colon)...]))
    }
}
