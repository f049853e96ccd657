// What the readers of a pack's files share: names that must be known, dates, identifiers.
import Language
import Rules
import ServiceKit

/// The names a pack defines, against which its other files are read.
struct KnownNames {
    var agencies: Set<String> = []
    var units: Set<String> = []
    var topics: Set<String> = []
    var placeCodes: Set<String> = []
    var placeFlags: Set<String> = []
    var agencyFlags: Set<String> = []
    /// Agencies outside the region's authority.
    var agenciesBeyond: Set<String> = []
    var flags: Set<String> = []
    var pledges: Set<String> = []
    var agreements: Set<String> = []
    /// Flags the channels set: rules may ask for them, but not set them.
    var channelFlags: Set<String> = []

    var recipients: Set<String> { agencies.union(units) }
}

extension YAMLMap {
    /// The elements under a key, a single value counting as a list of one; none when missing.
    func elements(_ key: String) -> [YAMLValue] {
        guard let value = value(key) else { return [] }
        return value.isList ? value.list() : [value]
    }

    /// A name that must be among the known ones.
    func reference(_ key: String, to known: Set<String>, _ what: String) -> String? {
        value(key)?.reference(to: known, what)
    }

    func references(_ key: String, to known: Set<String>, _ what: String) -> [String] {
        elements(key).compactMap { $0.reference(to: known, what) }
    }

    /// A date `YYYY-MM-DD`; a wrong one is a problem.
    func day(_ key: String) -> Day? {
        guard let value = value(key), let text = value.string() else { return nil }
        guard let day = Day(text) else {
            value.fail("'\(text)' is not a date like 2026-08-17")
            return nil
        }
        return day
    }

    /// Two dates, both included; open where one is missing.
    func validity(_ from: String, _ to: String) -> DaySpan {
        let span = DaySpan(from: day(from), to: day(to))
        if let first = span.from, let last = span.to, last < first {
            fail("\(to) lies before \(from)", at: to)
        }
        return span
    }

    /// Names in lower case; none where it says `any`.
    func namesOrAny(_ key: String) -> Set<String> {
        let names = Set(strings(key).map { $0.lowercased() })
        return names == ["any"] ? [] : names
    }

    /// The words of an enumeration under a key.
    func words<Word>(_ key: String, _ type: Word.Type) -> [Word]
    where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
        let known = Set(Word.allCases.map(\.rawValue))
        return references(key, to: known, key).compactMap { Word(rawValue: $0) }
    }
}

extension YAMLValue {
    func reference(to known: Set<String>, _ what: String) -> String? {
        guard let text = string() else { return nil }
        guard !known.contains(text) else { return text }
        let hint = nearest(to: text, among: known.sorted()).map { ", did you mean '\($0)'?" }
        fail("unknown \(what) '\(text)'\(hint ?? "")")
        return nil
    }

    /// A phrase, added to the pack's phrases.
    ///
    /// - Parameter isExact: it stands for the very words, as with a leading `=`.
    func phrase(_ phrases: inout Phrases, isExact: Bool = false) -> PhraseID? {
        guard let text = string() else { return nil }
        guard let id = phrases.add(isExact && !text.hasPrefix("=") ? "=" + text : text) else {
            fail(
                "'\(text)' holds no word, or stands for more than "
                    + "\(Phrases.maximumVariants) variants")
            return nil
        }
        return id
    }
}

/// Reports a name that is given twice.
struct Unique {
    private var lines: [String: Int] = [:]

    mutating func check(_ name: String, _ what: String, at map: YAMLMap) {
        if let line = lines[name] {
            map.fail("the \(what) '\(name)' was already given in line \(line)")
        }
        lines[name] = map.line
    }
}
