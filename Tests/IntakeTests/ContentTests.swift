// Bytes of any size are the same bytes, in memory or in a file.
import Foundation
import TestSupport
import Testing

@testable import Intake

@Suite struct ContentTests {
    private let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }

    @Test(arguments: [1, 999, 1000, 1001])
    func whatGoesInComesOut(memoryBytesMax: Int) throws {
        let folder = try TemporaryFolder("content")
        var sink = ContentSink(in: URL(filePath: folder.path), memoryBytesMax: memoryBytesMax)
        for piece in stride(from: 0, to: bytes.count, by: 13) {
            try sink.append(bytes[piece..<min(piece + 13, bytes.count)])
        }
        let content = sink.content
        #expect(sink.count == 1000 && content.count == 1000)
        #expect(try content.bytes() == bytes)
        var joined: [UInt8] = []
        try content.forEachPiece { joined += $0 }
        #expect(joined == bytes)
        if case .file = content.storage {
            #expect(memoryBytesMax < 1000)
        } else {
            #expect(memoryBytesMax >= 1000)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func aLargeOneComesInPieces() throws {
        let folder = try TemporaryFolder("content")
        var sink = ContentSink(in: URL(filePath: folder.path))
        let count = 3 * Content.memoryBytesMax + 5
        try sink.append([UInt8](repeating: 7, count: count))
        var sizes: [Int] = []
        try sink.content.forEachPiece { sizes.append($0.count) }
        #expect(sizes == [Content.memoryBytesMax, Content.memoryBytesMax, Content.memoryBytesMax, 5])
        guard case .file(let file, _) = sink.content.storage else {
            Issue.record("not in a file")
            return
        }
        #expect(try Content(file, 4..<9).bytes() == [7, 7, 7, 7, 7])
        #expect(throws: UnnamedFile.Failure.self) { try file.read(0..<(count + 1)) }
    }

    @Test func noFolderIsSaid() {
        var sink = ContentSink(in: URL(filePath: "/proc/nowhere"), memoryBytesMax: 0)
        #expect(throws: UnnamedFile.Failure.self) { try sink.append([1]) }
    }
}
