// evidence.yaml: a learned table as a file that a person reads, corrects and vetoes.
package import Language
package import ServiceKit

/// A learned table with what was settled by hand and where it comes from.
package struct EvidenceFile: Sendable {
    /// The version of the format.
    static let version = 1
    /// A heavier weight is a slip: one word would outvote every other.
    static let heaviestWeight = 100.0

    /// What the table was learned from.
    package struct Source: Sendable, Hashable {
        /// `sha256:…` of the history.
        package var history: String
        package var cases: Int
        /// Rows that could not be used, with an agency the pack does not know.
        package var skipped: Int
        /// When it was learned, as told; a table without a date depends on the history alone.
        package var date: String?

        package init(history: String, cases: Int, skipped: Int, date: String?) {
            self.history = history
            self.cases = cases
            self.skipped = skipped
            self.date = date
        }
    }

    package var source: Source
    package var quality: HeldOutQuality
    /// As learned, with the settled weights in it.
    package var evidence: LearnedEvidence
    package var vetoes: [SettledWeight]
    package var locked: [SettledWeight]

    package init(
        source: Source, quality: HeldOutQuality, evidence: LearnedEvidence,
        vetoes: [SettledWeight] = [], locked: [SettledWeight] = [],
        view: EvidenceView = .agencies
    ) {
        self.source = source
        self.quality = quality
        self.evidence = evidence.settling(vetoes + locked, view: view)
        self.vetoes = vetoes
        self.locked = locked
    }

    /// Reads a file.
    ///
    /// - Throws: ``ConfigurationError`` with everything that is wrong in it: file, line, what to do.
    package static func load(
        path: String, for pack: RegionPack
    ) throws(ConfigurationError) -> EvidenceFile {
        let problems = YAMLProblems()
        let file = EvidenceFile(
            try YAMLFile.read(path: path, problems: problems).map(),
            agencies: Set(pack.agencies.map(\.id)), topics: Set(pack.topics.map(\.id)))
        try problems.throwIfAny()
        return file
    }

    /// - Parameter view: with which it was learned.
    init(
        _ map: YAMLMap, agencies: Set<String>, topics: Set<String>?,
        view: EvidenceView = .agencies
    ) {
        let version = map.int("version", default: 0, in: 0...1_000_000)
        if version != EvidenceFile.version {
            map.fail(
                "the version of an evidence file must be \(EvidenceFile.version); "
                    + "learn it again with `mendengar learn`", at: "version")
        }
        source = EvidenceFile.source(map.map("learned"))
        quality = EvidenceFile.quality(map.map("held_out"))
        let curve = map.map("calibration")
        let calibration = LearnedEvidence.Calibration(
            slope: curve.double("slope", default: 1), base: curve.double("base", default: 0))
        if calibration.slope <= 0 { curve.fail("the slope must be above 0", at: "slope") }
        curve.finish()
        let thresholds = map.map("thresholds").thresholds()
        let known = map.map("agencies").knownAgencies(agencies)
        let reader = TermReader(
            agencies: agencies, topics: topics,
            numbers: Dictionary(
                known.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { a, _ in a }))
        vetoes = map.optionalList("veto").compactMap { reader.settled($0.map(), isVeto: true) }
        locked = map.optionalList("locked").compactMap { reader.settled($0.map(), isVeto: false) }
        let entries = map.map("terms").entries().compactMap { reader.entry($0.key, $0.value) }
        evidence = LearnedEvidence(
            agencies: known, entries: entries, calibration: calibration, thresholds: thresholds,
            view: view
        ).settling(vetoes + locked, view: view)
        map.finish()
    }

    private static func source(_ map: YAMLMap) -> Source {
        defer { map.finish() }
        return Source(
            history: map.string("history"),
            cases: map.int("cases", default: 0, in: 0...Int.max),
            skipped: map.int("skipped", default: 0, in: 0...Int.max),
            date: map.optionalString("date"))
    }

    private static func quality(_ map: YAMLMap) -> HeldOutQuality {
        defer { map.finish() }
        return HeldOutQuality(
            cases: map.int("cases", default: 0, in: 0...Int.max),
            top1: map.double("top1", default: 0), top3: map.double("top3", default: 0),
            unprunedTop1: map.double("top1_unpruned", default: 0),
            cost: map.double("cost", default: 0))
    }
}

extension YAMLMap {
    /// `"0.90": { confidence: 0.69, coverage: 0.62 }`
    fileprivate func thresholds() -> [LearnedEvidence.Threshold] {
        entries().compactMap { key, value in
            let map = value.map()
            defer { map.finish() }
            guard let precision = Double(key), (0.01...1).contains(precision) else {
                value.fail("'\(key)' is not a precision such as \"0.90\"")
                return nil
            }
            let threshold = LearnedEvidence.Threshold(
                precision: precision, confidence: map.double("confidence", default: 2),
                coverage: map.double("coverage", default: 0))
            if !(0...1).contains(threshold.confidence) {
                map.fail("a threshold needs a confidence from 0 to 1", at: "confidence")
            }
            return threshold
        }.sorted { $0.precision < $1.precision }
    }

