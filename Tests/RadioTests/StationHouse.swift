// A whole radio service on a throw-away database, without sockets.
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Intake
import Logging
import NIOCore
import ServiceKit

@testable import RadioService

/// Helpers around the service's router.
struct StationHouse {
    let radio: Radio
    let folder: URL

    static let token = "rekaman-uji-0123456789"
    static let caseToken = "perkara-uji-0123456789"

    init(uploadMiB: Int = 1, limits: String = "") async throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("radio-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let configuration = try Configuration.parse(
            """
            region: \(root.path)/ops/regions/hss
            data: \(folder.path)
            limits: { upload_mib: \(uploadMiB), reserve_mib: 0\(limits) }
            radio:
              listen: 127.0.0.1:0
              routing_token: "token-radio-0123456789"
              tokens:
                - { name: rekaman, role: intake, secret: "\(Self.token)" }
                - { name: perkara, role: case, secret: "\(Self.caseToken)" }
              stations: [ { name: amandit, title: "Bupati Mendengar" }, { name: lain, title: Lain } ]
            """, file: "uji.yaml", for: [.radio])
        guard let part = configuration.radio else { throw CancellationError() }
        radio = try await Radio(
            configuration, part, metrics: Metrics(), logger: Logger(label: "uji"))
    }

    func close() {
        radio.intake.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Runs a test against the service and cleans up.
    static func open(
        uploadMiB: Int = 1, limits: String = "",
        _ body: @escaping @Sendable (StationHouse, any TestClientProtocol) async throws -> Void
    ) async throws {
        let house = try await StationHouse(uploadMiB: uploadMiB, limits: limits)
        defer { house.close() }
        let application = Application(router: try house.radio.server.router())
        try await application.test(.router) { client in try await body(house, client) }
    }
}

/// A multipart form with one file.
struct TestForm {
    var fields: [String: String] = [
        "station": "amandit", "title": "Bupati Mendengar", "aired_on": "2021-03-10",
    ]
    var file: Data?
    var headers: HTTPFields = [.authorization: "Bearer \(StationHouse.token)"]

    static let boundary = "batas-uji"

    func post(_ client: any TestClientProtocol, _ path: String) async throws -> TestResponse {
        var body = Data()
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            body += Data(
                ("--\(Self.boundary)\r\nContent-Disposition: form-data; "
                    + "name=\"\(name)\"\r\n\r\n\(value)\r\n").utf8)
        }
        if let file {
            body += Data(
                ("--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"file\"; "
                    + "filename=\"siaran.txt\"\r\nContent-Type: text/plain\r\n\r\n").utf8)
            body += file + Data("\r\n".utf8)
        }
        body += Data("--\(Self.boundary)--\r\n".utf8)
        var headers = headers
        headers[.contentType] = "multipart/form-data; boundary=\(Self.boundary)"
        return try await client.execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(bytes: body))
    }
}

extension TestResponse {
    /// The body as a JSON object.
    var json: [String: Any] {
        let value = try? JSONSerialization.jsonObject(with: Data(String(buffer: body).utf8))
        return value as? [String: Any] ?? [:]
    }
    var text: String { String(buffer: body) }
}
