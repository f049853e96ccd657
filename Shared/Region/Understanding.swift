// Reads one complaint with a pack: places, topics, kind, flags.
import Complaints
package import Language
import Rules

/// What was read in a complaint's text, subject and address.
struct Understanding {
    /// A topic named only in the subject counts this much of its weight.
    static let subjectShare = 0.8
    /// A place found outside the text, or given by the sender, is believed this much.
    static let subjectPlaceShare = 0.95
    static let addressPlaceShare = 0.7
    /// The service chosen in a civic app weighs as a keyword of two words.
    static let serviceWeight = TopicLexicon.wordWeight + TopicLexicon.furtherWordWeight

    let analysis: TextAnalysis
    let subject: TextAnalysis?
    var facts: Facts
    /// What it says against an office or its people.
    let blame: Blame
    private let nuisanceWords: [MatchedText]?
    private let emergencyWords: [MatchedText]

    /// - Parameters:
    ///   - book: whose phrases are looked for; `nil` where no book is in force.
    ///   - inCase: what it repeats, where that is known.
    ///   - late: promises made on air that are late, wherever.
    init(
        _ complaint: Complaint, _ pack: RegionPack, _ book: RuleBook?, inCase: CaseFacts? = nil,
        late: [LatePromise] = []
    ) {
        let placedSubject = complaint.subject.map { PlacedText($0, pack, near: []) }
        func places(in text: String) -> [Place] {
            pack.gazetteer.places(in: pack.tokenizer.tokens(text))
        }
        let address = complaint.reporter?.address.map(places)
        let scene = complaint.civic?.address.map(places)
        let near = (placedSubject?.places ?? []) + complaint.places + (scene ?? []) + (address ?? [])
        let text = PlacedText(complaint.text, pack, near: near.map(\.code))
        analysis = text.analysis
        subject = placedSubject?.analysis
        var phrases: [PhraseID: [Range<Int>]] = [:]
        let asked = book?.phrases ?? []
        for match in analysis.matches where asked.contains(match.phrase) {
            phrases[match.phrase, default: []] += match.parts
        }
        for match in subject?.matches ?? [] where asked.contains(match.phrase) {
            phrases[match.phrase] = phrases[match.phrase] ?? []
        }
        let places = Understanding.places(
            complaint, text.places, (placedSubject?.places ?? []) + (scene ?? []), address, pack)
        let topics = Understanding.topics(analysis, subject, complaint.civic?.service, pack)
        facts = Facts(
            phrases: phrases, topics: topics, places: places, channel: complaint.channel,
            account: complaint.account)
        if book?.asksForSentences == true {
            let tokens = analysis.tokens
            facts.sentences = tokens.indices.filter { tokens[$0].opensSentence }
        }
        facts.received = pack.calendar.local(complaint.receivedAt)
        facts.inCase = inCase
        facts.isFollowup = complaint.inReplyTo != nil
        if let programme = complaint.programme {
            facts.programme = [programme.title.lowercased(), complaint.account.lowercased()]
            facts.promises = programme.responses.map {
                OnAirPromise(by: $0.by, due: $0.due.flatMap { Day($0) })
            }
        }
        let known = facts.knownPlaces.map(\.code)
        facts.latePromises = late.filter { $0.isAbout(known) }
        facts.placeFlags = Set(
            facts.knownPlaces.flatMap { pack.gazetteer[$0.code]?.flags ?? [] })
        let today = pack.calendar.day(of: complaint.receivedAt)
        facts.pledges = Set(
            pack.pledges(at: facts.knownPlaces.map(\.code), agency: nil, on: today).map(\.id))
        let signals = pack.signals.reading(
            of: analysis, subject,
            namesPlace: facts.knownPlaces.contains { pack.gazetteer.isInRegion($0.code) },
            civic: topics.reduce(0) { $0 + $1.weight })
        facts.kind = complaint.kind == .complaint ? signals.kind : complaint.kind
        facts.flags = signals.flags.union(complaint.flags)
        facts.sender = Understanding.sender(complaint.reporter, complaint.flags)
        nuisanceWords = signals.nuisance
        emergencyWords = signals.emergency
        var blame = pack.blame.reading(of: analysis)
        if let said = subject.map(pack.blame.reading) {
            blame.isOpen = blame.isOpen || said.isOpen
            blame.named.formUnion(said.named)
        }
        self.blame = blame
    }

    /// The words that make it an emergency, where the text has them.
    var emergency: Reason? {
        guard facts.flags.contains(FlagName.emergency), !emergencyWords.isEmpty else { return nil }
        return Reason(rule: FlagName.emergency, matched: emergencyWords)
    }

