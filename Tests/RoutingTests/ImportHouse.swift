// A database of Routing with the HSS pack, into which files of other systems are taken.
import Complaints
import Delivery
import Documents
import Foundation
import Logging
import Region
import ServiceKit
import Store
import TestSupport

@testable import RoutingService

/// Lives as long as its folder.
struct ImportHouse {
    let folder: TemporaryFolder
    let url: DatabaseURL
    let keys: String
    let store: Store
    let region: RegionPack
    private let decider: Decider
    /// Monday 30 November 2026, noon in the region.
    static let now = Date(timeIntervalSince1970: 1_796_011_200)

    init(_ database: TestDatabase = .sqlite) async throws {
        folder = try TemporaryFolder("import")
        region = try RoutingTests.region.get()
        url = try DatabaseURL(database.url(in: folder))
        keys = folder.file("personal.keys")
        store = try await Self.open(url, keys)
        let logger = Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }
        decider = Decider(store: store, region: region, bell: Bell(), metrics: Metrics(), logger: logger)
    }

    private static func open(_ url: DatabaseURL, _ keys: String) async throws -> Store {
        try await Store.open(url, schemas: RoutingTables.schemas, seal: Seal(try SealKeys.load(path: keys)))
    }

    /// The same database, as another process has it.
    func another() async throws -> Store { try await Self.open(url, keys) }

    static func with(
        _ database: TestDatabase = .sqlite, _ body: (ImportHouse) async throws -> Void
    ) async throws {
        let house = try await ImportHouse(database)
        defer { house.store.close() }
        try await body(house)
    }

    func take(
        _ text: String, as source: CaseSource = .sp4n, dryRun: Bool = false, skipBad: Bool = false
    ) async throws -> ImportReport {
        try await importer(text, as: source, dryRun, skipBad).run(on: store)
    }

    func take(file path: String, as source: CaseSource = .sp4n) async throws -> ImportReport {
        try await importer(file: path, as: source).run(on: store)
    }

    func importer(
        _ text: String, as source: CaseSource = .sp4n, _ dryRun: Bool = false, _ skipBad: Bool = false
    ) throws -> Importer {
        try importer(file: folder.write(text, to: "f-\(UUID().uuidString).csv"), as: source, dryRun, skipBad)
    }

    private func importer(
        file path: String, as source: CaseSource, _ dryRun: Bool = false, _ skipBad: Bool = false
    ) throws -> Importer {
        Importer(
            file: try SheetFile(path: path, sheet: source.sheet), path: path, source: source, region: region,
            now: Self.now, isDryRun: dryRun, skipsBad: skipBad)
    }

    /// - Parameter stored: is told of each batch that is decided, from 1.
    func decide(_ stored: (Int) async throws -> Void = { _ in }) async throws {
        var batch = 0
        var steps = DeciderSteps(leaseSeconds: decider.leaseSeconds)
        var linking: Linking?
        var action = DeciderSteps.first
        while true {
            if case .rest = action { return }
            let event = try await decider.perform(action, &linking)
            if case .stored = event {
                batch += 1
                try await stored(batch)
            }
            action = steps.next(after: event, now: .zero)
        }
    }

    /// The complaints that came in since the year 2000, with all that is known of them.
    func cases() async throws -> [ExportedCase] {
        var found: [ExportedCase] = []
        try await Exporter(region: region, now: Self.now).each(since: Date(timeIntervalSince1970: 946_684_800), in: store) {
            found.append($0)
        }
        return found
    }

    func count(_ sql: String) async throws -> Int {
        try await store.read { Int(try $0.first(sql)?.int("n") ?? -1) }
    }
}

/// Rows of SP4N-LAPOR!'s export.
enum Sp4nRows {
    static let header = Sp4nColumns.all.map(\.name).joined(separator: ";")

    static func row(
        _ id: String, date: String = "5 Jan 2024", time: String = "13:45", name: String = "Ahmad Warga",
        kind: String = "Pengaduan Tidak Berkadar Pengawasan", text: String = "Jalan di desa Habirau rusak parah",
        protection: String = "", status: String = "Ditutup oleh Sistem", kecamatan: String = "Daha Selatan",
        village: String = "Habirau"
    ) -> String {
        [
            id, date, time, name, kind, "77", "Jalan Berlubang", "Jalan rusak", text, "", protection, "Android",
            "Pemerintah Kab. HSS", "901", "Dinas PUPR", status, "", "Kalimantan Selatan", "Kab. Hulu Sungai Selatan",
            kecamatan, village,
        ].joined(separator: ";")
    }

    static func file(_ rows: [String], before: [String] = ["LAPORAN SP4N-LAPOR!;;;", "Periode;2024;;", ""]) -> String {
        (before + [header] + rows).joined(separator: "\r\n") + "\r\n"
    }
}
