// Reads the request log beside the running service.
import Complaints
import Foundation

/// Finds lines in the files of a folder.
struct RequestLogReader: Sendable {
    let folder: URL

    /// What is searched at a time.
    private static let chunkBytes = 1 << 20

    /// The lines that name a tracking number, the oldest first.
    func find(tracking: String) throws -> [JSONText] {
        let mark = Array("\"tracking\":\"\(tracking)\"".utf8)
        var found: [JSONText] = []
        for file in RequestLogFiles.list(folder) {
            try eachLine(of: file) { line in
                guard Self.holds(line, mark) else { return }
                if let entry = JSONText(Array(line)) { found.append(entry) }
            }
        }
        return found
    }

    /// The last lines, of one account or of all, the oldest first.
    func last(_ count: Int, account: String?) throws -> [JSONText] {
        let mark = account.map { Array("\"account\":\($0.debugDescription)".utf8) }
        var found: [JSONText] = []
        for file in RequestLogFiles.list(folder).reversed() where found.count < count {
            var ofFile: [[UInt8]] = []
            try eachLine(of: file) { line in
                if let mark, !Self.holds(line, mark) { return }
                ofFile.append(Array(line))
                if ofFile.count > 2 * count { ofFile.removeFirst(count) }
            }
            found = ofFile.suffix(count - found.count).compactMap { JSONText($0) } + found
        }
        return found
    }

    private static func holds(_ line: ArraySlice<UInt8>, _ mark: [UInt8]) -> Bool {
        line.withUnsafeBytes { bytes in
            var rest = bytes[...]
            // The quote before the name: few of a line's bytes.
            while rest.count >= mark.count,
                let place = rest.firstIndex(of: UInt8(ascii: "\"")), rest.endIndex - place >= mark.count
            {
                if rest[place..<place + mark.count].elementsEqual(mark) { return true }
                rest = rest[(place + 1)...]
            }
            return false
        }
    }

    private func eachLine(of file: URL, _ body: (ArraySlice<UInt8>) -> Void) throws {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        var rest: [UInt8] = []
        while let chunk = try handle.read(upToCount: Self.chunkBytes), !chunk.isEmpty {
            rest += chunk
            var start = 0
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                body(rest[start..<end])
                start = end + 1
            }
            rest.removeFirst(start)
        }
    }
}
