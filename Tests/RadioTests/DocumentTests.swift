// Documents and archives: what python-docx, odfpy and WhatsApp write, and what only an attacker does.
import Foundation
import Testing

@testable import RadioService

@Suite struct DocumentTests {
    @Test func wordTextWithoutWhatIsHiddenOrDeleted() throws {
        let transcript = try TranscriptReader.read(fixture("21_word.docx"))
        #expect(transcript.format == "docx")
        #expect(
            transcript.turns.map(\.text) == [
                "Halo, dengan siapa?", "Jalan rusak di muka pasar.", "Baik.", "Inggih.",
            ])
        #expect(transcript.turns.map(\.line) == [2, 3, 4, 5])
    }

    @Test func aTableInWordIsReadByItsColumns() throws {
        let transcript = try TranscriptReader.read(fixture("22_table.docx"))
        #expect(transcript.turns.map(\.speaker) == ["PENYIAR", "WARGA", "PENYIAR"])
        #expect(transcript.turns[1].text == "Lampu jalan padam dua minggu.")
        #expect(transcript.turns.map(\.start) == [5, 9, 15])
    }

    @Test func openDocumentTextWithoutComments() throws {
        let transcript = try TranscriptReader.read(fixture("23_text.odt"))
        #expect(transcript.format == "odt")
        #expect(transcript.turns.map(\.text) == ["Halo, siapa?", "Air mati.", "Sejak kapan?"])
    }

    @Test func aChatInTheArchiveItIsSharedWith() throws {
        let transcript = try TranscriptReader.read(fixture("26_chat.zip"))
        #expect(transcript.format == "whatsapp")
        #expect(transcript.turns.last?.text == "Lampu jalan padam sudah dua minggu")
    }

    private func refusal(_ data: Data, _ limits: TranscriptLimits = TranscriptLimits()) -> String {
        do {
            return "read as \(try TranscriptReader.read(data, limits: limits).format)"
        } catch {
            return error.description
        }
    }

    @Test func archivesThatUnpackToTooMuchAreRefused() throws {
        #expect(refusal(try fixture("24_bomb.docx")).contains("terlalu besar"))
        var limits = TranscriptLimits()
        limits.unpackedBytes = 100
        #expect(refusal(try fixture("23_text.odt"), limits).contains("paling banyak 100 bita"))
        limits = TranscriptLimits()
        limits.archiveFiles = 1
        #expect(refusal(try fixture("26_chat.zip"), limits).contains("lebih dari 1 berkas"))
    }

    @Test func lockedAndDamagedDocumentsSaySo() throws {
        #expect(refusal(try fixture("25_locked.odt")).contains("kata sandi"))
        #expect(refusal(try fixture("21_word.docx").prefix(20_000)).contains("arsip rusak"))
    }

    private func flat(_ body: String, doctype: String = "") -> Data {
        Data(
            (#"<?xml version="1.0"?>\#n\#(doctype)<office:document xmlns:office="o" xmlns:text="t">"#
                + "<office:body><office:text>\(body)</office:text></office:body></office:document>")
                .utf8)
    }

    @Test func entitiesAreRefusedAndDepthHasALimit() throws {
        let lines = "<text:p>PENYIAR: a</text:p><text:p>WARGA: b</text:p>"
        #expect(refusal(flat(lines)) == "read as odt")
        let entity = "<!DOCTYPE d [<!ENTITY a \"PENYIAR: x\"><!ENTITY b \"&a;&a;\">]>"
        #expect(refusal(flat("<text:p>&b;</text:p>", doctype: entity)).contains("entitas"))
        func nested(_ depth: Int) -> Data {
            flat(
                String(repeating: "<text:span>", count: depth)
                    + String(repeating: "</text:span>", count: depth) + lines)
        }
        #expect(refusal(nested(TranscriptLimits.depth - 4)) == "read as odt")
        #expect(refusal(nested(TranscriptLimits.depth)).contains("tingkat"))
    }

    @Test func aDocumentIsReadUpToItsDamage() throws {
        let lines = (0..<100).map {
            "<text:p>\($0 % 2 == 0 ? "PENYIAR" : "WARGA"): kata \($0)</text:p>"
        }
        let cut = String(decoding: flat(lines.joined()), as: UTF8.self)
            .replacing("kata 99</text:p>", with: "<<")
        let transcript = try TranscriptReader.read(Data(cut.utf8))
        #expect(transcript.turns.count > 60)
        #expect(transcript.turns.first?.text == "kata 0")
        #expect(transcript.warnings.count == 1)
    }
}
