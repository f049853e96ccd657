// The things people complain about, by the words that name them: finer than an agency's topics, the same
// in every region. Each matter is a thing and what is wrong with it; told by its own words, by those of
// Banjar and of SMS, and by what follows from it.

enum MatterWords {
    /// One matter each; its place in the list is its number. A word alone counts 1, a phrase more for each
    /// further word; a number behind a word is its weight where it says little for itself.
    static let lists: [String] = works + water + surroundings + people + order + trade

    /// Roads, bridges and what stands in them.
    private static let works: [String] = [
        "jalan:0.3 jalan_rusak jalan_hancur jalan_parah jalan_becek jalan_licin jalan_berlubang"
            + " berlubang lubang amblas ambles aspal pengaspalan diaspal ditambal tambal tambalan"
            + " mengelupas bergelombang paving balubang babalubang luang:0.8 jalanan_rusak"
            + " perbaikan_jalan cor:0.7 dicor kubangan:0.6 bolong:0.5 tanjakan:0.3 becek:0.6 licak:0.6"
            + " lumpur:0.5 lobang jalan_tani jalan_usaha_tani jalan_putus bahu_jalan badan_jalan"
            + " beton:0.4 gelombang:0.4 pecah_ban ban_pecah pengerasan sirtu jalan_tanah jalan_retak"
            + " velg:0.6 terperosok:0.4 kejeblos:0.6 dikeraskan:0.8 berbatu:0.6"
            + " tambal_sulam agregat batu_split dikupas beraspal:0.8 batu_tajam:0.8 tanah_merah:0.6"
            + " disemen:0.6 jalannya_lumpur jalannya_rusak jalannya_hancur ban_rabit:0.8",
        "lampu:0.6 lampu_jalan penerangan_jalan penerangan:0.7 pju pjutl lampu_penerangan"
            + " tiang_lampu lampu_tiang lampu_mati:0.8 gelap:0.4 lampu_taman bohlam gelap_gulita:0.6"
            + " pju_ts lpju penerang lampu_padam:0.8 kelap_kelip tiang_pju lampu_penerang patang:0.3"
            + " remang_remang:0.4 kadap:0.4 jalan_gelap:0.8",
        "trotoar guiding_block:0.8 pedestrian pejalan_kaki:0.7 jalur_kursi_roda difabel:0.7"
            + " disabilitas:0.8 kursi_roda:0.8",
        "lampu_merah:1.8 lampu_lalu_lintas:2.2 traffic_light traffic:0.8 lalin:0.4 bangjo apill"
            + " lampu_kuning:0.8 lampu_setopan setopan stopan",
        "rambu zebra_cross zebra marka palang:0.5 polisi_tidur:1.2 portal:0.8 garis_kejut:1.2"
            + " tabrakan:0.6 penyeberangan_jalan rawan_kecelakaan cermin_tikungan pembatas_jalan"
            + " ngebut:0.6 menyeberang:0.3 cermin:0.8 kaca_cembung:1.2"
            + " cermin_cembung tikungan:0.5 kecelakaan:0.6 ditabrak:0.5",
        "kemacetan macet:0.6 macat:0.6 semrawut:0.6 kesemrawutan antrean_mobil:0.6"
            + " lalu_lintas_macet jemputan:0.6",
        "parkir jukir juru_parkir tukang_parkir parkir_liar karcis:0.5 karcis_parkir uang_parkir",
        "jembatan:1.1 titian:1.1 jembatan_gantung jembatan_putus jembatan_kayu jembatan_roboh"
            + " seling:0.5 sling:0.5 pagar_jembatan rakit:0.3 menyeberang_sungai jembatan_besi"
            + " jembatan_ulin ulin:0.5 papan_jembatan papan:0.4 lantai_jembatan jembatan_bambu galagar"
            + " gelagar tiang_jembatan jembatan_miring jembatan_rabah jembatan_patah ujung_jembatan"
            + " jembatan_rusak jembatan_amblas jambatan:1.1 bentang:0.6 jembatannya:0.8 jembatan_darurat"
            + " balanting:0.6 manyubarang:0.4 menyeberang_lanting",
        "dermaga:1.2 tambatan_perahu:1.2 tambatan:0.8 pelabuhan:0.5 titian_batang:1.4 batang:0.3"
            + " sandar:0.6 tempat_sandar:1.2 ponton",
        "feri:1.2 ferry:1.2 penyeberangan:0.6 kelotok:0.5 klotok:0.5 perahu_jemputan"
            + " speedboat:0.8 pelampung:0.4 kapal:0.5 lanting:0.4 pelayaran"
            + " perahu_penyeberangan ongkos_manyubarang ongkos_menyeberang ongkos_feri"
            + " tarif_feri tarif_penyeberangan menyeberang:0.4",
        "duiker:1.2 gorong:0.7 gorong_gorong:0.7 gorong_patah:1.2 deker box_culvert culvert"
            + " plat_duiker",
        "siring:1.2 talud turap dinding_penahan bronjong penahan_tanah siring_roboh",
        "kabel:1.1 tiang_roboh kabel_putus_menjuntai:1 kabel_melintang tiang_listrik"
            + " tiang_telepon menjuntai kesetrum:0.6 tersetrum:0.6 tiang:0.7 kabel_putus tiang_miring"
            + " kabel_wifi kabel_internet kabel_telepon tiang_pln keropos:0.5 condong:0.4 kabel_rendah"
            + " kabel_fiber fiber_optik tiang_keropos tiang_condong kabel_semrawut manjuntai",
        "galian:1.0 bekas_galian bongkaran galian_kabel galian_pipa galian_pdam",
        "kontraktor:0.9 proyek:0.4 asal_jadi:0.7 mutu:0.5 pemborong:0.8 rekanan:0.5 proyek_jalan"
            + " ditinggal_kontraktor papan_proyek pekerjaan_proyek campuran:0.4 borongan:0.4",
    ]

