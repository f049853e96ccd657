// The words that announce a person's name, and those that are never one.

enum NameWords {
    static let named = MarkWords(
        """
        nama namaku namanya nm dinamai bernama panggil dipanggil namae ngaran ngaranku
        ngarannya ngaranya
        bangaran bengaran aran arane jeneng jenenge
        """)
    /// "nama saya", "nama ibu kandung", "nama lengkap".
    static let owners = MarkWords(
        """
        saya ulun aku ane kami sy sya lengkap pelapor pengirim anak istri suami ibu bapak ayah
        kandung pemilik rekening asli kepala keluarga penerima pasien almarhum almarhumah korban
        pemohon saksi adalah ialah aja saja panggilan ortu kakek nenek mertua adik kakak penelpon
        siswa siswi murid kios toko rumah akun wajib pajak usaha orang tua wali penanggung jawab
        kontak yang bersangkutan dihubungi ini urangnya bungsu sulung
        """)
    /// The parts of "a.n.", and "an."
    static let personNamed = MarkWords(
        "bernama dipanggil ngaran ngaranku namaku namae ngarannya ngaranya bangaran arane jenenge")
    static let calling = MarkWords("sebut sebutlah panggil panggillah")
    static let just = MarkWords("saja aja haja sj")
    static let personNicknames = MarkWords("ini ulun saya")
    /// Before them a name that is a word as well is a name.
    static let callings = MarkWords(
        """
        bidan dokter perawat guru sekdes kades pambakal pembakal lurah kadus sekretaris
        bendahara sopir
        supir kepsek kasir satpam mandor operator istri isteri suami anak adik kakak ading
        cucu bapak ibu
        petugas oknum saksi korban pemilik pelaku teman tetangga
        """)
    static let shortTitles = MarkWords("h hj")
    static let a = MarkWords("a")
    static let n = MarkWords("n en")
    static let an = MarkWords("an")
    /// Of noble birth in Banjar, and part of the name.
    static let nobles = MarkWords("gusti antung andin gt")
    /// Another name somebody goes by.
    static let aliases = MarkWords("alias als aka")
    /// Before what somebody is called by others.
    static let calls = MarkWords("dikiau dikiaui dipanggil bakiau dijuluki disambat panggilannya panggilan")
    /// What somebody sends, before "dari" and who it is from.
    static let messages = MarkWords(
        """
        ini ni laporan lapuran pesan sms telepon telpon surat salam titipan kabar keluhan aduan pengaduan
        usulan usul saran wa halo hallo email surel
        """)
    /// Papers that stand on somebody's name.
    static let papers = MarkWords(
        """
        ktp kk akta akte ijazah ijasah paspor sertifikat rapor raport kis kip stnk skck bpkb kia karpeg
        """)
    /// What follows a name in a row of what is known of somebody.
    static let identities = MarkWords("nik kk ktp umur usia lahir ttl kelahiran")
    /// Two words that are a festival's or a village's: "Nanang Galuh", "Ida Manggala".
    static let pairFirsts = MarkWords("nanang ida")
    static let pairSeconds = MarkWords("galuh manggala")
    static let behalf = MarkWords("atas")
    static let honorifics = MarkWords(
        """
        bpk bapak ibu pak pa bu sdr sdri saudara saudari mas mbak mba bang abang hj haji hajah
        hajjah ustadz ustad ustadzah tuan nyonya ny tn kak acil amang paman julak kai mang gusti
        nini si bdn abah mama almarhum almarhumah alm almh pdt pendeta romo pastor tgk kakek
        nenek ipar babeh emak opa oma pakde bude mbah eyang tante om
        bapa bpa pakle mbok bunda ayahanda ibunda kh drs ir dra prof drg
        """)
    /// Beside them a given name.
    static let company = MarkWords(
        """
        oleh perkenalkan bersama dengan dgn bernama lawan wan kepada kpd tanya tanyakan temui
        punya maantar mengantar
        """)
    /// What a living person is called by.
    static let address = MarkWords("pak bu ibu bapak bpk mas mbak sdr saudara saudari om tante")
    static let districts = MarkWords("rt rw")
    static let shops = MarkWords(
        """
        toko warung rm depot kedai salon bengkel klinik apotek catering resto restoran cafe kafe
        laundry sate bakso soto
        """)
    static let at = MarkWords(
        """
        di ke d k ka menuju sampai sampe lewat melewati lintas jalur arah tujuan kawasan sekitar
        wilayah antara
        """)
    static let beforeBirthName = MarkWords("ni i ida wa la cut dewa anak gusti")
    static let birthNames = MarkWords(
        "made wayan ketut nyoman putu komang kadek gede luh nengah ayu ode nyak agung")
    /// Who belongs to somebody.
    static let kin = MarkWords(
        """
        tuanya kuitan anak adik ade ading adek kakak kaka suami istri isteri laki bini ibu
        bapak ayah abah mama
        uma ortu cucu keponakan kamanakan sepupu mertua menantu nenek kakek kembaran janda duda
        sopir supir majikan cucunya
        """)
    /// Somebody's part that a name follows within a few words.
    static let parts = MarkWords(
        """
        kepala penerima pemilik calo ibu bapak ayah anak adik kakak suami istri ketua sekretaris
        bendahara petugas oknum pegawai guru bidan perawat sopir supir tukang korban pelaku saksi
        pemohon pelapor pasien siswa murid mahasiswa keluarga almarhum janda tetangga
        """)
    /// What may stand between them and the name.
    static let owned = MarkWords(
        """
        saya sy sya ulun aku ku kami nya bungsu sulung pertama kedua ketiga tunggal angkat tiri
        kandung tertua bernama namanya
        """)
    /// Of what kind somebody is who has a part.
    static let kinds = MarkWords(
        """
        honor honorer kontrak ngaji agama olahraga senior tetap sukarela baru lama setempat saya
        kami ulun kita desa bpd bumdes kelompok sekolah kelas kecamatan
        """)
    /// "bukan", "alias": a name is given instead of another.
    static let instead = MarkWords("bukan bkn tapi tp tetapi melainkan alias")
    /// What somebody does who begins with his name.
    static let asking = MarkWords(
        "mohon mhn minta mnt melapor lapor melaporkan izin ijin ingin bertanya tanya mau")
    /// What stands behind a name: "mukhlis namanya".
    static let namedBehind = MarkWords("namanya ngarannya namax")
    /// Said before a name, and hardly to whom one speaks.
    static let nearOnes = MarkWords("mas mbak mba koh cak")
    /// Only persons are met.
    static let meeting = MarkWords("tanya tanyakan temui menemui")
    static let faithful = MarkWords("muslim muslimah")
    static let which = MarkWords("yang yg nang")
    static let times = MarkWords(
        """
        tadi td kemarin kmrn dulu pagi siang sore malam subuh sejak awal tahun bulan minggu hari jam
        lama semalam samalam kamarin sana sini situ mana saya kami ulun pada
        """)
    /// Behind them stands the name of a place as often.
    static let leaders = MarkWords("lurah camat kades pambakal pembakal kadus ketua rt rw")
    static let areas = MarkWords(
        "kel kec ds dsn kab wilayah daerah warga raya pkm puskesmas rt rw dukuh perum blok pkl")
    static let whence = MarkWords("dari dr matan")
    /// Offices of the public, whose holders everybody knows by name.
    static let offices = MarkWords(
        """
        bupati wabup gubernur wagub walikota presiden wapres menteri sekda sekdaprov kadis kadinkes
        kadisdik camat kapolri kapolres kapolda dandim kajari
        """)
    /// Months that people are called after.
    static let months = MarkWords("ramadan ramadhan syawal rajab safar muharram")
    /// Who ruled the country.
    static let known = MarkWords(
        "jokowi prabowo gibran soeharto suharto harto soekarno sukarno habibie megawati")
    static let heads = MarkWords("kepala ketua kepalanya ketuanya wakil")
    static let departments = MarkWords(
        """
        dinas badan dprd pengadilan kejaksaan kantor pendidikan kesehatan sosial perhubungan
        lingkungan hidup pertanian pu pupr bpbd satpol inspektorat negara kabupaten kecamatan
        """)
    static let degrees = MarkWords(
        """
        s pd m t si st sh se ag kom keb amd kes sos ip mm mt msi spd kep ns skm mpd hut stp ap ma
        amk
        """)
    static let and = MarkWords("dan dn serta wan lawan sama sm")
    /// What stands before the names of heroes on signs of streets.
    static let ranks = MarkWords(
        """
        brigjen brigjend jenderal jendral jend letjen letjend mayjen mayjend kol kolonel letkol
        mayor kapten letnan sersan pangeran
        sultan tumenggung panglima demang syekh syeikh datu tuan guru kyai habib mualim muallim
        raden ratu putri pahlawan nasional syuhada gusti es de em te en a in negeri swasta nomor sr
        mi
        """)
    /// What is called after persons.
    static let institutions = MarkWords(
        """
        sdit smpit smait tkit tpa tpq mis mtsn mdt steam cucian toko gudang gang gg jl jln jalan masjid
        mesjid langgar mushola musholla musala koperasi
        warung rm cv pt ud sd smp sma smk sdn smpn man mts pondok ponpes pesantren klinik apotek
        mitra lapangan stadion taman komplek perumahan jembatan makam kubah bengkel yayasan rsud
        sate bakso soto martabak lalapan butik puskesmas pkm kedai salon resto restoran cafe
        kafe laundry catering taklim asuhan
        jamaah tahfidz tahfiz sakit depot simpang pasar gedung desa kelurahan kampung
        kampong dusun sungai lorong handil terminal bandara pelabuhan dermaga pulau universitas
        akademi stikes uin iain tk paud ra mi ma raudhatul jambatan titian surau waduk bendungan
        hutan tahura pahlawan nabi rasul rasulullah sunan embung kolam rsi rsia
        posyandu majelis haul idul hari lagu kecamatan kabupaten kota sumur
        kebun
        """)
    static let greetings = MarkWords(
        """
        sore pagi siang malam halo hallo assalamualaikum permisi min admin alaikum
        """)
    /// Somebody's part in a matter, named at once: "pelapor: Raihanah", "kepala keluarga Bujang".
    static let roles = MarkWords(
        """
        data identitas biodata waris sekretaris wakil kepsek satpam kernet koordinator
        korlap penjaga pengurus marbot kadus
        gr kepala calo pelajar santri rt rw hub hubungi
        dihubungi mahasiswa mahasiswi jawab milik punya majikan paman rekan
        klien koh ci cik amaq inaq uda bibi mbok pakde bude om tante sopirnya supirnya petugasnya
        pelakunya orangnya pemiliknya ketuanya gurunya bidannya dokternya pegawainya operatornya
        korbannya kakaknya adiknya bapaknya ibunya mandornya kasirnya adalah ialah dr datu tertulis
        tertera tercatat seharusnya harusnya anak bayi istri suami isteri bini laki adik ading adek
        kakak kaka kakanda adinda mertua menantu ayah abah uma cucu keponakan kamanakan sepupu
        tetangga teman kawan ketua direktur camat lurah sekdes kadus kaur bhabinkamtibmas babinsa
        bidan dokter dosen ustazah mandor pelaku terlapor nasabah pasien penerima penyewa peserta
        pendamping operator admin tukang nara narahubung narahub cp contact relawan penjual
        pedagang wali murid siswa pegawai pak bu hormat ttd tertanda salam wassalam wasalam regards
        kasih trims tks thanks pelapor pengadu pemegang perwakilan saksi semula person pemilik
        notulis pencatat
        pemohon pengirim kader keluarga yaitu yakni kontak sopir supir perawat guru kades pambakal
        bendahara petugas oknum tersangka korban anaknya istrinya suaminya kasir
        """)
    static let livesOrIs = MarkWords("warga asal umur usia beralamat urang penduduk pensiunan")
    static let speakers = MarkWords("gue gw dengan dgn saya ini adalah nama sama ulun")
    static let persons = MarkWords("gue gw ini saya ulun aku sy ane kami unda")
    static let from = MarkWords(
        """
        dari dr nih warga tinggal asal umur usia alamat beralamat matan urang mau ingin handak
        hendak penduduk salaku selaku di disini sini ni asli pindahan telepon telpon hp nomor sopir
        supir guru rt ketua mewakili nelayan petani pedagang mahasiswa mahasiswi siswa pelajar
        karyawan buruh penjual pensiunan tukang ibu bapak orang pemilik pengurus kader perawat
        sekarang anak bajualan jualan kls kelas bagawi honorer pns asn perangkat staf
        pelanggan pengguna peserta penerima wali santri
        pekerja peternak pekebun penyadap pemulung bidan dokter dosen transmigran penambang
        """)
    static let titles = MarkWords(
        """
        h hj haji hajah hajjah dr drs dra ir prof ust ustadz ustad kh tgk pdt pendeta romo pastor
        bd bdn ns tn ny apt suster pdp kyai bapak ibu pak bu bpk sdr sdri saudara saudari
        almarhum alm almh mas mbak
        bang
        """)
    /// Within a name.
    static let links = MarkWords("bin binti al el ibnu van de m muh moh hj h abd ach mhd md")
    /// Before the name that somebody goes by: "M. Rafi", "St. Rahmah".
    static let shortForms = MarkWords("m muh moh md mhd mhmd ach abd st sit")
    static let si = MarkWords("si")
    /// Before a word with a large letter that is no other word, hardly anything but a name.
    static let closeOnes = MarkWords("si kai nini julak amang acil abah mbah mama mang paman nenek kakek")
    static let mister = MarkWords("pa bapa bpa")
    static let oneOf = MarkWords("satunya")
    static let fillers = MarkWords("ni nih ne nah nie neh")
    static let senders = MarkWords("dari from pengirim oleh by sender")
    /// Titles when they begin with a large letter, else words: "Ko Aliong", "Ci Mei".
    static let largeTitles = MarkWords(
        "ko koh ci cik ning neng jeng gus kang teh dik gt damang bung mam miss mister")
    /// "Pak De", "Bu Lik": the second half of what an uncle or aunt is called.
    static let halfTitles = MarkWords("de dhe lik puh")
    /// "Ar-Rasyid", "Al-Ghifari": what joins the last word of a name.
    static let articles = MarkWords("al ar as asy ad adh at ath az an el")
    static let firms = MarkWords(
        "cell cel motor collection store mart group mebel meubel komputer variasi elektronik grosir")
    static let oneself = MarkWords("saya ulun aku sy")
    /// Words that people are called, and hardly anything else with a large letter after "si", "Kai".
    static let nicknames = MarkWords(
        """
        amat utuh untung bagus salamat selamat surya kasturi sandi nanda bintang jumat
        syukur yani utama
        setia anum busu galuh aluh diang julak itak ading
        """)
    /// What a list of names begins with.
    static let listHeads = MarkWords(
        """
        ttd tertanda bertandatangan tanda tandatangan saksi hadir pelapor pengirim pemohon
        anggota korban
        nama terima menerima dapat sakit siswa murid kami warga penerima penduduk perwakilan
        wakil atas nama peserta pedagang pengurus petani
        """)
    static let signatures = MarkWords(
        "ttd tertanda bertandatangan tanda tandatangan saksi hadir pelapor pemohon")
    /// Who somebody is, in brackets behind the name.
    static let inBrackets = MarkWords(
        """
        anak istri isteri suami saya ibu bapak ayah mama abah adik kakak cucu mertua menantu
        keponakan
        nenek kakek almarhum almarhumah alm almh kk kepala orang balita bayi lansia janda duda ketua
        sekretaris bendahara anggota pelapor pemilik sopir korban laki perempuan bini
        """)
    static let ages = MarkWords("th thn tahun bulan bln tahunan")
    /// The order of children, and of those what says their age.
    static let orders = MarkWords(
        """
        tuha tertua sulung pertama kesatu kadua kedua katiga ketiga kaampat keempat kalima
        kelima tangah
        tengah bungsu anum kacil kecil panghalusnya paling pangkacilnya
        """)
    static let ageOrders = MarkWords("tuha tertua sulung tangah bungsu anum")
    /// What is somebody's, and has a mark or a make: "HP saya Redmi".
    static let belongings = MarkWords(
        """
        hp handphone hape laptop tv kulkas motor mobil sepeda truk truck perahu kelotok toko kios warung depot
        usaha merk merek sapi kambing kucing anjing ayam kartu aplikasi
        """)
    /// What is named in a form and is nobody.
    static let placeForms = MarkWords(
        """
        desa ds kelurahan kel kecamatan kec kampung kampong dusun kabupaten kab kota provinsi alamat
        lokasi tempat jalan jl jln gang sekolah toko kios warung usaha perusahaan kelompok dinas
        instansi bank jembatan sungai masjid mesjid langgar lembaga yayasan tujuan kepada
        perihal hal
        program kegiatan puskesmas posyandu objek obyek terlapornya asal rt rw
        """)
    /// What is sold, or done, in a house called after somebody.
    static let goods = MarkWords(
        """
        makan emas mas besi kopi kelontong sembako bangunan obat jahit pangkas rambut bakso
        soto sate
        nasi kue roti baju sepatu elektronik hp pulsa minuman jamu ikan buah potong cukur nyaman
        """)
    static let houses = MarkWords("rumah rm toko warung kedai kios depot tukang pangkas potong lapak pondok")
    static let closings = MarkWords(
        """
        wass wslm mksh mkasih mksih trmksh trmks tksh tq thank trimakasih makasi tarimakasihlah kasihlah kasih
        nuwun nuhun regards sekian demikian makasih tks thx trims salam ttd tertanda wassalam
        wassalamualaikum wb hormat hormatku pelapor pengirim pemohon melapor terimakasih
        tarimakasih suwun wasalam
        """)
    /// What may follow the name at the end of a letter.
    static let afterName = MarkWords(
        """
        lama saya baru ku hp wa telp no nomor nik nohp nowa hape kk email surel e mail rek rekening
        di kontak hub hubungi tlp telpon dengan nomer bri bni bca bsi mandiri
        """)

