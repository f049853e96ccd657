// The matters of people: help and papers, health and school, offices, order, trade.

extension MatterWords {
    /// Help, papers, health, school, offices.
    static let people: [String] = [
        "bansos:1.2 bantuan_beras:0.9 raskin:0.8 sembako:0.6 bantuan_sosial:1.2 blt pkh bpnt"
            + " tepat_sasaran:0.7 bantuan:0.4 didata:0.5 bantuan_tunai:1 penerima_bantuan dtks desil"
            + " program_keluarga_harapan keluarga_harapan:1 bantuan_langsung_tunai kartu_sembako"
            + " dinas_sosial:0.8 dinsos:0.8 logistik:0.7 penerima:0.5 pilih_kasih:0.7 kks:0.7"
            + " dicoret:0.5 terdaftar:0.3 tidak_dapat_bantuan kpm:0.5 salah_sasaran",
        "bantuan_beras:1.4 raskin rastra beras_bantuan:1.2 bantuan_pangan:1 beras_bulog"
            + " penerima_beras bulog:0.9 beras_10:0.8 dapat_beras:0.9 beras_sejahtera pembagian_beras",
        "rutilahu rtlh bedah_rumah:1.4 tidak_layak_huni:1.4 rumah_layak bsps:0.8 rumah_reyot"
            + " rumah_hampir_roboh rumah_lapuk hampir_roboh:0.2",
        "ktp:1.1 e_ktp ktp_el perekaman:0.8 rekam_ktp rekam:0.4 dukcapil:0.8"
            + " disdukcapil:0.8 keping:0.5 cetak_ktp nik:0.4",
        "kartu_keluarga:1.4 kk:0.8 akta:1.0 akte akta_kelahiran kia domisili:0.6 pindah:0.3"
            + " dukcapil:0.4 disdukcapil:0.4 akta_kematian surat_pindah akta_nikah"
            + " surat_keterangan:0.5",
        "bpjs:1.0 kis:0.8 jaminan_kesehatan:1 pbi:0.8 jkn dinonaktifkan:0.5 nonaktif:0.5"
            + " kartu_sehat kepesertaan:0.6 nonaktifkan",
        "sertifikat:0.9 ptsl:1.2 surat_tanah:1 bpn sengketa tanah:0.2 sporadik segel:0.5"
            + " batas_tanah salah_ukur:0.4 sertipikat penyerobotan:0.8 lahan_diserobot ganti_rugi:0.7"
            + " pembebasan_lahan:1",
        "pajak pbb retribusi:0.6 samsat stnk bea:0.4",
        "perizinan nib imb pbg oss izin_usaha izin:0.3 siup",
        "puskesmas:0.8 pustu:0.9 bidan:0.7 posyandu:0.8 dokter:0.6 pasien:0.4 perawat:0.6"
            + " poli:0.6 tenaga_kesehatan nakes puskesmas_pembantu:1 polindes:0.8 melahirkan:0.5"
            + " bersalin:0.5 imunisasi:0.5 berobat:0.4 puskesmas_tutup pustu_tutup loket_puskesmas"
            + " bidan_desa mantri:0.5",
        "obat:1.1 obat_habis:1.2 obat_kosong:1.2 stok_obat resep:0.5 apotek:0.6 vaksin_habis:0.8"
            + " persediaan_obat vaksin:0.4 serum:0.5",
        "ambulans:1.1 ambulan:1.1 mobil_jenazah:0.8 ambulan_desa rujukan:0.5 biaya_ambulans",
        "rsud:1.0 rumah_sakit:0.8 igd ugd rawat_inap ruang_inap dokter:0.3 pasien:0.3 opname:0.3 lift:0.9"
            + " cuci_darah:0.6 rs:0.5 bangsal",
        "diare:0.9 muntaber keracunan:1.2 muntah:0.7 makan_bergizi:1 mbg:1 keracunan_makanan"
            + " mencret:0.6 menular:0.6 campak:0.9 tbc:0.8 stunting:0.8 gizi_buruk:0.9 mual:0.7"
            + " mules:0.6 gatal:0.3"
            + " wabah:0.6 kudis:0.7",
        "guru:0.8 guru_honorer:0.8 honorer:0.6 kekosongan_guru kekurangan_guru guru_kosong bolos:0.6"
            + " memukul:0.3 kepala_sekolah:0.6 mengajar:0.7 kelas_kosong murid:0.3 kepsek siswa:0.2"
            + " guru_tidak jam_pelajaran jarang_mengajar guru_jarang",
        "honor:0.9 guru_honorer:0.6 guru_ngaji:1.2 guru_mengaji:1.2 marbot:0.8 kader:0.5"
            + " belum_dibayar:0.5 siltap:1 honorer:0.4 gaji_guru:1 honor_guru:1 insentif:0.7"
            + " tunjangan:0.6 gajian:0.7 tenaga_pengajar:0.6 non_asn:0.5 honor_belum",
        "gedung_sekolah atap_sekolah ruang_kelas:1 bangunan_sekolah bangunan_sd plafon:0.8"
            + " sekolah:0.3 direhab:0.5 sekolah_rusak sekolah_roboh kursi:0.3 bangku:0.5"
            + " perpustakaan:0.4 atap_kelas kelas:0.4 atap:0.5 rangka_atap:0.8 meubelair rehab_sekolah"
            + " atap_roboh lokal:0.3 ruang_belajar",
        "beasiswa uang_bangku:1.2 uang_gedung sumbangan_wajib:0.9 sumbangan:0.5 infak:0.4"
            + " penerimaan_siswa:0.9 meja_kursi:0.6 pip kip ijazah:0.7 spp ppdb:0.9 zonasi komite:0.4"
            + " uang_sekolah seragam:0.8 baju:0.4 beli_baju:0.8 kartu_ujian:0.6 kartu_ulangan:0.6"
            + " dana_bos perpisahan:0.9 uang_perpisahan uang_komite"
            + " iuran_sekolah pungutan_sekolah ijazah_ditahan:1 kelulusan:0.5 daftar_ulang:0.7"
            + " uang_pangkal wali_murid:0.3 lks:0.7",
        "bully:1.1 bullying:1.1 perundungan:1.1 dirundung:1 dibully:1 kakak_kelas:0.5 dipukul:0.4"
            + " penganiayaan:0.5 tawuran:0.8",
        "pegawai:0.4 pelayanan_lambat antrean:0.4 kantor_lurah asn:0.6 pns:0.6"
            + " pelayanan:0.4 tidak_melayani kantor_kosong kantor_tutup antri:0.3 antrian:0.4"
            + " loket:0.5 kantor_desa:0.6 pambakal:0.6 kepala_desa:0.4 tanda_tangan:0.6 kades:0.4"
            + " jarang_masuk:0.6 lurah:0.3 surat_pengantar:0.6 jam_kerja:0.5 pembakal:0.6"
            + " kantor_camat:0.4 tidak_masuk_kantor judes tidak_ramah",
        "seleksi:0.4 perangkat_desa:0.9 titipan:0.7 perekrutan:0.6 cpns:0.8 pppk:0.8"
            + " nepotisme:0.8 aparat_desa:0.4 ujian_perangkat soal_bocor",
        "pungli:1.2 pungutan:0.7 minta_uang:0.8 memungut:0.6 suap sogok uang_rokok uang_pelicin"
            + " tidak_resmi:0.7 kuitansi:0.5 calo minta_bayaran:0.8 pemerasan setoran gratis:0.3"
            + " gratifikasi dipungut:0.7 diminta_bayar:0.8 disuruh_bayar:0.7 dipotong:0.6"
            + " pemotongan:0.6 potongan:0.5 kwitansi:0.5 dimintai:0.6 preman:0.6 jatah_preman"
            + " uang_tinta biaya_tambahan amplop",
        "dana_desa:1 anggaran_desa proyek_desa pembangunan_desa pembangunan:0.5 diselewengkan korupsi"
            + " diaudit:0.6 transparan:0.6 transparansi:0.5 bumdes:0.8 apbdes:1 musyawarah:0.3 penyelewengan"
            + " fiktif:1 mangkrak:0.7 proyek:0.5 inspektorat:0.6 bendahara:0.4 mark_up korup"
            + " papan_apbdes dikorupsi",
        "pemilu pilkada kpu bawaslu caleg dpt politik_uang serangan_fajar pilkades kampanye"
            + " netralitas",
        "gaji:0.8 upah:0.9 phk pesangon lowongan thr buruh:0.7 umr tenaga_kerja karyawan:0.4"
            + " perusahaan:0.2",
    ]

