// What is known of each turn before the model looks at it: who speaks, what phrases stand in it, what was
// said before and is said again.
import Foundation

enum TurnTraits {
    static let roles = ["host", "regent", "official", "caller", "message", "nobody"]
    private static let lengths: [Double] = [3, 6, 11, 21, 41]
    private static let pauses: [Double] = [0.15, 0.3, 0.6, 1, 1.5, 3]
    private static let shares: [Double] = [0.01, 0.1, 0.2, 0.35, 0.5]
    private static let voices = ["plain", "new", "renamed", "same", "earlier"]
    private static let hints = Hint.allCases.map { "\($0)" }
    private static let pairs = roles.flatMap { one in (roles + ["edge"]).map { one + " " + $0 } }

    private static let echoes = ["none", "1", "2", "3", "4 to 6", "7 to 12"]

    private static let all = TraitTable.numbered([
        Question("always", ["yes"]),
        Question("speaks", roles),
        Question("speaks after", pairs),
        Question("speaks before", pairs),
        Question("voice", ["same", "other", "unknown"]),
        Question("caller", voices),
        Question(
            "next caller", voices.flatMap { voice in (1...4).map { "\(voice) \($0)" } } + ["none"]),
        Question(
            "next caller of host",
            voices.flatMap { voice in (1...4).map { "\(voice) \($0)" } } + ["none"]),
        Question("phrase", hints),
        Question("phrase by", hints.flatMap { hint in roles.map { hint + " " + $0 } }),
        Question("phrase first", hints),
        Question("phrase last", hints),
        Question("phrase in turn before", hints),
        Question("phrase in turn after", hints),
        Question("asks", ["at end", "inside"]),
        Question("words", roles.flatMap { role in Buckets.names(lengths).map { role + " " + $0 } }),
        Question("stands", ["first", "second", "early", "last", "before last", "late"]),
        Question("pause", Buckets.names(pauses) + ["unknown"]),
        Question(
            "sign",
            [
                "quotes", "retells", "greets back", "addresses", "obeys", "number", "remark",
                "list", "headline", "set apart", "counted",
            ]),
        Question("place", ["new", "again", "new next"]),
        Question("said lately", Buckets.names(shares)),
        Question("said earlier", Buckets.names(shares)),
        Question(
            "earlier by", roles.flatMap { role in Buckets.names(shares).map { role + " " + $0 } }),
        Question("voice by", roles.flatMap { [$0 + " same", $0 + " other"] }),
        Question("echoes", roles.flatMap { role in echoes.map { role + " " + $0 } }),
        Question("caller said", roles.flatMap { role in Buckets.names(saidSoFar).map { role + " " + $0 } }),
        Question("office said", roles.flatMap { role in Buckets.names(saidSoFar).map { role + " " + $0 } }),
        Question("apart", habits),
        Question("apart by", roles.flatMap { role in habits.map { role + " " + $0 } }),
        Question("timed", habits),
        Question("messages waiting", roles.flatMap { role in waiting.map { role + " " + $0 } }),
        Question("calls", roles.flatMap { role in CalledNames.kinds.map { role + " " + $0 } }),
        Question("calls next", CalledNames.kinds),
        Question("phrase behind", hints.flatMap { hint in hints.map { hint + " " + $0 } }),
        Question("promises", roles),
    ])
    /// What a typist does now and then; what he always does, or never, says nothing.
    private static let habits = ["yes", "no", "unknown"]
    private static let nowAndThen = 0.02...0.5
    private static let waiting = ["0", "1", "2", "3"].flatMap { [$0, $0 + " answered"] }
    /// Words since a call was taken or a caller heard for the first time.
    private static let saidSoFar: [Double] = [1, 9, 25, 60]
    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    static func table(words: [String]) -> TraitTable { TraitTable(all, words: words) }

