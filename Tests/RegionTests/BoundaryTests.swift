// Short spellings, names of places, and cases between two agencies: Fixtures/boundaries.tsv.
import Complaints
import Foundation
import Language
import Region
import Testing

@Suite struct BoundaryTests {
    /// agency, place (empty: not asked; `-`: none known), class and register, text.
    private static let rows: [[String]] = {
        let file = Bundle.module.url(
            forResource: "Fixtures/boundaries", withExtension: "tsv")
        let text = file.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
            .filter { $0.count == 4 }
    }()
    private static let moment = Date(timeIntervalSince1970: 1_793_664_000)

    @Test func nearlyAllAreDecidedRightly() throws {
        let pack = try #require(hss)
        #expect(Self.rows.count == 80)
        var wrongAgency: [String] = []
        var wrongPlace: [String] = []
        for row in Self.rows {
            let ruling = pack.rule(on: .example(row[3], at: Self.moment), at: Self.moment)
            let agency = ruling.agency?.id ?? "triage"
            if agency != row[0] { wrongAgency.append("\(row[3]): \(agency), not \(row[0])") }
            let known = ruling.places.first { $0.confidence >= Gazetteer.certain }
            switch row[1] {
            case "": break
            case "-":
                if let known { wrongPlace.append("\(row[3]): \(known.name), not none") }
            default:
                if ruling.places.first?.code != row[1] { wrongPlace.append(row[3]) }
            }
        }
        #expect(wrongAgency.count <= 4, "\(wrongAgency)")
        #expect(wrongPlace.count <= 2, "\(wrongPlace)")
    }

    /// Who misuses money does not learn who said so.
    @Test(arguments: ["integritas-formal", "integritas-slang", "integritas-banjar"])
    func whoAccusesAnOfficialIsProtected(group: String) throws {
        let pack = try #require(hss)
        let accusations = Self.rows.filter { $0[2] == group && $0[0] == "INSPEKTORAT" }
        #expect(!accusations.isEmpty)
        for row in accusations {
            let ruling = pack.rule(on: .example(row[3], at: Self.moment), at: Self.moment)
            #expect(ruling.isConfidential, "\(row[3])")
            #expect(!ruling.copies.contains { ["UP3", "SAMPING_DESA"].contains($0.id) })
        }
    }
}
