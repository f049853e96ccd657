// SMS from a provider's webhook to the assignment in the feed.
import Complaints
import Testing
import TestSupport

extension Journeys {
    @Suite struct SMS {
        @Test("a signed message and its redelivery give one assignment with agency, place and due")
        func webhook() async throws {
            let house = try House("sms", services: [.routing, .sms])
            let running = try await house.start([.routing, .sms])
            let provider = SMSProvider(house: house)
            for _ in 0..<2 {
                let answer = try await provider.twilio(
                    id: "SM1", from: "+6281250000001",
                    text: "Jalan berlubang di Desa Hamalau membahayakan pengendara")
                #expect(answer.status == 200)
                #expect(answer.text.hasSuffix("<Response/>"))
            }
            try await provider.kannel(
                id: "k-1", from: "081250000002", text: "smpah di psr kandangan kd diangkut, bau banar")
            let feed = CaseSystem(house)
            let read = try await feed.read("two assignments") { $0.count >= 2 }
            #expect(read.count == 2)
            let road = try #require(read.first { $0.complaint.externalId == "SM1" })
            #expect(road.agency?.id == "PUPR")
            #expect(road.complaint.places.first?.code == "63.06.01.2001")
            #expect(road.complaint.reporter?.phone == "+6281250000001")
            #expect(road.due != nil)
            #expect(road.decision.mode == .rule)
            #expect(TrackingNumber(road.complaint.tracking) != nil)
            #expect(read.first { $0.complaint.externalId == "k-1" }?.agency?.id == "DLH")
            for (_, program) in running { _ = try await program.stop() }
        }
    }
}
