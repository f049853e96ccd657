// Archives that people hand over (office files, chats), through libzip, with limits against files that unpack
// to more than anybody wrote. Only named entries are read; no name becomes a path.
import CZip
package import Foundation

/// Bounds of an archive.
package struct ArchiveLimits: Sendable {
    /// Entries it may list.
    package var files = 2000
    /// Bytes one entry may unpack to.
    package var unpackedBytes = 64 * 1024 * 1024
    /// How many times its packed size; below ``ratioFreeBytes`` it is not asked.
    package var packedRatio = 300
    /// An entry up to this size is never a bomb.
    package var ratioFreeBytes = 1 << 20

    package init() {}
}

/// Why an archive cannot be read.
package enum ArchiveError: Error, Sendable, Hashable {
    /// Not an archive, damaged, or with more entries than allowed.
    case broken
    /// The entry is damaged.
    case brokenEntry(String)
    /// The entry is encrypted.
    case locked(String)
    /// The entry is, or would become, larger than allowed.
    case tooLarge(String)
}

/// An archive in memory or in a file.
package struct Archive: Sendable {
    /// A file in it.
    package struct Entry: Sendable {
        package var index: UInt64
        package var name: String
        /// As its directory promises; what comes is counted as well.
        package var size: Int
        package var packed: Int
        package var isEncrypted: Bool
    }

    private enum Source: Sendable {
        case memory(Data)
        case file(String)
    }

    package let entries: [Entry]
    private let source: Source
    private let limits: ArchiveLimits

    /// Bytes unpacked at a time.
    private static let chunkBytes = 64 * 1024

    /// Whether these bytes begin like an archive.
    package static func looksLikeZip(_ data: Data) -> Bool {
        data.starts(with: Array("PK\u{3}\u{4}".utf8))
    }

    /// Opens an archive in memory.
    package init(_ data: Data, _ limits: ArchiveLimits) throws(ArchiveError) {
        try self.init(.memory(data), limits)
    }

    /// Opens an archive in a file, which must stay where it is.
    package init(path: String, _ limits: ArchiveLimits) throws(ArchiveError) {
        try self.init(.file(path), limits)
    }

    private init(_ source: Source, _ limits: ArchiveLimits) throws(ArchiveError) {
        self.source = source
        self.limits = limits
        let most = limits.files
        let listed = Self.withArchive(source) { archive -> [Entry]? in
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
        guard let entries = listed ?? nil else { throw .broken }
        self.entries = entries
    }

    /// The entry of that name, if there is one.
    package func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

    /// The content of one entry. Of one with a damaged end, what came before it.
    package func read(_ entry: Entry) throws(ArchiveError) -> Data {
        var content = Data()
        let isWhole = try stream(entry) { chunk in
            content.append(contentsOf: chunk)
            return true
        }
        guard isWhole || !content.isEmpty else { throw .brokenEntry(entry.name) }
        return content
    }

    /// Unpacks one entry piece by piece. What its directory promises is checked first, then what comes.
    ///
    /// - Parameter body: gets each piece; `false` ends it.
    /// - Returns: `false` when the end is damaged.
    package func stream(
        _ entry: Entry, _ body: (UnsafeRawBufferPointer) -> Bool
    ) throws(ArchiveError) -> Bool {
        guard !entry.isEncrypted else { throw .locked(entry.name) }
        guard fits(entry.size, entry) else { throw .tooLarge(entry.name) }
        var seen = 0
        let isWhole = Self.withArchive(source) { archive -> Bool? in
            guard let file = zip_fopen_index(archive, entry.index, 0) else { return nil }
            defer { zip_fclose(file) }
            var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
            while true {
                let count = zip_fread(file, &chunk, UInt64(chunk.count))
                guard count > 0 else { return count == 0 }
                seen += Int(count)
                guard fits(seen, entry) else { return true }
                let goesOn = chunk.withUnsafeBytes {
                    body(UnsafeRawBufferPointer(rebasing: $0[..<Int(count)]))
                }
                guard goesOn else { return true }
            }
        }
        guard let isWhole = isWhole ?? nil else { throw .brokenEntry(entry.name) }
        guard fits(seen, entry) else { throw .tooLarge(entry.name) }
        return isWhole
    }

    private func fits(_ size: Int, _ entry: Entry) -> Bool {
        let isBomb =
            size > limits.ratioFreeBytes && size / max(1, entry.packed) > limits.packedRatio
        return size <= limits.unpackedBytes && !isBomb
    }

    private static func withArchive<Result>(
        _ source: Source, _ body: (OpaquePointer) -> Result
    ) -> Result? {
        switch source {
        case .file(let path):
            guard let archive = zip_open(path, ZIP_RDONLY, nil) else { return nil }
            defer { zip_discard(archive) }
            return body(archive)
        case .memory(let data):
            return data.withUnsafeBytes { bytes in
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
}
