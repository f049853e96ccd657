// A large file is taken in by the real command, which is killed in the middle of its writes, again and again: nothing
// of it counts, and the same command at the end takes all of it in, once.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct ImportKill {
        static let rows = 350

        private struct Books: Decodable {
            struct Routing: Decodable { var accepted, waiting: Int }
            var routing: Routing
            var balanced: Bool
        }

        private struct Report: Decodable { var new, known: Int }

        private static func file(_ house: House) throws -> String {
            let rows = (1...rows).map { "\(8_000_000 + $0);\($0 % 28 + 1) Jan 2024;Jalan di desa Habirau berlubang, lubang nomor \($0);Normal;Ditutup oleh Sistem" }
            let header = "Tracking ID;Tanggal Laporan Masuk;Isi Laporan Awal;Tipe Laporan (Anonim/Rahasia);Status Laporan"
            return try house.folder.write(([header] + rows).joined(separator: "\r\n"), to: "sp4n.csv")
        }

        /// Runs the command with a fault under it; gives its end and how many writes it made.
        private static func run(
            _ house: House, _ path: String, _ faults: [String: Int] = [:]
        ) async throws -> (end: ProgramEnd, output: String, writes: Int) {
            let counts = house.folder.file("counts")
            let environment = try FaultLibraries.faults(faults, in: house.folder.file("data"), counts: counts)
            let ran = try await RunningProgram.run(
                [Places.program("mendengar"), "sp4n", "import", path, "--config", house.config, "--json"],
                in: house.folder, environment: house.secrets.merging(environment) { $1 })
            let counted = try String(contentsOfFile: counts, encoding: .utf8).split(whereSeparator: \.isWhitespace)
            return (ran.end, ran.output, counted.dropFirst().first.flatMap { Int($0) } ?? 0)
        }

        private static func books(_ house: House) async throws -> Books {
            let said = try await house.mendengar(["verify", "--config", house.config, "--json"])
            // What it logs stands before.
            let start = try #require(said.output.range(of: "{\n"), "\(said.output)").lowerBound
            return try JSONDecoder().decode(Books.self, from: Data(said.output[start...].utf8))
        }

        @Test("killed at any write, an import leaves nothing that counts; the same command again takes all in, once")
        func killed() async throws {
            let trial = try House("import-whole", services: [.routing])
            let whole = try await Self.run(trial, try Self.file(trial))
            #expect(whole.end == .done, "\(whole.output)")
            let house = try House("import-killed", services: [.routing])
            let path = try Self.file(house)
            // The tables are there: only the import itself is killed.
            #expect(try await house.start(.routing).stop() == .done)
            #expect(try await Self.books(house).routing.accepted == 0)
            let (kills, seed) = (Proof.size("MENDENGAR_IMPORT_KILLS", short: 6), Proof.seed)
            var random = SeededRandom(seed: seed)
            var died = 0
            for kill in 0..<kills {
                // Spread over the whole of it, the last write included.
                let span = max(1, whole.writes / kills)
                let write = kill * span + Int.random(in: 1...span, using: &random)
                let ran = try await Self.run(house, path, ["KILL_AT_WRITE": write])
                let note: Comment = "write \(write) of \(whole.writes), seed \(seed)"
                let books = try await Self.books(house)
                #expect(books.balanced && books.routing.accepted == books.routing.waiting, note)
                // Killed after its last commit, in the tidying up, it has done its work.
                #expect([0, Self.rows].contains(books.routing.accepted), note)
                if ran.end.bySignal { died += 1 } else { #expect(ran.end == .done, note) }
                if books.routing.accepted == Self.rows { break }
            }
            #expect(died >= kills / 2, "only \(died) of \(kills) were killed; seed \(seed)")
            let last = try await Self.run(house, path)
            let line = last.output.split(separator: "\n").first { $0.hasPrefix("{") } ?? ""
            let report = try JSONDecoder().decode(Report.self, from: Data(line.utf8))
            #expect(last.end == .done && report.new + report.known == Self.rows)
            let routing = try await house.start(.routing)
            let fed = try await CaseSystem(house).read("all cases") { $0.count >= Self.rows }
            #expect(Set(fed.map(\.complaint.externalId)).count == Self.rows && fed.count == Self.rows, "seed \(seed)")
            let books = try await Self.books(house)
            #expect(books.balanced && books.routing.accepted == Self.rows && books.routing.waiting == 0)
            #expect(try await routing.stop() == .done)
        }
    }
}
