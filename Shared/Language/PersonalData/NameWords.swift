// The words that announce a person's name, and those that are never one.

enum NameWords {
    static let named = MarkWords(
        """
        nama namaku namanya nm dinamai bernama panggil dipanggil namae ngaran ngaranku
        """)
    /// "nama saya", "nama ibu kandung", "nama lengkap".
    static let owners = MarkWords(
        """
        saya ulun aku ane kami sy sya lengkap pelapor pengirim anak istri suami ibu bapak ayah
        kandung pemilik rekening asli kepala keluarga penerima pasien almarhum almarhumah korban
        pemohon saksi adalah ialah aja saja panggilan ortu kakek nenek mertua adik kakak
        penelpon siswa siswi murid
        """)
    /// The parts of "a.n.", and "an."
    static let a = MarkWords("a")
    static let n = MarkWords("n en")
    static let an = MarkWords("an")
    static let behalf = MarkWords("atas")
    static let honorifics = MarkWords(
        """
        bpk bapak ibu pak pa bu sdr sdri saudara saudari mas mbak mba bang abang hj haji hajah
        hajjah ustadz ustad ustadzah tuan nyonya ny tn kak acil amang paman julak kai mang gusti
        nini si bdn abah mama almarhum alm almh oleh perkenalkan bersama dengan
        """)
    /// What is called after persons.
    static let institutions = MarkWords(
        """
        toko gudang gang gg jl jln jalan masjid mesjid langgar mushola musholla musala koperasi
        warung rm cv pt ud sd smp sma smk sdn smpn man mts pondok ponpes pesantren klinik apotek
        mitra lapangan stadion taman komplek perumahan jembatan makam kubah bengkel yayasan rsud
        rumah depot simpang pasar gedung
        """)
    static let greetings = MarkWords(
        """
        sore pagi siang malam halo hallo assalamualaikum permisi min admin alaikum
        """)
    /// Somebody's part in a matter, named at once: "pelapor: Raihanah", "kepala keluarga Bujang".
    static let roles = MarkWords(
        """
        pelapor pengadu pemegang perwakilan saksi semula person pemilik pemohon pengirim kader
        keluarga yaitu yakni kontak sopir supir
        perawat guru bidan ketua kades lurah pambakal bendahara petugas oknum tersangka korban
        anaknya istrinya suaminya kasir mandor
        """)
    static let speakers = MarkWords("dengan dgn saya ini adalah nama sama ulun")
    static let persons = MarkWords("ini saya ulun aku sy ane kami unda")
    static let from = MarkWords(
        """
        dari warga tinggal asal umur usia alamat beralamat matan urang mau ingin handak hendak
        penduduk salaku selaku di disini sini ni asal asli pindahan telepon telpon hp nomor
        sopir supir guru rt ketua mewakili
        """)
    static let titles = MarkWords(
        """
        h hj haji hajah hajjah dr drs dra ir prof ust ustadz ustad kh tgk kyai bapak ibu pak bu
        bpk sdr sdri saudara saudari almarhum alm almh mas mbak bang
        """)
    /// Within a name.
    static let links = MarkWords("bin binti al el ibnu van de m muh moh hj h")
    static let closings = MarkWords(
        """
        kasih makasih tks thx trims salam ttd tertanda wassalam wassalamualaikum wb hormat
        hormatku pelapor pengirim pemohon melapor terimakasih tarimakasih suwun wasalam
        """)
    /// What may follow the name at the end of a letter.
    static let afterName = MarkWords(
        """
        hp wa telp no nomor nik nohp nowa hape kk email surel e mail rek rekening di kontak hub
        hubungi tlp telpon dengan nomer bri bni bca bsi mandiri
        """)

