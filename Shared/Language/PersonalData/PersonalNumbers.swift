// Numbers that belong to a person: NIK, KK, phone, account, card. Typed in groups, said digit by digit, or
// both; what a number is follows from its digits and from the word that names it.

enum PersonalNumbers {
    /// So many digits said in a row are a number somebody reads out, without a word that names it.
    static let minimumSpoken = 8
    /// After "NIK" fewer are enough: the host may have interrupted.
    static let minimumAfterNIK = 4
    /// Digits of another number of a person, from so many on.
    static let minimumNumber = 10
    /// The word that names a number stands so many pieces before it.
    static let reach = 6

    static func spans(in reading: DataReading) -> [PersonalData.Span] {
        var spans: [PersonalData.Span] = []
        var index = 0
        while index < reading.pieces.count {
            let run = DigitRun(reading, from: index)
            guard !run.groups.isEmpty else {
                index += 1
                continue
            }
            spans += numbers(in: run, reading)
            index = run.next
        }
        return spans
    }

    /// The numbers of a run: several may follow each other with no more than a blank between.
    private static func numbers(
        in run: DigitRun, _ reading: DataReading
    ) -> [PersonalData.Span] {
        var spans: [PersonalData.Span] = []
        var from = 0
        // What the groups before were part of is no number: "4471 0925 6613 0082 7745" is a token.
        var isWithin = false
        while from < run.groups.count {
            if isWithin, run.goesOn(at: from) {
                from += 1
                continue
            }
            var best: (end: Int, kind: PersonalData.Kind)?
            var office: Int?
            let most = min(run.groups.count, from + DigitRun.maximumGroups)
            for end in (from + 1)...most where run.mayBegin(at: from, reading) {
                let number = NumberReading(run, from..<end, reading)
                guard let kind = number.kind else {
                    if number.isOfficePhone { office = end }
                    continue
                }
                if rank(kind) <= best.map({ rank($0.kind) }) ?? .max { best = (end, kind) }
            }
            if let office, office >= best?.end ?? 0 {
                from = office
                continue
            }
            guard let (end, kind) = best else {
                isWithin = true
                from += 1
                continue
            }
            isWithin = false
            var span = reading.span(kind, run.groups[from].first, run.groups[end - 1].last)
            if span.start > 0, reading.scalars[span.start - 1] == "+" { span.start -= 1 }
            spans.append(span)
            from = end
        }
        return spans
    }

    /// The kinds with the strictest build first; of one kind the longest is taken.
    private static func rank(_ kind: PersonalData.Kind) -> Int {
        switch kind {
        case .nik, .kk, .card: 0
        case .phone: 1
        case .account: 2
        default: 3
        }
    }
}

/// Groups of digits that belong together.
struct DigitRun {
    /// A group this long is a number for itself: a NIK and a phone number side by side are two.
    private static let wholeNumber = 9
    /// More groups than this are no number; a page of digits stays linear.
    static let maximumGroups = 40
    private static let typedGap: Set<Unicode.Scalar> = [
        " ", ".", "-", "(", ")", "_", "\u{2013}", "\u{A0}", "\n",
    ]
    private static let spokenGap: Set<Unicode.Scalar> = [
        " ", ".", ",", "-", "\u{2026}", "\u{A0}", "\n",
    ]
    private static let maximumGap = 3
    /// Digits of a NIK or KK, and how many groups of it may break.
    private static let identity = 16
    private static let identityGroups = 6

    struct Group {
        var digits: [UInt8]
        var first: Int
        var last: Int
        var isSpoken: Bool
    }

    private(set) var groups: [Group] = []
    /// The piece after the run.
    private(set) var next: Int

    init(_ reading: DataReading, from start: Int) {
        next = start
        while let group = DigitRun.group(reading, at: next, saidBefore: said) {
            guard groups.isEmpty || isJoined(reading, group) else { break }
            groups.append(group)
            next = group.last + 1
            // "strip", "titik" between two groups that are said.
            if group.isSpoken, reading.word(next, in: SpokenDigits.pauses),
                next + 1 < reading.pieces.count,
                SpokenDigits.value(reading.pieces[next + 1]) != nil, !reading.isCut(before: next)
            {
                next += 1
            }
        }
        // "lima puluh ribu": the last digits belong to the amount.
        if let last = groups.last, last.isSpoken,
            reading.word(last.last + 1, in: SpokenDigits.units)
        {
            groups.removeLast()
        }
        next = max(next, start + 1)
    }

    /// Whether a number may begin with this group: not in the middle of "63.06.050.004".
    func mayBegin(at group: Int, _ reading: DataReading) -> Bool {
        group == 0 || groups[group].isSpoken
            || reading.gap(before: groups[group].first).contains { $0 == " " || $0 == "\n" }
    }

