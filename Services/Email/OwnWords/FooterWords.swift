// The words of footers, in lower case, Indonesian and English.

enum FooterWords {
    static let mobileOpenings = [
        "sent from my ", "sent from ", "sent via ", "sent with ", "sent using ", "sent through ",
        "get outlook for ", "get bluemail for ", "get the ", "powered by ", "this email was sent from ",
        "typed on ", "composed on ", "written on my ", "dikirim dari ", "dikirim dengan ",
        "dikirim melalui ", "dikirim lewat ", "dikirim via ", "dikirim menggunakan ",
        "dikirim memakai ", "dikirim pakai ", "dikirimkan dari ", "terkirim dari ", "terkirim lewat ",
        "terkirim via ", "kirim dari ", "dikirim oleh ", "diperoleh dari ", "diperoleh ", "dapatkan ",
        "unduh ", "email ini dikirim dari ", "pesan ini dikirim dari ", "e-mail ini dikirim dari ",
        "email ini dikirim menggunakan ", "pesan ini dikirim menggunakan ",
        "pesan ini dikirim melalui ", "email ini dikirim melalui ", "diketik dari ", "diketik di ",
        "diketik dengan ", "ditulis dari ", "ditulis di ", "yahoo mail: ", "dari iphone saya",
        "dari ponsel saya", "dari hp saya",
    ]

    static let mobileOpeningBytes = Phrases(mobileOpenings)

    /// What a mobile footer names besides.
    static let devices: Set<String> = [
        "iphone", "ipad", "ipod", "android", "ponsel", "handphone", "hp", "smartphone", "telepon",
        "telpon", "seluler", "tablet", "perangkat", "gadget", "gawai", "phone", "mobile", "device",
        "samsung", "galaxy", "xiaomi", "redmi", "poco", "mi", "oppo", "vivo", "realme", "huawei",
        "honor", "infinix", "itel", "tecno", "nokia", "asus", "zenfone", "lenovo", "advan", "evercoss",
        "sony", "xperia", "lg", "htc", "motorola", "pixel", "oneplus", "blackberry", "windows", "ios",
        "yahoo", "ymail", "outlook", "gmail", "hotmail", "proton", "protonmail", "thunderbird",
        "spark", "bluemail", "zimbra", "roundcube", "mymail", "aquamail", "k-9", "k", "edison", "zoho",
        "mailbird", "emclient", "fairemail", "webmail", "mail", "aplikasi", "app", "telkomsel",
        "indosat", "xl", "smartfren", "macbook", "mac", "laptop", "komputer", "wifi",
    ]

    /// What people write who say where their letter comes from, or why.
    static let ofPeople: Set<String> = [
        "karena", "sebab", "mohon", "tolong", "harap", "maaf", "laporan", "lapor", "foto", "bukti",
        "video", "jalan", "rusak", "desa", "kantor", "warga", "rt", "rw", "balas", "hubungi",
        "tetangga", "anak", "because", "please", "photo", "pak", "bu", "bapak", "ibu",
        "kelurahan", "kecamatan", "kampung", "tapi", "tetapi", "jadi", "sehingga", "agar", "supaya",
        "bantuan",
    ]

    /// Words of a complaint, which a signature does not have.
    static let ofComplaints: Set<String> = [
        "mohon", "tolong", "harap", "rusak", "lapor", "melapor", "laporan", "kronologi", "lokasi",
        "catatan", "nb", "ps", "tambahan", "foto", "jalan", "lampu", "banjir", "sampah", "tidak",
        "belum", "sudah", "please", "berikut", "terlampir", "kami", "saya", "keluhan",
    ]

    /// In a disclaimer they would be somebody's own words.
    static let ofReporters: Set<String> = [
        "saya", "aku", "pelapor", "identitas", "laporan", "aduan", "pengaduan", "melapor",
        "melaporkan", "keluhan", "my",
    ]

    /// What no lawyer writes into a disclaimer: it is about a place, an office, or a wish.
    static let ofMatters: Set<String> = [
        "tolong", "jangan", "pak", "bu", "warga", "rt", "rw", "desa", "kelurahan", "kampung", "kades",
        "lurah", "camat", "bupati", "inspektorat", "pungli", "korupsi", "blt", "pdam", "pln",
    ]

