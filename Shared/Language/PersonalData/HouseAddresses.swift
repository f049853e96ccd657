// Where somebody lives, to the number of the house: "Jl. Merpati No. 12 RT 3", "rumah nomor dua belas".

enum HouseAddresses {
    private static let streets = MarkWords(
        """
        jl jln jalan gg gang komplek kompleks komp perumahan perum blok lorong lr asrama rusun
        kost kos perumnas
        """)
    /// What a street is, in short forms that stand alone: nothing of a house.
    private static let numbers = MarkWords("no nomor nmr nomer nmor rumah blok")
    private static let blocks = MarkWords("blok")
    private static let pureNumbers = MarkWords("no nomor nmr nomer nmor nomornya")
    private static let owners = MarkWords("saya ulun sy kami aku ku unda beliau sidin orang tua")
    private static let papers = MarkWords(
        "surat sk perda perbup perdes keputusan undangan laporan edaran pelanggan meter tiang pasal ayat")
    private static let stalls = MarkWords("kios los lapak toko pasar petak makam")
    private static let beside = MarkWords(
        "depan dpn muka hadapan samping seberang subarang sebelah sblh belakang dekat dkt di")
    private static let houses = MarkWords("rumah rmh rumahnya")
    private static let districts = MarkWords("rt rw")
    private static let spokenR = MarkWords("er")
    private static let spokenTW = MarkWords("te we")
    private static let hundreds = MarkWords("seratus ratus")
    private static let teens = SpokenDigits.teens
    /// Words that end the name of a street.
    private static let ends = MarkWords(
        """
        rusak berlubang banjir yang yg sudah sdh udah dari di ke depan dekat samping belum blm
        ada tidak tdk gelap mati putus longsor ambles hancur parah sampai menuju mau ini itu
        karena krn dan warga banyak macet licin kada kd kadada becek mohon tolong pak bu bapak
        ibu saya ulun kami tolong setiap kalau bila sejak waktu kemarin jembatan lampu poros
        nasional provinsi dkt dpn tiang seberang sblh sebelah rmh
        """)
    /// Words between the street and the number of the house.
    private static let maximumName = 6

    static func spans(in reading: DataReading) -> [PersonalData.Span] {
        var spans: [PersonalData.Span] = []
        var index = 0
        while index < reading.pieces.count {
            if let last = address(reading, at: index) {
                spans.append(reading.span(.address, index, last))
                index = last + 1
            } else {
                index += 1
            }
        }
        return spans
    }

    /// The last piece of an address that begins at `index`.
    private static func address(_ reading: DataReading, at index: Int) -> Int? {
        // A stall is no home.
        if reading.word(index - 1, in: stalls)
            || reading.word(index, in: blocks)
                && reading.distance(to: stalls, before: index, reach: 3) != nil
        {
            return nil
        }
        if let last = districtAndHouse(reading, at: index) ?? houseAndDistrict(reading, at: index) {
            return last
        }
        let houseAt = houseNumber(reading, at: index)
        guard reading.word(index, in: streets) || houseAt != nil else { return nil }
        var at = index + 1
        if let houseAt {
            guard let last = number(reading, at: houseAt), !isOrdinal(reading, houseAt, last)
            else { return nil }
            return districts(reading, after: last)
        }
        let limit = min(reading.pieces.count, index + 1 + maximumName * 2)
        var names = 0
        while at < limit, names <= maximumName {
            if isCut(reading, at, after: index) { return nil }
            if names > 0, let last = besideHouse(reading, at: at) { return districts(reading, after: last) }
            if reading.word(at, in: ends) { return nil }
            let isNumber = reading.word(at, in: numbers)
            let district = district(reading, at: at)
            if isNumber || district != nil {
                if isNumber, let last = number(reading, at: at + 1) {
                    return districts(reading, after: house(reading, after: last))
                }
                if let district, let last = number(reading, at: district) {
                    // "Jl. Merpati RT 3 No. 12"; without a house it is no home.
                    let after = districts(reading, after: last)
                    guard reading.word(after + 1, in: numbers),
                        !isCut(reading, after + 1, after: index),
                        let house = number(reading, at: after + 2)
                    else { return nil }
                    return districts(reading, after: house)
                }
                if !isNumber { return nil }
            }
            if names > 0, reading.pieces[at - 1].count > 1, !reading.pieces[at - 1].isDigits,
                let last = BareHouses.number(reading, at, street: index)
            {
                return districts(reading, after: last)
            }
            names += 1
            at += 1
        }
        return nil
    }

    /// "Jl. Mawar depan rumah no 18": the house beside the place on the road.
    private static func besideHouse(_ reading: DataReading, at index: Int) -> Int? {
        guard reading.word(index, in: beside), let house = houseNumber(reading, at: index + 1),
            let last = number(reading, at: house), !isOrdinal(reading, house, last)
        else { return nil }
        return last
    }

    /// Where the number stands after "rumah no", "rumah saya nomor", "no rumah".
    private static func houseNumber(_ reading: DataReading, at index: Int) -> Int? {
        if reading.word(index, in: pureNumbers), reading.word(index + 1, in: houses) { return index + 2 }
        guard reading.word(index, in: houses) else { return nil }
        let at = reading.word(index + 1, in: owners) ? index + 2 : index + 1
        return reading.word(at, in: numbers) && !isCut(reading, at, after: index) ? at + 1 : nil
    }

    /// "RT 03 RW 02 No. 10", "er te dua nomor lima belas": a house of the neighbourhood, without a street.
    private static func districtAndHouse(_ reading: DataReading, at index: Int) -> Int? {
        guard let district = district(reading, at: index), let first = number(reading, at: district),
            !reading.word(index - 1, in: papers)
        else { return nil }
        let last = districts(reading, after: first)
        let named = reading.word(last + 1, in: houses) ? last + 2 : last + 1
        guard reading.word(named, in: pureNumbers), !isCut(reading, last + 1, after: index),
            let house = number(reading, at: named + 1), !goesOn(reading, after: house),
            !isOrdinal(reading, named + 1, house)
        else { return nil }
        return districts(reading, after: house)
    }

