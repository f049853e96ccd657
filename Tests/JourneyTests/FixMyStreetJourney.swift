// FixMyStreet's own client against the running service. Its file is in no registry of packages and its licence is not
// ours, so whoever has a copy names it in the environment.
import Complaints
import Foundation
import TestSupport
import Testing

extension Journeys {
    @Suite struct FixMyStreet {
        /// The path of FixMyStreet's perllib/Open311.pm. `ops/test` installs what it needs, from Debian.
        static let variable = "FIXMYSTREET_OPEN311_PM"
        static let file = ProcessInfo.processInfo.environment[variable]
        private static let script = Places.checkout
            .appending(path: "Tests/JourneyTests/Fixtures/api/fixmystreet.pl").path

        @Test(
            "FixMyStreet's unmodified Open311.pm lists, reports, reads, comments and follows",
            .enabled(if: file != nil, "the variable FIXMYSTREET_OPEN311_PM names no copy of FixMyStreet's Open311.pm"))
        func unmodified() async throws {
            let house = try House("fixmystreet", services: [.routing])
            let routing = try await house.start(.routing)
            let run = try await RunningProgram.run(
                [
                    "perl", Self.script, try #require(Self.file), house.url(.routing) + "/open311/v2/",
                    "intake-uji", "jalan_rusak",
                ], in: house.folder, within: .seconds(90))
            #expect(run.end == .done, "\(run.output)")
            let lines = run.output.split(separator: "\n").map(String.init)
            func value(_ name: String) -> String {
                lines.first { $0.hasPrefix(name + " ") }.map { String($0.dropFirst(name.count + 1)) } ?? ""
            }
            #expect(value("services").hasSuffix(" Jalan rusak true"), "\(run.output)")
            #expect(value("questions") == "kecamatan,rahasia")
            let number = value("posted")
            #expect(TrackingNumber(number)?.channelDigit == 4, "\(run.output)")
            #expect(value("again") == number)
            #expect(value("read") == "\(number) open jalan_rusak -2.780000")
            #expect(value("personal") == "hidden")
            #expect(value("commented") == "99")
            #expect(lines.contains { $0.hasPrefix("update internal referral ") && $0.hasSuffix(number) })
            #expect(value("refused").hasPrefix("404: service_code 'tidak-ada' tidak dikenal."))
            #expect(try await routing.stop() == .done)
        }
    }
}
