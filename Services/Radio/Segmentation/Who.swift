// Who raises a matter and where he is from, by a model over its words: what the host asks, what the citizen
// says of himself, what the others call him.
import Language

/// Tells who raises a matter.
struct Who: Sendable {
    private let course: Course
    private let known: WhoTraits.Known
    private let places: PlaceNames
    private let hasCapitals: Bool
    /// In how many matters of the programme a word stands: a host's name stands in most.
    private let matters: [String: Int]
    private let memory: WhoTraits.WordMemory
    /// Words of the labels of those who are no callers.
    private let hosts: Set<String>

    /// A word is taken for one of a name, or of a place, when it is so likely. Lower than half: what is
    /// missed an operator must hear again, what is wrong he sees.
    private static let (leastName, leastPlace) = (0.3, 0.2)

    /// Left out of a name; "Haji" and "Mama" are a part of it.
    private static let address = Set(
        words: """
            pak bapak bu ibu mas mbak mba bang kak sdr sdri saudara saudari nenek kakek nini kai \
            saya ulun aku ini nama dengan
            """)

    init(
        _ model: Model, _ places: PlaceNames, hasCapitals: Bool, matters: [String: Int] = [:],
        hosts: Set<String> = []
    ) {
        self.hosts = hosts
        (course, known) = (model.who, model.knownOfWho)
        memory = WhoTraits.WordMemory(matters.keys, places)
        self.places = places
        self.hasCapitals = hasCapitals
        self.matters = matters
    }

    /// In how many of some stretches of turns each word stands.
    static func matters(_ readings: [Reading], _ ranges: [[Int]]) -> [String: Int] {
        var counts: [String: Int] = [:]
        for range in ranges {
            var seen: Set<String> = []
            for index in range {
                for token in readings[index].tokens.prefix(WhoTraits.mostWords)
                where seen.insert(token.word).inserted {
                    counts[token.word, default: 0] += 1
                }
            }
        }
        return counts
    }

    /// A name or place as it was said.
    struct Found: Hashable {
        var name: String?
        var place: String?
    }

    /// Who raises the matter that the lines are.
    func tell(_ lines: [WhoLine]) -> Found {
        let evidence = WhoTraits.read(
            lines, places, known, hasCapitals: hasCapitals, matters: matters, memory: memory)
        guard !evidence.isEmpty else { return Found() }
        let shares = course.chain.sums(evidence).shares
        let count = Mention.allCases.count
        var names: [Said] = []
        var sites: [Said] = []
        var from = 0
        for (number, line) in lines.enumerated() {
            let length = WhoTraits.length(of: line)
            func share(_ index: Int, _ mention: Mention) -> Double {
                shares[(from + index) * count + mention.rawValue]
            }
            for mention in [Mention.name, .place] {
                let least = mention == .name ? Self.leastName : Self.leastPlace
                var start = 0
                while start < length {
                    guard share(start, mention) >= least else {
                        start += 1
                        continue
                    }
                    var end = start + 1
                    while end < length, share(end, mention) >= least, !line.tokens[end - 1].endsSentence,
                        mention == .place || !line.tokens[end - 1].endsClause
                    { end += 1 }
                    if mention == .name {
                        while start + 1 < end, Self.address.contains(line.tokens[start].word) { start += 1 }
                    }
                    let tokens = line.tokens[start..<end]
                    let said = Said(
                        text: line.said(start..<end), words: tokens.map(\.word), line: number, first: start,
                        share: (start..<end).map { share($0, mention) }.max() ?? 0,
                        isWay: start > 0 && Self.ways.contains(line.tokens[start - 1].word),
                        isNamed: (max(0, start - 1)...start).contains {
                            Introduction.placeKinds.contains(line.tokens[$0].word)
                        })
                    if mention == .place {
                        sites.append(said)
                    } else if !SpeakerLabel(said.text).isRole, !hosts.isSuperset(of: said.words),
                        !said.words.allSatisfy({ NameLikeness($0) == .ordinary })
                    {
                        names.append(said)
                    }
                    start = end
                }
            }
            from += length
        }
        let site = Self.best(sites)
        return Found(
            name: Self.best(names)?.text ?? sender(lines),
            place: site.map { whole($0, lines[$0.line]) } ?? announced(lines))
    }

    /// "Dari Nenek Siti di Binuang:", "… Nurdin, Sungai Kupang": a sender by the words that announce him, or
    /// by what he ends with.
    private func sender(_ lines: [WhoLine]) -> String? {
        for line in lines where line.role == 0 || line.role >= 4 {
            let tokens = line.tokens
            for start in tokens.indices.dropLast() where tokens[start].word == "dari" {
                var first = start + 1
                while first < tokens.count, CallerName.titles.contains(tokens[first].word) { first += 1 }
                guard first > start + 1, first < tokens.count, places.length(tokens, at: first) == 0,
                    tokens[first].isCapitalised || !hasCapitals,
                    NameLikeness(tokens[first].word) != .ordinary
                else { continue }
                return line.said(first..<first + 1)
            }
            for end in tokens.indices.dropLast() where tokens[end].endsSentence {
                let first = end + 1
                guard tokens[first].endsClause, tokens[first].isCapitalised || !hasCapitals,
                    tokens[first...].prefix(Self.longestSignature).contains(where: \.endsSentence),
                    NameLikeness(tokens[first].word) >= .looks
                else { continue }
                return line.said(first..<first + 1)
            }
        }
        return nil
    }

