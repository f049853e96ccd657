// Addresses of mail, written or said: "budi@contoh.id", "budi at contoh titik id".

enum EmailAddresses {
    private static let said = MarkWords("at et ad")
    private static let points = MarkWords("dot titik")
    private static let signs = MarkWords("dot titik underscore strip minus")
    private static let line = MarkWords("garis")
    private static let lines = MarkWords("bawah")
    /// Words of a domain before its first point.
    private static let maximumDomain = 3
    private static let ends = MarkWords("com co id net org go sch ac web my desa kom cm info")

    static func spans(in reading: DataReading) -> [PersonalData.Span] {
        written(reading.scalars) + spoken(reading)
    }

    private static func written(_ scalars: [Unicode.Scalar]) -> [PersonalData.Span] {
        var spans: [PersonalData.Span] = []
        var floor = 0
        for at in scalars.indices {
            let behind = at + signLength(scalars, at)
            guard behind > at else { continue }
            // "wahyu.hss @ gmail.com"
            var start = at > 1 && scalars[at - 1] == " " && isWordPart(scalars[at - 2]) ? at - 1 : at
            var end = behind < scalars.count && scalars[behind] == " " ? behind + 1 : behind
            let isApart = start < at || end > at + 1
            while start > floor, isAddressPart(scalars[start - 1]) { start -= 1 }
            let domainStart = end
            while end < scalars.count, isAddressPart(scalars[end]) { end += 1 }
            while end > domainStart, !isWordPart(scalars[end - 1]) { end -= 1 }
            floor = end
            guard start < at, domainStart < end else { continue }
            let domain = scalars[domainStart..<end]
            // What is covered already is none.
            guard domain.contains("."), domain.contains(where: { $0 != "*" && $0 != "." }) else { continue }
            let names = words(domain)
            if isApart, !ends.contains(names.last ?? "") { continue }
            if isOfOffice(words(scalars[start..<at]), names) { continue }
            spans.append(PersonalData.Span(kind: .email, start: start, end: end))
        }
        return spans
    }

    /// "@", or "[at]" and "(at)" of who hides from machines; 0 where there is none.
    private static func signLength(_ scalars: [Unicode.Scalar], _ at: Int) -> Int {
        if scalars[at] == "@" { return 1 }
        guard scalars[at] == "[" || scalars[at] == "(", at + hidden < scalars.count,
            "aA".unicodeScalars.contains(scalars[at + 1]), "tT".unicodeScalars.contains(scalars[at + 2]),
            scalars[at + 3] == (scalars[at] == "[" ? "]" : ")")
        else { return 0 }
        return hidden
    }

    private static let hidden = 4

    private static let roles = MarkWords(
        """
        pengaduan aduan info informasi humas kontak contact admin administrator layanan pelayanan cs
        lapor lapan kantor sekretariat ppid support help helpdesk callcenter redaksi noreply no reply
        customercare customer care pelanggan webmaster hotline office sekre pmb tu umum mail halo
        hello tanya bantuan official bupati wabup camat lurah sekda sekwan kadis
        """)
    private static let freeMail = MarkWords(
        """
        gmail googlemail yahoo ymail hotmail outlook icloud live rocketmail proton protonmail aol gmx
        """)
    private static let publicDomains = MarkWords("go desa mil polri")
    private static let offices = [
        "dinas", "disduk", "dinkes", "dinsos", "disdik", "dishub", "disperin", "disnaker", "diskominfo",
        "dispora", "puskesmas", "pkm", "kecamatan", "kelurahan", "pemdes", "pemkab", "desa", "kantor",
        "rsud", "pdam", "perumda", "bpbd", "bappeda", "satpol", "kominfo", "inspektorat", "setda",
        "bapenda", "bkpsdm", "samsat", "polres", "polsek", "sdn", "smpn", "sman", "smkn",
    ]

