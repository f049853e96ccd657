// From the parts of the turns to stretches: where one matter ends and the next begins, and which earlier
// matter goes on.
import Foundation

/// A stretch of turns that belongs together.
struct Stretch {
    enum Sort { case call, message, other }
    var sort: Sort
    /// Indices of readings; a matter that went on later has two or more.
    var ranges: [ClosedRange<Int>]
    /// The same citizen raised the matter before it, and was not asked who he is again.
    var goesOnFrom: Int?

    var indices: [Int] { ranges.flatMap { Array($0) } }
}

enum Stretches {
    static func find(_ readings: [Reading], _ parts: [Part]) -> [Stretch] {
        var builder = StretchBuilder(readings)
        var start = 0
        for index in 1...max(1, parts.count) {
            let ends =
                index >= parts.count || parts[index].startsPart
                || (parts[index] == .general) != (parts[index - 1] == .general)
            guard ends, start < parts.count else { continue }
            builder.addCallers(start...min(index, parts.count) - 1, parts)
            start = index
        }
        return Batches.settle(builder.stretches, readings, parts)
    }

    /// Whether a turn holds words of a citizen.
    static func isCitizen(_ reading: Reading, _ part: Part, _ citizen: CitizenText) -> Bool {
        if let role = reading.role { return role == .caller }
        if part == .takes || part == .resumes {
            return !citizen.matterAfterGreeting(of: reading).isEmpty
        }
        return part.isCitizen
    }
}

/// Puts stretches together, one run of turns after the other.
private struct StretchBuilder {
    private(set) var stretches: [Stretch] = []
    private let readings: [Reading]
    /// How rare a word is, among turns.
    private let weights: [String: Double]
    private let words: [Set<String>]
    /// Whoever speaks is quoted, not only who wrote.
    private let quotesAll: Bool
    private static let quotedShare = 3
    /// For each stretch.
    private var said: [Set<String>] = []
    private var answered: [Bool] = []
    private var dropped: [Bool] = []
    private var lastAnswered: Int?

    init(_ readings: [Reading]) {
        self.readings = readings
        quotesAll = readings.count(where: \.opensQuote) * Self.quotedShare > readings.count
        words = readings.map {
            Set($0.tokens.map(\.word).filter(SaidBefore.isMatter).map(SaidBefore.stem))
        }
        var counts: [String: Int] = [:]
        for set in words { for word in set { counts[word, default: 0] += 1 } }
        let total = Double(readings.count + 1)
        weights = counts.mapValues { log(total / Double($0)) }
    }

    /// Labels that a person wrote tell callers apart: another number or name is another matter.
    mutating func addCallers(_ run: ClosedRange<Int>, _ parts: [Part], first part: Part? = nil) {
        var start = run.lowerBound
        var first = part ?? parts[start]
        if first != .general, !first.startsMatter, readings[start].role == .message { first = .reads }
        var last: SpeakerLabel?
        // A host who takes a call that was cut off up again.
        if first != .general,
            let cut = run.first(where: {
                readings[$0].role != .caller && readings[$0].has(.dropped)
            }),
            let again = (cut...run.upperBound).dropFirst().first(where: {
                let role = readings[$0].role
                return (role == .host || role == nil) && readings[$0].has(.resumed)
                    && readings[$0].has(.greet)
            })
        {
            add(run.lowerBound...again - 1, first, parts)
            return add(again...run.upperBound, .resumes, parts)
        }
        // Two messages in a row, each quoted from its first word to its last.
        if first != .general, !quotesAll,
            let next = run.dropFirst().first(where: {
                readings[$0].isWholeMessage && readings[$0 - 1].isWholeMessage
                    && readings[$0].labelKey == readings[$0 - 1].labelKey
            })
        {
            add(run.lowerBound...next - 1, first, parts)
            return addCallers(next...run.upperBound, parts, first: .reads)
        }
        for index in run where first != .general && readings[index].role == .caller {
            guard let label = readings[index].label, readings[index].labelIsSpecific,
                !label.isRecognisers
            else { continue }
            if let before = last, before.key != label.key, index > start,
                before.isNumbered ? label.isNumbered : before.name != nil && label.name != nil
            {
                let cut = readings[index - 1].role == .host && index - 1 > start ? index - 1 : index
                add(start...cut - 1, first, parts)
                let isKnown = stretches.contains { stretch in
                    stretch.indices.contains { readings[$0].labelKey == label.key }
                }
                start = cut
                first =
                    isKnown && readings[cut...index].contains { $0.has(.resumed) }
                    ? .resumes : .takes
            }
            last = label
        }
        add(start...run.upperBound, first, parts)
    }

    private mutating func add(_ run: ClosedRange<Int>, _ first: Part, _ parts: [Part]) {
        let hasAnswer = run.contains { parts[$0].isAnswer }
        // An office raises no matter: what it says first is an answer, what follows may be a matter.
        let offices = run.prefix {
            readings[$0].role == .regent || readings[$0].role == .official
        }.count
        if first.startsMatter, offices > 0 {
            let from = run.lowerBound + offices
            add(run.lowerBound...from - 1, .answersLater, parts)
            guard from <= run.upperBound else { return }
            let isMatter = (from...run.upperBound).contains {
                readings[$0].role == .caller || parts[$0].isMessage
            }
            return add(from...run.upperBound, isMatter ? .takes : .general, parts)
        }
        if first == .general, let promise = promise(run), let last = stretches.indices.last {
            // A promise with a date is an answer, whatever the model takes it for.
            goOn(last, promise, hasAnswer: true)
            if promise.upperBound < run.upperBound {
                add(promise.upperBound + 1...run.upperBound, first, parts)
            }
            return
        }
        if first == .general {
            if let last = stretches.indices.last, stretches[last].sort == .other,
                stretches[last].ranges[0].upperBound + 1 == run.lowerBound
            {
                stretches[last].ranges = [stretches[last].ranges[0].lowerBound...run.upperBound]
                return
            }
            append(Stretch(sort: .other, ranges: [run]), hasAnswer)
            return
        }
        if !first.startsMatter, let earlier = earlier(run, first) {
            return goOn(earlier, run, hasAnswer: hasAnswer, isCall: first == .resumes)
        }
        let isRead =
            run.contains { parts[$0].isMessage }
            && !run.contains { parts[$0].isCitizen && readings[$0].role != .host }
        var stretch = Stretch(
            sort: first.isMessage || isRead ? .message : .call, ranges: [run])
        if first == .begins,
            let last = stretches.indices.last(where: { stretches[$0].sort == .call }),
            isSameCaller(run, last)
        {
            stretch.goesOnFrom = last
        }
        append(stretch, hasAnswer)
    }

