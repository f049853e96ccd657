// What a mail that takes the parser over can do: nothing but end it.
import Foundation
import Intake
import TestSupport
import Testing

@testable import EmailService

@Suite struct ConfinementTests {
    /// How the real child ends when it tries something.
    private static func ending(of probe: Confinement.Probe) throws -> String {
        let child = try ChildProcess.start(try Fixture.executable, limits: MailLimits(), probe: probe)
        _ = try? child.socket.read(bytesMax: 1, until: .after(.seconds(30)))
        return child.end()
    }

    @Test(arguments: Confinement.Probe.allCases)
    func theChildDiesOfWhatIsForbidden(_ probe: Confinement.Probe) async throws {
        try #require(try await isFiltered(), "this kernel filters no system calls")
        let harmless: Set<Confinement.Probe> = [.nothing, .read]
        let end: String = try await onOwnThread { try Self.ending(of: probe) }
        #expect(end == (harmless.contains(probe) ? "exit status 0" : "signal \(SIGSYS)"))
        #expect(!FileManager.default.fileExists(atPath: "/tmp/mendengar-probe"))
    }

    private func isFiltered() async throws -> Bool {
        let parser = MailParser(executable: try Fixture.executable)
        let holds = try await parser.isConfined()
        await parser.stop()
        return holds
    }

    /// Everything that iconv, GMime, libxml2 and libytnef need works with nothing to open.
    @Test(arguments: [
        "iso-8859-2", "windows-1256", "koi8-r", "gb2312", "gb18030", "big5", "euc-kr", "iso-2022-jp",
        "shift_jis", "utf-16", "utf-32", "cp437", "macintosh", "iso-2022-kr", "tis-620",
    ])
    func charsetsAreThereBefore(_ charset: String) async throws {
        let body = ["Subject: =?\(charset)?B?\(Self.sample(charset, "laporan"))?=", "From: a@b.example",
            "Content-Type: text/plain; charset=\(charset)", "Content-Transfer-Encoding: base64", "",
            Self.sample(charset, "jalan rusak"), ""].joined(separator: "\r\n")
        let parser = MailParser(executable: try Fixture.executable)
        guard case .mail(let mail, _) = try await parser.parse(Content(Array(body.utf8))) else {
            Issue.record("not read")
            return
        }
        #expect(mail.text == "jalan rusak")
        #expect(mail.subject == "laporan")
        #expect(await parser.childrenStarted == 1)
        await parser.stop()
    }

    private static func sample(_ charset: String, _ words: String) -> String {
        let wide = charset == "utf-16" ? 2 : charset == "utf-32" ? 4 : 1
        let mark: [UInt8] = wide == 1 ? [] : [UInt8](repeating: 0, count: wide - 2) + [0xFE, 0xFF]
        let bytes = words.utf8.flatMap { [UInt8](repeating: 0, count: wide - 1) + [$0] }
        return Data(mark + bytes).base64EncodedString()
    }
}
