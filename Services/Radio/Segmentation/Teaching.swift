// Learns the model from programmes of which it is known who speaks and what belongs together.
import Complaints
import Foundation

/// What is true of a file, line by line.
package struct KnownProgramme: Decodable, Sendable {
    package struct Line: Decodable, Sendable {
        var line: Int
        var item: String
        var who: String
    }
    var aired_on: String
    /// What it is of; a programme on air where nothing is said.
    package var kind: Gathering?
    var units: [Line]
    var kinds: [String: Kind]
    /// Who raises each item and where he is from, as it was said.
    var names: [String: String?]?
    var places: [String: String?]?
}

/// A transcript with the truth of each turn.
package struct TaughtProgramme: Sendable {
    var turns: [Turn]
    /// Who raises a matter is learned of all; how a programme goes on, only of those on air.
    var told: Telling
    var items: [String]
    var who: [String]
    var kinds: [String: Kind]
    var names: [String: String]
    var sites: [String: String]

    package init(_ transcript: Transcript, _ known: KnownProgramme) {
        (turns, told) = (transcript.turns, transcript.told)
        kinds = known.kinds
        names = (known.names ?? [:]).compactMapValues { $0 }
        sites = (known.places ?? [:]).compactMapValues { $0 }
        var (items, who): ([String], [String]) = ([], [])
        var at = 0
        for turn in turns {
            while at + 1 < known.units.count, known.units[at + 1].line <= turn.line { at += 1 }
            items.append(known.units[at].item)
            who.append(known.units[at].who)
        }
        (self.items, self.who) = (items, who)
    }

    /// The part that each turn is.
    var parts: [Part] {
        var parts: [Part] = []
        var seen: Set<String> = []
        var answered: Set<String> = []
        for index in turns.indices {
            let item = items[index]
            let speaker = who[index]
            let isOffice = speaker == "regent" || speaker == "agency"
            guard item != "other" else {
                parts.append(.general)
                continue
            }
            let starts = index == 0 || items[index - 1] != item
            let part: Part
            if !starts, !isOffice, speaker != "caller", speaker != "read", let before = parts.last,
                before == .takes || before == .rings
            {
                part = .rings
            } else if starts, seen.insert(item).inserted {
                part = speaker == "caller" ? .begins : speaker == "read" ? .reads : .takes
            } else if starts {
                part = isOffice ? .answersLater : .resumes
            } else if isOffice {
                part = .answer
            } else if speaker == "caller" {
                part = answered.contains(item) ? .citizenAfter : .citizen
            } else if speaker == "read" {
                part = .message
            } else {
                part = answered.contains(item) ? .hostAfter : .host
            }
            if isOffice { answered.insert(item) }
            if part == .resumes { answered.remove(item) }
            parts.append(part)
        }
        return parts
    }

    /// The role of each turn's speaker, as an index of ``Roles/states``.
    func role(_ index: Int) -> Int {
        switch who[index] {
        case "host", "read": 0
        case "regent": 1
        case "agency": 2
        case "caller": 3
        default: 4
        }
    }
}

extension Model {
    /// Words must stand in so many programmes to be learned.
    private static let fewestProgrammes = 3
    private static let mostWords = 1200
    /// So many things said must hold a word for it to tell what is wanted; each is heard in up to four forms.
    private static let fewestWishes = 8
    /// Answers are longer, and their words many.
    private static let fewestReplies = 24

    /// Without voices the likeliest course has fewer boundaries than there are: a little is added for each.
    private static let eagerness = 0.3

