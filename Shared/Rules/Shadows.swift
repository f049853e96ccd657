// Rules that lose wherever they hold: for each, the smallest complaints it asks for are made up and decided.
// This sees what a comparison of conditions cannot: that who says "jalan rusak" has also said "rusak".
import Complaints
package import Language

/// A complaint made up to satisfy a condition, as small as it can be.
package struct Model: Sendable {
    package var facts = Facts()
    /// What it says, piece by piece.
    package var words: [String] = []
    /// Topics it is about, the leading one first.
    package var topics: [String] = []
    package var places: [String] = []
}

/// A phrase said in one of its ways: what stands in the text then.
package struct Saying: Sendable {
    package var text: String
    /// All phrases of the book that these words hold, this one among them.
    package var phrases: Set<PhraseID>

    package init(text: String, phrases: Set<PhraseID>) {
        self.text = text
        self.phrases = phrases
    }
}

/// Finds rules that never win. It is a search: what it finds is likely, and what it does not find may be.
package struct ShadowSearch {
    /// Made-up complaints tried for one rule; a rule that wins one of them is let go at once.
    package static let modelsMax = 24
    /// Ways out of winning rules that are tried one on top of the other.
    private static let escapesMax = 6

    private let book: RuleBook
    private let sayings: (PhraseID) -> [Saying]
    private let flags: (String) -> String?

    /// - Parameters:
    ///   - sayings: the ways to say a phrase.
    ///   - place: the code of a place that carries a flag, where there is one.
    package init(
        _ book: RuleBook, sayings: @escaping (PhraseID) -> [Saying],
        place flags: @escaping (String) -> String? = { _ in nil }
    ) {
        self.book = book
        self.sayings = sayings
        self.flags = flags
    }

    /// The rules that lost every complaint made up for them, each with the rule that won and the complaint.
    ///
    /// - Parameter known: rules that need not be looked at.
    package func shadowed(except known: Set<String>) -> [(rule: Rule, winner: Rule, model: Model)] {
        book.deciding.compactMap { rule in
            guard !known.contains(rule.id), let (winner, model) = winner(over: rule) else { return nil }
            return (rule, winner, model)
        }
    }

    /// A complaint that satisfies a condition; `nil` where none could be made up.
    package func model(of condition: Condition) -> Model? {
        models(of: condition).first { condition.isContent($0.facts) }
    }

    /// Complaints that satisfy a condition, as small as they can be.
    package func contentModels(of condition: Condition) -> [Model] {
        models(of: condition).filter { condition.isContent($0.facts) }
    }

    /// The rule that takes all that was made up for another.
    private func winner(over rule: Rule) -> (Rule, Model)? {
        var condition = rule.conditionWhenValid
        var found: (Rule, Model)?
        for _ in 0...Self.escapesMax {
            var escape: Condition?
            for model in models(of: condition) where rule.conditionWhenValid.isContent(model.facts) {
                guard let winner = book.verdict(on: model.facts).winner else { continue }
                if winner.id == rule.id { return nil }
                found = found ?? (winner, model)
                escape = escape ?? winner.escape(from: condition)
            }
            // Perhaps it wins where the other makes an exception, or asks for another channel.
            guard let escape else { break }
            condition = .all([condition, escape])
        }
        return found
    }

    /// Complaints that may satisfy a condition; whether they do is to be asked of it.
    private func models(of condition: Condition) -> [Model] {
        condition.conjuncts.reduce([Model()]) { models, part in
            var made: [Model] = []
            for model in models {
                made += adding(part, to: model)
                if made.count >= Self.modelsMax { break }
            }
            return Array(made.prefix(Self.modelsMax))
        }
    }

    private func adding(_ part: Condition, to model: Model) -> [Model] {
        func with(_ change: (inout Model) -> Void) -> [Model] {
            var changed = model
            change(&changed)
            return [changed]
        }
        switch part {
        case .any(let branches):
            return branches.flatMap { branch in
                branch.conjuncts.reduce([model]) { models, part in models.flatMap { adding(part, to: $0) } }
            }
        case .all:
            return part.conjuncts.reduce([model]) { models, part in models.flatMap { adding(part, to: $0) } }
        case .words(let phrases):
            return phrases.sorted().prefix(Self.modelsMax).flatMap { phrase in
                sayings(phrase).map { model.saying($0) }
            }
        case .near(let first, let second, _):
            guard let one = first.min(), let other = second.min() else { return [] }
            return sayings(one).prefix(2).flatMap { saying in
                sayings(other).prefix(2).map { model.saying(saying).saying($0) }
            }
        case .topics(let topics, let weight):
            return topics.sorted().prefix(Self.modelsMax).map { model.about($0, weight, leads: true) }
        case .mentions(let topics):
            return topics.sorted().prefix(Self.modelsMax).map { model.about($0, 0.5, leads: false) }
        case .places(let codes):
            return codes.sorted().prefix(Self.modelsMax).map { model.at($0) }
        case .level(let levels):
            return with { $0.facts.places.append(Model.place("", levels.map(\.rawValue).min() ?? "")) }
        case .placeFlag(let marks):
            return marks.sorted().prefix(2).map { mark in
                var marked = flags(mark).map { model.at($0) } ?? model
                marked.facts.placeFlags.insert(mark)
                return marked
            }
        case .pledge(let pledges): return with { $0.facts.pledges.insert(pledges.min() ?? "") }
        case .channel(let channels):
            return channels.sorted { $0.rawValue < $1.rawValue }.map { channel in
                var other = model
                other.facts.channel = channel
                return other
            }
        case .kind(let kinds):
            return kinds.sorted { $0.rawValue < $1.rawValue }.map { kind in
                var other = model
                other.facts.kind = kind
                return other
            }
        case .flag(let flags): return with { if let one = flags.min() { $0.facts.flags.insert(one) } }
        case .account(let accounts): return with { $0.facts.account = accounts.min() ?? "" }
        case .sender(let traits): return with { $0.facts.sender.formUnion(traits) }
        case .programme(let names): return with { $0.facts.programme.insert(names.min() ?? "acara") }
        case .commitment(let names, let isDated):
            return with {
                let day = isDated == false ? nil : Day(number: 0)
                $0.facts.promises.append(OnAirPromise(by: names.min() ?? "pejabat", due: day))
            }
        case .duplicate(let relations, let count):
            return with {
                $0.facts.inCase = CaseFacts(
                    relation: relations.min { $0.rawValue < $1.rawValue } ?? .sameIncident, count: count)
            }
        case .latePromise(let givers):
            return with { model in
                let name = model.facts.programme.min() ?? "acara"
                if givers.contains(.programme) { model.facts.programme.insert(name) }
                model.facts.latePromises.append(LatePromise(programme: [name], agency: nil, places: []))
            }
        case .followup(let isOne): return with { $0.facts.isFollowup = isOne }
        case .time(let window): return with { $0.facts.received = window.example }
        case .always, .not, .agency, .agencyFlag, .agreement: return [model]
        }
    }
}