    private static let (always, speaks, after, before) = (all[0], all[1], all[2], all[3])
    private static let (voice, caller, next, nextOfHost) = (all[4], all[5], all[6], all[7])
    private static let (phrase, phraseBy, phraseFirst, phraseLast) = (
        all[8], all[9], all[10], all[11]
    )
    private static let (phraseBefore, phraseAfter, asks, length) = (
        all[12], all[13], all[14], all[15]
    )
    private static let (stands, pause, sign, place) = (all[16], all[17], all[18], all[19])
    private static let (lately, earlier, earlierBy) = (all[20], all[21], all[22])
    private static let (voiceBy, echo) = (all[23], all[24])
    private static let (callerSaid, officeSaid) = (all[25], all[26])
    private static let (apart, apartBy, timed, waits) = (all[27], all[28], all[29], all[30])
    private static let (calls, callsNext, phraseBehind, promises) = (all[31], all[32], all[33], all[34])

    /// The evidence of all turns. `hasVoices`: labels say who speaks.
    static func read(
        _ readings: [Reading], _ places: PlaceNames, words: [String: Int32], hasVoices: Bool
    ) -> [Evidence] {
        let voices = CallerVoices(readings)
        let memory = SaidBefore(readings, places)
        let course = SaidSoFar(readings, voices)
        let called = CalledNames(readings).called
        let isApart = habit(readings.map { $0.turn.apart == true })
        let isTimed = habit(readings.map { $0.turn.start != nil })
        let hasPauses = hasPauses(readings)
        return readings.indices.map { index in
            var evidence = Evidence()
            let reading = readings[index]
            let role = number(reading.role)
            let previous = index > 0 ? readings[index - 1] : nil
            let following = index + 1 < readings.count ? readings[index + 1] : nil
            evidence.traits = [
                always(0), speaks(role),
                after(role * 7 + (previous.map { number($0.role) } ?? 6)),
                before(role * 7 + (following.map { number($0.role) } ?? 6)),
                length(role * 6 + lengthClass(reading)),
                lately(memory.lately[index], shares), earlier(memory.earlier[index], shares),
                earlierBy(role * 6 + (shares.firstIndex { memory.earlier[index] < $0 } ?? 5)),
            ]
            let distance = memory.echo[index]
            evidence.traits.append(
                echo(
                    role * 6
                        + (distance == 0 ? 0 : distance <= 3 ? distance : distance <= 6 ? 4 : 5)))
            if let kind = called[index] {
                evidence.traits.append(calls(role * CalledNames.kinds.count + kind))
            }
            if index + 1 < called.count, let kind = called[index + 1] {
                evidence.traits.append(callsNext(kind))
            }
            if reading.promises { evidence.traits.append(promises(role)) }
            phrases(reading, previous, following, role, &evidence.traits)
            standing(index, readings.count, &evidence.traits)
            signs(reading, memory, index, &evidence.traits)
            if hasVoices {
                let same = previous.map { $0.labelKey == reading.labelKey } ?? false
                evidence.traits.append(voice(reading.turn.speaker == nil ? 2 : same ? 0 : 1))
                evidence.traits.append(voiceBy(role * 2 + (same ? 0 : 1)))
                if let kind = voices.kind[index] { evidence.traits.append(caller(kind.rawValue)) }
                let coming =
                    voices.next[index].map { $0.kind.rawValue * 4 + min(3, $0.distance - 1) } ?? 20
                evidence.traits.append(next(coming))
                if reading.role == .host { evidence.traits.append(nextOfHost(coming)) }
                evidence.bridge = same ? 1 : voices.isNew(index) ? 2 : 0
                evidence.traits.append(callerSaid(role * 5 + bucket(course.callers[index])))
                evidence.traits.append(officeSaid(role * 5 + bucket(course.offices[index])))
                evidence.traits += [
                    waits(role * 8 + course.waiting[index]),
                    apart(isApart(index)), apartBy(role * 3 + isApart(index)), timed(isTimed(index)),
                ]
            }
            pauses(reading, hasVoices || hasPauses ? previous : nil, hasVoices, &evidence)
            var known: Set<Int32> = []
            for word in self.words(at: index, of: readings, besides: hasVoices) {
                if let row = words[word], known.insert(row).inserted { evidence.traits.append(row) }
            }
            return evidence
        }
    }

    /// So many words at the edge of a turn are marked.
    private static let edge = 3