    /// Teaches a model from programmes; the same ones in the same order give the same model.
    ///
    /// - Parameter segmenter: with the places, phrases and signals of the region; its own model is not used.
    package static func taught(_ all: [TaughtProgramme], _ segmenter: Segmenter) -> Model {
        let (matcher, places) = (segmenter.matcher, segmenter.places)
        let written = all.filter { $0.told == .minutes }
        let programmes = all.filter { $0.told == .spoken }
        var readings = programmes.map { Reading.all($0.turns, matcher: matcher) }
        var model = Model()
        var training = ChainTraining()
        let voices = zip(programmes, readings).compactMap { voiceLesson($0, $1) }
        training.penalty = 0.5
        training.rounds = 120
        training.teach(&model.voices, voices)
        for index in readings.indices { Roles.assign(&readings[index], model) }
        let bare = PhraseMatcher(Phrases())
        for hasVoices in [true, false] {
            let mine = programmes.indices.filter { index in
                let named = programmes[index].turns.count { $0.speaker != nil }
                return (named * 2 > programmes[index].turns.count) == hasVoices
            }
            var course = Part.course(words: words(mine.map { readings[$0] }, besides: hasVoices))
            func lesson(_ readings: [Reading], _ parts: [Part]) -> Lesson {
                let spoken = readings.indices.filter { !readings[$0].isAside }
                return Lesson(
                    sequence: TurnTraits.read(
                        spoken.map { readings[$0] }, places, words: course.table.words,
                        hasVoices: hasVoices),
                    states: spoken.map { parts[$0].rawValue })
            }
            var lessons = mine.map { lesson(readings[$0], programmes[$0].parts) }
            // A file may be a call or two, and its station have no pack of its own.
            for index in mine {
                let parts = programmes[index].parts
                for excerpt in excerpts(parts) {
                    var own = Reading.all(programmes[index].turns[excerpt], matcher: bare)
                    Roles.assign(&own, model)
                    lessons.append(lesson(own, Array(parts[excerpt])))
                }
            }
            var training = ChainTraining()
            training.firstWord = course.table.firstWord
            // Chosen by holding out each hand in turn.
            (training.penalty, training.wordPenalty) = (2, 6)
            training.groups = Part.groups
            training.teach(&course.chain, lessons)
            if !hasVoices {
                for part in Part.allCases where part.startsPart {
                    course.chain.starts[part.rawValue] += eagerness
                    for step in stride(
                        from: part.rawValue, to: course.chain.steps.count, by: Part.allCases.count)
                    {
                        course.chain.steps[step] += eagerness
                    }
                }
            }
            if hasVoices { model.labelled = course } else { model.plain = course }
        }
        model.points = PointTeaching.taught(written, segmenter)
        model.threads = ThreadTeaching.taught(all.filter { $0.told == .chat }, matcher)
        model.who = WhoTeaching.taught(
            programmes + written,
            readings + written.map { Reading.all($0.turns, matcher: matcher) }, places)
        var segmenter = segmenter
        segmenter.model = model
        let wishes = programmes.indices.flatMap { index in
            Self.wishes(programmes[index], readings[index], segmenter)
        } + all.filter { $0.told != .spoken }.flatMap(Self.written)
        var counts: [String: Int] = [:]
        for wish in wishes {
            for word in KindTraits.words(of: wish.said) { counts[word, default: 0] += 1 }
        }
        model.kinds = KindTraits.course(
            words: counts.filter { $1 >= (KindTraits.isReplied($0) ? fewestReplies : fewestWishes) }
                .map(\.key).sorted())
        segmenter.model = model
        training = ChainTraining()
        (training.penalty, training.wordPenalty) = (1, 1)
        training.firstWord = model.kinds.table.firstWord
        var ofKind: [Int: Double] = [:]
        for wish in wishes { ofKind[wish.kind, default: 0] += 1 }
        training.teach(
            &model.kinds.chain,
            wishes.flatMap { wish in
                // Also without the region's signals, for who has no pack.
                let unread = KindTraits.read(
                    wish.said, segmenter.matcher, reads: nil, words: model.kinds.table.words)
                // One programme has mostly complaints, another none: what is rare counts as much.
                let weight = Double(wishes.count) / (ofKind[wish.kind, default: 1] * Double(ofKind.count))
                return [segmenter.kindEvidence(wish.said), unread].map {
                    Lesson(sequence: [$0], states: [wish.kind], weight: weight)
                }
            })
        return model
    }

    /// Of so many matters one is taught alone, and one with the next.
    private static let excerptEvery = 3

