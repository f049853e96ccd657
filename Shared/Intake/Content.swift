// Bytes of any size: in memory while they are few, in a file without a name beyond that.
package import Foundation

/// A message or a file of any size that does not need its size in memory.
///
/// What lies in a file is gone with the last value that speaks of it, after a crash too: the file has
/// no name (`O_TMPFILE`, open(2)).
package struct Content: Sendable {
    /// Where the bytes are.
    package enum Storage: Sendable {
        case memory([UInt8])
        /// A range of a file, which other values may share.
        case file(UnnamedFile, Range<Int>)
    }

    package let storage: Storage

    /// More than this lies in a file; it is also what is read from one at a time.
    package static let memoryBytesMax = 256 << 10

    package init(_ bytes: [UInt8]) { storage = .memory(bytes) }

    package init(_ file: UnnamedFile, _ range: Range<Int>) { storage = .file(file, range) }

    package var count: Int {
        switch storage {
        case .memory(let bytes): bytes.count
        case .file(_, let range): range.count
        }
    }

    /// What is held in memory; 0 for what lies in a file.
    package var memoryCount: Int {
        switch storage {
        case .memory(let bytes): bytes.count
        case .file: 0
        }
    }

    /// A part of it, without copying a file.
    package subscript(_ part: Range<Int>) -> Content {
        switch storage {
        case .memory(let bytes): Content(Array(bytes[part]))
        case .file(let file, let range):
            Content(file, range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound)
        }
    }

    /// A copy of a named file, which may be changed or removed meanwhile.
    package init(copying path: String, in folder: URL) throws(UnnamedFile.Failure) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .init(description: "\(path) is not opened: \(reason(errno))") }
        defer { close(file) }
        var status = stat()
        if fstat(file, &status) == 0, (1..<Self.memoryBytesMax).contains(Int(status.st_size)) {
            // A byte more, to see that it has not grown meanwhile.
            let room = Int(status.st_size) + 1
            let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
                filled = max(0, pread(file, buffer.baseAddress, room, 0))
            }
            if bytes.count == status.st_size {
                self.init(bytes)
                return
            }
        }
        try self.init(reading: file, in: folder)
    }

    /// The same bytes, in a file where they are many.
    package func inFileIfLarge(in folder: URL) throws(UnnamedFile.Failure) -> Content {
        guard memoryCount > Self.memoryBytesMax, case .memory(let bytes) = storage else { return self }
        let file = try UnnamedFile(in: folder)
        try file.write(bytes, at: 0)
        return Content(file, 0..<bytes.count)
    }

    /// Everything that can be read from an open file or pipe.
    ///
    /// - Parameter bytesMax: it stops when there are more.
    package init(
        reading file: Int32, in folder: URL, bytesMax: Int = .max
    ) throws(UnnamedFile.Failure) {
        var sink = ContentSink(in: folder)
        while sink.count <= bytesMax {
            var failed: Int32 = 0
            let piece = [UInt8](unsafeUninitializedCapacity: Self.memoryBytesMax) { buffer, filled in
                let count = read(file, buffer.baseAddress, Self.memoryBytesMax)
                if count < 0 { failed = errno }
                filled = max(0, count)
            }
            if failed == EINTR { continue }
            guard failed == 0 else {
                throw .init(description: "a message is not read: \(reason(failed))")
            }
            if piece.isEmpty { break }
            try sink.append(piece)
        }
        self = sink.content
    }

    /// Gives the bytes in order, in pieces of at most ``memoryBytesMax`` from a file and at once from
    /// memory; nothing when there are none.
    ///
    /// - Throws: ``UnnamedFile/Failure`` when the file cannot be read, or what `body` throws.
    package func forEachPiece(_ body: ([UInt8]) throws -> Void) throws {
        var rest = self
        while let piece = try rest.popPiece() { try body(piece) }
    }

    /// The first piece, which is taken off; `nil` at the end.
    package mutating func popPiece() throws(UnnamedFile.Failure) -> [UInt8]? {
        guard count > 0 else { return nil }
        switch storage {
        case .memory(let bytes):
            self = Content([])
            return bytes
        case .file(let file, let range):
            let end = min(range.lowerBound + Self.memoryBytesMax, range.upperBound)
            let piece = try file.read(range.lowerBound..<end)
            self = Content(file, end..<range.upperBound)
            return piece
        }
    }

    /// All of it in memory: for what is known to be small.
    package func bytes() throws(UnnamedFile.Failure) -> [UInt8] {
        switch storage {
        case .memory(let bytes): bytes
        case .file(let file, let range): try file.read(range)
        }
    }
}

