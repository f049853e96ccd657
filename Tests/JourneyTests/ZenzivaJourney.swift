// SMS that mendengar-sms asks a provider for, to the assignment in the feed.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys.SMS {
    /// Each message is told once, as by a provider that marks what it has told as read.
    private static let provider = """
        import http.server, sys, urllib.parse
        unread = [b'LAPOR lampu jalan mati di Kandangan', b'Air PDAM keruh &#8211; bau \\xf0\\x9f\\x98\\xb7']
        class Inbox(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
                if asked != {'userkey': ['uji'], 'passkey': ['rahasia&1'], 'status': ['unread']}:
                    return self.send_error(401)
                texts = [(n, unread[n]) for n in range(len(unread)) if unread[n]]
                unread[:] = [None] * len(unread)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b'<response>' + b''.join(
                    b'<message><id>%d</id><tgl>2026-11-28</tgl><waktu>12:37:21</waktu><isiPesan>%s</isiPesan>'
                    b'<dari>+628125000500%d</dari></message>' % (n + 1, text, n) for n, text in texts)
                    + b'</response>')
        http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Inbox).serve_forever()
        """

    @Test("mendengar-sms asks Zenziva, and what it was told once is in the feed once")
    func askedOfZenziva() async throws {
        let house = try House("zenziva", services: [.routing, .sms])
        let port = try FreePort.find()
        let account = "- { name: zenziva, provider: zenziva, url: 'http://127.0.0.1:\(port)/api', "
            + "every: 1s, user: uji, password: 'rahasia&1' }"
        let text = try String(contentsOfFile: house.config, encoding: .utf8)
        let config = try house.folder.write(
            text.replacing("  accounts:\n", with: "  accounts:\n    \(account)\n"), to: "zenziva.yaml")
        let routing = try await house.start(.routing)
        // Nobody is there yet.
        let sms = try await house.start(.sms, config: config)
        try await sms.writes("the provider was asked in vain")
        let script = try house.folder.write(Self.provider, to: "zenziva.py")
        let provider = try RunningProgram(
            ["python3", script, "\(port)"], log: house.folder.file("zenziva.log"))
        let read = try await CaseSystem(house).read("both") { $0.count >= 2 }
        #expect(
            read.map(\.complaint.text).sorted() == [
                "Air PDAM keruh – bau 😷", "LAPOR lampu jalan mati di Kandangan",
            ])
        #expect(read.map(\.complaint.externalId).sorted() == ["1", "2"])
        #expect(Set(read.compactMap(\.complaint.reporter?.phone)) == ["+6281250005000", "+6281250005001"])
        try await sms.writes("the provider answers again")
        #expect(!sms.output.contains("rahasia&1") && !sms.output.contains("rahasia%261"))
        try await provider.killNow()
        #expect(try await sms.stop() == .done)
        #expect(try await routing.stop() == .done)
    }
}