    /// Why it is put aside, judged when all flags are known: the words that make it a nuisance, or the word
    /// of the channel, which names none. An emergency is never put aside, an answer belongs to a complaint,
    /// an operator has looked at a call, and a person's word stands.
    func nuisance(_ complaint: Complaint) -> Reason? {
        guard complaint.inReplyTo == nil,
            facts.flags.isDisjoint(with: [FlagName.emergency, FlagName.notSpam])
        else { return nil }
        if complaint.flags.contains(FlagName.spam) {
            return Reason(rule: RegionPack.spamReason, matched: [])
        }
        guard [.sms, .chat, .email].contains(complaint.channel) else { return nil }
        return nuisanceWords.map { Reason(rule: RegionPack.spamReason, matched: $0) }
    }

    /// Who says nothing of himself is anonymous; a mail server vouches for an address, nobody for a number.
    private static func sender(_ reporter: Reporter?, _ flags: [String]) -> Set<SenderTrait> {
        let says = [reporter?.name, reporter?.phone, reporter?.email].contains { $0 != nil }
        var traits: Set<SenderTrait> = says && reporter?.anonymous == false ? [.known] : [.anonymous]
        if flags.contains("official") { traits.insert(.official) }
        if flags.contains("official") || flags.contains("dmarc_pass") { traits.insert(.verified) }
        return traits
    }

    /// - Parameter chosen: the service chosen in a civic app: it counts as a keyword, and what the words say
    ///   more clearly wins.
    private static func topics(
        _ text: TextAnalysis, _ subject: TextAnalysis?, _ chosen: String?, _ pack: RegionPack
    ) -> [TopicHit] {
        var hits = pack.lexicon.hits(in: text)
        var more = subject.map { pack.lexicon.hits(in: $0) } ?? []
        for index in more.indices { more[index].weight *= subjectShare }
        if let chosen, pack.topics.contains(where: { $0.id == chosen }) {
            more.append(TopicHit(topic: chosen, weight: serviceWeight, words: []))
        }
        guard !more.isEmpty else { return hits }
        for hit in more {
            let weight = hit.weight
            if let index = hits.firstIndex(where: { $0.topic == hit.topic }) {
                hits[index].weight += weight
            } else {
                hits.append(TopicHit(topic: hit.topic, weight: weight, words: []))
            }
        }
        return hits.sorted { ($1.weight, $0.topic) < ($0.weight, $1.topic) }
    }

    /// Places of the text, then of the subject, the sender's hints and the reporter's address. What two
    /// of them agree on gets surer.
    private static func places(
        _ complaint: Complaint, _ text: [Place], _ subject: [Place], _ address: [Place]?,
        _ pack: RegionPack
    ) -> [Place] {
        var places = text
        merge(subject, share: subjectPlaceShare, into: &places, pack)
        let hints = complaint.places.compactMap { hint in
            pack.gazetteer[hint.code].map {
                pack.gazetteer.place($0, confidence: hint.confidence, evidence: hint.evidence)
            }
        }
        merge(hints, share: subjectPlaceShare, into: &places, pack)
        if let address { merge(address, share: addressPlaceShare, into: &places, pack) }
        return places
    }

    private static func merge(
        _ found: [Place], share: Double, into places: inout [Place], _ pack: RegionPack
    ) {
        for place in found {
            if let index = places.firstIndex(where: { $0.code == place.code }) {
                let doubt = (1 - places[index].confidence) * (1 - place.confidence * share)
                places[index].confidence = ((1 - doubt) * 100).rounded() / 100
            } else if let index = places.firstIndex(where: { isInside($0.code, place.code) }) {
                // The subject says "Daha Barat", the text "desa Baru": that settles which Baru.
                places[index].confidence = max(
                    places[index].confidence, min(0.95, place.confidence))
            } else {
                var place = place
                place.confidence = (place.confidence * share * 100).rounded() / 100
                places.append(place)
            }
        }
        let order = places.enumerated().sorted {
            ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset)
        }
        places = Array(order.map(\.element).prefix(Gazetteer.maximumCandidates))
    }
}

/// A text with the places it names; the words of their names say nothing else.
private struct PlacedText {
    let analysis: TextAnalysis
    let places: [Place]

    /// - Parameter near: codes of places the sender is known to speak of.
    init(_ text: String, _ pack: RegionPack, near: [String]) {
        let all = pack.analysis(text)
        let reading = pack.gazetteer.reading(of: all.tokens, near: near) { all.isKnown($0) }
        analysis = all.ignoring(reading.words)
        places = reading.places
    }
}

extension RegionPack {
    /// One text read with the pack's words.
    package func analysis(_ text: String) -> TextAnalysis {
        TextAnalysis(text, tokenizer: tokenizer, phrases: phrases)
    }
}
