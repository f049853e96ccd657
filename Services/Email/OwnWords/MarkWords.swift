// The words of marks, in lower case, Indonesian and English.

enum MarkWords {
    static let original = [
        "pesan asli", "pesan sebelumnya", "pesan awal", "pesan orisinal", "pesan original",
        "surat asli", "email asli", "e-mail asli", "surel asli", "original message",
        "original mail", "original email", "original e-mail", "reply message",
    ]

    static let forwarded = [
        "forwarded message", "forwarded mail", "forwarded email", "forwarded by",
        "begin forwarded message", "start of forwarded message", "pesan terusan",
        "pesan yang diteruskan", "pesan yg diteruskan", "pesan diteruskan", "diteruskan oleh",
        "email terusan", "email yang diteruskan", "e-mail yang diteruskan", "email diteruskan",
        "surel yang diteruskan", "awal pesan terusan", "awal pesan yang diteruskan",
        "mulai pesan terusan", "mulai pesan yang diteruskan", "mulai meneruskan pesan",
        "terusan pesan", "meneruskan pesan",
    ]

    static let forwardedBytes = Phrases(forwarded)

    static let attributionOpenings = [
        "pada ", "tanggal ", "tgl ", "tgl. ", "di ", "on ",
    ]

    static let attributionOpeningBytes = Phrases(attributionOpenings)

    static let verbs = [
        " menulis", " menuliskan", " menulis sebagai berikut", " menulis sbb", " menulis ini",
        " telah menulis", " berkata", " ditulis", " wrote", " writes", " said",
    ]

    static let verbBytes = Phrases(verbs.map { String($0.dropFirst()) })

    static let fields: [String: Marks.Field] = {
        var fields: [String: Marks.Field] = [:]
        for name in ["dari", "from", "pengirim", "sender"] { fields[name] = .from }
        for name in sentByProgram.union(["tanggal", "tgl", "date", "waktu", "hari", "tanggal kirim"]) {
            fields[name] = .sent
        }
        for name in ["kepada", "ke", "untuk", "to", "penerima"] { fields[name] = .to }
        for name in ["perihal", "subjek", "subyek", "subject", "hal", "judul"] {
            fields[name] = .subject
        }
        for name in [
            "cc", "tembusan", "bcc", "salinan", "lampiran", "attachments", "attachment", "reply-to",
            "balas ke", "importance", "prioritas", "priority", "kepentingan", "pentingnya", "organization",
            "user-agent", "message-id", "in-reply-to", "resent-from", "balas-ke",
        ] { fields[name] = .other }
        return fields
    }()

    /// Labels people do not write in the head of a letter.
    static let sentByProgram: Set<String> = [
        "dikirim", "terkirim", "kirim", "sent", "dikirim pada", "sent on", "sent at", "date sent",
    ]
}
