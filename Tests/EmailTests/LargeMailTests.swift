// A mail of 50 MB through the real service, and the memory that it and its child need for it.
import Crypto
import Foundation
import TestSupport
import Testing

@testable import EmailService

@Suite(.serialized) struct LargeMailTests {
    /// Of the service, and of its child (`VmHWM` of proc(5)).
    static let memoryMiBMax = 64
    /// The same without the pages of the program's own file: those of one with debug information alone come
    /// close to the limit.
    static let ownMemoryMiBMax = 32

    private static let attachmentBytes = 36 << 20

    /// The mail in a file, and the SHA-256 of its attachment.
    private static func write(to path: String) throws -> String {
        var hash = SHA256()
        try Data().write(to: URL(filePath: path))
        let file = try #require(FileHandle(forWritingAtPath: path))
        defer { try? file.close() }
        let head = """
            From: Siti Aminah <siti.aminah@warga.example>
            To: aduan@hss.example
            Subject: Video banjir
            Message-ID: <besar-1@warga.example>
            Content-Type: multipart/mixed; boundary=batas

            --batas

            Video banjir di Nagara terlampir.
            --batas
            Content-Type: video/mp4; name=banjir.mp4
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment


            """
        try file.write(contentsOf: Data(head.replacing("\n", with: "\r\n").utf8))
        var random = SeededRandom(seed: 37)
        let block = 57 * 1024
        for start in stride(from: 0, to: attachmentBytes, by: block) {
            var bytes = Data(count: min(block, attachmentBytes - start))
            for index in stride(from: 0, to: bytes.count, by: 61) {
                bytes[index] = UInt8.random(in: 0...255, using: &random)
            }
            hash.update(data: bytes)
            try file.write(
                contentsOf: bytes.base64EncodedData(options: [.lineLength76Characters]) + "\r\n".utf8)
        }
        try file.write(contentsOf: Data("--batas--\r\n".utf8))
        return hash.finalize().map { String(format: "%02x", $0) }.joined()
    }

    /// The most memory a process has had, in MiB, and how much of it was no file.
    private static func peakMiB(_ pid: Int32) throws -> (all: Int, own: Int) {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        func mebibytes(_ name: String) throws -> Int {
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix(name) })
            let count = line.split { $0 == " " || $0 == "\t" }.dropFirst().first
            return try #require(count.flatMap { Int($0) }) / 1024
        }
        let all = try mebibytes("VmHWM:")
        return (all, all - (try mebibytes("RssFile:")))
    }

    private static func children(of pid: Int32) throws -> [Int32] {
        let tasks = "/proc/\(pid)/task"
        return try FileManager.default.contentsOfDirectory(atPath: tasks).flatMap { task in
            let list = try? String(contentsOfFile: "\(tasks)/\(task)/children", encoding: .utf8)
            return (list ?? "").split(separator: " ").compactMap { Int32($0) }
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func fiftyMegabytesWithin64MiBOfMemory() async throws {
        let house = try House(
            "large", services: [.email],
            settings: [
                .email: "tokens: [{ name: case-system, role: case, secret: env:CASE_TOKEN }]"
            ])
        let mail = house.folder.file("mail.eml")
        let sha256 = try Self.write(to: mail)
        let size = try #require(
            try FileManager.default.attributesOfItem(atPath: mail)[.size] as? Int)
        #expect(size > 49 << 20 && size <= 50 << 20)
        let service = try await house.start(.email)
        let clock = ContinuousClock()
        let taken = try await clock.measure {
            let sent = try await RunningProgram.run(
                ["python3", "-c", Self.smtplib, "\(house.lmtpPort)", mail], in: house.folder,
                within: .seconds(180))
            try #require(sent.end == .done, "\(sent.output)")
        }
        let client = HTTPClient()
        let url = house.url(.email) + "/v1/attachments/\(sha256)"
        let answer = try await eventually("the attachment", within: .seconds(120)) {
            let answer = try await client.send(
                "GET", url, token: "case-uji", timeout: .seconds(60))
            return answer.status == 404 ? nil : answer
        }
        #expect(answer.status == 200 && answer.body.count == Self.attachmentBytes)
        #expect(SHA256.hash(data: answer.body).map { String(format: "%02x", $0) }.joined() == sha256)
        #expect(answer.headers["content-disposition"]?.contains("banjir.mp4") == true)
        #expect(answer.headers["x-content-type-options"] == "nosniff")
        #expect(try await client.get(url).status == 401)
        let own = try Self.peakMiB(service.pid)
        let children = try Self.children(of: service.pid).map(Self.peakMiB)
        print("50 MB in \(taken): service \(own) MiB, child \(children) MiB")
        #expect(own.own <= Self.ownMemoryMiBMax)
        #if !DEBUG
        #expect(own.all <= Self.memoryMiBMax)
        #endif
        #expect(children.count == 1 && children.allSatisfy { $0.all <= Self.memoryMiBMax })
        // Nothing of it is left but in the database.
        let left = try FileManager.default.contentsOfDirectory(
            atPath: house.folder.file("data/large-tmp"))
        #expect(left.isEmpty)
        #expect(try await service.stop() == .done)
    }

    private static let smtplib = """
        import smtplib, sys
        with smtplib.LMTP("127.0.0.1", int(sys.argv[1])) as server:
            server.sendmail("warga@warga.example", ["aduan@hss.example"], open(sys.argv[2], "rb").read())
        """
}
