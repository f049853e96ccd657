// Personal data: found, named, covered without moving an offset.
import Language
import Testing

@Suite struct PersonalDataTests {
    @Test(arguments: [
        ("NIK 6306051234567890", [PersonalData.Kind.nik]),
        ("no kk 6306 0512 3456 7890", [.kk]),
        // Hidden from machines: signs without width, digits of another shape.
        ("NIK 6\u{200B}306\u{200B}0512\u{200D}34567890", [.nik]), ("NIK ６３０６０５１２３４５６７８９０", [.nik]),
        ("hp ٠٨١٢-٣٤٥٦-٧٨٩٠", [.phone]),
        ("hp 0812-3456-7890 atau +62 812 3456 7890", [.phone, .phone]),
        ("6306051234567890 081234567890", [.nik, .phone]),
        ("surel budi.k@contoh.go.id.", [.email]),
        ("surel rudi titik noor at contoh titik com", [.email]),
        ("rekening 1234567890123", [.account]),
        ("transfer ke 0032-01-077652-50-9 (BRI)", [.account]),
        ("kartu 4111 1111 1111 1111 tertelan", [.card]),
        ("kartu 4111 1111 1111 1112 tertelan", [.nik]),
        ("nopol DA 1234 XY", [.plate]),
        ("motor de a sembilan satu satu nol ka be", [.plate]),
        ("mobil da1655dy di trotoar", [.plate]),
        ("pakai L300 DA 9143 DJ siang bolong", [.plate]), ("motor da 4418 dbq bising", [.plate]),
        ("surel anak saya pemuda maju at contoh titik com", [.email]),
        ("telp (0517) 21234", [.phone]),
        ("NIK ulun enam tiga nol enam nol lima", [.nik]),
        ("nomor nol delapan satu dua lima lima lima nol satu", [.phone]),
        ("wa kosong delapan lima dua, tiga satu, dua puluh satu, empat lima", [.phone]),
        ("ka ka enam tiga kosong enam kosong sembilan satu lima satu satu kosong lima nol nol nol satu", [.kk]),
        ("nomor bpjs 0001234567890", [.number]),
        ("rumah di Jl. Merpati No. 12 RT 3", [.address]),
        ("gang melati nomor dua puluh satu rt empat", [.address]),
        ("Komplek Bumi Lestari Blok D4 Nomor 9 RT 11", [.address]),
        ("nik 63O6 O512 O585 OOO1", [.nik]),
        ("wa O812-5O51-2345", [.phone]),
        ("hp 0852l2345678", [.phone]),
        ("telepon 0812 5055\n7712", [.phone]),
        // As banks write their accounts, a NIK that broke, digits said three at a time or typed one by one.
        ("rek BRI 3412-01-018833-53-2 sudah ditutup", [.account]),
        ("kirim ke 3412-01-018833-53-2 ya", [.account]),
        ("mandiri 142-00-2231457-8", [.account]), ("rek Bank Kalsel 004.03.01.10234-7", [.account]),
        ("nik 630605110388\n0004 ditolak", [.nik]), ("NIK 630605110388000 4 ditolak", [.nik]),
        ("nik enam tiga nol enam nol satu lima satu satu dua sembilan nol tripel nol dua", [.nik]),
        ("tlp 0852 4890 113 2", [.phone]),
        ("pengendara DA 6 1 2 3 KB ugal ugalan", [.plate]), ("motor D A 3 4 1 2 K C", [.plate]),
        ("di RT 05 RW 01 No. 17 Desa Ulin", [.address]), ("ulun di RT.03/RW.02 No.21", [.address]),
        ("depan rumah rt tiga nomor dua puluh satu", [.address]), ("nomor 9 RT 3 RW 2", [.address]),
        ("rumah saya no 15", [.address]), ("telepon rumah saya (0517) 21789", [.phone]),
        ("kk anam talu kosong anam kosong pitu sapuluh kosong satu satu dua kosong kosong satu", [.kk]),
        ("surel dinda.dinkes@gmail.com", [.email]),
        ("Komp. Beringin No.C5", [.address]), ("surel hana at g mail titik com", [.email]),
        ("hape kosong lapan lima dua\nempat walu sanga satu dua talu", [.phone]),
        ("email joko garis bawah susilo at contoh dot com", [.email]),
        // A house whose number stands bare, one beside the road, one behind a rank.
        ("got di Jl. Panglima Wangsa 17 mampet", [.address]),
        ("lampu depan rumah jalan kenari 33 mati", [.address]),
        ("di jl jend a yani 112 angkinang, mohon", [.address]),
        ("Gg. Cendana 4, hp 0813 4811 2093", [.address, .phone]),
        ("Jl. M. Arif depan rumah no 18 kotor", [.address]), ("di Jl. Letjend. S. Wiryo No. 7", [.address]),
        ("Jalan Kol. H. Mastur 55 sebelah apotek", [.address]),
        // Doubled digits by other words, a prefix in brackets, an address of mail with its sign apart.
        ("telpon nol delapan satu tiga, empat sembilan, ganda tujuh, dua dua, lima satu", [.phone]),
        ("kk enam tiga nol enam ganda nol dua satu satu nol satu satu tiga nol tiga kali empat", [.kk]),
        ("wa +62 (0)812 3344 5566", [.phone]), ("no kartu peserta 0001223344556", [.number]),
        ("kartunya 0001 8876 5432 1 mati", [.number]), ("plat da 1234 kabur", [.plate]),
        ("platnya de a dobel lima tiga satu el em", [.plate]),
        ("emailnya tono titik jaya sembilan puluh at contoh titik com", [.email]),
        ("Karyono/0812 6655 4433", [.name, .phone]),
        ("email tono(at)gmail.com", [.email]), ("cc: tono.b[at]gmail.com", [.email]),
        ("warga 0857_5100_6638", [.phone]), ("email: tono.hs @ gmail.com", [.email]),
    ])
    func kinds(text: String, expected: [PersonalData.Kind]) {
        #expect(PersonalData.spans(in: text).map(\.kind) == expected)
    }

