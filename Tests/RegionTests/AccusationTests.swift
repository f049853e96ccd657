// Who says that an official takes bribes, extorts, embezzles: never to the accused, always protected, whatever
// else the text speaks of. And texts that only use such words otherwise.
import Complaints
import Foundation
import Region
import TestSupport
import Testing

@Suite struct AccusationTests {
    private static let moment = Date(timeIntervalSince1970: 1_795_312_800)
    private static let packs = [Places.region, Places.balangan].compactMap {
        try? RegionPack.load(directory: $0)
    }

    private static let accusations = [
        "lurah menerima amplop dari pengembang perumahan supaya izin lancar",
        "kepala dinas pendidikan menerima fee proyek pengadaan buku sekolah",
        "sampah tidak diangkut karena petugas minta setoran dulu ke tiap rumah",
        "oknum satpol pp memeras pedagang kaki lima di pasar",
        "kepala puskesmas menggelapkan dana kapitasi",
        "direktur rumah sakit diduga korupsi pengadaan obat",
        "camat disogok perusahaan sawit agar tutup mata soal limbah",
        "bendahara dinas menilep uang perjalanan",
        "proyek jalan rusak lagi, kadis PUPR terima komisi dari kontraktor",
        "pejabat dishub jual beli jabatan kepala terminal",
        "penyuapan dalam penerimaan tenaga honorer di kecamatan",
    ]

    private static let ordinary = [
        "jalan rusak di depan kantor camat, mohon petugas segera memperbaiki",
        "lampu jalan mati, petugas sudah menerima laporan kami minggu lalu",
        "perawat menyuapi pasien dengan sabar di puskesmas, terima kasih",
        "bantuan bibit padi untuk petani kapan disalurkan",
        "guru les minta buku gambar untuk anak TK, di mana bisa dapat bantuan",
        "kepala desa meminta warga gotong royong membersihkan got yang mampet",
        "petugas memeras kain pel lalu lantai pasar jadi licin, tolong diperbaiki",
    ]

    @Test("an accusation goes to the Inspektorat, by its clock, the reporter protected", arguments: accusations)
    func accused(text: String) {
        #expect(Self.packs.count == 2)
        for pack in Self.packs {
            let ruling = pack.rule(on: .example(text, at: Self.moment), at: Self.moment)
            #expect(ruling.agency?.id == "INSPEKTORAT", "\(pack.id)")
            #expect(ruling.isConfidential && ruling.kind == .complaint, "\(pack.id)")
            #expect(ruling.classification == .inspection, "\(pack.id)")
        }
    }

    @Test("words of bribes said of something else accuse nobody", arguments: ordinary)
    func others(text: String) {
        for pack in Self.packs {
            let ruling = pack.rule(on: .example(text, at: Self.moment), at: Self.moment)
            #expect(ruling.agency?.id != "INSPEKTORAT" && !ruling.isConfidential, "\(pack.id)")
        }
    }
}
