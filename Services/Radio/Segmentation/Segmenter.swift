// A programme's turns become items: calls, messages read aloud, and what is neither.
package import Complaints

/// Cuts a programme into items. Pure and deterministic; linear in the number of turns.
package struct Segmenter: Sendable {
    private(set) var matcher: PhraseMatcher
    private let phrases: Phrases
    let places: PlaceNames
    var model: Model
    /// What a message wants by the region's signals, for who has them.
    private let reads: (@Sendable (String) -> Kind)?

    /// `places` are the names of the region's villages and districts; empty works, with less.
    package init(
        model: Model, phrases: Phrases = Phrases(), places: PlaceNames = PlaceNames(),
        reads: (@Sendable (String) -> Kind)? = nil
    ) {
        self.reads = reads
        self.phrases = phrases
        matcher = PhraseMatcher(phrases)
        self.places = places
        self.model = model
    }

    /// The same with more phrases by which hosts take a call; all else is shared.
    func knowing(_ own: [String]) -> Segmenter {
        var (segmenter, phrases) = (self, phrases)
        phrases.add(own, to: .greet)
        segmenter.matcher = PhraseMatcher(phrases)
        return segmenter
    }

    /// Turns with their roles filled in, and the items; every turn belongs to exactly one item.
    package func segment(
        _ turns: [Turn], airedOn: LocalDate, told: Telling = .spoken
    ) -> (turns: [Turn], items: [Item]) {
        var readings = Reading.all(turns, matcher: matcher)
        let parts: [Part]
        let stretches: [Stretch]
        var sureness = Array(repeating: 0.8, count: turns.count)
        switch told {
        case .spoken:
            Roles.assign(&readings, model)
            (parts, sureness) = model.parts(of: readings, places)
            stretches = Stretches.find(readings, parts)
        case .minutes: (stretches, parts, sureness) = Points.find(&readings, model.points, places)
        case .chat: (stretches, parts) = Threads.find(&readings, model.threads, raises: raises)
        }
        let hasCapitals = Self.hasCapitals(readings)
        let citizen = CitizenText(places: places, hasCapitals: hasCapitals)
        let who = Who(
            model, places, hasCapitals: hasCapitals,
            matters: Who.matters(readings, stretches.filter { $0.sort != .other }.map { Array($0.indices) }),
            hosts: Set(
                readings.filter { $0.role != .caller && $0.role != nil }
                    .flatMap { $0.labelKey.split(separator: " ").map(String.init) }))
        var items: [Item] = []
        var ofStretch: [Int] = []
        for stretch in stretches {
            ofStretch.append(items.count)
            var made = makeItems(stretch, readings, parts, citizen, who, airedOn)
            if told == .minutes { tellPoints(stretch, readings, &made, airedOn) }
            if told == .chat { tellSender(stretch, readings, &made) }
            if let before = stretch.goesOnFrom, let first = made.indices.first {
                made[first].takeCaller(of: items[ofStretch[before]])
            }
            for index in made.indices {
                made[index].confidence = Self.confidence(stretch, sureness)
            }
            items += made
        }
        for index in items.indices { items[index].id = "\(index + 1)" }
        let hasVoices = readings.contains { $0.turn.speaker != nil }
        let labelled = readings.enumerated().map { index, reading in
            var turn = reading.turn
            turn.role = reading.role ?? (hasVoices ? nil : parts[index].role)
            return turn
        }
        return (labelled, items)
    }

    /// Whether a message of a chat tells what is wrong or wanted.
    private func raises(_ reading: Reading) -> Bool {
        if reading.has(.problem) || reading.has(.plea) { return true }
        return reads.map { [.complaint, .aspiration, .question].contains($0(reading.turn.text)) } ?? false
    }

    /// What minutes say of who raised a point, and what was agreed.
    private func tellPoints(
        _ stretch: Stretch, _ readings: [Reading], _ items: inout [Item], _ airedOn: LocalDate
    ) {
        guard stretch.sort == .call, let first = stretch.indices.first, !items.isEmpty else {
            return
        }
        let mine = stretch.indices.map { readings[$0] }
        let label = readings[first].turn.speaker
        let isPerson = label == nil || Points.isPerson(readings[first])
        let person = Points.person(
            label.map { Reading(Turn(n: 0, line: 0, text: $0), matcher: matcher) }
                ?? readings[first], places)
        if isPerson {
            let name = person.name ?? readings[first].label?.name ?? items[0].caller.name
            items[0].caller.name = items[0].caller.anonymous ? nil : name
        }
        items[0].caller.name = items[0].caller.name.map {
            $0 == $0.uppercased() ? $0.lowercased().titleCased : $0
        }
        // "Keluhan: Warga di Loksado. …": behind a label that names nobody the words say where.
        items[0].placeText =
            person.place ?? items[0].placeText
            ?? (isPerson ? nil : Points.person(readings[first], places).place)
        if items[0].text.isEmpty {
            // Who raised it and what he said are one sentence.
            items[0].text = OnAir.mask(readings[first].turn.text)
            items[0].kind = kind(of: Exchange(text: items[0].text, reply: mine.dropFirst().flatMap(\.words)))
        }
        let reported = ReportedWish.kind(of: items[0].text) ?? label.flatMap(FieldLabel.kind)
        if let reported, !items[0].text.isEmpty { items[0].kind = reported }
        guard let (agreed, line) = Agreements.find(Array(mine.dropFirst()), airedOn: airedOn) else {
            items[0].agreed = nil
            return
        }
        items[0].agreed = agreed
        // What was agreed is no promise besides.
        let words = OnAir.mask(line.turn.text)
        items[0].responses.removeAll { words.contains($0.text) }
    }

    /// A chat's sender is known by his name or number.
    private func tellSender(_ stretch: Stretch, _ readings: [Reading], _ items: inout [Item]) {
        guard stretch.sort == .call, !items.isEmpty,
            let first = stretch.indices.first(where: { readings[$0].role == .caller }),
            let label = readings[first].turn.speaker
        else { return }
        let digits = label.filter(\.isNumber)
        if digits.count >= 9 {
            items[0].caller.phone = items[0].caller.phone ?? Self.normalised(digits)
        } else if !items[0].caller.anonymous, items[0].caller.name == nil {
            let shops: Set<String> = [
                "kios", "toko", "warung", "bengkel", "juragan", "guru", "tk", "sd", "mama",
            ]
            let words = label.split { !$0.isLetter }.map(String.init)
            let isShop = words.contains {
                ["kios", "toko", "warung", "tk"].contains($0.lowercased())
            }
            let names = words.filter {
                !shops.contains($0.lowercased()) && !CallerName.titles.contains($0.lowercased())
                    && $0.count >= 3
            }
            items[0].caller.name =
                isShop || names.isEmpty ? nil : names.joined(separator: " ").titleCased
        }
    }

    /// The item that an operator's ranges make: `turns` are its turns, with the roles they were given.
    package func reread(
        _ item: Item, turns: [Turn], airedOn: LocalDate
    ) -> Item {
        var readings = Reading.all(turns, matcher: matcher)
        for index in readings.indices { readings[index].role = turns[index].role }
        let hasCapitals = Self.hasCapitals(readings)
        let citizen = CitizenText(places: places, hasCapitals: hasCapitals)
        let who = Who(model, places, hasCapitals: hasCapitals)
        let parts = readings.map { Self.part(of: $0.turn.role) }
        let stretch = Stretch(
            sort: parts.contains(.reads) ? .message : .call,
            ranges: readings.isEmpty ? [] : [0...(readings.count - 1)])
        guard var made = makeItems(stretch, readings, parts, citizen, who, airedOn).first else {
            return item
        }
        made.id = item.id
        made.turns = item.turns
        made.cut = item.cut
        made.confidence = 1
        return made
    }

    static func hasCapitals(_ readings: [Reading]) -> Bool {
        var capitals = 0
        var words = 0
        for reading in readings.prefix(2000) {
            words += reading.tokens.count
            capitals += reading.tokens.count { $0.isCapitalised }
        }
        return capitals * 40 > words
    }

    private static func part(of role: Role?) -> Part {
        switch role {
        case .host: .host
        case .caller: .citizen
        case .message: .reads
        case .regent, .official, nil: .answer
        }
    }

    private func makeItems(
        _ stretch: Stretch, _ readings: [Reading], _ parts: [Part], _ citizen: CitizenText,
        _ who: Who, _ airedOn: LocalDate
    ) -> [Item] {
        let indices = stretch.indices
        let mine = indices.map { readings[$0] }
        let myParts = indices.map { parts[$0] }
        var item = Item(
            id: "", kind: .other,
            turns: stretch.ranges.map {
                [readings[$0.lowerBound].turn.n, readings[$0.upperBound].turn.n]
            },
            cut: nil, start: mine.compactMap(\.turn.start).min(),
            end: mine.compactMap { $0.turn.end ?? $0.turn.start }.max(), caller: Caller(),
            placeText: nil, text: "", responses: [], agreed: nil, confidence: 0.9)
        guard stretch.sort != .other else {
            return [item]
        }
        item.responses = Answers.find(mine, myParts, airedOn: airedOn)
        item.agreed = Answers.agreement(mine, airedOn: airedOn)
        if stretch.sort == .message {
            return messages(item, mine, myParts, citizen, who)
        }
        fillCall(&item, mine, myParts, citizen, who)
        // A host who speaks alone has read or retold somebody's words.
        let speaks = zip(mine, myParts).contains { Stretches.isCitizen($0, $1, citizen) }
        if !speaks {
            let read = messages(item, mine, myParts, citizen, who)
            if read.contains(where: { !$0.text.isEmpty }) { return read }
        }
        return [item]
    }

    private func fillCall(
        _ item: inout Item, _ readings: [Reading], _ parts: [Part], _ citizen: CitizenText, _ who: Who
    ) {
        var texts: [String] = []
        let found = who.tell(zip(readings, parts).map { WhoLine($0, $1) })
        (item.caller.name, item.placeText) = (found.name, found.place)
        for (reading, part) in zip(readings, parts)
        where Stretches.isCitizen(reading, part, citizen) {
            let words =
                (part == .takes || part == .resumes) && reading.role == nil
                ? citizen.matterAfterGreeting(of: reading) : citizen.matter(of: reading)
            if !words.isEmpty { texts.append(words) }
            // Who says "ini WA dari …" is not who wrote it.
            if let label = reading.label, reading.role == .caller, !reading.has(.announce) {
                let spoken = item.caller.name?.lowercased() ?? ""
                if let name = label.name, !spoken.contains(name.lowercased()) {
                    item.caller.name = name
                }
                item.placeText = label.place ?? item.placeText
            }
            item.caller.phone = item.caller.phone ?? OnAir.phone(in: reading.turn.text)
        }
        item.text = texts.joined(separator: " ")
        finish(&item, readings, citizen)
        item.kind = kind(of: Exchange(text: item.text, reply: reply(readings, parts, citizen)))
    }

    /// What a citizen wants.
    private func kind(of exchange: Exchange) -> Kind {
        guard !exchange.text.isEmpty else { return .other }
        return KindTraits.states[model.kinds.chain.path([kindEvidence(exchange)])[0]]
    }

    func kindEvidence(_ exchange: Exchange) -> Evidence {
        KindTraits.read(
            exchange, matcher, reads: exchange.text.isEmpty ? nil : reads?(exchange.text),
            words: model.kinds.table.words)
    }

    /// The words of whoever is not the citizen, nor reads his message aloud.
    private func reply(
        _ readings: [Reading], _ parts: [Part], _ citizen: CitizenText, besides aloud: [Reading] = []
    ) -> [String] {
        zip(readings, parts).filter { reading, part in
            !Stretches.isCitizen(reading, part, citizen) && !aloud.contains { $0.turn.n == reading.turn.n }
        }.flatMap(\.0.words)
    }

    /// What a citizen said in a matter whose turns are known, and what was said to it.
    func exchange(of indices: [Int], _ readings: [Reading], _ parts: [Part]) -> Exchange {
        let citizen = CitizenText(places: places, hasCapitals: Self.hasCapitals(readings))
        let ranges = indices.map { $0...$0 }
        let isMessage = indices.contains { parts[$0].isMessage }
        let stretch = Stretch(sort: isMessage ? .message : .call, ranges: ranges)
        let who = Who(model, places, hasCapitals: citizen.hasCapitals)
        let item = makeItems(stretch, readings, parts, citizen, who, LocalDate(days: 0)).first
        let (mine, myParts) = (indices.map { readings[$0] }, indices.map { parts[$0] })
        let speaks = zip(mine, myParts).contains { Stretches.isCitizen($0, $1, citizen) }
        let aloud = isMessage || !speaks ? self.aloud(mine, myParts) : []
        return Exchange(text: item?.text ?? "", reply: reply(mine, myParts, citizen, besides: aloud))
    }

    /// From where a message is announced to the first answer; nobody speaks in between but who reads.
    private func aloud(_ readings: [Reading], _ parts: [Part]) -> [Reading] {
        zip(readings, parts).drop {
            !$0.1.isMessage && !$0.0.has(.announce) && !$0.0.quotes && !$0.0.retells
        }.prefix {
            !$0.1.isAnswer && $0.0.role != .regent && $0.0.role != .official
                && ($0.0.role == nil || $0.1.isMessage || $0.0.has(.announce) || $0.0.quotes
                    || $0.0.retells || $0.0.role == .message)
        }.map(\.0)
    }

    private func messages(
        _ item: Item, _ readings: [Reading], _ parts: [Part], _ citizen: CitizenText, _ who: Who
    ) -> [Item] {
        let aloud = aloud(readings, parts)
        guard !aloud.isEmpty else { return [item] }
        let found = SpokenMessage.find(in: aloud)
        let quoted = aloud.contains { $0.turn.text.contains { "\"“„«".contains($0) } }
        // Of several messages the answer is to the last.
        let reply = reply(readings, parts, citizen, besides: aloud)
        var items: [Item] = []
        for (index, message) in found.enumerated() {
            var one = item
            let words = citizen.message(message.text, isQuoted: quoted)
            one.text = words
            // Of several in one breath each has its own words.
            let told = who.tell(
                found.count == 1 ? zip(readings, parts).map { WhoLine($0, $1) }
                    : [WhoLine(message.announcement, .host), WhoLine(message.text, .message)])
            one.caller = Caller(name: told.name, phone: message.phone.map(Self.normalised))
            one.placeText = told.place
            if let cut = message.cut {
                one.cut = cut
                one.turns = []
            }
            one.kind = kind(of: Exchange(text: one.text, reply: index + 1 == found.count ? reply : []))
            finish(&one, aloud, citizen)
            if index + 1 < found.count { one.responses = [] }
            items.append(one)
        }
        return shareTurns(items, readings, found)
    }

    /// Several messages in one stretch: each gets the turns from its announcement on.
    private func shareTurns(
        _ items: [Item], _ readings: [Reading], _ found: [SpokenMessage]
    ) -> [Item] {
        guard items.count > 1 else { return items }
        var items = items
        var starts = [0]
        let responses = items[items.count - 1].responses
        let lastTurn = items[items.count - 1].cut?.turn
        for message in found.dropFirst() {
            // A cut at the very start of a turn is no cut: that turn is the message's own.
            let turn = message.cut?.turn
            let at = readings.firstIndex { $0.turn.n == turn }.map { $0 + 1 }
            starts.append(max(starts.last ?? 0, at ?? starts.last ?? 0))
        }
        for index in items.indices {
            let from = starts[index]
            let to = index + 1 < starts.count ? starts[index + 1] : readings.count
            let own = from < to ? Array(readings[from..<to]) : []
            items[index].turns = Item.ranges(own.map(\.turn.n))
            // Messages read in one breath are answered together.
            let batch = index + 1 == items.count || items[index + 1].cut?.turn == lastTurn
            items[index].responses = batch ? responses : []
            if let cut = items[index].cut,
                let turn = readings.first(where: { $0.turn.n == cut.turn })
            {
                items[index].start = turn.turn.start
            }
            items[index].end =
                own.compactMap { $0.turn.end ?? $0.turn.start }.max() ?? items[index].start
        }
        return items
    }

    private func finish(_ item: inout Item, _ readings: [Reading], _ citizen: CitizenText) {
        let labels = Set(readings.compactMap(\.turn.speaker)).map(Tokens.split)
        if readings.contains(where: { $0.has(.anonymous) })
            || labels.contains(where: { matcher.hits(in: $0).contains { $0.cue == .anonymous } })
        {
            item.caller = Caller(name: nil, phone: item.caller.phone, anonymous: true)
        }
        if let name = item.caller.name, !citizen.hasCapitals {
            item.caller.name = name.titleCased
        }
        if let name = item.caller.name { item.caller.name = OnAir.mask(name) }
        item.placeText = item.placeText.map(OnAir.mask)
        item.caller.phone = item.caller.phone.map(Self.normalised)
    }

    private static func normalised(_ phone: String) -> String {
        phone.hasPrefix("…") ? phone : Sender(phone).e164 ?? phone
    }

    /// As sure as its least sure turn: where it begins, or where it might have been cut.
    private static func confidence(_ stretch: Stretch, _ sureness: [Double]) -> Double {
        let least = stretch.indices.map { sureness[$0] }.min() ?? 1
        return (least * 100).rounded() / 100
    }
}

extension Item {
    /// The same citizen raised another matter before: who he is, he said there.
    fileprivate mutating func takeCaller(of earlier: Item) {
        caller.anonymous = caller.anonymous || earlier.caller.anonymous
        caller.name = caller.anonymous ? nil : caller.name ?? earlier.caller.name
        caller.phone = caller.phone ?? earlier.caller.phone
        placeText = placeText ?? earlier.placeText
    }
}
