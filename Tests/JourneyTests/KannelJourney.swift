// SMS through a real Kannel 1.4.5 to the assignment in the feed.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys.SMS {
    @Test("Kannel keeps a message while nobody answers, and the retry gives one assignment")
    func throughKannel() async throws {
        let folder = try TemporaryFolder("kannel-journey")
        let room = try await NetworkRoom(folder)
        let house = try House("kannel", services: [.routing, .sms], launcher: room.launcher)
        let routing = try await house.start(.routing)

        // No room on the disk: 503, so Kannel keeps the message.
        let text = try String(contentsOfFile: house.config, encoding: .utf8)
        let full = try house.folder.write(
            text.replacing("reserve_mib: 0", with: "reserve_mib: 1048576"), to: "full.yaml")
        let refusing = try await house.start(.sms, config: full)
        let secret = house.secrets["KANNEL_SECRET"] ?? ""
        let kannel = try await KannelGateway(
            room: room, url: house.url(.sms) + "/sms/kannel-1708/\(secret)")
        try await kannel.citizen(
            "081250001001", sends: "LAPOR jalan di Desa Hamalau berlubang, banyak yang jatuh")
        let metrics = ["curl", "-s", house.url(.sms) + "/metrics"]
        _ = try await eventually("a 503 to Kannel") { () -> Bool? in
            let seen = try await RunningProgram.run(room.launcher + metrics, in: house.folder)
            return seen.output.contains(#"status="503""#) ? true : nil
        }
        #expect(try await refusing.stop() == .done)

        let sms = try await house.start(.sms)
        try await kannel.citizen("+6281250001002", sendsUCS2: "Air PDAM keruh – bau 😷 di Kandangan Utara")
        let feed = try RunningProgram(
            room.launcher + [
                Places.program("mendengar"), "feed", "--follow", "--json", "--url",
                house.url(.routing),
            ], log: house.folder.file("feed.ndjson"), environment: house.secrets)
        let assignments = try await eventually("both in the feed", within: .seconds(40)) {
            () -> [Assignment]? in
            let lines = feed.output.split(separator: "\n").filter { $0.hasPrefix("{") }
            let read = lines.compactMap {
                try? Wire.decode(Assignment.self, from: Data($0.utf8))
            }
            return read.count >= 2 ? read : nil
        }
        #expect(assignments.count == 2)
        let road = try #require(assignments.first { $0.agency?.id == "PUPR" })
        #expect(road.complaint.reporter?.phone == "+6281250001001")
        #expect(road.complaint.places.first?.code == "63.06.01.2001")
        let water = try #require(assignments.first { $0.agency?.id == "PDAM" })
        #expect(water.complaint.text == "Air PDAM keruh – bau 😷 di Kandangan Utara")

        // `mendengar feed` has acknowledged what it printed.
        let books = try await house.mendengar(["verify", "--config", house.config, "--json"])
        #expect(books.output.contains(#""received" : 2"#), "\(books.output)")
        try await kannel.stop()
        feed.signal(SIGTERM)
        #expect(try await sms.stop().status == 0)
        #expect(try await routing.stop().status == 0)
        try await room.close()
    }

    @Test("Kannel hands over parts, UTF-16 and texts by post and XML as they came")
    func everyWayOfKannel() async throws {
        let folder = try TemporaryFolder("kannel-ways")
        let room = try await NetworkRoom(folder)
        let house = try House("kannel-ways", services: [.routing, .sms], launcher: room.launcher)
        let running = try await house.start([.routing, .sms])
        let secret = house.secrets["KANNEL_SECRET"] ?? ""
        let kannel = try await KannelGateway(
            room: room, url: house.url(.sms) + "/sms/kannel-1708/\(secret)", isPlain: true)
        // The last part first.
        for (part, text) in [(3, " sudah lama"), (1, "LAPOR jembatan di Hamalau "), (2, "putus")] {
            try await kannel.citizen(
                "081250002001", sends: text, part: part, of: 3, reference: 42)
        }
        try await kannel.citizen("081250002002", sendsUCS2: "Air PDAM keruh – bau 😷 di Kandangan")
        try await kannel.citizen("081250002003", sends: "POS lampu jalan padam & gelap")
        try await kannel.citizen("081250002004", sends: "PXM sampah menumpuk + bau")
        let feed = try RunningProgram(
            room.launcher + [
                Places.program("mendengar"), "feed", "--follow", "--json", "--url",
                house.url(.routing),
            ], log: house.folder.file("feed.ndjson"), environment: house.secrets)
        let texts = try await eventually("four in the feed", within: .seconds(40)) { () -> [String]? in
            let read = feed.output.split(separator: "\n").compactMap {
                try? Wire.decode(Assignment.self, from: Data($0.utf8))
            }
            return read.count >= 4 ? read.map(\.complaint.text).sorted() : nil
        }
        #expect(
            texts == [
                "Air PDAM keruh – bau 😷 di Kandangan", "LAPOR jembatan di Hamalau putus sudah lama",
                "POS lampu jalan padam & gelap", "PXM sampah menumpuk + bau",
            ], "\(kannel.logs)")
        let books = try await house.mendengar(["verify", "--config", house.config, "--json"])
        #expect(books.output.contains(#""balanced" : true"#), "\(books.output)")
        try await kannel.stop()
        feed.signal(SIGTERM)
        for service in [House.Service.sms, .routing] {
            #expect(try await running[service]?.stop() == .done)
        }
        try await room.close()
    }

    @Test("a burst of 2,000 through Kannel: each is kept once, whatever Kannel brings again")
    func burstThroughKannel() async throws {
        let folder = try TemporaryFolder("kannel-burst")
        let room = try await NetworkRoom(folder)
        let house = try House("kannel-burst", services: [.sms], launcher: room.launcher)
        let sms = try await house.start(.sms)
        let secret = house.secrets["KANNEL_SECRET"] ?? ""
        let kannel = try await KannelGateway(
            room: room, url: house.url(.sms) + "/sms/kannel-1708/\(secret)")
        let count = 2000
        try await kannel.burst(of: count, from: "081250004001", text: "LAPOR banjir di Nagara")
        _ = try await eventually("all in the journal", within: .seconds(60)) { () -> Bool? in
            let books = try await house.mendengar(["verify", "--config", house.config, "--json"])
            return books.output.contains(#""stored" : \#(count)"#) ? true : nil
        }
        let books = try await house.mendengar(["verify", "--config", house.config, "--json"])
        #expect(books.output.contains(#""balanced" : true"#), "\(books.output)")
        #expect(books.output.contains(#""quarantined" : 0"#), "\(books.output)")
        try await kannel.stop()
        #expect(try await sms.stop() == .done)
        try await room.close()
    }
}
