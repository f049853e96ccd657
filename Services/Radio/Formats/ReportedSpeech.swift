// Programmes told in the third person, without labels: "Bupati menjawab bahwa …", "Penelepon Ibu Ani dari
// … menanyakan …". Who speaks is the subject of the sentence; one without goes on with who spoke before.

/// A file whose lines tell who said what.
struct ReportedSpeech {
    /// Of the lines, so many must tell somebody's speech; of different speakers so many.
    private static let (leastShare, fewestLines, fewestSpeakers) = (0.4, 6, 2)
    /// A subject and its verb stand within so many words.
    private static let reach = 26
    private static let longestName = 3
    /// How a file is written shows in so many lines.
    private static let looked = 400
    private static let longestLead = 400

    private var names: [String: String] = [:]
    private var last: String?
    /// Who spoke last and is neither host nor office: "ia" means him.
    private var lastGuest: String?
    private var host: String?

    /// `nil` unless the lines tell what was said.
    init?(_ lines: [Substring]) {
        var (told, filled) = (0, 0)
        var speakers: Set<String> = []
        for line in lines.prefix(Self.looked) where !line.allSatisfy(\.isWhitespace) {
            filled += 1
            guard !Paragraphs.isRemark(line),
                let subject = Self.subject(Self.tokens(line), [:])
            else { continue }
            told += 1
            speakers.insert(subject.label)
        }
        guard told >= Self.fewestLines, Double(told) >= Self.leastShare * Double(filled),
            speakers.count >= Self.fewestSpeakers
        else { return nil }
    }

    /// Whose speech a line tells, and whether the line says so itself; lines are given in order.
    mutating func speaker(of line: Substring) -> (label: String?, isNamed: Bool) {
        let tokens = Self.tokens(line)
        if let subject = Self.subject(tokens, names) {
            if subject.isPronoun {
                // "Beliau" may be the regent who has just spoken; "ia" is who called.
                let isOffice = [.regent, .official].contains(last.flatMap { SpeakerLabel($0).role })
                return (note(subject.label == "beliau" && isOffice ? last : lastGuest ?? last), true)
            }
            if let name = subject.name { names[name] = subject.label }
            return (note(subject.label), true)
        }
        // "Pukul 09.40 telepon ketiga, suara kurang jelas": nobody says it but who tells it.
        if tokens.prefix(6).contains(where: { Self.lines.contains($0.word) }) {
            return (note(host ?? "Penyiar"), true)
        }
        return (last, false)
    }

    /// A label that the file has besides is who speaks.
    mutating func heard(_ label: String) { _ = note(label) }

    private mutating func note(_ speaker: String?) -> String? {
        guard let speaker else { return nil }
        last = speaker
        switch SpeakerLabel(speaker).role {
        case .host: host = host ?? speaker
        case .caller, nil: lastGuest = speaker
        case .regent, .official, .message: break
        }
        return speaker
    }

    private static func tokens(_ line: Substring) -> [Token] {
        Array(Tokens.split(String(line.prefix(longestLead))).prefix(reach))
    }

    struct Subject {
        var label: String
        /// The last word of a name, by which he is called later.
        var name: String?
        var isPronoun = false
    }

    /// The subject of the first verb of speaking.
    private static func subject(_ tokens: [Token], _ names: [String: String]) -> Subject? {
        for verb in tokens.indices {
            if passive.contains(tokens[verb].word) {
                let by = tokens.dropFirst(verb + 1).prefix(4).drop { $0.word == "oleh" || $0.word == "pula" }
                if let first = by.first, !["bahwa", "agar", "mengenai", "dari"].contains(first.word),
                    let found = named(Array(by), names)
                {
                    return found
                }
                continue
            }
            guard verbs.contains(tokens[verb].word) else { continue }
            var end = verb
            while end > 0 {
                // Back to the last break before the verb; "…, yang menamakan diri …," stands between.
                let before = tokens[..<(end - 1)].lastIndex { $0.endsClause || $0.endsSentence }
                let start = before.map { $0 + 1 } ?? 0
                if tokens[start].word != "yang" || tokens.dropFirst(start + 1).first?.word == "bersangkutan",
                    let found = named(Array(tokens[start..<end]), names)
                {
                    return found
                }
                end = start
            }
        }
        return nil
    }

