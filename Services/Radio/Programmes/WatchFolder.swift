// A folder where a station's recorder leaves transcripts: each is taken in like an upload and then put away,
// so that whoever looks into the folder sees what became of it.
import Complaints
import Foundation
import Logging
import ServiceKit
import ServiceLifecycle

/// Takes in what appears in one station's folder.
struct WatchFolder: Service {
    let desk: Desk
    let station: RadioPart.Station
    let folder: URL
    let timeZone: TimeZone
    let logger: Logger

    /// Between two looks.
    var interval = Duration.seconds(5)
    /// A file is complete when nobody has written to it for so long: recorders write as they recognise, over
    /// slow network drives, and not all rename when they are done.
    var quietSeconds = 60.0

    static let doneFolder = "selesai"
    static let failedFolder = "gagal"
    /// Files taken in one look; the rest wait for the next.
    static let filesMax = 20

    /// What is compared between two looks.
    struct Sight: Sendable, Hashable {
        var size: Int
        var modified: Date
    }

    /// What became of a file.
    enum Outcome: Sendable, Hashable {
        case taken(String)
        /// With the sentence for the operator.
        case refused(String)
        /// The service cannot take it now; the file stays.
        case postponed(String)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var settled: [String: Sight] = [:]
            while !Task.isCancelled {
                settled = await look(settled, now: .now)
                try? await Task.sleep(for: interval)
            }
        }
    }

    /// One look: takes in what nobody writes to any more.
    ///
    /// - Parameter settled: files that were answered and could not be put away; they are left alone.
    /// - Returns: those of them that are still as they were.
    func look(_ settled: [String: Sight], now: Date) async -> [String: Sight] {
        let files = Self.files(in: folder)
        var left = settled.filter { files[$0.key] == $0.value }
        let quiet = files.filter { name, sight in
            left[name] == nil && now.timeIntervalSince(sight.modified) >= quietSeconds
        }
        for (name, sight) in quiet.sorted(by: { $0.key < $1.key }).prefix(Self.filesMax) {
            let outcome = await take(name)
            // Written to while it was read: the next look takes it anew.
            guard Self.files(in: folder)[name] == sight else { continue }
            var isAway = false
            switch outcome {
            case .taken(let id):
                logger.notice("transcript taken in", metadata: ["file": "\(name)", "programme": "\(id)"])
                isAway = put(name, into: Self.doneFolder, why: nil)
            case .refused(let why):
                logger.warning("transcript refused", metadata: ["file": "\(name)", "why": "\(why)"])
                isAway = put(name, into: Self.failedFolder, why: why)
            case .postponed(let why):
                logger.error("transcript postponed", metadata: ["file": "\(name)", "why": "\(why)"])
                continue
            }
            if !isAway { left[name] = sight }
        }
        return left
    }

    /// Plain files; what begins with a dot or ends like a half-written download is none.
    static func files(in folder: URL) -> [String: Sight] {
        let keys: Set<URLResourceKey> = [
            .isRegularFileKey, .fileSizeKey, .contentModificationDateKey,
        ]
        let found = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: Array(keys), options: .skipsHiddenFiles)
        var files: [String: Sight] = [:]
        for url in found ?? [] {
            let name = url.lastPathComponent
            guard let values = try? url.resourceValues(forKeys: keys), values.isRegularFile == true,
                !["part", "tmp", "crdownload", "partial"].contains(url.pathExtension.lowercased()),
                let size = values.fileSize, let modified = values.contentModificationDate
            else { continue }
            files[name] = Sight(size: size, modified: modified)
        }
        return files
    }

    func take(_ name: String) async -> Outcome {
        let file: Data
        let modified: Date
        do {
            (file, modified) = try Self.read(
                folder.appendingPathComponent(name).path, bytesMax: desk.limits.bytes)
        } catch let error as TranscriptError {
            return .refused(Desk.sentence(error))
        } catch {
            return .postponed("\(error.localizedDescription)")
        }
        guard !file.isEmpty else {
            return .refused("Berkas ini kosong. Periksa perekamnya, lalu simpan naskahnya sekali lagi.")
        }
        let airedOn = Self.date(in: name) ?? LocalDate(of: modified, timeZone)
        do {
            let (programme, _) = try await desk.take(
                Desk.Upload(
                    file: TranscriptFile(transcript: file), filename: name, station: station.name, title: nil,
                    airedOn: airedOn.description, kind: .radio, by: "folder"))
            return .taken(programme.id)
        } catch Desk.Refusal.transcript(let error) {
            return .refused(Desk.sentence(error))
        } catch Desk.Refusal.field(_, let message) {
            return .refused(message)
        } catch Desk.Refusal.shorter(let old) {
            return .refused(
                "Naskah ini jauh lebih pendek daripada naskah siaran yang sama yang sudah ada "
                    + "(\(old.title), \(old.airedOn)). Bila memang ini yang benar, unggah lewat halaman "
                    + "Unggah.")
        } catch {
            return .postponed("\(error)")
        }
    }

    /// The day in a file's name: `2026-11-18 Bupati Mendengar.srt`, `rekaman_20261118.json`.
    static func date(in name: String) -> LocalDate? {
        let digits = name.split { !$0.isNumber }.map(String.init)
        for (index, part) in digits.enumerated() {
            if part.count == 8, part.hasPrefix("20") {
                let text = "\(part.prefix(4))-\(part.dropFirst(4).prefix(2))-\(part.suffix(2))"
                if let date = LocalDate(text) { return date }
            }
            if part.count == 4, part.hasPrefix("20"), index + 2 < digits.count,
                let date = LocalDate([part, digits[index + 1], digits[index + 2]].joined(separator: "-"))
            {
                return date
            }
        }
        return nil
    }

    /// The bytes of a plain file; a link is not followed, wherever it points.
    private static func read(_ path: String, bytesMax: Int) throws -> (Data, Date) {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw CocoaError(.fileReadNoPermission) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw CocoaError(.fileReadUnknown)
        }
        guard status.st_size <= bytesMax else {
            throw TranscriptError.tooLarge(bytes: Int(status.st_size), limit: bytesMax)
        }
        let data = try handle.read(upToCount: bytesMax + 1) ?? Data()
        guard data.count <= bytesMax else {
            throw TranscriptError.tooLarge(bytes: data.count, limit: bytesMax)
        }
        return (data, Date(timeIntervalSince1970: Double(status.st_mtim.tv_sec)))
    }

    /// Puts a file away beside its reason; a name that is taken gets a number.
    private func put(_ name: String, into subfolder: String, why: String?) -> Bool {
        let manager = FileManager.default
        let target = folder.appendingPathComponent(subfolder)
        do {
            try manager.createDirectory(at: target, withIntermediateDirectories: true)
            // A link would lead out of the station's folder.
            let type = try manager.attributesOfItem(atPath: target.path)[.type] as? FileAttributeType
            guard type == .typeDirectory else { throw CocoaError(.fileWriteUnknown) }
            var free = name
            var number = 2
            while manager.fileExists(atPath: target.appendingPathComponent(free).path) {
                free = "\(number)-\(name)"
                number += 1
            }
            try manager.moveItem(
                at: folder.appendingPathComponent(name), to: target.appendingPathComponent(free))
            if let why {
                try Data((why + "\n").utf8).write(
                    to: target.appendingPathComponent(free + ".sebab.txt"), options: .withoutOverwriting)
            }
            return true
        } catch {
            logger.error(
                "a transcript cannot be put away; check the folder's permissions",
                metadata: ["file": "\(name)", "why": "\(error.localizedDescription)"])
            return false
        }
    }
}

extension LocalDate {
    /// The day of a moment where the clocks show this zone's time.
    init(of moment: Date, _ zone: TimeZone) {
        let seconds = moment.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: moment))
        self.init(days: Int64((seconds / 86_400).rounded(.down)))
    }
}