    /// Words that may become traits: each of a turn, its first ones marked, and the last and first ones of
    /// the turns before and after. (Without voices turns end anywhere, and those only mislead.)
    static func words(at index: Int, of readings: [Reading], besides: Bool) -> [String] {
        let tokens = readings[index].tokens
        var words = tokens.map(\.word)
        words += tokens.prefix(edge).map { "^" + $0.word }
        guard besides else { return words }
        if index > 0 { words += readings[index - 1].tokens.suffix(edge).map { "<" + $0.word } }
        if index + 1 < readings.count {
            words += readings[index + 1].tokens.prefix(edge).map { ">" + $0.word }
        }
        return words
    }

    static func number(_ role: Role?) -> Int {
        switch role {
        case .host: 0
        case .regent: 1
        case .official: 2
        case .caller: 3
        case .message: 4
        case nil: 5
        }
    }

    /// Where a habit is followed, as an answer of ``habits``.
    private static func habit(_ follows: [Bool]) -> (Int) -> Int {
        let share = Double(follows.count { $0 }) / Double(max(1, follows.count))
        guard nowAndThen.contains(share) else { return { _ in 2 } }
        return { follows[$0] ? 0 : 1 }
    }

    private static func bucket(_ words: Int) -> Int {
        saidSoFar.firstIndex { Double(words) < $0 } ?? saidSoFar.count
    }

    private static func lengthClass(_ reading: Reading) -> Int {
        lengths.firstIndex { Double(reading.tokens.count) < $0 } ?? lengths.count
    }

    private static func phrases(
        _ reading: Reading, _ previous: Reading?, _ following: Reading?, _ role: Int,
        _ traits: inout [Int32]
    ) {
        let count = reading.tokens.count
        var first: Set<Int> = []
        var last: Set<Int> = []
        // "terima kasih sudah menelepon, kita terima telepon lagi": one call ends and the next begins.
        var behind: Set<Int> = []
        for (hit, next) in zip(reading.hits, reading.hits.dropFirst()) where hit.cue != next.cue {
            behind.insert(hit.cue.rawValue * hints.count + next.cue.rawValue)
        }
        traits += behind.sorted().map { phraseBehind($0) }
        for hit in reading.hits {
            if hit.first < 5 { first.insert(hit.cue.rawValue) }
            if hit.last >= count - 7 { last.insert(hit.cue.rawValue) }
        }
        for hint in Hint.allCases {
            let number = hint.rawValue
            if reading.has(hint) {
                traits.append(phrase(number))
                traits.append(phraseBy(number * 6 + role))
            }
            if first.contains(number) { traits.append(phraseFirst(number)) }
            if last.contains(number) { traits.append(phraseLast(number)) }
            if previous?.has(hint) == true { traits.append(phraseBefore(number)) }
            if following?.has(hint) == true { traits.append(phraseAfter(number)) }
        }
        if reading.tokens.last?.asks == true {
            traits.append(asks(0))
        } else if reading.tokens.contains(where: \.asks) {
            traits.append(asks(1))
        }
    }

    private static func standing(_ index: Int, _ count: Int, _ traits: inout [Int32]) {
        let left = count - 1 - index
        if index == 0 { traits.append(stands(0)) }
        if index == 1 { traits.append(stands(1)) }
        if index * 12 < count { traits.append(stands(2)) }
        if left == 0 { traits.append(stands(3)) }
        if left == 1 { traits.append(stands(4)) }
        if left * 12 < count { traits.append(stands(5)) }
    }

    private static func signs(
        _ reading: Reading, _ memory: SaidBefore, _ index: Int, _ traits: inout [Int32]
    ) {
        let text = reading.turn.text
        let isRemark =
            text.first.map { "([<♪*".contains($0) || $0 == "-" } == true
            && text.last.map { ")]>♪*-".contains($0) } == true
        let signs = [
            reading.quotes, reading.retells, reading.greetsBack, reading.addressesCaller,
            reading.obeys,
            reading.tokens.contains { $0.word.hasNumber && $0.word.count(where: \.isNumber) >= 4 }, isRemark,
            reading.listsNext, reading.isHeadline, reading.isSetApart, reading.isCounted,
        ]
        for (number, isThere) in signs.enumerated() where isThere { traits.append(sign(number)) }
        if memory.newPlace[index] { traits.append(place(0)) }
        if memory.knownPlace[index] { traits.append(place(1)) }
        if index + 1 < memory.newPlace.count, memory.newPlace[index + 1] { traits.append(place(2)) }
    }

