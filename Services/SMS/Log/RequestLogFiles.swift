// The files of the request log: a line of JSON for each request, a file for each day (UTC).
import Complaints
import Delivery
import Foundation

/// Owns the folder `<data>/sms-log` of a running service.
actor RequestLogFiles {
    private let folder: URL
    /// A request is kept for this long at least, and for a day more at most.
    private let days: Int
    private let dayBytesMax: Int
    private let executor = ThreadExecutor(label: "sms-request-log")
    private var isFailing = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    static let fileExtension = "ndjson"

    /// - Parameter days: 0 for no log: then ``prune(now:)`` leaves nothing.
    init(folder: URL, days: Int, dayBytesMax: Int) {
        self.folder = folder
        self.days = days
        self.dayBytesMax = dayBytesMax
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func folder(data: String) -> URL { URL(filePath: data).appending(path: "sms-log") }

    /// Appends requests to the files of their days.
    ///
    /// - Returns: how many were written, and why not all, at the first failure after a success.
    func write(_ requests: [LoggedRequest]) -> (written: Int, failure: String?) {
        var written = 0
        var failure: String?
        var rest = requests[...]
        while let first = rest.first {
            let day = Self.dayNumber(first.time)
            let ofDay = rest.prefix { Self.dayNumber($0.time) == day }
            rest = rest[ofDay.endIndex...]
            do {
                written += try append(ofDay, to: file(of: first.time))
                isFailing = false
            } catch {
                if !isFailing { failure = "\(error)" }
                isFailing = true
            }
        }
        return (written, failure)
    }

    /// Deletes the files of days that ended more than ``days`` ago.
    func prune(now: Date) {
        let last = Self.day(of: now.addingTimeInterval(-Double(days + 1) * 86_400))
        for file in Self.list(folder)
        where days == 0 || file.deletingPathExtension().lastPathComponent <= last {
            try? FileManager.default.removeItem(at: file)
        }
    }

    /// The files there are, the oldest first.
    static func list(_ folder: URL) -> [URL] {
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == fileExtension }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    private func file(of time: Date) -> URL {
        folder.appending(path: "\(Self.day(of: time)).\(Self.fileExtension)")
    }

    private static func dayNumber(_ time: Date) -> Double {
        (time.timeIntervalSince1970 / 86_400).rounded(.down)
    }

    private static func day(of time: Date) -> Substring { Timestamp.format(time).prefix(10) }

    /// Gives the number of lines for which there was room.
    private func append(_ requests: ArraySlice<LoggedRequest>, to file: URL) throws -> Int {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(description: "\(file.path): \(String(cString: strerror(errno)))")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let begun = Int(try handle.seekToEnd())
        var bytes: [UInt8] = []
        var lines = 0
        for request in requests {
            let written = bytes.count
            request.write(to: &bytes)
            guard begun + bytes.count <= dayBytesMax else {
                bytes.removeLast(bytes.count - written)
                break
            }
            lines += 1
        }
        try handle.write(contentsOf: bytes)
        return lines
    }
}