    /// Offices, families, places: after "Pak", "Ibu" they are no name.
    static let never = MarkWords(
        """
        bupati wabup wakil camat lurah kades pambakal pembakal kepala sekda sekdes rt rw ketua
        dinas kadis gubernur presiden menteri polisi guru dokter bidan perawat petugas admin
        operator penyiar hakim jaksa dewan anggota dprd direktur manajer sekretaris bendahara kasi
        kabid staf pegawai satpam satpol pol pp penghulu imam pengawas pengelola pemilik wali kelas
        sekolah desa kelurahan kecamatan kabupaten kota kampung kampong dusun jalan jl jln gang gg
        komplek perumahan pasar puskesmas rumah sakit kantor pemerintah pemda pemkab pemkot
        kapolsek kapolres danramil babinsa bhabinkamtibmas kapolda kapolri dandim walikota komandan pejabat
        aparat aparatur pengurus panitia tim satgas formulir perihal identitas uraian kaur plt pj
        ppk pns asn honorer penjabat pelaksana penjaga juru nik kk ktp hp wa telp nomor no alamat
        umur rekening bank bri bni bca mandiri pln pdam pupr dishub dinkes dinsos disdik dukcapil
        bpjs bpbd damkar upt upk bumdes pkk kaum negeri tni telepon telpon debit kredit kartu atm
        samsung oppo vivo redmi xiaomi realme infinix tecno huawei asus acer lenovo epson canon toyota avanza
        innova brio xenia suzuki daihatsu mitsubishi isuzu kawasaki scoopy vario nmax kubota yanmar indomaret
        satria beat revo nisn wita naya
        shopee tokopedia lazada gojek telkomsel indosat smartfren indihome pertamina pertalite honda yamaha
        wass wslm wagub sekdaprov wapres kadinkes kadisdik kadinsos kadishub kajari polri kpu bawaslu
        ombudsman
        inspektorat media radio amandit
        pemohon pelapor pengadu pengirim rombongan keluarga alumni komunitas karang taruna forum
        aliansi pd norek nowa sos kom sh mm st se pkm pemuda ikatan himpunan persatuan lembaga
        organisasi
        """)
    /// A word of every day: what people write after "pak", "nama saya" that is no name.
    static func isOrdinary(_ piece: Piece) -> Bool { OrdinaryWords.words.contains(piece) }
}
