// Words that many complaints hold, whatever they are about: known as usual before the first text is read, so
// that a young index takes none of them for rare.
import Language

/// How often usual words stand in a thousand texts, about.
enum UsualWords {
    /// By the number of the word in a sketch.
    static let counts: ContiguousArray<UInt32> = {
        var counts = ContiguousArray<UInt32>(repeating: 0, count: 1 << 16)
        let tokenizer = Tokenizer()
        func add(_ text: some StringProtocol, _ count: UInt32) {
            let words = LinkWords(tokenizer.tokens(String(text)))
            for index in 0..<words.count {
                guard let number = Sketch.number(words, index) else { continue }
                counts[Int(number)] = max(counts[Int(number)], count)
            }
        }
        // What names a thing is counted by its matter already.
        for word in Synonyms.words { add(word, ofThings) }
        for list in MatterWords.lists {
            for entry in list.split(separator: " ") {
                for word in entry.prefix(while: { $0 != ":" }).split(separator: "_") { add(word, ofThings) }
            }
        }
        for line in usual.split(separator: "\n") { add(line, ofAll) }
        return counts
    }()

    /// In so many of a thousand texts stands a word that names a thing.
    private static let ofThings: UInt32 = 12
    /// And one that stands in complaints of any thing.
    private static let ofAll: UInt32 = 40

    private static let usual = """
        rusak hancur parah mati hidup jadi buat bikin pakai memakai dipakai kena terkena air banyu
        anak orang urang rumah teman kawan keluarga suami istri bini laki mama abah ayah tetangga
        muka depan dekat parak higa sebelah samping belakang ujung arah menuju tengah tepi pinggir
        atas bawah luar simpang pertigaan perempatan tikungan turunan tanjakan sini sana situ
        lewat melewati lalu jalan masuk keluar datang pergi pulang bulik naik turun jatuh
        sekolah masjid langgar pasar kantor warung toko puskesmas posyandu jembatan sungai
        motor mobil truk sepeda kendaraan mutur
        tadi semalam malam subuh pagi siang sore kemarin kamarin tiap setiap saban sering rancak terus tarus
        lama sudah baru hanyar dulu bahari lagi pulang kembali sampai mulai sejak dari matan
        jam menit hari minggu pekan bulan tahun senin selasa rabu kamis jumat sabtu ahad
        satu dua tiga empat lima enam tujuh delapan sembilan sepuluh puluh ratus ribu juta
        besar kecil halus panjang lebar tinggi rendah dalam jauh banyak sedikit penuh kosong habis
        bagus baik buruk bahaya berbahaya membahayakan takut khawatir susah sulit ngalih mudah
        sakit luka korban celaka kecelakaan meninggal untung selamat
        uang duit bayar membayar mahal murah harga beli jual gratis
        petugas dinas pemerintah pemda kabupaten kecamatan camat lurah kades pambakal ketua
        tahu lihat melihat kelihatan dengar kata katanya bilang jar disuruh suruh janji dijanjikan
        perbaiki diperbaiki perbaikan dibaiki baiki ganti diganti pasang dipasang bersihkan dibersihkan
        ambil diambil angkut diangkut bawa membawa kirim dikirim buang tutup tertutup buka
        cek dicek periksa tinjau turun lapangan tangani ditangani tindak ditindak razia patroli
        kerja bekerja bagawi usaha pakerjaan tugas guru murid siswa pedagang petani nelayan pengguna
        hujan panas musim cuaca kering basah kotor bersih bau
        tempat umum utama wadah lingkungan sekitar sekeliling seluruh
        mengganggu terganggu ganggu merugikan rugi lumpuh macet terhambat
        laporan kondisi keadaan keluhan masalah persoalan solusi penjelasan informasi kabar surat
        nomor foto video bukti lampiran
        muncul terjadi kejadian peristiwa akibat sebab penyebab
        berani coba tunggu menunggu mahadang cari mencari dapat mendapat kada kadada tidak ada
        makan minum tidur mandi masak cuci hidup
        tangan kaki batis kepala mata badan
        pemilik milik punya ampun pihak oknum
        pertama kedua ketiga terakhir sekali kali
        semoga kiranya secepatnya cepat lakas segera
        """
}
