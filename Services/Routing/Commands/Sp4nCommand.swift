// `mendengar sp4n`: SP4N-LAPOR!'s own file in and out, and how well reports were followed up by its measure.
package import ArgumentParser
import Complaints
import Documents
import Foundation
import Region
import Rules
import ServiceKit
import Store

/// What the national system and this one tell each other, as files.
package struct Sp4nCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sp4n",
        abstract:
            "Take SP4N-LAPOR!'s export in, write one, link ids, say what was followed up by procedure.",
        subcommands: [Import.self, Export.self, Link.self, Report.self])

    package init() {}

    /// `mendengar sp4n import FILE`
    package struct Import: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract:
                "Take an export (XLSX or CSV) in: all rows or none; again as often as you like.")

        @Argument(help: "The file.") var file: String
        @Option(help: "The sheet of a workbook; without, the first that is not hidden.") var sheet:
            String?
        @Option(help: "Where no column says who is protected, of all rows: normal, anonim, rahasia.")
        var type: ProtectionArgument?
        @Option(help: "Where no column says how they stand, of all rows: closed or open.")
        var status: StandingThere?
        @Flag(help: "Only say what would happen.") var dryRun = false
        @Flag(help: "Take the good rows although others are wrong.") var skipBad = false
        @OptionGroup var options: RoutingOptions

        package init() {}

        package func run() async throws {
            var source = CaseSource.sp4n.stating(protection: type?.text, standing: status)
            source.sheet = sheet
            try await options.take(file, as: source, dryRun: dryRun, skipBad: skipBad)
        }
    }

    /// `mendengar sp4n export --since DAY > FILE`
    package struct Export: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract:
                "Write the complaints received since a day in SP4N-LAPOR!'s columns and words.")

        /// What is written.
        enum Format: String, ExpressibleByArgument, CaseIterable { case csv, xlsx }

        @Option(help: "The first local day, as 2026-01-31.") var since: DayArgument
        @Option(help: "csv (UTF-8 with a mark, `;`) or xlsx.") var format = Format.csv
        @Flag(help: "One column more: whether it was followed up by procedure.") var withProcedure =
            false
        @OptionGroup var options: RoutingOptions

        package init() {}

        package func run() async throws {
            let (format, wanted) = (format, withProcedure)
            try await options.withRouting { store, region in
                var exporter = Exporter(region: region, now: .now)
                exporter.tellsProcedure = wanted
                let sheet = try format == .csv ? nil : XLSXWriter(sheet: "Laporan")
                let (output, writer) = (FileHandle.standardOutput, CSVWriter())
                var buffer = sheet == nil ? writer.head + writer.line(exporter.headings) : Data()
                try sheet?.add(exporter.headings)
                try await exporter.each(since: since.moment(region), in: store) { one in
                    let row = exporter.row(one)
                    if let sheet { return try sheet.add(row) }
                    buffer += writer.line(row)
                    guard buffer.count > Self.bufferBytes else { return }
                    try output.write(contentsOf: buffer)
                    buffer.removeAll(keepingCapacity: true)
                }
                try output.write(contentsOf: buffer)
                try sheet.map { try Self.copy($0, to: output) }
            }
        }

        private static let bufferBytes = 256 * 1024

        /// A workbook is packed in a file, whatever it is written to.
        private static func copy(_ sheet: XLSXWriter, to output: FileHandle) throws {
            let path = FileManager.default.temporaryDirectory
                .appending(path: "mendengar-export-\(UUID().uuidString).xlsx").path
            defer { try? FileManager.default.removeItem(atPath: path) }
            try sheet.finish(to: path)
            let packed = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? packed.close() }
            while let piece = try packed.read(upToCount: bufferBytes), !piece.isEmpty {
                try output.write(contentsOf: piece)
            }
        }
    }

    /// `mendengar sp4n link TRACKING ID`
    package struct Link: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Say under which id SP4N-LAPOR! has a complaint of ours.")

        @Argument(help: "Our tracking number.") var tracking: String
        @Argument(help: "SP4N-LAPOR!'s Tracking ID.") var id: String
        @OptionGroup var options: RoutingOptions

        package init() {}

        package func validate() throws {
            guard !id.isEmpty, id.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw ValidationError(
                    "'\(id)' is no Tracking ID of SP4N-LAPOR!: it has digits only")
            }
        }

        package func run() async throws {
            let (tracking, id) = (tracking, id)
            let found = try await options.withRouting { store, _ in
                try await store.write { try Sp4nLink.make(tracking, id, at: .now, in: $0) }
            }
            if options.json {
                try printJSON(["tracking": found, "sp4n": id])
            } else {
                print("\(found) is \(id) in SP4N-LAPOR!")
            }
        }
    }

    /// `mendengar sp4n report --since DAY`
    package struct Report: AsyncParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract:
                "Say how many reports were followed up by procedure (ditindaklanjuti sesuai prosedur)."
        )

        @Option(help: "The first local day, as 2026-01-31.") var since: DayArgument
        @OptionGroup var options: RoutingOptions

        package init() {}

        package func run() async throws {
            let report = try await options.withRouting { store, region in
                let exporter = Exporter(region: region, now: .now)
                var report = ProcedureReport(since: since.text)
                try await exporter.each(since: since.moment(region), in: store) {
                    report.add($0, at: exporter.now)
                }
                return report
            }
            if options.json { try printJSON(report) } else { print(report.text) }
        }
    }
}

extension StandingThere: ExpressibleByArgument {}

/// Who is protected, in the words of SP4N-LAPOR!.
struct ProtectionArgument: ExpressibleByArgument {
    var text: String

    init?(argument: String) {
        guard !argument.isEmpty, CaseWords.protection(argument) != nil else { return nil }
        text = argument
    }
}

extension DayArgument {
    fileprivate func moment(_ region: RegionPack) -> Date {
        region.calendar.time(0, of: Day(year: year, month: month, day: day))
    }

    fileprivate var text: String { String(format: "%04d-%02d-%02d", year, month, day) }
}
