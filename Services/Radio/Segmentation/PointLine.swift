// A line of minutes by its words and its form: what the model of minutes knows of it.
import Language

/// One line; the row of a table is one.
struct PointLine {
    /// What the words before its colon name.
    enum Lead: String, CaseIterable {
        case none, agrees, answers, raises, closes, office, person, place, other
    }
    /// What it looks most like.
    enum Look: String, CaseIterable { case answers, agrees, office, person, raises, closes, plain }

    var form: LineForm
    /// More than one where it is the row of a table.
    var cells: Int
    var lead: Lead
    var leadWords: [String]
    var head: [String]
    var length: Int
    var isLoud: Bool
    var endsWithColon: Bool
    var hasColon: Bool
    var hasBracket: Bool
    var hasPlace: Bool
    var hasTitle: Bool
    var namesOffice: Bool
    var saysVillage: Bool
    var raises: Bool
    var answers: Bool
    var agrees: Bool
    var closes: Bool
    var saysRT: Bool
    var namesSection: Bool
    var saysWarga: Bool
    var capitals: Int
    var saysWhen: Bool
    var isApart: Bool
    var refersToNumber: Bool
    var goesBack: Bool
    var isAbout: Bool
    var lists: Bool
    var hints: [Hint]
    /// Words of a matter, by their stems.
    var words: Set<String>

    /// - Parameter row: the cells of a line, mostly one.
    init(_ row: ArraySlice<Reading>, _ places: PlaceNames) {
        let (reading, isRow) = (row[row.startIndex], row.count > 1)
        let said = row.map { reading in
            isRow ? [reading.turn.speaker, reading.turn.text].compactMap { $0 }.joined(separator: " ")
                : reading.turn.text
        }
        let text = said.joined(separator: " | ")
        form = reading.turn.form ?? LineForm()
        cells = row.count
        let label = isRow ? [] : Self.label(reading)
        leadWords = label.map(\.word)
        let tokens = isRow ? Tokens.split(text) : reading.tokens
        let head = tokens.prefix(12).map(\.word)
        self.head = head
        let full = reading.turn.speaker == nil || isRow ? tokens : label + tokens
        let near = Array(full.prefix(14))
        length = tokens.count
        isLoud = LineForm.isLoud(text[...])
        endsWithColon = text.last == ":"
        hasColon = text.prefix(60).contains(":")
        hasBracket = text.prefix(60).contains("(")
        hasPlace = near.indices.contains { places.length(near, at: $0) > 0 }
        hasTitle = near.prefix(4).contains { CallerName.titles.contains($0.word) }
        func says(_ words: Set<String>, _ count: Int) -> Bool {
            head.prefix(count).contains(where: words.contains)
        }
        saysVillage = says(PointWords.village, 4)
        // "Kepala Desa Bago" asks for his village as often as he answers for it.
        namesOffice = says(PointWords.offices, 4) && !saysVillage
        raises = says(PointWords.raising, 12)
        answers = says(PointWords.answering, 8)
        agrees = says(PointWords.agreeing, 12)
        closes = says(PointWords.closing, 4)
        saysRT = near.prefix(12).contains { $0.word == "rt" || $0.word == "rw" }
        namesSection = tokens.count < 10 && says(PointWords.sections, 6)
        saysWarga = head.contains("warga") || head.contains("seorang")
        capitals = tokens.prefix(5).count(where: \.isCapitalised)
        saysWhen = tokens.contains { PointWords.times.contains($0.word) }
        isApart = reading.turn.apart == true
        refersToNumber = row.contains { Points.reference($0) != nil }
        goesBack = says(PointWords.back, 4)
        isAbout = full.first.map { PointWords.about.contains($0.word) } ?? false
        lists = says(PointWords.ordinals, 3)
        hints = Hint.allCases.filter { hint in row.contains { $0.has(hint) } }
        words = Set(full.map(\.word).filter(SaidBefore.isMatter).map(SaidBefore.stem))
        lead = Self.lead(label, places)
    }

    /// The label, or what stands before a colon.
    private static func label(_ reading: Reading) -> [Token] {
        if let speaker = reading.turn.speaker { return Tokens.split(speaker) }
        let text = reading.turn.text
        guard let colon = text.prefix(60).firstIndex(of: ":") else { return [] }
        return reading.tokens.prefix(8).filter { $0.range.upperBound <= colon }
    }