    /// In the middle of a number typed in groups of four.
    func goesOn(at group: Int) -> Bool {
        group > 0
            && [groups[group - 1], groups[group]].allSatisfy {
                $0.digits.count == 4 && !$0.isSpoken
            }
    }

    private var said: Int { groups.reduce(0) { $0 + ($1.isSpoken ? $1.digits.count : 0) } }

    private func isJoined(_ reading: DataReading, _ group: Group) -> Bool {
        guard let before = groups.last else { return true }
        // After a word between the groups ("strip") the gap is that before the word.
        let signs = group.isSpoken || before.isSpoken ? DigitRun.spokenGap : DigitRun.typedGap
        guard reading.isJoined(group.first, by: signs, most: DigitRun.maximumGap) else {
            return false
        }
        return group.isSpoken || before.isSpoken
            || before.digits.count < DigitRun.wholeNumber
                && group.digits.count < DigitRun.wholeNumber
            || isTorn(with: group)
    }

    /// "6306085910760 003": a NIK that broke, at the end of a line or by a stray blank.
    private func isTorn(with group: Group) -> Bool {
        guard groups.count < DigitRun.identityGroups else { return false }
        let digits = groups.flatMap(\.digits)
        guard digits[0] != 0, digits[0] != 8 else { return false }
        return digits.count + group.digits.count == DigitRun.identity
    }

    private static func group(_ reading: DataReading, at index: Int, saidBefore: Int) -> Group? {
        guard index < reading.pieces.count else { return nil }
        let piece = reading.pieces[index]
        if piece.isDigits {
            let digits = reading.scalars[piece.start..<piece.end].map(DataReading.digit)
            return Group(digits: digits, first: index, last: index, isSpoken: false)
        }
        if touchesCover(reading, piece) { return nil }
        if let times = SpokenDigits.times(piece), index + 1 < reading.pieces.count,
            let digit = SpokenDigits.value(reading.pieces[index + 1])
        {
            let digits = [UInt8](repeating: digit, count: times)
            return Group(digits: digits, first: index, last: index + 1, isSpoken: true)
        }
        // "nol tiga kali", not "lima tiga kali" of something that happened.
        if saidBefore > 0, index + 2 < reading.pieces.count,
            reading.word(index + 2, in: SpokenDigits.repeated),
            let digit = SpokenDigits.value(piece), let times = SpokenDigits.value(reading.pieces[index + 1]),
            (2...SpokenDigits.mostRepeated).contains(times)
        {
            let digits = [UInt8](repeating: digit, count: Int(times))
            return Group(digits: digits, first: index, last: index + 2, isSpoken: true)
        }
        // "dua2nya" is a word said twice.
        if index + 1 < reading.pieces.count, reading.pieces[index + 1].isDigits,
            reading.gap(before: index + 1).isEmpty
        {
            return nil
        }
        let digit = SpokenDigits.value(piece)
        guard let group = twoDigits(reading, at: index, digit) else {
            let isTens = digit != nil && reading.word(index + 1, in: SpokenDigits.tens)
            return isTens
                ? nil : digit.map { Group(digits: [$0], first: index, last: index, isSpoken: true) }
        }
        // "dua puluh satu" only within a number that is being read out.
        let goesOn =
            group.last + 1 < reading.pieces.count
            && SpokenDigits.value(reading.pieces[group.last + 1]) != nil
        return saidBefore > 2 || goesOn ? group : nil
    }

    /// "sepuluh", "sebelas", "dua belas", "dua puluh", "dua puluh satu".
    private static func twoDigits(_ reading: DataReading, at index: Int, _ digit: UInt8?) -> Group?
    {
        func group(_ digits: [UInt8], _ words: Int) -> Group? {
            reading.word(index + words, in: SpokenDigits.units)
                ? nil : Group(digits: digits, first: index, last: index + words - 1, isSpoken: true)
        }
        if reading.word(index, in: SpokenDigits.ten) { return group([1, 0], 1) }
        if reading.word(index, in: SpokenDigits.eleven) { return group([1, 1], 1) }
        guard let digit else { return nil }
        if reading.word(index + 1, in: SpokenDigits.teens) { return group([1, digit], 2) }
        guard reading.word(index + 1, in: SpokenDigits.tens) else { return nil }
        if index + 2 < reading.pieces.count,
            let ones = SpokenDigits.value(reading.pieces[index + 2])
        {
            return group([digit, ones], 3)
        }
        return group([digit, 0], 2)
    }

    /// Part of a word that is covered already.
    private static func touchesCover(_ reading: DataReading, _ piece: Piece) -> Bool {
        piece.start > 0 && reading.scalars[piece.start - 1] == PersonalData.cover
            || piece.end < reading.scalars.count && reading.scalars[piece.end] == PersonalData.cover
    }
}