    /// Who is named in some words: an office, somebody with a title, a name, "ia".
    private static func named(_ words: [Token], _ names: [String: String]) -> Subject? {
        for (index, token) in words.enumerated() {
            if pronouns.contains(token.word) { return Subject(label: token.word, isPronoun: true) }
            if token.word == "bernama", index + 1 < words.count {
                return person(words, from: index + 1, title: nil)
            }
            if CallerName.titles.contains(token.word), index + 1 < words.count,
                words[index + 1].isCapitalised, SpeakerLabel.role(ofWord: words[index + 1].word) == nil
            {
                return person(words, from: index + 1, title: token)
            }
            if let known = names[token.word] { return Subject(label: known, name: token.word) }
            guard let role = SpeakerLabel.role(ofWord: token.word) else { continue }
            if role == .caller {
                // "Penelepon Ibu Ani dari …": by her name, if it is said.
                let later = words.dropFirst(index + 1).prefix { $0.word != "dari" && $0.word != "tersebut" }
                return named(Array(later), names) ?? Subject(label: "Penelepon")
            }
            if role == .message { return Subject(label: "Pesan") }
            if role == .official {
                let office = words[index...].prefix { $0.isCapitalised || $0.word == token.word }.prefix(4)
                return Subject(label: office.map { $0.word }.joined(separator: " ").titleCased)
            }
            return Subject(label: token.word.titleCased)
        }
        if words.contains(where: { $0.word == "seorang" }) { return Subject(label: "Penelepon") }
        // "Rahmi menanyakan …": a name alone before the verb.
        guard let first = words.first, first.isCapitalised, words.count <= longestName,
            CallerName.isName(first)
        else { return nil }
        return person(words, from: 0, title: nil)
    }

    /// A name; behind a title its first word will do, since a village may follow.
    private static func person(_ words: [Token], from start: Int, title: Token?) -> Subject? {
        var end = start
        while end < words.count, end - start < longestName, words[end].isCapitalised {
            end += 1
            if words[end - 1].endsClause { break }
            if title != nil, !CallerName.titles.contains(words[end - 1].word) { break }
        }
        guard end > start else { return nil }
        let name = words[start..<end].map(\.word).joined(separator: " ").titleCased
        return Subject(
            label: title.map { $0.word.titleCased + " " + name } ?? name, name: words[end - 1].word)
    }

    private static let pronouns = Set(words: "ia dia beliau sidin bersangkutan")
    private static let lines = Set(words: "telepon telpon sambungan penelepon penelpon saluran")
    private static let passive = Set(
        words: "dijawab ditanggapi dijelaskan diterangkan ditegaskan ditambahkan disampaikan dibacakan")
    /// What people do with words.
    private static let verbs = Set(
        words: """
            membuka menyapa menyalami menyambut memperkenalkan mempersilakan mempersilahkan menanyakan \
            bertanya tanya menjawab jawab menyahut menimpali menanggapi menambahkan menjelaskan \
            menerangkan menegaskan menyatakan mengatakan berkata berucap bilang menyebut menyebutkan \
            menyampaikan mengaku mengakui mengeluh mengeluhkan melapor melaporkan mengadu mengadukan \
            meminta minta memohon mohon mengusulkan menitip menitipkan menumpang berharap \
            mengharapkan menceritakan bercerita mengisahkan mengucapkan mengucap membacakan \
            membaca menutup merangkum menyimpulkan berjanji menjanjikan mengingatkan \
            memberitahukan memberitahu menginformasikan menyanggupi menyarankan mengulang \
            mengulangi membetulkan membenarkan membantah menyela memotong menghubungkan \
            menyambungkan menerima meneruskan melanjutkan menyayangkan memuji mengapresiasi \
            mendoakan berterima setuju tertawa terdiam berbunyi berisi tersambung memerintahkan \
            memutuskan mempertanyakan menyoroti meralat mengoreksi berpamitan pamit
            """)
}