    /// "No. 10 RT 03": the house first.
    private static func houseAndDistrict(_ reading: DataReading, at index: Int) -> Int? {
        guard reading.word(index, in: pureNumbers), !reading.word(index - 1, in: papers),
            let house = number(reading, at: index + 1), !goesOn(reading, after: house)
        else { return nil }
        let last = districts(reading, after: house)
        return last > house ? last : nil
    }

    /// "rumah nomor dua dari masjid", "RT 3 nomor satu se kecamatan": which one, and no number on a door.
    private static func isOrdinal(_ reading: DataReading, _ first: Int, _ last: Int) -> Bool {
        !reading.pieces[first].isDigits && first == last && reading.word(last + 1, in: counting)
    }

    private static let counting = MarkWords("dari di se dalam setelah sesudah sebelum paling")

    /// "No 12/RT.3/2024" is that of a letter.
    private static func goesOn(_ reading: DataReading, after last: Int) -> Bool {
        let gap = reading.gap(before: last + 1)
        return gap.first == "/" || gap.first == "." && gap.count == 1 && last + 1 < reading.pieces.count
    }


    /// A line or a sentence ends; the stop of "Jl." or "No." is none.
    private static func isCut(_ reading: DataReading, _ at: Int, after first: Int) -> Bool {
        let gap = reading.gap(before: at)
        if gap.contains(where: { $0 == "\n" || $0 == "?" || $0 == "!" || $0 == ";" }) {
            return true
        }
        // "Letjend. S. Parman"
        return gap.contains(".") && reading.pieces[at - 1].count > 5
            && !reading.word(at - 1, in: NameWords.ranks)
    }

    /// The number of a house: "12", "12A", "12 A", "dua belas".
    static func number(_ reading: DataReading, at index: Int) -> Int? {
        guard index < reading.pieces.count, !isCut(reading, index, after: index) else { return nil }
        let piece = reading.pieces[index]
        if piece.isDigits {
            guard piece.count <= 4 else { return nil }
            // "3-5", "D/8"
            if index + 1 < reading.pieces.count, reading.pieces[index + 1].isDigits,
                reading.pieces[index + 1].count <= 3,
                reading.isJoined(index + 1, by: ["-"], most: 1)
            {
                return index + 1
            }
            if index + 1 < reading.pieces.count, reading.pieces[index + 1].count == 1,
                !reading.pieces[index + 1].isDigits, !isMeasure(reading, index + 1),
                reading.gap(before: index + 1).isEmpty
                    || reading.isJoined(index + 1, by: [" ", "-"], most: 1)
                        && reading.pieces[index + 1].isLarge
            {
                return index + 1
            }
            return index
        }
        let isLettered = reading.word(index - 1, in: blocks)
            || reading.word(index - 1, in: pureNumbers) && piece.isLarge
                && reading.gap(before: index + 1).isEmpty
        if isLettered, piece.count == 1, index + 1 < reading.pieces.count,
            reading.pieces[index + 1].isDigits, reading.pieces[index + 1].count <= 3,
            reading.isJoined(index + 1, by: ["/", "-", " "], most: 1)
        {
            return index + 1
        }
        guard
            SpokenDigits.value(piece) != nil || reading.word(index, in: hundreds)
                || reading.word(index, in: SpokenDigits.ten)
                || reading.word(index, in: SpokenDigits.eleven)
        else { return nil }
        var last = index
        while last + 1 < reading.pieces.count, last - index < 4,
            SpokenDigits.value(reading.pieces[last + 1]) != nil
                || reading.word(last + 1, in: hundreds)
                || reading.word(last + 1, in: SpokenDigits.tens)
                || reading.word(last + 1, in: teens)
        { last += 1 }
        return last
    }

    /// "2x3 meter", "5m".
    private static func isMeasure(_ reading: DataReading, _ index: Int) -> Bool {
        guard !reading.pieces[index].isLarge else { return false }
        return reading.word(index, in: metres)
            || reading.word(index, in: timesSigns) && index + 1 < reading.pieces.count
                && reading.pieces[index + 1].isDigits
    }

    private static let metres = MarkWords("m")
    private static let timesSigns = MarkWords("x")

    /// The piece after "RT", "RW", also said "er te", "er we"; `nil` when there is none at `index`.
    static func district(_ reading: DataReading, at index: Int) -> Int? {
        if reading.word(index, in: districts) { return index + 1 }
        let isSaid = reading.word(index, in: spokenR) && reading.word(index + 1, in: spokenTW)
        return isSaid ? index + 2 : nil
    }

    /// "No. 11" after "Blok B3".
    private static func house(_ reading: DataReading, after last: Int) -> Int {
        guard reading.word(last + 1, in: numbers), !isCut(reading, last + 1, after: last),
            !isCut(reading, last + 2, after: last), let house = number(reading, at: last + 2)
        else { return last }
        return house
    }

    /// "RT 3 RW 1" after the house belong to it.
    private static func districts(_ reading: DataReading, after last: Int) -> Int {
        var last = last
        while let next = district(reading, at: last + 1), !isCut(reading, last + 1, after: last),
            let number = number(reading, at: next)
        {
            last = number
            // "RT 003/001"
            if last + 1 < reading.pieces.count, reading.pieces[last + 1].isDigits,
                reading.isJoined(last + 1, by: ["/"], most: 1)
            {
                last += 1
            }
        }
        return last
    }
}
