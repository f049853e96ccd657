// The things people complain about, by the words that name them: finer than an agency's topics, the
// same in
// every region.

enum MatterWords {
    /// One matter each; its place in the list is its number. A word alone counts 1, a phrase more for
    /// each
    /// further word; a number behind a word is its weight where it says little for itself.
    static let lists: [String] = [
        // Roads and what stands in them.
        "jalan:0.3 jalan_rusak jalan_hancur jalan_parah jalan_becek jalan_licin jalan_berlubang berlubang"
            + " lubang"
            + " amblas ambles aspal pengaspalan diaspal ditambal tambal mengelupas bergelombang paving"
            + " balubang babalubang luang:0.8 jalanan_rusak perbaikan_jalan cor:0.5 kubangan:0.6",
        "lampu:0.6 lampu_jalan penerangan_jalan penerangan:0.7 pju pjutl lampu_penerangan tiang_lampu"
            + " lampu_tiang lampu_mati gelap:0.3 lampu_taman",
        "trotoar guiding_block:0.8 pedestrian",
        "kemacetan lampu_merah lampu_lalu_lintas traffic_light rambu zebra_cross marka palang:0.5"
            + " polisi_tidur:0.7 portal:0.6",
        "parkir jukir juru_parkir tukang_parkir parkir_liar karcis:0.5",
        "jembatan titian jambatan jembatan_gantung jembatan_putus",
        // Water.
        "pdam:0.8 ledeng:0.8 leding:0.8 air_bersih:0.6 air_mati air_macet air_tidak_mengalir"
            + " tidak_mengalir:0.5 mengalir:0.3 menetes:0.6 air_pdam:0.5 tidak_keluar:0.4 tangki:0.4 pam:0.6"
            + " air_kecil:0.6",
        "pdam:0.8 ledeng:0.8 leding:0.8 air_bersih:0.6 air_pdam:0.5 keruh:1.2 berkarat karat:0.9"
            + " kuning:0.6 coklat:0.5 kaporit air_kotor air_bau kotor_sekali:0.5 kualitas_air berlumpur:0.3",
        "meteran meter_air kwh meteran_air pipa:0.6 pipa_pdam pipa_bocor stand_meter",
        "tagihan rekening:0.6 rekening_listrik rekening_air rekening_pdam tidak_masuk_akal:0.7"
            + " tagihan_pdam ditagih melonjak:0.5 tagihan_air tagihan_listrik dobel:0.3 denda:0.5"
            + " tarif:0.5",
        "banjir:1.2 kebanjiran terendam merendam genangan tergenang luapan meluap:0.4 baah calap surut:0.8"
            + " mengungsi:0.6 setinggi:0.4 banjir_bandang perahu:0.5 masuk_rumah:0.7 air_naik air_masuk"
            + " air_dalam",
        "selokan drainase parit gorong got saluran_air:0.9 saluran:0.5 mampet tersumbat:0.7 dikeruk:0.5"
            + " normalisasi:0.6 buntu:0.7 dinormalisasi:0.6 box_culvert plengsengan",
        "irigasi:1.2 saluran_irigasi bendungan bendung pintu_air tabat handil sawah:0.4"
            + " kekeringan:0.5 petani:0.2 embung"
            + " pengairan air_sawah",
        "sungai:0.6 limbah:0.9 tercemar pencemaran mencemari keramba ikan_mati berminyak bantaran:0.7"
            + " erosi:0.7 abrasi:0.7 sungai_keruh sungai_tercemar",
        // Power and wires.
        "listrik:0.8 pln:0.8 padam:0.6 byar_pet byarpet mati_lampu pemadaman gardu tegangan trafo"
            + " setrum:0.7 listrik_padam listrik_mati voltase mati_hidup:0.4 kulkas:0.4 genset:0.4",
        "kabel tiang_listrik tiang_telepon menjuntai kesetrum:0.6 tersetrum:0.6 tiang:0.5 kabel_putus"
            + " tiang_miring",
        "sinyal internet jaringan:0.7 tower bts lemot wifi provider telkomsel:0.8 indihome",
        // Rubbish, trees, animals.
        "sampah:1.2 tps bak_sampah tong_sampah ratik truk_sampah diangkut:0.4 tpa tumpukan_sampah",
        "pohon dahan ranting tumbang:0.6 ditebang:0.5 dipangkas:0.6 pemangkasan puhun",
        "sapi kerbau kambing ternak hadangan ternak_liar babi ayam:0.4",
        "anjing rabies digigit:0.6 monyet kucing_liar bekantan:0.4 ular:0.6",
        "nyamuk:0.8 dbd demam_berdarah fogging abate jentik malaria chikungunya",
        // Disasters.
        "longsor:1.1 tebing tanah_retak relokasi:0.6 tanah_bergerak retak_retak:0.5",
        "asap:0.8 kabut_asap kebakaran karhutla terbakar kebakaran_lahan membakar pemadam:0.4 api:0.5"
            + " bakar_lahan",
        "angin_puting_beliung puting_beliung puting atap_terbang gempa",
        // Help and papers.
        "bansos:1.2 bantuan_sosial blt pkh bpnt bantuan_beras raskin tepat_sasaran bantuan:0.4 didata:0.5"
            + " sembako:0.5 bantuan_tunai penerima_bantuan dtks desil",
        "rutilahu rtlh bedah_rumah tidak_layak_huni rumah_layak",
        "ktp e_ktp kartu_keluarga kk:0.8 akta akte blangko dukcapil disdukcapil kia akta_kelahiran"
            + " domisili:0.6 pindah:0.4 perekaman nik:0.5",
        "bpjs kis jaminan_kesehatan pbi jkn dinonaktifkan:0.4",
        "sertifikat ptsl surat_tanah bpn sengketa tanah:0.3 sporadik segel:0.5 batas_tanah salah_ukur:0.4",
        "pajak pbb retribusi samsat stnk",
        "perizinan nib imb pbg oss izin_usaha izin:0.4 siup",
        // Service.
        "puskesmas pustu bidan posyandu:0.8 dokter:0.6 pasien:0.5 obat:0.5 perawat:0.6 poli:0.6 ambulans:0.8",
        "rsud rumah_sakit igd ugd rawat_inap ruang_inap dokter:0.3 pasien:0.4",
        "guru kepala_sekolah mengajar kelas_kosong murid:0.4 guru_honorer kepsek siswa:0.3",
        "gedung_sekolah atap_sekolah ruang_kelas bangunan_sekolah bangunan_sd plafon:0.8 sekolah:0.4"
            + " direhab:0.5 sekolah_rusak sekolah_roboh kursi:0.3 bangku:0.5 perpustakaan:0.4",
        "beasiswa pip kip ijazah spp ppdb zonasi komite:0.5 uang_sekolah seragam:0.6 dana_bos",
        "pegawai:0.4 asn:0.6 pns:0.6 pelayanan:0.4 tidak_melayani kantor_kosong kantor_tutup antri:0.3"
            + " antrian:0.4 loket:0.6",
        "pungli:1.2 pungutan minta_uang memungut suap sogok uang_rokok uang_pelicin tidak_resmi kuitansi:0.6"
            + " calo minta_bayaran pemerasan setoran gratis:0.3 gratifikasi",
        "dana_desa anggaran_desa proyek_desa pembangunan_desa diselewengkan korupsi diaudit:0.6"
            + " transparan:0.6 transparansi:0.5 mangkrak:0.7 bumdes apbdes musyawarah:0.4 penyelewengan"
            + " proyek:0.5 fiktif",
        "pemilu pilkada kpu bawaslu caleg dpt politik_uang serangan_fajar pilkades kampanye netralitas",
        "gaji upah phk pesangon lowongan thr buruh umr tenaga_kerja",
        // Order.
        "balap_liar balapan balap brong knalpot kebut_kebutan",
        "judi sabung_ayam togel judi_online dadu:0.7 perjudian slot:0.7",
        "bising orgen karaoke kafe:0.6 sound_horeg hiburan_malam musik:0.7 suaranya:0.3 kebisingan berisik"
            + " warung_malam sound_system dangdut",
        "maling pencurian curanmor begal:0.6 narkoba sabu rampok tawuran kemalingan kecurian:0.5 miras mabuk",
        "kdrt kekerasan pelecehan cabul pencabulan dipukul:0.6 memukul:0.4 bullying perundungan",
        "odgj gepeng pengemis orang_gila gelandangan pengamen anak_jalanan",
        "pkl kaki_lima lapak_liar pedagang_liar reklame baliho spanduk",
        "bangunan_liar tanpa_imb sempadan melanggar_izin",
        // Trade and farming.
        "pasar:0.4 lapak:0.7 los:0.6 pedagang:0.5 pasar_becek pasar_kumuh pasar_rusak atap_pasar kios_pasar",
        "pupuk:1.1 urea npk pupuk_subsidi kios:0.3 musim_tanam:0.3 poktan:0.5",
        "gas:0.8 elpiji lpg melon:0.8 pangkalan:0.6 tabung:0.6 gas_melon gas_langka",
        "bensin bbm pertalite solar:0.8 spbu:0.5 pelangsir dilangsir eceran:0.4 pertamax antri_bbm",
        "harga:0.4 minyak_goreng mahal:0.2 langka:0.2 beras:0.4 cabai operasi_pasar:0.4 harga_naik",
        "hama tikus:0.7 wereng bibit:0.6 benih traktor alsintan gagal_panen:0.4",
        // Mines and lorries.
        "truk:0.5 batubara batu_bara hauling debu:0.8 tronton angkutan:0.3 muatan:0.4 odol truk_tambang"
            + " truk_batubara tambang:0.3 truk_sawit",
        "tambang_emas galian_c penambangan tambang_ilegal tambang_liar penambang dompeng galian tambang:0.5"
            + " menambang pertambangan",
        "wc jamban mck septictank toilet tinja",
        "angkot bus:0.6 terminal:0.5 travel:0.5 ojek:0.6 becak",
        "taman:0.6 lapangan:0.3 wisata alun_alun stadion gor rth",
        "masjid:0.3 gereja:0.4 rumah_ibadah penista sesat",
    ]

