// Minutes of a meeting: which points raise a matter, which answer one, and which say what was agreed on.
import Complaints
import Foundation

/// What a point of the minutes is.
enum Points {
    private enum Sort { case general, raises, answers, agrees }

    /// The stretches of the minutes, and the part of each point.
    static func find(_ readings: inout [Reading], _ places: PlaceNames) -> (
        stretches: [Stretch], parts: [Part]
    ) {
        var course = Course(readings, places)
        // Where answers are points as well, a number tells only the order.
        let points = readings.filter { $0.turn.point != nil }
        let hasFields = readings.contains { reading in
            reading.turn.point == nil && [.answers, .agrees].contains(field(reading))
        }
        // What is numbered below much that was told is what was agreed on.
        let above = readings.prefix { $0.turn.point == nil }
        let sumsUp = above.count >= leastTold && above.contains { heading($0, isInside: false) == .agrees }
        let isFlat = sumsUp || !hasFields && points.contains(where: answersByNumber)
        let hasPoints = points.count >= 2 && !isFlat
        for index in readings.indices {
            if Paragraphs.isRemark(readings[index].turn.text[...]), readings[index].turn.point == nil {
                course.remark(index, &readings)
            } else if readings[index].turn.point == nil,
                let next = heading(readings[index], isInside: hasPoints)
            {
                course.section = next
                course.add(index, .general, &readings)
            } else if hasPoints {
                course.numbered(index, &readings)
            } else {
                course.told(index, &readings)
            }
        }
        return (course.matters.stretches, course.parts)
    }

    /// The minutes up to a turn.
    private struct Course {
        var matters: Matters
        var parts: [Part] = []
        var section = Sort.raises
        private let places: PlaceNames
        /// The matter that is spoken of, until something general.
        private var current: Int?
        /// The matter of each number, to be found again where answers have the same numbers.
        private var numbers: [Int: Int] = [:]
        /// The names of who raised each matter.
        private var people: [Int: Set<String>] = [:]
        /// The last turn of the open matter was only a name.
        private var isOnlyNamed = false
        /// Who answered last.
        private var voice: String?
        /// Blank lines stand between matters, and nowhere else.
        private let leavesBlanks: Bool

        init(_ readings: [Reading], _ places: PlaceNames) {
            let apart = readings.count { $0.turn.apart == true && $0.turn.point == nil }
            leavesBlanks = apart >= Points.fewestApart && apart * 5 <= readings.count * 3
            matters = Matters(readings, withLabels: true)
            self.places = places
        }

        mutating func add(_ index: Int, _ sort: Sort, _ readings: inout [Reading]) {
            switch sort {
            case .raises:
                let mine = Points.person(readings[index], places).name
                matters.begin(index, goesOn: Points.isSamePerson(readings[index]))
                current = matters.stretches.count - 1
                people[matters.stretches.count - 1] = Points.words(of: mine)
                parts.append(.begins)
                readings[index].role = .caller
            case .answers, .agrees:
                parts.append(.answersLater)
                // A line of the list of agreements needs no word that says so.
                if sort == .agrees, section == .agrees, readings[index].label == nil {
                    readings[index].label = SpeakerLabel("Kesepakatan")
                }
                if readings[index].role != .regent { readings[index].role = .official }
            case .general:
                parts.append(.general)
                matters.addGeneral(index)
                current = nil
            }
        }

        /// What happened while a matter was spoken of, and nobody said.
        mutating func remark(_ index: Int, _ readings: inout [Reading]) {
            let isBreak = readings[index].tokens.prefix(3).contains { Points.closing.contains($0.word) }
            guard let current, !isBreak else { return add(index, .general, &readings) }
            matters.add(index, to: current)
            parts.append(.hostAfter)
            readings[index].role = .host
        }

