// SMS through a real gammu-smsd 1.42 and `mendengar sms-shim` to the assignment in the feed.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys.SMS {
    @Test("what gammu-smsd hands over while the service is away is taken in once, like the rest")
    func throughGammu() async throws {
        let house = try House("gammu", services: [.routing, .sms])
        let running = try await house.start([.routing, .sms])
        let program = Places.program("mendengar")
        let modem = try await GammuModem(
            onReceive: "\(program) sms-shim --config \(house.config) --account modem-hss",
            environment: house.secrets)
        let long = "LAPOR jembatan di Desa Hamalau putus "
            + String(repeating: "dan sudah lama ", count: 12)
        let before = [
            (from: "+6281250003001", text: "LAPOR lampu jalan mati di Kandangan"),
            (from: "081250003002", text: long.trimmingCharacters(in: .whitespaces)),
            (from: "081250003003", text: "Air PDAM keruh – bau “amis” 😷 di Kandangan"),
        ]
        try await modem.receives(before)
        let feed = CaseSystem(house)
        let first = try await feed.read("three by HTTP") { $0.count >= 3 }
        #expect(
            Set(first.map(\.complaint.text)) == Set(before.map(\.text)), "\(modem.log.suffix(3000))")
        #expect(
            Set(first.compactMap(\.complaint.reporter?.phone))
                == ["+6281250003001", "+6281250003002", "+6281250003003"])
        #expect(first.allSatisfy { $0.complaint.account == "modem-hss" })
        let journal = house.folder.file("data/sms-journal")
        #expect(try FileManager.default.contentsOfDirectory(atPath: journal) == [])

        #expect(try await running[.sms]?.stop() == .done)
        let meanwhile = (1...5).map {
            (from: "08125000400\($0)", text: "Sampah menumpuk di Pasar Kandangan, hari ke-\($0)")
        }
        try await modem.receives(meanwhile)
        try await modem.handedOver(calls: before.count + meanwhile.count)
        #expect(try FileManager.default.contentsOfDirectory(atPath: journal).count == meanwhile.count)
        #expect(!modem.log.contains("Subprocess output: Sampah"))

        let again = try await house.start(.sms)
        let all = try await feed.read("eight in all") { $0.count >= 8 }
        #expect(
            all.map(\.complaint.text).sorted() == (before + meanwhile).map(\.text).sorted())
        #expect(Set(all.map(\.complaint.tracking)).count == 8)
        let books = try await house.mendengar(["verify", "--config", house.config, "--json"])
        #expect(books.end == .done && books.output.contains(#""redelivered" : 0"#), "\(books.output)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: journal) == [])
        try await modem.stop()
        #expect(try await again.stop() == .done)
        #expect(try await running[.routing]?.stop() == .done)
    }
}
