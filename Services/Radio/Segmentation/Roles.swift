// Who is who in a programme. What a label says of itself is one sign, how its turns stand among the others'
// the rest: hosts speak first, last and to everybody, callers come after the host and stay together, offices
// answer.

/// Gives every label of a programme its role.
enum Roles {
    /// In the order of the chain's states; the last is nobody's: jingles, adverts, a typist's remarks.
    static let states: [Role?] = [.host, .regent, .official, .caller, nil]

    static func assign(_ readings: inout [Reading], _ model: Model) {
        smooth(&readings)
        let voices = Voice.all(readings)
        if !voices.isEmpty {
            let sequence = voices.map { VoiceTraits.read($0) }
            var roles: [String: Role] = [:]
            for (voice, state) in zip(voices, model.voices.path(sequence)) {
                roles[voice.key] = voice.declared ?? states[state]
            }
            if let key = missingCaller(voices, roles, sequence, readings, model) { roles[key] = .caller }
            var speak: Set<String> = []
            for reading in readings where reading.turn.speaker != nil && !readsAloud(reading) {
                speak.insert(reading.labelKey)
            }
            for voice in voices
            where voice.declared == nil && roles[voice.key] == .caller && !speak.contains(voice.key) {
                roles[voice.key] = .host
            }
            for index in readings.indices where readings[index].turn.speaker != nil {
                let isRemark = readings[index].label?.isRemark ?? false
                readings[index].role = isRemark ? nil : roles[readings[index].labelKey]
            }
            shareCallersLabel(&readings)
        }
    }

    /// "Ini WA dari Bu Tini: \"Posyandu kami …\"": who reads what others write is at the microphone.
    private static func readsAloud(_ reading: Reading) -> Bool {
        (reading.turn.text.utf8.contains(UInt8(ascii: "\"")) || reading.turn.text.contains("“"))
            && reading.tokens.prefix(6).contains { SpeakerLabel.role(ofWord: $0.word) == .message }
    }

    /// Somebody calls: where nobody does and no message is read, the short label that is likeliest a caller's
    /// of those taken for a second host.
    private static func missingCaller(
        _ voices: [Voice], _ roles: [String: Role], _ sequence: [Evidence], _ readings: [Reading],
        _ model: Model
    ) -> String? {
        guard !roles.values.contains(.caller), !roles.values.contains(.message),
            !readings.contains(where: { $0.role == .message }),
            let first = voices.firstIndex(where: { roles[$0.key] == .host })
        else { return nil }
        let short = Set(readings.filter { $0.label?.isShort == true }.map(\.labelKey))
        let shares = model.voices.sums(sequence).shares
        let caller = states.firstIndex(of: .caller) ?? 0
        let seconds = voices.indices.filter { number in
            number != first && roles[voices[number].key] == .host && short.contains(voices[number].key)
        }
        return seconds.max { shares[$0 * states.count + caller] < shares[$1 * states.count + caller] }
            .map { voices[$0].key }
    }

    /// "PNP", "p", "--": the only label of callers, without a name or number, is every caller's.
    private static func shareCallersLabel(_ readings: inout [Reading]) {
        let callers = readings.indices.filter { readings[$0].role == .caller }
        let short = callers.filter { readings[$0].label?.isShort == true }
        let keys = Set(short.map { readings[$0].labelKey })
        guard keys.count == 1 else { return }
        for index in short { readings[index].label?.isSpecific = false }
    }

    /// Within one breath nobody else speaks: shorter pauses are no change of voice.
    private static let breath = 0.19

    /// A recogniser's wrong label in the middle of a breath becomes its neighbours'.
    private static func smooth(_ readings: inout [Reading]) {
        func goesOn(_ index: Int) -> Bool {
            guard let end = readings[index - 1].turn.end, let start = readings[index].turn.start,
                let begin = readings[index - 1].turn.start, end > begin
            else { return false }
            return (0.0001..<breath).contains(start - end)
        }
        guard readings.count > 2 else { return }
        for index in 1..<readings.count - 1
        where readings[index].label?.isRecognisers == true
            && readings[index - 1].labelKey == readings[index + 1].labelKey
            && readings[index].labelKey != readings[index - 1].labelKey
            && goesOn(index) && goesOn(index + 1)
        {
            readings[index].label = readings[index - 1].label
        }
    }
}