        /// With numbered points: each is a matter, and what stands below it belongs to it.
        mutating func numbered(_ index: Int, _ readings: inout [Reading]) {
            let reading = readings[index]
            if let number = reading.turn.point {
                let answersAgain =
                    section != .raises || Points.field(reading) == .agrees
                if answersAgain, let matter = counterpart(of: number, index, section) {
                    matters.add(index, to: matter)
                    return add(index, section == .raises ? .agrees : section, &readings)
                }
                // "3.2 Tanggapan PLN: …" below "3.1 Pak Arsyad: …".
                if section == .raises, let sort = Points.answerField(reading),
                    let matter = current ?? matters.isMatter.lastIndex(of: true)
                {
                    matters.add(index, to: matter)
                    return add(index, sort, &readings)
                }
                guard section == .raises || Points.raisesByName(reading) else {
                    return add(index, .general, &readings)
                }
                // "* Abdurrahim: kalau dari awal …": the same person goes on, where signs are no numbers.
                if number == 0, let current, isSaid(by: people[current] ?? [], reading) {
                    matters.add(index, to: current)
                    parts.append(.citizenAfter)
                    readings[index].role = .caller
                    return
                }
                add(index, .raises, &readings)
                numbers[number] = current
                isOnlyNamed = reading.tokens.count <= 8 && !reading.has(.problem)
                return
            }
            guard !Points.closes(reading) else { return add(index, .general, &readings) }
            if let number = Points.pointNamed(reading, inList: section == .agrees),
                let matter = numbers[number]
            {
                matters.add(index, to: matter)
                add(index, section == .agrees ? .agrees : .answers, &readings)
                current = matter
                return
            }
            if section == .agrees || section == .answers, current == nil {
                guard let matter = matters.best(for: index) ?? matters.closest(to: index) else {
                    return add(index, .general, &readings)
                }
                matters.add(index, to: matter)
                return add(index, section, &readings)
            }
            guard let current else { return add(index, .general, &readings) }
            matters.add(index, to: current)
            let sort = Points.field(reading) ?? Points.below(reading, isFirst: isOnlyNamed)
            isOnlyNamed = false
            if sort == .raises {
                parts.append(.citizenAfter)
                readings[index].role = .caller
            } else {
                add(index, sort, &readings)
            }
        }

        /// The matter that a numbered answer or agreement is about: by its words, else by its number.
        private func counterpart(of number: Int, _ index: Int, _ section: Sort) -> Int? {
            guard section == .answers || section == .agrees else { return nil }
            // A list of answers with the points' own numbers; another list numbers anew.
            guard let same = numbers[number] else { return matters.best(for: index) }
            return matters.better(than: same, for: index)
        }

        /// Without numbers: who is named and asks begins a matter; the rest is about one.
        mutating func told(_ index: Int, _ readings: inout [Reading]) {
            let reading = readings[index]
            guard !Points.closes(reading) else { return add(index, .general, &readings) }
            let hasMatters = matters.isMatter.contains(true)
            let sort = Points.sort(reading, section, hasMatters: hasMatters, places)
            let goesOn = current.map { isAbout(reading, people[$0] ?? []) } ?? false
            switch sort {
            case .raises
            where section == .raises && !reading.has(.another) && reading.turn.speaker == nil
                && (goesOn || leavesBlanks && reading.turn.apart != true && current != nil):
                if let current { matters.add(index, to: current) }
                parts.append(.citizenAfter)
                readings[index].role = .caller
            case .raises:
                add(index, .raises, &readings)
                if let number = reading.turn.point { numbers[number] = current }
            case _ where section == .general: add(index, .general, &readings)
            case .answers, .agrees:
                if let number = Points.reference(reading), let matter = numbers[number] {
                    matters.add(index, to: matter)
                    current = matter
                    return add(index, sort, &readings)
                }
                // An office that answers goes on answering the same, unless its words say otherwise.
                if section == .raises || section == .general {
                    guard let last = current ?? matters.isMatter.lastIndex(of: true) else {
                        return add(index, .general, &readings)
                    }
                    matters.add(index, to: matters.better(than: last, for: index))
                    current = last
                } else if let matter = matters.best(for: index) ?? near(index, reading) {
                    matters.add(index, to: matter)
                    current = matter
                } else {
                    return add(index, .general, &readings)
                }
                add(index, sort, &readings)
            case .general: add(index, .general, &readings)
            }
        }

        /// In a section of answers: what the turn has anything in common with; else, of the same voice, what
        /// it spoke of before.
        private mutating func near(_ index: Int, _ reading: Reading) -> Int? {
            defer { voice = reading.labelKey }
            let goesOn = reading.labelKey == voice || Points.field(reading) == .agrees
            return goesOn ? current : matters.closest(to: index) ?? current
        }

        private func isAbout(_ reading: Reading, _ names: Set<String>) -> Bool {
            !names.isEmpty && reading.tokens.prefix(6).contains { names.contains($0.word) }
        }

        /// The label names the same person: "Siti Aminah" is not "Siti Rahmah".
        private func isSaid(by names: Set<String>, _ reading: Reading) -> Bool {
            let own = Points.words(of: reading.label?.name)
            return !own.isEmpty && !names.isEmpty && (own.isSubset(of: names) || names.isSubset(of: own))
        }
    }

    private static let fewestApart = 4
    private static let leastTold = 6

