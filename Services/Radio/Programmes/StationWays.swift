// The segmenter of each station: with the phrases its own programmes have taught, learned anew whenever
// one is published.
import Complaints
import Delivery
import Foundation
import Logging
import ServiceKit
import ServiceLifecycle
import Synchronization

/// What is known of how each station's programmes go on. Shared by whoever reads or corrects.
final class StationWays: Sendable {
    /// Without any station's phrases.
    let standard: Segmenter
    private let own = Mutex<[String: Segmenter]>([:])
    private let waiting = Mutex<Set<String>>([])
    fileprivate let bell = Bell()

    init(standard: Segmenter) { self.standard = standard }

    /// For a programme of this station.
    func segmenter(for station: String) -> Segmenter { own.withLock { $0[station] } ?? standard }

    /// The station has published a programme: there is something to learn.
    func note(_ station: String) {
        waiting.withLock { _ = $0.insert(station) }
        bell.ring()
    }

    fileprivate func takeWaiting() -> [String] {
        waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting.sorted()
        }
    }

    /// Learns from a station's published programmes, the oldest first.
    @discardableResult
    func learn(_ station: String, from programmes: [StoredProgramme]) -> StationPhrases.Outcome {
        let taught = programmes.map { TaughtProgramme(reviewed: $0.turns, $0.items) }
        let outcome = StationPhrases.learn(taught, standard)
        var segmenter: Segmenter?
        if case .learned(let phrases, _, _) = outcome { segmenter = standard.knowing(phrases) }
        let learned = segmenter
        own.withLock { $0[station] = learned }
        return outcome
    }
}

/// Learns from what is published, one station after the other, beside the service's work. Nothing of it is
/// kept: at every start it is learned anew from what is stored.
actor StationLearner: Service {
    private let ways: StationWays
    private let table: ProgrammeTable
    private let stations: [String]
    private let logger: Logger
    /// Learning takes a while: on a thread of its own.
    nonisolated private let thread = ThreadExecutor(label: "learning")

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ ways: StationWays, _ table: ProgrammeTable, stations: [String], logger: Logger) {
        self.ways = ways
        self.table = table
        self.stations = stations
        self.logger = logger
    }

    /// Waits so long for the next publication.
    private static let restLongest = Duration.seconds(3600)

    func run() async throws {
        for station in stations { ways.note(station) }
        await cancelWhenGracefulShutdown { await self.learnAsTheyCome() }
    }

    private func learnAsTheyCome() async {
        while !Task.isCancelled {
            for station in ways.takeWaiting() where !Task.isCancelled { await learn(station) }
            await ways.bell.wait(atMost: Self.restLongest)
        }
    }

    private func learn(_ station: String) async {
        do {
            let programmes = try await table.published(
                station: station, limit: StationPhrases.mostProgrammes)
            switch ways.learn(station, from: programmes) {
            case .nothing: break
            case .learned(let phrases, let own, let standard):
                logger.info(
                    "phrases of the station's own programmes are used",
                    metadata: [
                        "station": "\(station)", "phrases": "\(phrases.joined(separator: ", "))",
                        "held_out_f1": "\(own)", "without": "\(standard)",
                    ])
            case .noBetter(let own, let standard):
                logger.info(
                    "phrases of the station's own programmes cut no better and are not used",
                    metadata: [
                        "station": "\(station)", "held_out_f1": "\(own)", "without": "\(standard)",
                    ])
            }
        } catch {
            logger.warning(
                "a station's programmes could not be learned from; tried again after the next publication",
                metadata: ["station": "\(station)", "error": "\(error)"])
        }
    }
}