/// One label with all that is told by its turns.
struct Voice {
    var key: String
    /// A role that the label's own words name.
    var declared: Role?
    var isGuessedCaller = false
    var name: String?
    var isRecognisers = false
    /// Roles that its label may be short for.
    var shortens: Set<Role> = []
    var order = 0
    var turns = 0
    var words = 0
    /// Of the programme's, what is its own.
    var turnShare = 0.0
    var wordShare = 0.0
    /// Where its first and last turns stand, from 0 to 1; single ones may carry a wrong label.
    var first = 0.0
    var last = 0.0
    /// Of ten parts of the programme, those in which it speaks at least twice, or once where it says little.
    var tenths = 0
    private var standing: [Double] = []
    var isFirst = false
    var isLast = false
    /// Turns followed by a voice never heard before.
    var introduces = 0
    var asks = 0
    var obeys = 0
    /// Turns that say by when something will be done.
    var promises = 0
    var neighbours: Set<String> = []
    /// Labels heard for the first time between its first and last turn.
    var spans = 0
    var others = 0
    var phrases = Array(repeating: 0, count: Hint.allCases.count)
    /// The role of who spoke before its first turn, where a label declares it.
    var before: Role?
    var isNamedBefore = false
    /// "Izin Pak, dari Kominfo": it says what office it is of.
    var isOfOffice = false
    /// Of its turns, those right after the voice that speaks most.
    var answersMost = 0

    /// All voices in the order in which they are heard first.
    static func all(_ readings: [Reading]) -> [Voice] {
        var voices: [Voice] = []
        var numbers: [String: Int] = [:]
        var before: Int?
        var lastNew: [Int] = []
        for (index, reading) in readings.enumerated() where reading.turn.speaker != nil {
            let key = reading.labelKey
            let isNew = numbers[key] == nil
            let number = numbers[key] ?? voices.count
            if isNew {
                numbers[key] = number
                voices.append(
                    Voice(reading, order: number, at: index, readings, before.map { voices[$0] }))
                if let before, before != number { voices[before].introduces += 1 }
                lastNew.append(index)
            }
            voices[number].add(reading, at: index, of: readings.count)
            if let before, before != number {
                voices[number].neighbours.insert(voices[before].key)
                voices[before].neighbours.insert(key)
            }
            before = number
        }
        let turns = Double(max(1, voices.reduce(0) { $0 + $1.turns }))
        let words = Double(max(1, voices.reduce(0) { $0 + $1.words }))
        for number in voices.indices {
            voices[number].turnShare = Double(voices[number].turns) / turns
            voices[number].wordShare = Double(voices[number].words) / words
            voices[number].others = voices.count - 1
            voices[number].settle()
            let first = voices[number].first * Double(readings.count)
            let last = voices[number].last * Double(readings.count)
            voices[number].spans = lastNew.count { Double($0) > first + 0.5 && Double($0) < last }
        }
        return voices
    }

    private static let longestIntroduction = 10

    private init(
        _ reading: Reading, order: Int, at index: Int, _ readings: [Reading], _ before: Voice?
    ) {
        key = reading.labelKey
        self.order = order
        declared = reading.role
        isGuessedCaller = reading.label?.isGuess == true
        name = reading.label?.name
        isRecognisers = reading.label?.isRecognisers == true
        shortens = reading.label?.shortens ?? []
        self.before = before?.declared
        isFirst = index == 0
        if let name = name?.lowercased().split(separator: " ").first, index > 0 {
            isNamedBefore = readings[max(0, index - 3)..<index].contains { earlier in
                earlier.tokens.contains { $0.word == name }
            }
        }
    }

    private mutating func settle() {
        let spared = standing.count / 8
        first = standing[spared]
        last = standing[standing.count - 1 - spared]
        let least = standing.count > 12 ? 2 : 1
        let tenths = Dictionary(grouping: standing) { Int($0 * 10) }
        self.tenths = tenths.values.count { $0.count >= least }
    }

    private mutating func add(_ reading: Reading, at index: Int, of count: Int) {
        turns += 1
        words += reading.tokens.count
        standing.append(Double(index) / Double(count))
        isLast = index == count - 1
        if reading.tokens.last?.asks == true { asks += 1 }
        if reading.obeys { obeys += 1 }
        if reading.promises { promises += 1 }
        let head = reading.tokens.prefix(Self.longestIntroduction).map(\.word)
        isOfOffice = isOfOffice || zip(head, head.dropFirst()).contains {
            $0 == "dari" && SpeakerLabel($1).role == .official
        }
        for hint in Hint.allCases where reading.has(hint) { phrases[hint.rawValue] += 1 }
    }
}

