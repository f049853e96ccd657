// What was promised on air for one complaint and is late is known when the next one from there is decided.
import Complaints
import Foundation
import HTTPTypes
import Region
import Rules
import Store
import TestSupport
import Testing

@testable import RoutingService

@Suite struct LatePromiseTests {
    private static func programme(_ due: String) -> Programme {
        Programme(
            id: "p", title: "Bupati Mendengar", airedOn: "2026-11-04", start: nil, end: nil,
            responses: [Response(by: "Bupati", text: "Kami perbaiki.", due: due)])
    }

    private static func told(_ number: Int, _ text: String, _ programme: Programme? = nil) -> Complaint {
        let channel: Channel = programme == nil ? .sms : .radio
        return Complaint(
            id: ComplaintID.derive(channel: channel, account: "amandit", externalID: "\(number)"),
            tracking: "HSS-26-300000\(number)-0", channel: channel, account: "amandit",
            externalId: "\(number)", receivedAt: Date(timeIntervalSince1970: 1_795_303_964),
            reporter: Reporter(name: "Warga"), text: text, programme: programme)
    }

    private func take(_ house: RoutingTests.House, _ complaint: Complaint) async throws -> Assignment {
        let answer = try await house.call(
            .post, "/v1/complaints", token: "intake",
            body: String(decoding: Wire.encode(complaint), as: UTF8.self))
        try #require(answer.status == .ok, "\(answer.text)")
        try await house.decide()
        return try #require(try await RoutingTests().feed(house).items.last)
    }

    private func isCopied(_ assignment: Assignment) -> Bool {
        assignment.copies.contains { $0.why == "janji-siaran-lewat" }
    }

    @Test("the next report from the place says so, for as long as it is owed; from elsewhere, or of another agency, it does not")
    func copied() async throws {
        let here = "Jalan di desa Habirau rusak parah"
        try await RoutingTests().withRouting { house in
            let promised = try await take(house, Self.told(1, here, Self.programme("2026-11-18")))
            #expect(promised.agency?.id == "PUPR" && !isCopied(promised))
            // Its day has passed when the sweep has seen it.
            #expect(try await !isCopied(take(house, Self.told(2, here + ", parah"))))
            let region = try RoutingTests.region.get()
            try await house.store.write { transaction in
                var course = try #require(
                    try LifeTable.courseToChange(
                        promised.id.text, region.calendar, at: .now, in: transaction))
                _ = course.passPromises(
                    to: try CourseTests.day("2026-11-23"), region.calendar)
                try AssignmentTable.save(course.assignment, at: .now, in: transaction)
            }
            #expect(try await isCopied(take(house, Self.told(3, here + ", berlubang"))))
            #expect(try await !isCopied(take(house, Self.told(4, "Sampah menumpuk di desa Habirau"))))
            #expect(try await !isCopied(take(house, Self.told(5, "Jalan di desa Hamalau rusak parah"))))
            // What is told in the same programme, of whichever agency.
            let aired = Self.told(6, "Sampah menumpuk di desa Habirau, bau", Self.programme("2026-12-20"))
            #expect(try await isCopied(take(house, aired)))
            let dry = try await house.deciding {
                try await house.call(
                    .post, "/v1/decide", token: "intake",
                    body: String(decoding: Wire.encode(Self.told(7, here + ", licin")), as: UTF8.self))
            }
            #expect(dry.text.contains("janji-siaran-lewat"))
            let kept = try await house.call(
                .post, "/v1/assignments/\(promised.id.text)/commitments/1", token: "case",
                body: #"{"state":"kept","note":"ditambal"}"#)
            #expect(kept.status == .ok)
            #expect(try await !isCopied(take(house, Self.told(8, here + ", becek"))))
        }
    }

    @Test("what was late before there was a list is listed; no more is looked at than the limit")
    func filled() async throws {
        try await RoutingTests().withRouting { house in
            var made = try await take(house, Self.told(1, "Jalan di desa Habirau rusak", Self.programme("2026-11-18")))
            made.commitments?[0].state = .late
            let late = made
            let region = try RoutingTests.region.get()
            try await house.store.write { transaction in
                try AssignmentTable.save(late, at: .now, in: transaction)
                try transaction.execute("DELETE FROM late_promise")
            }
            try await PromiseTable.fill(house.store)
            let found = try await house.store.read { try PromiseTable.late(askedBy: region, in: $0) }
            #expect(found == [
                LatePromise(
                    programme: ["bupati mendengar", "amandit"], agency: "PUPR", places: ["63.06.07.2010"])
            ])
            try await house.store.write { transaction in
                for number in 0...PromiseTable.rowsMax {
                    try transaction.execute(
                        "INSERT INTO late_promise VALUES (?, '63.06', NULL, 'x', 'y')", [.text("\(number)")])
                }
            }
            let all = try await house.store.read { try PromiseTable.late(askedBy: region, in: $0) }
            #expect(all.count == PromiseTable.rowsMax)
            let small = try SmallPack()
            let other = try RegionPack.load(directory: small.path)
            #expect(try await house.store.read { try PromiseTable.late(askedBy: other, in: $0) }.isEmpty)
        }
    }
}
