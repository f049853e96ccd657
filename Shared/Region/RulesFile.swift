// Reads rules/*.yaml: a list of rules, or a mapping with a hit policy and rules or a table, each with its
// examples.
import Complaints
import Language
import Rules
import ServiceKit

/// The rules of the files of one book.
struct RulesFile {
    var rules: [Rule] = []
    var sources: [RuleSource] = []
    private var unique: [String: RuleSource] = [:]
    private let book: String
    private let known: KnownNames
    private let clocks: Clocks
    /// Who may get a copy: asked for each rule of thousands.
    private let recipients: Set<String>

    private enum ClockName: String, CaseIterable {
        case information, complaint, inspection
    }

    /// What the rules of one file share.
    struct Defaults {
        var policy = HitPolicy.first
        var priority = Rule.defaultPriority
        var legalBasis: String?
        /// Every row of a table asks for it besides its own cells.
        var scope: YAMLValue?
    }

    init(_ book: String, _ known: KnownNames, _ clocks: Clocks) {
        self.book = book
        self.known = known
        self.clocks = clocks
        recipients = known.recipients.union([Rule.overseer])
    }

    /// Reads one file.
    mutating func read(_ root: YAMLValue, _ phrases: inout Phrases) {
        guard root.isMap else {
            for element in root.list() { readRule(element, Defaults(), .rule, &phrases) }
            return
        }
        let map = root.map()
        defer { map.finish() }
        let defaults = Defaults(
            policy: map.choice("policy", HitPolicy.self) ?? .first,
            priority: priority(map, Rule.defaultPriority), legalBasis: map.optionalString("legal_basis"))
        _ = map.optionalString("note")
        if map.writtenKeys.contains("rows") || map.writtenKeys.contains("columns") {
            readTable(map, defaults, &phrases)
        } else {
            for element in map.list("rules") { readRule(element, defaults, .rule, &phrases) }
        }
    }

    private mutating func readTable(_ map: YAMLMap, _ defaults: Defaults, _ phrases: inout Phrases) {
        guard let table = RulesTable(map, defaults, policy: defaults.policy) else { return }
        note(table.id, map.value, .table, examples: map.optionalList("examples").map { example($0.map()) })
        for row in table.rows { readRule(row, defaults, .row, &phrases) }
    }

    private mutating func note(
        _ id: String, _ place: YAMLValue, _ form: RuleSource.Form, examples: [RuleExample]
    ) {
        if let earlier = unique[id] {
            place.fail("the rule '\(id)' was already given in \(earlier.file):\(earlier.line)")
        }
        let source = RuleSource(
            id: id, book: book, form: form, file: place.file, line: place.line, examples: examples)
        unique[id] = source
        sources.append(source)
    }

    private mutating func readRule(
        _ value: YAMLValue, _ defaults: Defaults, _ form: RuleSource.Form, _ phrases: inout Phrases
    ) {
        let map = value.map()
        let id = map.string("id")
        note(id, value, form, examples: map.optionalList("examples").map { example($0.map()) })
        rules.append(rule(map, id, defaults, &phrases))
        map.finish()
    }

    private func priority(_ map: YAMLMap, _ usual: Int) -> Int {
        map.int("priority", default: usual, in: 0...1_000_000)
    }

    private func rule(
        _ map: YAMLMap, _ id: String, _ defaults: Defaults, _ phrases: inout Phrases
    ) -> Rule {
        let condition = ConditionReader(known: known).read(map, &phrases)
        var rule = Rule(
            id: id, priority: priority(map, defaults.priority), condition: condition,
            agency: map.reference("agency", to: known.agencies, "agency"), clock: clock(map),
            kind: map.writtenKeys.contains("kind") ? map.choice("kind", Kind.self) : nil,
            flags: Set(map.references("flags", to: known.flags, "flag")),
            isConfidential: map.bool("confidential", default: false))
        rule.policy = defaults.policy
        rule.urgency = map.writtenKeys.contains("urgency") ? map.choice("urgency", Urgency.self) : nil
        rule.isHeld = map.bool("hold", default: false)
        rule.reason = map.optionalString("reason")
        rule.legalBasis = map.optionalString("legal_basis") ?? defaults.legalBasis
        rule.validity = map.validity("valid_from", "valid_to")
        _ = map.optionalString("note")
        readCopies(map, &rule)
        readReferral(map, &rule)
        let acts = ["agency", "refer", "copies", "flags", "kind", "confidential", "clock", "urgency", "hold"]
        if acts.allSatisfy({ map.value($0) == nil }) {
            map.fail("the rule '\(id)' does nothing: give it an agency, copies, flags or a kind")
        }
        checkPolicy(map, rule)
        return rule
    }

    /// `copies: [UP3, { to: overseer, reason: "..." }]`.
    private func readCopies(_ map: YAMLMap, _ rule: inout Rule) {
        for element in map.elements("copies") {
            guard element.isMap else {
                rule.copies += [element.reference(to: recipients, "agency or unit")].compactMap(\.self)
                continue
            }
            let copy = element.map()
            if let id = copy.reference("to", to: recipients, "agency or unit") {
                rule.copies.append(id)
                rule.copyReasons[id] = copy.string("reason")
            } else if !copy.writtenKeys.contains("to") {
                copy.fail("a copy lacks the key 'to'")
            }
            copy.finish()
        }
    }

    /// `refer: PROVINSI`: the matter is not the region's; the citizen is told why.
    private func readReferral(_ map: YAMLMap, _ rule: inout Rule) {
        guard let value = map.value("refer"), let id = value.reference(to: known.agencies, "agency")
        else { return }
        if rule.agency != nil { map.fail("a rule names an agency, or refers to one, not both", at: "refer") }
        if !known.agenciesBeyond.contains(id) {
            value.fail("\(id) belongs to the region: write `agency: \(id)`")
        }
        if rule.reason == nil { map.fail("a rule that refers must say why to the citizen: give `reason`") }
        rule.agency = id
        rule.isReferral = true
    }

    private func checkPolicy(_ map: YAMLMap, _ rule: Rule) {
        if rule.policy == .collect, rule.agency != nil {
            map.fail("the policy 'collect' only gathers copies, flags and clocks: the rule names an agency")
        }
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
            urgency: map.writtenKeys.contains("urgency") ? map.choice("urgency", Urgency.self) : nil,
            row: map.optionalString("row"),
            given: map.optionalMap("given").map { ExampleCircumstances($0, known) }
                ?? ExampleCircumstances(),
            line: map.line)
    }
}
