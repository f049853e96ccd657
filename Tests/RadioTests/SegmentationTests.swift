// The smaller judgements: due dates, masked numbers, introductions, kinds.
import Complaints
import Testing

@testable import RadioService

@Suite struct SegmentationTests {
    // 2021-03-10 is a Wednesday.
    @Test(arguments: [
        ("Besok pagi diangkut.", "2021-03-11"),
        ("lusa kami turun", "2021-03-12"),
        ("Hari Rabu depan lapor di sini.", "2021-03-17"),
        ("Rabu depan", "2021-03-17"),
        ("hari Jumat", "2021-03-12"),
        ("Jumat depan", "2021-03-19"),
        ("Senin depan", "2021-03-15"),
        ("hari Rabu", "2021-03-17"),
        ("minggu ini jua", "2021-03-14"),
        ("minggu depan", "2021-03-17"),
        ("Jumat minggu depan", "2021-03-19"),
        ("sebelum akhir Agustus", "2021-08-31"),
        ("bulan Juni", "2021-06-30"),
        ("dimulai 15 Juni", "2021-06-15"),
        ("malam minggu ini", "2021-03-13"),
        ("hari Minggu", "2021-03-14"),
        ("Tiga hari saya minta laporannya", "2021-03-13"),
        ("dalam 2 minggu", "2021-03-24"),
        ("dalam saminggu", "2021-03-17"),
        ("3x24 jam", "2021-03-13"),
        ("malam ini juga", "2021-03-10"),
        ("langsung berangkat sekarang", "2021-03-10"),
        ("akhir bulan", "2021-03-31"),
        ("bulan depan", "2021-04-30"),
        ("paling lambat tanggal 5 April", "2021-04-05"),
        ("tanggal 5", "2021-04-05"),
        ("minggu ini, lapor hari Rabu depan", "2021-03-17"),
        ("hari Senin yang akan datang", "2021-03-15"),
        ("pada minggu pertama September", "2021-09-07"),
        ("selesai pada Oktober", "2021-10-31"),
        ("tanggal 20 November 2022", "2022-11-20"),
        ("tangki air 2x seminggu mulai Jumat ini", "2021-03-12"),
        ("tiga hari ini harus sudah ada bidannya", "2021-03-13"), ("dalam dua minggu ini", "2021-03-24"),
        ("minggu ini", "2021-03-14"), ("hari ini", "2021-03-10"),
        ("besok sampai Minggu kami kuras pipanya", "2021-03-14"),
        ("dua minggu sekali, mulai April", "2021-04-01"),
        ("sebelum hari Kamis tanggal dua puluh lima", "2021-03-25"),
        ("kami survei bln Juni", "2021-06-30"), ("lampu menyala sebelum akhir Mei", "2021-05-31"),
        ("habis siaran ini saya telepon", "2021-03-10"), ("pertengahan April", "2021-04-15"),
        ("Minggu depan hari Selasa alat masuk", "2021-03-16"), ("malam Jumat kami patroli", "2021-03-11"),
        ("dua minggu dari besok saya bacakan", "2021-03-25"), ("bulan Mei, tanggal 7", "2021-05-07"),
        ("dua kali dua puluh empat jam Satpol turun", "2021-03-12"),
        ("Bapak kami jemput dalam satu jam", "2021-03-10"),
        ("saya beri waktu sampai tanggal 20", "2021-03-20"), ("sebelum Juli", "2021-06-30"),
        ("akhir bulan ini saya kabari, tanggal tiga puluh paling lambat", "2021-03-30"),
        ("triwulan dua", "2021-06-30"), ("tanggal lima belas bulan depan", "2021-04-15"),
        ("kami perbaiki Rabu yang akan", "2021-03-17"), ("Senin yang akan.", "2021-03-15"),
        ("akhir Desember selesai", "2021-12-31"), ("kami selesaikan Desember 2022", "2022-12-31"),
        ("Januari nanti ada kelasnya", "2022-01-31"), ("satu dua hari ini kami perbaiki", "2021-03-12"),
        ("dari tanggal 12 sampai tanggal 15 kami kerjakan", "2021-03-15"),
        ("25 Maret tahun depan", "2022-03-25"),
        ("akhir pekan depan", "2021-03-20"), ("awal minggu depan", "2021-03-15"),
        ("paling lambat 20/03/2021", "2021-03-20"), ("paling lambat 20-3-2021", "2021-03-20"),
        ("akhir tahun depan", "2022-12-31"), ("tujuh hari setelah siaran ini kami lapor", "2021-03-17"),
        ("tidak besok, tapi Senin kami datang", "2021-03-15"), ("hari Senin sudah bertugas", "2021-03-15"),
        ("dibuka Sabtu ini sampai tanggal 18", "2021-03-13"), ("kami ke sana sekarang juga", "2021-03-10"),
    ])
    func dueDates(_ said: String, _ due: String) throws {
        let aired = try #require(LocalDate("2021-03-10"))
        #expect(DueDate.find(in: Tokens.split(said), airedOn: aired)?.description == due)
    }

