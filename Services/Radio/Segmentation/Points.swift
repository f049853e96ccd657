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
        var matters = Matters(readings)
        var parts: [Part] = []
        var section = Sort.raises
        var hasBegun = false
        for index in readings.indices {
            if let next = heading(readings[index]) {
                section = next
                parts.append(.general)
                matters.addGeneral(index)
                hasBegun = hasBegun || next == .raises
                continue
            }
            let sort = sort(
                readings[index], section, hasMatters: !matters.stretches.isEmpty, places)
            switch sort {
            case .raises:
                matters.begin(index, goesOn: isSamePerson(readings[index]))
                parts.append(.begins)
                if readings[index].role == nil { readings[index].role = .caller }
            case .answers, .agrees:
                if matters.goOn(index, isAnswer: sort == .answers) {
                    parts.append(.answersLater)
                    if readings[index].role == nil { readings[index].role = .official }
                } else {
                    parts.append(.general)
                    matters.addGeneral(index)
                }
            case .general:
                parts.append(.general)
                matters.addGeneral(index)
            }
        }
        return (matters.stretches, parts)
    }

    private static func heading(_ reading: Reading) -> Sort? {
        guard reading.tokens.count <= 14, reading.turn.speaker == nil else { return nil }
        let text = reading.turn.text
        let letters = text.filter(\.isLetter)
        let isLoud = letters.count > 3 && letters.allSatisfy(\.isUppercase)
        let ends = text.last.map { ".;".contains($0) } ?? true
        let isShort = reading.tokens.count <= 8 && !ends
        guard isLoud || isShort || reading.tokens.count <= 2 else { return nil }
        let words = Set(reading.tokens.map(\.word))
        if !words.isDisjoint(with: [
            "kesepakatan", "rekapitulasi", "disepakati", "rekap", "rtl", "keputusan",
        ]) {
            return .agrees
        }
        if !words.isDisjoint(with: [
            "penutup", "pembukaan", "sambutan", "peserta hadir", "undangan",
        ]) {
            return .general
        }
        return .raises
    }

    private static let raising = Set(
        words: """
            mengusulkan bertanya menanyakan mengeluhkan menyampaikan meminta memohon \
            mempertanyakan mengadukan melaporkan usul usulan keluhan pertanyaan aspirasi masukan \
            saran menyarankan mengharapkan berharap menceritakan menuturkan menyoroti \
            mengapresiasi menambahkan membacakan warga masalah permasalahan pengusul penanya \
            mengucapkan menginformasikan menyayangkan beralih
            """)
    private static let answering = Set(
        words: """
            jawaban dijawab menjawab ditanggapi menanggapi tanggapan menjelaskan penjelasan \
            menyanggupi mengakui menegaskan atas menyatakan memerintahkan berjanji
            """)
    private static let offices = Set(
        words: """
            kepala kadis camat sekretaris petugas wakil asisten direktur kabid kapus pj apoteker \
            kasi lurah sekda bupati jawaban atas tanggapan dinas penjelasan dijawab ditanggapi \
            pihak ka
            """)
    private static let agreeing: Set<String> = [
        "disepakati", "kesepakatan", "sepakat", "pj", "tenggat", "hasil", "tindak",
    ]

    private static func sort(
        _ reading: Reading, _ section: Sort, hasMatters: Bool, _ places: PlaceNames
    ) -> Sort {
        if section == .agrees { return .agrees }
        if let label = reading.label {
            let head = Set(label.key.split(separator: " ").map(String.init))
            if !head.isDisjoint(with: [
                "usulan", "usul", "masalah", "permasalahan", "pertanyaan", "keluhan", "saran",
                "masukan", "pengusul", "penanya", "warga",
            ]) {
                return .raises
            }
            if !head.isDisjoint(with: [
                "kesepakatan", "disepakati", "hasil", "batas", "tenggat", "target", "tindak",
                "rencana", "penanggung",
            ]) {
                return hasMatters ? .agrees : .general
            }
            if label.role == .official || label.role == .regent
                || !head.isDisjoint(with: ["tanggapan", "jawaban", "penjelasan"])
            {
                return hasMatters ? .answers : .general
            }
            return .raises
        }
        let head = reading.tokens.prefix(8).map(\.word)
        let first = reading.tokens.prefix(2).map(\.word)
        let words = Set(reading.tokens.map(\.word))
        if first.contains(where: offices.contains), hasMatters { return .answers }
        let opening = Set(
            words: """
                doa sambutan istirahat jeda pemaparan paparan menyanyikan rapat acara notulis \
                ditutup penutup pembukaan butir laporan
                """)
        if reading.tokens.prefix(3).contains(where: { opening.contains($0.word) }) {
            return .general
        }
        let raises = head.contains(where: raising.contains) || !words.isDisjoint(with: raising)
        let isNamed =
            reading.turn.text.prefix(80).contains(":") || reading.turn.text.prefix(60).contains("(")
        if section == .general, !(isNamed && raises) { return .general }
        if raises { return .raises }
        if !words.isDisjoint(with: answering), hasMatters { return .answers }
        return isNamed || section == .raises ? .raises : .general
    }

    private static func isSamePerson(_ reading: Reading) -> Bool {
        let head = reading.tokens.prefix(5).map(\.word)
        return head.contains("sama") || head.first == "beliau" || head.first == "ia"
    }

    /// Name and place of who raises a point: what stands before the colon or the verb.
    static func person(_ reading: Reading, _ places: PlaceNames) -> CallerName.Found {
        let tokens = reading.tokens
        let text = reading.turn.text
        let own = CallerName(places: places, hasCapitals: true)
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
        var found = CallerName.Found()
        guard head > 0 else { return found }
        var start = 0
        while start < head,
            !tokens[start].isCapitalised || CallerName.titles.contains(tokens[start].word)
                || ["dari", "seorang"].contains(tokens[start].word)
        { start += 1 }
        let isTitle = start > 0 && ["hj", "haji", "h"].contains(tokens[start - 1].word)
        var end = start
        while end < head, tokens[end].isCapitalised, end - start < 4,
            own.isName(tokens[end]) || tokens[end].word.count <= 2
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
            !Introduction.isOrdinary(tokens[start].word)
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

    /// What was agreed: the text, by whom, until when. "… PJ: Ka. TU, s.d. akhir Juli" or a row with bars.
    static func agreement(_ readings: [Reading], airedOn: LocalDate) -> Agreement? {
        guard
            let reading = readings.last(where: { reading in
                let words = Set(reading.tokens.map(\.word))
                return reading.role != .caller
                    && (!words.isDisjoint(with: agreeing) || reading.turn.text.contains(" | "))
                    || reading.has(.agreed) && reading.role != .caller
            })
        else { return nil }
        let text = reading.turn.text
        let due = DueDate.find(in: reading.tokens, airedOn: airedOn)?.description
        if text.contains(" | ") {
            let cells = text.split(separator: "|").map { $0.foldingWhiteSpace() }
            let told = cells.dropFirst().dropLast(2).max { $0.count < $1.count } ?? text
            return Agreement(
                text: OnAir.mask(told), by: cells.count >= 3 ? cells[cells.count - 2] : "Forum",
                due: due)
        }
        for mark in ["PJ:", "PJ :", "Penanggung jawab:", "penanggung jawab:", "PJ "] {
            guard let range = text.firstRange(of: mark) else { continue }
            let told = text[..<range.lowerBound].foldingWhiteSpace()
            let by = text[range.upperBound...].prefix { !",;(".contains($0) }.foldingWhiteSpace()
            return Agreement(text: OnAir.mask(told.isEmpty ? text : told), by: by, due: due)
        }
        return Agreement(text: OnAir.mask(text), by: reading.turn.speaker ?? "Forum", due: due)
    }
}