    /// To whom a disclaimer speaks.
    static let ofReaders: Set<String> = [
        "anda", "you", "your", "recipient", "recipients", "addressee", "reader",
    ]

    static let wrongReaders = [
        "bukan penerima", "bukan merupakan penerima", "penerima yang dituju", "penerima yang dimaksud",
        "penerima yang sah", "penerima yang berhak", "penerima yang namanya", "penerima dimaksud",
        "penerima sebenarnya", "pihak yang dituju", "orang yang dituju", "alamat yang dituju",
        "individu atau",
    ]

    /// Words before the name of a place.
    static let ofPlaces: Set<String> = [
        "rt", "rw", "desa", "ds", "kelurahan", "kel", "kecamatan", "kec", "kampung", "kp", "dusun", "jalan",
        "jln", "jl", "gang", "gg", "depan", "dekat", "belakang", "samping", "seberang", "simpang", "pasar",
        "masjid", "langgar", "mushola", "sekolah", "sungai", "jembatan",
    ]

    static let closings = [
        "hormat saya", "hormat kami", "dengan hormat", "salam", "wassalam", "terima kasih",
        "terimakasih", "trims", "makasih", "regards", "best regards", "kind regards", "warm regards",
        "thanks", "thank you", "best,", "sincerely", "demikian", "atas perhatian", "ttd",
    ]

    static let office: Set<String> = [
        "kepala", "manager", "manajer", "staf", "staff", "direktur", "director", "sekretaris",
        "camat", "lurah", "bidang", "bagian", "seksi", "divisi", "dinas", "kantor", "pt", "cv", "tbk",
        "yayasan", "universitas", "pemerintah", "pemkab", "kecamatan", "kabupaten", "operator", "admin",
        "administrator", "office", "department", "ltd", "supervisor", "koordinator", "badan", "kasi",
        "kabid", "kasubag", "humas", "marketing", "sales", "lembaga", "puskesmas", "rsud", "sdn", "smpn",
    ]

    static let contact = [
        "telp", "tel", "telepon", "fax", "faks", "hp", "phone", "mobile", "wa", "whatsapp", "email",
        "e-mail", "website", "web", "situs", "t:", "m:", "f:", "e:", "p:", "m.", "t.", "office", "call",
        "+62", "(0",
    ]

    static let thisMail = [
        "pesan ini", "email ini", "e-mail ini", "surel ini", "surat elektronik ini", "komunikasi ini",
        "transmisi ini", "informasi yang terkandung", "informasi yang terdapat", "informasi dalam",
        "informasi di dalam", "isi email", "isi e-mail", "isi pesan", "isi surel", "lampirannya",
        "lampiran-lampirannya", "dokumen ini", "email dan", "e-mail dan", "pesan elektronik",
        "this message", "this email", "this e-mail", "this mail", "this communication",
        "this transmission", "this electronic", "information contained", "information transmitted",
        "information in this", "contents of this", "any attachment", "its attachment",
        "attachments to it", "attached files", "files transmitted", "this electronic mail",
    ]