    @Test(arguments: [
        "harga 150.000 sejak 12-03-2021", "naik jadi seratus lima puluh ribu",
        "nik enam lima puluh ribu", "laporan HSS-26-1000123-5", "surat 470/1234/Dukcapil/2023",
        "tahun 2024 2025 2026", "nop 63.06.050.004.012-0381.0", "tanggal 08-12-2021 10.30",
        "Rp 1.250.000.000", "token 1234-5678-9012-3456-7890", "lapor ke 112, tiang 1708",
        "jalan A. Yani km 5 rusak", "Jl. Merpati RT 3 rusak", "traktor Kubota M6040SU",
        "pak tolong jalan rusak", "Pak Camat Kandangan", "ibu penjual sayur di pasar",
        "nama saya tidak ada di daftar", "atas nama masyarakat", "saya di rt 3, mau tanya",
        "Hormat kami, Warga Desa Hamalau", "da 3 orang", "b 12 rt 4",
        "tahun 2020 2021 2022 2023 rusak", "kios blok C nomor 14 disegel",
        "pengaduan ha es es strip dua enam strip satu nol nol nol lima lima dua strip delapan",
        "Rumah Sakit H. Hasan Basry antre", "jalan brigjen haji hasan basry", "toko haji mansyah",
        "majelis taklim Nurul Huda", "saya mau menikah", "ini jalannya rusak", "ulun dari loksado",
        "Idul Fitri dan bulan Ramadhan", "hari jumat", "saya kecewa", "kata petugas habis",
        "Bupati H. Ahmad Ridwan meresmikan jembatan", "Kepala Dinas Sosial, Drs. H. Ahmad Ridwan, M.Si.",
        "zaman pak harto jalan mulus", "Masjid Al-Mujahidin, banjir", "Toko Bu Haji Aminah ramai",
        "kakek khatib Jumat", "suami saya nelayan", "token 4471 0925 6613 0082 7745 gagal",
        "buka sebelum Ramadan", "mas mas parkir liar", "perkara 45/Pdt.G/2023",
        "kantor dinas (0517) 21455 tidak diangkat", "telp PLN 0517-21222 dan 0517 21223 dua2nya sibuk",
        "email disdukcapil@contohkab.go.id mental", "dibalas oleh info@pdamcontoh.co.id",
        "jl a yani amblas 2x3 meter", "sertifikat blm keluar dr 2013. sy menunggu",
        "transfer 15.000.000 ke kas", "rumah nomor dua dari masjid", "surat RT 3 no 12/2024",
        "nang ulun hurmati bapak camat", "Desa : Ida Manggala", "Nama jalan : Suryanata",
        "rumah makan hajah siti", "Toko Mas Hj. Aminah tutup", "anak ulun si bungsu",
        "yang bisa kami masuki", "Hari Raya Idul Adha, Ramadhan",
        "surat ke bupati@contohkab.go.id", "dinkes.contoh@gmail.com penuh", "sudah saya surati",
        "Counter HP Yusuf Cell tutup", "Sate Haji Amat di pasar",
        "jalur menuju Ida Manggala rusak", "Lampu mati. Aman.", "Puskesmas Haji Damanhuri",
        "jalan kenari 3 hari banjir", "Jl. Kenari 17 Agustus lalu", "jl kenari 20 titik lubang",
        "jalan tani 300 m",
        "jalan hanyar diaspal bulan 9", "Gang Cendana 2 gelap", "jalan desa 2024 rusak", "Jl. Kenari 1,5 km",
        "kantor BPBD telepon nol lima satu tujuh dua satu satu satu dua sibuk",
        "telepon rumah sakit nol lima satu tujuh dua satu nol delapan satu",
        "hari Jum'at di Masjid As-Su'ada",
        "Nabi Muhammad SAW", "Hutan Raya Sultan Adam",
        "Lomba Nanang Galuh ramai", "Dari Ida Manggala ke Ulin",
        "Jl. Jend. Sudirman rusak", "truk D A delapan enam... ulangi", "ulun hudah batakun",
        "Habib dan ulama hadir", "Demikian pak. Wass. Warga",
        "HP saya Redmi Note hilang", "Pak Gubernur dan Bu Wagub hadir",
        "KTP Digital kapan jadi", "laporan dari warga", "Bapak kami hormati", "kai badiri di langgar",
        "guru honor belum digaji", "anak kami sakit", "atas nama warga kami", "kami di Loksado",
        "Jadwal:\nSenin (pagi): sampah\nSelasa (pagi): got\nRabu (sore): lampu",
        "Jembatan: panjang 7 m, lebar 4 m. Umur 10 th",
    ])
    func nothingPersonal(text: String) {
        #expect(PersonalData.spans(in: text) == [])
    }

