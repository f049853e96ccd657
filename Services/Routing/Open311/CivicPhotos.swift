// The photos of a post to Open311: files of a multipart form, judged by their bytes. None is unpacked here.
import Complaints
import Crypto
import Foundation
import ServiceKit

/// Bounds of the photos of one post (`limits` of the configuration).
struct PhotoLimits: Sendable {
    var count = 5
    var bytes = 8 << 20
    /// What one says it unpacks to: a bomb opens a thousand times larger than it looks.
    var pixels = 100_000_000
    /// Of the whole form.
    var formBytes = 20 << 20

    init() {}

    init(_ limits: Configuration.Limits) {
        count = limits.photos
        bytes = limits.photoMiB << 20
        pixels = limits.photoMegapixels * 1_000_000
        formBytes = limits.uploadMiB << 20
    }
}

/// A photo and what is said of it on the wire.
struct CivicPhoto: Sendable {
    var attachment: Attachment
    var bytes: ArraySlice<UInt8>

    /// What telephones and browsers make, with the ends of their names.
    static let types = [
        "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp",
        "image/heic": "heic",
    ]

    /// Those of a form; its name for a file is not believed and not kept.
    ///
    /// - Throws: ``CivicError`` that names the file and what may be sent.
    static func read(_ files: [FormPart], _ limits: PhotoLimits) throws(CivicError) -> [CivicPhoto] {
        guard files.count <= limits.count else {
            throw .wrong(
                files.last?.name ?? "media", "paling banyak \(limits.count) foto dalam satu laporan")
        }
        var photos: [CivicPhoto] = []
        for file in files {
            let photo = try read(file, number: photos.count + 1, limits)
            // The same one twice is one.
            if !photos.contains(where: { $0.attachment.sha256 == photo.attachment.sha256 }) {
                photos.append(photo)
            }
        }
        return photos
    }

    private static func read(
        _ file: FormPart, number: Int, _ limits: PhotoLimits
    ) throws(CivicError) -> CivicPhoto {
        guard file.bytes.count <= limits.bytes else {
            throw .wrong(file.name, "foto lebih besar daripada \(limits.bytes >> 20) MiB")
        }
        let type = FileType.of(file.bytes)
        guard let ending = types[type] else {
            throw .wrong(file.name, "bukan foto JPEG, PNG, GIF, WebP, atau HEIC")
        }
        guard let size = ImageSize(file.bytes, type) else {
            throw .wrong(file.name, "fotonya rusak: ukurannya tidak dapat dibaca")
        }
        guard size.pixels <= limits.pixels else {
            throw .wrong(
                file.name, "foto lebih dari \(limits.pixels / 1_000_000) juta piksel; perkecil dahulu")
        }
        let sha256 = Hex.text(SHA256.hash(data: file.bytes))
        return CivicPhoto(
            attachment: Attachment(
                sha256: sha256, filename: "foto-\(number).\(ending)", mediaType: type,
                bytes: file.bytes.count, url: "/v1/attachments/\(sha256)"),
            bytes: file.bytes)
    }
}