    /// Stretches of a programme that begin with a matter and end before another.
    private static func excerpts(_ parts: [Part]) -> [Range<Int>] {
        let starts = parts.indices.filter { parts[$0].startsMatter }
        return starts.indices.compactMap { number in
            let end = number % excerptEvery == 0 ? number + 1 : number + 2
            guard number % excerptEvery < 2 else { return nil }
            return starts[number]..<(end < starts.count ? starts[end] : parts.count)
        }
    }

    /// What citizens said, and what they wanted by it.
    private static func wishes(
        _ programme: TaughtProgramme, _ readings: [Reading], _ segmenter: Segmenter
    ) -> [(said: Exchange, kind: Int)] {
        let parts = programme.parts
        var turns: [String: [Int]] = [:]
        for (index, item) in programme.items.enumerated() where item != "other" {
            turns[item, default: []].append(index)
        }
        return turns.keys.sorted().compactMap { item in
            guard let kind = programme.kinds[item].flatMap({ KindTraits.states.firstIndex(of: $0) })
            else { return nil }
            let said = segmenter.exchange(of: turns[item] ?? [], readings, parts)
            return said.text.isEmpty ? nil : (said, kind)
        }
    }

    /// What was written of citizens in minutes, or by them in a chat.
    private static func written(_ programme: TaughtProgramme) -> [(said: Exchange, kind: Int)] {
        var (texts, replies): ([String: [String]], [String: [String]]) = ([:], [:])
        for (index, item) in programme.items.enumerated() {
            let text = programme.turns[index].text
            if ["caller", "read"].contains(programme.who[index]) {
                texts[item, default: []].append(text)
            } else {
                replies[item, default: []] += Tokens.split(text).map(\.word)
            }
        }
        return texts.keys.sorted().compactMap { item in
            guard let kind = programme.kinds[item].flatMap({ KindTraits.states.firstIndex(of: $0) })
            else { return nil }
            let text = (texts[item] ?? []).joined(separator: " ")
            return (Exchange(text: text, reply: replies[item] ?? []), kind)
        }
    }

    private static func voiceLesson(_ programme: TaughtProgramme, _ readings: [Reading]) -> Lesson?
    {
        let voices = Voice.all(readings)
        guard !voices.isEmpty else { return nil }
        var votes: [String: [Int]] = [:]
        for (index, reading) in readings.enumerated() where reading.turn.speaker != nil {
            votes[reading.labelKey, default: Array(repeating: 0, count: 5)][
                programme.role(index)] += 1
        }
        return Lesson(
            sequence: voices.map { VoiceTraits.read($0) },
            states: voices.map { voice in
                let votes = votes[voice.key] ?? []
                return votes.indices.max { votes[$0] < votes[$1] } ?? 4
            })
    }

    private static func words(_ programmes: [[Reading]], besides: Bool) -> [String] {
        var counts: [String: (programmes: Int, turns: Int)] = [:]
        for programme in programmes {
            var seen: Set<String> = []
            for index in programme.indices {
                for word in Set(TurnTraits.words(at: index, of: programme, besides: besides))
                where !word.hasNumber {
                    counts[word, default: (0, 0)].turns += 1
                    if seen.insert(word).inserted { counts[word, default: (0, 0)].programmes += 1 }
                }
            }
        }
        return counts.filter { $0.value.programmes >= fewestProgrammes && $0.value.turns >= 8 }
            .sorted { ($1.value.turns, $0.key) < ($0.value.turns, $1.key) }
            .prefix(mostWords).map(\.key).sorted()
    }
}

extension Part {
    /// Parts that are learned together besides each for itself.
    static let groups: [[Int]] = [
        allCases.filter(\.startsMatter), allCases.filter(\.startsPart),
        allCases.filter { !$0.startsPart && $0 != .general },
        [.takes, .rings, .host, .hostAfter, .resumes], allCases.filter(\.isCitizen),
        allCases.filter(\.isMessage), allCases.filter(\.isAnswer),
    ].map { $0.map(\.rawValue) }
}
