// `mendengar replay --config FILE --book DIR --last 90d`: what a changed pack would have done with the
// complaints that came in, before it is put in force.
package import ArgumentParser
import Complaints
import Foundation
import Region
import Rules
import ServiceKit
import Store

/// Decides stored complaints by the pack in force and by another. Changes nothing and sends nothing. Exit
/// status 1 when the other pack has errors, moves more than `--most` per cent, leaves somebody without an
/// agency who had one, or takes the protection from a reporter. The newest book of the other pack decides.
package struct ReplayCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Say what a changed region pack would have done with the complaints of the last days.")

    @Option(help: "The configuration file (YAML), with the pack in force and Routing's database.")
    var config: String = "mendengar.yaml"

    @Option(help: "The folder of the changed pack.")
    var book: String

    @Option(help: "How far back, in days: 90d.")
    var last: String = "90d"

    @Option(help: "Samples shown of each kind of move.")
    var samples: Int = 3

    @Option(help: "So many per cent of the complaints may move.")
    var most: Double = 5

    @Flag(help: "Print as JSON.")
    var json = false

    /// Complaints read at once.
    static let pageMax = 200
    static let daysMax = 3_660

    package init() {}

    package func validate() throws {
        guard days != nil else {
            throw ValidationError("'\(last)' is no number of days like 90d, up to \(Self.daysMax)d")
        }
        guard (0...100).contains(most), (0...100).contains(samples) else {
            throw ValidationError("--most and --samples go from 0 to 100")
        }
    }

    private var days: Int? {
        let number = Int(last.hasSuffix("d") ? String(last.dropLast()) : last)
        return number.flatMap { (1...Self.daysMax).contains($0) ? $0 : nil }
    }

    package func run() async throws {
        let configuration = try Configuration.load(path: config, for: [.routing])
        let old = try loadRegion(configuration.region)
        let (checked, findings) = RegionPack.check(directory: book)
        let errors = findings.filter { $0.severity == .error }
        guard let new = checked, errors.isEmpty else {
            for finding in errors { FileHandle.standardError.write(Data("\(finding)\n".utf8)) }
            throw CommandProblem("\(book) has errors: nothing was replayed")
        }
        let seal = try configuration.routing?.keys.map { Seal(try SealKeys.load(path: $0)) }
        let store = try await Store.open(
            try DatabaseURL(configuration.database(configuration.routing?.database, for: .routing)),
            schemas: [RoutingTables.schema], seal: seal)
        defer { store.close() }
        let since = Date.now.addingTimeInterval(-Double(days ?? 0) * 86_400)
        let replay = try await Self.replay(store, old, new, since: since, samples: samples)
        try report(replay, old, new)
        if replay.share * 100 > most || replay.unrouted > 0 || replay.unprotected > 0 { throw ExitCode(1) }
    }

    /// Reads page by page: no more than ``pageMax`` complaints are held.
    static func replay(
        _ store: Store, _ old: RegionPack, _ new: RegionPack, since: Date, samples: Int
    ) async throws -> Replay {
        var replay = Replay(samples: samples)
        var after: Int64 = 0
        while true {
            let from = after
            let page = try await store.read {
                try ComplaintTable.page(after: from, since: since, limit: Self.pageMax, in: $0)
            }
            for one in page { replay.add(one.complaint, old, new) }
            guard let last = page.last else { return replay.sorted }
            after = last.seq
        }
    }

    private func report(_ replay: Replay, _ old: RegionPack, _ new: RegionPack) throws {
        if json { return try printJSON(replay) }
        let share = (replay.share * 1000).rounded() / 10
        print("\(old.ruleBook.id.prefix(28))… → \(new.ruleBook.id.prefix(28))…")
        print(
            "\(replay.complaints) complaints of the last \(days ?? 0) days: \(replay.moved) move "
                + "(\(share) %), \(replay.unrouted) of them to nobody; allowed are \(most) %, none to nobody"
                + "; \(replay.unprotected) reporters lose their protection, allowed are none")
        for move in replay.moves {
            print("\(move.count)  \(move.from) → \(move.to)")
            Self.show(move.samples)
        }
        for change in replay.changes {
            print("\(change.count)  \(change.what.rawValue): \(change.from) → \(change.to)")
            Self.show(change.samples)
        }
    }

    private static func show(_ samples: [Replay.Sample]) {
        for sample in samples {
            let rules = "\(sample.before ?? "-") → \(sample.after ?? "-")"
            print("     \(sample.tracking)  \(rules)  \(sample.text)")
        }
    }
}