    private static func lead(_ tokens: [Token], _ places: PlaceNames) -> Lead {
        guard !tokens.isEmpty else { return .none }
        func has(_ set: Set<String>) -> Bool { tokens.prefix(3).contains { set.contains($0.word) } }
        if has(FieldLabel.agreeing) || has(PointWords.agreeing) { return .agrees }
        if has(FieldLabel.answering) || has(PointWords.answering) { return .answers }
        if has(FieldLabel.raising) || has(PointWords.raising) || has(PointWords.topics) { return .raises }
        if has(PointWords.closing) { return .closes }
        if has(PointWords.offices), !has(PointWords.village) { return .office }
        if has(CallerName.titles) { return .person }
        return tokens.indices.contains { places.length(tokens, at: $0) > 0 } ? .place : .other
    }

    var look: Look {
        if answers || lead == .answers { return .answers }
        if agrees || lead == .agrees { return .agrees }
        if namesOffice || lead == .office { return .office }
        if hasPlace || hasTitle || saysRT || lead == .person || lead == .place { return .person }
        if raises || lead == .raises { return .raises }
        return closes || lead == .closes ? .closes : .plain
    }

    /// How far in, roughly.
    var depth: Int { form.indent == 0 ? 0 : form.indent < 3 ? 1 : form.indent < 6 ? 2 : 3 }

    /// Lines of one form do the same in most minutes.
    var shape: String {
        let sort = switch lead {
        case .none: ""
        case .raises, .answers, .agrees: lead.rawValue
        default: "label"
        }
        return "\(form.sign) \(depth) \(cells > 1) \(sort) \(isLoud)"
    }
}

/// Words by which minutes say who does what.
enum PointWords {
    static let raising = Set(
        words: """
            mengusulkan bertanya menanyakan mengeluhkan menyampaikan meminta memohon minta mohon \
            mempertanyakan mengadukan melaporkan lapor usul usulan keluhan pertanyaan aspirasi \
            masukan saran menyarankan mengharapkan berharap menceritakan menuturkan menyoroti \
            mengapresiasi menambahkan membacakan masalah permasalahan pengusul penanya \
            mengucapkan menginformasikan menyayangkan beralih mengemukakan bercerita mengadu \
            mengingatkan memuji puji memberitahukan memberitahu mengabarkan keluh tanya
            """)
    static let answering = Set(
        words: """
            jawaban dijawab menjawab ditanggapi menanggapi tanggapan menjelaskan penjelasan \
            menyanggupi mengakui menegaskan menyatakan memerintahkan berjanji membenarkan \
            berkata mengatakan dijelaskan disarankan menerangkan menerima dicatat mengaku jawab jwb jwbn tgp
            """)
    static let offices = Set(
        words: """
            kepala kadis camat sekretaris sekcam petugas wakil asisten direktur kabid kapus pj \
            apoteker kasi lurah sekda bupati dinas pihak ka puskesmas pdam pln dishub satpol inspektorat \
            penyuluh disdukcapil uptd kecamatan dpmd pupr dpupr dlh dinkes dinsos bpbd rsud bpjs \
            moderator pimpinan dirut kabag kadisdik kadinkes kadinsos kadistan kadishub kepsek \
            kasek humas manajer dewan dprd bkpsdm disdik
            """)
    static let village = Set(words: "desa kades pambakal pembakal bpd pemdes")
    static let agreeing = Set(
        words: """
            disepakati kesepakatan sepakat diputuskan keputusan akhirnya kesimpulan menyepakati disetujui \
            rtl tindak batas tenggat penanggung target mufakat
            """)
    static let closing = Set(
        words: """
            ditutup penutup istirahat jeda diskors doa notulis tembusan lampiran mengetahui pimpinan \
            dibuka break selesai menyanyikan pembukaan sambutan pemaparan paparan notulen hadir daftar \
            ishoma demikian tutup absen peserta undangan ttd kehadiran agenda susunan dokumentasi moderator
            """)
    static let sections = Set(
        words: """
            jalannya diskusi tanya dialog sesi masukan usulan aspirasi keluhan pertanyaan saran tanggapan \
            jawaban penjelasan kesepakatan rekapitulasi hasil penutup pembukaan lain-lain
            """)
    static let topics = Set(words: "warga isi uraian topik hal")
    static let back = Set(words: "beliau ia ybs bersangkutan tersebut itu tadi dia")
    static let about = Set(
        words: """
            untuk soal mengenai terkait adapun terhadap tentang perihal masalah utk ttg buat ad urusan kalau
            """)
    static let ordinals = Set(
        words: "pertama kedua ketiga keempat kelima berikutnya selanjutnya terakhir kemudian lalu")
    static let times = Set(
        words: """
            januari februari maret april mei juni juli agustus september oktober november desember \
            minggu hari besok bulan
            """)
}