    /// "5. Jawaban Kepala Puskesmas …", "8. Apoteker menjelaskan …".
    private static func answersByNumber(_ reading: Reading) -> Bool {
        let head = reading.tokens.prefix(5).map(\.word)
        guard let first = head.first, reading.label == nil else { return false }
        return ["jawaban", "atas", "tanggapan", "dijawab", "ditanggapi", "menjawab"].contains(first)
            || offices.contains(first) && head.dropFirst().contains(where: answering.contains)
    }

    /// "atas no. 3": the number of the point that is answered.
    private static func reference(_ reading: Reading) -> Int? {
        let tokens = reading.tokens.prefix(10)
        for index in tokens.indices.dropLast()
        where ["no", "nomor", "butir", "poin", "point"].contains(tokens[index].word) {
            if let number = Int(tokens[index + 1].word) { return number }
        }
        return nil
    }

    /// "Terhadap d", "ad. c", in a list "2 | b | Guru bantu …": the letter of a point, which is no initial.
    private static func pointNamed(_ reading: Reading, inList isList: Bool) -> Int? {
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

    private static func words(of name: String?) -> Set<String> {
        Set((name ?? "").lowercased().split { !$0.isLetter }.map(String.init))
            .subtracting(CallerName.titles).filter { $0.count >= 3 }
    }

    /// - Parameter isInside: short lines are no headings, unless they are loud or name a section.
    private static func heading(_ reading: Reading, isInside: Bool) -> Sort? {
        guard reading.tokens.count <= 14, reading.turn.speaker == nil else { return nil }
        let text = reading.turn.text
        let ends = text.last.map { ".;".contains($0) } ?? true
        let isShort = reading.tokens.count <= 8 && !ends && !text.contains(":")
        guard Outline.isLoud(text[...]) || isShort || reading.tokens.count <= 2 else { return nil }
        let words = Set(reading.tokens.map(\.word))
        func has(_ list: String) -> Bool { !words.isDisjoint(with: Set(words: list)) }
        if has("kesepakatan rekapitulasi disepakati rekap rtl keputusan rekomendasi tindak") {
            return .agrees
        }
        if has("jawaban tanggapan penjelasan respon") {
            return has("peserta warga hadirin masyarakat") ? .raises : .answers
        }
        if has(
            "penutup pembukaan sambutan peserta undangan hadir tembusan lampiran agenda dokumentasi")
        {
            return .general
        }
        return isInside && !Outline.isLoud(text[...]) ? nil : .raises
    }

    private static let raising = Set(
        words: """
            mengusulkan bertanya menanyakan mengeluhkan menyampaikan meminta memohon minta mohon \
            mempertanyakan mengadukan melaporkan lapor usul usulan keluhan pertanyaan aspirasi \
            masukan saran menyarankan mengharapkan berharap menceritakan menuturkan menyoroti \
            mengapresiasi menambahkan membacakan warga masalah permasalahan pengusul penanya \
            mengucapkan menginformasikan menyayangkan beralih mengemukakan bercerita mengadu \
            mengingatkan memuji puji
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
    private static func field(_ reading: Reading) -> Sort? {
        guard let label = reading.label else { return nil }
        let head = Set(label.key.split(separator: " ").prefix(2).map(String.init))
        if !head.isDisjoint(with: FieldLabel.besides) { return nil }
        if !head.isDisjoint(with: FieldLabel.agreeing) { return .agrees }
        if !head.isDisjoint(with: FieldLabel.answering) { return .answers }
        if !head.isDisjoint(with: FieldLabel.raising) { return .raises }
        // "Bu Misnah (ketua PKK)" is named as a citizen is; "Bu Camat" is not.
        let words = label.key.split(separator: " ").map(String.init)
        if let first = words.first, CallerName.titles.contains(first), label.name != nil {
            return .raises
        }
        switch label.role {
        case .official, .regent: return .answers
        case .caller: return .raises
        default: return nil
        }
    }

    /// A field of answers or agreements, whoever gave them.
    private static func answerField(_ reading: Reading) -> Sort? {
        let head = Set(reading.label?.key.split(separator: " ").prefix(2).map(String.init) ?? [])
        if !head.isDisjoint(with: FieldLabel.agreeing) { return .agrees }
        return head.isDisjoint(with: FieldLabel.answering) ? nil : .answers
    }

    /// What an unlabelled line below a point is: the matter itself, if the point was only a name.
    private static func below(_ reading: Reading, isFirst: Bool) -> Sort {
        let head = reading.tokens.prefix(6).map(\.word)
        if head.contains(where: agreeing.contains) { return .agrees }
        if isFirst { return .raises }
        if head.prefix(3).contains(where: offices.contains) { return .answers }
        return head.contains(where: raising.contains) ? .raises : .answers
    }

    private static func raisesByName(_ reading: Reading) -> Bool {
        field(reading) == .raises
            || reading.tokens.prefix(10).contains { raising.contains($0.word) }
    }

    private static let gathering = Set(
        words: "rapat forum acara sidang musyawarah pertemuan daftar yg yang")
    private static let closing = Set(
        words: """
            ditutup penutup istirahat jeda diskors doa notulis tembusan lampiran mengetahui pimpinan \
            penulis juru dibuka break selesai menyanyikan pembukaan sambutan pemaparan paparan \
            hal-hal lain-lain lain2 lainnya notulen hadir daftar rehat ishoma demikian tutup snack
            """)

    /// The end, or a break: nobody's matter.
    private static func closes(_ reading: Reading) -> Bool {
        guard reading.label == nil || reading.label?.role == nil else { return false }
        let head = reading.tokens.prefix(3).map(\.word)
        let isGathering = head.first.map(gathering.contains) ?? false
        return field(reading) == nil
            && head.prefix(isGathering ? 3 : 1).contains(where: closing.contains)
    }

    private static func sort(
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
        let opening: Set<String> = ["rapat", "acara", "laporan", "butir"]
        if reading.tokens.prefix(3).contains(where: { opening.contains($0.word) }) {
            return .general
        }
        let raises = long.contains(where: raising.contains)
        let isNamed =
            reading.turn.text.prefix(80).contains(":") || reading.turn.text.prefix(60).contains("(")
            || first.contains(where: CallerName.titles.contains) || first.contains("seorang")
        if section == .general, !(isNamed && raises) { return .general }
        if raises, isNamed || !first.contains(where: answering.contains) { return .raises }
        if !words.isDisjoint(with: answering), hasMatters { return .answers }
        if !hasMatters { return isNamed || section == .raises ? .raises : .general }
        return isNamed ? .raises : .answers
    }

    private static func isSamePerson(_ reading: Reading) -> Bool {
        let head = reading.tokens.prefix(5).map(\.word)
        return head.contains("sama") || head.first == "beliau" || head.first == "ia"
            || head.contains("lagi")
    }

    /// "Ketua RT 3", "Rombongan ibu-ibu": who speaks, but nobody's name.
    private static let posts = Set(
        words: """
            ketua kepala kades sekretaris lurah camat kader perwakilan wakil rombongan pemuda pemudi \
            karang warga kelompok guru bpd pkk lpm rt rw tokoh buruh petani nelayan pedagang
            """)

    /// Name and place of who raises a point: what stands before the colon or the verb.
    static func person(_ reading: Reading, _ places: PlaceNames) -> Who.Found {
        let tokens = reading.tokens
        let text = reading.turn.text
        var head =
            tokens.prefix(20).firstIndex { raising.contains($0.word) && $0.word != "warga" }
            ?? min(12, tokens.count)
        if let colon = tokens.prefix(20).firstIndex(where: {
            $0.range.upperBound < text.endIndex
                && (text[$0.range.upperBound...].hasPrefix(":")
                    || text[$0.range.upperBound...].hasPrefix("):"))
        }) {
            head = min(head, colon + 1)
        }
        var found = Who.Found()
        guard head > 0 else { return found }
        var start = 0
        while start < head,
            !tokens[start].isCapitalised || CallerName.titles.contains(tokens[start].word)
                || ["dari", "seorang"].contains(tokens[start].word)
        { start += 1 }
        let isTitle = start > 0 && ["hj", "haji", "h"].contains(tokens[start - 1].word)
        var end = start
        while end < head, tokens[end].isCapitalised, end - start < 4,
            tokens[end].word != "rt", tokens[end].word != "rw",
            CallerName.isName(tokens[end]) || tokens[end].word.count <= 2
                || places.length(tokens, at: end) == 0
                    && !Introduction.isOrdinary(tokens[end].word)
        {
            end += 1
            if tokens[end - 1].endsClause
                || tokens[end - 1].endsSentence && tokens[end - 1].word.count > 2
            {
                break
            }
            if end < tokens.count,
                text[tokens[end - 1].range.upperBound..<tokens[end].range.lowerBound].contains("(")
            {
                break
            }
        }
        if end > start, places.length(tokens, at: start) == 0,
            !Introduction.isOrdinary(tokens[start].word), !posts.contains(tokens[start].word)
        {
            let from = isTitle ? start - 1 : start
            found.name = String(
                text[tokens[from].range.lowerBound..<tokens[end - 1].range.upperBound])
        }
        if let at = (0..<max(head, min(tokens.count, 14))).first(where: {
            places.length(tokens, at: $0) > 0
        }) {
            let length = places.length(tokens, at: at)
            found.place = String(
                text[tokens[at].range.lowerBound..<tokens[at + length - 1].range.upperBound])
        }
        return found
    }
}
