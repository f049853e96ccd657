// What a row of digits is: by its build, by Luhn's check, and by the word nearest before it.

/// Some groups of a run, taken as one number.
struct NumberReading {
    private let digits: [UInt8]
    private let shortest: Int
    private let longest: Int
    private let groups: [DigitRun.Group]
    private let isSpoken: Bool
    /// The first piece of the run that the groups are part of.
    private let runStart: Int
    private let reading: DataReading
    private let first: Int
    private let last: Int

    init(_ run: DigitRun, _ range: Range<Int>, _ reading: DataReading) {
        let groups = Array(run.groups[range])
        self.groups = groups
        runStart = run.groups.first?.first ?? 0
        digits = groups.flatMap(\.digits)
        shortest = groups.map(\.digits.count).min() ?? 0
        longest = groups.map(\.digits.count).max() ?? 0
        isSpoken = groups.contains(where: \.isSpoken)
        self.reading = reading
        first = groups.first?.first ?? 0
        last = groups.last?.last ?? 0
    }

    var kind: PersonalData.Kind? {
        let count = digits.count
        guard count >= PersonalNumbers.minimumAfterNIK, count <= 20, !isAmount else { return nil }
        let named = named
        if let named, let kind = kind(named, count) { return kind }
        if isCode, named == nil { return nil }
        if isPhone(named), named != .customer || isCalled { return isOfOffice ? nil : .phone }
        if isHealthInsurance { return .number }
        if count == 16, named != .customer { return sixteen(named) }
        if named == .customer { return nil }
        if named == .other { return count >= PersonalNumbers.minimumNumber ? .number : nil }
        if isBankBuild || isBankAfter && NumberReading.accountLength.contains(count) && !isDate {
            return .account
        }
        if isCardBuild { return .card }
        if isSpoken { return count >= PersonalNumbers.minimumSpoken && isSaidApart ? .number : nil }
        return count >= PersonalNumbers.minimumNumber && shortest >= 4 && !isYears ? .number : nil
    }

    /// The telephone of an office: all of it is nobody's secret, and no part is a number for itself.
    var isOfficePhone: Bool {
        (PersonalNumbers.minimumSpoken...13).contains(digits.count) && digits[0] == 0 && !isAmount && !isCode
            && isPhone(named) && isOfOffice
    }

    /// "0001 2233 44556": the number of a card of BPJS Kesehatan begins with three noughts.
    private var isHealthInsurance: Bool {
        digits.count == 13 && digits.starts(with: [0, 0, 0])
            && (longest == 1 || groups.dropLast().allSatisfy { $0.digits.count > 1 })
    }

    /// "ID pelanggan 0412-00731" is no phone's, "telepon PLN 0517-21119" is.
    private var isCalled: Bool {
        digits.starts(with: [0, 8]) || digits.starts(with: [6, 2, 8])
            || NumberReading.names.contains {
                $0.name == .phone
                    && reading.distance(to: $0.words, before: first, reach: PersonalNumbers.reach)
                        != nil
            }
    }

    /// What the word before the number says it is.
    private enum Name { case nik, kk, phone, account, card, other, customer }

