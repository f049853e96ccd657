// Answers go out compressed to who takes it; tokens of forms are never the same text twice.
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import ServiceKit

@Suite struct CompressionTests {
    private static let long = String(repeating: "Jalan rusak di Simpur. ", count: 500)

    private func withClient(
        compresses: Bool = true, _ body: @Sendable @escaping (any TestClientProtocol) async throws -> Void
    ) async throws {
        var server = HTTPServer(
            name: "test", listen: .init(host: "127.0.0.1", port: 0), gate: TokenGate([]),
            endpoints: [
                Endpoint(.get, "/long", "a page") { request, _ in
                    .cached(Data(Self.long.utf8), type: "text/html; charset=utf-8", for: request)
                },
                Endpoint(.get, "/short", "a short page") { _, _ in .text("pendek") },
                Endpoint(.get, "/photo", "what is packed") { _, _ in
                    .bytes(Data(Self.long.utf8), type: "image/jpeg")
                },
            ], metrics: Metrics(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            readiness: [])
        server.compresses = compresses
        try await Application(router: try server.router()).test(.router) { client in try await body(client) }
    }

    @Test func pagesArePackedForWhoTakesIt() async throws {
        try await withClient { client in
            let plain = try await client.execute(uri: "/long", method: .get)
            #expect(plain.headers[.contentEncoding] == nil)
            #expect(plain.body.readableBytes == Self.long.utf8.count)
            #expect(plain.headers[.vary] == "Accept-Encoding")
            let packed = try await client.execute(
                uri: "/long", method: .get, headers: [.acceptEncoding: "br, gzip;q=0.8"])
            #expect(packed.headers[.contentEncoding] == "gzip")
            #expect(packed.body.readableBytes < Self.long.utf8.count / 20)
            let tag = try #require(packed.headers[.eTag])
            #expect(tag.hasPrefix("W/"))
            #expect(try Self.unpacked(packed.body) == Self.long)
            // Who has it packed has it.
            let again = try await client.execute(
                uri: "/long", method: .get, headers: [.acceptEncoding: "gzip", .ifNoneMatch: tag])
            #expect(again.status == .notModified && again.body.readableBytes == 0)
        }
    }

    @Test(arguments: [("/short", "gzip"), ("/photo", "gzip"), ("/long", "br"), ("/long", "gzip;q=0, *")])
    func whatIsNotWorthItOrWantedGoesAsItIs(_ path: String, _ accepted: String) async throws {
        try await withClient { client in
            let answer = try await client.execute(
                uri: path, method: .get, headers: [.acceptEncoding: accepted])
            #expect(answer.headers[.contentEncoding] == nil)
        }
    }

    @Test func servicesOfProgramsDoNot() async throws {
        try await withClient(compresses: false) { client in
            let answer = try await client.execute(
                uri: "/long", method: .get, headers: [.acceptEncoding: "gzip"])
            #expect(answer.headers[.contentEncoding] == nil && answer.headers[.vary] == nil)
        }
    }

    @Test func tokensOfFormsAreNeverTheSameTwice() {
        let session = Session(operatorName: "siti", station: "amandit", csrf: "rahasia-0123456789")
        let shown = (0..<50).map { _ in session.shownToken() }
        #expect(Set(shown).count == 50)
        #expect(shown.allSatisfy { session.allows($0) && !$0.contains("rahasia") })
        for wrong in ["", "00", "rahasia-0123456789", String(shown[0].dropLast(2)), "x" + shown[0]] {
            #expect(!session.allows(wrong), "\(wrong)")
        }
    }

    /// By the machine's own gzip, not by ours.
    private static func unpacked(_ body: ByteBuffer) throws -> String {
        let program = Process()
        program.executableURL = URL(filePath: "/bin/gzip")
        program.arguments = ["-dc"]
        let (input, output) = (Pipe(), Pipe())
        (program.standardInput, program.standardOutput) = (input, output)
        try program.run()
        input.fileHandleForWriting.write(Data(body.readableBytesView))
        try input.fileHandleForWriting.close()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        program.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
