// Why a complaint goes where it goes, and why not elsewhere, in sentences for an officer.
import Complaints
import Foundation
import Region
import TestSupport
import Testing

@testable import RoutingService

@Suite struct ExplainTests {
    private static let moment = Date(timeIntervalSince1970: 1_795_312_800)

    private func explain(_ text: String, not other: String? = nil) throws -> Explanation {
        Explanation(
            .example(text, at: Self.moment, channel: .sms), try RoutingTests.region.get(), not: other,
            at: Self.moment)
    }

    @Test func theRuleItsWordsThePlaceAndTheBook() throws {
        let told = try explain("Jalan berlubang di Desa Hamalau membahayakan pengendara", not: "DLH")
        #expect(told.agency?.id == "PUPR")
        let why = told.why.joined(separator: "\n")
        for part in [
            "(PUPR)", "Kata yang menentukan", "Hamalau", "Tenggat: verifikasi",
            "Buku aturan: hss sha256:",
        ] {
            #expect(why.contains(part), "\(part)")
        }
        let whyNot = told.whyNot.joined(separator: "\n")
        #expect(whyNot.hasPrefix("Mengapa bukan Dinas Lingkungan Hidup"))
        #expect(whyNot.contains("tidak berlaku: "))
        // Words of the trace are English; an officer reads none of them.
        for word in ["missing", "also holds", "comes first", "its words", "topic "] {
            #expect(!(why + whyNot).contains(word), "\(word)")
        }
    }

    @Test func whereItGoesAnywayAndWhereACopyGoes() throws {
        let levy = "calo di depan kantor minta 100rb buat ngurus ktp"
        #expect(try explain(levy, not: "INSPEKTORAT").whyNot == [
            "Laporan ini memang diteruskan ke \(try name("INSPEKTORAT"))."
        ])
        let copied = try explain(levy, not: "DISDUKCAPIL").whyNot
        #expect(copied.count == 1 && copied[0].contains("menerima tembusan"))
    }

    @Test("why not is said in names and words an officer knows, not in codes")
    func namesInsteadOfCodes() throws {
        let book = """
            - id: dekat
              when: { words: [zebra, kuda, keledai, unta], channel: email, kind: question, sender: official }
              agency: SETDA
            - { id: hulu, when: { topics: [jalan], places: ["63.06.01.2001"] }, agency: SETDA }
            - { id: kecuali, when: { topics: [jalan], not: { words: [parah] } }, agency: SETDA }

            """
        let small = try SmallPack(["rules/05.yaml": book])
        let pack = try withExtendedLifetime(small) { try RegionPack.load(directory: small.path) }
        let complaint = Complaint.example("jalan rusak parah", at: Self.moment, channel: .sms)
        let told = Explanation(complaint, pack, not: "SETDA", at: Self.moment)
        let all = (told.why + told.whyNot).joined(separator: "\n")
        for part in [
            "tidak ada kata \u{201C}zebra\u{201D}, \u{201C}kuda\u{201D}, \u{201C}keledai\u{201D} atau yang serupa",
            "saluran surel", "jenis pertanyaan", "pengirim dari dinas", "tidak ada tempat di Desa Hulu",
            "ada kata yang dikecualikan: \u{201C}parah\u{201D}",
        ] {
            #expect(all.contains(part), "\(part) in \(all)")
        }
        #expect(!all.contains("63.06.01.2001") && !all.contains("question"))
    }

    @Test func whatWaitsSaysSo() throws {
        let told = try explain("tolong dibantu pak ya", not: "PUPR")
        #expect(told.agency == nil)
        #expect(told.why[0].contains("menunggu petugas koordinator"))
        #expect(told.whyNot.contains { $0.hasPrefix("Aturan") })
    }

    private func name(_ id: String) throws -> String {
        try #require(try RoutingTests.region.get().agency(id)).name
    }
}