    /// Some recognisers let each cue last until the next: that nobody paused says nothing then.
    private static func hasPauses(_ readings: [Reading]) -> Bool {
        zip(readings, readings.dropFirst()).contains { before, after in
            guard let end = before.turn.end, let start = after.turn.start else { return false }
            return start - end > leastPause
        }
    }

    private static let leastPause = 0.1

    private static func pauses(
        _ reading: Reading, _ previous: Reading?, _ hasVoices: Bool, _ evidence: inout Evidence
    ) {
        guard let start = reading.turn.start, let end = previous?.turn.end else {
            evidence.traits.append(pause(7))
            return
        }
        evidence.traits.append(pause(start - end, pauses))
        if !hasVoices, start - end < pauses[0] { evidence.bridge = 1 }
    }
}

/// Which caller's turn is whose: a new voice, the one before, or one that was heard earlier.
struct CallerVoices {
    enum Kind: Int { case plain, new, renamed, same, earlier }
    private(set) var kind: [Kind?]
    /// The next caller's turn from each turn on, not the turn itself.
    private(set) var next: [(kind: Kind, distance: Int)?]

    init(_ readings: [Reading]) {
        kind = Array(repeating: nil, count: readings.count)
        next = Array(repeating: nil, count: readings.count)
        var heard: Set<String> = []
        var last: String?
        var lastWasPlain = false
        for (index, reading) in readings.enumerated() where reading.role == .caller {
            let key = reading.labelKey
            let isPlain = !reading.labelIsSpecific
            if isPlain {
                kind[index] = lastWasPlain && last == key ? .same : .plain
            } else if key == last {
                kind[index] = .same
            } else if heard.insert(key).inserted {
                kind[index] = lastWasPlain ? .renamed : .new
            } else {
                kind[index] = .earlier
            }
            (last, lastWasPlain) = (key, isPlain)
        }
        var coming: (kind: Kind, at: Int)?
        for index in readings.indices.reversed() {
            next[index] = coming.map { ($0.kind, $0.at - index) }
            if let own = kind[index] { coming = (own, index) }
        }
    }

    func isNew(_ index: Int) -> Bool {
        kind[index] == .new || kind[index] == .earlier || kind[index] == .plain
    }
}

/// How much the caller and the offices have said of a call before each turn: who has only given his name has
/// not raised his matter yet.
struct SaidSoFar {
    private(set) var callers: [Int] = []
    private(set) var offices: [Int] = []
    /// Messages read since an office last spoke, three at most, twice; one more when an office has begun
    /// to answer them.
    private(set) var waiting: [Int] = []

    init(_ readings: [Reading], _ voices: CallerVoices) {
        var (caller, office) = (0, 0)
        var (messages, isAnswered) = (0, false)
        for (index, reading) in readings.enumerated() {
            waiting.append(min(3, messages) * 2 + (isAnswered ? 1 : 0))
            let isRead =
                reading.role != .caller && reading.role != .regent && reading.role != .official
                && (reading.isSetApart || reading.isCounted || reading.quotes || reading.listsNext
                    || reading.has(.announce))
            if isRead {
                (messages, isAnswered) = (isAnswered ? 1 : messages + 1, false)
            } else if reading.role == .regent || reading.role == .official {
                isAnswered = true
            }
            let takes = reading.role == .host && (reading.has(.greet) || reading.has(.announce))
            let isNew = voices.kind[index] == .new || voices.kind[index] == .earlier
            if takes || isNew { (caller, office) = (0, 0) }
            callers.append(caller)
            offices.append(office)
            switch reading.role {
            case .caller, .message: caller += reading.tokens.count
            case .regent, .official: office += reading.tokens.count
            case .host, nil: break
            }
        }
    }
}

