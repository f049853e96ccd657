// What the texts of a case mean: the same day, word or sentence written otherwise is the same.
import Complaints
import Documents
import Foundation
import Language
import Region
import Rules

struct CaseValues: Sendable {
    private let calendar: WorkingCalendar
    private let reader: LocalMoment

    init(_ source: CaseSource, _ region: RegionPack) {
        calendar = region.calendar
        reader = LocalMoment(offset: region.calendar.offset, monthFirst: source.monthFirst)
    }

    /// Two times this near are the same, in seconds: many programs write no seconds, or round them.
    static let nearSeconds = 60

    /// The fields of which a row says something else than was said before. Of a column that its file lacks
    /// it says nothing.
    func differing(
        _ before: [String: String], _ now: [String: String], in map: ColumnMap
    ) -> [CaseField] {
        CaseField.allCases.filter { field in
            let isSaid = map.columns[field] != nil || field == .time && now[field.rawValue] != nil
            return isSaid && !isSame(field, before, now)
        }
    }

    /// Whether two cases say the same in a field.
    func isSame(_ field: CaseField, _ a: [String: String], _ b: [String: String]) -> Bool {
        let (one, other) = (a[field.rawValue] ?? "", b[field.rawValue] ?? "")
        switch field {
        case .date:
            if one == other { return true }
            return moment(a).map { day(of: $0.moment) } == moment(b).map { day(of: $0.moment) }
        case .time:
            guard let first = seconds(a), let second = seconds(b) else { return one == other }
            return abs(first - second) < Self.nearSeconds
        default: return one == other || Self.key(field, one) == Self.key(field, other)
        }
    }

    private static func key(_ field: CaseField, _ text: String) -> String {
        switch field {
        case .name, .address, .title, .text, .finalText, .reason: folded(text)
        case .email: folded(text).lowercased()
        case .phone: text.isEmpty ? "" : Sender(text).description
        case .protection: CaseWords.protection(text).map { "\($0)" } ?? text
        default: Heading.key(text)
        }
    }

    /// Without what programs change in passing: line ends, blanks, signs that no file may hold.
    static func folded(_ text: String) -> String {
        text.unicodeScalars.split {
            $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0xFFFD
        }.map(String.init).joined(separator: " ")
    }

    // MARK: Days and times

    /// `5 Jan 2024`
    func day(of moment: Date) -> String { calendar.day(of: moment).shortText }

    /// `13:45`, with seconds where there are some.
    func clock(of moment: Date) -> String {
        let seconds = local(moment)
        let minutes = String(format: "%02d:%02d", seconds / 3600, seconds / 60 % 60)
        return seconds % 60 == 0 ? minutes : minutes + String(format: ":%02d", seconds % 60)
    }

    /// Of the local day.
    private func local(_ moment: Date) -> Int {
        let seconds = Int(moment.timeIntervalSince1970.rounded(.down)) + calendar.offset
        return (seconds % 86_400 + 86_400) % 86_400
    }

    private func moment(_ kept: [String: String]) -> (moment: Date, hasTime: Bool)? {
        try? reader.parse(
            SheetCell(kept[CaseField.date.rawValue] ?? ""),
            kept[CaseField.time.rawValue].map { SheetCell($0) })
    }

    private func seconds(_ kept: [String: String]) -> Int? {
        moment(kept).flatMap { $0.hasTime ? local($0.moment) : nil }
    }

    // MARK: For a person

    /// A field as it is told of: over shoulders, and in logs of terminals, without numbers of persons.
    func shown(_ field: CaseField, _ kept: [String: String]) -> String {
        let text = kept[field.rawValue] ?? ""
        switch field {
        case .date: return moment(kept).map { day(of: $0.moment) } ?? text
        case .time: return moment(kept).flatMap { $0.hasTime ? clock(of: $0.moment) : nil } ?? text
        case .name, .phone, .email, .address, .title, .text, .finalText, .reason:
            return PersonalData.mask(text, PersonalData.unspoken)
        default: return text
        }
    }
}
