// Routing is away for a while: the channels go on taking messages and hand them over in order afterwards.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct Outage {
        @Test("messages accepted while Routing is down arrive in their order")
        func inOrder() async throws {
            let house = try House("outage", services: [.routing, .sms])
            let sms = try await house.start(.sms)
            let provider = SMSProvider(house: house)
            let ids = (0..<40).map { "o-\($0)" }
            for (number, id) in ids.enumerated() {
                let answer = try await provider.kannel(
                    id: id, from: "08125000\(2000 + number)",
                    text: "Sampah menumpuk di pasar Kandangan, sudah hari ke-\(number)")
                #expect(answer.status == 200)
            }
            // The forwarder has met the closed door at least once.
            try await sms.writes("delivery postponed")
            let routing = try await house.start(.routing)
            let read = try await CaseSystem(house).read("all of them") { $0.count >= ids.count }
            #expect(read.map(\.complaint.externalId) == ids)
            #expect(Set(read.map(\.complaint.tracking)).count == ids.count)
            let books = try await house.mendengar(["verify", "--config", house.config, "--json"])
            #expect(books.end.status == 0, "\(books.output)")
            #expect(try await sms.stop().status == 0)
            #expect(try await routing.stop().status == 0)
        }

        @Test("SIGTERM lets what is in flight finish: acknowledged is stored, and the status is 0")
        func gracefulStop() async throws {
            let house = try House("stop", services: [.routing, .sms])
            let sms = try await house.start(.sms)
            // Clients send without pause; the stop falls in the middle of them.
            let acknowledged = try await withThrowingTaskGroup(of: [String].self) { group in
                for client in 0..<4 {
                    group.addTask {
                        let provider = SMSProvider(house: house)
                        var own: [String] = []
                        for number in 0..<2000 {
                            let id = "g-\(client)-\(number)"
                            guard
                                let answer = try? await provider.kannel(
                                    id: id, from: "081250003000", text: "Lampu jalan mati \(id)")
                            else { break }
                            if answer.status == 200 { own.append(id) }
                        }
                        return own
                    }
                }
                let ledger = house.url(.sms) + "/metrics"
                let client = HTTPClient()
                _ = try await eventually("100 accepted") { () -> Bool? in
                    let text = try await client.get(ledger).text
                    let line = text.split(separator: "\n").first {
                        $0.hasPrefix("mendengar_sms_messages_total") && $0.contains("accepted")
                    }
                    return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0 >= 100
                        ? true : nil
                }
                #expect(try await sms.stop() == .done)
                return try await group.reduce(into: [String]()) { $0 += $1 }
            }
            #expect(acknowledged.count >= 100)
            #expect(acknowledged.count < 8000, "the stop came after everything")
            let again = try await house.start([.routing, .sms])
            let read = try await CaseSystem(house).read("all acknowledged") {
                $0.count >= acknowledged.count
            }
            #expect(Set(read.map(\.complaint.externalId)).isSuperset(of: acknowledged))
            #expect(Set(read.map(\.complaint.tracking)).count == read.count)
            for program in again.values { #expect(try await program.stop() == .done) }
        }
    }
}
