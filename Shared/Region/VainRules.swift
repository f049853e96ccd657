// Rules that never decide: what no complaint can satisfy, and what an earlier rule always takes, each shown
// by a text made of the rule's own words and place.
import Complaints
import Foundation
import Language
import Rules

/// Looks for the rules of a book that are written in vain.
struct VainRules {
    struct Found {
        var severity: Finding.Severity
        var rule: String
        var message: String
    }

    /// Texts made up for two rules that may hold together.
    private static let textsMax = 4

    private let pack: RegionPack
    private let book: RuleBook
    private let keywords: [String: String]
    private let sayings: SayingMemory

    init(_ pack: RegionPack, _ book: RuleBook) {
        self.pack = pack
        self.book = book
        keywords = Self.keywords(of: pack)
        sayings = SayingMemory(pack, book)
    }

    var found: [Found] {
        let impossible = (book.deciding + book.adding).compactMap(contradiction)
        let (pack, sayings) = (pack, sayings)
        let flagged = Dictionary(
            pack.gazetteer.entries.flatMap { entry in entry.flags.map { ($0, entry.code) } }
        ) { first, _ in first }
        let search = ShadowSearch(book, sayings: sayings.ways, place: { flagged[$0] })
        let proven = book.unreachable()
        let known = Set(proven.map(\.rule.id) + impossible.map(\.rule))
        return impossible
            + proven.map { rule, earlier in
                Found(
                    severity: .error, rule: rule.id,
                    message: "the rule '\(rule.id)' can never decide: '\(earlier.id)' comes first "
                        + "and holds wherever it holds"
                        + (search.model(of: rule.conditionWhenValid).map { witness($0, rule).text } ?? ""))
            }
            + search.shadowed(except: known).compactMap { rule, winner, model in
                let shown = witness(model, rule)
                // The whole text says more than its parts: it may decide after all.
                guard !shown.decides else { return nil }
                return Found(
                    severity: .warning, rule: rule.id,
                    message: "the rule '\(rule.id)' lost to '\(winner.id)' in everything that was made up "
                        + "for it\(shown.text): give it a lower priority, or take it out")
            }
    }

    /// What a rule asks for that cannot come together.
    private func contradiction(_ rule: Rule) -> Found? {
        func vain(_ why: String) -> Found {
            Found(severity: .error, rule: rule.id, message: "the rule '\(rule.id)' can never hold: \(why)")
        }
        if let (one, other) = rule.conditionWhenValid.contradiction {
            return vain("it asks for \(one.written) and for \(other.written) at once")
        }
        if let (said, denied) = sayings.denial(in: rule.condition) {
            return vain("whoever says '\(said)' says '\(denied)' too, which it excludes")
        }
        for part in rule.condition.conjuncts {
            switch part {
            case _ where part.asksForAgency:
                guard rule.agency != nil else { continue }
                return vain("it names an agency and asks for \(part.written), which is known only afterwards")
            case .topics(let topics, _), .mentions(let topics):
                guard topics.allSatisfy({ keywords[$0] == nil }) else { continue }
                return vain("no keyword speaks for \(part.written)")
            case .time(let window):
                guard !window.isPossible(in: pack.calendar) else { continue }
                return vain("no day is \(part.written)")
            default: continue
            }
        }
        return nil
    }

    /// The text of a made-up complaint, what becomes of it, and whether the rule decides it after all.
    private func witness(_ model: Model, _ rule: Rule) -> (text: String, decides: Bool) {
        let complaint = complaint(saying: model, on: rule.validity.from ?? book.header.validity.from)
        let ruling = pack.rule(
            on: complaint, at: complaint.receivedAt, inCase: model.facts.inCase,
            late: model.facts.latePromises)
        guard !complaint.text.isEmpty else { return ("", ruling.decision.rule == rule.id) }
        let goes = ruling.agency.map { "goes to \($0.id)" } ?? "waits in triage"
        let by = ruling.decision.rule.map { " by '\($0)'" } ?? ""
        return (", as for '\(complaint.text)', which \(goes)\(by)", ruling.decision.rule == rule.id)
    }

    /// A made-up complaint, written.
    private func complaint(saying model: Model, on day: Day?) -> Complaint {
        var pieces = model.words
        pieces += model.topics.compactMap { keywords[$0] }
        pieces += model.places.compactMap { code in
            pack.gazetteer[code].map { "di \($0.level.rawValue) \($0.name)" }
        }
        var moment = day.map { pack.calendar.time(12, of: $0) } ?? BookCheck.usualMoment
        if let asked = model.facts.received {
            // On the same weekday, when the rule holds.
            let weeks = max(0, ((day ?? asked.day).number - asked.day.number + 6) / 7)
            moment = pack.calendar.time(0, of: Day(number: asked.day.number + weeks * 7))
                .addingTimeInterval(Double(asked.minute * 60))
        }
        var complaint = Complaint.example(
            pieces.joined(separator: " "), at: moment, channel: model.facts.channel)
        complaint.kind = model.facts.kind
        complaint.flags = model.facts.flags.sorted()
        if !model.facts.account.isEmpty { complaint.account = model.facts.account }
        complaint.inReplyTo = model.facts.isFollowup ? "example" : nil
        return complaint
    }