    /// Water that is missing, and water that is too much.
    private static let water: [String] = [
        "pdam:0.8 ledeng:0.8 leding:0.8 air_bersih:0.6 air_mati air_macet air_tidak_mengalir"
            + " tidak_mengalir:0.7 mengalir:0.3 menetes:0.6 air_pdam:0.5 tidak_keluar:0.4 tangki:0.4"
            + " pam:0.7 air_kecil:0.6 tidak_ngalir:0.6 air_ledeng kran:0.5 keran:0.5 pipa_induk"
            + " airnya_mati airnya_tidak_mengalir kran_kering keran_kering tandon:0.4 mobil_tangki:0.6"
            + " pipa_pecah:0.8 pipa_besar:0.5 distribusi_air:0.8 air_terhenti aliran_air:0.5"
            + " pelanggan_pdam air_pam tidak_ada_air mati_air angin:0.2 tangki_air:0.8 galon:0.4",
        "pdam:0.7 ledeng:0.7 leding:0.7 air_bersih:0.5 air_pdam:0.5 keruh:1.2 berkarat karat:0.9"
            + " kuning:0.6 coklat:0.5 kaporit air_kotor air_bau kotor_sekali:0.5 kualitas_air"
            + " berlumpur:0.3 air_kuning air_keruh air_coklat berwarna:0.6 bau_karat bau_besi",
        "meteran meter_air kwh meteran_air pipa:0.6 pipa_pdam pipa_bocor:0.9 stand_meter"
            + " meteran_listrik",
        "tagihan:1.0 rekening:0.4 rekening_listrik rekening_air rekening_pdam"
            + " tidak_masuk_akal:0.7 tagihan_pdam ditagih:0.5 melonjak:0.5 tagihan_air tagihan_listrik"
            + " dobel:0.3 denda:0.5 tarif_air tarif_listrik membengkak:0.4 membangkak:0.4",
        "sumur:1.0 sumur_bor pamsimas air_tanah:0.8 pompa_air:0.5 pompa:0.5 dinamo:0.5"
            + " pengeboran:0.6 kekeringan:0.5 sumur_kering air_desa bur:0.4 sanyo hidran:0.5"
            + " kemarau:0.3 jerigen:0.3",
        "banjir:1.2 kebanjiran terendam:0.9 merendam genangan tergenang:0.8 luapan meluap:0.5"
            + " baah calap surut:0.7 mengungsi:0.7 pengungsi:0.7 setinggi:0.4 banjir_bandang"
            + " perahu:0.4 masuk_rumah:0.5 air_naik air_masuk air_dalam tarandam selutut:0.6"
            + " sepinggang:0.8 sepaha:0.7 sedada:0.7 semata_kaki:0.7 air_masuk_rumah air_sungai_naik"
            + " dapur_umum:0.7 perahu_karet genangan_air air_meluap evakuasi:0.4 bantuan_banjir:0.8"
            + " bantuan_korban:0.5 posko:0.5 nasi_bungkus:0.5 kelelep tanggul:0.8 tenggelam:0.6"
            + " banyu_naik:0.8 naik_laju:0.8 saparut:0.8 air_sudah_masuk masuk_dapur:0.6"
            + " masuk_ke_dapur:0.8 air_sudah_naik karung_pasir:0.5"
            + " jebol:0.3 air_deras:0.5 air_belum_surut merendam_rumah",
        "selokan:1.1 gorong:0.6 gorong_gorong:0.6 drainase:1.1 parit:1.0 got:1.1 saluran_air:0.9"
            + " saluran:0.5 mampet:0.9 tersumbat:0.7 dikeruk:0.5 normalisasi:0.6 buntu:0.7"
            + " dinormalisasi:0.6 plengsengan mampat:0.9 got_mampet selokan_mampet parit_buntu"
            + " pengerukan:0.5",
        "irigasi:1.2 saluran_irigasi bendungan:0.9 bendung:0.9 pintu_air:1.2 tabat:1 tabuk:0.8"
            + " talang:0.5 sawah:0.4 petani:0.2 embung pengairan air_sawah pahumaan:0.3 handil:0.6"
            + " sawah_kering klep:0.6 air_di_sawah banyu_di_sawah p3a:0.6 petak:0.3 kekeringan:0.4",
        "limbah:1.0 sungai:0.19 tercemar:0.9 pencemaran mencemari ikan_mati:0.7 berminyak"
            + " sungai_keruh sungai_tercemar:1.2 air_sungai_keruh bau_limbah putas:0.6"
            + " air_sungai_hitam tumpahan:0.5 limbah_pabrik limbah_tahu pencemar"
            + " keramba:0.6 jeroan:1 tali_perut:0.8 bulu_ayam:0.8 air_hitam:0.8 warna_air:0.5",
        "erosi abrasi bantaran:0.5 terkikis:0.9 digerus:0.9 tergerus:0.9 tebing_sungai:0.8"
            + " kikis:0.8",
        "eceng_gondok:1.4 eceng gondok ilung:1.4 enceng gulma:0.7 sungai_tersumbat sungai_buntu"
            + " sungai_dangkal sedimentasi:0.6 pendangkalan alur_sungai",
        "setrum_ikan:1.4 sianida:1 potasium:0.8 racun:0.5 peracunan:1 maracun:1 diputas:1"
            + " bangkai_ikan:0.6 menyetrum:0.9 menyetrum_ikan:1.4 penyetrum:1.2 racun_ikan:1.2"
            + " putas:0.7 potas:0.7 illegal_fishing:1 bom_ikan diracun:0.5 meracun:0.5 strum_ikan",
        "keramba:1.1 karamba:1.1 tambak:0.8 ikan_mati:0.5 jala_apung:0.8 kolam_ikan:0.8"
            + " bibit_ikan:0.8",
    ]