    /// What neighbours and strangers do.
    static let order: [String] = [
        "balap_liar balapan:1 balap brong knalpot kebut_kebutan kebutan:0.5 trek_trekan"
            + " knalpot_brong bakakabutan:1",
        "judi:1 sabung_ayam:1.4 menyabung:1.2 manyabung:1.2 sabung:0.9 togel judi_online dadu:0.7"
            + " perjudian slot:0.7 domino:0.5 berjudi",
        "bising:0.8 orgen karaoke:0.9 kafe:0.6 cafe:0.6 sound_horeg hiburan_malam:0.9 musik:0.7"
            + " suaranya:0.3 kebisingan berisik sound_system dangdut organ:0.7 orgen_tunggal"
            + " live_musik bakaraoke ribut:0.4 hiburan:0.4 bising_musik nyaring:0.4 speaker:0.5"
            + " toa:0.5 pengeras_suara:0.6 orkes",
        "walet:1.2 pemanggil_walet sarang_walet gedung_walet kaset_walet rumah_walet suara_walet",
        "bengkel:0.6 pabrik:0.5 mesin:0.3 gerinda:0.7 penggilingan:0.8 las:0.5 getaran:0.5 huller"
            + " pabrik_padi bengkel_las mesin_giling:1.2 penggilingan_padi:1.2 giling:0.6 pabrik_banih"
            + " sekam:0.6 dedak:0.6 dadak:0.5",
        "petasan:1.3 mercun mercon letusan:0.5 meletus:0.4 marcon kembang_api:1.1 meriam:0.8 marcun",
        "miras:1.1 mabuk:0.9 minuman_keras:1 tuak oplosan warung_remang:1.4 remang:0.8"
            + " alkohol:0.9 minum_minum:0.5 lem:0.3 mamabuk zenith:0.8 warung_malam prostitusi:0.9"
            + " mesum:0.8",
        "narkoba:1.2 sabu:1.2 nyabu obat_terlarang:1 pengedar:0.8 pil_koplo transaksi_sabu",
        "maling:1.0 raib:0.6 dijambret:0.6 penjarahan:0.8 dibongkari:0.5 patroli:0.4 pencuri:0.9"
            + " pencurian:0.9 curanmor begal:0.8 rampok:0.9 kemalingan kecurian:0.7 kotak_amal:0.7"
            + " dibongkar:0.4 hilang_motor pos_ronda:0.5 ronda:0.4 cctv:0.4 jambret:0.6 penjambretan"
            + " dicuri:0.7 dibobol:0.6 pembobolan maling_motor kehilangan:0.9 kahilangan:0.9 motor_hilang"
            + " kambing_hilang sapi_hilang hp_hilang helm_hilang mesin_hilang ikur_hilang ekor_hilang"
            + " hilang_di:0.6 dibawa_lari:0.6 dibawa_orang:0.6 dicopet copet kecopetan",
        "kdrt kekerasan:0.8 pelecehan cabul pencabulan memukul:0.4 penganiayaan:0.6 asusila"
            + " dianiaya:0.6",
        "odgj gepeng pengemis orang_gila:1.4 gelandangan pengamen anak_jalanan anak_punk"
            + " terlantar:0.5",
        "pkl:1.0 kaki_lima:0.8 lapak_liar pedagang_liar pedagang_kaki_lima jualan_di_trotoar"
            + " jualan:0.4 berjualan:0.4 ditertibkan:0.3 lapak:0.5",
        "reklame:1 baliho:1 spanduk:0.9",
        "bangunan_liar tanpa_imb sempadan melanggar_izin bangunan:0.3 warung_liar",
        "tetangga:0.4 pagar:0.4 akses_jalan:0.6 jalan_ditutup_warga menutup_gang:0.8 tembok:0.4"
            + " gang_ditutup",
        "wc:0.9 kakus:0.8 mandi_cuci:0.6 jamban:0.8 mck septictank toilet:0.9 tinja wc_umum"
            + " sanitasi:0.6 bab_sembarangan",
        "angkot:0.8 halte:0.9 ojol:0.6 bus:0.6 terminal:0.4 travel:0.5 ojek:0.5 becak taksi:0.5"
            + " sopir_angkot trayek",
        "taman:0.7 pemandian:0.7 objek_wisata:0.9 tiket_masuk:0.8 pungutan_wisata:0.8"
            + " lapangan_bola:0.8 wisatawan:0.4 lapangan:0.4 wisata:0.5 alun_alun stadion gor rth"
            + " ayunan:0.8 taman_bermain:0.9 mainan:0.4 bermain:0.3",
        "masjid:0.2 gereja:0.4 rumah_ibadah penista sesat kurban:0.9 zakat:0.8 baznas:0.8 duafa:0.5 azan:0.5"
            + " daging_kurban",
        "kuburan:1.0 kubur:0.9 pusara:1 makam:1.0 pemakaman alkah:1.2 nisan:0.8 tempat_pemakaman"
            + " tpu",
    ]