    fileprivate func knownAgencies(_ agencies: Set<String>) -> [LearnedEvidence.KnownAgency] {
        entries().map { id, value in
            let map = value.map()
            defer { map.finish() }
            if !agencies.contains(id) {
                let hint = nearest(to: id, among: agencies.sorted())
                value.fail(
                    "the region pack has no agency '\(id)'"
                        + (hint.map { ", did you mean '\($0)'?" } ?? ""))
            }
            return LearnedEvidence.KnownAgency(
                id: id, base: map.double("base", default: 0),
                cases: map.int("cases", default: 0, in: 0...Int.max))
        }
    }
}

/// Reads the lines of a table: `"jalan lubang": PUPR +1.31, DISHUB -0.40 (4.2)`.
struct TermReader {
    let agencies: Set<String>
    /// `nil`: any is taken, as hints differ from pack to pack.
    let topics: Set<String>?
    /// Agency -> its number in the table.
    let numbers: [String: Int]

    private static let shape = "PUPR +1.31, DISHUB -0.40 (4.2)"

    /// `{ term: parkir, agency: DISHUB }`, with a weight where it is not a veto.
    func settled(_ map: YAMLMap, isVeto: Bool) -> SettledWeight? {
        defer { map.finish() }
        guard let value = map.value("term"), let text = value.string() else {
            map.fail("needs a term")
            return nil
        }
        guard let term = term(text, value) else { return nil }
        guard let agency = map.reference("agency", to: agencies, "agency") else {
            if !map.writtenKeys.contains("agency") { map.fail("needs an agency") }
            return nil
        }
        guard !isVeto else { return SettledWeight(term: term, agency: agency, weight: 0) }
        guard let weight = map.value("weight") else {
            map.fail("needs a weight; a weight of none is a veto")
            return nil
        }
        return weight.double().flatMap { check($0, weight) }
            .map { SettledWeight(term: term, agency: agency, weight: $0) }
    }

    func entry(_ text: String, _ value: YAMLValue) -> LearnedEvidence.Entry? {
        guard let term = term(text, value), let line = value.string() else { return nil }
        var rest = Substring(line)
        var rarity = 1.0
        if let open = rest.lastIndex(of: "(") {
            guard rest.last == ")",
                let number = Double(rest[rest.index(after: open)...].dropLast()), number >= 1,
                number <= 30
            else {
                value.fail(
                    "the rarity of '\(text)' must be a number from 1 to 30, as in: \(Self.shape)")
                return nil
            }
            rarity = number
            rest = rest[..<open]
        }
        var weights: [LearnedEvidence.Weight] = []
        for part in rest.split(separator: ",") {
            guard let weight = weight(part, text, value) else { return nil }
            guard !weights.contains(where: { $0.agency == weight.agency }) else {
                value.fail("'\(text)' names an agency twice")
                return nil
            }
            weights.append(weight)
        }
        return LearnedEvidence.Entry(term: term, rarity: rarity, weights: weights)
    }

    private func weight(
        _ part: Substring, _ text: String, _ value: YAMLValue
    ) -> LearnedEvidence.Weight? {
        let words = part.split(separator: " ")
        guard words.count == 2, let number = Double(words[1]) else {
            value.fail("the weights of '\(text)' must look like: \(Self.shape)")
            return nil
        }
        guard let agency = numbers[String(words[0])] else {
            let hint = nearest(to: String(words[0]), among: numbers.keys.sorted())
            value.fail(
                "'\(text)' speaks for '\(words[0])', which is not among this file's agencies"
                    + (hint.map { ", did you mean '\($0)'?" } ?? ""))
            return nil
        }
        return check(number, value).map { LearnedEvidence.Weight(agency: agency, weight: $0) }
    }

    private func check(_ weight: Double, _ value: YAMLValue) -> Double? {
        guard weight.isFinite, abs(weight) <= EvidenceFile.heaviestWeight else {
            value.fail("a weight must lie between -100 and 100")
            return nil
        }
        return weight
    }

    private func term(_ text: String, _ value: YAMLValue) -> EvidenceTerm? {
        guard let term = EvidenceTerm(text) else {
            value.fail(
                "'\(text)' is no term: a word, ~stem, two stems, a *piece* of a word, or a #topic")
            return nil
        }
        if let topic = term.topicID, let topics, !topics.contains(topic) {
            let hint = nearest(to: topic, among: topics.sorted())
            value.fail(
                "the region pack has no topic '\(topic)'"
                    + (hint.map { ", did you mean '\($0)'?" } ?? ""))
            return nil
        }
        return term
    }
}