    /// Words that look like one of the lists with a slip of the pen, and are not.
    static let others: Set<String> = [
        "banjar", "banyak", "bantu", "sampai", "lampung", "jalani", "karet", "gula", "tolong", "kota",
        "guru2", "kadang", "panjang", "masuk", "besar", "pagar", "pasir", "pakai", "parah", "tanpa", "kapan",
        "gaji", "galian", "kambang", "rambut", "mati", "kali", "lurah", "bulan", "karena", "jatuh", "sudah",
        "susah", "jadi", "jari", "janji", "kecil", "rumah", "tanah", "sawah", "murah",
        "basah", "salah", "kalah",
    ]

    /// The lists whose matters are never linked across reporters by themselves: how many witnesses
    /// there are
    /// is evidence. Each by its first word.
    static let sensitive: Set<UInt8> = Set(
        ["pungli", "dana_desa", "pemilu", "guru", "kdrt"].compactMap { word in
            lists.firstIndex { $0.hasPrefix(word) }.map { UInt8($0 + 1) }
        })

    /// Matters of one household: what two people tell is two matters, unless it is one house. Each by
    /// its
    /// first word.
    static let personal: Set<UInt8> = Set(
        ["meteran", "tagihan", "ktp", "bpjs", "sertifikat", "pajak", "rutilahu", "beasiswa"]
            .compactMap { word in
                lists.firstIndex { $0.hasPrefix(word) }.map { UInt8($0 + 1) }
            })

    /// From these words on the text speaks of what follows from the matter.
    static let consequences: Set<String> = [
        "akibat", "akibatnya", "sehingga", "akhirnya", "dampaknya", "efeknya", "hingga", "makanya",
        "sampai", "padahal", "terpaksa",
    ]
}