    /// The mailbox of an office or a firm, which stands on its door: "pengaduan@….go.id", "info@pdam….co.id".
    private static func isOfOffice(_ local: [String], _ domain: [String]) -> Bool {
        guard let first = local.first, first.allSatisfy(\.isLetter) else { return false }
        func isOffice(_ word: String) -> Bool { offices.contains { word.hasPrefix($0) } }
        // "dinda.dinkes@gmail.com" is hers, "dinkes.…@gmail.com" the office's.
        if domain.contains(where: freeMail.contains) { return isOffice(first) }
        if local.contains(where: isOffice) { return true }
        if local.contains(where: roles.contains) { return true }
        return domain.dropFirst().contains(where: publicDomains.contains) && domain[0].hasPrefix(first)
    }

    /// The words of one half of an address.
    private static func words(_ scalars: ArraySlice<Unicode.Scalar>) -> [String] {
        String(String.UnicodeScalarView(scalars)).lowercased()
            .split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static let names = MarkWords("email surel imel emel")
    private static let answers = MarkWords("balasan nya adalah ke")

    /// Somebody who reads an address aloud says its signs: the name, "at", the domain, "titik", its end.
    private static func spoken(_ reading: DataReading) -> [PersonalData.Span] {
        var spans: [PersonalData.Span] = []
        for at in reading.pieces.indices where at > 0 && reading.word(at, in: said) {
            var last = at + 1
            // "at g mail titik com"
            while last < at + maximumDomain, last + 1 < reading.pieces.count,
                !reading.word(last + 1, in: points), !isPoint(reading, before: last + 1)
            { last += 1 }
            var hasPoint = false
            while true {
                let isSaid = reading.word(last + 1, in: points)
                let next = isSaid ? last + 2 : last + 1
                guard isSaid || isPoint(reading, before: next), reading.word(next, in: ends) else { break }
                last = next
                hasPoint = true
            }
            guard hasPoint else { continue }
            let first = start(reading, before: at)
            let local = reading.scalars[reading.pieces[first].start..<reading.pieces[at].start]
            let domain = reading.scalars[reading.pieces[at].end..<reading.pieces[last].end]
            if isOfOffice(words(local), words(domain)) { continue }
            spans.append(reading.span(.email, first, last))
        }
        return spans
    }

    /// "dodi(at)gmail.com": the point of a domain, and no end of a sentence.
    private static func isPoint(_ reading: DataReading, before index: Int) -> Bool {
        guard index < reading.pieces.count else { return false }
        return reading.gap(before: index).count == 1 && reading.gap(before: index).first == "."
    }

    /// Where a name said before "at" begins: "budi titik santoso", "budi dua satu", "h e r i".
    private static func start(_ reading: DataReading, before at: Int) -> Int {
        var first = at - 1
        while first > 0 {
            let piece = reading.pieces[first]
            let isSpelled = piece.count == 1 && !piece.isDigits
            if isSpelled {
                guard reading.pieces[first - 1].count == 1 else { break }
                first -= 1
            } else if piece.isDigits || SpokenDigits.value(piece) != nil || isTens(piece) {
                first -= 1
            } else if first > 2, reading.word(first - 1, in: lines),
                reading.word(first - 2, in: line)
            {
                first -= 3
            } else if reading.word(first - 1, in: signs), first > 1 {
                first -= 2
            } else if let named = (1...3).first(where: { named(reading, first - $0) }) {
                // "surel anak saya paguyuban kuning at": all of it from the word that names it.
                return first - named + 1
            } else {
                break
            }
        }
        return first
    }

    /// "budi sembilan puluh at": not only single digits.
    private static func isTens(_ piece: Piece) -> Bool {
        [SpokenDigits.tens, SpokenDigits.teens, SpokenDigits.ten, SpokenDigits.eleven].contains {
            $0.contains(piece)
        }
    }

    /// "email", "surel", or whose it is behind them.
    private static func named(_ reading: DataReading, _ index: Int) -> Bool {
        reading.isOwned(index, in: names)
            || reading.word(index, in: NameWords.owned)
                && reading.distance(to: names, before: index, reach: 3) != nil
            || reading.word(index, in: answers)
                && reading.distance(to: names, before: index, reach: 3) != nil
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCIIDigit || scalar.properties.isAlphabetic || scalar == PersonalData.cover
    }

    private static func isAddressPart(_ scalar: Unicode.Scalar) -> Bool {
        isWordPart(scalar) || [".", "_", "-", "+", "%"].contains(scalar)
    }
}
