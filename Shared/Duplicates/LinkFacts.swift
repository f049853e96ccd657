// What linking needs to know of a complaint, in 114 bytes: who, where, what, when, and which words.
package import Complaints
package import Foundation
package import Language

/// Who complains, as numbers that do not tell who it is. 0: not known.
package struct LinkSender: Sendable, Hashable {
    package var phone: UInt32
    package var email: UInt32
    package var name: UInt16

    package init(phone: UInt32 = 0, email: UInt32 = 0, name: UInt16 = 0) {
        self.phone = phone
        self.email = email
        self.name = name
    }

    package var isKnown: Bool { phone != 0 || email != 0 }
}

/// The facts two complaints are compared by. Small: a million of them are in memory.
package struct LinkFacts: Sendable, Hashable {
    /// Marks of a complaint.
    package struct Marks: OptionSet, Sendable, Hashable {
        package let rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue }
        /// The place is named beyond doubt.
        package static let surePlace = Marks(rawValue: 1)
        /// About bribes, integrity or elections.
        package static let sensitive = Marks(rawValue: 2)
        /// The text names several roads, RTs or houses.
        package static let severalSpots = Marks(rawValue: 4)
        /// The text asks what became of an earlier complaint.
        package static let chases = Marks(rawValue: 8)
        /// The text says that another, similar thing is meant.
        package static let differs = Marks(rawValue: 16)
        /// The text speaks of money asked or kept.
        package static let money = Marks(rawValue: 32)
        /// The text says that what had been mended is broken again.
        package static let comesBack = Marks(rawValue: 64)
        /// It stands in the list of its place.
        static let listed = Marks(rawValue: 128)
        /// The village bears the name of its kecamatan, and either may be meant.
        static let mayBeKecamatan = Marks(rawValue: 256)
        /// One seller is meant, and the text says where he is.
        static let oneSeller = Marks(rawValue: 512)
        /// Something was taken from somebody.
        static let taken = Marks(rawValue: 1024)
        /// Several villages bear the name, and the text does not say in which kecamatan.
        static let namesake = Marks(rawValue: 2048)
        /// It has been so for long, or is so again and again: no event of one day.
        static let lasting = Marks(rawValue: 4096)
        /// What a thing that is over left behind is meant: "bekas galian", "korban banjir".
        static let aftermath = Marks(rawValue: 8192)
        /// The landmark is named from its front, or from its back.
        static let inFront = Marks(rawValue: 16_384)
        static let behind = Marks(rawValue: 32_768)
    }

    var idHigh: UInt64
    var idLow: UInt64
    var road: SpotName
    var sketch: Sketch
    /// Kemendagri code as a number of ten digits, zeros behind a kecamatan; beyond all codes the name of a
    /// village that no gazetteer holds (``NamedPlace``); 0 when nobody knows.
    var place: UInt64
    /// Position in the order of acceptance.
    package var number: UInt32
    /// Seconds since 1970.
    var at: UInt32
    var phone: UInt32
    var email: UInt32
    /// The strongest topic; 0 when there is none.
    var topic: UInt16
    /// What is complained about, and what besides.
    var matter: UInt8
    var nextMatter: UInt8
    var lastMatter: UInt8
    // Here it fills a gap: a byte more, and every entry of the index takes eight.
    var rw: UInt8
    var name: UInt16
    var rt: UInt16
    var house: UInt16
    var lane: UInt16
    /// Block, estate or hamlet.
    var part: UInt16
    var kilometre: UInt16
    var landmarkName: UInt16
    package var marks: Marks
    /// What is wrong, whatever the thing.
    var trouble: Trouble
    var landmark: UInt8
    var channel: UInt8

    package var id: UUID {
        var bytes = (idHigh.bigEndian, idLow.bigEndian)
        return withUnsafeBytes(of: &bytes) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    /// Kecamatan of the place.
    var kecamatan: UInt64 { NamedPlace.isName(place) ? 0 : place / 10_000 }
    var hasVillage: Bool { NamedPlace.isName(place) || place % 10_000 != 0 }
    package var namesVillage: Bool { hasVillage }
    package var within: UInt64 { kecamatan }
    var isSensitive: Bool { marks.contains(.sensitive) }
    /// A road or landmark is named, and no village.
    var isKnownSpot: Bool { KnownSpot.isSpot(place) }

    /// From this confidence on the place is named beyond doubt.
    static let sureConfidence = 0.8
    /// Another village so nearly as likely leaves a doubt.
    private static let doubt = 0.15
    private static let titled = LinkWord.number("jl")
    static let shop = UInt8(truncatingIfNeeded: number(of: "pangkalan")) | 1
    private static let named: Set<SpotKind> = [.road, .lane, .landmark, .estate, .hamlet]

    /// - Parameters:
    ///   - places: the surest first.
    ///   - topics: the strongest first.
    ///   - text: as it came; only its words and details are kept, as numbers.
    ///   - villages: names that are looked for where no village is found.
    package init(
        id: UUID, number: UInt32, at: Date, channel: Channel, sender: LinkSender, places: [Place],
        topics: [TopicWeight], isSensitive: Bool, text: String, tokenizer: Tokenizer,
        villages known: VillageNames = .none
    ) {
        (idHigh, idLow) = withUnsafeBytes(of: id.uuid) {
            (
                UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        self.number = number
        self.at = UInt32(clamping: Int64(at.timeIntervalSince1970))
        (phone, email, name) = (sender.phone, sender.email, sender.name)
        self.channel = UInt8(clamping: Channel.allCases.firstIndex(of: channel) ?? 0)
        marks = isSensitive ? [.sensitive] : []
        let tokens = tokenizer.tokens(text)
        let words = LinkWords(tokens)
        let villages = places.filter { $0.level == "desa" || $0.level == "kelurahan" }
        let denied = villages.count < 2 ? nil : villages.first { Self.isDenied($0, words, tokenizer) }
        let village = villages.first { $0.code != denied?.code }
        let isDoubtful = villages.contains { other in
            other.code != village?.code && other.code != denied?.code
                && other.confidence >= max(0.7, (village?.confidence ?? 1) - Self.doubt)
        }
        let best = village ?? places.first { $0.level == "kecamatan" }
        place = best.map { Self.code($0.code) } ?? 0
        if let best, best.confidence >= Self.sureConfidence, !isDoubtful { marks.insert(.surePlace) }
        if let village, !marks.contains(.surePlace), known.isShared(village.name, tokenizer) {
            marks.insert(.namesake)
        }
        if let village, Self.mayBeKecamatan(village, among: places) { marks.insert(.mayBeKecamatan) }
        topic = topics.first.map { Self.number(of: $0.id) } ?? 0
        var names = Self.words(of: places, tokenizer)
        let passing = village == nil ? known.find(in: words, within: place / 10_000) : nil
        if let passing {
            place = passing.code
            marks.remove(.surePlace)
            if passing.mayBeKecamatan { marks.insert(.mayBeKecamatan) }
            for index in passing.tokens { names.insert(tokens.plainNumber(index)) }
        } else if !marks.contains(.surePlace) || village == nil, let named = NamedPlace(words),
            village == nil || !named.isLike(village?.name ?? "")
        {
            place = named.number
            marks.remove(.surePlace)
            if named.isSure { marks.insert(.surePlace) }
            for index in named.tokens { names.insert(tokens.plainNumber(index)) }
        }
        // "Jl Singakarsa": all that is known of where is the kecamatan, and yet it is one spot.
        if place % 10_000 == 0, case let found = known.spot(in: words, within: place / 10_000), found != 0 {
            place = found
            marks.insert(.surePlace)
        }
        let spot = Spot(tokens, names: names)
        // "kilometer tujuh, lainan nang kilometer ampat"
        let meant = spot.mentions.filter { !SaidWords.isDenied(words, $0.tokens.lowerBound) }
        // "jl Musyawarah": who writes so names it, whatever the name means.
        let isTitled = meant.contains {
            $0.kind == .road && tokens.plainNumber($0.tokens.lowerBound) == Self.titled
        }
        road = SpotName(meant.only(.road).flatMap { isTitled || !Self.isNoName($0) ? $0 : nil } ?? "")
        rt = Self.small(meant.only(.rt))
        rw = UInt8(clamping: Self.small(meant.only(.rw)))
        house = Self.small(meant.only(.house))
        kilometre = Self.small(meant.only(.kilometre))
        lane = meant.only(.lane).map(Self.number) ?? 0
        let parts = [SpotKind.block, .estate, .hamlet].compactMap { kind in
            meant.only(kind).map { "\(kind.rawValue) \($0)" }
        }
        part = parts.first.map(Self.number) ?? 0
        let landmarkWords = meant.only(.landmark)?.split(separator: " ") ?? []
        landmark = landmarkWords.first.map { UInt8(truncatingIfNeeded: Self.number(of: String($0))) | 1 } ?? 0
        landmarkName =
            landmarkWords.count > 1 ? Self.number(of: landmarkWords.dropFirst().joined(separator: " ")) : 0
        for mention in meant where mention.kind == .landmark {
            if let side = SaidWords.side(tokens.plainNumber(mention.tokens.lowerBound)) { marks.insert(side) }
        }
        let kinds = [SpotKind.road, .rt, .house]
        if kinds.contains(where: { meant.only($0) == nil && !meant.values($0).isEmpty }) {
            marks.insert(.severalSpots)
        }
        var isSkipped = [Bool](repeating: false, count: tokens.count)
        for mention in spot.mentions {
            for index in mention.tokens { isSkipped[index] = true }
        }
        for index in isSkipped.indices where names.contains(tokens.plainNumber(index)) {
            isSkipped[index] = true
        }
        trouble = Trouble(words)
        let matters = Matter(words, of: trouble) { isSkipped[$0] }
        (matter, nextMatter, lastMatter) = (matters.first, matters.second, matters.third)
        if matters.isSensitive { marks.insert(.sensitive) }
        if matters.isAftermath { marks.insert(.aftermath) }
        if landmark == 0, let found = StandingSpot.landmark(words, matter: matter) {
            landmark = UInt8(truncatingIfNeeded: Self.number(of: found.name)) | 1
            // "lampu di jembatan": the bridge is where, and not what.
            if nextMatter == found.matter { (nextMatter, lastMatter) = (lastMatter, 0) }
            if lastMatter == found.matter { lastMatter = 0 }
        }
        // The names of roads and landmarks are telling words; what stands before them is not.
        for mention in spot.mentions where Self.named.contains(mention.kind) {
            for index in mention.tokens.dropFirst() { isSkipped[index] = false }
        }
        // Those of a place that is sure are counted as the place.
        let isCounted = marks.contains(.surePlace) && place % 10_000 != 0
        for index in isSkipped.indices where names.contains(tokens.plainNumber(index)) {
            isSkipped[index] = isCounted
        }
        sketch = Sketch(words) { isSkipped[$0] }
        if MatterWords.sold.contains(matter) {
            if hasAnySpot, SaidWords.namesSeller(words) { marks.insert(.oneSeller) }
            // "pangkalan H. Junai": whose it is says where.
            if let owner = SaidWords.seller(words, besides: names) {
                landmark = Self.shop
                landmarkName = owner
            }
        }
        let said = SaidWords(words)
        if said.chases { marks.insert(.chases) }
        if said.isTaken, !MatterWords.missing.contains(matter) { marks.insert(.taken) }
        if said.differs { marks.insert(.differs) }
        if said.isAboutMoney { marks.insert(.money) }
        if said.comesBack { marks.insert(.comesBack) }
        if said.isLasting { marks.insert(.lasting) }
    }

    /// "63.06.05.2007" is 6306052007, "63.06.05" 6306050000.
    package static func code(_ code: String) -> UInt64 {
        var value: UInt64 = 0
        var digits = 0
        for byte in code.utf8 where (0x30...0x39).contains(byte) && digits < 10 {
            value = value * 10 + UInt64(byte - 0x30)
            digits += 1
        }
        while digits < 10 {
            value *= 10
            digits += 1
        }
        return value
    }

    /// A number of 16 bits for a word, the same in every run; never 0.
    package static func number(of word: String) -> UInt16 {
        var hash: UInt32 = 2_166_136_261
        for byte in word.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        hash ^= hash >> 15
        hash = hash &* 0x2C1B_3C6D
        return max(1, UInt16(truncatingIfNeeded: hash >> 16))
    }

    /// "35" is itself, "12a" and "5,5" a number beyond all houses; 0 for none.
    private static func small(_ value: String?) -> UInt16 {
        guard let value else { return 0 }
        return UInt16(value).map { min($0 + 1, 0x7FFF) } ?? 0x8000 | number(of: value)
    }

    /// "pasar Simpur": the village, or the kecamatan of that name.
    private static func mayBeKecamatan(_ village: Place, among places: [Place]) -> Bool {
        places.contains { other in
            other.level == "kecamatan" && village.code.hasPrefix(other.code)
                && other.confidence >= village.confidence
        }
    }

    /// "jalan papan", "jalan kebun": of what or for what a road is, and not what it is called.
    private static func isNoName(_ road: String) -> Bool {
        road.split(separator: " ").allSatisfy { word in
            let number = LinkWord.number(String(word))
            return LinkWord.isKnown(number) || CommonWords.contains(number)
        }
    }

    /// "jangan Pakan Dalam haja": named, and not meant, wherever its name stands.
    private static func isDenied(_ place: Place, _ words: LinkWords, _ tokenizer: Tokenizer) -> Bool {
        let written = place.evidence?.split(separator: "…").first.map(String.init) ?? place.name
        let name = tokenizer.tokens(written)
        guard let first = name.indices.first.map({ name.plainNumber($0) }) else { return false }
        let found = (0..<words.count).filter { words.tokens.plainNumber($0) == first }
        return !found.isEmpty && found.allSatisfy { SaidWords.isDeniedPlace(words, $0) }
    }

    /// Words of the names of the places found, and as they were written.
    private static func words(of places: [Place], _ tokenizer: Tokenizer) -> Set<UInt64> {
        var words: Set<UInt64> = []
        for place in places.prefix(4) {
            // Behind "…" stands what spoke for the place besides its name: a road, a kecamatan.
            let written = place.evidence?.split(separator: "…").first.map(String.init)
            for name in [place.name, written ?? ""] {
                let tokens = tokenizer.tokens(name)
                for index in tokens.indices { words.insert(tokens.plainNumber(index)) }
            }
        }
        return words
    }
}

extension [SpotMention] {
    /// The values of a kind, in their order.
    fileprivate func values(_ kind: SpotKind) -> [String] { filter { $0.kind == kind }.map(\.value) }

    /// The one value of a kind; `nil` when there is none, or several different ones.
    fileprivate func only(_ kind: SpotKind) -> String? {
        let values = values(kind)
        guard let first = values.first, values.allSatisfy({ $0 == first }) else { return nil }
        return first
    }
}