/// What the model of roles looks at.
enum VoiceTraits {
    private static let shares: [Double] = [0.02, 0.05, 0.1, 0.2, 0.3]
    private static let lengths: [Double] = [6, 10, 15, 22, 32]
    private static let rates: [Double] = [0.001, 0.1, 0.25, 0.5]
    private static let places: [Double] = [0.03, 0.1, 0.25, 0.5, 0.75]
    private static let roles = ["host", "regent", "official", "caller", "message", "nobody"]
    private static let hints = Hint.allCases.map { "\($0)" }

    private static let all = TraitTable.numbered([
        Question("always", ["yes"]),
        Question("label says", roles + ["guessed caller", "recogniser's", "a name"]),
        Question("share of turns", Buckets.names(shares)),
        Question("share of words", Buckets.names(shares)),
        Question("words a turn", Buckets.names(lengths)),
        Question("heard", ["first", "second", "third", "fourth", "later"]),
        Question("first heard at", Buckets.names(places)),
        Question("last heard at", Buckets.names(places)),
        Question("stands", ["first", "last"]),
        Question("new voices after it", Buckets.names(rates)),
        Question("asks", Buckets.names(rates)),
        Question("obeys", Buckets.names(rates)),
        Question("neighbours", Buckets.names(rates)),
        Question("spans", Buckets.names([1, 2, 3, 5])),
        Question("phrase", hints.flatMap { hint in Buckets.names(rates).map { hint + " " + $0 } }),
        Question("before it", roles),
        Question("named before", ["yes"]),
        Question("tenths", Buckets.names(tenths)),
        Question("reach", Buckets.names(places)),
        Question("turns", Buckets.names(turns)),
        Question("label shortens", roles),
        Question("of an office", ["yes"]),
        Question("promises", Buckets.names(rates)),
    ])
    private static let tenths: [Double] = [2, 3, 4, 6, 8]
    private static let turns: [Double] = [2, 4, 7, 12, 20]

    static let table = TraitTable(all)

    static func read(_ voice: Voice) -> Evidence {
        var evidence = Evidence()
        let turns = Double(max(1, voice.turns))
        evidence.traits = [
            all[0](0),
            all[2](voice.turnShare, shares), all[3](voice.wordShare, shares),
            all[4](Double(voice.words) / turns, lengths),
            all[5](min(4, voice.order)), all[6](voice.first, places), all[7](voice.last, places),
            all[9](Double(voice.introduces) / turns, rates),
            all[10](Double(voice.asks) / turns, rates), all[11](Double(voice.obeys) / turns, rates),
            all[12](Double(voice.neighbours.count) / Double(max(1, voice.others)), rates),
            all[13](Double(voice.spans), [1, 2, 3, 5]),
        ]
        let says =
            voice.declared.map(number) ?? (voice.isGuessedCaller ? 6 : voice.isRecognisers ? 7 : 8)
        evidence.traits.append(all[1](says))
        if voice.isFirst { evidence.traits.append(all[8](0)) }
        if voice.isLast { evidence.traits.append(all[8](1)) }
        for hint in Hint.allCases {
            let rate = Double(voice.phrases[hint.rawValue]) / turns
            let bucket = rates.firstIndex { rate < $0 } ?? rates.count
            evidence.traits.append(all[14](hint.rawValue * (rates.count + 1) + bucket))
        }
        evidence.traits.append(all[15](voice.before.map(number) ?? 5))
        evidence.traits += [
            all[17](Double(voice.tenths), tenths), all[18](voice.last - voice.first, places),
            all[19](turns, VoiceTraits.turns),
        ]
        if voice.isNamedBefore { evidence.traits.append(all[16](0)) }
        evidence.traits += Role.allCases.filter(voice.shortens.contains).map { all[20](number($0)) }
        if voice.isOfOffice { evidence.traits.append(all[21](0)) }
        evidence.traits.append(all[22](Double(voice.promises) / turns, rates))
        return evidence
    }

    private static func number(_ role: Role) -> Int {
        switch role {
        case .host: 0
        case .regent: 1
        case .official: 2
        case .caller: 3
        case .message: 4
        }
    }
}
