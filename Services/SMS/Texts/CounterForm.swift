// What somebody at a counter passes on by SMS: `ADU name#number#complaint`, read forgivingly.
import Complaints
import Foundation
import Region
import ServiceKit

/// The telephones from which complaints of others are passed on.
struct Counters: Sendable {
    private var desks: [String: CounterDesk] = [:]

    static let none = Counters()

    /// Receipts to one of them in 24 hours: each of his messages is somebody else's complaint.
    static let receiptsPerDay = 200

    private init() {}

    /// - Throws: ``ConfigurationError`` for what is no number, or stands twice.
    init(_ configured: [CounterDesk]) throws(ConfigurationError) {
        for desk in configured {
            guard let number = Sender(desk.phone ?? "").e164 else {
                throw ConfigurationError(
                    file: "configuration",
                    "sms.counters.\(desk.name).phone must be a telephone number like +6281234567890")
            }
            guard desks.updateValue(desk, forKey: number) == nil else {
                throw ConfigurationError(
                    file: "configuration", "sms.counters: two of them have the number \(number)")
            }
        }
    }

    /// The counter whose telephone this is.
    func desk(of sender: String) -> CounterDesk? {
        desks.isEmpty ? nil : Sender(sender).e164.flatMap { desks[$0] }
    }
}

/// A complaint told to somebody at a counter.
struct CounterForm: Sendable, Hashable {
    var name: String?
    /// In E.164.
    var phone: String?
    /// Empty when the form has none.
    var text: String
    var confidential = false
    var anonymous = false

    /// How to write one, where the complaint is missing.
    static let usage = "Aduan belum terbaca. Tulis: ADU nama#nomor#isi aduan. "
        + "Contoh: ADU Siti#081234567890#Lampu jalan mati di desa Habirau"

    private static let nameLettersMax = 60
    private static let nameWordsMax = 5
    private static let skipped: Set<String> = ["", "-", "x", "tidak ada", "tdk ada", "kosong", "0"]

    /// - Returns: `nil` for what does not begin with the keyword: a message of its sender's own.
    init?(_ written: String, _ keywords: SMSKeywords) {
        var rest = written[...]
        guard let first = Self.takeWord(&rest), keywords.counter.contains(first) else { return nil }
        while true {
            var after = rest
            guard let word = Self.takeWord(&after) else { break }
            if keywords.confidential.contains(word) {
                confidential = true
            } else if keywords.anonymous.contains(word) {
                anonymous = true
            } else {
                break
            }
            rest = after
        }
        // Name and number, in either order, as far as they are given; what is left is the complaint.
        for _ in 0..<2 {
            guard let sign = rest.firstIndex(of: "#") else { break }
            let field = String(rest[..<sign]).trimmingWhitespace()
            if phone == nil, let number = Self.number(field) {
                phone = number
            } else if name == nil, Self.isName(field) {
                name = field
            } else if !Self.skipped.contains(field.lowercased()) {
                break
            }
            rest = rest[rest.index(after: sign)...]
        }
        text = String(rest).trimmingWhitespace()
    }

    /// The next word in upper case, with what sets it apart from the one behind it.
    private static func takeWord(_ rest: inout Substring) -> String? {
        let trimmed = rest.drop { !$0.isLetter && !$0.isNumber && $0 != "#" }
        let word = trimmed.prefix { $0.isLetter || $0.isNumber }
        guard !word.isEmpty else { return nil }
        let behind = trimmed.dropFirst(word.count)
        rest = behind.drop { $0.isWhitespace || ":.,-".contains($0) }
        if rest.first == "#" { rest = rest.dropFirst() }
        return word.uppercased()
    }

    private static func number(_ text: String) -> String? {
        let digits = text.count { $0.isASCII && $0.isNumber }
        return digits >= 8 ? Sender(text).e164 : nil
    }

    private static func isName(_ text: String) -> Bool {
        !skipped.contains(text.lowercased()) && text.count <= nameLettersMax
            && text.split(separator: " ").count <= nameWordsMax && !text.contains(where: \.isNumber)
    }
}
