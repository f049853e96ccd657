// What goes with a complaint that a person parts from its case, what stays, and that every link names a pair
// of which it is true.
import Complaints
import Foundation
import HTTPTypes
import Testing

@testable import RoutingService

@Suite struct SplitTests {
    private typealias Desk = LinkTests.Desk

    private static let first = "Jembatan gantung Desa Malinau di RT 2 putus talinya sejak tadi malam"
    private static let second = "Tali jembatan gantung di Malinau RT 2 putus, warga tidak bisa menyeberang"

    private static func ids(_ keys: String...) -> Set<UUID> { Set(keys.map(LinkTests.id)) }

    private static func split(_ desk: Desk, _ complaint: String, from cluster: String) async throws {
        let (status, text) = try await desk.post(
            "/v1/clusters/\(LinkTests.id(cluster).text)/split",
            "{\"complaint\":\"\(LinkTests.id(complaint).text)\"}")
        #expect(status == 200, "\(text)")
    }

    @Test("what was linked to the complaint goes with it, as it was; what was linked to others stays", arguments: [false, true])
    func goesAlong(takenOver: Bool) async throws {
        try await LinkTests.withDesk { desk in
            try await desk.accept("1", Self.first, from: "+628111")
            try await desk.accept("2", Self.second, from: "+628222", day: 0.1)
            try await desk.accept("3", Self.second, from: "+628222", day: 0.2)
            try await desk.accept("4", Self.first, from: "+628111", day: 0.3)
            try await desk.accept("5", "terima kasih", from: "+628222", day: 0.4, answering: "3")
            try await desk.accept("8", Self.second + " sungai", from: "+628888", day: 0.4)
            let before = try await desk.assignments()
            func link(_ id: String) -> Duplicate? {
                before.last { $0.complaint.id == LinkTests.id(id) }?.duplicate
            }
            #expect(link("2")?.of == LinkTests.id("1"))
            #expect(link("3")?.of == LinkTests.id("2") && link("3")?.relation == .resend)
            #expect(link("4")?.of == LinkTests.id("1") && link("4")?.relation == .resend)
            #expect(Self.ids("2", "3").contains(link("8")?.of ?? UUID()) && link("8")?.relation == .sameIncident)
            try await Self.split(desk, "2", from: "1")
            let fed = try await desk.assignments(after: before.last?.cursor ?? 0)
            #expect(Set(fed.map(\.complaint.id)) == Self.ids("2", "3", "5", "8"), "who stays is no news")
            #expect(try await desk.newest("2")?.duplicate == nil)
            for key in ["3", "5", "8"] {
                var moved = try #require(link(key))
                moved.cluster = LinkTests.id("2")
                #expect(try await desk.newest(key)?.duplicate == moved)
            }
            #expect(try await desk.members("2") == Self.ids("2", "3", "5", "8"))
            #expect(try await desk.members("1") == Self.ids("1", "4"))
            if takenOver { desk.takeOver() }
            try await desk.accept("6", Self.second, from: "+628222", day: 0.5)
            try await desk.accept("7", Self.first, from: "+628111", day: 0.5)
            #expect(try await desk.newest("6")?.duplicate?.cluster == LinkTests.id("2"))
            #expect(try await desk.newest("7")?.duplicate?.cluster == LinkTests.id("1"))
        }
    }

    @Test("the first of a case takes its reporter's own along; the others are linked to each other", arguments: [false, true])
    func theFirstLeaves(takenOver: Bool) async throws {
        try await LinkTests.withDesk { desk in
            try await desk.accept("1", Self.first, from: "+628111")
            try await desk.accept("2", Self.second, from: "+628222", day: 1)
            try await desk.accept("3", Self.first, from: "+628111", day: 1.5)
            try await desk.accept("4", Self.first, from: "+628333", day: 2.9)
            let old = try #require(try await desk.newest("4")?.duplicate)
            #expect(Self.ids("1", "3").contains(old.of), "that it must lose")
            try await Self.split(desk, "1", from: "2")
            #expect(try await desk.members("1") == Self.ids("1", "3"))
            #expect(try await desk.members("2") == Self.ids("2", "4"))
            let own = try #require(try await desk.newest("3")?.duplicate)
            #expect(own.of == LinkTests.id("1") && own.cluster == LinkTests.id("1") && own.relation == .resend)
            #expect(try await desk.newest("2")?.duplicate == nil)
            let stayed = try #require(try await desk.newest("4")?.duplicate)
            #expect(stayed.of == LinkTests.id("2") && stayed.cluster == LinkTests.id("2"))
            #expect(stayed.relation == .sameIncident && stayed.because != old.because)
            #expect(stayed.because.contains { $0.hasPrefix("berselang satu sampai tiga hari") })
            #expect(!stayed.because.contains { $0.hasPrefix("isi hampir sama persis") || $0.contains("jarang") })
            let shown = try await desk.house.call(
                .get, "/v1/complaints/\(LinkTests.id("4").text)", token: "case")
            #expect(shown.text.contains("\"target\":\"\(LinkTests.id("2").text)\""), "\(shown.text)")
            if takenOver { desk.takeOver() }
            try await desk.accept("5", Self.first, from: "+628111", day: 3)
            #expect(try await desk.newest("5")?.duplicate?.cluster == LinkTests.id("1"))
        }
    }

