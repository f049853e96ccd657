// What a text says of other complaints: that it asks after an earlier one, or that it means another thing.
import Language

/// Whether a text asks what became of an earlier complaint, and whether it sets itself apart from one.
struct SaidWords {
    private(set) var chases = false
    private(set) var differs = false

    init(_ words: LinkWords) {
        for index in 0..<words.count {
            if Self.not.contains(words.tokens.normalNumber(index)), index + 1 < words.count,
                words.count <= Self.longest
            {
                let next = words.numbers[index + 1]
                if next == Self.which || LinkWord.isKnown(next) { differs = true }
            }
            for count in 1...3 where index + count <= words.count {
                let normals = (index..<index + count).map { words.tokens.normalNumber($0) }
                let key = count == 1 ? normals[0] : LinkWord.phrase(normals)
                if Self.chasing.contains(key) { chases = true }
                if Self.differing.contains(key) { differs = true }
            }
        }
    }

    private static func keys(_ phrases: String) -> Set<UInt64> {
        Set(
            phrases.split(whereSeparator: \.isWhitespace).map { phrase in
                let words = phrase.split(separator: "_").map { LinkWord.number(String($0)) }
                return words.count == 1 ? words[0] : LinkWord.phrase(words)
            })
    }

    private static let chasing = keys(
        """
        belum_ada_tanggapan belum_ada_tindakan belum_ada_balasan belum_ada_jawaban belum_ada_respon
        belum_ada_kabar belum_ada_petugas tidak_ada_tanggapan tiada_tanggapan tidak_ada_respon tanggapan
        belum_ditanggapi belum_ditindak belum_ditindaklanjuti belum_dibalas belum_dijawab belum_diperbaiki
        belum_direspon belum_dibaiki laporan_saya laporan_kami aduan_saya aduan_kami keluhan_saya sms_saya
        pesan_saya laporan_kemarin laporan_sebelumnya laporan_pertama sudah_saya_laporkan pernah_melapor
        sudah_lapor sudah_melapor saya_lapor yang_melapor kemarin_melapor pernah_lapor menyambung sambungan
        lanjutan kelanjutan melanjutkan menindaklanjuti menanyakan_kembali menanyakan_tindak tindak_lanjut
        melaporkan_kembali lapor_lagi melapor_lagi datang_kembali ditindaklanjuti belum_juga masih_belum
        pernah_sms sudah_sms sudah_mengirim saya_kirim
        """)
    private static let differing = keys(
        """
        satu_lagi satunya lain_yang beda_dengan berbeda_dengan beda_dari berbeda_dari
        beda_lagi lain_lagi beda_gedung beda_tempat
        beda_rumah beda_rt beda_jalan lain_rumah lain_tempat sudah_ada_yang_lapor yang_satunya sebelah_lagi
        """)
    /// "lain" is "bukan" in Banjar, and "another" in Indonesian.
    private static let not = Set(["bukan", "lain"].map(LinkWord.number))
    /// A longer text says "bukan" of much else.
    private static let longest = 40
    private static let which = LinkWord.number("yang")

    /// Words behind "bukan" that are looked at.
    static let reach = 2

    /// Whether a word stands behind "bukan": what it names is not meant.
    static func isDenied(_ words: LinkWords, _ index: Int) -> Bool {
        (max(0, index - reach)..<index).contains { not.contains(words.tokens.normalNumber($0)) }
    }
}