    @Test(arguments: [
        ("nama saya Rahmat Hidayat, NIK", ["Rahmat Hidayat"]),
        ("nama ulun jahrani warga telaga bidadari", ["jahrani"]),
        ("a.n. M. Rafi'i belum terima", ["M. Rafi'i"]),
        ("ktp an Yuliana kada jadi", ["Yuliana"]),
        ("Bapak H. Suriansyah dan Ibu Hj. Salmah", ["Suriansyah", "Salmah"]),
        ("ulun manjual tanah ka H. Darkasi, dibayar 25 juta", ["Darkasi"]),
        ("dengan pak sarkawi di angkinang", ["sarkawi"]),
        ("air mati. hub 0853 4621 9008 pa Yanto", ["Yanto"]),
        ("Elma Safitri, 0822 5100 9473", ["Elma Safitri"]),
        ("Jalan rusak.\nHormat saya,\nAhmad Fauzi\nHP 081351234567", ["Ahmad Fauzi"]),
        ("a en hendra gunawan", ["hendra gunawan"]),
        ("istri saya lastri hilang", ["lastri"]),
        ("sy Andi Baso nelayan dr Pagatan", ["Andi Baso"]),
        ("guru TK Ibu Fitriani, sertifikasinya", ["Fitriani"]),
        ("saksi kejadian adalah Ardiannoor dan Mulyadi Saputro", ["Ardiannoor", "Mulyadi Saputro"]),
        ("perkenalkan saya ni made suartini orang bali", ["ni made suartini"]),
        ("saya petrus leki dari atambua", ["petrus leki"]),
        ("Lampu mati. Perwakilan: Ir. Tigor Pardede, M.T.", ["Tigor Pardede"]),
        ("oknum petugas bernama dodot minta uang", ["dodot"]),
        ("Jalan rusak. Steven Halim", ["Steven Halim"]),
        ("lampu mati. fahrurazi", ["fahrurazi"]),
        ("Rusak.\n\nKetua RT 05\n\nMasdulhak", ["Masdulhak"]),
        // One's own people, a part with its kind, a list, one name for another, the name said again.
        ("adikku Zainab sakit, mhn dibantu", ["Zainab"]),
        ("vaksin anak ku Rayyan Alfatih belum ada", ["Rayyan Alfatih"]),
        ("ayahnya jarkani mamanya hamidah urang loksado", ["jarkani", "hamidah"]),
        ("Guru honor Norhasanah belum digaji", ["Norhasanah"]),
        ("Teman senasib: Suriati, Masniah, dan Idah. Tolong", ["Suriati", "Masniah", "Idah"]),
        ("Korban 2 org, Basran & Lia Safitri, dirawat", ["Basran", "Lia Safitri"]),
        ("nama saya bukan jamilah tapi jumilah", ["jamilah", "jumilah"]),
        ("lina sm marlina orang yang sama", ["lina", "marlina"]),
        ("Pak Suriani marah. Kata Suriani itu haknya", ["Suriani", "Suriani"]),
        ("katanya disuruh Yusuf staf desa", ["Yusuf"]),
        ("Yusuf mohon izin rapat di balai", ["Yusuf"]),
        ("penerima blt mardiah padahal pns", ["mardiah"]), ("kepala desa suhaimi jarang", ["suhaimi"]),
        ("085251112222 gafuri", ["gafuri"]), ("pengirim: asnawi hamayung", ["asnawi"]),
        // Lists, families, children by order, nicknames, last words.
        ("ttd warga: Hj. Masliani, Ojak, Mama Rika", ["Masliani", "Ojak", "Rika"]),
        ("ttd: 1. Abdul Gani 2. Dungkul 3. Jarkasi", ["Abdul Gani", "Dungkul", "Jarkasi"]),
        ("1. Suriani (saya)\n2. Keyzo (anak)", ["Suriani", "Keyzo"]),
        ("Nang tuha Rina, nang bungsu Rama", ["Rina", "Rama"]),
        ("Cucu ulun si Amat jatuh", ["Amat"]), ("Ulun Kai Utuh sudah tuha", ["Utuh"]),
        ("Orang kenal, Amat anak pa Saleh", ["Amat", "Saleh"]),
        ("Lampu mati lg. Godril, padang batung", []), ("Lampu mati lg. Adul, padang batung", ["Adul"]),
        ("Portal rusak. Utuh Lamak, Ulin. HP 087815602934", ["Utuh Lamak"]),
        ("Anak sy M. Fadlan kd dapat", ["M. Fadlan"]), ("bu saya Pupung honorer. Boleh", ["Pupung"]),
        ("Bidan Indah kasar", ["Indah"]), ("ulun ngarannya Busrah, urang Daha", ["Busrah"]),
        ("Mohon bantuannya 🙏 Riska", ["Riska"]), ("Tidak boleh. Supardi, Ida Manggala", ["Supardi"]),
        ("Aku ni Ainah, jualan wadai", ["Ainah"]), ("pa RT (Godril) kada mau", ["Godril"]),
        ("CP: Clemenza (0812-5100-8836)", ["Clemenza"]), ("Saya Ketua RT 4, Junaidong. Mohon", ["Junaidong"]),
        ("Yang lain: 1) Abul 2) Norsiah 3) Tambrin", ["Abul", "Norsiah", "Tambrin"]),
        ("Mahfuzah, Baluti. Akta belum jadi", ["Mahfuzah"]), ("Mohon perbaikan. - Vitra", ["Vitra"]),
        ("pamali. dahri, hariti", ["dahri"]), ("kamanakan ulun taufikah hakun", ["taufikah"]),
        ("Pak Pebrianti, pemilik sapi", ["Pebrianti"]),
        ("Saksi: Nyonya Tan Siu Lan, pedagang", ["Tan Siu Lan"]),
        // An apostrophe within, noble birth, an alias, papers, rows, initials.
        ("Pengadu: Nu'man Habibi, petani", ["Nu'man Habibi"]), ("ulun Ma’ripah pangrajin", ["Ma’ripah"]),
        ("Gusti Rahmadi menuduh aparat", ["Gusti Rahmadi"]), ("Melapor: Muh. Ikhsan, ketua", ["Muh. Ikhsan"]),
        ("diduga Ujang alias Codet, warga luar", ["Ujang", "Codet"]),
        ("Akta Rabiatul kada jadi", ["Rabiatul"]),
        ("di KTP Sarifah di paspor Syarifah", ["Sarifah", "Syarifah"]),
        ("ini dari Mursyidah Wasah", ["Mursyidah"]),
        ("ID 630601A, Hatmah, NIK 6306014106600004", ["Hatmah"]), ("Rudy H. karyawan", ["Rudy H"]),
        ("Bapak kami Kaspian sdh pikun", ["Kaspian"]), ("Ibu kandung: Salabiah", ["Salabiah"]),
        ("Kai ulun (Utuh, 78 th) di Bangkau", ["Utuh"]), ("Ulun wali murid, Surya. Siap", ["Surya"]),
        ("2 korban (Rama 12 th dan Dafa 10 th)", ["Rama", "Dafa"]), ("Trmksh Fitriana", ["Fitriana"]),
        ("NIK 6306051208550001 (Baderun), lansia", ["Baderun"]), ("Cari Pak Amat Kupang tukang", ["Amat Kupang"]),
        ("Keponakan saya Bunga (14) dibully", ["Bunga"]),
        ("bantuan untuk Abdurrahim, pasien", ["Abdurrahim"]),
        ("nang rapat Isur, Amat wan Ucin", ["Isur", "Amat", "Ucin"]),
        ("Atas nama sy pribadi Yanto", ["Yanto"]),
        // Words of every day that somebody is called, articles, initials, halves of a title.
        ("Nama saya Bulan, lahir Mei", ["Bulan"]), ("Nama saya Sabar. Boleh", ["Sabar"]),
        ("Nama saya Ketua RT, jalan rusak", []), ("ustadz Muhammad Zaini Ar-Rasyid", ["Muhammad Zaini Ar-Rasyid"]),
        ("sy ibu dari M. Gazali kls 6", ["M. Gazali"]), ("Warga dari S. Raya mengeluh", []),
        ("Pak De Wagiman jaga malam", ["Wagiman"]), ("Bapa Sahran mengeluh", ["Sahran"]),
        ("Saya Damang Utal, dari Loksado", ["Utal"]),
        // Rows that begin alike, ages, whose wife.
        ("Rekap:\nAyal / 6306100404680001\nSuan / 6306100404680002\nMiso / 6306100404680003", ["Ayal", "Suan", "Miso"]),
        ("Notulen warga\n- Rahmah (RT 3): gelap\n- Mispan (RT 5): banjir\n- Sabran (RT 1): debu",
            ["Rahmah", "Mispan", "Sabran"]),
        ("Yang sakit: Rizky 7th, Ayu 4th, Galih 10 th sudah ke puskesmas", ["Rizky", "Ayu", "Galih"]),
        ("Saya istri dari Rusman petugas sampah", ["Rusman"]),
        // What others call somebody, rows with sums, rows set apart by bars.
        ("ulun biasa dikiau Amat di pasar", ["Amat"]), ("sidin dipanggil lagi ke kantor", []),
        ("Sumbangan:\nAminullah 50.000\nBarkatullah 25.000\nUca 10.000", ["Aminullah", "Barkatullah", "Uca"]),
        ("Bantuan:\nBeras 10\nMinyak 2\nGula 5", []),
        ("Peserta: Samsul Bahri | Rahmatullah | Netty Herawati", ["Samsul Bahri", "Rahmatullah", "Netty Herawati"]),
    ])
    func namesWhereTheyAreMarked(text: String, expected: [String]) {
        let scalars = Array(text.unicodeScalars)
        let names = PersonalData.spans(in: text, [.name]).map { span in
            String(String.UnicodeScalarView(scalars[span.start..<span.end]))
        }
        #expect(names == expected)
    }