    @Test(arguments: [
        "sudah tiga minggu kada diangkut", "satu hari jadi kalau blangko ada", "Gratis lah Pak.",
        "hari Senin lalu", "selama 3 hari", "sudah tiga hari ini banyu pajah", "sudah dua minggu ini gelap",
        "Kalau besok belum mengalir, telepon lagi", "Pendaftaran di dinas sampai tanggal 16",
        "sudah kami surati bulan Februari", "dua kali seminggu", "bidan datang tiap hari Rabu",
        "Besok jam berapa, Dok?", "tagihan bulan ini dipotong", "Enam bulan. Ini tidak boleh.",
        "kami sudah turun tanggal 20 bulan lalu",
        "Kamis yang lalu kami cek", "sudah kami kirim tim hari Senin", "Senin sudah kami cek",
        "hari ini kami sudah kirim petugas", "kami tidak bisa besok", "Besok kami tidak bisa, maaf",
        "jika anggarannya turun bulan depan, kami kerjakan", "Besok kantor tutup", "kami libur besok",
        "puskesmas kami buka 24 jam", "Jalan 17 Agustus rusak parah", "Ibu April nanti ditelepon",
        "tanggal tiga puluh satu April", "dalam beberapa hari ini", "sekarang kami belum punya anggaran",
        "boleh pinjam buku tiga bulan", "laporan Senin tadi", "Senin sampai Kamis ada perawat",
        "saya tidak mau janji besok", "bagaimana bapaknya sekarang", "kontraknya bulan Februari 2020",
        "tanggal 31 Februari", "bulan", "tanggal", "hari", "malam", "akhir", "dua", "1x24", "dari", "minggu",
    ])
    func noPromise(_ said: String) throws {
        let aired = try #require(LocalDate("2021-03-10"))
        #expect(DueDate.find(in: Tokens.split(said), airedOn: aired) == nil)
    }

    @Test(arguments: ["rt12", "jalan", "", "٣", "½ hari", "désa", "é1", "⑤"])
    func aNumberIsSeenByItsBytes(_ text: String) {
        #expect(text.hasNumber == text.contains(where: \.isNumber))
    }

    @Test func datesAreReal() {
        #expect(LocalDate("2021-02-29") == nil)
        #expect(LocalDate("2024-02-29")?.description == "2024-02-29")
        #expect(LocalDate("10-03-2021") == nil)
        #expect(LocalDate("2021-3-10") == nil)
    }

    @Test(arguments: [
        ("NIK 6306050101800001 ya", "NIK [NIK disamarkan] ya"),
        ("nik 6306 0501 0180 0001.", "nik [NIK disamarkan]."),
        ("hubungi 0812-3456-7890 saja", "hubungi [nomor disamarkan] saja"),
        ("wa +62 812 3456 7890", "wa [nomor disamarkan]"),
        ("NIK ulun enam tiga nol enam nol lima", "NIK ulun [NIK disamarkan]"),
        (
            "nomor saya nol delapan satu tiga empat lima enam tujuh delapan sembilan",
            "nomor saya [nomor disamarkan]"
        ),
        ("sudah 3 hari, rt 3, tahun 2021", "sudah 3 hari, rt 3, tahun 2021"),
        ("seratus lima puluh ribu", "seratus lima puluh ribu"),
    ])
    func masking(_ text: String, _ masked: String) {
        #expect(OnAir.mask(text) == masked)
    }

    @Test(arguments: [
        ("Dari nomor akhiran 4471:", "…4471"), ("SMS dari 0813 titik titik 2290", "…2290"),
        ("WA 0812xxxx5512", "…5512"), ("dari 0812-3456-7890", "081234567890"),
    ])
    func numbersNamedOnAir(_ text: String, _ phone: String) {
        #expect(OnAir.phone(in: text) == phone)
    }

    @Test(arguments: [
        ("Halo, nama saya Gusti Rudi, di Banjarbaru. Jalan rusak.", "Jalan rusak."),
        ("Syarifah, Desa Telaga Langsat. Obat habis Pak.", "Obat habis Pak."),
        ("Assalamualaikum Pak Bupati, ulun Hj. Aminah matan Loksado. Titian patah.", "Titian patah."),
        ("Desa kami belum ada air bersih.", "Desa kami belum ada air bersih."),
        ("Jalan Pahlawan rusak parah.", "Jalan Pahlawan rusak parah."),
        ("Selamat pagi. Pak Camat tidak pernah di kantor.", "Pak Camat tidak pernah di kantor."),
    ])
    func introductions(_ said: String, _ matter: String) {
        let reading = Reading(Turn(n: 1, line: 1, text: said), matcher: PhraseMatcher(Phrases()))
        #expect(CitizenText(places: PlaceNames(), hasCapitals: true).matter(of: reading) == matter)
    }
}
