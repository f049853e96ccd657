// What the commands for cases of other systems share besides: the region, the seal, the report.
import ArgumentParser
import Complaints
import Documents
import Foundation
import Region
import ServiceKit
import Store

extension RoutingOptions {
    /// Works with Routing's database, beside the running service.
    func withRouting<Value>(
        _ body: (Store, RegionPack) async throws -> Value
    ) async throws -> Value {
        let (configuration, part) = try load()
        let region = try loadRegion(configuration.region)
        let seal = try part.keys.map { Seal(try SealKeys.load(path: $0)) }
        let store = try await Store.open(
            try DatabaseURL(configuration.database(part.database, for: .routing)),
            schemas: RoutingTables.schemas, seal: seal)
        defer { store.close() }
        try await store.read { try ComplaintTable.checkSeal(in: $0) }
        return try await body(store, region)
    }

    /// Takes a file in and says what came of it; exit status 1 when rows are wrong.
    func take(
        _ path: String, as source: CaseSource, dryRun: Bool, skipBad: Bool
    ) async throws {
        let report: ImportReport
        do {
            let file = try SheetFile(path: path, sheet: source.sheet)
            report = try await withRouting { store, region in
                let importer = Importer(
                    file: file, path: path, source: source, region: region, now: .now,
                    isDryRun: dryRun,
                    skipsBad: skipBad)
                return try await importer.run(on: store)
            }
        } catch let error as SheetError {
            throw CommandProblem("\(path): \(error)")
        }
        if json { try printJSON(report) } else { print(report.text) }
        if report.bad > 0, !skipBad { throw ExitCode(ExitStatus.failed) }
    }
}

/// A local day as an option.
struct DayArgument: ExpressibleByArgument {
    var year, month, day: Int

    init?(argument: String) {
        let parts = argument.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, argument.count == 10,
            CivilDate.from(
                daysSinceEpoch: CivilDate.daysSinceEpoch(
                    year: parts[0], month: parts[1], day: parts[2]))
                == (parts[0], parts[1], parts[2])
        else { return nil }
        (year, month, day) = (parts[0], parts[1], parts[2])
    }
}