    /// A text, made of the words of both, on which two rules hold; `nil` where none of those tried shows it.
    func shared(by one: Rule, and other: Rule) -> String? {
        let both = [one.conditionWhenValid, other.conditionWhenValid]
        let begins = [one.validity.from, other.validity.from, book.header.validity.from]
        let begin = begins.compactMap(\.self).max()
        let search = ShadowSearch(book, sayings: sayings.ways)
        for model in search.contentModels(of: .all(both)).prefix(Self.textsMax) {
            let complaint = complaint(saying: model, on: begin)
            guard !complaint.text.isEmpty else { continue }
            let facts = Understanding(
                complaint, pack, book, inCase: model.facts.inCase, late: model.facts.latePromises
            ).facts
            var ignored = Evidence(isKept: false)
            if both.allSatisfy({ $0.holds(facts, evidence: &ignored) }) { return complaint.text }
        }
        return nil
    }

    /// For each topic the keyword that says most of it alone.
    private static func keywords(of pack: RegionPack) -> [String: String] {
        var found: [String: String] = [:]
        for (id, text) in pack.phrases.texts.enumerated() {
            let topics = pack.lexicon.topics(of: id)
            guard !topics.isEmpty, let said = SayingMemory.plain(text, pack.phrases).first else { continue }
            for topic in topics {
                let known = found[topic]
                let isBetter = known.map { topics.count == 1 && $0.count < said.count } ?? true
                if isBetter { found[topic] = said }
            }
        }
        return found
    }
}

extension Condition {
    /// Phrases of which each alone keeps it from holding.
    fileprivate var wordsDenied: Set<PhraseID> {
        guard case .not(let denied) = self else { return [] }
        switch denied {
        case .words(let phrases): return phrases
        case .any(let branches):
            return branches.reduce(into: []) { found, branch in
                if case .words(let phrases) = branch { found.formUnion(phrases) }
            }
        default: return []
        }
    }
}

/// How the phrases of a book may be said, each looked up once.
private final class SayingMemory {
    /// Ways to say one phrase that are looked at.
    private static let waysMax = 4

    private let pack: RegionPack
    private let asked: Set<PhraseID>
    private var known: [PhraseID: [Saying]] = [:]

    init(_ pack: RegionPack, _ book: RuleBook) {
        self.pack = pack
        asked = book.phrases
    }

    func ways(_ phrase: PhraseID) -> [Saying] {
        if let ways = known[phrase] { return ways }
        let texts = Self.plain(pack.phrases.texts[phrase], pack.phrases).prefix(Self.waysMax)
        let ways = texts.map { text in
            let heard = pack.analysis(text).matches.map(\.phrase)
            return Saying(text: text, phrases: asked.intersection(heard).union([phrase]))
        }
        known[phrase] = ways
        return ways
    }

    /// A phrase that is asked for, and one that is excluded and stands in it, where that is so of all that
    /// are asked for, however they are said.
    func denial(in condition: Condition) -> (said: String, denied: String)? {
        let parts = condition.conjuncts
        let denied = parts.reduce(into: Set<PhraseID>()) { $0.formUnion($1.wordsDenied) }
        guard !denied.isEmpty else { return nil }
        for case .words(let asked) in parts {
            var found: [PhraseID] = []
            for phrase in asked.sorted() {
                guard let held = inner(of: phrase, among: denied) else { break }
                found.append(held)
            }
            if let first = asked.min(), found.count == asked.count, let held = found.first {
                return (pack.phrases.texts[first], pack.phrases.texts[held])
            }
        }
        return nil
    }

    /// The denied phrase that every way to say another holds.
    private func inner(of phrase: PhraseID, among denied: Set<PhraseID>) -> PhraseID? {
        var left = denied
        for text in Self.plain(pack.phrases.texts[phrase], pack.phrases) {
            left.formIntersection(pack.analysis(text).matches.map(\.phrase))
            if left.isEmpty { return nil }
        }
        return left.min()
    }

    /// The texts a phrase stands for.
    static func plain(_ phrase: String, _ phrases: Phrases) -> [String] {
        phrases.variants(of: phrase.hasPrefix("=") ? String(phrase.dropFirst()) : phrase)
            .map { $0.joined().joined(separator: " ") }
    }
}
