// Photos that came with reports by Open311, kept once under their SHA-256, sealed as all of a complaint is.
import Complaints
import Foundation
import Store

enum PhotoTable {
    /// A photo is as many rows of `photo_part` as it has parts; it is shown to everybody where a person has
    /// let it be, for one report at a time.
    static let migration = [
        """
        CREATE TABLE photo_of (complaint_id TEXT NOT NULL, sha256 TEXT NOT NULL, n BIGINT NOT NULL,
            published_at BIGINT, PRIMARY KEY (complaint_id, sha256))
        """,
        "CREATE INDEX photo_published ON photo_of (sha256) WHERE published_at IS NOT NULL",
        """
        CREATE TABLE photo (sha256 TEXT PRIMARY KEY, filename TEXT NOT NULL, media_type TEXT NOT NULL,
            bytes BIGINT NOT NULL, parts BIGINT NOT NULL, at BIGINT NOT NULL)
        """,
        "CREATE TABLE photo_part (seq {autoid}, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL)",
    ]

    /// Of one row: what is in memory while a photo goes out.
    static let partBytes = 192 * 1024

    /// Whom a part is sealed for.
    static func sealRow(_ name: String) -> String { "photo/\(name)" }

    private static func name(_ sha256: String, _ n: Int) -> String { "\(sha256)/\(n)" }

    /// Stores the photos of a complaint; bytes that are there already are not stored again.
    static func keep(
        _ photos: [CivicPhoto], of complaint: UUID, at now: Date, in transaction: any Transaction
    ) throws {
        for (n, photo) in photos.enumerated() {
            try transaction.execute(
                """
                INSERT INTO photo_of (complaint_id, sha256, n) VALUES (?, ?, ?)
                ON CONFLICT (complaint_id, sha256) DO NOTHING
                """, [.text(complaint.text), .text(photo.attachment.sha256), SQLValue(n)])
            let parts = (photo.bytes.count + partBytes - 1) / partBytes
            let isNew =
                try transaction.execute(
                    """
                    INSERT INTO photo (sha256, filename, media_type, bytes, parts, at)
                    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING
                    """,
                    [
                        .text(photo.attachment.sha256), .text(photo.attachment.filename),
                        .text(photo.attachment.mediaType), SQLValue(photo.bytes.count), SQLValue(parts),
                        .integer(now.microseconds),
                    ]) > 0
            guard isNew else { continue }
            for n in 0..<parts {
                let name = name(photo.attachment.sha256, n)
                let piece = photo.bytes.dropFirst(n * partBytes).prefix(partBytes)
                try transaction.execute(
                    "INSERT INTO photo_part (name, body) VALUES (?, ?)",
                    [
                        .text(name),
                        .text(try transaction.sealed(Data(piece).base64EncodedString(), row: sealRow(name))),
                    ])
            }
        }
    }

    /// A photo without its bytes.
    struct Kept: Sendable {
        var sha256: String
        var filename: String
        var mediaType: String
        var bytes: Int
        var parts: Int
    }

    static func find(_ sha256: String, in transaction: any Transaction) throws(StoreError) -> Kept? {
        try transaction.first("SELECT * FROM photo WHERE sha256 = ?", [.text(sha256)]).map {
            Kept(
                sha256: $0.text("sha256"), filename: $0.text("filename"), mediaType: $0.text("media_type"),
                bytes: Int($0.int("bytes")), parts: Int($0.int("parts")))
        }
    }

    /// The bytes of a photo in order, part by part from 0; `nil` after the last.
    static func part(
        _ n: Int, of photo: Kept, in transaction: any Transaction
    ) throws(StoreError) -> [UInt8]? {
        guard n < photo.parts else { return nil }
        let name = name(photo.sha256, n)
        let row = try transaction.first("SELECT body FROM photo_part WHERE name = ?", [.text(name)])
        let text = try row.map { row throws(StoreError) in
            try transaction.opened(row.text("body"), row: sealRow(name))
        }
        guard let bytes = text.flatMap({ Data(base64Encoded: $0) }) else {
            throw StoreError(.invalid, "part \(n) of \(photo.parts) of the photo \(photo.sha256) is missing")
        }
        return [UInt8](bytes)
    }

    // MARK: Shown to everybody

    /// Lets everybody see a photo of a report, or nobody any more.
    ///
    /// - Returns: whether the report has such a photo.
    static func publish(
        _ sha256: String, of complaint: UUID, _ isPublic: Bool, at now: Date,
        in transaction: any Transaction
    ) throws(StoreError) -> Bool {
        try transaction.execute(
            "UPDATE photo_of SET published_at = ? WHERE complaint_id = ? AND sha256 = ?",
            [isPublic ? .integer(now.microseconds) : .null, .text(complaint.text), .text(sha256)]) > 0
    }

    /// The photos that everybody may see, by complaint, in their order.
    static func published(
        of complaints: [UUID], in transaction: any Transaction
    ) throws(StoreError) -> [UUID: [String]] {
        try transaction.find(
            "SELECT complaint_id, sha256, published_at FROM photo_of", ["complaint_id"],
            in: complaints.map { [.text($0.text)] }, " ORDER BY n"
        ).reduce(into: [:]) { known, row in
            guard row.optionalInt("published_at") != nil, let id = UUID(text: row.text("complaint_id")) else {
                return
            }
            known[id, default: []].append(row.text("sha256"))
        }
    }

    /// The complaints for which everybody may see a photo.
    static func complaints(
        showing sha256: String, in transaction: any Transaction
    ) throws(StoreError) -> [String] {
        try transaction.query(
            "SELECT complaint_id FROM photo_of WHERE sha256 = ? AND published_at IS NOT NULL", [.text(sha256)]
        ).map { $0.text("complaint_id") }
    }
}
