// Archives (DOCX, ODT, WhatsApp's export) through libzip, with limits against files that unpack to more
// than anybody wrote. Only named entries are read, into memory; no name becomes a path.
import CZip
import Foundation

/// An archive in memory.
struct ZipArchive: Sendable {
    struct Entry: Sendable {
        var index: UInt64
        var name: String
        var size: Int
        var packed: Int
        var isEncrypted: Bool
    }

    let entries: [Entry]
    private let data: Data
    private let limits: TranscriptLimits

    static func looksLikeZip(_ data: Data) -> Bool { data.starts(with: Array("PK\u{3}\u{4}".utf8)) }

    init(_ data: Data, _ limits: TranscriptLimits) throws(TranscriptError) {
        self.data = data
        self.limits = limits
        let most = limits.archiveFiles
        let listed = Self.withArchive(data) { archive -> [Entry]? in
            let count = zip_get_num_entries(archive, 0)
            guard count >= 0, count <= most else { return nil }
            return (0..<UInt64(count)).compactMap { index in
                var stat = zip_stat_t()
                guard zip_stat_index(archive, index, 0, &stat) == 0, let name = stat.name else {
                    return nil
                }
                return Entry(
                    index: index, name: String(cString: name), size: Int(clamping: stat.size),
                    packed: Int(clamping: stat.comp_size),
                    isEncrypted: stat.encryption_method != UInt16(ZIP_EM_NONE))
            }
        }
        guard let entries = listed ?? nil else {
            throw .unreadable(
                line: 1,
                message:
                    "arsip rusak atau berisi lebih dari \(most) berkas; simpan ulang naskahnya.")
        }
        self.entries = entries
    }

    func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

    /// The content of one entry. What its directory promises is checked first, then what comes.
    func read(_ entry: Entry) throws(TranscriptError) -> Data {
        guard !entry.isEncrypted else { throw Self.locked }
        let ratio = limits.packedRatio
        let isBomb =
            entry.size > 1 << 20 && entry.size / max(1, entry.packed) > ratio
        guard entry.size <= limits.unpackedBytes, !isBomb else { throw tooMuch(entry) }
        let most = limits.unpackedBytes
        let content = Self.withArchive(data) { archive -> Data? in
            guard let file = zip_fopen_index(archive, entry.index, 0) else { return nil }
            defer { zip_fclose(file) }
            var content = Data()
            var chunk = [UInt8](repeating: 0, count: 64 * 1024)
            while content.count <= most {
                let count = zip_fread(file, &chunk, UInt64(chunk.count))
                // A damaged end: what came before it is read.
                guard count > 0 else { return count == 0 || !content.isEmpty ? content : nil }
                content.append(contentsOf: chunk[..<Int(count)])
            }
            return content
        }
        guard let content = content ?? nil else {
            throw .unreadable(
                line: 1, message: "arsip rusak pada \(entry.name); simpan ulang naskahnya.")
        }
        guard content.count <= most else { throw tooMuch(entry) }
        return content
    }

    static let locked = TranscriptError.unreadable(
        line: 1, message: "berkas dikunci dengan kata sandi; simpan tanpa kata sandi.")

    private func tooMuch(_ entry: Entry) -> TranscriptError {
        .unreadable(
            line: 1,
            message:
                "isi arsip (\(entry.name.prefix(80))) mekar menjadi terlalu besar; paling banyak "
                + "\(limits.unpackedBytes) bita dan \(limits.packedRatio) kali ukuran padatnya.")
    }

    private static func withArchive<Result>(
        _ data: Data, _ body: (OpaquePointer) -> Result
    ) -> Result? {
        data.withUnsafeBytes { bytes in
            guard
                let source = zip_source_buffer_create(
                    bytes.baseAddress, UInt64(bytes.count), 0, nil)
            else { return nil }
            guard let archive = zip_open_from_source(source, ZIP_RDONLY, nil) else {
                zip_source_free(source)
                return nil
            }
            // Frees the source as well, and writes nothing.
            defer { zip_discard(archive) }
            return body(archive)
        }
    }
}
