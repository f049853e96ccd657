// What a forum agreed on: the words, who does it, and until when.
import Complaints

/// Finds what was agreed on in the lines of a point.
enum Agreements {
    /// The agreement of a matter, and the line that holds it.
    static func find(
        _ readings: [Reading], airedOn: LocalDate
    ) -> (agreement: Agreement, reading: Reading)? {
        for reading in readings.reversed() where reading.role != .caller {
            guard let told = told(reading), !isNone(told) else { continue }
            var (text, by) = office(told)
            // "…, batas 12 Maret" of a table is no word of it.
            let due = DueDate.find(in: Tokens.split(String(told)), airedOn: airedOn)?.description
            if let tail = text.ranges(of: " batas ").last, by != nil {
                text = String(text[..<tail.lowerBound])
            }
            text = text.trimmingSuffix { " ,;".contains($0) }
            let agreement = Agreement(
                text: OnAir.mask(text), by: OnAir.mask(by ?? who(text) ?? speaker(reading) ?? "Forum"),
                due: due)
            return (agreement, reading)
        }
        return nil
    }

    private static let marks = Set(
        words: "disepakati sepakat diputuskan kesepakatan keputusan menyepakati diterima")

    private static let labels = marks.union([
        "hasil", "tindak", "rtl", "rencana", "target", "batas", "tenggat", "spkt", "putusan", "kpts",
    ])

    /// The words of a line that say what was agreed.
    private static func told(_ reading: Reading) -> Substring? {
        let text = reading.turn.text[...]
        let head = Set((reading.label?.key ?? "").split(separator: " ").prefix(2).map(String.init))
        let isLabelled = !head.isDisjoint(with: labels)
        if isLabelled, reading.turn.speaker != nil { return text }
        let isTold = isLabelled || text.contains(" | ") || text.contains(" PJ:")
        return behindMark(reading) ?? (isTold ? text : nil)
    }

    /// "Akhirnya disepakati bahwa titian diganti": what follows the word.
    private static func behindMark(_ reading: Reading) -> Substring? {
        let tokens = reading.tokens
        guard let at = tokens.prefix(16).firstIndex(where: { marks.contains($0.word) }),
            tokens[at].word != "diterima" || at + 1 < tokens.count && tokens[at + 1].word == "bahwa",
            // "Tidak ada kesepakatan dalam hal ini".
            at == 0 || !["ada", "tanpa", "belum"].contains(tokens[at - 1].word)
        else { return nil }
        var next = at + 1
        while next < tokens.count, ["bahwa", "untuk", "agar", "yaitu"].contains(tokens[next].word) {
            next += 1
        }
        return next < tokens.count ? reading.turn.text[tokens[next].range.lowerBound...] : nil
    }

    private static func isNone(_ text: Substring) -> Bool {
        let words = text.lowercased().split { !$0.isLetter }.map(String.init)
        guard let first = words.first else { return true }
        return ["tidak", "belum", "tanpa", "nihil", "kada"].contains(first) && words.count <= 8
    }

    /// "… PJ: Ka. TU, s.d. akhir Juli": the text before, and who it names.
    private static func office(_ text: Substring) -> (text: String, by: String?) {
        if text.contains(" | ") {
            let cells = text.split(separator: "|").map { $0.foldingWhiteSpace() }
            let told = cells.dropFirst().dropLast(2).max { $0.count < $1.count } ?? String(text)
            return (told, cells.count >= 3 ? cells[cells.count - 2] : nil)
        }
        for mark in [". PJ:", "PJ:", "PJ :", "Penanggung jawab:", "penanggung jawab:", "PJ "] {
            // "SPJ nyangkut" names nobody.
            guard let range = text.firstRange(of: mark),
                range.lowerBound == text.startIndex || !text[text.index(before: range.lowerBound)].isLetter
            else { continue }
            let told = text[..<range.lowerBound].foldingWhiteSpace()
            let by = text[range.upperBound...].prefix { !",;(".contains($0) }.foldingWhiteSpace()
            return (told.isEmpty ? text.foldingWhiteSpace() : told, by.isEmpty ? nil : by)
        }
        return (text.foldingWhiteSpace(), nil)
    }

    private static let offices = Set(
        words: """
            dinas badan kantor bagian kecamatan camat lurah kelurahan puskesmas uptd pemdes kepala \
            kades bupati sekda sekcam pdam pln dishub dinkes disdik dinsos pupr satpol inspektorat \
            bpbd rsud polsek polres korwil dlh perikanan perkim disdukcapil warga desa penyuluh
            """)

    /// Who does it: "oleh X", whoever the sentence begins with, or "dipasang X".
    private static func who(_ text: String) -> String? {
        let tokens = Tokens.split(text)
        func name(from start: Int) -> String? {
            guard start < tokens.count else { return nil }
            var end = start
            while end < tokens.count, end - start < 4,
                tokens[end].isCapitalised || offices.contains(tokens[end].word)
            {
                end += 1
                if tokens[end - 1].endsClause || tokens[end - 1].endsSentence { break }
            }
            guard end > start, offices.contains(tokens[start].word) || isAcronym(tokens[start], text)
            else { return nil }
            return String(text[tokens[start].range.lowerBound..<tokens[end - 1].range.upperBound])
        }
        for (index, token) in tokens.enumerated() where token.word == "oleh" {
            if let found = name(from: index + 1) { return found }
        }
        if let found = name(from: 0) { return found }
        for (index, token) in tokens.enumerated() where token.word.hasPrefix("di") {
            if token.word.count > 4, let found = name(from: index + 1) { return found }
        }
        return nil
    }

    private static func isAcronym(_ token: Token, _ text: String) -> Bool {
        let word = text[token.range]
        return word.count >= 3 && word.allSatisfy { $0.isUppercase || $0.isNumber }
    }

    private static func speaker(_ reading: Reading) -> String? {
        reading.label?.role == .official ? reading.turn.speaker : nil
    }
}

extension StringProtocol {
    /// Without the letters at its end for which `isDropped` holds.
    func trimmingSuffix(_ isDropped: (Character) -> Bool) -> String {
        var text = self[startIndex...]
        while let last = text.last, isDropped(last) { text = text.dropLast() }
        return String(text)
    }
}
