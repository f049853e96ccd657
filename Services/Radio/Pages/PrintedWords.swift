// Words of a transcript as they are printed: without greetings, and only persons and agencies as answering.

extension Words {
    private static let greetings = Set(
        words: """
            assalamualaikum assalamualaikumwr asalamualaikum assalamuallaikum waalaikumsalam
            waalaikumussalam walaikumsalam waalaikumusalam alaikumsalam alaikumussalam waalaikum
            warahmatullah warahmatullahi wabarakatuh wabarakaatuh wabarokatuh wr wb wrwb halo hallo
            """)
    private static let partsOfDay = Set(words: "pagi siang sore petang malam")

    /// What is printed begins with the matter: a greeting at its front tells the reader nothing. Whom the
    /// speaker addresses stays, and so does a text that is nothing but a greeting.
    static func withoutGreeting(_ text: String) -> String {
        let words = text.split(separator: " ")
        let keys = words.map { $0.lowercased().filter(\.isLetter) }
        func key(_ index: Int) -> String { keys.indices.contains(index) ? keys[index] : "" }
        var next = 0
        while next < words.count {
            if greetings.contains(key(next)) {
                next += 1
            } else if key(next) == "selamat", partsOfDay.contains(key(next + 1)) {
                next += 2
            } else if key(next) == "wa", key(next + 1).hasPrefix("alaikum") {
                next += 2
            } else if key(next) == "salam", next > 0, key(next - 1).hasSuffix("alaikum") {
                next += 1
            } else if key(next).isEmpty, next > 0, !words[next].hasNumber {
                next += 1
            } else {
                break
            }
        }
        guard next > 0, next < words.count else { return text }
        let rest = words[next...].joined(separator: " ")
        return rest.prefix(1).uppercased() + rest.dropFirst()
    }

    private static let headings = Set(
        words: """
            tanggapan menanggapi jawaban jawab jwb jwban dijawab respon respons penjelasan disepakati
            kesepakatan keputusan diputuskan putusan hasil solusi tindak lanjut rtl rencana target batas
            tenggat spkt catatan keterangan dari oleh dan
            """)

    /// Whom a label of minutes names: `Tanggapan Dinas PUPR` is the agency, `Disepakati` is nobody.
    static func answerer(_ label: String) -> String? {
        let rest = label.split(separator: " ").drop { word in
            headings.contains(word.lowercased().filter(\.isLetter))
        }
        return rest.isEmpty ? nil : rest.joined(separator: " ")
    }

    /// Who signs the minutes of a meeting.
    static func signers(_ gathering: Gathering) -> [String] {
        switch gathering {
        case .radio: ["Penyiar", "Diskominfo", "Mengetahui"]
        case .forum: ["Notulis", "Pimpinan forum", "Mengetahui"]
        case .chat: ["Admin grup", "Diskominfo", "Mengetahui"]
        }
    }
}