    private static let names: [(name: Name, words: MarkWords)] = [
        (
            .nik,
            MarkWords("nik ktp kependudukan nikku niknya niku ktpku ktpnya e-ktp ektp induk")
        ),
        (
            .kk,
            MarkWords("kk keluarga kknya kkku nokk")
        ),
        (
            .phone,
            MarkWords(
                """
                hp wa telp telepon tlp tlpn telpon whatsapp hub hubungi kontak nohp nowa hpku hpnya
                wanya waku telponnya handphone hape hapeku hapenya seluler ponsel dihubungi telpun
                tilpun telfon wasap
                """)
        ),
        (
            .account,
            MarkWords(
                """
                rekening rek norek bri bca bni mandiri bsi btn danamon mega permata cimb niaga btpn jago
                kalsel seabank muamalat bukopin rekeningnya rekeningku britama simpedes tabungan
                transfer ditransfer trf tf norekening rekg rekeninge briva virtual bpd bjb ocbc nisp
                panin maybank sinarmas neobank bankkalsel bsm jenius bpr uob mayapada kalteng
                kaltimtara bankaltimtara tabunganku simpeda taplus
                """)
        ),
        (
            .card,
            MarkWords(
                """
                kredit debit debet atm visa mastercard kartunya kks kip atmku atmnya kartu gpn
                """)
        ),
        (
            .other,
            MarkWords("bpjs npwp sim nip nisn paspor jkn kis nuptk kpj pasien rm peserta")
        ),
        (
            .customer,
            MarkWords(
                """
                pelanggan meter token resi pdam pln kwh meteran sambungan pesanan order invoice seri
                idpel pengaduan aduan laporan tiket surat sk kwitansi nota perkara kontrak pendaftaran
                antrian nib imei tender nspp npsn voucher nop billing bukti porsi kode tiketnya
                ijazah sertifikat kavling
                """)
        ),
    ]

    private var named: Name? {
        var nearest: (distance: Int, name: Name)?
        for (name, words) in NumberReading.names {
            guard
                let distance = reading.distance(
                    to: words, before: first, reach: PersonalNumbers.reach)
            else { continue }
            if distance < nearest?.distance ?? .max { nearest = (distance, name) }
        }
        return nearest?.name ?? spelled
    }

    /// "ka te pe enam tiga …": the name said by its letters.
    private var spelled: Name? {
        var letters = ""
        var at = first - 1
        while at >= 0, letters.count < 4, let letter = LetterNames.letter(reading.pieces[at]) {
            letters = letter + letters
            at -= 1
        }
        for (name, words) in NumberReading.names where letters.count > 1 {
            for length in 2...letters.count where words.contains(String(letters.suffix(length))) {
                return name
            }
        }
        return nil
    }

    private func kind(_ named: Name, _ count: Int) -> PersonalData.Kind? {
        switch named {
        case .nik, .kk:
            let kind = named == .nik ? PersonalData.Kind.nik : .kk
            if isSpoken {
                guard count >= (isBeside ? PersonalNumbers.minimumAfterNIK : 14), count <= 18
                else { return nil }
                return looksLikePhone ? nil : kind
            }
            if (14...18).contains(count), shortest >= 2 || isPersonNumber { return kind }
            return groups.count == 1 && (8..<14).contains(count) && isBeside && !looksLikePhone
                ? kind : nil
        case .account:
            return NumberReading.accountLength.contains(count) && !looksLikePhone && !isDate
                && !isThousands && (shortest >= 2 || isSpoken || longest > 3 || longest == 1)
                ? .account : nil
        case .card:
            return (13...19).contains(count) && (passesLuhn || isSpoken && count >= 16)
                ? .card : nil
        case .phone, .other, .customer:
            return nil
        }
    }

    private static let identities = MarkWords("nik kk nikku niknya ktp")

    /// The word that names it stands at once before: "NIK saya", "no. KK".
    private var isBeside: Bool {
        reading.distance(to: NumberReading.identities, before: first, reach: 3) != nil
            || spelled != nil
    }

    private func sixteen(_ named: Name?) -> PersonalData.Kind? {
        if isYears { return nil }
        if isPersonNumber { return .nik }
        if isCardBuild || named == .card && passesLuhn { return .card }
        if isSpoken { return isSaidApart ? .nik : nil }
        return shortest >= 4 ? .nik : nil
    }

    private func number(_ range: Range<Int>) -> Int {
        range.reduce(0) { $0 * 10 + Int(digits[$1]) }
    }

    /// Region code and date of birth of a NIK (Permendagri 72/2022) or KK.
    private var isPersonNumber: Bool {
        guard digits.count == 16, (11...97).contains(number(0..<2)), number(2..<4) > 0,
            number(4..<6) > 0, (1...12).contains(number(8..<10)), number(12..<16) > 0
        else { return false }
        let day = number(6..<8)
        return (1...31).contains(day) || (41...71).contains(day)
    }