/// Words of the matter that come again: lately (the same item goes on) or from long before (an earlier one
/// goes on). Each word weighs by how rare it is in the programme.
struct SaidBefore {
    /// Turns that count as lately.
    private static let reach = 8
    private static let ahead = 2
    private(set) var lately: [Double] = []
    private(set) var earlier: [Double] = []
    private(set) var newPlace: [Bool] = []
    private(set) var knownPlace: [Bool] = []
    /// How many turns back the one stands of which this one repeats most; 0 for none.
    private(set) var echo: [Int] = []
    private static let echoReach = 12
    private static let leastEcho = 3.0

    init(_ readings: [Reading], _ places: PlaceNames) {
        var numbers: [String: Int] = [:]
        let words = readings.map { reading in
            var own: Set<Int> = []
            for token in reading.tokens where Self.isMatter(token.word) {
                let word = Self.stem(token.word)
                let number = numbers[word] ?? numbers.count
                numbers[word] = number
                own.insert(number)
            }
            return own.sorted()
        }
        var counts = Array(repeating: 0, count: numbers.count)
        for own in words { for word in own { counts[word] += 1 } }
        let total = Double(readings.count + 1)
        let weights = counts.map { log(total / Double($0)) }
        /// The turns that hold each word, so far.
        var heard = Array(repeating: [Int](), count: numbers.count)
        var named: Set<String> = []
        for index in readings.indices {
            var (sum, near, far) = (0.0001, 0.0, 0.0)
            let end = min(words.count, index + Self.ahead + 1)
            for word in Set(words[index..<end].joined()).sorted() {
                sum += weights[word]
                guard let seen = heard[word].last else { continue }
                if seen >= index - Self.reach { near += weights[word] } else { far += weights[word] }
            }
            lately.append(near / sum)
            earlier.append(far / sum)
            var shared = Array(repeating: 0.0, count: Self.echoReach + 1)
            for word in words[index] {
                for turn in heard[word].reversed() {
                    guard index - turn <= Self.echoReach else { break }
                    shared[index - turn] += weights[word]
                }
                heard[word].append(index)
            }
            var best = (weight: Self.leastEcho, back: 0)
            for back in 1...Self.echoReach where shared[back] > best.weight { best = (shared[back], back) }
            echo.append(best.back)
            var (isNew, isKnown) = (false, false)
            for place in readings[index].tokens.indices {
                let length = places.length(readings[index].tokens, at: place)
                guard length > 0 else { continue }
                let name = readings[index].tokens[place..<place + length].map(\.word).joined(
                    separator: " ")
                if named.insert(name).inserted { isNew = true } else { isKnown = true }
            }
            newPlace.append(isNew)
            knownPlace.append(isKnown)
        }
    }

    static func isMatter(_ word: String) -> Bool { word.count >= 4 && !common.contains(word) }
    static func isCommon(_ word: String) -> Bool { common.contains(word) }

    /// Without "nya", "lah", "kah".
    static func stem(_ word: String) -> String {
        for tail in ["nya", "lah", "kah"] where word.hasSuffix(tail) && word.count > 6 {
            return String(word.dropLast(3))
        }
        return word
    }

    /// Words that say nothing of the matter.
    private static let common = Set(
        words: """
            yang nang sudah belum balum bapak bupati saya ulun kami kita tidak kada untuk dengan \
            lawan dari pada kalau karena juga lagi bisa kawa akan atau saja haja tapi tadi \
            inggih iya baik terima kasih tarima halo silakan mohon tolong minta nanti besok hari \
            minggu bulan orang urang desa warga jangan sampai masih memang semua banar banyak \
            ada assalamualaikum waalaikumsalam selamat pagi telepon penelepon siapa mana dulu \
            begitu begini itu pian sidin mereka punya satu tiga kalo pakai lewat tahun tanggal \
            sekarang wahini berikutnya langsung supaya biar tiap lebih hanya cuma apakah berapa \
            kapan bagaimana kenapa boleh harus sama maaf
            """)
}
