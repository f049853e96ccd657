// The spelling tables: a normal form, then the ways people write it.

/// Words of one meaning only. What depends on the topic ("larang": forbid, or Banjar for expensive;
/// "luang": leisure, or Banjar for a hole) is not here but in the phrases of a topic.
enum SpellingTables {
    static let messages = """
        adalah adlh
        air aer aek
        akan akn
        aktif aktip
        anak ank
        antar anter
        antre antri ngantri antrian antrean
        apa ap
        apakah apkh apkah
        atas ats
        atau ato ataw
        bagaimana gmn gimana gmna bgmn bgmana
        bagus bgs
        baik baek
        balai bale
        bangun bgun
        bantu bntu
        bantuan bntuan bntwn bantwan
        banyak byk bnyk banyk bnyak
        bapak bapa
        baru br bru
        bayar byr bayr
        belum blm blum blom belom
        benar bnr bener
        beras bras
        besok bsk besuk
        bisa bs bsa
        bocor bcor
        boleh blh
        bukan bkn
        bulan bln
        buruk jelek jelekk
        cepat cpt cepet
        dan dn
        dapat dapet
        dari dr dri
        daerah daerh
        datang dtg dateng
        dalam dlm
        dekat dkt deket
        dengan dg dgn dngn dengn
        depan dpn
        dinas dns
        dua dwa
        gelap glap
        gorong grong
        guru gru
        habis abis hbs
        halaman hlmn
        hancur ancur hncur hancor
        hari hr hri
        harap hrp
        harga hrga
        harus hrs
        hilang ilang hlg
        hujan ujan hjn
        ibu bu
        ini ni
        itu tu
        izin ijin
        izinnya ijinnya
        ijazah ijasah izajah
        jadi jd jdi
        jalan jl jln jlan jalann jaln jlanan
        jalannya jlnnya jlnny
        jangan jgn jangn
        jam jm
        jembatan jmbtn jembtn jembatn jmbatan
        juga jg jga
        kabupaten kab
        kalau kl klo kalo klu klw
        kampung kampong
        kami kmi
        kapan kpn
        karena krn karna krna
        kasih ksih
        kecil kcil
        kenapa knp knapa napa
        kepada kpd
        kepala kpl
        keluar kluar klwr
        kemarin kmrn kmaren kemaren
        kantor ktr kntor
        kartu krtu
        kotor ktor
        kurang krg krang
        lagi lg lgi
        laki lki
        lama lma
        lampu lmp lmpu lampuu
        lampunya lampuny
        langka langkaa
        lapor lpr
        lewat lwt liwat
        listrik listrk lstrik
        lubang lobang lubangg
        lubangnya lobangnya
        lurah lrh
        macet mcet
        mahal mhl
        malam mlm mlam malem
        malas males
        mana mn
        masih msh msih
        masjid mesjid
        masuk msk
        masyarakat masy msyrkt masyrkt
        mati mti
        mau mw
        melalui mll
        mengapa mngapa
        minta mnta mintak
        mohon mhn mohn
        motor mtr motr
        naik naek
        nama nm nma
        nomor nmr nomer
        obat obt
        orang org orng
        padahal pdhl padhl
        pada pd
        pagi pgi
        pajak pajek
        paling plg
        panggil pgl
        parah prh
        parkir prkir parkiran
        pasar psr pasr
        pegawai pegawe pgawai pgw
        pemerintah pmrintah pemrintah
        penuh pnuh
        perbaiki prbaiki
        pergi prgi
        perlu prlu
        pinggir pinggiran
        pohon phon pohn
        polisi pulisi
        posyandu psyandu
        puskesmas puskes pkm pskesmas puskesmass
        pupuk ppuk pupukk
        ribu rb rbu
        juta jt
        rupiah rp rph perak
        petugas ptgs ptgas petgas
        ditipu ketipu tertipu
        hanyut hnyut
        tenggelam tnggelam
        rumah rmh rumh rmah
        rusak rsk rsak rusk
        saat sat
        saja sj sja aja aj doang
        sakit skit
        sampah smpah sampahh smph
        sampai sampe smpe
        sangat sgt sngt bgt bngt banget bgtt
        saya sy sya gue gw ane
        sebab sbb
        sebelah sblh
        sekali skali skl
        sekarang skrg skrng skarang
        sekolah skul sklah skolah sklh
        selalu sllu slalu
        semua smua smw
        sembako smbako
        seperti sprt spt sprti kyk kayak
        sering srg
        sertifikat sertipikat sertifkat
        siang siank
        simpang spg
        sudah sdh udh udah dah sudh
        sungai sngai sungei
        susah sush
        tahu tau
        tahun thn tahn
        tadi td tdi
        tanah tnah
        tangga tngga
        tanggal tgl
        telepon telpon tlp tlpn telfon
        tempat tmpt tempt
        tentang ttg tntang
        terima trima trma
        tetap ttp ttap
        tetapi tp tpi tapi
        tidak tdk tak ga gak nggak ngga enggak gk kagak kaga ndak nda engga
        tiang tyang
        tolong tlg tlong tulung
        truk trek trak truck
        uang duit duwit
        untuk utk unt untk
        wakil wkl
        warga wrg wrga
        wifi wipi
        yang yg yng
        tersumbat mampet mampat buntu
        mengalir ngalir ngalirr
        elpiji elpigi
        online onlen
        """

    static let banjar = """
        tebing tabing
        memakai mamakai
        meminta mainta maminta mamintai
        membeli manukar
        tenggelam tinggalam
        bertemu batamu ketemu
        tidak kada kda kd kadak kadida
        belum balum
        tiada kadada kadeda kdada kadaada
        bisa kawa
        yang nang nng
        dan wan
        hendak handak hndak
        saya ulun unda
        kamu pian ikam
        untuk gasan
        sangat banar bangat
        besar ganal
        saja haja
        juga jua
        orang urang
        kita kitu
        kalau mun amun
        mengapa kanapa
        lama lawas
        dulu badahulu dahulu
        pergi tulak
        pulang bulik
        air banyu
        sampah ratik
        pohon puhun
        jembatan jambatan jimbatan
        sekolah sakulah sakolah
        motor mutur
        gelap kadap
        padam pajah
        ikan iwak
        padi banih
        beras baras
        berlubang balubang babalubang baluang baluangan
        lubangnya luangnya
        becek bacak
        banjir baah
        tergenang calap
        roboh rabah rubuh ambruk
        bau babau
        asap kukus
        debu dabu habuk habut
        kerja gawi
        bekerja bagawi
        pekerjaan gawian
        kerbau hadangan
        ayam hayam
        bertanya batakun
        tanya takun
        melapor malapor
        bilang ujar
        sekarang wayahini wahini
        menumpuk batumpuk
        membuang mambuang
        berjualan bajualan
        berkeliaran bakaliaran
        mencuri mamaling
        pencuri maling
        kecurian kamalingan kemalingan
        kebakaran kabakaran kebakarn
        terdaftar tadaptar taptar
        menunggu mahadang mahadangi mahadng
        dibaiki dibaikakan dibujuri
        antre baantri baantrian
        sebelah subalah
        tepi pinggir higa
        perempuan bibinian
        istri bini
        sawah pahumaan
        kepala2 kapala
        motor2 mutor
        berobat batatamba tatamba
        menyetrum manyitrum nyetrum
        setrum sitrum
        mengurus baurus maurus
        membuat maulah bikin buat
        mabuk mabok
        """
}