    private var looksLikePhone: Bool {
        digits.count > 9 && digits[0] == 0 && digits[1] == 8
            // "+62 (0)812"
            || digits.count > 11 && digits.starts(with: [6, 2, 0, 8])
            || digits.count > 10 && digits[0] == 6 && digits[1] == 2 && digits[2] == 8
    }

    private var hasPlus: Bool {
        let start = reading.pieces[first].start
        return start > 0 && reading.scalars[start - 1] == "+"
    }

    private func isPhone(_ named: Name?) -> Bool {
        let count = digits.count
        let isSpelled = groups.allSatisfy { $0.digits.count == 1 }
        // "0852 4890 113 2": the last digit fell off its group.
        let isBroken = groups.dropLast().allSatisfy { (2...5).contains($0.digits.count) }
            && groups.count > 2 && groups[groups.count - 2].digits.count < 4
        let isAbroad = hasPlus && digits.starts(with: [6, 2, 0, 8])
        guard isSpoken || isSpelled || shortest >= 2 || isBroken || isAbroad, !isDate else { return false }
        if looksLikePhone { return (10...15).contains(count) }
        if hasPlus { return (9...15).contains(count) }
        if named == .phone {
            if digits[0] == 8 { return (9...12).contains(count) }
            if digits[0] == 0 { return (8...13).contains(count) }
            if digits[0] == 6, digits[1] == 2 { return (10...14).contains(count) }
            return isSpoken && count >= PersonalNumbers.minimumSpoken && count <= 14
        }
        // The network of a town: "0517-21234", "(0511) 330 4567".
        if digits[0] == 0, (2...9).contains(digits[1]), (9...11).contains(count) {
            return isSpoken || groups.count > 1 && (3...4).contains(groups[0].digits.count)
        }
        return digits[0] == 8 && groups.count == 1 && (10...12).contains(count) && named == nil
    }

    private var passesLuhn: Bool {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let value = place % 2 == 1 ? Int(digit) * 2 : Int(digit)
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10 == 0
    }

    /// Four groups of four, as it stands on a card, of a payment network.
    private var isCardBuild: Bool {
        (13...19).contains(digits.count) && (3...6).contains(digits[0]) && passesLuhn
            && groups.count > 1 && groups.dropLast().allSatisfy { $0.digits.count == 4 }
    }

    /// "12-03-2021 10.30", "2021-03-12 0812".
    private var isDate: Bool {
        guard groups.count >= 3, !isSpoken else { return false }
        let values = groups.prefix(3).map(NumberReading.small)
        let year = 1900...2100
        let lengths = groups.prefix(3).map(\.digits.count)
        return lengths[2] == 4 && year.contains(values[2]) && values[0] <= 31 && values[1] <= 12
            || lengths[0] == 4 && year.contains(values[0]) && values[1] <= 12 && values[2] <= 31
    }

    /// "2024 2025 2026".
    private var isYears: Bool {
        groups.allSatisfy { (1900...2100).contains(NumberReading.small($0)) }
    }

    /// The value of up to four digits, the parts of a date; of more it is no part of one.
    private static func small(_ group: DigitRun.Group) -> Int {
        group.digits.count > 4 ? .max : group.digits.reduce(0) { $0 * 10 + Int($1) }
    }

    private static let dashes = MarkWords("strip garis miring")
    private static let money = MarkWords("rp idr rupiah")

    private var isAmount: Bool {
        reading.word(first - 1, in: NumberReading.money)
            && reading.isJoined(first, by: [" ", "."], most: 2)
            || reading.word(last + 1, in: SpokenDigits.units) && !isSpoken
    }