extension Model {
    fileprivate static func place(_ code: String, _ level: String) -> Place {
        Place(code: code, name: "", level: level, confidence: 1)
    }

    fileprivate func saying(_ saying: Saying) -> Model {
        // What was said need not be said again.
        guard !words.contains(saying.text) else { return self }
        var model = self
        let start = model.words.count
        model.words.append(saying.text)
        for phrase in saying.phrases { model.facts.phrases[phrase, default: []].append(start..<start + 1) }
        return model
    }

    fileprivate func about(_ topic: String, _ weight: Double, leads: Bool) -> Model {
        var model = self
        let most = model.facts.topics.first?.weight ?? 0
        let hit = TopicHit(topic: topic, weight: leads ? max(weight, most) : weight, words: [])
        model.facts.topics.insert(hit, at: leads ? 0 : model.facts.topics.count)
        model.facts.topics.sort { $0.weight > $1.weight }
        model.topics.insert(topic, at: leads ? 0 : model.topics.count)
        return model
    }

    fileprivate func at(_ code: String) -> Model {
        var model = self
        let isVillage = code.split(separator: ".").count == 4
        model.facts.places.append(Self.place(code, isVillage ? "desa" : "kecamatan"))
        model.places.append(code)
        return model
    }
}

extension Condition {
    fileprivate func isContent(_ facts: Facts) -> Bool {
        var ignored = Evidence(isKept: false)
        return holds(facts, evidence: &ignored)
    }
}

extension Rule {
    /// Something that keeps it from holding, which is neither asked for already nor excluded.
    fileprivate func escape(from asked: Condition) -> Condition? {
        let known = asked.conjuncts
        return conditionWhenValid.conjuncts.lazy.compactMap { part -> Condition? in
            let way: Condition? =
                switch part {
                case .not(let denied): denied
                case .channel(let channels): .channel(Set(Channel.allCases).subtracting(channels))
                case .kind(let kinds): .kind(Set(Kind.allCases).subtracting(kinds))
                case .followup(let isOne): .followup(!isOne)
                default: nil
                }
            guard let way, !known.contains(way), Condition.all(known + [way]).contradiction == nil
            else { return nil }
            return way
        }.first
    }
}

extension TimeWindow {
    /// A moment of the sort it asks for; it may lie on another day of the week than it says.
    fileprivate var example: LocalMoment {
        let asked = days.compactMap { $0.from ?? $0.to }.first ?? Day(year: 2026, month: 11, day: 2)
        let last = days.first?.to ?? Day(number: asked.number + 6)
        let day = (asked.number...max(asked.number, last.number)).prefix(7).map(Day.init(number:))
            .first { weekdays.isEmpty || weekdays.contains($0.weekday) } ?? asked
        return LocalMoment(day: day, minute: hours?.from ?? 600, isWorkingDay: isWorkingDay ?? true)
    }
}
