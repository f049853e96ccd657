// Reading and cutting a transcript takes seconds at worst: on a thread of its own, one after the other, so
// that the service goes on answering.
import Complaints
import Delivery
import Foundation
import HTTPTypes
import ServiceKit
import Synchronization

/// The one place where uploads are read and cut.
actor Cutter {
    nonisolated private let thread = ThreadExecutor(label: "transcripts")
    nonisolated private let ways: StationWays
    nonisolated private let limits: TranscriptLimits
    nonisolated private let waitingMax: Int
    nonisolated private let present = Mutex(0)

    /// - Parameter waiting: transcripts that may wait for the one being cut (`limits.transcripts_waiting`).
    init(ways: StationWays, limits: TranscriptLimits, waiting: Int) {
        self.ways = ways
        self.limits = limits
        waitingMax = waiting
    }

    /// Transcripts being cut or waiting.
    nonisolated var count: Int { present.withLock { $0 } }

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Reads and cuts a transcript when its turn comes.
    ///
    /// - Throws: ``TranscriptError``; ``Problem`` 503 when too many wait already.
    nonisolated func cut(
        _ file: TranscriptFile, station: String, airedOn: LocalDate, of gathering: Gathering = .radio,
        speakers: [String: Role] = [:]
    ) async throws -> ProgrammeDraft {
        let hasRoom = present.withLock { present in
            guard present <= waitingMax else { return false }
            present += 1
            return true
        }
        guard hasRoom else {
            throw Problem(
                .serviceUnavailable, "transcripts-waiting",
                "Masih ada naskah lain yang sedang dibaca. Coba lagi sebentar lagi.",
                retryAfter: 10)
        }
        defer { present.withLock { $0 -= 1 } }
        return try await work(file, station, airedOn, gathering, speakers)
    }

    /// Other long work on transcripts, on the same thread.
    func run<Value: Sendable>(_ work: @Sendable () -> Value) -> Value { work() }

    private func work(
        _ file: TranscriptFile, _ station: String, _ airedOn: LocalDate, _ gathering: Gathering,
        _ speakers: [String: Role]
    ) throws(TranscriptError) -> ProgrammeDraft {
        try ProgrammeDraft.make(
            file: file.transcript, station: station, airedOn: airedOn, of: gathering,
            segmenter: ways.segmenter(for: station), limits: limits, companion: file.companion,
            speakers: speakers)
    }
}