/// Matters that points and messages belong to, found by the words they share.
struct Matters {
    private(set) var stretches: [Stretch] = []
    /// For each stretch.
    private(set) var words: [Set<String>] = []
    private(set) var isMatter: [Bool] = []
    private let turnWords: [Set<String>]
    private let weights: [String: Double]

    /// Shared words must weigh so much where nothing else tells.
    static let least = 2.0

    init(_ readings: [Reading]) {
        turnWords = readings.map {
            Set($0.tokens.map(\.word).filter(SaidBefore.isMatter).map(SaidBefore.stem))
        }
        var counts: [String: Int] = [:]
        for set in turnWords { for word in set { counts[word, default: 0] += 1 } }
        let total = Double(readings.count + 1)
        weights = counts.mapValues { log(total / Double($0)) }
    }

    mutating func begin(_ index: Int, goesOn: Bool = false) {
        var stretch = Stretch(sort: .call, ranges: [index...index])
        if goesOn { stretch.goesOnFrom = isMatter.lastIndex(of: true) }
        stretches.append(stretch)
        words.append(turnWords[index])
        isMatter.append(true)
    }

    mutating func addGeneral(_ index: Int) {
        if let last = stretches.indices.last, !isMatter[last],
            stretches[last].ranges[0].upperBound + 1 == index
        {
            stretches[last].ranges = [stretches[last].ranges[0].lowerBound...index]
            return
        }
        stretches.append(Stretch(sort: .other, ranges: [index...index]))
        words.append([])
        isMatter.append(false)
    }

    mutating func add(_ index: Int, to matter: Int) {
        let count = stretches[matter].ranges.count
        if let last = stretches[matter].ranges.last, last.upperBound + 1 == index {
            stretches[matter].ranges[count - 1] = last.lowerBound...index
        } else {
            stretches[matter].ranges.append(index...index)
        }
        words[matter].formUnion(turnWords[index])
    }

    /// Adds a point to the matter it speaks of; an answer to the last one where words do not tell.
    mutating func goOn(_ index: Int, isAnswer: Bool) -> Bool {
        var best: (score: Double, matter: Int)?
        let last = isMatter.lastIndex(of: true)
        for matter in stretches.indices where isMatter[matter] {
            let score = shared(index, matter) + (isAnswer && matter == last ? 2 * Self.least : 0)
            if score > best?.score ?? 0 { best = (score, matter) }
        }
        guard let best, best.score >= (isAnswer ? Self.least : 1.5 * Self.least) else {
            return false
        }
        add(index, to: best.matter)
        return true
    }

    /// How much a turn and a matter have in common.
    func shared(_ index: Int, _ matter: Int) -> Double {
        turnWords[index].intersection(words[matter]).sorted().reduce(0) { $0 + (weights[$1] ?? 0) }
    }
}
