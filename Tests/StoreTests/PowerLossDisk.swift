// What a disk holds after a power cut, rebuilt from the record of `Tests/Faults/recorder.c`.
import Foundation
import TestSupport

/// One call of the recorded program.
struct RecordedCall {
    let kind: Character
    let path: String
    let data: ArraySlice<UInt8>
    let offset: Int

    static func read(_ path: String) throws -> [RecordedCall] {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        var calls: [RecordedCall] = []
        var at = 0
        func number(_ place: Int, _ width: Int) -> Int {
            (0..<width).reduce(0) { $0 | Int(bytes[at + place + $1]) << (8 * $1) }
        }
        while at + 15 <= bytes.count {
            let name = number(1, 2)
            let size = number(3, 4)
            let start = at + 15
            // The last record of a killed program may be cut off.
            guard start + name + size <= bytes.count else { break }
            calls.append(
                RecordedCall(
                    kind: Character(Unicode.Scalar(bytes[at])),
                    path: String(decoding: bytes[start..<start + name], as: UTF8.self),
                    data: bytes[start + name..<start + name + size], offset: number(7, 8)))
            at = start + name + size
        }
        return calls
    }
}

/// A disk that keeps what was synced for certain, and of the rest whatever chance leaves.
///
/// Contents: each 512-byte sector of an unsynced write may have arrived or not, in any order, and so
/// may an unsynced change of length. Names: the unsynced creations, removals and renamings arrived up
/// to some point, as in the journal of a file system.
struct PowerLossDisk {
    private struct File {
        var synced: [UInt8] = []
        var pending: [RecordedCall] = []
        /// By descriptor: how much was pending when its sync began.
        var syncing: [Int: Int] = [:]

        /// What was pending when the sync began is on the disk now.
        mutating func finishSync(_ descriptor: Int) {
            guard let count = syncing.removeValue(forKey: descriptor), count <= pending.count
            else { return }
            var random = SeededRandom(seed: 0)
            for call in pending.prefix(count) {
                PowerLossDisk.apply(call, to: &synced, 1, &random)
            }
            pending.removeFirst(count)
            syncing = syncing.mapValues { max(0, $0 - count) }
        }
    }

    private var files: [Int: File] = [:]
    private var names: [String: Int] = [:]
    private var syncedNames: [String: Int] = [:]
    private var pendingNames: [[String: Int]] = []
    private var namesSyncing: [Int: Int] = [:]
    private let folder: String
    static let sectorBytes = 512

    init(folder: String) { self.folder = folder }

    mutating func apply(_ call: RecordedCall) {
        switch call.kind {
        case "o":
            if let file = names[call.path] {
                if call.offset == 1 { files[file]?.pending.append(call) }
            } else {
                names[call.path] = files.count
                files[files.count] = File()
                pendingNames.append(names)
            }
        case "w", "t":
            guard let file = names[call.path] else { return }
            files[file]?.pending.append(call)
        case "u":
            names[call.path] = nil
            pendingNames.append(names)
        case "r":
            names[String(decoding: call.data, as: UTF8.self)] = names[call.path]
            names[call.path] = nil
            pendingNames.append(names)
        case "s":
            if call.path == folder {
                namesSyncing[call.offset] = pendingNames.count
            } else if let file = names[call.path] {
                let count = files[file]?.pending.count
                files[file]?.syncing[call.offset] = count
            }
        case "E":
            // Linux marks the pages it could not write as clean: the program goes on reading them,
            // but they never reach the disk.
            guard let file = names[call.path] else { return }
            files[file]?.pending = []
            files[file]?.syncing = [:]
        case "S":
            guard let file = names[call.path] else { return }
            files[file]?.finishSync(call.offset)
        case "d":
            guard call.path == folder, let count = namesSyncing.removeValue(forKey: call.offset),
                count > 0, count <= pendingNames.count
            else { return }
            syncedNames = pendingNames[count - 1]
            pendingNames.removeFirst(count)
            namesSyncing = namesSyncing.mapValues { max(0, $0 - count) }
        default: break
        }
    }

    /// Writes what is left into a folder.
    ///
    /// - Parameter share: of the unsynced sectors, how many arrived; 0 and 1 are exact.
    func leave(in place: String, share: Double, random: inout SeededRandom) throws {
        let arrived = Int((Double(pendingNames.count) * share).rounded())
        let names = arrived == 0 ? syncedNames : pendingNames[arrived - 1]
        for (path, number) in names {
            // Memory shared by processes; nothing of it survives.
            guard !path.hasSuffix("-shm"), let file = files[number] else { continue }
            var bytes = file.synced
            for call in file.pending { Self.apply(call, to: &bytes, share, &random) }
            let target = place + path.dropFirst(folder.count)
            try Data(bytes).write(to: URL(filePath: target))
        }
    }

    private static func apply(
        _ call: RecordedCall, to bytes: inout [UInt8], _ share: Double,
        _ random: inout SeededRandom
    ) {
        guard call.kind == "w" else {
            let length = call.kind == "t" ? call.offset : 0
            if share >= 1 || Double.random(in: 0..<1, using: &random) < share {
                bytes.setLength(length)
            }
            return
        }
        var done = 0
        while done < call.data.count {
            let at = call.offset + done
            let count = min(sectorBytes - at % sectorBytes, call.data.count - done)
            if share >= 1 || Double.random(in: 0..<1, using: &random) < share {
                if bytes.count < at + count { bytes.setLength(at + count) }
                let start = call.data.startIndex + done
                bytes.replaceSubrange(at..<at + count, with: call.data[start..<start + count])
            }
            done += count
        }
    }
}

extension [UInt8] {
    fileprivate mutating func setLength(_ length: Int) {
        if count > length {
            removeLast(count - length)
        } else {
            append(contentsOf: repeatElement(0, count: length - count))
        }
    }
}
