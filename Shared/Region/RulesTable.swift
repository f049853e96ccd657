// A table of rules: one row a rule, one column a condition or an action. It is read as the rules it stands
// for, so that a row is checked like any rule.
import Rules
import ServiceKit

/// `columns` and `rows` of a file of rules, and the row that takes what no other does.
struct RulesTable {
    /// Columns that ask. In a table `kind` and `flag` are conditions.
    static let conditions: Set<String> = [
        "words", "topics", "min_weight", "mentions", "places", "place_flag", "level", "channel", "kind",
        "flag", "account", "sender", "pledge", "programme", "followup", "duplicate", "for_agency",
        "agency_flag", "agreement", "late_promise",
    ]
    /// Columns that act, or say something of the row.
    static let actions: Set<String> = [
        "id", "agency", "refer", "copies", "clock", "urgency", "hold", "confidential", "flags", "reason",
        "legal_basis", "valid_from", "valid_to", "note", "priority",
    ]
    /// A cell that asks for nothing.
    private static let any = "any"

    let id: String
    /// Each as the rule it stands for; the fallback last.
    private(set) var rows: [YAMLValue] = []

    init?(_ map: YAMLMap, _ defaults: RulesFile.Defaults, policy: HitPolicy) {
        id = map.string("id")
        let scope = map.value("when")
        let columns = map.list("columns").map { column in
            column.reference(to: Self.conditions.union(Self.actions), "column") ?? ""
        }
        for (number, row) in map.list("rows").enumerated() {
            let cells = row.list()
            guard cells.count == columns.count else {
                row.fail("the row has \(cells.count) cells, the table has \(columns.count) columns")
                continue
            }
            rows.append(rule(row, zip(columns, cells).map { ($0, $1) }, scope, number: number + 1))
        }
        readFallback(map, scope, policy)
    }

    private func rule(
        _ row: YAMLValue, _ cells: [(String, YAMLValue)], _ scope: YAMLValue?, number: Int
    ) -> YAMLValue {
        var (asked, done): ([(key: String, value: YAMLValue)], [(key: String, value: YAMLValue)]) = ([], [])
        var name = "\(number)"
        for (column, cell) in cells where !cell.isNull {
            if !cell.isMap, !cell.isList, cell.string() == Self.any { continue }
            switch column {
            case "id": name = cell.string() ?? name
            case "for_agency": asked.append(("agency", cell))
            case _ where Self.conditions.contains(column): asked.append((column, cell))
            default: done.append((column, cell))
            }
        }
        return whole(row, name, asked.isEmpty ? nil : row.mapping(asked), scope, done)
    }

    private func whole(
        _ row: YAMLValue, _ name: String, _ asked: YAMLValue?, _ scope: YAMLValue?,
        _ done: [(key: String, value: YAMLValue)]
    ) -> YAMLValue {
        let condition =
            switch (asked, scope) {
            case (let asked?, let scope?): row.mapping([("all", row.sequence([scope, asked]))])
            case (let one?, nil), (nil, let one?): one
            case (nil, nil): row.scalar("always")
            }
        return row.mapping([("id", row.scalar("\(id)/\(name)")), ("when", condition)] + done)
    }

    /// `fallback: none` says that what no row takes goes on; a mapping says what is done with it. It must be
    /// said, or a gap looks like a decision.
    private mutating func readFallback(_ map: YAMLMap, _ scope: YAMLValue?, _ policy: HitPolicy) {
        guard let value = map.value("fallback") else {
            map.fail(
                "the table '\(id)' lacks the key 'fallback': { agency: … } for what no row takes, or 'none' "
                    + "to let it go on to the other rules")
            return
        }
        guard value.isMap else {
            if value.string() != "none" {
                value.fail("fallback is 'none' or a mapping such as { agency: … }")
            }
            return
        }
        if policy == .collect { value.fail("a table that collects needs no fallback: write 'none'") }
        if policy == .priority, !value.map().writtenKeys.contains("priority") {
            value.fail("the fallback of a table by priority needs a priority behind all its rows")
        }
        let fallback = value.map().entries().map { (key: $0.key, value: $0.value) }
        rows.append(whole(value, "fallback", nil, scope, fallback))
    }
}
