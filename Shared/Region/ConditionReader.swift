// Reads what a rule asks for: the mapping under `when`.
import Complaints
import Language
import Rules
import ServiceKit

/// Reads the mapping under `when`: all its keys must hold.
struct ConditionReader {
    /// Words that may stand between two that are near each other.
    static let nearDefault = 5
    static let nearMaximum = 20
    /// No case grows beyond it by itself: see the limit `cluster` of the index of links.
    static let caseMaximum = 200

    let known: KnownNames

    func read(_ rule: YAMLMap, _ phrases: inout Phrases) -> Condition {
        guard let value = rule.value("when") else {
            rule.fail("the rule lacks the key 'when'")
            return .always
        }
        return condition(value, &phrases)
    }

    private func condition(_ value: YAMLValue, _ phrases: inout Phrases) -> Condition {
        if !value.isMap, !value.isList {
            if value.string() != "always" {
                value.fail("a condition is a mapping such as { topics: [...] }, or 'always'")
            }
            return .always
        }
        let map = value.map()
        refuseEmpty(map)
        var parts = text(map, &phrases)
        parts += circumstances(map)
        if let branches = map.value("any") {
            var list: [Condition] = []
            for branch in branches.list() { list.append(condition(branch, &phrases)) }
            parts.append(.any(list))
        }
        if let branches = map.value("all") {
            for branch in branches.list() { parts.append(condition(branch, &phrases)) }
        }
        if let part = map.value("not") { parts.append(.not(condition(part, &phrases))) }
        map.finish()
        if parts.isEmpty { value.fail("an empty condition; write 'always' if that is meant") }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    /// Keys that may list several.
    private static let lists = [
        "words", "topics", "mentions", "places", "place_flag", "pledge", "flag", "agency", "agency_flag",
        "level", "channel", "kind", "account", "sender", "programme", "agreement", "duplicate", "any", "all",
    ]

    /// An empty list asks for one of nothing.
    private func refuseEmpty(_ map: YAMLMap) {
        for key in Self.lists where map.writtenKeys.contains(key) {
            guard let value = map.value(key), value.isList, value.list().isEmpty else { continue }
            map.fail(
                "'\(key)' is an empty list, which nothing can satisfy: name something, or take it out",
                at: key)
        }
    }

    /// What the text says.
    private func text(_ map: YAMLMap, _ phrases: inout Phrases) -> [Condition] {
        var parts: [Condition] = []
        if map.value("words") != nil {
            parts.append(
                .words(Set(map.elements("words").compactMap { $0.phrase(&phrases) })))
        }
        let weight = map.double("min_weight", default: 0.7)
        if let near = map.optionalMap("near") { parts.append(nearness(near, &phrases)) }
        if map.value("topics") != nil {
            parts.append(
                .topics(
                    Set(map.references("topics", to: known.topics, "topic")),
                    minimumWeight: weight))
        }
        if map.value("mentions") != nil {
            parts.append(.mentions(Set(map.references("mentions", to: known.topics, "topic"))))
        }
        return parts
    }

    /// Where it is, how it came, and who is to act.
    private func circumstances(_ map: YAMLMap) -> [Condition] {
        var parts: [Condition] = []
        func add(_ key: String, _ known: Set<String>, _ make: (Set<String>) -> Condition) {
            guard map.value(key) != nil else { return }
            parts.append(make(Set(map.references(key, to: known, noun(key)))))
        }
        add("places", known.placeCodes, Condition.places)
        add("place_flag", known.placeFlags, Condition.placeFlag)
        if let value = map.value("pledge") {
            let isAny = !value.isList && !value.isMap && value.string() == "any"
            parts.append(.pledge(isAny ? [] : Set(map.references("pledge", to: known.pledges, "pledge"))))
        }
        add("flag", known.flags.union(known.channelFlags), Condition.flag)
        add("agency", known.agencies, Condition.agency)
        add("agency_flag", known.agencyFlags, Condition.agencyFlag)
        if map.value("level") != nil {
            parts.append(.level(Set(map.words("level", PlaceLevel.self))))
        }
        if map.value("channel") != nil {
            parts.append(.channel(Set(map.words("channel", Channel.self))))
        }
        if map.value("kind") != nil { parts.append(.kind(Set(map.words("kind", Kind.self)))) }
        if map.value("account") != nil { parts.append(.account(Set(map.strings("account")))) }
        if map.value("sender") != nil {
            parts.append(.sender(Set(map.words("sender", SenderTrait.self))))
        }
        if map.value("programme") != nil { parts.append(.programme(map.namesOrAny("programme"))) }
        if let value = map.value("commitment") { parts.append(commitment(value)) }
        if let value = map.value("late_promise") { parts.append(latePromise(value)) }
        if let value = map.value("agreement") { parts.append(agreement(value)) }
        if let time = map.optionalMap("time") { parts.append(.time(timeWindow(time))) }
        if let value = map.value("duplicate") { parts.append(duplicate(value)) }
        if map.value("followup") != nil { parts.append(.followup(map.bool("followup", default: true))) }
        return parts
    }

    /// `near: { words: [lampu], and: [mati, padam], within: 4 }`.
    private func nearness(_ map: YAMLMap, _ phrases: inout Phrases) -> Condition {
        defer { map.finish() }
        var lists: [Set<PhraseID>] = []
        for key in ["words", "and"] {
            if map.elements(key).isEmpty { map.fail("near lacks the key '\(key)'") }
            lists.append(Set(map.elements(key).compactMap { $0.phrase(&phrases) }))
        }
        return .near(
            lists[0], lists[1],
            within: map.int("within", default: Self.nearDefault, in: 0...Self.nearMaximum))
    }

    /// `commitment: any`, or `{ by: [Bupati], dated: true }`.
    private func commitment(_ value: YAMLValue) -> Condition {
        guard value.isMap else {
            if value.string() != "any" { value.fail("commitment is 'any' or { by: [...], dated: true }") }
            return .commitment(by: [], isDated: nil)
        }
        let map = value.map()
        defer { map.finish() }
        return .commitment(
            by: Set(map.strings("by").map { $0.lowercased() }),
            isDated: map.value("dated") == nil ? nil : map.bool("dated", default: true))
    }

    /// `late_promise: any`, or one of `programme` and `agency`.
    private func latePromise(_ value: YAMLValue) -> Condition {
        if !value.isList, !value.isMap, value.string() == "any" {
            return .latePromise(of: Set(PromiseGiver.allCases))
        }
        let words = Set(PromiseGiver.allCases.map(\.rawValue))
        let named = (value.isList ? value.list() : [value]).compactMap {
            $0.reference(to: words, "giver of a promise").flatMap(PromiseGiver.init)
        }
        if named.isEmpty { value.fail("late_promise is 'any', programme or agency") }
        return .latePromise(of: Set(named))
    }

    /// `agreement: any`, the id of one, or `{ id: [ori], covers: [reporter] }`.
    private func agreement(_ value: YAMLValue) -> Condition {
        guard value.isMap else {
            if !value.isList, value.string() == "any" { return .agreement([], covers: []) }
            let ids = (value.isList ? value.list() : [value])
                .compactMap { $0.reference(to: known.agreements, "agreement") }
            return .agreement(Set(ids), covers: [])
        }
        let map = value.map()
        defer { map.finish() }
        let covers = map.words("covers", SharedData.self).map(\.rawValue)
        if map.elements("covers").isEmpty, map.elements("id").isEmpty {
            map.fail("an empty agreement: give `id` or `covers`, or write 'any'")
        }
        return .agreement(
            Set(map.references("id", to: known.agreements, "agreement")), covers: Set(covers))
    }

    /// `time: { hours: "22:00-05:00", weekdays: [sat, sun], working_day: false,
    /// dates: [2026-12-24/2027-01-02] }`.
    private func timeWindow(_ map: YAMLMap) -> TimeWindow {
        defer { map.finish() }
        var window = TimeWindow(
            weekdays: Set(map.words("weekdays", CalendarFile.Weekday.self).map(\.number)),
            isWorkingDay: map.value("working_day") == nil
                ? nil : map.bool("working_day", default: true))
        if let value = map.value("hours"), let text = value.string() {
            window.hours = HourSpan(text)
            if window.hours == nil { value.fail("'\(text)' are not hours like 22:00-05:00") }
        }
        for value in map.elements("dates") {
            guard let text = value.string() else { continue }
            let ends = text.split(separator: "/", omittingEmptySubsequences: false).map { Day(String($0)) }
            if let from = ends.first ?? nil, let to = ends.last ?? nil, ends.count <= 2, from <= to {
                window.days.append(DaySpan(from: from, to: to))
            } else {
                value.fail("'\(text)' is neither a date like 2026-08-17 nor two like 2026-08-17/2026-08-20")
            }
        }
        if window == TimeWindow() { map.fail("an empty time: give hours, weekdays, working_day or dates") }
        return window
    }

    /// `duplicate: [resend]`, or `{ relation: [same_incident], count: 5 }`.
    private func duplicate(_ value: YAMLValue) -> Condition {
        // A recurrence is another case: it repeats nothing.
        let all: Set<Relation> = [.resend, .sameReporter, .sameIncident]
        let known = Set(Relation.allCases.map(\.rawValue))
        func relations(_ values: [YAMLValue]) -> Set<Relation> {
            Set(values.compactMap { $0.reference(to: known, "relation").flatMap(Relation.init) })
        }
        guard value.isMap else {
            return .duplicate(relations(value.isList ? value.list() : [value]), atLeast: 1)
        }
        let map = value.map()
        defer { map.finish() }
        let asked = relations(map.elements("relation"))
        return .duplicate(
            asked.isEmpty ? all : asked,
            atLeast: map.int("count", default: 1, in: 1...Self.caseMaximum))
    }

    private func noun(_ key: String) -> String {
        key == "places" ? "place" : key.replacing("_", with: " ")
    }
}
