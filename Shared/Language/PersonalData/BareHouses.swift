// Houses whose number stands bare behind the name of the street: "Jl. Merpati 52", not "jalan Merpati 3 hari
// gelap", "Jl. Merdeka 17 Agustus".

enum BareHouses {
    /// Digits of such a number; of four it is as well a year.
    private static let maximumDigits = 3
    private static let ways = MarkWords("jl jln jalan gg gang lorong lr")
    private static let alleys = MarkWords("gg gang lorong lr")
    private static let distances = MarkWords(
        "km kilometer blok rt rw lajur jalur sekitar kurang lebih hampir")
    /// What a way is, and what somebody does on it: no street is called so.
    private static let kinds = MarkWords(
        """
        desa usaha tani baru lingkar poros umum utama aspal setapak kampung kampong dusun sawah kebun hauling
        tol kabupaten kecamatan provinsi negara nasional menuju sepanjang selebar kaki terus lagi masuk keluar
        alternatif pintas tembus produksi titian tanah batu beton cor paving tambang perusahaan sudah baru ini
        itu tersebut antar arah ke di dari yang nang hanya cuma selama sekitar ada hidup rusak poros tembus
        buntu sempit kecil besar
        """)
    /// What is counted, or follows the figures of a date: the number is none of a house.
    private static let counted = MarkWords(
        """
        hari harian minggu bulan tahun jam menit detik th thn bln mgg kali x an km kilometer meter mtr m cm
        ha hektar hektare are persen persil ribu rb juta jt ratus puluh milyar miliar belas kg kilo liter ltr
        lt ton kubik watt volt orang org urang warga kk jiwa kepala keluarga rumah rmh buah bh biji unit titik
        lubang tiang lampu pju pohon batang pintu toko kios kendaraan mobil motor sepeda truk truck arah lajur
        jalur kecelakaan laka korban sekolah siswa anak desa kampung kelurahan bangunan jembatan gardu ekor
        sapi ruas segmen lokasi kecamatan tempat dusun km rt rw ruko bengkel warung santri jamaah pedagang
        paket tahap lapis januari februari pebruari maret april mei juni juli agustus september oktober
        november nopember desember jan feb mar apr jun jul agt ags agu sep sept okt nov des nop pagi siang
        sore malam wita wib am pm kelas lantai tingkat bak tong kontainer box tps pos kotak spanduk baliho
        parit got selokan drainase gorong
        """)
    /// What goes on behind the number of a house.
    private static let follows = MarkWords(
        """
        yang yg nang udah sudah sdh hudah di ke dari dr dekat dkt depan dpn samping sebelah sblh seberang
        belakang muka ini itu mati rusak banjir tidak tdk ga gak kada kd tolong mohon mhn minta ya pak bu min
        dan atau sampai karena krn tapi tp ada adalah sering selalu lagi dengan dgn saya sy ulun kami kena
        kebanjiran kebakaran gelap bocor kosong mau milik atas pas tepat kel kelurahan kec kab
        """)

    private static let alternatives = MarkWords("atau sampai hingga s")

    /// The last piece of the number of a house that begins at `index`; the street's kind stands at `street`.
    static func number(_ reading: DataReading, _ index: Int, street: Int) -> Int? {
        guard reading.pieces[index].isDigits, !reading.word(index - 1, in: distances),
            let last = HouseAddresses.number(reading, at: index)
        else { return nil }
        if HouseAddresses.district(reading, at: last + 1) != nil { return last }
        // "3x"
        if last > index, reading.word(last, in: counted) { return nil }
        if reading.word(last + 1, in: counted), !reading.gap(before: last + 1).contains(",") { return nil }
        return last > index || isHouse(reading, index, street: street) ? last : nil
    }

    /// "jalan hanyar diaspal bulan 9": more than a name stands between.
    private static func isSentence(_ reading: DataReading, _ words: Range<Int>) -> Bool {
        if reading.word(words.upperBound - 1, in: dated) { return true }
        return !(reading.hasCase && reading.pieces[words.lowerBound].startsLarge)
            && words.count { NameWords.isOrdinary(reading.pieces[$0]) } > 1
    }

    private static let dated = MarkWords(
        "bulan tanggal tgl tahun th thn jam pukul kelas ke urutan tahap nomor tiang gardu sampai cuma hanya")

    private static func isHouse(_ reading: DataReading, _ index: Int, street: Int) -> Bool {
        let piece = reading.pieces[index]
        guard reading.word(street, in: ways), piece.count <= maximumDigits,
            !isSentence(reading, street + 1..<index),
            reading.scalars[piece.start] != "0", reading.isJoined(index, by: [" ", "."], most: 2),
            !reading.word(street + 1, in: kinds)
        else { return false }
        let next = index + 1
        let gap = reading.gap(before: next)
        guard next < reading.pieces.count else { return !gap.contains("%") }
        let isAlley = piece.count == 1 && reading.word(street, in: alleys)
        if gap.first == " " {
            // "Jl. Mawar 1 dan 2", "Gang Sepakat 2 gelap"
            if isAlley || reading.pieces[next].isDigits { return false }
            if reading.word(next, in: NameWords.and) || reading.word(next, in: alternatives),
                next + 1 < reading.pieces.count, reading.pieces[next + 1].isDigits
            {
                return false
            }
            return piece.count > 1 || reading.word(next, in: follows)
                || reading.hasCase && reading.pieces[next].startsLarge
        }
        // "1,5 km", "20-30 meter", "50%"
        if isAlley { return gap.count > 1 && gap.first == "," || gap.first == "\n" }
        return gap.first == "\n" || gap.first == ")"
            || gap.count > 1 && gap.first.map { ",.;!?".unicodeScalars.contains($0) } ?? false
    }
}
