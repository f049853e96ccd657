// Rulings: hints, offices of places, deadlines by kind, protection, offsets.
import Complaints
import Foundation
import Language
import Region
import Rules
import TestSupport
import Testing

@Suite struct RulingTests {
    private static let moment = Date(timeIntervalSince1970: 1_795_312_800)  // Sunday 2026-11-22

    private func ruling(
        _ text: String, _ change: (inout Complaint) -> Void = { _ in }
    ) throws -> Ruling {
        var complaint = Complaint.example(text, at: Self.moment)
        change(&complaint)
        return try #require(hss).rule(on: complaint, at: Self.moment)
    }

    @Test func anOfficeOfAPlaceCarriesItsName() throws {
        let ruling = try ruling("kantor camat tutup, kec Kandangan")
        #expect(
            ruling.agency
                == AgencyRef(
                    id: "KECAMATAN", name: "Kantor Kecamatan Kandangan", place: "63.06.05"))
        #expect(ruling.status == .assigned)
    }

    @Test func withoutAPlaceItIsTriageAndSaysWhy() throws {
        let ruling = try ruling("kantor camat tutup terus")
        #expect(ruling.agency == nil)
        #expect(ruling.status == .triage)
        #expect(ruling.decision.mode == .triage)
        #expect(ruling.decision.rejected.first?.rule == "pelayanan-kecamatan")
        #expect(ruling.decision.rejected.first?.why.contains("tempatnya belum diketahui") == true)
    }

    @Test func theSendersPlaceIsAHint() throws {
        let ruling = try ruling("kantor camat tutup terus") {
            $0.places = [
                Place(code: "63.06.06", name: "Simpur", level: "kecamatan", confidence: 0.9)
            ]
        }
        #expect(ruling.agency?.place == "63.06.06")
    }

    @Test func whereThePlaceIsNotClearTheCitizenCanBeAsked() throws {
        #expect(try ruling("jalan rusak parah").question?.hasPrefix("Mohon sebutkan lokasinya") == true)
        let namesake = try ruling("jalan rusak di desa Baru").question
        #expect(namesake?.hasPrefix("Lokasi mana yang Anda maksud: Desa Baru (Kecamatan ") == true)
        #expect(try ruling("jalan rusak di desa Hamalau").question == nil)
        // What is asked about happens nowhere.
        #expect(try ruling("syarat apa saja untuk membuat ktp").question == nil)
    }

    @Test func aHintSettlesANamesake() throws {
        let ruling = try ruling("jalan rusak di desa Baru") {
            $0.places = [
                Place(code: "63.06.11", name: "Daha Barat", level: "kecamatan", confidence: 0.9)
            ]
        }
        #expect(ruling.places.first?.code == "63.06.11.2002")
    }

    @Test func theSubjectAloneCanDecide() throws {
        let ruling = try ruling("Mohon ditindaklanjuti, terima kasih.") {
            $0.subject = "Sampah menumpuk di Kelurahan Jambu Hilir"
        }
        #expect(ruling.agency?.id == "DLH")
        #expect(ruling.places.first?.code == "63.06.05.1004")
        #expect(ruling.decision.because.first?.matched == [])
    }

    @Test func theClockFollowsTheKind() throws {
        let complaint = try ruling("jalan rusak di Simpur")
        let question = try ruling("syarat apa saja untuk membuat ktp")
        let inspection = try ruling("pungli, diminta uang pelicin")
        #expect(question.kind == .question)
        #expect(Timestamp.format(question.due.respondBy) == "2026-11-27T15:59:59.000Z")
        #expect(Timestamp.format(complaint.due.respondBy) == "2026-12-10T15:59:59.000Z")
        #expect(inspection.due.respondBy > complaint.due.respondBy)
        #expect(inspection.isConfidential)
        #expect(inspection.copies.allSatisfy { $0.id != "UP3" && $0.id != "SAMPING_DESA" })
    }

    @Test func aProtectedReporterIsNotToldToTheNeighbours() throws {
        let ruling = try ruling("jalan rusak di desa Hamalau") {
            $0.reporter = Reporter(name: "X", confidential: true)
        }
        #expect(ruling.isConfidential)
        #expect(ruling.copies == [])
    }

    @Test func offsetsAreOfTheText() throws {
        let text = "🚧 assalamualaikum… jln berlubang di Hamalau"
        let ruling = try ruling(text)
        let scalars = Array(text.unicodeScalars)
        let matched = try #require(ruling.decision.because.first).matched
        #expect(!matched.isEmpty)
        for match in matched {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[match.start..<match.end])
            #expect(String(view) == match.text)
        }
    }

    @Test(arguments: ["", "   ", "🙂", "\u{0}", "....", "jl"])
    func nothingToReadIsTriage(text: String) throws {
        let ruling = try ruling(text)
        #expect(ruling.status == .triage)
        #expect(ruling.places == [])
    }

    @Test func aMegabyteIsDecidedInBoundedTime() throws {
        let start = CPUTime.ofThread
        let text = String(repeating: "jalan rusak desa baru mati lampu pupuk ", count: 27_000)
        #expect(try ruling(text).decision.because.allSatisfy { $0.matched.count <= 12 })
        #expect(CPUTime.ofThread - start < 60)
    }
}
