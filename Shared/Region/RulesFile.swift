// Reads rules/*.yaml: a list of rules, each with its condition and its examples.
import Complaints
import Language
import Rules
import ServiceKit

/// The rules of one or more files.
struct RulesFile {
    var rules: [Rule] = []
    var sources: [RuleSource] = []
    private var unique: [String: RuleSource] = [:]
    private let known: KnownNames
    private let clocks: Clocks

    private enum ClockName: String, CaseIterable {
        case information, complaint, inspection
    }

    init(_ known: KnownNames, _ clocks: Clocks) {
        self.known = known
        self.clocks = clocks
    }

    mutating func read(_ root: YAMLValue, _ phrases: inout Phrases) {
        for element in root.list() {
            let map = element.map()
            let id = map.string("id")
            if let earlier = unique[id] {
                map.fail("the rule '\(id)' was already given in \(earlier.file):\(earlier.line)")
            }
            let source = RuleSource(
                id: id, file: element.file, line: element.line,
                examples: map.optionalList("examples").map { example($0.map()) })
            unique[id] = source
            sources.append(source)
            rules.append(rule(map, id, &phrases))
            map.finish()
        }
    }

    private func rule(_ map: YAMLMap, _ id: String, _ phrases: inout Phrases) -> Rule {
        let condition = ConditionReader(known: known).read(map, &phrases)
        let rule = Rule(
            id: id,
            priority: map.int("priority", default: Rule.defaultPriority, in: 0...1_000_000),
            condition: condition,
            agency: map.reference("agency", to: known.agencies, "agency"),
            copies: map.references("copies", to: known.recipients, "agency or unit"),
            clock: clock(map),
            kind: map.writtenKeys.contains("kind") ? map.choice("kind", Kind.self) : nil,
            flags: Set(map.references("flags", to: known.flags, "flag")),
            isConfidential: map.bool("confidential", default: false))
        if !map.writtenKeys.contains("agency"), rule.copies.isEmpty, rule.flags.isEmpty,
            rule.kind == nil, !rule.isConfidential, !map.writtenKeys.contains("copies"),
            rule.clock == nil
        {
            map.fail("the rule '\(id)' does nothing: give it an agency, copies, flags or a kind")
        }
        return rule
    }

    private func clock(_ map: YAMLMap) -> Clock? {
        guard let value = map.value("clock") else { return nil }
        if value.isMap { return AgenciesFile.clock(value.map()) }
        switch map.choice("clock", ClockName.self) {
        case .information: return clocks.information
        case .complaint: return clocks.complaint
        case .inspection: return clocks.inspection
        case nil: return nil
        }
    }

    private func example(_ map: YAMLMap) -> RuleExample {
        defer { map.finish() }
        return RuleExample(
            text: map.string("text"),
            agency: map.reference("agency", to: known.agencies.union(["triage"]), "agency"),
            place: map.reference("place", to: known.placeCodes, "place"),
            copies: map.references("copies", to: known.recipients, "agency or unit"),
            flags: map.references("flags", to: known.flags, "flag"),
            kind: map.reference("kind", to: Set(Kind.allCases.map(\.rawValue)), "kind"),
            isConfidential: map.writtenKeys.contains("confidential")
                ? map.bool("confidential", default: false) : nil,
            line: map.line)
    }
}

/// Reads the mapping under `when`: all its keys must hold.
struct ConditionReader {
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

    /// What the text says.
    private func text(_ map: YAMLMap, _ phrases: inout Phrases) -> [Condition] {
        var parts: [Condition] = []
        if map.value("words") != nil {
            parts.append(
                .words(Set(map.elements("words").compactMap { $0.phrase(&phrases) })))
        }
        let weight = map.double("min_weight", default: 0.7)
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
        return parts
    }

    private func noun(_ key: String) -> String {
        key == "places" ? "place" : key.replacing("_", with: " ")
    }
}
