// A second regency is a folder: the same programs, another pack.
import Complaints
import Testing
import TestSupport

extension Journeys {
    @Suite struct Balangan {
        @Test("a complaint from Balangan is numbered, placed and assigned by Balangan's own pack")
        func ownPack() async throws {
            let house = try House("balangan", services: [.routing, .sms], region: Places.balangan)
            let running = try await house.start([.routing, .sms])
            let provider = SMSProvider(house: house)
            let texts = [
                "b-1": "Jalan berlubang di desa Teluk Bayur, sudah ada yang jatuh",
                "b-2": "truk batubara lewat jalan umum di Lajar tiap malam, hauling",
                "b-3": "pambakal di desa Hamarung meminta uang 200 ribu untuk surat tanah",
            ]
            for (id, text) in texts {
                try await provider.kannel(id: id, from: "08125000010\(id.last ?? "0")", text: text)
            }
            let read = try await CaseSystem(house).read("three assignments") { $0.count >= 3 }
            func assignment(_ id: String) throws -> Assignment {
                try #require(read.first { $0.complaint.externalId == id })
            }
            let road = try assignment("b-1")
            #expect(road.complaint.tracking.hasPrefix("BLG-"))
            #expect(TrackingNumber(road.complaint.tracking) != nil)
            #expect(road.agency?.id == "PUPR")
            #expect(road.complaint.places.first?.code == "63.11.01.2010")
            #expect(road.decision.ruleBook.hasPrefix("balangan sha256:"))
            #expect(try assignment("b-2").agency?.id != "PUPR")
            // One of the ten Desa Anti Maladministrasi: the overseers are told.
            let levy = try assignment("b-3")
            #expect(levy.agency?.id == "INSPEKTORAT" || levy.copies.contains { $0.id == "INSPEKTORAT" })
            for (_, program) in running { _ = try await program.stop() }
        }
    }
}