    @Test func noShapeOfADigitStaysUncovered() {
        #expect(
            PersonalData.mask("NIK 6\u{200B}306\u{200B}051234567890, ６３０６０５１２３４５６７８９０ ada")
                == "NIK *\u{200B}***\u{200B}************, **************** ada")
    }

    @Test func maskingKeepsEveryOffset() {
        let text = "é NIK 6306-0512-3456-7890, hp 081234567890"
        #expect(PersonalData.mask(text) == "é NIK ****-****-****-****, hp 081234567890")
        #expect(
            PersonalData.mask(text, Set(PersonalData.Kind.allCases))
                == "é NIK ****-****-****-****, hp ************")
    }

    @Test(arguments: 0..<400)
    func maskingTwiceChangesNothing(seed: UInt64) {
        var random = Random(seed: seed)
        let pieces = [
            "6306051234567890", "0812", "-", " ", "3456", "7890", "a@b.id", "nik", "kk",
            "enam tiga nol lima ",
            "+62", ".", "satu ", "**", "🚧", "12345678", "123456789012345678901234567890", "1111 2222 3333 ", "nama saya ", "Budi ", "pak ", "jl ", "no 5 ", "da ", "XY ", "\n", "at ", "titik com ",
            "Siti Aminah ", "saya lastri ", "O812-", "dan ", ", ", "Pak Rahmat ", "\n\n", "ni made ", "toko ",
            "a.n. ", "Hormat saya,\n", "(at)", "gmail.com ", "Mu'ad ", "Gusti ", "kali ", "ganda ",
            "Jl. Mawar 17 ",
            "dari ", "Jl. Mawar ", "RT 3 ", "masdulhak", "(", ")",
        ]
        let text = (0..<random.next(25)).map { _ in pieces[random.next(pieces.count)] }.joined()
        let kinds = Set(PersonalData.Kind.allCases)
        let once = PersonalData.mask(text, kinds)
        #expect(PersonalData.mask(once, kinds) == once)
        #expect(once.unicodeScalars.count == text.unicodeScalars.count)
    }
}
