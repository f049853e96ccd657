// The weights file, and `mendengar duplicates`.
import Complaints
import Duplicates
import Foundation
import ServiceKit
import Testing

@testable import RoutingService

@Suite struct LinkWeightsTests {
    @Test func whatIsWrittenIsReadAgain() throws {
        let weights = LinkWeights.standard
        #expect(try LinkWeightsFile.parse(LinkWeightsFile.text(weights), file: "w.yaml") == weights)
    }

    @Test func thePackHasTheStandardWeights() throws {
        let file = RoutingTests.packFolder + "/" + LinkWeightsFile.name
        #expect(try LinkWeightsFile.read(file) == .standard)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == LinkWeightsFile.text(.standard))
        #expect(try LinkWeightsFile.load(region: "/nonexistent") == .standard)
    }

    @Test(arguments: [
        ("version: a\nbits: {same_rood: 3}", "w.yaml:2", "did you mean 'same_road'"),
        ("version: a\nlink: 1\nreview: 5\nbits: {}", "w.yaml:3", "review > link"),
        ("version: a\nbits: {same_road: 5000}", "w.yaml:2", "more than"),
        ("version: a\nbits: {same_road: x}", "w.yaml:2", "number"),
        ("bits: {}", "w.yaml", "version"), ("version: a\nbits: {}\ntypo: 1", "w.yaml:3", "typo"),
    ])
    func aWrongFileSaysWhere(text: String, place: String, why: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try LinkWeightsFile.parse(text, file: "w.yaml")
        }
        let words = error.map { "\($0)" } ?? ""
        #expect(words.contains(place) && words.contains(why), "\(words)")
    }

    private func line(_ id: String, _ text: String, _ phone: String, hour: Int) -> String {
        """
        {"id":"\(id)","channel":"sms","account":"a","external_id":"\(id)",\
        "received_at":"2026-01-05T\(hour < 10 ? "0" : "")\(hour):00:00.000Z",\
        "reporter":{"phone":"\(phone)","email":null,"name":null,"anonymous":false,\
        "confidential":false},"subject":null,"text":"\(text)"}
        """
    }

    @Test func evaluationNamesAllComplaintsOfTheCase() throws {
        var evaluation = LinkEvaluation(try RoutingTests.region.get(), .standard, wantsPairs: true)
        let texts = [
            ("d-1", LinkTests.bridge, "+628111"), ("d-2", LinkTests.told, "+628222"),
            ("d-3", "KTP saya belum jadi, desa Habirau", "+628333"),
            ("d-4", LinkTests.bridge + " tks", "+628111"),
        ]
        for (hour, told) in texts.enumerated() {
            try evaluation.add(Substring(line(told.0, told.1, told.2, hour: hour)), at: hour + 1)
        }
        let lines = try evaluation.links.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("{\"id\":\"d-2\"") || lines[0].contains("\"id\":\"d-2\""))
        #expect(lines[1].contains("\"to\":\"d-1\"") && lines[1].contains("\"to\":\"d-2\""))
        #expect(lines[1].contains("\"relation\":\"resend\""))
        #expect(try !evaluation.links.contains("d-3"))
        #expect(evaluation.pairs.contains("same_village"))
        #expect(evaluation.counts.complaints == 4 && evaluation.counts.linked == 2)
    }

    @Test func aBrokenLineIsNamed() throws {
        var evaluation = LinkEvaluation(try RoutingTests.region.get(), .standard, wantsPairs: false)
        #expect(throws: (any Error).self) { try evaluation.add("{", at: 1) }
        #expect(throws: (any Error).self) { try evaluation.add("{\"id\":\"x\",\"channel\":\"sms\"}", at: 2) }
    }

    /// Links name complaints by their ids: two of one id say nothing.
    @Test func theSameIdTwiceIsNamedWithItsLine() throws {
        var evaluation = LinkEvaluation(try RoutingTests.region.get(), .standard, wantsPairs: false)
        try evaluation.add(Substring(line("d-1", LinkTests.bridge, "+628111", hour: 0)), at: 1)
        #expect(throws: LinkEvaluation.Again(id: "d-1", line: 1)) {
            try evaluation.add(Substring(line("d-1", LinkTests.told, "+628222", hour: 1)), at: 4)
        }
    }

    @Test func fittedWeightsAreAFileThatRoutingReads() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let pairs = (0..<200).map { number in
            let isSame = number % 2 == 0
            return "{\"features\":[\"always\",\"\(isSame ? "same_village" : "other_village")\"],\"same\":\(isSame)}"
        }
        let reviewed = try DuplicatesCommand.Fit.read(pairs.joined(separator: "\n"), file: "p")
        let outcome = Fitting.fit(reviewed, from: .standard, precision: 0.99, version: "hss-2")
        try LinkWeightsFile.text(outcome.weights).write(
            toFile: folder.path + "/" + LinkWeightsFile.name, atomically: true, encoding: .utf8)
        let weights = try LinkWeightsFile.load(region: folder.path)
        #expect(weights.version == "hss-2")
        #expect(weights[.sameVillage] > weights[.otherVillage])
        #expect(throws: (any Error).self) {
            try DuplicatesCommand.Fit.read("{\"features\":[\"nonsense\"],\"same\":true}", file: "p")
        }
    }
}
