// Labels of minutes that say what a line is: they are the kind or the role, and nobody's name.
import Complaints
import Foundation
import TestSupport
import Testing

@testable import RadioService

@Suite struct FieldLabelTests {
    private func cut(_ text: String) throws -> [Item] {
        let transcript = try TranscriptReader.read(Data(text.utf8))
        #expect(transcript.format == "minutes")
        let places = PlaceNames(["Haratai", "Lumpangi", "Ulang", "Loksado"])
        let segmenter = Segmenter(model: try Model.standard(), places: places)
        let day = try #require(LocalDate("2026-11-18"))
        return segmenter.segment(transcript.turns, airedOn: day, told: transcript.told).items
    }

    private static let numbered = """
        NOTULEN FORUM KOMUNIKASI MASYARAKAT

        1. Usulan: Jembatan gantung di Desa Haratai agar diperbaiki karena papannya lapuk.
           Tanggapan: Akan dianggarkan tahun depan oleh Dinas PUPR.
        2. Keluhan: Air bersih di Lumpangi sering mati.
           Jawaban: PDAM akan memeriksa pipa.
        3. Aspirasi: Warga minta lampu jalan di Ulang.
           Tanggapan: Dicatat.
        4. Keluhan: Warga di Loksado. Sampah menumpuk di tepi jalan pasar.
           Tanggapan DLH: Armada ditambah.
        """
    private static let bare = """
        Usulan: Jembatan gantung di Desa Haratai agar diperbaiki karena papannya lapuk.
        Tanggapan: Akan dianggarkan tahun depan oleh Dinas PUPR.
        Keluhan: Air bersih di Lumpangi sering mati.
        Jawaban: PDAM akan memeriksa pipa.
        Aspirasi: Warga minta lampu jalan di Ulang.
        Jawaban: Dishub akan memasang.
        Keluhan: Warga di Loksado. Sampah menumpuk di tepi jalan pasar.
        Jawaban: Armada ditambah.
        """

    @Test(arguments: [numbered, bare, "NOTULEN RAPAT WARGA\nHari: Rabu\n\n" + bare])
    func fieldsAreKindsAndRoles(_ text: String) throws {
        let items = try cut(text).filter { $0.kind != .other }
        #expect(items.map(\.kind) == [.aspiration, .complaint, .aspiration, .complaint])
        #expect(items.allSatisfy { $0.caller.name == nil })
        let places = items.map { $0.placeText?.replacing("Desa ", with: "") }
        #expect(places == ["Haratai", "Lumpangi", "Ulang", "Loksado"])
        #expect(items.allSatisfy { $0.responses.count == 1 })
        #expect(!items.contains { $0.text.contains("anggar") || $0.text.contains("pipa") })
    }

    @Test func whoStandsBehindAFieldIsNamed() {
        #expect(SpeakerLabel("Keluhan Ibu Siti").name == "Siti")
        #expect(SpeakerLabel("Usulan (Ibu Siti, Kandangan)").name == "Siti")
        #expect(SpeakerLabel("Usulan (Ibu Siti, Kandangan)").place == "Kandangan")
        for label in ["Usulan", "Tanggapan", "Jawaban", "Aspirasi", "Keluhan", "Tanggapan Camat", "RTL"] {
            #expect(SpeakerLabel(label).name == nil, "\(label)")
        }
        #expect(SpeakerLabel("Usman").name == "Usman")
    }

    @Test func questionsOnAirMakeNoMinutes() throws {
        let transcript = try TranscriptReader.read(
            Data(
                """
                PENYIAR: Halo, siapa di sana?
                WARGA: Ulun Marwan, mohon pasar mingguan.
                BUPATI: Baik, kami catat.
                PENYIAR: Pertanyaan: dari WA, kapan jalan diperbaiki?
                """.utf8))
        #expect(transcript.format == "text/labelled")
    }
}
