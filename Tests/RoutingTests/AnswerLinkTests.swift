// A citizen's answer belongs to the case of what it answers, and leads nobody else anywhere.
import Complaints
import Foundation
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import RoutingService

@Suite struct AnswerLinkTests {
    private typealias Desk = LinkTests.Desk

    private static let bridge = "jembatan kayu lapuk dan hampir roboh di kampung kami"
    private static let clinic = "posyandu tidak pernah buka lagi bulan ini di kampung kami"
    private static let village = "Desa Jambu Hilir"

    private static func answered(_ report: String) -> Duplicate {
        Duplicate(
            cluster: LinkTests.id(report), of: LinkTests.id(report), relation: .sameReporter, score: 1,
            because: ["balasan atas \(LinkTests.tracking(report))"])
    }

    /// Two reports without a place, and the same answer to the question about each.
    private static func bothAnswer(
        _ desk: Desk, decides: Bool = true, between: () async throws -> Void = {}
    ) async throws {
        try await desk.accept("1", bridge, from: "+628111", decides: decides)
        try await desk.accept("2", clinic, from: "+628222", decides: decides)
        try await desk.accept("3", village, from: "+628111", day: 0.1, answering: "1", decides: decides)
        try await between()
        try await desk.accept("4", village, from: "+628222", day: 0.2, answering: "2", decides: decides)
        try await desk.decide()
    }

    private static func expectApart(_ desk: Desk) async throws {
        for (answer, report) in [("3", "1"), ("4", "2")] {
            #expect(try await desk.newest(answer)?.duplicate == answered(report))
            #expect(try await desk.members(report) == [LinkTests.id(report), LinkTests.id(answer)])
        }
    }

    @Test("two who answer with the same village stay in the cases of what they answer", arguments: TestDatabase.allCases)
    func sameVillage(database: TestDatabase) async throws {
        try await LinkTests.withDesk(on: database) { desk in
            try await Self.bothAnswer(desk)
            try await Self.expectApart(desk)
        }
    }

    @Test("the same when all wait together for their decision")
    func atOnce() async throws {
        try await LinkTests.withDesk { desk in
            try await Self.bothAnswer(desk, decides: false)
            try await Self.expectApart(desk)
        }
    }

    @Test("an answer leads no other complaint into its case, nor raises a question", arguments: [false, true])
    func leadsNobody(takenOver: Bool) async throws {
        try await LinkTests.withDesk { desk in
            try await Self.bothAnswer(desk) { if takenOver { desk.takeOver() } }
            try await Self.expectApart(desk)
            if takenOver { desk.takeOver() }
            // The same words, of somebody nobody has asked.
            try await desk.accept("5", Self.village, from: "+628333", day: 0.3)
            #expect(try await desk.newest("5")?.duplicate == nil)
            let questions = try await desk.house.call(.get, "/v1/links/questions", token: "admin")
            for answer in ["3", "4"] { #expect(!questions.text.contains(LinkTests.id(answer).text)) }
            // Who answers an answer is in the same case.
            try await desk.accept("6", "dekat masjid", from: "+628222", day: 0.4, answering: "4")
            #expect(try await desk.members("2") == Set(["2", "4", "6"].map(LinkTests.id)))
            #expect(try await desk.newest("6")?.duplicate?.cluster == LinkTests.id("2"))
        }
    }

    @Test("an answer that begins another matter is linked like any complaint", arguments: [false, true])
    func anotherMatter(takenOver: Bool) async throws {
        try await LinkTests.withDesk { desk in
            try await desk.accept("1", "Jalan di desa Habirau rusak parah", from: "+628111")
            try await desk.accept("2", "lampu jalan desa Habirau RT 2 padam", from: "+628222")
            if takenOver { desk.takeOver() }
            try await desk.accept("3", "PJU rt dua Habirau mati", from: "+628111", day: 0.5, answering: "1")
            let linked = try #require(try await desk.newest("3")?.duplicate)
            #expect(linked.of == LinkTests.id("2") && linked.relation == .sameIncident)
            #expect(try await desk.members("1") == [LinkTests.id("1")])
            // It describes something: others are linked to it.
            try await desk.accept("4", "PJU rt dua Habirau mati", from: "+628444", day: 0.6)
            #expect(try await desk.newest("4")?.duplicate?.cluster == LinkTests.id("2"))
        }
    }

    @Test("a dry run of an answer says what is decided", arguments: [false, true])
    func dryRun(isStored: Bool) async throws {
        try await LinkTests.withDesk { desk in
            try await Self.bothAnswer(desk)
            let (id, answering) = isStored ? ("4", "2") : ("5", "1")
            let body = LinkTests.complaint(
                id, Self.village, from: isStored ? "+628222" : "+628111", day: 0.3, answering: answering)
            let house = desk.house
            let answer = try await house.deciding {
                try await house.call(.post, "/v1/decide", token: "intake", body: body)
            }
            let dry = try Wire.decode(Assignment.self, from: Data(answer.text.utf8))
            #expect(dry.duplicate == Self.answered(answering))
        }
    }
}
