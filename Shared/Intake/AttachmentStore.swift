// Attachments, stored once under their SHA-256.
import Complaints
import Crypto
import Store

/// Keeps and finds attachments in a channel's database.
enum AttachmentStore {
    /// What is said of a file on the wire.
    static func describe(_ file: AttachmentFile) throws(UnnamedFile.Failure) -> Attachment {
        let sha256 = try file.content.sha256()
        return Attachment(
            sha256: sha256, filename: file.filename, mediaType: file.mediaType,
            bytes: file.content.count, url: "/v1/attachments/\(sha256)")
    }

    /// Stores a file's bytes once.
    static func keep(
        _ file: AttachmentFile, as attachment: Attachment, in transaction: any Transaction
    ) throws {
        let isNew =
            try transaction.execute(
                """
                INSERT INTO attachment (sha256, filename, media_type, bytes, chunks)
                VALUES (?, ?, ?, ?, 0) ON CONFLICT (sha256) DO NOTHING
                """,
                [
                    .text(attachment.sha256), .text(file.filename), .text(file.mediaType),
                    SQLValue(file.content.count),
                ]) > 0
        guard isNew else { return }
        let count = try Chunks.store(
            file.content, owner: owner(attachment.sha256), in: transaction)
        try transaction.execute(
            "UPDATE attachment SET chunks = ? WHERE sha256 = ?",
            [SQLValue(count), .text(attachment.sha256)])
    }

    static func owner(_ sha256: String) -> String { "file:\(sha256)" }
}

extension Content {
    /// SHA-256 in lower-case hex.
    package func sha256() throws(UnnamedFile.Failure) -> String {
        var hash = SHA256()
        var rest = self
        while let piece = try rest.popPiece() { hash.update(data: piece) }
        return Hex.text(hash.finalize())
    }
}

/// A stored attachment, read piece by piece.
package struct StoredAttachment: Sendable {
    package let sha256: String
    package let filename: String
    package let mediaType: String
    package let count: Int
    private let chunks: Int
    private let store: Store

    init(_ row: Row, in store: Store) {
        sha256 = row.text("sha256")
        filename = row.text("filename")
        mediaType = row.text("media_type")
        count = Int(row.int("bytes"))
        chunks = Int(row.int("chunks"))
        self.store = store
    }

    /// The bytes in order, a piece at a time, from 0; `nil` after the last.
    package func piece(_ n: Int) async throws -> [UInt8]? {
        guard n < chunks else { return nil }
        let owner = AttachmentStore.owner(sha256)
        let piece = try await store.read { try Chunks.chunk(n, owner: owner, in: $0) }
        guard let piece else {
            throw StoreError(.invalid, "row \(n) of \(chunks) of \(owner) is missing")
        }
        return piece
    }

    /// All of it in memory: for what is known to be small.
    package func bytes() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for n in 0..<chunks { bytes += try await piece(n) ?? [] }
        return bytes
    }
}

extension Intake {
    /// An attachment; `nil` when the hash is unknown.
    package func attachment(sha256: String) async throws -> StoredAttachment? {
        try await store.read { transaction in
            try transaction.first(
                "SELECT * FROM attachment WHERE sha256 = ?", [.text(sha256)])
        }.map { StoredAttachment($0, in: store) }
    }
}
