// The text of a calendar.yaml with the holidays of one year brought up to date: line by line, so that
// comments, local days and what people wrote stay as they are. Pure.
import Foundation

/// What an import changes.
struct CalendarChange: Sendable, Hashable {
    var added: [HolidayList.Holiday] = []
    var removed: [HolidayList.Holiday] = []
    /// With the kind they had.
    var changed: [HolidayList.Holiday] = []
    /// Lines that the decree does not have, kept because they say so.
    var kept: [HolidayList.Holiday] = []
    var newSource: String?

    var isEmpty: Bool {
        added.isEmpty && removed.isEmpty && changed.isEmpty && newSource == nil
    }
}

struct CalendarText: Sendable {
    private var lines: [String]

    /// For the person at the terminal.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    init(_ text: String) {
        lines = text.components(separatedBy: "\n")
    }

    var text: String { lines.joined(separator: "\n") }

    private struct Line {
        var number: Int
        var holiday: HolidayList.Holiday
        /// It bears the comment `# keep`.
        var isKept: Bool
    }

    /// Brings a year up to date. `national` and `joint` days become those of the decree; `local` ones, days
    /// with the comment `# keep` and names stay.
    mutating func update(_ list: HolidayList) throws(Failure) -> CalendarChange {
        let section = try years()
        guard let block = block(of: list.year, in: section) else {
            insert(list, in: section)
            return CalendarChange(added: list.holidays, newSource: list.source)
        }
        var change = CalendarChange()
        var present: [Line] = []
        var last = block.lowerBound
        for number in block where number > block.lowerBound {
            if let source = Self.value("source", of: lines[number]), source != list.source {
                change.newSource = list.source
                let indent = lines[number].prefix { $0 == " " }
                lines[number] = "\(indent)source: \(Self.quoted(list.source))"
            }
            if Self.isContent(lines[number]) { last = number }
            guard lines[number].drop(while: { $0 == " " }).hasPrefix("- ") else { continue }
            present.append(try Self.holiday(lines[number], number))
        }
        var wanted = list.holidays
        var gone: [Int] = []
        for line in present where line.holiday.kind != .local {
            if let place = wanted.firstIndex(where: {
                $0.date == line.holiday.date && $0.kind == line.holiday.kind
            }) {
                wanted.remove(at: place)
            } else if line.isKept {
                change.kept.append(line.holiday)
            } else if let place = wanted.firstIndex(where: { $0.date == line.holiday.date }) {
                change.changed.append(line.holiday)
                lines[line.number] = lines[line.number].replacing(
                    "kind: \(line.holiday.kind.rawValue)", with: "kind: \(wanted[place].kind.rawValue)")
                wanted.remove(at: place)
            } else {
                change.removed.append(line.holiday)
                gone.append(line.number)
            }
        }
        change.added = wanted
        let indent = present.first.map { String(lines[$0.number].prefix { $0 == " " }) } ?? "      "
        // From the last to the first, so that the numbers of the lines before stay right.
        var edits: [(at: Int, line: String?)] = gone.map { ($0, nil) }
        for holiday in wanted {
            let behind = present.last { $0.holiday.date <= holiday.date }?.number
            let at = behind ?? present.first.map { $0.number - 1 } ?? last
            edits.append((at, indent + Self.line(holiday)))
        }
        for edit in edits.enumerated().sorted(by: { ($0.element.at, $0.offset) > ($1.element.at, $1.offset) })
            .map(\.element)
        {
            if let line = edit.line { lines.insert(line, at: edit.at + 1) } else { lines.remove(at: edit.at) }
        }
        return change
    }

    // MARK: The lines

    /// Behind `years:`, to the next key at the margin.
    private func years() throws(Failure) -> Range<Int> {
        guard let start = lines.firstIndex(where: { $0.hasPrefix("years:") }) else {
            throw Failure(description: "the file has no list 'years:'")
        }
        let rest = lines[(start + 1)...]
        let end = rest.firstIndex { $0.first.map { $0 != " " && $0 != "#" } ?? false } ?? lines.count
        return (start + 1)..<end
    }

    private static func year(_ line: String) -> Int? {
        guard let match = line.firstMatch(of: /^ *- year: *([0-9]{4})/) else { return nil }
        return Int(match.1)
    }

    private func block(of year: Int, in section: Range<Int>) -> Range<Int>? {
        guard let start = section.first(where: { Self.year(lines[$0]) == year }) else { return nil }
        let next = ((start + 1)..<section.upperBound).first { Self.year(lines[$0]) != nil }
        return start..<(next ?? section.upperBound)
    }

    private static func isContent(_ line: String) -> Bool {
        let text = line.drop { $0 == " " }
        return !text.isEmpty && !text.hasPrefix("#")
    }

    private static func holiday(_ line: String, _ number: Int) throws(Failure) -> Line {
        guard let date = value("date", of: line), let word = value("kind", of: line),
            let kind = HolidayList.Holiday.Kind(rawValue: word), let name = value("name", of: line)
        else {
            throw Failure(
                description: "line \(number + 1): write each holiday in one line: "
                    + "- { date: 2026-01-01, kind: national, name: \"…\" }")
        }
        return Line(
            number: number, holiday: HolidayList.Holiday(date: date, kind: kind, name: name),
            isKept: line.contains(/# *keep\b/))
    }

    /// The value of a key in a line, in quotes or plain.
    private static func value(_ key: String, of line: String) -> String? {
        let parts = line.split(separator: "\(key): ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].allSatisfy({ " -{,".contains($0) }) || parts[0].contains("{") else {
            return nil
        }
        let rest = parts[1].drop { $0 == " " }
        if let match = rest.prefixMatch(of: /"((?:[^"\\]|\\.)*)"/) {
            return String(match.1).replacing(/\\(.)/) { "\($0.1)" }
        }
        if let match = rest.prefixMatch(of: /'((?:[^']|'')*)'/) {
            return String(match.1).replacing("''", with: "'")
        }
        let plain = rest.prefix { !",}#".contains($0) }.trimmingCharacters(in: .whitespaces)
        return plain.isEmpty ? nil : plain
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func line(_ holiday: HolidayList.Holiday) -> String {
        "- { date: \(holiday.date), kind: \(holiday.kind.rawValue), name: \(quoted(holiday.name)) }"
    }

    private mutating func insert(_ list: HolidayList, in section: Range<Int>) {
        let block =
            ["  - year: \(list.year)", "    source: \(Self.quoted(list.source))", "    holidays:"]
            + list.holidays.map { "      " + Self.line($0) }
        let later = section.first { Self.year(lines[$0]).map { $0 > list.year } ?? false }
        let end = section.last { Self.isContent(lines[$0]) }.map { $0 + 1 } ?? section.lowerBound
        lines.insert(contentsOf: block, at: later ?? end)
    }
}
