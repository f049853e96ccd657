// What who complains by e-mail is told: `email:` in phrases.yaml.
package import ServiceKit

/// Texts of the mails a region sends by itself, in Bahasa Indonesia.
package struct MailPhrases: Sendable {
    /// The complaint's mark is written behind it.
    package var receiptSubject = "Laporan Anda kami terima"
    /// ``numberMark`` stands for the tracking number.
    package var receipt = """
        Yth. Bapak/Ibu,

        Laporan Anda kami terima dan tercatat dengan nomor

            {nomor}

        Simpan nomor ini. Bila ada yang ingin ditambahkan (lokasi, foto, keterangan),
        cukup balas surel ini tanpa mengubah judulnya.

        Surel ini dikirim otomatis oleh layanan pengaduan.
        """
    /// Of a message that comes without one.
    package var subject = "Laporan Anda"
    /// Where the tracking number goes in ``receipt``.
    package static let numberMark = "{nomor}"

    package init() {}

    /// Reads `phrases.yaml` of a region pack; what it does not say has its default.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package static func load(directory: String) throws(ConfigurationError) -> MailPhrases {
        let problems = YAMLProblems()
        let map = try YAMLFile.read(path: directory + "/phrases.yaml", problems: problems).map()
        let phrases = MailPhrases(map.optionalMap("email"))
        try problems.throwIfAny()
        return phrases
    }

    /// - Parameter map: the part `email`, if there is one.
    init(_ map: YAMLMap?) {
        guard let map else { return }
        receiptSubject = map.string("receipt_subject", default: receiptSubject)
        receipt = map.string("receipt", default: receipt)
        subject = map.string("subject", default: subject)
        if !receipt.contains(Self.numberMark) {
            map.fail("lacks \(Self.numberMark) for the tracking number", at: "receipt")
        }
        map.finish()
    }
}
