// A real Kannel 1.4.5 in a network namespace: bearerbox, smsbox and its own fake SMS centre.
import Foundation

/// Kannel between a fake SMS centre and mendengar-sms. It lives in a ``NetworkRoom`` because its fake
/// SMS centre listens on every address, whatever is configured.
package final class KannelGateway: Sendable {
    private let folder: TemporaryFolder
    private let room: NetworkRoom
    private let configuration: String
    private let bearerbox: RunningProgram
    private let smsbox: RunningProgram

    private static let centrePort = 10000
    private static let adminPort = 13000

    /// - Parameters:
    ///   - url: where messages go, without the query: by GET, those that begin with POS by `post-url`, with
    ///     PXM by `post-xml`.
    ///   - isPlain: Kannel joins no parts and leaves the bytes of a text as they came.
    package init(room: NetworkRoom, url: String, isPlain: Bool = false) async throws {
        folder = try TemporaryFolder("kannel")
        self.room = room
        configuration = try folder.write(
            Self.configuration(folder: folder.path, url: url, isPlain: isPlain), to: "kannel.conf")
        bearerbox = try RunningProgram(
            room.launcher + ["/usr/sbin/bearerbox", "-v", "0", configuration],
            log: folder.file("bearerbox.out"))
        try await bearerbox.writes("MAIN: Start-up done, entering mainloop")
        smsbox = try RunningProgram(
            room.launcher + ["/usr/sbin/smsbox", "-v", "0", configuration],
            log: folder.file("smsbox.out"))
        try await bearerbox.writes("boxc_sender")
    }

    /// A citizen sends a message to 1708. `text` without percent signs.
    package func citizen(_ number: String, sends text: String) async throws {
        try await centre("\(number) 1708 text \(text)")
    }

    /// A message in UCS-2, as a phone sends it with an emoji or a curly quote in it.
    package func citizen(_ number: String, sendsUCS2 text: String) async throws {
        let bytes = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let hex = bytes.map { byte -> String in
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }
        try await centre("\(number) 1708 ucs2 \(hex.joined())")
    }

    /// One part of a long message, under a reference of 8 bits.
    package func citizen(
        _ number: String, sends text: String, part: Int, of total: Int, reference: Int
    ) async throws {
        let header = [5, 0, 3, reference, total, part].map { byte -> String in
            "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        try await centre("\(number) 1708 udh-text \(header.joined()) \(text)")
    }

    /// So many messages at once, as fast as the fake SMS centre can.
    package func burst(of count: Int, from number: String, text: String) async throws {
        let fake = try RunningProgram(
            room.launcher + Self.fakeCentre + [
                "-i", "0", "-m", "\(count)", "\(number) 1708 text \(text)",
            ], log: folder.file("burst.out"))
        try await fake.writes("sent message \(count)", within: .seconds(60))
        try await hangUp(fake)
    }

    /// A citizen sends a message and keeps his telephone on: what comes back is in its output.
    package func telephone(_ number: String, sends text: String) async throws -> RunningProgram {
        let phone = try RunningProgram(
            room.launcher + Self.fakeCentre + ["-m", "1", "\(number) 1708 text \(text)"],
            log: folder.file("phone-\(UUID().uuidString).out"))
        try await phone.writes("sent message 1")
        return phone
    }

    /// Switches a telephone off; only then may the next one send.
    package func hangUp(_ phone: RunningProgram) async throws {
        let before = goneCount
        try await phone.killNow()
        _ = try await eventually("the telephone gone") { () -> Bool? in
            goneCount > before ? true : nil
        }
    }

    /// Kannel says "EOF from", or "IO error to" where it was still writing the last part of a message.
    private var goneCount: Int {
        bearerbox.output.components(separatedBy: "fakesmsc client. Closing connection.").count
    }

    private static let fakeCentre = [
        "/usr/lib/kannel/test/fakesmsc", "-H", "127.0.0.1", "-r", "\(centrePort)", "-i", "0.01",
    ]

    /// One message through the fake SMS centre, which never ends by itself and may be there only once.
    private func centre(_ line: String) async throws {
        let fake = try RunningProgram(
            room.launcher + Self.fakeCentre + ["-m", "1", line], log: folder.file("fakesmsc.out"))
        try await fake.writes("sent message 1")
        try await hangUp(fake)
    }

    package func stop() async throws {
        for program in [smsbox, bearerbox] {
            program.signal(SIGKILL)
            try await program.ended()
        }
    }

    /// What both boxes wrote, for a failing test.
    package var logs: String {
        "\(bearerbox.output.suffix(3000))\n\(smsbox.output.suffix(3000))"
    }

    private static func configuration(
        folder: String, url: String, isPlain: Bool
    ) -> String {
        """
        group = core
        admin-port = \(adminPort)
        admin-interface = 127.0.0.1
        admin-password = uji
        status-password = uji
        admin-allow-ip = "127.0.0.1"
        admin-deny-ip = "*.*.*.*"
        smsbox-port = 13001
        smsbox-interface = 127.0.0.1
        box-allow-ip = "127.0.0.1"
        box-deny-ip = "*.*.*.*"
        log-level = 0
        store-type = file
        store-location = "\(folder)/kannel.store"
        dlr-storage = internal
        sms-combine-concatenated-mo = \(!isPlain)
        sms-combine-concatenated-mo-timeout = 10

        group = smsc
        smsc = fake
        smsc-id = FAKE1
        host = 127.0.0.1
        port = \(centrePort)
        connect-allow-ip = 127.0.0.1

        group = smsbox
        bearerbox-host = 127.0.0.1
        sendsms-port = 13013
        sendsms-interface = 127.0.0.1
        global-sender = 1708
        sendsms-chars = "0123456789 +-"
        log-level = 0
        mo-recode = \(!isPlain)
        http-request-retry = 20
        http-queue-delay = 1

        group = sendsms-user
        username = aduan
        password = kirim-uji
        max-messages = 3
        concatenation = true

        group = sms-service
        keyword = pos
        post-url = "\(url)?id=%I"
        send-sender = true
        max-messages = 0

        group = sms-service
        keyword = pxm
        post-xml = "\(url)"
        send-sender = true
        max-messages = 0

        group = sms-service
        keyword = default
        catch-all = true
        max-messages = 0
        omit-empty = true
        get-url = "\(url)?from=%p&to=%P&id=%I&smsc=%i&ts=%T&charset=%C&coding=%c&udh=%u&text=%b"

        """
    }
}
