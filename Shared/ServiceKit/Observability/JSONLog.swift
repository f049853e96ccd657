// Logs: one JSON object a line on stderr, without personal data.
import Foundation
package import Logging

/// A log handler that writes JSON lines and masks what could be a citizen's.
package struct JSONLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let service: String

    package init(service: String, level: Logger.Level) {
        self.service = service
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line; values are masked by ``Redaction``.
    package func log(event: LogEvent) {
        var fields = [
            "time": Date.now.formatted(
                .iso8601.dateTimeSeparator(.standard).year().month().day()
                    .time(includingFractionalSeconds: true).timeZone(separator: .omitted)),
            "level": event.level.rawValue, "service": service,
            "message": Redaction.mask("\(event.message)"),
        ]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
            fields[key] = Redaction.mask("\(value)")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var line = try? encoder.encode(fields) else { return }
        line.append(UInt8(ascii: "\n"))
        FileHandle.standardError.write(line)
    }
}

/// Masks personal data in what is about to be logged.
package enum Redaction {
    /// Replaces phone numbers, NIK and other long numbers by `(number)` and e-mail addresses by `(email)`.
    ///
    /// A tracking number (`HSS-26-1000123-5`) and dates stay readable.
    package static func mask(_ text: String) -> String {
        var result = ""
        var word = ""
        func flush() {
            result += word.contains("@") && word.contains(".") ? "(email)" : maskNumbers(word)
            word = ""
        }
        for character in text {
            if character.isWhitespace || "<>,;\"'=()[]{}".contains(character) {
                flush()
                result.append(character)
            } else {
                word.append(character)
            }
        }
        flush()
        return result
    }

    /// Nine digits in a row are more than any serial number of ours has.
    private static let digitsMax = 8

    private static func maskNumbers(_ word: String) -> String {
        let separators: Set<Character> = ["-", ".", "+"]
        let compact = word.filter { !separators.contains($0) }
        let isPhone =
            compact.count > digitsMax && compact.allSatisfy(\.isNumber)
            && ["0", "62"].contains { compact.hasPrefix($0) }
        if isPhone { return "(number)" }
        var result = ""
        var run = ""
        for character in word + "\n" {
            if character.isNumber {
                run.append(character)
                continue
            }
            result += run.count > digitsMax ? "(number)" : run
            run = ""
            if character != "\n" { result.append(character) }
        }
        return result
    }
}
