// What a line of minutes is by its words: a heading, somebody who raises something, an answer, an agreement.

extension Points {
    /// "5. Jawaban Kepala Puskesmas …", "8. Apoteker menjelaskan …".
    static func answersByNumber(_ reading: Reading) -> Bool {
        let head = reading.tokens.prefix(5).map(\.word)
        guard let first = head.first, reading.label == nil else { return false }
        return ["jawaban", "atas", "tanggapan", "dijawab", "ditanggapi", "menjawab"].contains(first)
            || offices.contains(first) && head.dropFirst().contains(where: answering.contains)
    }

    /// "atas no. 3": the number of the point that is answered.
    static func reference(_ reading: Reading) -> Int? {
        let tokens = reading.tokens.prefix(10)
        for index in tokens.indices.dropLast()
        where ["no", "nomor", "butir", "poin", "point"].contains(tokens[index].word) {
            if let number = Int(tokens[index + 1].word) { return number }
        }
        return nil
    }

    /// "Terhadap d", "ad. c", in a list "2 | b | Guru bantu …": the letter of a point, which is no initial.
    static func pointNamed(_ reading: Reading, inList isList: Bool) -> Int? {
        let text = reading.turn.speaker ?? reading.turn.text
        let head = Tokens.split(text).prefix(2)
        guard head.count == 2, head[1].word.utf8.count == 1, let letter = head[1].word.utf8.first,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter),
            // "Menjawab A. Rahman"
            pointing.contains(head[0].word)
                || referring.contains(head[0].word) && !text[head[1].range.upperBound...].hasPrefix(".")
                || isList && Int(head[0].word) != nil
        else { return nil }
        return Int(letter) - 96
    }

    private static let pointing: Set<String> = ["terhadap", "ad", "huruf"]
    private static let referring: Set<String> = ["menanggapi", "menjawab", "atas"]

    static func words(of name: String?) -> Set<String> {
        Set((name ?? "").lowercased().split { !$0.isLetter }.map(String.init))
            .subtracting(CallerName.titles).filter { $0.count >= 3 }
    }

    /// - Parameter isInside: short lines are no headings, unless they are loud or name a section.
    static func heading(_ reading: Reading, isInside: Bool) -> Sort? {
        guard reading.turn.speaker == nil else { return nil }
        // "KESEPAKATAN (dibacakan ulang oleh Camat, …)": how it went is no part of the heading.
        let whole = reading.turn.text[...]
        let bracket = whole.last == ")" ? whole.firstIndex(of: "(") : nil
        let text = bracket.map { Timecode.trim(whole[..<$0]) } ?? whole
        let tokens = reading.tokens.prefix { $0.range.lowerBound < text.endIndex }
        guard (1...14).contains(tokens.count) else { return nil }
        let ends = text.last.map { ".;".contains($0) } ?? true
        let isShort = tokens.count <= 8 && !ends && !text.contains(":")
        guard Outline.isLoud(text) || isShort || tokens.count <= 2 else { return nil }
        let words = Set(tokens.map(\.word))
        func has(_ list: String) -> Bool { !words.isDisjoint(with: Set(words: list)) }
        if has("kesepakatan rekapitulasi disepakati rekap rtl keputusan rekomendasi tindak") {
            return .agrees
        }
        if has("jawaban tanggapan penjelasan respon") {
            // "MASUKAN DAN TANGGAPAN": each with its answer.
            let isWithMatters = has("masukan usulan usul pertanyaan keluhan aspirasi saran diskusi tanya")
                || has("peserta warga hadirin masyarakat permasalahan penyampaian")
            return isWithMatters ? .raises : .answers
        }
        if has(
            "penutup pembukaan sambutan peserta undangan hadir tembusan lampiran agenda dokumentasi")
        {
            return .general
        }
        return isInside && !Outline.isLoud(text) ? nil : .raises
    }

    static let raising = Set(
        words: """
            mengusulkan bertanya menanyakan mengeluhkan menyampaikan meminta memohon minta mohon \
            mempertanyakan mengadukan melaporkan lapor usul usulan keluhan pertanyaan aspirasi \
            masukan saran menyarankan mengharapkan berharap menceritakan menuturkan menyoroti \
            mengapresiasi menambahkan membacakan warga masalah permasalahan pengusul penanya \
            mengucapkan menginformasikan menyayangkan beralih mengemukakan bercerita mengadu \
            mengingatkan memuji puji memberitahukan memberitahu mengabarkan
            """)
    private static let answering = Set(
        words: """
            jawaban dijawab menjawab ditanggapi menanggapi tanggapan menjelaskan penjelasan \
            menyanggupi mengakui menegaskan atas menyatakan memerintahkan berjanji membenarkan \
            berkata mengatakan dijelaskan disarankan menerangkan menerima dicatat serah mengaku
            """)
    private static let offices = Set(
        words: """
            kepala kadis camat sekretaris sekcam petugas wakil asisten direktur kabid kapus pj \
            apoteker kasi lurah sekda bupati jawaban atas tanggapan dinas penjelasan dijawab \
            ditanggapi pihak ka puskesmas pdam pln dishub satpol inspektorat penyuluh disdukcapil \
            uptd kecamatan kepada dpmd
            """)
    private static let agreeing = Set(
        words: "disepakati kesepakatan sepakat diputuskan keputusan akhirnya kesimpulan")

    /// The label names somebody, not what the line is.
    static func isPerson(_ reading: Reading) -> Bool {
        let first = reading.label?.key.split(separator: " ").first.map(String.init)
        return first.map { !FieldLabel.raising.contains($0) } ?? false
    }

    /// What the label of a line says.
    static func field(_ reading: Reading) -> Sort? {
        guard let label = reading.label else { return nil }
        let head = Set(label.key.split(separator: " ").prefix(2).map(String.init))
        if !head.isDisjoint(with: FieldLabel.besides) { return nil }
        if !head.isDisjoint(with: FieldLabel.agreeing) { return .agrees }
        if !head.isDisjoint(with: FieldLabel.answering) { return .answers }
        // "Disampaikan Bupati": not who raised it.
        if head.contains("disampaikan"), label.role == .regent || label.role == .official { return .answers }
        if !head.isDisjoint(with: FieldLabel.raising) { return .raises }
        // "Bu Misnah (ketua PKK)" is named as a citizen is; "Bu Camat" is not.
        let words = label.key.split(separator: " ").map(String.init)
        if let first = words.first, CallerName.titles.contains(first), label.name != nil {
            return .raises
        }
        // "PJ Farmasi (Apt. Nita)", "Moderator (Sdri. Erna)"
        if let first = words.first, reading.turn.point == nil {
            if chairing.contains(first) {
                return reading.tokens.prefix(6).contains { leading.contains($0.word) } ? .general : .answers
            }
            if serving.contains(first) { return .answers }
        }
        switch label.role {
        case .official, .regent: return .answers
        case .caller: return .raises
        default: return nil
        }
    }

    /// A field of answers or agreements, whoever gave them.
    static func answerField(_ reading: Reading) -> Sort? {
        let head = Set(reading.label?.key.split(separator: " ").prefix(2).map(String.init) ?? [])
        if !head.isDisjoint(with: FieldLabel.agreeing) { return .agrees }
        return head.isDisjoint(with: FieldLabel.answering) ? nil : .answers
    }

    /// What an unlabelled line below a point is: the matter itself, if the point was only a name.
    static func below(_ reading: Reading, isFirst: Bool) -> Sort {
        let head = reading.tokens.prefix(6).map(\.word)
        if head.contains(where: agreeing.contains) { return .agrees }
        if isFirst { return .raises }
        if head.prefix(3).contains(where: offices.contains) { return .answers }
        return head.contains(where: raising.contains) ? .raises : .answers
    }

    static func raisesByName(_ reading: Reading) -> Bool {
        field(reading) == .raises
            || reading.tokens.prefix(10).contains { raising.contains($0.word) }
    }

    private static let summing = Set(words: "rangkuman ringkasan kesimpulan tutup penutup")
    private static let gathering = Set(
        words: "rapat forum acara sidang musyawarah pertemuan daftar yg yang")
    static let closing = Set(
        words: """
            ditutup penutup istirahat jeda diskors doa notulis tembusan lampiran mengetahui pimpinan \
            penulis juru dibuka break selesai menyanyikan pembukaan sambutan pemaparan paparan \
            hal-hal lain-lain lain2 lainnya notulen hadir daftar rehat ishoma demikian tutup snack
            """)

    /// A few loud words that name no section.
    static func isTitle(_ reading: Reading) -> Bool {
        reading.turn.speaker == nil && reading.tokens.count <= longestTitle
            && Outline.isLoud(reading.turn.text[...]) && heading(reading, isInside: true) == .raises
    }

    private static let longestTitle = 8

    /// "A. LISTRIK": what is spoken of below it, and no part of the meeting.
    static func isTopic(_ reading: Reading) -> Bool {
        isTitle(reading) && !closes(reading) && !reading.tokens.contains { sections.contains($0.word) }
    }

    private static let sections = Set(
        words: """
            jalannya diskusi tanya dialog sesi masukan usulan aspirasi keluhan pertanyaan penyampaian \
            permasalahan pembahasan hasil catatan notulen peserta warga forum
            """)

    /// "Berdasarkan pembahasan tersebut disepakati hal-hal sebagai berikut:": what follows is a list of it.
    static func listsAgreements(_ reading: Reading) -> Bool {
        reading.turn.speaker == nil && reading.turn.text.last == ":"
            && !reading.tokens.prefix(12).contains { CallerName.titles.contains($0.word) }
            && reading.tokens.contains { agreeing.contains($0.word) || $0.word == "menyepakati" }
    }

    /// "== DISDUKCAPIL ==", "2. DESA BAJAYAU", "B. Urusan Pertanian": whose matters follow.
    static func names(_ reading: Reading) -> Bool {
        let text = reading.turn.text
        if text.hasPrefix("=="), text.hasSuffix("==") { return true }
        guard reading.turn.speaker == nil, reading.tokens.count <= longestName,
            let first = reading.tokens.first, text.last?.isLetter == true
        else { return false }
        return fields.contains(first.word) || areas.contains(first.word) && Outline.isLoud(text[...])
    }

    private static let longestName = 6
    private static let fields = Set(words: "urusan bidang")
    private static let areas = Set(words: "desa kelurahan kecamatan dinas")

    /// "Beliau juga meminta lampu", "- Menanyakan pula …", "Kedua, …": something else of the same person.
    static func asksBesides(_ reading: Reading) -> Bool {
        let head = reading.tokens.prefix(6).map(\.word)
        if let first = head.first, first == "kedua" || first == "ketiga" { return true }
        guard let besides = head.firstIndex(where: { $0 == "juga" || $0 == "pula" }) else { return false }
        let near = head[max(0, besides - 1)...min(head.count - 1, besides + 1)]
        return near.contains(where: raising.contains)
    }

    /// "Kedua, saudara Fahriadi mengusulkan …": a matter of its own, though the same person's.
    static func isSecond(_ reading: Reading) -> Bool {
        guard let first = reading.tokens.first?.word else { return false }
        return ["kedua", "ketiga", "keempat"].contains(first)
            && reading.tokens.prefix(10).contains { raising.contains($0.word) }
    }

    /// Somebody, who heads no office, asks for something.
    static func asks(_ reading: Reading) -> Bool {
        reading.label == nil && !isOffice(reading) && !closes(reading)
            && reading.tokens.prefix(16).contains { raising.contains($0.word) }
    }

    /// The end, or a break: nobody's matter.
    static func closes(_ reading: Reading) -> Bool {
        // "Rangkuman Camat: …", "10.05 tutup. …"
        if let first = reading.turn.speaker.map(FieldLabel.first) ?? reading.tokens.first(where: {
            !$0.word.hasNumber
        })?.word, summing.contains(first) { return true }
        if isPreamble(reading) || sumsUp(reading) { return true }
        guard reading.label == nil || reading.label?.role == nil else { return false }
        let head = reading.tokens.prefix(3).map(\.word)
        let isGathering = head.first.map(gathering.contains) ?? false
        return field(reading) == nil
            && head.prefix(isGathering ? 3 : 1).contains(where: closing.contains)
    }

    /// "Pada hari ini, Selasa …, telah dilaksanakan …", "Forum …, hadir Pak Camat, …": when, where and who.
    private static func isPreamble(_ reading: Reading) -> Bool {
        guard reading.label == nil else { return false }
        let head = reading.tokens.prefix(3).map(\.word)
        func says(_ words: Set<String>) -> Bool { reading.tokens.contains { words.contains($0.word) } }
        if says(Points.asking) { return false }
        if head == ["pada", "hari", "ini"] { return true }
        return head.first.map(gathering.contains) ?? false && says(["hadir", "dihadiri"])
    }

    private static let asking = Set(
        words: "mengeluhkan mengadukan meminta memohon mengusulkan menanyakan mempertanyakan melaporkan")

    /// "Sebelum tutup Pak Camat membacakan ulang: …", "Camat membacakan rangkuman: …", "Catatan: …".
    private static func sumsUp(_ reading: Reading) -> Bool {
        if reading.label?.key == "catatan" { return !reading.tokens.contains { asking.contains($0.word) } }
        let head = reading.tokens.prefix(10).map(\.word)
        guard let reads = head.firstIndex(of: "membacakan") else { return false }
        return head[reads...].contains { ["ulang", "rangkuman", "kesimpulan", "ringkasan"].contains($0) }
    }

    /// "Camat membuka kegiatan", "Bupati dalam arahannya menyampaikan": an office's first words.
    static func opens(_ reading: Reading) -> Bool {
        isOffice(reading) && !reading.has(.problem)
            && reading.tokens.prefix(8).contains { opening.contains($0.word) }
    }

    static func isOffice(_ reading: Reading) -> Bool {
        let head = reading.tokens.prefix(3).first { !CallerName.titles.contains($0.word) }
        return head.map { offices.contains($0.word) || chairing.contains($0.word) } ?? false
    }

    /// "Yang bersangkutan menambahkan …", "Warga tersebut khawatir …", "Bapak itu …": who raised it goes on.
    static func refersBack(_ reading: Reading) -> Bool {
        let head = reading.tokens.prefix(2).map(\.word)
        guard let first = head.first, let second = head.last else { return false }
        return first == "ybs" || first == "yang" && second == "bersangkutan"
            || ["tersebut", "itu", "tadi"].contains(second)
                && (CallerName.titles.contains(first) || ["warga", "penanya", "peserta"].contains(first))
    }

    /// "wakil pemuda", "ketua RT" raise matters; these answer.
    private static let serving = Set(words: "pj apoteker petugas kasi kabid penyuluh koordinator")
    private static let leading = Set(
        words: "mempersilakan mempersilahkan persilakan silakan membuka menutup istirahat membacakan")
    private static let chairing = Set(words: "moderator pimpinan pembawa mc")

    /// "* Abdul Muis, Wasah Hilir, mendukung": to what another has raised.
    static func joinsIn(_ reading: Reading) -> Bool {
        let verb = reading.tokens.prefix(8).map(\.word).first { joining.contains($0) || raising.contains($0) }
        return verb.map(joining.contains) ?? false
    }

    private static let meeting = Set(words: "rapat acara laporan butir")
    private static let opening = Set(words: "membuka arahan arahannya sambutan sambutannya")
    private static let joining = Set(
        words: "menyahut menimpali mendukung membenarkan sependapat senada mengamini menguatkan")

    static func sort(
        _ reading: Reading, _ section: Sort, hasMatters: Bool, _ places: PlaceNames
    ) -> Sort {
        if section == .agrees { return .agrees }
        if section == .answers { return field(reading) == .agrees ? .agrees : .answers }
        if let known = field(reading) {
            return known == .raises || hasMatters ? known : .general
        }
        if reading.label != nil { return .raises }
        let head = reading.tokens.prefix(8).map(\.word)
        let first = reading.tokens.prefix(2).map(\.word)
        let words = Set(reading.tokens.map(\.word))
        let long = reading.tokens.prefix(30).map(\.word)
        if head.contains(where: agreeing.contains) || reading.turn.text.contains("diterima bahwa"),
            hasMatters
        {
            return .agrees
        }
        if first.contains(where: offices.contains), hasMatters { return .answers }
        if reading.tokens.prefix(3).contains(where: { meeting.contains($0.word) }) { return .general }
        let raises = long.contains(where: raising.contains) || reading.turn.text.contains("memberi tahu")
        let isNamed =
            reading.turn.text.prefix(80).contains(":") || reading.turn.text.prefix(60).contains("(")
            || first.contains(where: CallerName.titles.contains) || first.contains("seorang")
        if section == .general, !(isNamed && raises) { return .general }
        if raises, isNamed || !first.contains(where: answering.contains) { return .raises }
        if !words.isDisjoint(with: answering), hasMatters { return .answers }
        if !hasMatters { return isNamed || section == .raises ? .raises : .general }
        return isNamed ? .raises : .answers
    }

    static func isSamePerson(_ reading: Reading) -> Bool {
        let head = reading.tokens.prefix(5).map(\.word)
        return head.contains("sama") || head.first == "beliau" || head.first == "ia"
            || head.contains("lagi")
    }
}
