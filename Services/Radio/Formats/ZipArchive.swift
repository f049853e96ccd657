// Archives (DOCX, ODT, WhatsApp's export): what can be wrong with them, in the operator's words.
import Documents
import Foundation

/// An archive in memory.
struct ZipArchive: Sendable {
    typealias Entry = Archive.Entry

    private let archive: Archive
    private let limits: TranscriptLimits

    static func looksLikeZip(_ data: Data) -> Bool { Archive.looksLikeZip(data) }

    init(_ data: Data, _ limits: TranscriptLimits) throws(TranscriptError) {
        var bounds = ArchiveLimits()
        bounds.files = limits.archiveFiles
        bounds.unpackedBytes = limits.unpackedBytes
        bounds.packedRatio = limits.packedRatio
        do throws(ArchiveError) {
            archive = try Archive(data, bounds)
        } catch {
            throw Self.explain(error, limits)
        }
        self.limits = limits
    }

    var entries: [Entry] { archive.entries }

    func entry(_ name: String) -> Entry? { archive.entry(name) }

    /// The content of one entry. What its directory promises is checked first, then what comes.
    func read(_ entry: Entry) throws(TranscriptError) -> Data {
        do throws(ArchiveError) {
            return try archive.read(entry)
        } catch {
            throw Self.explain(error, limits)
        }
    }

    static let locked = TranscriptError.unreadable(
        line: 1, message: "berkas dikunci dengan kata sandi; simpan tanpa kata sandi.")

    private static func size(_ bytes: Int) -> String {
        bytes >= 1 << 20 ? "\(bytes >> 20) MB" : "\(bytes) bita"
    }

    private static func explain(_ error: ArchiveError, _ limits: TranscriptLimits)
        -> TranscriptError
    {
        switch error {
        case .locked: return locked
        case .broken:
            return .unreadable(
                line: 1,
                message: "arsip rusak atau berisi lebih dari \(limits.archiveFiles) berkas; "
                    + "simpan ulang naskahnya.")
        case .brokenEntry(let name):
            return .unreadable(
                line: 1, message: "arsip rusak pada \(name); simpan ulang naskahnya.")
        case .tooLarge(let name):
            return .unreadable(
                line: 1,
                message:
                    "setelah dibuka, isi berkas ini terlalu besar (\(name.prefix(80)), paling banyak "
                    + "\(Self.size(limits.unpackedBytes))). Simpan ulang naskahnya sebagai teks, "
                    + "lalu unggah lagi."
            )
        }
    }
}