    /// Offices, families, places: after "Pak", "Ibu" they are no name.
    static let never = MarkWords(
        """
        bupati wabup wakil camat lurah kades pambakal pembakal kepala sekda sekdes rt rw ketua
        dinas kadis gubernur presiden menteri polisi guru dokter bidan perawat petugas admin
        operator penyiar hakim jaksa dewan anggota dprd direktur manajer sekretaris bendahara
        kasi kabid staf pegawai satpam satpol pol pp penghulu imam pengawas pengelola pemilik
        wali kelas sekolah desa kelurahan kecamatan kabupaten kota kampung kampong dusun jalan
        jl jln gang gg komplek perumahan pasar puskesmas rumah sakit kantor pemerintah pemda
        pemkab pemkot kapolsek kapolres danramil babinsa bhabinkamtibmas kapolda dandim walikota
        wali komandan pejabat aparat aparatur pengurus panitia tim satgas formulir perihal
        identitas uraian kaur plt pj ppk pns asn honorer penjabat pelaksana penjaga juru nik kk
        ktp hp wa telp nomor no alamat umur rekening bank bri bni bca mandiri pln pdam pupr
        dishub dinkes dinsos disdik dukcapil bpjs bpbd damkar upt upk bumdes pkk kaum negeri tni
        polri kpu bawaslu ombudsman inspektorat media radio amandit pemohon pelapor pengadu
        pengirim rombongan keluarga alumni komunitas karang taruna forum aliansi pd sos kom sh
        mm st se pkm pemuda ikatan himpunan persatuan lembaga organisasi
        """)
    /// Words of every day that people write after "pak", "nama saya".
    static let ordinary = MarkWords(
        """
        yang yg di ke dari dan atau ini itu ada adalah tidak tdk gak ga nggak kada kd kadada
        belum blm sudah sdh udah bukan mohon tolong minta kenapa mengapa kapan gimana bagaimana
        apa siapa mana apakah berapa banyak sangat sekali lagi juga jua pun lah kah ya iya saya
        aku ulun kami kita kamu anda dia mereka beliau pian ikam nyawa warga masyarakat orang
        urang rakyat semua para tetangga anak ibu bapak ayah istri suami keluarga kakek nenek
        adik kakak saudara teman hari malam pagi siang sore minggu bulan tahun kemarin besok
        tadi sekarang tadi jam rusak hancur mati gelap banjir kotor bau macet mampet tersumbat
        longsor putus ambruk dicatut dipakai masuk terdaftar tercantum hilang salah keluar
        muncul dicoret ikut sama sebagai untuk gasan buat agar supaya karena krn sebab kalau
        jika bila ketika saat waktu pas dengan dgn wan bersama tanpa oleh pada kepada yth hormat
        terhormat assalamualaikum salam terima makasih selamat maaf izin ijin mau ingin handak
        hendak akan harus bisa boleh dapat kawa kandung tiri angkat lengkap panggilan samaran
        palsu orangtua orang tua lain lainnya pribadi umum bersama kelompok tani nelayan
        pedagang penjual pembeli pemuda siswa mahasiswa murid jalan jembatan lampu air listrik
        sampah got selokan saluran sungai sawah kebun hutan bantuan bansos surat akta kartu
        berkas uang biaya harga pajak pungli pungutan iuran atas bawah depan belakang samping
        dekat jauh sebelah pinggir tengah ujung simpang muka baru lama besar kecil tua muda
        cepat lambat bagus jelek baik buruk pang am tu ni nah eh anu coba lapor laporan melapor
        melaporkan mengadu pengaduan aduan keluhan mengeluh bertanya tanya usul saran kritik
        info informasi bilang kata ngomong tahu tau lihat dengar datang pergi perbaiki
        diperbaiki segera secepatnya harap harapan berharap seperti misalnya yaitu disini sini
        sana situ begini begitu kok sih dong deh kan nya si sang hanya cuma saja aja haja lebih
        kurang paling tapi tetapi namun padahal meski walau sampai hingga sejak mulai selama
        sering selalu kadang jarang pernah biasanya terus tetap masih lagi tiap setiap beberapa
        satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebagian seluruh tolonglah
        mohonlah perhatian bantu bantulah dibantu ditindak tindak lanjut lanjuti tindaklanjuti
        proyek dana anggaran program kegiatan rapat acara toko warung pabrik perusahaan pt cv ud
        disebut disebutkan dirahasiakan rahasia rahasiakan anonim tanpa inisial melewati
        dilewati lewati dobel ganda gagal hape nomor nurunin nurutin nuruti nurani sesuai bayi
        jenazah petani pedagang nelayan buruh karyawan pensiunan sopir supir tukang pekerja kuli
        montir penjahit kecewa heran bingung sedih marah kesal sakit capek lelah takut khawatir
        resah keberatan setuju dukung bangga senang yakin rasa kira pikir beli jual kerja lahir
        asli pindahan perempuan laki janda duda bujang jadi hanyar tinggal kerap rutin malu
        sabar pasrah curiga kehilangan kebanjiran korban saksi pelanggan pengguna pemakai
        penumpang pasien peserta pemakai penghuni penyewa pendatang penduduk nunggu tunggu nyari
        cari nanya nelpon telpon lewat baca nonton denger ketemu titip numpang pinnya disana
        disitu gara setahun sebulan seminggu sehari semalam islam kristen banjar jawa dayak cina
        """)
}