    /// A call that goes on is a range of its own, an answer right behind is not.
    private mutating func goOn(
        _ earlier: Int, _ run: ClosedRange<Int>, hasAnswer: Bool, isCall: Bool = false
    ) {
        if !isCall, let last = stretches[earlier].ranges.last, last.upperBound + 1 == run.lowerBound
        {
            let count = stretches[earlier].ranges.count
            stretches[earlier].ranges[count - 1] = last.lowerBound...run.upperBound
        } else {
            stretches[earlier].ranges.append(run)
        }
        note(earlier, run, hasAnswer)
    }

    /// Offices alone, right after a matter, naming a day; at the end of a programme that is the summary.
    private func promise(_ run: ClosedRange<Int>) -> ClosedRange<Int>? {
        let count = run.prefix {
            readings[$0].role == .regent || readings[$0].role == .official
        }.count
        guard (1...2).contains(count), let last = stretches.last, last.sort != .other,
            last.ranges.last.map({ $0.upperBound + 1 == run.lowerBound }) == true
        else { return nil }
        let lead = run.lowerBound...run.lowerBound + count - 1
        let isPromised = lead.contains { readings[$0].promises }
        return isPromised && lead.upperBound * 10 < readings.count * 9 ? lead : nil
    }

    private mutating func append(_ stretch: Stretch, _ hasAnswer: Bool) {
        stretches.append(stretch)
        said.append([])
        answered.append(false)
        dropped.append(false)
        note(stretches.count - 1, stretch.ranges[0], hasAnswer)
    }

    private mutating func note(_ stretch: Int, _ run: ClosedRange<Int>, _ hasAnswer: Bool) {
        for index in run {
            said[stretch].formUnion(words[index])
            if readings[index].has(.dropped) { dropped[stretch] = true }
        }
        if hasAnswer {
            answered[stretch] = true
            lastAnswered = stretch
        }
    }

    private func callerKey(_ range: some Sequence<Int>) -> String? {
        for index in range where readings[index].role == .caller && readings[index].labelIsSpecific
        {
            return readings[index].labelKey
        }
        return nil
    }

    private func hasSpoken(_ key: String, in matter: Int) -> Bool {
        stretches[matter].indices.contains { readings[$0].labelKey == key }
    }

    /// The caller of a label that a person wrote: with a number or a name.
    private func typedCaller(_ range: some Sequence<Int>) -> String? {
        for index in range where readings[index].role == .caller && readings[index].labelIsSpecific {
            guard let label = readings[index].label, !label.isRecognisers,
                label.isNumbered || label.name != nil
            else { return nil }
            return readings[index].labelKey
        }
        return nil
    }

    private func isSameCaller(_ run: ClosedRange<Int>, _ stretch: Int) -> Bool {
        guard let key = callerKey(run) else { return readings[run.lowerBound].turn.speaker == nil }
        return hasSpoken(key, in: stretch)
    }

    private static let goingOn = 8.0
    /// The head of a run tells what it goes on with.
    private static let head = 4

    /// The earlier matter that a run goes on with: the same caller, the same words, the next in the queue.
    private func earlier(_ run: ClosedRange<Int>, _ first: Part) -> Int? {
        let matters = stretches.indices.filter { stretches[$0].sort != .other }
        var opening: Set<String> = []
        for index in run.prefix(Self.head) { opening.formUnion(words[index]) }
        let key = callerKey(run)
        // Whoever is called another name or number than all before him goes on with nobody's matter.
        if first != .answersLater, let stranger = typedCaller(run), let last = matters.last,
            stretches[last].sort == .message || typedCaller(stretches[last].indices) != nil,
            !matters.contains(where: { hasSpoken(stranger, in: $0) })
        {
            return nil
        }
        let queue = matters.first { $0 > (lastAnswered ?? -1) && !answered[$0] }
        var best: (score: Double, matter: Int)?
        for matter in matters {
            var score = opening.intersection(said[matter]).sorted()
                .reduce(0) { $0 + (weights[$1] ?? 0) }
            if let key, hasSpoken(key, in: matter) { score += 12 }
            if first == .resumes {
                if dropped[matter] { score += 4 }
                if let key, let own = callerKey(stretches[matter].indices), own != key {
                    score -= 3
                }
            } else if stretches[matter].sort == .message, !answered[matter] {
                score += matter == queue ? 6 : 4
            } else if !answered[matter] {
                score += 1
            }
            // What neither resumes nor answers another goes on with the last, after an advert.
            let isGoingOn = first != .resumes && first != .answersLater
            if matter == matters.last, run.lowerBound > 0 {
                score += first == .resumes ? 0.5 : isGoingOn ? Self.goingOn : 1
            }
            if score > best?.score ?? -1 { best = (score, matter) }
        }
        return best?.matter
    }
}
