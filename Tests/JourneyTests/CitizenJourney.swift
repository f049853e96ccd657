// A citizen and his report from the first message to the last: told where it went, that it moved, what is
// answered; and his reply opens it again.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys.SMS {
    /// A gateway that takes every message and writes it down.
    private static let gateway = """
        import http.server, sys, urllib.parse
        class Gateway(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
                print('to', asked['to'][0], asked['text'][0].replace('\\n', ' / '), flush=True)
                self.send_response(202)
                self.end_headers()
                self.wfile.write(b'0: Accepted for delivery')
        http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Gateway).serve_forever()
        """

    @Test("forwarded, returned, answered, not content: the citizen is told, and heard")
    func toldAndHeard() async throws {
        let port = try FreePort.find()
        let server = try PostgreSQL.shared()
        let database = try server.makeDatabase()
        let house = try House(
            "citizen", services: [.routing, .sms], secrets: ["KANNEL_SEND": "kirim-uji"],
            databases: [.routing: server.url(database, "?schema=routing")],
            settings: [.sms: "per_number_per_day: 9"],
            accounts: [
                "{ name: kannel-out, provider: kannel, secret: env:KANNEL_SECRET, number: \"1708\", "
                    + "send: { url: \"http://127.0.0.1:\(port)/sendsms\", user: aduan, "
                    + "password: env:KANNEL_SEND, from: \"1708\" } }"
            ])
        let text = try String(contentsOfFile: house.config, encoding: .utf8)
        let channels = "  sweep_seconds: 1\n  citizen_messages_per_day: 5\n"
            + "  channels: { sms: { url: \"\(house.url(.sms))\", token: env:ROUTING_TOKEN } }\n"
        try house.folder.write(
            text.replacing("\nrouting:\n", with: "\nrouting:\n\(channels)"), to: "mendengar.yaml")
        let script = try house.folder.write(Self.gateway, to: "gateway.py")
        let gateway = try RunningProgram(
            ["python3", script, "\(port)"], log: house.folder.file("gateway.log"))
        let running = try await house.start([.routing, .sms])
        let provider = SMSProvider(house: house)
        let citizen = "+6281250003001"
        func send(_ id: String, _ text: String) async throws {
            let url = provider.kannelURL(id: id, from: citizen, text: text)
                .replacing("/kannel-1708/", with: "/kannel-out/")
            #expect((200..<300).contains(try await provider.client.get(url).status))
        }
        func told(_ words: String) async throws {
            try await gateway.writes(words, within: .seconds(20))
        }

        try await send("k-1", "Jalan di Desa Hamalau rusak parah, lampu jalan mati dan sampah menumpuk")
        let feed = CaseSystem(house)
        let first = try #require(try await feed.read("the report") { !$0.isEmpty }.first)
        let name = try #require(first.agency?.name)
        try await told("Laporan \(first.complaint.tracking) diteruskan ke \(name)")

        let path = "\(house.url(.routing))/v1/assignments/\(first.id.text)"
        func step(_ step: String, _ body: [String: Any]) async throws {
            let answer = try await provider.client.postJSON(
                "\(path)/\(step)", token: house.secrets["CASE_TOKEN"], body)
            #expect(answer.status == 200, "\(answer.text)")
        }
        try await step("return", ["reason": "bukan wewenang kami"])
        let moved = try #require(try await feed.read("the next agency") { $0.count >= 2 }.last)
        #expect(moved.id == first.id && moved.agency != nil && moved.agency != first.agency)
        try await told("kini ditangani \(moved.agency?.name ?? "?")")

        try await step("ack", ["case_ref": "K-1"])
        try await step("status", ["status": "answered", "note": "lampu sudah kami ganti"])
        try await told("dijawab: lampu sudah kami ganti")
        _ = try await eventually("the answer noted as sent") { () -> Bool? in
            let metrics = try await provider.client.get("\(house.url(.sms))/metrics").text
            return metrics.contains(#"mendengar_sms_out_total{account="kannel-out",result="sent"} 4"#)
                ? true : nil
        }

        try await send("k-2", "belum selesai pak, masih begitu saja")
        let all = try await feed.read("opened again") { $0.contains { $0.status == .reopened } }
        #expect(all.first { $0.status == .reopened }?.id == first.id)
        try await told("Laporan \(first.complaint.tracking) dibuka kembali")
        // Two receipts, and four times what became of it.
        let sent = gateway.output.split(separator: "\n").filter { $0.hasPrefix("to \(citizen) ") }
        #expect(sent.count == 6, "\(sent)")

        for (_, program) in running { #expect(try await program.stop() == .done) }
        let verified = try await house.mendengar(["verify", "--json", "--config", house.config])
        #expect(verified.end == .done && verified.output.contains("\"stuck\" : 0"), "\(verified.output)")
        try await gateway.killNow()
    }
}
