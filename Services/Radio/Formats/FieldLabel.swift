// Labels of minutes that say what a line is and not who speaks: "Usulan: …", "Tanggapan: …".
import Complaints

/// The words by which minutes name the parts of a point.
enum FieldLabel {
    /// What somebody raised.
    static let raising = Set(
        words: """
            usulan usul masalah permasalahan pertanyaan keluhan saran masukan warga pengusul penanya \
            penyampaian aspirasi aduan pengaduan isi disampaikan
            """)
    static let answering = Set(words: "tanggapan jawaban penjelasan jawab jwb jwbn tgp tanggapan/jawaban")
    static let agreeing = Set(
        words: """
            kesepakatan disepakati hasil batas tenggat target tindak rencana penanggung diputuskan \
            keputusan sepakat rtl spkt ksp putusan kpts
            """)
    /// Said by who raised the matter, or somebody beside him.
    private static let besides = Set(words: "tambahan sanggahan menambahkan lanjutan")

    static let all = raising.union(answering).union(agreeing).union(besides).union(["catatan"])

    /// Of these, what stands behind them is somebody: "Penanya Ibu Siti".
    private static let persons = Set(words: "warga penanya")
    private static let nobodys = all.subtracting(persons)

    /// Whether a word of a label is nobody's name.
    static func isNobodys(_ word: String) -> Bool { nobodys.contains(word.lowercased()) }

    /// What who raised it wants, where the label says so.
    static func kind(_ label: String) -> Kind? { kinds[first(label)] }

    private static let kinds: [String: Kind] = [
        "usulan": .aspiration, "usul": .aspiration, "aspirasi": .aspiration, "saran": .aspiration,
        "pertanyaan": .question, "keluhan": .complaint, "aduan": .complaint, "pengaduan": .complaint,
    ]

    static func first(_ label: String) -> String { String(label.lowercased().prefix { $0.isLetter }) }

    private static let formFields = Set(words: "pukul jam nama")
    private static let (fewestLines, leastShare) = (4, 3)

    /// Where enough lines are what was raised and what was answered, no heading need say that these are
    /// minutes.
    static func makeMinutes(_ lines: some Sequence<Substring>) -> Bool {
        var (raised, answered, filled, forms) = (0, 0, 0, 0)
        for line in lines where !line.allSatisfy(\.isWhitespace) {
            filled += 1
            if formFields.contains(first(String(LineForm.bare(line)))) { forms += 1 }
            switch field(line).map({ (isRaising: raises($0), word: $0) }) {
            case (true, _)?: raised += 1
            case (false, let word)? where answering.contains(word) || agreeing.contains(word): answered += 1
            default: break
            }
        }
        // A log with a form for each caller has them as well.
        return forms < 2 && raised >= 2 && answered >= 2 && raised + answered >= fewestLines
            && (raised + answered) * leastShare >= filled
    }

    private static func raises(_ word: String) -> Bool { raising.contains(word) && !persons.contains(word) }

    private static let longestLabel = 60

    /// The first word of a line's label, where it is a field's.
    private static func field(_ line: Substring) -> String? {
        let text = LineForm.bare(line)
        guard let colon = text.utf8.prefix(longestLabel).firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let word = first(String(text[..<colon]))
        return all.contains(word) ? word : nil
    }
}
