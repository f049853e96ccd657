// A programme's turns become items: calls, messages read aloud, and what is neither.
import Complaints

/// Cuts a programme into items. Pure and deterministic; linear in the number of turns.
package struct Segmenter: Sendable {
    private let matcher: PhraseMatcher
    private let places: PlaceNames

    /// `places` are the names of the region's villages and districts; empty works, with less.
    package init(phrases: Phrases = Phrases(), places: PlaceNames = PlaceNames()) {
        matcher = PhraseMatcher(phrases)
        self.places = places
    }

    /// Turns with their roles filled in, and the items; every turn belongs to exactly one item.
    package func segment(
        _ turns: [Turn], airedOn: LocalDate
    ) -> (turns: [Turn], items: [Item]) {
        var readings = turns.map { Reading($0, matcher: matcher) }
        Roles.assign(&readings)
        let parts = SequenceModel.parts(of: readings)
        let citizen = CitizenText(places: places, hasCapitals: Self.hasCapitals(readings))
        let stretches = Stretches.find(readings, parts, citizen)
        var items: [Item] = []
        for stretch in stretches {
            items += makeItems(stretch, readings, parts, citizen, airedOn)
        }
        for index in items.indices { items[index].id = "\(index + 1)" }
        let labelled = readings.enumerated().map { index, reading in
            var turn = reading.turn
            turn.role = reading.role ?? Self.role(of: parts[index])
            return turn
        }
        return (labelled, items)
    }

    /// The item that an operator's ranges make: `turns` are its turns, with the roles they were given.
    package func reread(
        _ item: Item, turns: [Turn], airedOn: LocalDate
    ) -> Item {
        var readings = turns.map { Reading($0, matcher: matcher) }
        for index in readings.indices { readings[index].role = turns[index].role }
        let citizen = CitizenText(places: places, hasCapitals: Self.hasCapitals(readings))
        let parts = readings.map { Self.part(of: $0.turn.role) }
        let stretch = Stretch(
            sort: parts.contains(.announce) ? .message : .call,
            ranges: readings.isEmpty ? [] : [0...(readings.count - 1)])
        guard var made = makeItems(stretch, readings, parts, citizen, airedOn).first else {
            return item
        }
        made.id = item.id
        made.turns = item.turns
        made.cut = item.cut
        made.confidence = 1
        return made
    }

    private static func hasCapitals(_ readings: [Reading]) -> Bool {
        var capitals = 0
        var words = 0
        for reading in readings.prefix(2000) {
            words += reading.tokens.count
            capitals += reading.tokens.count { $0.isCapitalised }
        }
        return capitals * 40 > words
    }

    private static func role(of part: Part) -> Role? {
        switch part {
        case .filler, .greet, .announce, .read, .ask: .host
        case .open, .intro, .body, .bye: .caller
        case .answer: nil
        }
    }

    private static func part(of role: Role?) -> Part {
        switch role {
        case .host: .ask
        case .caller: .body
        case .message: .announce
        case .regent, .official, nil: .answer
        }
    }

    private func makeItems(
        _ stretch: Stretch, _ readings: [Reading], _ parts: [Part], _ citizen: CitizenText,
        _ airedOn: LocalDate
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
            item.confidence = mine.contains { $0.role != nil } ? 0.95 : 0.7
            return [item]
        }
        item.responses = Answers.find(mine, myParts, airedOn: airedOn)
        item.agreed = Answers.agreement(mine, airedOn: airedOn)
        if stretch.sort == .message {
            return messages(item, mine, myParts, citizen)
        }
        fillCall(&item, mine, myParts, citizen)
        item.confidence = confidence(item, stretch, mine)
        return [item]
    }

    private func fillCall(
        _ item: inout Item, _ readings: [Reading], _ parts: [Part], _ citizen: CitizenText
    ) {
        var texts: [String] = []
        var cues: [Hint: Int] = [:]
        var asks = false
        for (reading, part) in zip(readings, parts)
        where Stretches.isCitizen(reading, part, citizen) {
            let words =
                part == .greet && reading.role == nil
                ? citizen.matterAfterGreeting(of: reading) : citizen.matter(of: reading)
            if !words.text.isEmpty { texts.append(words.text) }
            item.caller.name = item.caller.name ?? words.name
            item.placeText = Self.fuller(item.placeText, words.place)
            if let label = reading.label, reading.role == .caller {
                let spoken = item.caller.name?.lowercased() ?? ""
                if let name = label.name, !spoken.contains(name.lowercased()) {
                    item.caller.name = name
                }
                item.placeText = label.place ?? item.placeText
            }
            for hit in reading.hits { cues[hit.cue, default: 0] += 1 }
            asks = asks || reading.tokens.contains(where: \.asks)
            item.caller.phone = item.caller.phone ?? OnAir.phone(in: reading.turn.text)
        }
        item.text = texts.joined(separator: " ")
        item.placeText = item.placeText ?? citizen.placeInside(item.text)
        if item.caller.name == nil { item.caller.name = addressedName(readings, citizen) }
        finish(&item, readings, citizen)
        item.kind = Classify.kind(cues: cues, asks: asks, text: item.text)
    }

    private func messages(
        _ item: Item, _ readings: [Reading], _ parts: [Part], _ citizen: CitizenText
    ) -> [Item] {
        let aloud = zip(readings, parts).filter {
            ($0.1 == .announce || $0.1 == .read) && $0.0.role != .regent && $0.0.role != .official
        }.map(\.0)
        let found = SpokenMessage.find(in: aloud)
        let quoted = aloud.contains { $0.turn.text.contains { "\"“„«".contains($0) } }
        var items: [Item] = []
        for (index, message) in found.enumerated() {
            var one = item
            let words = citizen.message(message.text, isQuoted: quoted)
            one.text = words.text
            let sender = citizen.sender(in: message.announcement)
            one.caller = Caller(name: words.name ?? sender.name, phone: nil)
            one.caller.phone = message.phone.map(Self.normalised)
            let inside = citizen.placeInside(words.text)
            one.placeText =
                words.place.map { $0.count < 8 ? Self.fuller(inside, $0) ?? $0 : $0 }
                ?? sender.place ?? inside
            if let cut = message.cut {
                one.cut = cut
                one.turns = []
            }
            let tokens = Tokens.split(message.text)
            var cues: [Hint: Int] = [:]
            for hit in matcher.hits(in: tokens) { cues[hit.cue, default: 0] += 1 }
            one.kind = Classify.kind(
                cues: cues, asks: tokens.contains(where: \.asks), text: one.text)
            finish(&one, aloud, citizen)
            let labelled = aloud.contains { $0.role != nil }
            one.confidence = labelled ? (quoted ? 0.93 : 0.8) : 0.6
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
            items[index].turns = own.isEmpty ? [] : [[own[0].turn.n, own[own.count - 1].turn.n]]
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

    /// A caller asked "Baru mana?" answers with more: keep the fuller place.
    private static func fuller(_ first: String?, _ second: String?) -> String? {
        guard let first, let second else { return first ?? second }
        if second.lowercased().contains(first.lowercased()) { return second }
        if first.lowercased().contains(second.lowercased()) { return first }
        return first + ", " + second
    }

    private static func normalised(_ phone: String) -> String {
        phone.hasPrefix("…") ? phone : Sender(phone).e164 ?? phone
    }

    /// "Terima kasih Bu Syarifah": the name others give the caller.
    private func addressedName(_ readings: [Reading], _ citizen: CitizenText) -> String? {
        let leads: Set<String> = [
            "kasih", "inggih", "baik", "iya", "ya", "halo", "silakan", "silahkan", "oke", "makasih",
            "pagi", "siang", "sore", "malam", "begitu",
        ]
        for reading in readings where reading.role != .caller {
            let tokens = reading.tokens
            for index in tokens.indices.dropFirst() where index + 1 < tokens.count {
                let name = tokens[index + 1]
                if ["pak", "bu", "ibu", "bapak"].contains(tokens[index].word),
                    leads.contains(tokens[index - 1].word), !Introduction.isOrdinary(name.word),
                    !tokens[index].endsClause, !tokens[index].endsSentence,
                    name.isCapitalised || !citizen.hasCapitals, name.word.count > 2
                {
                    return String(reading.turn.text[name.range])
                }
            }
        }
        return nil
    }

    private func confidence(_ item: Item, _ stretch: Stretch, _ readings: [Reading]) -> Double {
        var value = readings.contains { $0.role != nil } ? 0.88 : 0.55
        if item.caller.name != nil || item.caller.anonymous { value += 0.05 }
        if item.placeText != nil { value += 0.04 }
        if stretch.ranges.count > 1 { value -= 0.1 }
        if stretch.startsOpen { value -= 0.05 }
        return (value * 100).rounded() / 100
    }
}