    /// "Desa Sumber Makmur", "Gang Melati": a place by its own words, known or not, in large letters.
    private func announced(_ lines: [WhoLine]) -> String? {
        guard hasCapitals else { return nil }
        let isRead = !lines.contains(where: \.isCitizens)
        for line in lines where line.isCitizens || (isRead && line.role == 0) {
            let tokens = line.tokens
            for start in 0..<max(0, WhoTraits.length(of: line) - 1)
            where Introduction.placeKinds.contains(tokens[start].word) {
                var end = start + 1
                while end < tokens.count, end - start <= Self.longestPlace, !tokens[end - 1].endsSentence,
                    tokens[end].isCapitalised || tokens[end].word.allSatisfy(\.isNumber),
                    end == start + 1 || !tokens[end - 1].endsClause
                { end += 1 }
                guard end > start + 1, tokens[start + 1].isCapitalised else { continue }
                return line.said(start..<end)
            }
        }
        return nil
    }

    private static let (longestPlace, longestSignature) = (4, 5)

    /// A place with what belongs to it: "Desa" before, ", Kecamatan Daha Selatan, RT 3" behind.
    private func whole(_ said: Said, _ line: WhoLine) -> String {
        let tokens = line.tokens
        var (start, end) = (said.first, said.first + said.words.count)
        // All of a known name, of which a part was sure.
        for first in max(0, start - 2)...start {
            let length = places.length(tokens, at: first)
            if first + length > start { (start, end) = (min(start, first), max(end, first + length)) }
        }
        start = beginning(tokens, start)
        // "Kelurahan Pasar Lama": what is said to be a place goes on with large letters.
        while hasCapitals, end < tokens.count, Self.belongs(tokens[start].word), tokens[end].isCapitalised,
            !tokens[end - 1].endsSentence, !tokens[end - 1].endsClause
        { end += 1 }
        while end < tokens.count, !tokens[end - 1].endsSentence {
            let known = places.length(tokens, at: end)
            if known > 0 {
                end += known
                continue
            }
            // "kec", "di", "yang di" lead on only to what is a place or a number.
            var next = end
            while next < tokens.count, next - end < 2, !tokens[next].endsSentence,
                Introduction.placeKinds.contains(tokens[next].word) || Self.joins.contains(tokens[next].word)
            { next += 1 }
            guard next > end, next < tokens.count else { break }
            let length = places.length(tokens, at: next)
            if length > 0 {
                end = next + length
            } else if tokens[next].word.allSatisfy(\.isNumber) {
                end = next + 1
            } else {
                break
            }
        }
        return line.said(start..<end)
    }

    private static func belongs(_ word: String) -> Bool {
        Introduction.placeKinds.contains(word) || ["simpang", "pasar"].contains(word)
    }

    /// Where a place begins whose name stands at `start`: "Baru yang di Sungai Raya", "Jalan Singakarsa
    /// Kandangan".
    private func beginning(_ tokens: [Token], _ start: Int) -> Int {
        var start = start
        if start > 2, tokens[start - 1].word == "di", ["yang", "nang"].contains(tokens[start - 2].word),
            places.length(tokens, at: start - 3) == 1 || (hasCapitals && tokens[start - 3].isCapitalised)
        {
            start -= 3
        }
        if hasCapitals {
            var first = start
            while first > 0, start - first < Self.longestPlace, tokens[first - 1].isCapitalised,
                !tokens[first - 1].endsSentence, !tokens[first - 1].endsClause
            {
                first -= 1
                if Self.belongs(tokens[first].word) { return first }
            }
        }
        while start > 0, !tokens[start - 1].endsSentence, !tokens[start - 1].endsClause,
            Self.belongs(tokens[start - 1].word)
        { start -= 1 }
        return start
    }

    private static let joins: Set<String> = ["di", "yang", "nang"]

    private struct Said {
        var text: String
        var words: [String]
        var line: Int
        var first: Int
        var share: Double
        /// "jalan dari Habirau ka Habirau Tengah": where a way leads, which is another place.
        var isWay = false
        /// "desa Habirau".
        var isNamed = false
    }

    private static let ways: Set<String> = ["ke", "ka", "menuju", "sampai", "arah"]

    /// So many names, or places, of one matter are weighed.
    private static let mostSaid = 200

    /// What is said surest, counting every time it is said; of its forms the fullest.
    private static func best(_ said: [Said]) -> Said? {
        var best: (said: Said, score: Double)?
        // A matter of hours is none: what is said later tells no more, and each is held against each.
        let said = said.prefix(mostSaid)
        for one in said {
            let same = said.filter { !Set($0.words).isDisjoint(with: one.words) }
            let score = same.reduce(0) { $0 + $1.share * $1.share }
            let isNamed = same.contains { $0.isNamed && !$0.isWay }
            let fullest = same.filter { !isNamed || !$0.isWay }
                .max { ($0.words.count, $1.line) < ($1.words.count, $0.line) } ?? one
            if score > best?.score ?? 0 { best = (fullest, score) }
        }
        return best?.said
    }
}