extension Content: Hashable {
    /// Equal are the same bytes in memory and the same part of the same file.
    package static func == (one: Content, other: Content) -> Bool {
        switch (one.storage, other.storage) {
        case (.memory(let one), .memory(let other)): one == other
        case (.file(let one, let here), .file(let other, let there)):
            one === other && here == there
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch storage {
        case .memory(let bytes): hasher.combine(bytes)
        case .file(_, let range): hasher.combine(range)
        }
    }
}

/// A file without a name, read and written at positions.
package final class UnnamedFile: Sendable {
    /// The file cannot be made, written or read: our own trouble. Says where and why.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    package let descriptor: Int32

    /// - Parameter folder: on the disk that should hold the bytes; made when it is missing.
    package init(in folder: URL) throws(Failure) {
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        descriptor = open(folder.path, Self.tmpfile | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(description: "no file in \(folder.path): \(reason(errno))")
        }
    }

    /// A file that another process has opened; it is closed with this value.
    package init(adopting descriptor: Int32) { self.descriptor = descriptor }

    /// `O_TMPFILE`, which Swift does not import because the C macro is an expression.
    private static let tmpfile = 0o20_000_000 | O_DIRECTORY

    deinit { close(descriptor) }

    /// Writes all of `bytes` at `position`.
    package func write(_ bytes: some Collection<UInt8>, at position: Int) throws(Failure) {
        do {
            try FileBytes.write(bytes, to: descriptor, at: position)
        } catch {
            throw Failure(description: "a large message is not written: \(reason(error.code))")
        }
    }

    /// Exactly the bytes of `range`.
    package func read(_ range: Range<Int>) throws(Failure) -> [UInt8] {
        var failed = EIO
        do throws(FileBytes.Failure) {
            let bytes = try FileBytes.read(range, of: descriptor)
            if bytes.count == range.count { return bytes }
        } catch {
            failed = error.code
        }
        throw Failure(description: "a large message is not read: \(reason(failed))")
    }
}

/// Takes bytes as they come and gives a ``Content``.
package struct ContentSink {
    private let folder: URL
    private let memoryBytesMax: Int
    private var head: [UInt8] = []
    private var file: UnnamedFile?
    package private(set) var count = 0

    /// - Parameters:
    ///   - folder: where the file of a large one lies.
    ///   - memoryBytesMax: what is kept in memory before there is a file.
    package init(in folder: URL, memoryBytesMax: Int = Content.memoryBytesMax) {
        self.folder = folder
        self.memoryBytesMax = memoryBytesMax
    }

    /// Adds `bytes` at the end.
    package mutating func append(_ bytes: some Collection<UInt8>) throws(UnnamedFile.Failure) {
        defer { count += bytes.count }
        if let file { return try file.write(bytes, at: count) }
        if head.isEmpty { head = Array(bytes) } else { head += bytes }
        guard head.count > memoryBytesMax else { return }
        let file = try UnnamedFile(in: folder)
        try file.write(head, at: 0)
        head = []
        self.file = file
    }

    /// Everything so far. What is appended later is not part of it.
    package var content: Content { file.map { Content($0, 0..<count) } ?? Content(head) }
}

private func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