    @Test("who parts the first from nobody but its own resend parts just that")
    func ownResend() async throws {
        try await LinkTests.withDesk { desk in
            try await desk.accept("1", Self.first, from: "+628111")
            try await desk.accept("2", Self.first, from: "+628111", day: 0.1)
            try await desk.accept("3", "sudah diperbaiki?", from: "+628111", day: 0.2, answering: "1")
            try await Self.split(desk, "1", from: "2")
            #expect(try await desk.members("1") == Self.ids("1", "3"), "an answer stays with what it answers")
            #expect(try await desk.members("2") == Self.ids("2"))
            #expect(try await desk.newest("2")?.duplicate == nil)
        }
    }

    @Test("what goes along keeps no reason that was true of those who stay")
    func reasonsOfThePair() async throws {
        try await LinkTests.withDesk { desk in
            let second = "Tali jembatan gantung di Malinau putus, warga tidak bisa menyeberang"
            try await desk.accept("1", Self.first, from: "+628111")
            try await desk.accept("2", second, from: "+628222", day: 0.1)
            try await desk.accept("3", second + " di RT 2", from: "+628222", day: 0.2)
            let before = try #require(try await desk.newest("3")?.duplicate)
            #expect(before.of == LinkTests.id("2") && before.because.contains { $0.hasPrefix("RT sama") })
            try await Self.split(desk, "2", from: "1")
            let after = try #require(try await desk.newest("3")?.duplicate)
            #expect(after.of == before.of && after.relation == before.relation && after.score > 0.9)
            #expect(after.cluster == LinkTests.id("2"))
            #expect(!after.because.contains { $0.hasPrefix("RT sama") }, "\(after.because)")
            #expect(after.because.contains { $0.hasPrefix("pelapor dan isi sama") }, "\(after.because)")
        }
    }

    @Test("what is linked while a person parts goes where that went")
    func meanwhile() async throws {
        try await LinkTests.withDesk { desk in
            try await desk.accept("1", Self.first, from: "+628111")
            try await desk.accept("2", Self.second, from: "+628222", day: 0.1)
            try await desk.accept("3", Self.second, from: "+628222", day: 0.2, decides: false)
            try await desk.decide { try await Self.split(desk, "2", from: "1") }
            let late = try #require(try await desk.newest("3")?.duplicate)
            #expect(late.of == LinkTests.id("2") && late.cluster == LinkTests.id("2"))
            #expect(try await desk.members("2") == Self.ids("2", "3"))
            // The decider knows it too: who repeats that one is in the same case.
            try await desk.accept("4", Self.second, from: "+628222", day: 0.3)
            #expect(try await desk.members("2") == Self.ids("2", "3", "4"))
            #expect(try await desk.members("1") == Self.ids("1"))
        }
    }

    @Test("of answers that only a person keeps together nothing is claimed")
    func answersLeft() async throws {
        try await LinkTests.withDesk { desk in
            try await desk.accept("1", Self.first, from: "+628111")
            try await desk.accept("2", "dekat masjid", from: "+628111", day: 0.1, answering: "1")
            try await desk.accept("3", "sudah diperbaiki?", from: "+628111", day: 0.2, answering: "1")
            try await Self.split(desk, "1", from: "2")
            #expect(try await desk.newest("2")?.duplicate == nil)
            let left = try #require(try await desk.newest("3")?.duplicate)
            #expect(left.of == LinkTests.id("2") && left.cluster == LinkTests.id("2") && left.score == 0.5)
            #expect(left.because == ["tetap bersama setelah \(LinkTests.tracking("1")) dipisahkan oleh petugas"])
        }
    }

    @Test("a split undoes a merge, whole")
    func mergedAndSplit() async throws {
        try await LinkTests.withDesk { desk in
            try await desk.accept("1", LinkTests.bridge, from: "+628111")
            try await desk.accept("2", "lampu jalan desa Habirau RT 2 padam", from: "+628222")
            try await desk.accept("3", "PJU rt dua Habirau mati", from: "+628333", day: 0.5)
            let before = try #require(try await desk.newest("3")?.duplicate)
            let (status, _) = try await desk.post(
                "/v1/clusters/\(LinkTests.id("2").text)/merge", "{\"with\":\"\(LinkTests.id("1").text)\"}")
            #expect(status == 200)
            try await Self.split(desk, "2", from: "1")
            #expect(try await desk.members("1") == Self.ids("1"))
            #expect(try await desk.members("2") == Self.ids("2", "3"))
            #expect(try await desk.newest("3")?.duplicate == before)
        }
    }
}
