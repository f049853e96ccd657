// The local journal: while the database is away, messages of providers that never retry are kept in files
// beside it and taken in when it is back (decision D2).
import Complaints
import Delivery
package import Foundation
package import Store

/// A folder of journal files. Whatever waits goes into one file together, so a disk sync is shared.
///
/// Several processes may write here: a file has a name of its own, and appears when it is whole.
package actor LocalJournal {
    package nonisolated let folder: URL
    /// Bytes kept at most; above it the provider is told that we have no room.
    package nonisolated let bytesMax: Int
    private let executor = ThreadExecutor(label: "local-journal")
    private var waiting: [(Arrival, CheckedContinuation<Void, any Error>)] = []
    private var isWriting = false
    private var bytesKept: Int

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    package static let bytesMaxDefault = 256 << 20
    static let fileExtension = "journal"

    /// - Throws: ``StoreError`` when nothing can be written there: found at start, not at the first
    ///   message of a bad night.
    package init(folder: URL, bytesMax: Int = bytesMaxDefault) throws(StoreError) {
        self.folder = folder
        self.bytesMax = bytesMax
        let probe = DurableFile.name(extension: "probe")
        do {
            try DurableFile.write([], name: probe, in: folder)
            try FileManager.default.removeItem(at: folder.appending(path: probe))
        } catch {
            throw StoreError(
                .unavailable, "the local journal cannot be written: \(error); make the folder "
                    + "writable for the service")
        }
        bytesKept = DurableFile.bytes(of: DurableFile.list(folder, extension: Self.fileExtension))
    }

    /// Keeps an arrival and returns when it is on disk.
    package func keep(_ arrival: Arrival) async throws -> Receipt {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append((arrival, continuation))
            guard !isWriting else { return }
            isWriting = true
            Task { await writeWhatWaits() }
        }
        return Receipt(
            id: ComplaintID.derive(
                channel: arrival.channel, account: arrival.account,
                externalID: arrival.externalID),
            tracking: "", isNew: true, state: .received)
    }

    private func writeWhatWaits() async {
        while !waiting.isEmpty {
            let batch = waiting
            waiting = []
            let result = Result { try write(batch.map(\.0)) }
            for (_, continuation) in batch { continuation.resume(with: result) }
            // Lets those in who came while the disk was busy.
            await Task.yield()
        }
        isWriting = false
    }

    private func write(_ arrivals: [Arrival]) throws {
        let bytes = Array(try JSONEncoder().encode(try arrivals.map(KeptArrival.init)))
        guard bytesKept + bytes.count <= bytesMax else {
            throw StoreError(.noSpace, "the local journal holds \(bytesKept >> 20) MiB already")
        }
        do {
            try DurableFile.write(
                bytes, name: DurableFile.name(extension: Self.fileExtension), in: folder)
        } catch {
            throw StoreError(.unavailable, "the local journal: \(error)")
        }
        bytesKept += bytes.count
    }

    /// The files that wait, the oldest first. Counts anew what they hold: other processes write too.
    func files() -> [URL] {
        let files = DurableFile.list(folder, extension: Self.fileExtension)
        bytesKept = DurableFile.bytes(of: files)
        return files
    }

    /// What a file holds; `nil` when it is damaged.
    ///
    /// - Throws: when it cannot be read: another process has taken it in, or it is not ours to read.
    nonisolated func arrivals(in file: URL) throws -> [Arrival]? {
        let bytes = try Data(contentsOf: file)
        return (try? JSONDecoder().decode([KeptArrival].self, from: bytes))?.map(\.whole)
    }

    /// Removes a file whose messages are in the database.
    func remove(_ file: URL) throws {
        let size = DurableFile.bytes(of: [file])
        try FileManager.default.removeItem(at: file)
        bytesKept = max(0, bytesKept - size)
    }

    /// Puts a file that cannot be read aside, under a name a person will notice.
    func setAside(_ file: URL) throws {
        try FileManager.default.moveItem(at: file, to: file.appendingPathExtension("unreadable"))
    }
}

/// An arrival with its body as base64.
private struct KeptArrival: Codable {
    var arrival: Arrival
    var body: Data

    init(_ arrival: Arrival) throws {
        body = Data(try arrival.content.bytes())
        self.arrival = arrival
    }

    var whole: Arrival {
        var whole = arrival
        whole.content = Content(Array(body))
        return whole
    }
}
