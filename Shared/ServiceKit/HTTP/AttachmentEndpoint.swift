// `GET /v1/attachments/{sha256}`: what citizens attached, for the case system and the coordinators.
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Serves stored attachments, always as a download.
package enum AttachmentEndpoint {
    /// A stored file. It goes out piece by piece: its size is never in memory.
    package struct File: Sendable {
        let filename: String
        let count: Int
        let piece: @Sendable (Int) async throws -> [UInt8]?

        /// - Parameter piece: the bytes in order, from piece 0; `nil` after the last.
        package init(
            filename: String, count: Int,
            piece: @escaping @Sendable (Int) async throws -> [UInt8]?
        ) {
            self.filename = filename
            self.count = count
            self.piece = piece
        }
    }

    /// - Parameter find: the file of a hash (SHA-256, 64 hexadecimal digits in lower case), if there is one.
    package static func endpoint(
        _ find: @escaping @Sendable (_ sha256: String) async throws -> File?
    ) -> Endpoint {
        Endpoint(
            .get, "/v1/attachments/{sha256}", "one attachment, as a download",
            roles: [.case, .admin],
            CallShape(
                [.path("sha256", .string(like: "^[0-9a-fA-F]{64}$"))],
                gives: [.ok(.init("application/octet-stream", .string(format: "binary")))])
        ) { _, context in
            let hash = try context.parameters.require("sha256").lowercased()
            guard hash.count == 64, hash.allSatisfy(\.isHexDigit) else {
                throw Problem.badRequest("an attachment is named by its SHA-256 in hex")
            }
            guard let file = try await find(hash) else {
                throw Problem.notFound("no attachment has this SHA-256")
            }
            var response = Response(
                status: .ok, headers: [.contentType: "application/octet-stream"],
                body: ResponseBody(contentLength: file.count) { writer in
                    var n = 0
                    while let piece = try await file.piece(n) {
                        try await writer.write(ByteBuffer(bytes: piece))
                        n += 1
                    }
                    try await writer.finish(nil)
                })
            // A citizen's file is never shown within our origin: no type of the sender's, no frame.
            response.headers[.contentDisposition] = disposition(file.filename)
            if let policy = HTTPField.Name("Content-Security-Policy") {
                response.headers[policy] = "sandbox; default-src 'none'"
            }
            return response
        }
    }

    /// RFC 6266 with the name of RFC 8187, so that any script and sign survives.
    package static func disposition(_ filename: String) -> String {
        let plain = String(
            filename.map { character in
                character.isASCII
                    && (character.isLetter || character.isNumber
                        || "._- ".contains(character))
                    ? character : "_"
            })
        let safe = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
        let encoded = filename.addingPercentEncoding(withAllowedCharacters: safe) ?? plain
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)"
    }
}
