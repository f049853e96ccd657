// A complaint about an agency or its people is copied to who oversees it, by no rule of a pack; one that only
// names them is not.
import Complaints
import Foundation
import Region
import TestSupport
import Testing

@Suite struct OversightTests {
    private static let moment = Date(timeIntervalSince1970: 1_795_312_800)
    private static let packs = [Places.region, Places.balangan].compactMap {
        try? RegionPack.load(directory: $0)
    }

    private func overseers(_ text: String, _ pack: RegionPack) -> [String] {
        pack.rule(on: .example(text, at: Self.moment), at: Self.moment).copies.map(\.id)
            .filter { ["INSPEKTORAT", "SETDA"].contains($0) }
    }

    private static let blaming = """
        perawat di IGD rumah sakit ketus kepada keluarga pasien
        guru SD di Sungai Raya sering menampar murid
        dinas perhubungan tidak peduli, sudah lima kali kami lapor lampu mati
        petugas loket KTP membentak ibu saya yang sudah tua
        staf dinas sosial membeda-bedakan warga waktu membagi sembako
        urus akta lahir dilempar ke sana lempar ke sini
        kepala desa memarahi warga yang bertanya
        PDAM lamban memperbaiki pipa bocor padahal sudah dilaporkan
        laporan kami soal jalan rusak tidak pernah digubris dinas PUPR
        dokter puskesmas jarang datang, pasien menunggu sampai siang
        kami diusir satpam kantor bupati waktu mau mengadu
        pegawai pajak salah menghitung tagihan PBB kami lalu marah-marah
        bidan desa kada hakun melayani malam hari
        petugas sampah sombong dan pilih kasih, gang kami dilewati terus
        aparat satpol PP menendang gerobak pedagang di pasar
        pelayanan di dinas dukcapil sangat buruk
        sudah tiga kali disuruh bolak balik cuma untuk surat pindah
        mantri hewan kada ramah, sapi kami kada ditangani
        pejabat dinas pertanian mendahulukan keluarganya waktu bagi pupuk
        inspektorat tidak menindaklanjuti laporan kami sejak tahun lalu
        """.split(separator: "\n").map(String.init)

    private static let naming = """
        jalan berlubang di Hamalau, mohon petugas PUPR segera menambal
        lampu jalan mati di depan kantor camat Simpur
        tolong petugas kebersihan mengangkut sampah di pasar Kandangan
        pohon tumbang menutup jalan, petugas BPBD belum sampai
        warga membuang sampah ke sungai, mohon dinas menindak
        air PDAM keruh sejak kemarin di Sungai Raya
        atap puskesmas bocor, pasien kehujanan di ruang tunggu
        jembatan gantung rapuh, mohon dinas PUPR memeriksa
        kapan petugas sensus datang ke desa kami
        pupuk subsidi kosong, mohon dinas pertanian membantu
        saluran mampet di depan kantor dinas sosial, jalan tergenang
        petugas sudah datang tapi lampu masih mati, mungkin kabelnya rusak
        tiang listrik miring dekat rumah lurah, bahaya untuk anak sekolah
        rumah dinas guru di Loksado rusak berat, mohon diperbaiki
        perusahaan membuang limbah ke sungai, mohon dinas lingkungan hidup memeriksa
        sinyal lambat di kantor desa Malinau, mohon dibantu
        truk sampah tidak lewat dua minggu di gang kami
        polisi tidur di depan puskesmas terlalu tinggi
        petugas puskesmas tidak pernah marah-marah, terima kasih
        anjing gila menggigit warga, mohon petugas dinas kesehatan memberi vaksin
        """.split(separator: "\n").map(String.init)

    @Test("who oversees an agency learns of complaints about its people, in both regencies", arguments: blaming)
    func blamed(text: String) {
        #expect(Self.packs.count == 2)
        for pack in Self.packs { #expect(overseers(text, pack).count == 1, "\(pack.id)") }
    }

    @Test("to name an office, or to ask for its people, blames nobody", arguments: naming)
    func named(text: String) {
        for pack in Self.packs { #expect(overseers(text, pack) == [], "\(pack.id)") }
    }

    @Test("who receives accusations is overseen too, and only when he is the accused")
    func whoJudges() {
        for pack in Self.packs {
            let accused = pack.rule(
                on: .example("petugas inspektorat membentak kami waktu melapor", at: Self.moment), at: Self.moment)
            #expect(accused.agency?.id == "INSPEKTORAT" && accused.copies.map(\.id) == ["SETDA"])
            let copy = accused.copies.first
            #expect(copy?.why == "overseer" && copy?.reason?.contains("mohon diawasi") == true)
            let shown = accused.decision.because.first { $0.rule == "overseer" }?.matched.map(\.text)
            #expect(shown == ["inspektorat", "membentak"])
            let other = pack.rule(
                on: .example("mohon inspektorat turun, camat menerima suap", at: Self.moment), at: Self.moment)
            #expect(other.agency?.id == "INSPEKTORAT" && !other.copies.contains { $0.id == "SETDA" })
        }
    }

    private static let words = """
        station: {}
        blame:
          actors: [petugas]
          others: [warga]
          negations: [tidak]
          acts: [marah]
          suffered: [dihardik]
        """

    @Test("the order of the words says who did it", arguments: [
        ("lampu mati, petugas marah", true), ("lampu mati, warga marah", false),
        ("petugas ditemui warga marah, lampu mati", false), ("lampu mati, petugas tidak marah", false),
        ("lampu mati, kami dihardik petugas", true), ("lampu mati, petugas dihardik warga", false),
        ("lampu mati dan petugas. Kami marah", false),
    ])
    func order(text: String, isBlamed: Bool) throws {
        let (pack, findings) = try checked(["phrases.yaml": Self.words])
        #expect(findings.map(\.description) == [])
        #expect((try #require(pack)).rule(on: .example(text, at: Self.moment), at: Self.moment).copies.isEmpty != isBlamed)
    }

    @Test("a pack may say that nobody oversees an agency")
    func nobody() throws {
        let agencies = """
            - { id: PUPR, name: Dinas PUPR, kind: opd }
            - { id: DISHUB, name: Dinas Perhubungan, kind: opd, overseer: none }
            - { id: SETDA, name: Sekretariat Daerah, kind: opd }
            - { id: INSPEKTORAT, name: Inspektorat, kind: opd }
            - { id: OMBUDSMAN, name: Ombudsman, kind: pengawas }
            - { id: PROVINSI, name: Pemerintah Provinsi, kind: provinsi, overseer: OMBUDSMAN }
            """
        let rules = SmallPack.rules.components(separatedBy: "- id: tembusan")[0]
        let (pack, findings) = try checked([
            "phrases.yaml": Self.words, "agencies.yaml": agencies, "rules/10.yaml": rules,
        ])
        #expect(findings.map(\.description) == [])
        func copies(_ text: String) throws -> [String] {
            (try #require(pack)).rule(on: .example(text, at: Self.moment), at: Self.moment).copies.map(\.id)
        }
        #expect(try copies("lampu mati, petugas marah") == [])
        #expect(try copies("jalan rusak, petugas marah") == ["INSPEKTORAT"])
    }
}
