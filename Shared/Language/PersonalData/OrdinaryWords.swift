// Words people write and say that are no names, as they stand in the labelled messages of ops/language and
// in its lists; those whose letters alone tell (``NameShapes``) only when they are frequent.

enum OrdinaryWords {
    static let words = MarkWords(
        """
        quran alquran kabah miraj taala rakaat masyaallah insyaallah syariat nikmat makruf taat maaf jumat
        doa mukjizat kaidah sya maklum fiil sunnah sy hudah suah tapacul tapalicuk tajatuh tagugur
        tahambur takajut tapaksa tasisa tatinggal tabalah tahantup tatutup tatabang talambat tarandam
        tatukar tamakan tainum tajual mambari manggawi mancari mambuang manulung mangadu manyahut
        mandangar manakuni basurat badiri shalom syalom namaste jazakallah barakallah jazakumullah
        astaghfirullah subhanallah naudzubillah ustadzah takalan talanjur mangirim ceramah tausiah khotbah
        khutbah lamun yeay tahniah inklusi rohani zero sabatis mutar surati matian masuki langkap khatib
        orgen rakitan sayalah hurmati cintai sayangi banggakan muliakan bagana badiam baandak bagawian
        batapas bahuma batani hurmat mulyakan
        aaaaaaaaaa aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa aamiin abah abaikan abang abate abis absensi
        absurd abu acara acaranya acc account aceh acil acilku action ada adaa adaan adain adakah
        adakan adalah adat address adem adik adikku adikmu adiknya adil ading adira adl adlah adlh
        admin administrasi adopsi adu aduan aduannomor aduh aek aer affidavit afgan agak agama agar
        age agen agency agenda agunan agustus ahad ahli aidera aidin aiptu air airnya aja ajaa ajah
        ajaib ajak ajar ajaran ajari ajudan ajukan akad akademi akal akan akang akar akhir akhiran
        akhirnya aki akik akikah akmil akn akomodasi akrilik aksel akses aksesoris akta aktanya
        aktif aktip aktivasi aktivis aku akui akulaku akun alabio alaikum alamat alamatnya alami
        alangkah alas alasan alasannya alat alatnya alergi alfamart alhamdulillah alias alien alih
        aliran alkah alkon all allah allahuakbar alm almarhum almarhumah alphard already alternatif
        alumni alun alur alurnya am amal amanah amandel amandit amas amawang ambeien ambil ambir
        amblas ambles ambon ambruk ambulan ambulans ambutun amdal amirika amlodipin amn ampar
        amparan amparaya ampat ampih amplop ampun amun amuntai anak anakku anaknya analis analisa
        anam ananda ancam ancaman ancoor ancur and anda andai andak android ane aneh aneka anggap
        anggaran anggarannya anggota angin anginnya angka angkasa angkat angkatan angkinang angkot
        angkut angkutan angsa angsal angsana angsr angsuran anj anjeun anjing anjir anjuran ank
        anonim anonymous antaludin antam antar antara antaranya antarkabupaten antasari anti
        antologi antre antrean antri antrian anu anugerah anyaman anyar apa apabila apakah apalagi
        apam apapun aparat apbd apbn apel api apinya apk apkah apkh aplikasi apotek apotik app
        application april aqiqah aquarium arab arah arahan are area arisan armada arsip arsitek
        article artinya artis aruh arung arus arusnya arwana asal asalamualaikum asalkan asam asap
        asapnya asas asdfghjkl asdkjhasd asdkjhaskjd asesmen aset ashar asia asin asing asisten
        asli asn aspal aspl asrama ass assalamualaikum astaga asuh asuhan asuransi asyura atambua
        atap atas atasan atau ataukah ataupun ataw atawa atm ato ats atsiri attached attorney atur
        aturan aturannya audisi audit aula aura autis auto automated automatic automatically
        autopay avanza avatar avengers avoid awal awan awas away aya ayah ayam ayamnya ayo ayunan
        baampat baantri bab babarasih babayar babi babinsa babulik babunyi baca bacaan bacalana
        badahulu badan badhe badiri badua badut bae bafoto bag bagaimana bagaji baganti bagawi bagi
        bagian bagikan bagini bagordin bah bahadang bahagia bahan bahanti bahari bahasa bahkan bahu
        bahwa baik baiki baiknya baisi baistirahat baisukan bajalan bajanji bajayau baju bajual
        bajualan bajunya bak bakalahi bakar bakarung bakso bakti baku bakunci bal balado balai
        balakang balanti balap balas balasan balekno bales bali baliho balik balita balogo balok
        balum baluman baluti bamandi bamban bamboo bambu ban banar bandar bandara bang banget
        bangga bangkai bangkak bangkau bangku bangun bangunan banih banjar banjarbaru banjarmasin
        banjir bank banking bansos bansosri banta bantal bantu bantuan bantuannya bantulah bantwan
        banua banyak banyu banyunya bap bapa bapadah bapak bapaknya bapander bapandir bara barabai
        baranak barang barangkali barangkat barani baranti barapa bararti baras barasih barat
        barataan bareng barhenti bari bariang barista baru barusan basabar basah basalam basambunyi
        basandar basapida basar basarnas basasama basi basih basisik baskom basry basugih basyair
        basyukur batako batakun batal batanam batanda batang batangki batas batik batin batis batu
        batuk batung batunya bau baunya bautang bawa bawah bawahnya bawang bawani bawarna bayar
        bayaran bayari bayarnya bayi bayinya bbm bea beasiswa bebas bebek beberapa becak beda bedah
        bedanya begini begitu bekas bekerja belajar belakang belakangan belanja belanti belas
        belasan belatungnya beli beliau belum benar bencana benci bendahara beneficiary beneran
        bengkak bengkel bensin bentak bentuk ber berada berakhir berangkat berani berantai berapa
        berarti beras berat beratnya berbadan berbagi berbayar berbeda berbicara bercanda berdiri
        berdua beredar berencana beres berganti bergantian bergaransi bergerak bergiliran bergizi
        berhadiah berhak berharap berhasil berhenti beri berikut berikutnya beriman berisi berita
        berizin berjalan berjualan berkah berkas berkat berkata berkenan berkunjung berkurang
        berlaku berlangsung bermain bermaksud bermimpi bernama berobat berpesan berpindah bersama
        bersangkutan bersedia bersertifikat bersih bersubsidi bersyukur bertahap bertanda bertani
        bertanya bertemu berterima bertugas berturut berubah berumur berupa berwenang besar beserta
        besi besok besoknya best betah beton betul bgini bgm bgmana bgs bgt bgusny bhakti bhs bhw
        biar biasa biasanya biawak biawan biaya biayanya bibi bibir bibirnya bibit bibitnya bicara
        bidadari bidan bidang bidannya biji bikin bikinin bila bilang billing bimbingan binaan
        binatang bingung bini binti binuang bio bioskop biri biro biru bis bisa bisnis bit bitin
        bjm bkd bkn bks bla blakang blangko blanko bless blg blh blj blk blkg blm bln blogspot blok
        blokir bls blt blz bngt bnn bnr bnyk bocor bodo bodoh bodong bohong bola bolak boleh
        bolehkah bolong bom bongkar bonus bor borong bos bosan bot botol box bpbd bpd bpjs bpk bpn
        bps bpti brani brg brhenti bri bro brosur brp brsih bru bsa bsk bsr btl btu buah buahnya
        buang buat buatan buatkan buaya bubuhan bubur budaya buhan buhaya bujang bujur bujuri buka
        bukan bukanya bukit bukti buktinya buku bukunya bulan bulanan bulik bully bulu bumi bun
        buncul bunda bunga bungas bungkus bungul bunting buntu bunyi bunyinya bupati bursa buruh
        buruk burung bus busana business busui busuk buta butuh bwh bwt bya byk byr cab cabai
        cabang cabe cacing cadangan cahaya cair call calo calon calonnya camat camera campak can
        cancer canda cangkul cantik canva cap capek capil car cara caranya card cargo cari cashback
        casino cat catat catatan cctv cedera cegah cek celaka celana cembung cendrawasih centang
        center cepat cepati cerah cerita ceritakan ceritanya cermin certified cetak cetaknya cewek
        chainsaw channa channel charity chat checking china cicilan cie cil cina cincin cinta ciri
        cita city claim club cman coba coblos cocok cod coklat collector colok com company con
        contoh copot copy cor corona correo country cpt cross crypto cuaca cuan cuci cukai cukup
        cuma cuman curah curang curhat curi curiga cuti cv cwo dabu dacin dada dadaaah dadah daerah
        daerh daftar daftarnya dagang dagangan daganganku daging dah daha dahan dahar dahulu dakat
        daksa dalam dalaman dalang dalem dalih damang damkar damping dan dana danau dandang dangar
        dangdut dangkal dapat dapatkan dapil dapodik dapur darah darahnya darat dari daring
        daripada darurat darussalam dasar dasawisma dasbor data datang datangan datangi
        datar dataran dateng datu daun day daya dayak days dbayar dbd dbeli dbisiki dbu dbuka dear
        death debu deg deh dehhhh dek dekat dekor delapan delay deletion delivery demam demi
        demikian demo denah denda dengan dengar denger dengerin dengn densus depan depannya depo
        deposit deposits deras deres derita dermaga desa desain desis destiny detail details detik
        dewa dewan dewasa dgn dhl di dia diabaikan diabetes diadaakan diadakan diajak diajari
        diajukan diaktifkan dialamatkan dialihkan diam diambil diamond diampuni diancam dianggap
        dianggarkan diangkat diangkut diantar diaspal diawasi dibaca dibacakan dibagi dibagikan
        dibaiki dibakar dibalas dibanding dibangun dibantu dibari dibawa dibayar dibeli dibentak
        diberi diberikan dibersihkan dibiarkan dibilang dibilangin dibina diblokir dibongkar
        dibuang dibuat dibuatkan dibujuri dibuka dibulikakan dicabut dicairkan dicari dicat dicatat
        dicatut dicek dicetak dicicil dicoba dicoret diculik dicuri didaftarkan didahulukan
        didampingi didata difabel difoto difotokopi digabung diganti digantikan digembok digeser
        digigit digit digital dihadiri dihakimi dihapus dihentikan dihidupakan dihitung dihubungi
        diinjak diisi dijadikan dijadwalkan dijaga dijahit dijamin dijanjikan dijawab dijelaskan
        dijemput dijual dikabari dikasih dikasihani dikejar dikelola dikeluarkan dikembalikan
        dikenakan dikerjakan diketahui diketik diketok dikira dikirim dikirimi dikit dikunci
        dilacak dilaksanakan dilakukan dilalui dilantik dilaporkan dilatih dilayani dilempar
        dilepas dilewati dilihat dilunasi dimakan dimaklumi dimana dimarahi dimasukkan dimatikan
        diminta dimintai diminum dimulai dinamo dinas dinasnya dinding dindingnya ding dingin dini
        dinilai dinonaktifkan dinosaurus dinsos dinyatakan dipadahakan dipadahi dipajang dipakai
        dipake dipanggil dipangku dipariksa dipasang dipasangi dipecat dipegang dipenuhi diperbaiki
        diperhatikan diperiksa diperintahkan diperlukan diperpanjang dipersulit dipertimbangkan
        dipesan dipikirkan dipilih dipindah dipoto dipotong diproses dipukuli dipungut dirahasiakan
        dirawat dirazia diri dirujuk disabilitas disabuni disaksikan disalurkan disambung
        disampaikan disana disdukcapil disebar disebut disebutkan disediakan diselesaikan disertai
        disesuaikan disetel disetujui dishub disia disiarkan disimpan disini disita disitu diskon
        disleksia distributor disuntik disuruh ditagih ditahan ditakuni ditambah ditambal ditampung
        ditanam ditandatangani ditangani ditanggapi ditanggung ditangkap ditanya ditarik
        ditatawaani ditegur ditelpon ditelusuri ditemani ditempatkan ditempel diterima ditertibkan
        diteruskan ditetapkan ditilang ditimbang ditimbun ditindak ditinggal ditinjau ditolak
        ditransfer ditugaskan ditujukan ditukar ditulis ditunda ditunggu ditunjuk ditutup diukur
        diulah diulahakan diulang diumumkan diundang diundi diurus diusir diusulkan diwajibkan
        djalan djatoeh djp djual dkasih dkt dlh dlm dlu dmana dminta dmn dng dngn doa doain doang
        dobel doc documents dodol dok dokter dokternya dokumen dokumentasi dolar dollar dollars
        dolor domain domino domisili dompet don donate donaturipun dong donor dor dorong dosen
        dosis down downline download dpinjami dpn dpr dprbaiki dprbaikin dprd dps dpt drainase
        drakor drama drg dri drum dsa dsini dsni dtebas dtg dtks dtsen dua duanya duda duduk duduki
        duga dugaan dugi duit duitnya duka dukcapil dukun dukung dukungan dulu duluan dunia duri
        durian dus dwa dzuhur eaaa each early earned eceng eceran edar edaran edisi eee efforts
        egois eh ekonomi ekor eksemplar ekskavator eksklusif ekspedisi ekstra elektronik elok
        elpigi elpiji email emak emang emas ember embun embung emg emisi emng emosi empat enable
        enak enam end endorse energi engga enggak enggan enggang engkau engkel enjang enjing enrol
        entah entire epic episode erased ereksi ergonomis error erte escape eselon esema establish
        esteemed etalase etawa euro euros evakuasi example excavator experts expired expiry eyang
        facebook factory faidzin failed fair faire faithfully faizin fakta faktor faktur fakultas
        fals family farmasi fashion fasilitas faskes fast fasum favorit fearing februari fee
        festival fiduciary file filial filter final find first fitnah fix fjiwe flash flashdisk
        flat flexi flores fogging fokus follow for form formasi formulir forward foto fotokopi
        fotokopian fotonya franco fraud free freelance freight freon friends from full fullboard
        fund fungsional furoda futsal ga gabah gabung gabut gacor gadai gadis gag gagah gagal gagap
        gagasan gaib gajah gajelas gaji gajian gajih gajihan gak galak galaksi galam galas galeri
        gali galian galon gambah gambar gambut game gamezoo gamis gampang gan ganador ganal ganas
        ganda gandaruwo gang gangan ganggu gangguan ganja ganjil ganteng ganti gantian gantiin
        gantung gara garam garansi gardu garing garis garuda gas gasan gaskeun gatah gatal gateway
        gawi gawian gaya gebyar gedung gejala gelang gelap gelar gelas gembira gemetar gempa
        genangan genggam genggaman genset genteng gerabah gerbang gercep gereja gerilya gerimis
        gerobak gesek get getah getar ghaib ghoib gift gigi giginya gila gilir giliran gimana gimna
        gin gini ginjal gipsum gitu gizi gmn gmna gni goblok god gol gold golongan gombalnyasar
        gondok good goodie google gopay gor gorden gordin goreng gorengan gorong got gotong
        governments gowes goyang gpp grafik gram grammar grapari gratis griya grosir gru grup gtu
        gubernur gudang gue gugur gula gulita gumbil gumbili guna gunakan gundul gunung gurah
        gurauan gurih guring guru gurunya gypsum habang habar habirau habis habisan habisin hacked
        hadangi hadap hadapan hadiah hadiahgratis hadiahku hadiahnya hadiahpoin hadir hadrah hafal
        hafalan haha hahaha hahahaha hahahahaha hahahahahahaha hai haja hajah hajatan haji hak
        haknya hakun hakurung hal halal halaman halang hallo halo haloo halte halunuk halus hama
        hamak hamalau hamandit hamayung hamba hambatan hambawang hamil hampa hamparan hampir hampr
        hancap hancor hancur handak handaknya handil hangit hangus hansip hantam hantu hanya
        hanyalah hanyar hanyut hapal hape hapus harap haratai haratan harga harganya harian harinya
        hariti harta haruan harum harus harusnya haruyan has hasil hasilnya hasta hasut hat hatap
        hati hatiku hatinya hatip haul haulan hauling haur haus have hayam hayo hayoo hbs hdp hdup
        hebat heboh hehe heheh hehehe hektar hektare helm helpdesk helper hemat hemodialisis hendak
        hepatitis hepi heran herbal here het heula hewan hgu hhhhhhhhhh hias hiasan hibah hiburan
        hidung hidup hidupi higa higaan hihihi hijau hilang hilangnya hilir himpunan hingga hinggap
        hipertensi hirang hitam hits hitung hitungan hiyung hjn hlang hlg hlmn hmpir hncur hny hoax
        hoki hokibanjar hologram homestay honor honorer hormat hormati hotel hotmix hours hrd hrg
        hrga hri hrp hrs hss http https hub hubung hubungi hujan hujat hukum hukuman hulu huni
        hunian huruf husband hut hutan hutang hydraulic ialah ibadah iblis ibu ibunya idaman ide
        identitas idul idup idut ieu igd ihram ijazah ijin ijoli ikam ikan ikat ikatan ikd ikhlas
        iki iklan ikt ikung ikuran ikut ikutan ikuti ilalang ilang ilegal illness ilmu ilung imb
        imbah imbang imbas immediately impor import imsakiah imunisasi inap inbox indo indomaret
        indomi indonesia induk industri infaq info informasi informatika information infus ingat
        ingatkah inggih inggris ingin ini inisial inklusif inpo input inquiry insentif insiden
        inspektorat instagram instal instalasi instan instansi insya insyaallah internet interview
        investasi invoice inya ipal ipar iphone ipsum irama iri irian irigasi irit isbat iseng isi
        isikan isinya islam ispa issued istana isteri istighfar istimewa istirahat istri istrinya
        isu isuk isya isyarat item itik itu itulah iuran iwak iya iyaa iyalah izin izinkan izinnya
        jabatan jadi jadinya jadwal jaga jago jahit jaiman jajajaja jajan jajanan jakarta jaket
        jaketku jalan jalanan jalann jalannya jalas jaln jalur jam jamaah jaman jamban jambatan
        jambu jaminan jamnya jampi jamput jamu jamuran janda jang jangan janggal jangka jangn
        jantung januari jar jarak jaraknya jarami jaranan jarang jari jariang jaringan jariyah
        jarnih jarum jas jasa jatah jatoh jatuh jauh jauhkan jawa jawab jawaban jawabannya jawabnya
        jbtn jdi jebol jelantah jelas jelek jemaah jembatan jembatannya jembatn jembtn jempol
        jempolan jemput jemuran jenazah jendela jenis jenius jentik jepit jera jeram jerigen jernih
        jersey jeruk jga jgn jijik jika jilbab jimdo jingah jitu jiwa jlan jlanan jln jlnny jls
        jmbtn jmlh jne jng job jodoh jodohku jodohmu joget join jok joki jomblo jompo jongkok jorok
        jua jual jualan juang juara judi judol judul judulnya juga jujur jujuran jukir jukung
        jumlah jumpa juni juragan jurang jurnal juru jurusan justru juta jutaan juz jwb kab
        kabakaran kabar kabari kabarnya kabel kabid kabun kabupaten kabupatin kabur kaca kacamatan
        kacang kacil kada kadada kadang kadap kadeda kader kadernya kades kadida kadua kafan kafe
        kaget kah kai kain kaina kaini kak kakak kakanakan kakaringan kakek kaki kakinja kakinya
        kalah kalas kalau kalender kaleng kali kalian kalihatan kalimantan kalimat kalo kalompok
        kalsel kaltim kalu kaluar kaluarga kalumpang kalumpuk kamah kamana kamar kamari kamarian
        kamawakan kambing kamboja kamera kami kamis kampung kampus kamu kan kana kanakan kanal
        kanan kanapa kandang kandangan kandung kangen kanker kanopi kantawan kantin kantong kantor
        kantornya kapal kapala kapan kapsul kapuh kapul karacunan karam karamba karang karaoke
        karaokean karat karcis kardiologis kardus karena karet karhutla karing karna karpet kartu
        kartuhalo kartunya karuan karuh karun karung karya karyawan kas kasanian kasar kasi kasian
        kasihan kasihi kasihlah kasino kasir kasur kasus kata katalog katam katambi katanya katarak
        kategori katering kathah katua katuju katun kau kaur kavling kawa kawan kawannya kawasan
        kawat kawin kaya kayak kayapa kayu kbl kcuali kd kda kdd ke keadaan keamanan kebagian
        kebaikan kebakaran kebanjiran kebanyakan keberatan kebersihan kebetulan kebun kebutuhan kec
        kecamatan kecelakaan kecewa kecil kecuali kedengaran kedua kegiatan kehabisan kehadirannya
        kehilangan kehutanan keinginan kejadian kejang kejar kejelasan kejepit kek kekeluargaan kel
        keladi kelahiran kelambu kelapa kelas kelihatan keliling kelima keliru kelompok kelotok
        keluar keluarga keluarganya keluhan kelurahan kemana kemarau kemarin kemasan kematian
        kembali kembalikan kemitraan kemudian kemungkinan kena kenaikan kenal kenalan kenapa
        kencang kencing kendaraan kepada kepala kepastian kepegawaian kepencet keperluan keping
        keponakan kepsek keputusan kerajaan keramaian keramba keramik kerap keras kerbau keren
        kering kerja kertas keruh kerupuk kesal kesehatan kesepakatan kesepian kesini ket ketahuan
        ketawa ketemu ketentuan keterangan ketiga ketik ketika ketimbun ketinggalan ketok ketua
        ketupat kewalahan khairan khas khatam khataman khawatir khitanan khusus kia kiamat kilat
        kilo kilometer kimia kin kindly kinerja kini kios kip kipas kira kirain kiranya kiri kirim
        kiriman kirimi kirimin kirimkan kis kisah kita kiwa kkn klaim klik klo klotok kls klu klub
        klw kmbali kmbli kmi kmn kmrn kna kndgn knock know knp kobra kode kodenya kodok kok kolam
        koleksi kolektif kolom komandan komidi kominfo komisi komite kompetensi komplain kompromi
        komputer komunitas kondisi konfirmasi konsul konsultasi kontak konter kontrak kontrakan
        kontraktor kontribusi kontrol koordinat koordinator kop koper koperasi kopi kopiah kopra
        korban korpri kos kosmik kosong kost kota kotak kotor kpd kpn kpu kra kredit kredivo krg
        krim kripto kristen kritik krja krm krmin krn krna ksana ksh ksih ksini ktk ktp kua kuali
        kuasa kuat kubangan kubur kuburan kucing kuda kue kuini kuis kuitan kuitansi kukira kula
        kulam kuli kuliah kulit kulkas kulur kumpul kumpulkan kunci kuncinya kuning kunjungan
        kuntilanak kuntul kuota kuotanya kupon kur kurang kurangnya kurban kurir kurma kursi kursus
        kurus kusam kusta kusuka kwak kwitansi kyk lab laba labat label labih laboratorium laci
        lada lagi lagu lagunya lah lahan lahannya lahir lahiran lahung lain lainnya laju lakas
        lakasi laki lakian laksa laku lakukan lalala lalalala lalin lalu lama lamah laman lamanya
        lamar lamari lambar lambat lampir lampiran lampirkan lampu lampuny lampunya lan lanan
        lancar langganan langgar langit langka langkaa langkah langsung lanjut lanjuti lanjutkan
        lansia lantai lantainya lantay lanting lap lapak lapan lapangan lapis lapor laporan laporin
        laporkan laporn laptop lapuk larang larantuka lari laris las latar late latihan lawan lawas
        layak layan layanan layar lbh lbih leads lebar lebaran lebarin lebih lecet ledeng left lega
        legal legalisir legend leher lekas lelah lelaki lelang lem lemah lemari lemas lembab
        lembaga lembah lembar lembur lemon lempar lengkap lengkapi lepas les lesehan lesson level
        lewat lewati lewel lgi lgsg lha lho liar liat libar libur licin lidah light lihat lihati
        like lilili lilin lima limbah limit limosin limun lincah lincir linggis lingkar lingkungan
        link lintah lintas lipat liputan lisrik list listrik listriknya liter literasi live lki
        lkjhlkjh lkjlkj lma lmbah lmp lngka loan location logam login logo loh lok lokal lokasi
        lokasinya loket loklua loksado lol lolos lom lomba lombok longsor lop lorem lorong los
        losmen lowongan lpg lpj lpr lprn lsg lstrik luang luar luas luasan lubang lubangnya
        luckywheel lucu ludes luka lukah lukal lulus lulusan lulusasn lumayan lumpangi lumpuh
        lumpur lunas lunasin lunch lungau lunggu lungs lunta luntur lupa lura lurah lurus lusa
        lutut lwt lyanan maaf maag maajar maajari maambil maangkat maangkati maantar maantri maatar
        mabar mabuk macam macan macanhoki macet machupo maciriki madihin madinah madrasah madu
        madura magang maghrib magrib magun mah mahabari mahadang mahadangi mahadapi mahadng mahal
        mahar maharap mahasiswa mahasiswi mahindari mahir mahitung mahjongwins mahubungi mail
        mailbox main mainan mainjam mainta maisi maitihi maja majalah maju maka makalah makam makan
        makanan makanya makasih makassar makelar makin maklum maksa maksimal maksud maksudnya mal
        malah malajari malalui malam malamnya malanggar malapor malawan malayani malaysia malem
        malihat malihati malilingin maling malu maluin malunta mama mamadahakan mamadahi mamakai
        mamaksa mamanda mamariksa mamarina mamasak mamasang mambaca mambaiki mambalas mambali
        mambarasihi mambari mambawa mambayar mambela mambuat mambujuri maminta mampet mampir mampu
        mamuji mamukul man mana manabari manado manager manakuni manalipun manandatangani manangati
        manangis manarima mancari mancing mandaftarnya mandakati mandala mandangar mandapati mandi
        mandiri mandor mang mangabarakan mangabari mangabdi mangadu mangaji mangaluh mangawini
        manggali manggil mangkal maninggal manis manit manjaga manjanaki manjual mantan mantap
        mantri manufacturer manukar manukari manulungi manusia manusiawi manyambat manyampaiakan
        manyanyi manyariki map mapala mapan marah maras marasa marayu marbot maret marga margasari
        mari markas marketing marketplace mars martabak martapura mas masa masak masal masalah
        masang masih masin masing masjid masker masoek massal masuk masukin masukkan masuknya masya
        masyarakat mata matahari matan matanya matematika materai materi material mati matic matiin
        matik matikan maubati maukah maulah maulid maunjun maupun maurus mawon max maxim maxwin
        mbah mbak mbangun mbl media mediasi medis mei meja melahirkan melakukan melalui melamar
        melanjutkan melapor melaporkan melawan melayani meledak melengkapi melewati melihat
        melihatnya melimpah meliputi melon melunasi meluruskan memahami memakai memanah memang
        memanggil memasang memastikan memasukkan membaca membalas membangun membantu membatalkan
        membawa membayangkan membayar membeli member memberi memberikan memberitahukan membersihkan
        membuang membuat membuatkan membuka memegang memelihara memeriksa memerlukan memilih
        memiliki memindahkan meminjam meminjamkan meminta memohon memotong memotret memperbarui
        memperoleh mempunyai memungut memutar memutuskan menagih menahan menanam menandatangani
        menang menangis menantu menanyakan menara menarik menawarkan mencari mencatat mencoba
        mencuci mencuri mencurigakan mendadak mendaftar mendampingi mendapat mendatangi mendengar
        mendesak mending menegur menelepon meneliti menemani menemukan menerbitkan menerima
        menertawakan meneruskan mengabaikan mengabarkan mengadakan mengadu mengajak mengajar
        mengajari mengaji mengajukan mengaku mengalami mengalir mengambil mengangkat mengangkut
        mengantar mengapa mengatakan mengatur mengeluh mengemudi mengenai mengerti mengetahui
        mengetik menggali mengganggu mengganti menggantikan menggunakan menghalangi mengharapkan
        menghindari menghubungi mengikuti menginap mengirim mengisi mengucapkan mengukur
        mengumpulkan mengundang mengundurkan mengungsi mengurus mengusulkan menikah menilai menimpa
        meninggal meninjau menipu menit menjadi menjaga menjahit menjawab menjelaskan menjual
        menolak menolong mentah menteri mentor menu menuduh menuju menulis menumpang menunggak
        menunggu menunjuk menunjukkan menuntut menurunkan menurut menutup menyala menyampaikan
        menyapa menyapu menyarankan menyatakan menyebarkan menyeberang menyebut menyediakan
        menyembuhkan menyengat menyerahkan menyesuaikan menyetor menyewa menyimpan menyiram
        menyumbang menyuruh menyusul menyusun meong merah merahnya merantau merasa meratus merdeka
        merek mereka merekam merepotkan merokok mertua mesin mesinnya mesjid meski mesra mess mesti
        met meter meteran mewah mewajibkan mewakili mgg mhl mhn mic micin mikir mikro mikrohidro
        mikropon miliar milih milik million milyar mimang mimpi min minat minggir minggu mingguan
        mini minim minimal minimarket minjam minta mintuha minum minuman minus minyak minyakita
        minyaknya miring mirip misalnya misik miskin miskol misscall mitir mitra mkin mksh
        mlah mlam mll mlm mmg mmiliki mmmmm mmmmmmmmmmm mndptkn mnsia mnt mnta mobi mobil mobile
        mobl modal model modelcilik modern modul moeka moga mogok mohn mohon mohonlah monggo month
        monthly montir monyet mooooooo motif motor motornya mpp mreka mrk msh msih msim msk mslah
        mslh msti mti mtr muara muatan mubil muda mudah mudahan mudal mudik muha muhun mujarab muka
        mukalo mukena mula mulai mules mulih multiguna mulu muluk mulus mulut mumpung mun
        muncul mundur mungkin muning muntah muntung murah murai murid muridnya murung musala musang
        musdes museum mushala mushalla mushola musholla musibah musik musim musiman musium
        musrenbang musti musuh musyawarah mutasi muter muthawwif mutlak mutor mutur mxwin myim myxl
        nabi nabrak nabung nada naek nafas naga nagara nagih nah nahan naik nak nakal nakes nalayan
        nama namamu namanya nambah nambahi nambal name names nampar namun nanam nang nanganin
        nangini nangis nangka nangkaya nangkia nanti nanya nanyai nanyain napa napak napas napasnya
        narahubung narasumber narik narkoba narkotika naruto nasabah nasgor nasi nasib nasihat
        nasional naskah nasyid nawarin nda ndang need negara negeri nego negri negur nelayan nelp
        nelpon nemenin nempel nenek neneknya nentuin nerima neror nertibin net netes netflix netra
        netral new ngadu ngajari ngaji ngaku ngamuk nganggur ngantri ngaran ngarannya ngasih ngebut
        ngeri ngerti ngetik nggak ngganti ngikutin ngini ngk ngomong ngopi ngunci ngurus ni niat
        nib nih nihil nik nikah nikahan nikmati nilai nilainya nimbang nimbun nimpa nini niniku nip
        nipah nipu nisan nitip nma nmr nng nnnnsa nnt nnti nobar nobody nokia nokos nol nolong
        nomer nomerku nominal nominator nomor nomornya non nonaktif nongkrong nongol nonsubsidi
        nonton normal nosong not nota notaris noticed notif notulen nov november now ntar nti ntr
        nulis number numpang numpuk nunda nunggu nungguin nurani nurunin nuruti nurutin nusantara
        nutrisi nutup nutupin nuwun nya nyala nyambung nyampaikan nyamuk nyangkul nyangkut nyanyi
        nyari nyaris nyawa nyebar nyebrang nyebrangin nyekseni nyengat nyicil nyoba nyumbang
        nyurati nyuruh nyusuin nyusul obat obatnya objektif obor obras obrolan obt occupation odgj
        odp oelin oesah off offer often ojek ojol oke oknum oksigen oktober olah olahraga old oleh
        olh oli ombudsman omelan omzet onderdil one ongkir ongkos onlen online only ons opd open
        operasi operasional operator optik orang orangnya orangtua orari order orderan oren org
        organ organik organization orkes ormas orphelins ortu oss otomatis otomotif otw our ovo
        owner pabila pabrik pacah pacar paci pad pada padagang padahal padahi padam padamin padang
        padi pagar pagarnya page pagi paguyuban paham paharangan pahit pahlawan pahuma pahumaan
        pajah pajak pajangan pakai pakan pake paket paksa paku palangkaraya paling palsu palui
        pamadam paman pamarintah pambakal pambina pamda pamerintah panah panari panas panci pandai
        pandang pandulangan panen pang pangan panggil panggilan pangguna panggung pangkalan pangkat
        panglima pangumpul panik panitia panitianya panjang panjangnya pantas panti papah papan
        papannja papannya papua papuyu para parah parahu parak paralel parang parapin parcel parigi
        parikanan paris parit pariwisata parkir parkiran parkirnya parlu parsen part partama
        partanian partisipasi paru paruh pas pasal pasan pasang pasangan pasar pasaran pasfoto
        pasien pasir paspor pasrah password pasti pasukan patah patani patin patok patroli patungan
        patut paud pawai pax pay payah payday payment payu payung pbb pbi pcs pdam pdf pdhl pdm
        pecah pedagang peduli pegadaian pegang pegangan pegawai pegawainya pejabat pejabatnya
        pejalan pekan pekerja pekerjaan pekerjaannya pelajar pelajaran pelaku pelakunya pelampung
        pelan pelanggan pelangsir pelaporan pelatihan pelayanan pelet pemadam pemakai pemakaian
        pemakaman pemandu pemasangan pembagian pembangunan pembantu pembayaran pembeli pembelian
        pemberi pemberitahuan pembiayaan pembimbing pemblokiran pembudidaya pemda pemeliharaan
        pemenang pemeriksaan pemerintah pemilihan pemilik pemilikny pemiliknya pemilu pemindahan
        pemkab pemuda pemukiman pemutihan penasaran penawaran pencairan pencerahan pencet pencurian
        pendaftar pendaftaran pendamping pendampingan pendarahan pendataan pendatang pendengar
        pendidikan pending penduduk penelitian penelpon penerangan penerima pengacara pengadaan
        pengadilan pengaduan pengairan pengajar pengajian pengajuan pengalaman pengantar pengantin
        pengawas pengelola pengemudi pengen pengendara pengepul pengganti penggilingan pengguna
        penghargaan penghasilan penghulu penghuni penginapan pengirim pengiriman penglaris
        pengobatan pengrajin pengumpul pengumuman pengunjung pengurus pengusaha penipuan penjaga
        penjahit penjelasan penjual penonton pensiun pensiunan penting pentol penuh penumpang
        penumpangnya penyandang penyeberangan penyedia penyewa penyiar penyiarnya penyuluh per
        perahu perajin perak perangkat perantau peraturan perawat perbaikan perbaiki percakapan
        percaya percik percobaan percontohan percuma perda perdagangan perekaman perempatan
        perempuan pergi perhatian perhatiannya peribadi perikanan periksa peringatan perintah
        perizinan perjalanan perlu perlukan permanen permintaan permisi permohonan permukiman
        pernah pernikahan pernyataan perosotan perpanjangan perpus perpustakaan persen persetujuan
        persis person pertahankan pertama pertamina pertanian pertanyaan pertemuan pertolongan
        perubahan perumahan perusahaan pesan pesanan pesantren pesawat peserta peta petak petani
        peternakan peti petni petugas petugasnya petunjuk pgi pgl pgn phn phone photo piala pian
        pick pidato pihak pikap pikir pikiran pikun pil pilek pilih pilihan pilkades pimpinan pin
        pinang pinanya pindah pindahan pindahnya pinggang pinggir pingsan pinjam pinjaman pinjami
        pinjol pinnya pintar pintu pintunya pip pipa pipanya piring pisang pisau pita pizza pju pke
        pkh pkk pkl pkm plafon plakat planet plang plasma plastik plat play please plg plis pln
        plsa plus pmda pmi pmk pns pny pohon poin poinhadiah pojok pokoknya pol pola polantas polda
        poli polisi polres polri polsek pom pompa pondok ponsel popok portal pos posbindu posisi
        posko posting posyandu pot potoi potong potongan ppl ppn prabayar prahu prajurit praktek
        praktik praktikum pramuka prank prasejahtera prasmanan prbaiki preman premi premium
        presentasi presiden presto prh pria pribadi pribadinya price printer prnah pro produk
        profesional profil profit program programnya prok promo promosi prona proposal prosedur
        prosedurnya proses prosesnya protes provinsi proyek psikolog psr pt ptani puas puasa publik
        publikasi pudar puhun pujian puk pukul pula pulang pulsa puluh puluhan pun punah pungli
        pungutan punya pupuk pupuknya pura purun pusat push pusing puskesmas pustaka pustakawan
        pustu putar putarakan putih putus qris quantity quota qurban qwerty qwrty rabah rabies rabu
        rabung racun radio rafia rafting raga ragu rahasia rahasiakan rahatan rajah rajaki rajin
        rak rakit raksasa rakyat ramah ramai ramania rambai rambu rambut rambutan rame rami rampai
        rampas rampasan rampok rampung ramuan ranah rancak rangit rangka rangkap rangrang ranjang
        ranking ransel rantai rantas rantau ranting rapat rapi rapor raport rapuh rasa rasanya
        raskin rata ratak rate ratik ratribusi ratus ratusan rawa rawan rawat rawit rayap rayon
        razia rban rbu ready rebusan rebutan receh reclamar recognition recovery red reda
        referencia referral refund register registrar registrasi registration regu rehab rek rekam
        rekaman rekan rekanan rekening rekomendasi rekrutmen rela relation relawan relivery rem
        remah remaja remang rematik renang rencana rendah rendam renew rentenir replika reply repot
        resah reseller resep resepsionis resign resiko resmi resminya respon rest restoran retak
        retribusi reuni revisi reward rezeki rezekinya rhoma rias riba ribet ribu ribuan ribut
        richter rigat right rim rincian rindu ringan rintangan rintik ripuh risih risiko ritual
        riuh riwayat rmah rmh roasting robek roboh robot robux roda roemah roesak rokok roller
        rollingan romantis rombong rombongan rompi ronda rontok rotan rotasi royalti royong rph rsk
        rsud rtlh rtp ruang ruangan ruangguru ruas rubuh rudal rugi rujukan ruko rukun rumah
        rumahan rumahku rumahnya rumbia rumh rumit rumiyin rumpon rumput rumputan rungkad rungu
        runtuh runtuhan rupiah rusa rusak rusakk rusk rusuh rute rutin rwn saat sabagian sabakul
        sabalah sabalas sabalum saban sabantar sabar sabarataan sabilah sabtu sabuah sabujurnya
        sabulan sabulanan sabun sabung sabuting sabutul sadada sadap sadar sadia sadikit sagan
        saganal sagawa saged sah sahabat sahalus saham sahari saharian sahibar sahimpat sahulu
        saikit saikung sains saja sajadah sajam sajangkal sak sakadar sakaki sakali sakalian
        sakalinya sakampung sakarang sakilo saking sakit sakolah saksi saksinya saku sakulah salah
        salam salamati salapan salasa salasai salat saldo sale sales salinan saling salukah salur
        saluran salut sama samalam samantara samaran samarinda sambahyang sambal sambalnya sambil
        sambilan sambilih sambung sambungan samin saminggu sampah sampahh sampai sampaiin sampaikan
        sampan sampay sampe sampel samping sampul sampun samsat samuaan samuda samunyaan sana
        sandal sandar sandera sanes sang sangaja sangat sanggah sanggar sanggup sangit sangka
        sangketa santai santri santun santunan sanyum saos sapa sapanci sapanggal sapanjang
        saparu saparuh sapat sapatu sapeda sapertos sapi sapida sapidaan sapinya sapu sapuluh sar
        saraf sarahan saran sarana sarang sarapan saratus sarawa sarga saribu sarik sariki saring
        saringgit sarjana sarung sarupa sasaran sasirangan sastra sasuai sat satahun satai satandan
        satangah sate satgas satpam satpol satu satuan satuju satunya satupun satus saudara
        saudaraku saumur saurang saurangan sawah sawit say saya sayang sayangi sayur sbb sbg sbgi
        sblah sblh sblm sblum sbntar sbulan scan scoopy scr screenshot sdah sdg sdgkn sdh sdn
        sdngkn sdr sebab sebagai sebagaimana sebagian sebaiknya sebar sebarkan sebelah sebelahnya
        sebelas sebelum sebelumnya sebenarnya sebentar seberang sebesar sebuah sebulan sebut secara
        secepatnya secreto security sedang sedangkan sederhana sedia sediakan sedih sedikit sedot
        see segala segar segel segera segini segitu segra seharga sehari seharian seharusnya sehat
        sehingga seikhlasnya sejahtera sejak sejam sejarah sejengkal sekadar sekali sekalian
        sekaligus sekalipun sekamar sekampung sekarang sekarung sekda sekdes sekeluarga seketika
        sekian sekilo sekitar sekolah sekolahnya sekretariat sekurang sel selain selalu selama
        selamat selami selasa selatan selebihnya seleksi selembar selera selesai selfie selisih
        selokan seluruh seluruhnya semak semalam semangat semangka sembako sembarangan sembilan
        sembuh semeja semen sementara semester seminar seminggu semoga sempadan sempat semua
        semuanya semuda semula semut senam senang send sendiri sendirian sendok seng sengaja
        sengketa senilai seniman senin senter senti sentra senyum seorang sepakat sepanjang separo
        separuh sepatah sepatu sepeda seperti sepertinya sepi sepuh sepuluh sepupu seragam serah
        serahkan serambi serangan seratus serbaguna serendah seri seribu sering serius serta
        sertakan sertifikat sertifikatnya sertipikat seru serumah serupa server servis sesak sesama
        sesegera sesekali sesuai sesudah set setahu setahun setan setangki setara setelah setempat
        setengah setiap setidaknya setinggi setor setoran setrika setuju setujui seumur sewa sgera
        sgp sgr sgt share shg shipping shm shngga shopeepay shopii shp si sia siaga sial siang
        siank siap siapa siapapun siapin siapkan siaran sibuk sidak sidang sidin sif sih sihat
        sihir sikap sikut silahkan silakan silakn silaturahmi silau sili siluman sim simpai simpan
        simpang simpati simpul simpur sinar sindrom sing singakarsa singapura singgah singkat
        singkong single sini sinsaw sintir sinyal sinyalmu sinyalnya sip sipil siput sirap sirih
        sirine siring sirkuit sirtu sirup sisa sisanya sisi sisipan siskeudes sistem sistematis
        siswa siswi sita sitaan site sitrum situ situs sja sjk skala skali skalian skatepark skema
        skg skitar skl skli skolah skr skrg skripsi skripsian skul slama slh slip slop slot slrh
        sma smbako smbil smk smoga smooth smp smpah smph sms smsin smua smw sna sndiri sndirian
        sndri sntri snyal soal soalnya soang sobek sodara soedah soentik soetta sofa softlens solar
        solo soloco solusi songo sopan sopir sopirnya sore sori sorot sorry sorteo sosial
        sosialisasi sosok souhaite sound spa spanduk spasi sperti spesialis spesifikasi spiderman
        spion spongebob sporadik sprindik springbed sprti spt spy spya srg ssah stabilo stadion
        staf stamina stan standar standby stasiun statistik status steam stelah stempel stiker stlh
        stok stop storage story street stroke struknya studi studio study suah suami suamiku
        suaminya suapin suara suaranya suasana suasta suatu subalah subjek submission subscribe
        subsdi subsidi subuh sudah sudahh sudahlah sudh sudilah sudut suffering sugih suguhi suhu
        suka sukar sukarela sukarelawan sukses suku sulawesi sulit sulung sum sumbahyang sumbang
        sumbangan sumber sumpah sumur sunah sunatan sunda sungai sungguh sungsang suntik supan
        supaya super superman supir suporter supplier surabaya surang surat suratnya surau surel
        surga suro surt suruh suruhan surut survei survey susah sush suster susu susuk susul
        susulan susun susunan susur susut suuzon suvenir suwara suwun swadaya swalayan swasta sya
        syahwat syalala syarat syaratnya syariah sydney syiar system syukuran syukuri syukurlah
        tabakar tabalik tabayar tabihi tabloid tabrakan tabung tabungan tabungnya tadaftar tadah
        tadangar tadaptar tadi tagana tagihan tahan tahap tahfiz tahinti tahlilan tahu tahun
        tahunan tai taiwan tajamin tajanaki tajawab tak takana takmir taksiran takunci takuni takut
        takutan talanggar tali talinya talu talud tamasya tamat tambah tambahan tambahi tambahin
        tambak tambal tamban tambang taminum tampat tampil tamu tanah tanahnya tanam tanda tandan
        tangah tangan tangani tangannya tangga tanggal tanggalnya tanggui tanggul tanggung
        tanggungjawab tangis tangkap tangki tangkis tani taniran tanjakan tanpa tanuhi tanya
        tanyain tanyakan tap tapaksa tapi tapin taptar tarabus tarandam tarapung tarif tarik tarima
        tarimakasih tarminal tarpaksa taruh taruhan taruna tarus tas tasambati tasarah tasisa
        taskid taspen tatalan tatamba tatangga tatawa tatuha tatukar tatulis tau taulah taun
        tausiyah tautan tawar tawaran tawia tayang tdi tdk tebal tebing tebus teh tekan tekendali
        teknis teknisi teladan telaga telah telat tele telegram telepon teleponnya teliti telkom
        telkomsel telp telpon teluk telur telusuri teman temani temannya tembak tembok tembus temen
        tempat tempatnya tempeli tempo temuan tenaga tenang tenda tengah tengkulak tensi tensinya
        tentang tentara tentu tepat tepi tepinya terakhir terang terapung teras terbaik terbakar
        terbalik terbang terbaru terbatas terbit terbuang terbuka terbukti tercantum tercatat
        terdaftar terdahulu terdapat terdekat terdengar terendam terhadap terhormat teriak terima
        terisi terjadi terjepit terjun terkait terkirim terkumpul terkunci terlalu terlambat
        terlampir terlihat termasuk terminal ternak ternyata terpaksa terpal terpeleset terpercaya
        terpilih tersambung tersebut tersedia terserah tersumbat tertahan tertanggal tertawa
        tertentu tertib tertinggal tertipu tertukar tertulis tertutup terus teruskan tes test testi
        testimoni tetangga tetanus tetap tetapi tgl thailand that the their this thn through tiada
        tiang tiap tiba tibung tidak tidur tiga tikar tiket tiktok tikungan tikus tilang tim timba
        timbang timbangan timbangannya timbul timbun time timur tindak tindakan tindaklanjuti
        tinggal tinggalam tinggi tingginya tingkah tingkat tinja tinta tinyy tipis tipu tiri titian
        titip titipan tka tkapar tki tlg tlh tlp tmbh tmn tmp tnah tnaman tngga tnggelam tnggi tnh
        tnpa toea toean togel toilet token toko tol toll tolol tolong tolonglah toman tombol ton
        toner tontonan top topaz topi toples topup toraja total tour tower toyor tpa tpi tps tpu
        trading traffic trail trakhir traktor tralala trans transaction transaksi transfer
        transferan transferen transferno transmigran transport travel trembesi trilili trima
        trimakasih trims triwulan trjadi trjd trm trma trmksh trnyata trofi tronton trotoar trs
        truk truknya trus trx trz tsb tsel tselpoin tsunami ttd ttg ttp tu tua tuan tuanya tugas
        tuh tuha tuhan tujuan tujuh tuk tukang tukar tulak tulang tulis tulisan tulisannya tulung
        tulungi tulungiii tumbal tumbang tumbas tumbuh tumbukan tumingki tumor tumpah tumpukan tuna
        tunai tunanetra tunarungu tunggakan tunggal tunggu tungguin tunjuk tunjukkan tuntung
        tupoksi turis turki turnamen turnitin turun turunan turut turuti tut tutup tuyul twin uang
        uangnya ubah ucapan ud udah udang udara udh ugd ujan ujar ujian ujung ukur ukuran ulah
        ulang ular ulih ultah ultraman ulun uma umk umkm umm umpan umpat umpatkah umrah umroh umum
        umumkan umur umurkah umurnya uncui unda undang undangan undian undianbritama unduh unggah
        unggas unggul unit unjun unreg unt until untuk unus upacara upah upaya update upeti upgrade
        upload upt uptd urang urangnya urat urea urgent urunan urus urusan urut usah usaha usia
        usir usl ust ustadz ustaz usul usulan usus utang utara utk vaksin vakum valid vandel vario
        vendor vercell verif verifikasi versi very veteran via victim video videotron view views
        vip viral virtual virus visa vital vitamin vokal voli vote voucher vulkanisir
        waalaikumsalam wabah wadah wadai wae wafat wah wahai wahana wahini wajah wajan wajar wajib
        wakaf wakil waktu waktunya wal walas walau walaupun walet walfaizin wali walikota wallet
        walo waluh wan wangi wani wanita wap wapka warahmatullah waras warga waris warisan warna
        warnanya warnet warranty warta wartawan warung was wasah waspada wassalam wassalamualaikum
        waterpass wates wawancara wayah wayahini web webcam webinar website weekend wheel when who
        wicara widow wifi wilayah will win winrate wipi wiraswasta wireless wisata wisatawan wisuda
        with withdrawal within wjib wkt wkwk wkwkwk wkwkwkwk woi won words workers would woy woyyy
        wrg wrga wujud www xixixi xxx xxxx xxxxxx xyz ya yaa yaallah yah yaitu yakin yakni yang
        yasinan yatim yayasan years yesterday yeyeyeye yg yng yogyakarta you your yourself youtube
        yth yuk yuta yutub zakat zebra ziarah zigzag zikir zip zodiakku zodiakmu zona zonasi zoom
        zuhur zzzzz zzzzzzzzzzz
        """)
}
