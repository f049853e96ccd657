// Attachments, stored once under their SHA-256.
import Complaints
import Crypto
import Store

/// Keeps and finds attachments in a channel's database.
package enum AttachmentStore {
    /// Stores a file's bytes once and describes it for the wire.
    static func keep(
        _ file: AttachmentFile, in transaction: any Transaction
    ) throws(StoreError) -> Attachment {
        let sha256 = Hex.text(SHA256.hash(data: file.bytes))
        let isNew =
            try transaction.execute(
                """
                INSERT INTO attachment (sha256, filename, media_type, bytes, chunks)
                VALUES (?, ?, ?, ?, 0) ON CONFLICT (sha256) DO NOTHING
                """,
                [
                    .text(sha256), .text(file.filename), .text(file.mediaType),
                    SQLValue(file.bytes.count),
                ]) > 0
        if isNew {
            let count = try Chunks.store(file.bytes, owner: "file:\(sha256)", in: transaction)
            try transaction.execute(
                "UPDATE attachment SET chunks = ? WHERE sha256 = ?",
                [SQLValue(count), .text(sha256)])
        }
        return Attachment(
            sha256: sha256, filename: file.filename, mediaType: file.mediaType,
            bytes: file.bytes.count, url: "/v1/attachments/\(sha256)")
    }
}

extension Intake {
    /// An attachment with its bytes; `nil` when the hash is unknown.
    package func attachment(sha256: String) async throws -> AttachmentFile? {
        try await store.read { transaction in
            let found = try transaction.first(
                "SELECT * FROM attachment WHERE sha256 = ?", [.text(sha256)])
            guard let found else { return nil }
            return AttachmentFile(
                filename: found.text("filename"), mediaType: found.text("media_type"),
                bytes: try Chunks.load(
                    owner: "file:\(sha256)", count: found.int("chunks"), in: transaction))
        }
    }
}
