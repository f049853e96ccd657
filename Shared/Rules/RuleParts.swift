// The parts of many rules that must hold, close together in memory: rules ask for the same things again and
// again, and each is kept once.

/// The parts of the rules of a book.
struct RuleParts: Sendable {
    /// A part of a rule.
    struct Part: Sendable {
        var isAboutText: Bool
        /// It asks for the strongest topic, which needs ``leastWeight`` besides.
        var isLeadingTopic: Bool
        /// The column of the index that says whether it holds; none where it is negative.
        var column: Int8
        /// Its place in ``RuleParts/conditions`` and ``RuleParts/texts``.
        var missing: Int32
        var leastWeight: Double
    }

    private(set) var all: [Part] = []
    /// What is asked for, each once, and what a trace says where it is missing.
    private(set) var conditions: [Condition] = []
    private(set) var texts: [String] = []
    /// Where the parts of each rule begin.
    private var starts: [Int32] = [0]

    init(_ rules: [Condition], _ index: RuleIndex, _ names: SpokenNames) {
        var known: [Condition: Int] = [:]
        for rule in rules {
            let parts = rule.conjuncts
            for place in parts.indices {
                add(parts[place], index.column(of: parts[place], after: parts[..<place]), names, &known)
            }
            starts.append(Int32(all.count))
        }
    }

    private mutating func add(
        _ part: Condition, _ column: Int?, _ names: SpokenNames, _ known: inout [Condition: Int]
    ) {
        let number = known[part] ?? conditions.count
        if number == conditions.count {
            known[part] = number
            conditions.append(part)
            texts.append(part.missing(names))
        }
        var weight = -Double.infinity
        var isLeadingTopic = false
        if case .topics(_, let least) = part { (weight, isLeadingTopic) = (least, true) }
        all.append(
            Part(
                isAboutText: part.isAboutText, isLeadingTopic: isLeadingTopic,
                column: column.map { Int8($0) } ?? -1, missing: Int32(number), leastWeight: weight))
    }

    func places(of rule: Int) -> Range<Int> { Int(starts[rule])..<Int(starts[rule + 1]) }
}