    /// Part of a code: "HSS-26-1000123-5", "470/1234/Dukcapil".
    private var isCode: Bool {
        let start = reading.pieces[first].start
        let end = reading.pieces[last].end
        if isSpoken {
            // "ha es es strip dua enam strip satu nol nol": letters and dashes before the digits.
            return reading.word(first - 1, in: NumberReading.dashes)
                || reading.word(runStart - 1, in: NumberReading.dashes)
                || runStart > 1 && LetterNames.letter(reading.pieces[runStart - 1]) != nil
                    && LetterNames.letter(reading.pieces[runStart - 2]) != nil
        }
        if start > 0, let before = reading.pieces.indices.contains(first - 1) ? first - 1 : nil {
            let gap = reading.gap(before: first)
            if gap.isEmpty, !reading.pieces[before].isDigits { return true }
            // "Yusup/0812 6655 4433"
            if gap.count == 1, gap.first == "/", looksLikePhone, !reading.pieces[before].isDigits {
                return false
            }
            if gap.count == 1, gap.first == "-" || gap.first == "/" || gap.first == "_" {
                return true
            }
        }
        return end < reading.scalars.count
            && (reading.scalars[end] == "/" || reading.scalars[end] == "_")
            && digits.count < 10
    }

    private static let banks = MarkWords(
        """
        bri bca bni mandiri bsi btn danamon kalsel cimb rekening permata mega muamalat seabank bpd btpn
        """)

    private static let accountLength = 8...18

    /// How banks write their accounts: BRI, Mandiri, Bank Kalsel, BTN.
    private static let bankBuilds = [[4, 2, 6, 2, 1], [3, 2, 7, 1], [3, 2, 2, 5, 1], [5, 2, 2, 6, 1]]

    private var isBankBuild: Bool {
        !isSpoken && NumberReading.bankBuilds.contains(groups.map(\.digits.count))
    }

    /// "15.000.000" that is transferred.
    private var isThousands: Bool {
        !isSpoken && groups.count > 1 && (1...3).contains(groups[0].digits.count)
            && groups.dropFirst().allSatisfy { $0.digits.count == 3 && $0.digits.last == 0 }
    }

    private static let offices = MarkWords(
        """
        kantor dinas badan pln pdam rsud puskesmas pkm dishub dinkes dinsos disdik disdukcapil dukcapil
        capil bpbd damkar pemadam polsek polres satpol kecamatan kelurahan camat lurah bupati setda
        bappeda pupr perkim diskominfo kominfo ppid website web situs hotline darurat siaga ambulan
        ambulans igd ugd customer service layanan bpjs samsat bank pos telkom indihome sekolah
        inspektorat dprd pertanian perpustakaan pengadilan kejaksaan bpn atr kemenag kua bapenda
        instansi pemda pemkab resmi sakit posko kebakaran call center fax faks faksimile rs perumda humas
        loket puskesmasnya kantornya dinasnya redaksi studio radio
        """)
    private static let own = MarkWords("saya ulun sy sya aku ku kami rumah rmh pribadi pelapor rumahku")
    private static let ill = MarkWords("sakit")
    private static let officeBefore = 20
    private static let officeAfter = 5
    private static let ownBefore = 4

    /// The telephone of an office, "(0517) 21088", stands in every directory.
    private var isOfOffice: Bool {
        guard digits[0] == 0, digits[1] != 8 else { return false }
        if let away = reading.distance(
            to: NumberReading.own, before: first, reach: NumberReading.ownBefore),
            // "rumah sakit"
            !reading.word(first - away + 1, in: NumberReading.ill)
        {
            return false
        }
        let reach = NumberReading.officeBefore
        if reading.distance(to: NumberReading.offices, before: first, reach: reach) != nil { return true }
        var at = last + 1
        while at <= last + NumberReading.officeAfter, at < reading.pieces.count, !reading.isCut(before: at) {
            if NumberReading.offices.contains(reading.pieces[at]) { return true }
            at += 1
        }
        return false
    }

    /// "1234567890 (BRI)".
    private var isBankAfter: Bool {
        // "0123-01-045678-50-1" has short groups.
        guard !isSpoken, shortest >= 3 || digits.count == 15 || longest > 4 else { return false }
        return (last + 1...last + 3).contains {
            reading.word($0, in: NumberReading.banks) && !reading.isCut(before: $0)
        }
    }

    /// Digit by digit, not "dua belas ribu".
    private var isSaidApart: Bool { groups.filter(\.isSpoken).count * 2 >= groups.count }
}