    /// By topic. The first, secrecy, is also a citizen's wish.
    static let legal = [
        [
            "rahasia", "confidential", "privileged", "hak istimewa", "proprietary",
            "bersifat pribadi", "dilindungi hukum", "dilindungi oleh", "legally protected",
        ],
        [
            "penerima yang", "bukan penerima", "bukan merupakan penerima", "pihak yang dituju",
            "orang yang dituju", "alamat yang dituju", "individu atau", "hanya ditujukan",
            "ditujukan hanya", "ditujukan khusus", "diperuntukkan", "hanya untuk penerima",
            "hanya untuk digunakan", "penerima dimaksud", "penerima sebenarnya", "intended recipient",
            "intended for", "intended only", "intended solely", "solely for", "addressee",
            "for the use of", "to whom it is addressed", "to whom they are addressed",
            "individual or entity", "named recipient",
        ],
        [
            "karena kesalahan", "secara keliru", "karena keliru", "salah kirim", "salah alamat",
            "salah sasaran", "secara tidak sengaja", "karena kekeliruan", "in error", "by mistake",
            "erroneously",
        ],
        [
            "hapus", "musnahkan", "memusnahkan", "delete", "destroy", "erase",
        ],
        [
            "menyebarluaskan", "penyebarluasan", "menyebarkan", "penyebaran", "menyalin", "penyalinan",
            "mendistribusikan", "pendistribusian", "menggandakan", "penggandaan", "memperbanyak",
            "disseminat", "distribution", "distribute", "copying", "disclosure", "disclose",
            "unauthorized", "unauthorised", "tanpa izin", "tanpa seizin", "dilarang keras",
            "strictly prohibited",
        ],
        [
            "virus", "malware", "perangkat lunak berbahaya", "gangguan komputer",
        ],
        [
            "tidak bertanggung jawab", "tidak bertanggungjawab", "no liability", "not liable",
            "no responsibility", "not responsible", "accepts no", "tanggung jawab atas",
            "tidak menjamin", "not guarantee", "bebas dari tanggung jawab",
        ],
        [
            "tidak mewakili", "tidak mencerminkan", "belum tentu mewakili", "belum tentu mencerminkan",
            "tidak selalu mewakili", "tidak selalu mencerminkan", "not necessarily", "do not represent",
            "pandangan pribadi", "pendapat pribadi", "views expressed", "opinions expressed",
        ],
    ]

    /// The topics, by their first words, of what an office does not answer for.
    static let liability: Set<String> = ["tidak bertanggung jawab", "tidak mewakili"]

    static let headings = [
        "disclaimer", "penafian", "sanggahan", "pernyataan kerahasiaan", "pernyataan penyangkalan",
        "pemberitahuan kerahasiaan", "klausul kerahasiaan", "confidentiality", "confidential notice",
        "important notice", "legal notice", "notice:", "peringatan:", "perhatian:", "privileged",
        "email disclaimer", "catatan kerahasiaan", "confidential:", "rahasia:",
    ]

    /// Those of them that people write too.
    static let headingsOfPeople: Set<String> = [
        "perhatian:", "peringatan:", "rahasia:", "notice:", "confidential:", "privileged", "sanggahan",
    ]

    /// How the first line of such a paragraph begins, besides the headings.
    static let paragraphOpenings =
        thisMail + [
            "kertas", "mencetak", "dicetak", "before printing", "printing this", "print this",
            "cetak email", "cetak surel", "cetak e-mail", "environment", "unless otherwise",
            "please consider", "please don't print", "please do not print",
        ]

    static let antivirus: Set<String> = [
        "avast", "avg", "mailscanner", "kaspersky", "eset", "nod32", "bitdefender", "mcafee",
        "norton", "symantec", "smadav", "sophos", "messagelabs", "clamav", "barracuda", "avira",
    ]

    static let green: Set<String> = [
        "lingkungan", "environment", "hemat", "hematlah", "pohon", "tree", "trees", "bumi", "earth",
        "planet", "green", "perlu", "diperlukan", "necessary", "need", "hijau", "paper", "kertas",
    ]

    static let lists = [
        "you received this message because you are subscribed",
        "you are receiving this because you are subscribed", "to unsubscribe from this group",
        "anda menerima pesan ini karena anda berlangganan",
        "anda menerima pesan ini karena berlangganan",
        "anda menerima email ini karena anda berlangganan",
        "untuk berhenti berlangganan grup ini", "untuk berhenti berlangganan dan berhenti menerima",
        "untuk berhenti berlangganan dari grup", "/mailman/listinfo/", "mailing list -- ",
        "to unsubscribe send an email to", "groups.google.com/d/optout",
        "groups.google.com/d/msgid",
    ]

    /// Without one of these words no paragraph is a footer.
    static let gates = Phrases([
        "mail", "surel", "pesan", "messag", "virus", "disclaim", "penafian", "confiden", "rahasia",
        "notice", "informa", "berlangganan", "subscrib", "elektronik", "communicat", "transmi",
        "privileged", "malware", "sanggahan", "scanned", "komunikasi", "dokumen", "attach", "lampiran",
        "penyangkalan", "files", "groups.google", "peringatan", "perhatian",
    ])
}