    /// Trade and farming.
    static let trade: [String] = [
        "pasar:0.5 los:0.9 lapak:0.6 pedagang:0.5 pasar_becek pasar_kumuh pasar_rusak atap_pasar"
            + " kios_pasar atap_los bocor:0.2 los_pasar lapak_pasar sewa_los",
        "pupuk:1.1 urea:1 npk pupuk_subsidi kios:0.3 musim_tanam:0.3 poktan:0.4 pupuk_langka"
            + " phonska pestisida:0.5 rdkk gapoktan:0.4",
        "gas:0.8 elpiji lpg melon:0.8 pangkalan:0.7 tabung:0.6 gas_melon gas_langka tabung_hijau"
            + " gas_3_kg 3_kilo:0.7 3_kg:0.7 gas_3_kilo",
        "bensin bbm pertalite solar:0.7 spbu:0.6 pelangsir dilangsir eceran:0.4 pertamax"
            + " antri_bbm minyak:0.4 solar_subsidi solar_langka oplos:0.5",
        "harga:0.5 bawang:0.6 lombok:0.6 cabe:0.6 rawit:0.6 telur:0.4 gula:0.4 sembako_mahal"
            + " minyak_goreng:1 mahal:0.2 langka:0.2 beras:0.4 cabai operasi_pasar:0.4 harga_naik"
            + " harga_beras inflasi",
        "harga_karet:1.2 harga_getah:1.2 getah:0.6 harga_sawit:1.2 karet:0.7 tengkulak:0.7"
            + " pengepul:0.6 gabah:0.6"
            + " harga_gabah harga_tbs",
        "hama:0.9 hama_tikus:1.2 tikus:0.8 wereng bibit:0.6 benih traktor alsintan"
            + " gagal_panen:0.5 handtraktor gropyokan penyuluh:0.4 ulat:0.7 keong:0.7 penggerek",
        "pompa_bantuan:1 dana_hibah:1.1 hibah_masjid alat_bantuan:0.8 hibah:0.7"
            + " bantuan_ternak:1.2 kelompok_tani:0.4 kelompok_ternak:0.9 sapi_bantuan:1.4"
            + " ketua_kelompok:0.6 pompa_hibah bantuan_alat bantuan_bibit",
        "pinjol:1.2 hoaks:0.8 penipu:0.9 mengatasnamakan:0.8 pinjaman_online:1.2 penipuan:0.9"
            + " tertipu:0.8 arisan:0.8 investasi_bodong:1 tipu:0.7 koperasi:0.6 rentenir:0.9",
        "blangko:1.7 mesin_cetak:1.8 alat_cetak:1.8 printer:1.7 mesin_ktp:1.6 blangko_habis blangko_kosong",
    ]
}