    /// Power, signal, rubbish, plants, animals, disasters.
    private static let surroundings: [String] = [
        "listrik:0.9 pln:0.8 padam:0.6 byar_pet byarpet mati_lampu:1.3 pemadaman:0.8 gardu:1.0"
            + " tegangan:0.9 trafo:1.2 travo:1.2 setrum:0.5 listrik_padam listrik_mati voltase"
            + " mati_hidup:0.4 kulkas:0.6 genset:0.5 lilin:0.6 lampu_mati:0.6 es_batu:0.5 freezer:0.6"
            + " frezer:0.6 listrik_putus aliran_listrik transformator spaning:0.8 gelap_gulita:0.4"
            + " korslet:0.5 percikan:0.5 lampu:0.2",
        "sinyal menara:0.8 kuota:0.4 internet:0.9 jaringan:0.7 tower:0.9 bts lemot wifi:0.5"
            + " provider:0.7 telkomsel:0.8 indihome menara_seluler:1.2 seluler:0.8 signal"
            + " operator_seluler blankspot blank_spot",
        "sampah:1.2 tps3r bank_sampah sampah_plastik lindi:0.9 kontainer:0.5 petugas_kebersihan"
            + " sampah_liar tps bak_sampah tong_sampah ratik truk_sampah diangkut:0.4 tpa"
            + " tumpukan_sampah belatung:0.6 belatungan:0.6 pembuangan_sampah sampah_menumpuk depo:0.4"
            + " kebersihan:0.4 pengangkutan_sampah kontainer_sampah",
        "pohon:1.1 perindang batang_pohon beringin:0.5 dahan ranting tumbang:0.7 ditebang:0.4"
            + " dipangkas:0.6 pemangkasan puhun pohon_tumbang pohon_miring gergaji:0.3 dahan_patah"
            + " akar:0.4 rimbun:0.4",
        "pembalakan:1.3 logging:1 loging:1 ilegal_logging:1 sensor:0.4 hutan_adat:1 meranti:0.8"
            + " kayu_ulin:0.2 penebangan:0.9 illegal_logging:1 chainsaw:0.7 gergaji_mesin:0.7"
            + " hutan:0.6 hutan_lindung:0.8 kayu_curian:0.8 menebang:0.7 penggundulan:1"
            + " kayu_gelondongan kayu_log manabang:0.7 pembabatan",
        "sapi:0.9 penggembalaan:0.8 hewan_ternak kerbau:1.0 kambing:0.9 ternak:0.7 hadangan"
            + " ternak_liar babi:0.9 ternak_dilepas sapi_liar ternak_berkeliaran penggembala"
            + " dilepas:0.4 dilepasliarkan kuda:0.7",
        "kandang:0.9 kandang_ayam:1.2 peternakan:0.9 ayam_potong:1 itik:0.5 bau_kandang ayam:0.5"
            + " kotoran_ayam lalat:0.7 kandang_itik kandang_babi unggas:0.5 kandang_sapi",
        "flu_burung:1.3 mati_mendadak:0.9 ternak_mati:0.9 penyakit_ternak:1 pmk:0.7"
            + " dokter_hewan:0.8 mantri_hewan:0.8 ayam_mati sapi_mati kambing_mati vaksin_ternak"
            + " itik_mati",
        "anjing:1.1 rabies:0.8 digigit:0.6 menggigit:0.6 gigitan:0.6 kucing:0.8 hadupan kuyuk"
            + " anjing_liar anjing_gila liar:0.2 gigit:0.5 manggaringih",
        "monyet:1.2 bekantan:0.9 kera warik babi_hutan:1.2 babi_liar:1.2 kawanan:0.3 orangutan:1"
            + " beruang:0.8 gajah:0.7 hama_babi hama_monyet",
        "buaya:1.3 buhaya ular:0.9 tadung piton biawak ular_besar sarang_tawon tawon:0.9"
            + " lebah:0.7 sarang_lebah naning:0.8",
        "nyamuk:0.8 dbd demam_berdarah:1.6 fogging abate jentik malaria chikungunya"
            + " pengasapan:0.8 damam_baradarah:1.6 berdarah:0.4 sarang_nyamuk",
        "longsor:1.1 runtuhan:0.8 timbunan_tanah:0.9 batu_besar:0.5 tanah_amblas:0.8"
            + " longsoran:1.1 tebing:0.8 tanah_retak relokasi:0.6 tanah_bergerak rumbih tertimbun:0.5"
            + " tanah_gugur tanah_runtuh tanah_longsor tertutup_longsor alat_berat:0.4 tertimbun_tanah"
            + " material_longsor gunung_runtuh tanah_gunung gunung:0.3 tutup_tanah tatutup_tanah"
            + " tertutup_tanah terisolir:0.8 terisolasi:0.7"
            + " timbunan:0.7 runtuh:0.4 ambrol:0.4 terkurung:0.3",
        "kebakaran:1.1 kobaran:0.8 hidran:0.4 korban_kebakaran korsleting:0.7 pemadam:0.8"
            + " damkar:1 bpk:0.6 api:0.6 terbakar:0.7 hangus:0.7 si_jago_merah rumah_terbakar"
            + " mobil_pemadam kebakaran_rumah api_besar merembet:0.6 menyala_api tabakar:0.6 bakar:0.3",
        "karhutla:1.2 kabut_asap:1.2 asap:0.9 kebakaran:0.6 terbakar:0.4 membakar:0.5 api:0.3"
            + " kebakaran_lahan:1.4 bakar_lahan:1.2 lahan_terbakar:1.2 gambut:0.8 titik_api:0.8"
            + " jarak_pandang:0.8 lahan:0.4 hutan_terbakar semak:0.6 ispa:0.6 sesak_napas:0.6"
            + " semak_terbakar kebakaran_hutan masker:0.5 jerebu galam:0.4 sesak_nafas:0.6"
            + " pembakaran_lahan membakar_lahan water_bombing kukus:0.7 ngebul:0.6 asapnya:0.7"
            + " lahan_kosong:0.5 rumput_kering:0.5 membakar_rumput",
        "bakar_sampah:1.4 membakar_sampah:1.4 pembakaran_sampah:1.4 asap_sampah:1.2 bakar_plastik"
            + " pembakaran:0.5",
        "angin_puting_beliung puting_beliung puting atap_terbang gempa angin_kencang:0.9 badai",
        "debu:0.9 habu:0.8 trek:0.5 trailer:0.8 pengangkut:0.4 angkutan_batu_bara"
            + " angkutan_tambang truk:0.6 batubara batu_bara hauling tronton angkutan:0.3 muatan:0.5"
            + " odol truk_tambang truk_batubara tambang:0.3 truk_sawit berdebu:0.8 truk_besar"
            + " kelebihan_muatan:0.8 truk_kayu dump_truck dum_truk truk_pasir badabu truk_fuso"
            + " supir_sawit sopir_sawit"
            + " overload truk_odol",
        "tambang_emas ekskavator:0.5 alat_berat_tambang merkuri:1 galian_c:1.2 penambangan"
            + " tambang_ilegal tambang_liar penambang dompeng tambang:0.6 menambang pertambangan"
            + " peti:0.4 nambang:0.8 mendulang tambang_pasir pasir_sungai:0.8 penyedotan_pasir"
            + " sedot:0.7 penyedotan:0.7 mesin_sedot"
            + " galian_tanah",
    ]
}
