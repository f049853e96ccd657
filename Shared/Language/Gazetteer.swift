// The places of a region, and of the country where its file is there, compiled for finding them in texts.
package import Complaints

/// Places by code and by every way their names are written.
package final class Gazetteer: Sendable {
    /// From this confidence on a place counts as known.
    package static let certain = 0.6
    /// No place is surer than this.
    package static let surest = 0.99
    /// From this confidence on a place is worth a question.
    package static let asked = 0.2
    /// So many words may stand between a name and the kecamatan that makes a name of it.
    static let besideReach = 3
    /// So many where they are nothing but links: "yang saya maksud adalah desa di kecamatan".
    static let linkReach = 7
    /// Behind a shorter abbreviation of the first word the rest of a name is written letter by letter.
    static let minimumAbbreviation = 3
    /// Names from this many letters on are found with one slip of the pen.
    package static let fuzzyNameLength = 6

    /// Names of several words from this many letters on may miss a sound that is written with two.
    static let longName = 10

    /// The same for a name after "desa" or "di", and for the first word of any name.
    package static let minimumFuzzyWord = 5

    /// Words of names from this many letters on are found by what an SMS leaves of them.
    package static let minimumShortenedWord = 4
    /// So many letters of a name must be there when words of it are shortened.
    package static let minimumRemains = 5
    /// A name of one word is also found as two, from so many letters on, and so many in each.
    package static let minimumHalved = 8
    package static let minimumHalf = 3
    /// The same after "desa" or "di".
    package static let minimumNamedHalved = 5
    package static let minimumNamedHalf = 2
    /// So many for an unknown word with a slip that nothing around calls a place.
    package static let minimumUnknown = 7
    /// So many for a single short word that nothing around it calls a place.
    package static let minimumAlone = 6
    /// The first word of a longer name stands for it ("desa Taniran") from so many letters on, and for
    /// so many places at most.
    package static let minimumPartial = 4
    package static let maximumPartial = 6

    /// The places of the region.
    package let entries: [PlaceEntry]
    /// Roads and landmarks of the region.
    package let spots: [PlaceSpot]
    private let country: Country
    /// Of the region's places.
    private let indexByCode: NumberTable
    /// Codes and levels of all places: those of the region, then those of the country.
    let codes: [PlaceCode]
    let levels: [PlaceLevel]
    let names: PlaceNames
    let cues: PlaceCues
    /// The code of the region.
    let region: PlaceCode?
    /// Names of cities and regencies that are words of every day: "malang", "batang".
    let ordinary: WordSet
    /// Words of every day: no stem of them is a name glued to something.
    private let everyday: WordSet
    /// Kecamatan of the province that are called like the seat of their regency.
    let seats: Set<Int>
    /// The names of the region written together.
    let joinedNames: JoinedNames
    /// Numbers of the words of names that an abbreviation stands for, by its hash: "tlg", "s".
    private let abbreviations: [UInt64: [UInt32]]
    private let memory = NameMemory()

    /// - Parameters:
    ///   - lists: the words around names, and the ordinary words.
    ///   - country: all places of the country; those of the region are left out of it.
    package init(
        _ entries: [PlaceEntry], spots: [PlaceSpot] = [], lists: WordLists = WordLists(),
        country: Country = Country()
    ) {
        self.entries = entries
        self.spots = spots
        cues = PlaceCues(lists.placeWords)
        ordinary = WordSet(lists.ordinaryNames)
        everyday = WordSet(lists.everyday)
        var codes = entries.map { PlaceCode($0.code) ?? PlaceCode(value: 0) }
        region = codes.filter { $0.value > 0 }.min { $0.depth < $1.depth }
            .flatMap { $0.ancestor(at: min(2, $0.depth)) }
        let own = region
        let foreign = country.codes.indices.filter { index in
            own.map { !country.codes[index].lies(in: $0) } ?? true
        }
        var index = NumberTable()
        for (place, code) in codes.enumerated() where index[code.value] == NumberTable.none {
            index.set(code.value, UInt32(place))
        }
        var builder = PlaceNames.Builder()
        Gazetteer.add(entries, spots, index, lists, to: &builder)
        self.country = Country(country, foreign)
        let seats = Gazetteer.seats(lists, self.country)
        self.seats = Gazetteer.namedSeats(lists, self.country, from: entries.count, of: own)
        for place in self.country.codes.indices {
            let code = self.country.codes[place]
            let isCity = code.depth < 3
            let short = isCity ? (lists.shortNames[code.text] ?? []) + (seats[code] ?? []) : []
            let isSeat = self.seats.contains(codes.count)
            for name in Gazetteer.names(of: self.country.name(place), isCity: isCity) + short {
                builder.add(
                    Gazetteer.words(name), place: codes.count, isLocal: false,
                    isNear: isCity || isSeat)
            }
            codes.append(code)
        }
        self.codes = codes
        joinedNames = JoinedNames(
            entries.enumerated().flatMap { place, entry in
                ([entry.name] + entry.aliases).map {
                    (place, Array(Gazetteer.words($0).joined().utf8))
                }
            })
        levels = entries.map(\.level) + self.country.codes.map(\.level)
        indexByCode = index
        names = PlaceNames(builder)
        abbreviations = Gazetteer.abbreviations(entries, lists, names.trie)
    }

    /// The seats of regencies elsewhere, which stand for them where no place there is called so.
    private static func seats(_ lists: WordLists, _ country: Country) -> [PlaceCode: [String]] {
        var seats: [PlaceCode: [String]] = [:]
        for (text, names) in lists.seats {
            if let code = PlaceCode(text) { seats[code] = names }
        }
        for place in country.codes.indices where country.codes[place].depth > 2 {
            guard let regency = country.codes[place].ancestor(at: 2), let names = seats[regency]
            else { continue }
            let name = country.name(place).lowercased()
            seats[regency] = names.filter { $0 != name && $0 != name.replacing(" ", with: "") }
        }
        return seats
    }

    private static func namedSeats(
        _ lists: WordLists, _ country: Country, from first: Int, of region: PlaceCode?
    ) -> Set<Int> {
        var found: Set<Int> = []
        for (index, code) in country.codes.enumerated() where code.depth == 3 {
            let joined = words(country.name(index)).joined()
            guard code.ancestor(at: 1) == region?.ancestor(at: 1),
                let names = code.ancestor(at: 2).flatMap({ lists.seats[$0.text] }),
                names.contains(where: { words($0).joined() == joined }),
                !lists.ordinaryNames.contains(joined), !lists.everyday.contains(joined)
            else { continue }
            found.insert(first + index)
        }
        return found
    }

    /// The listed abbreviations, and the first letters of the longer names of the region.
    private static func abbreviations(
        _ entries: [PlaceEntry], _ lists: WordLists, _ trie: Trie<UInt32>
    ) -> [UInt64: [UInt32]] {
        var found: [UInt64: Set<UInt32>] = [:]
        func add(_ short: String, _ word: String) {
            let number = trie.number(of: WordHash(word))
            if number != NumberTable.none {
                found[WordHash(short).value, default: []].insert(number)
            }
        }
        for (short, words) in lists.nameWords { words.forEach { add(short, $0) } }
        for name in entries.flatMap({ [$0.name] + $0.aliases }) {
            let words = words(name)
            if words.count > 1 { add(String(words[0].prefix(1)), words[0]) }
        }
        return found.mapValues { $0.sorted() }
    }

    private static func add(
        _ entries: [PlaceEntry], _ spots: [PlaceSpot], _ index: NumberTable, _ lists: WordLists,
        to builder: inout PlaceNames.Builder
    ) {
        let everyday = lists.everyday.union(lists.nameParts)
        let isCommon: (String) -> Bool = { everyday.contains($0) || $0.count < minimumPartial }
        let cues = PlaceCues(lists.placeWords)
        var partial: [[String]: [Int]] = [:]
        for (place, entry) in entries.enumerated() {
            for name in [entry.name] + entry.aliases {
                let words = words(name)
                builder.add(words, place: place, isLocal: true, isNear: true)
                guard entry.level == .kecamatan || entry.level.isVillage else { continue }
                for end in 1..<max(1, words.count) where !words[..<end].allSatisfy(isCommon) {
                    partial[Array(words[..<end]), default: []].append(place)
                }
            }
        }
        for (head, places) in partial.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
        where places.count <= maximumPartial {
            for place in places {
                builder.add(head, place: place, isLocal: true, isNear: true, isPartial: true)
            }
        }
        for spot in spots {
            guard let code = PlaceCode(spot.inside), index[code.value] != NumberTable.none
            else { continue }
            for name in [spot.name] + spot.aliases {
                // "Jalan", "Jl." and "jln" are said of every road.
                let words = words(name).drop { spot.isRoad && cues[WordHash($0)] == .road }
                builder.add(
                    Array(words), place: Int(index[code.value]), isLocal: true, isNear: true,
                    isSpot: true)
            }
        }
    }

    /// The words of a name as a text would have them.
    static func words(_ name: String) -> [String] { Tokenizer.plain.tokens(name).map(\.plain) }

    /// "Kota Banjarmasin" is said without "Kota".
    private static func names(of name: String, isCity: Bool) -> [String] {
        guard isCity else { return [name] }
        for title in ["Kabupaten Administrasi ", "Kota Administrasi ", "Kabupaten ", "Kota "]
        where name.hasPrefix(title) { return [String(name.dropFirst(title.count))] }
        return [name]
    }

    /// What each word of a text may be in a name.
    func nameWords(of tokens: Tokens) -> [NameWord] {
        memory.words(of: tokens.words) { word in
            let letters = tokens.letters(word.plain)
            var found = NameWord()
            found.exact = names.trie.number(of: word.plain.hash)
            found.isNear = found.exact != NumberTable.none && names.isNearWord[Int(found.exact)]
            if !word.isAsWritten { found.spelled = names.trie.number(of: word.normal.hash) }
            if found.exact == NumberTable.none, Spelling.runs(letters) > 1 {
                for length in [3, 2] where found.exact == NumberTable.none {
                    let short = Spelling.withRuns(letters, from: length)
                    found.exact = names.trie.number(of: WordHash().joined(with: short))
                }
            }
            found.cue = cue(of: word, letters)
            let parts = abbreviations[word.plain.hash.value] ?? []
            if found.exact == NumberTable.none, !word.isEveryday { found.exact = unglued(letters) }
            found.looksShort = ShortIndex.looksShortened(letters)
            // Words of every day are no names written wrongly, and are most of what is written.
            var slips: [UInt32] = []
            var near: [UInt32] = []
            var shorts: [UInt32] = []
            if word.isPlainLetters, !word.isEveryday {
                slips = names.slips.near(letters)
                near = slips.filter { names.isNearWord[Int($0)] }
                if !found.isNear {
                    near += names.sounds.words(like: letters).filter { !near.contains($0) }
                }
                slips = near + slips.filter { !names.isNearWord[Int($0)] }
                if !found.isNear { shorts = names.shorts.candidates(for: letters) }
            }
            guard !slips.isEmpty || !shorts.isEmpty || !parts.isEmpty else { return found }
            found.more = NameWordMore(
                slips: slips, nearSlips: near.count, shorts: shorts, parts: parts)
            return found
        }
    }

    /// A word of names in the region, or of cities, out of "sili2" for "sili-sili" or "dihamalau".
    private func unglued(_ letters: ArraySlice<UInt8>) -> UInt32 {
        var number = NumberTable.none
        // "diserang" and "batangnya" are words of every day with what every word may have.
        func name(_ stem: ArraySlice<UInt8>) -> UInt32 {
            let hash = WordHash().joined(with: stem)
            return everyday.contains(hash) ? NumberTable.none : names.trie.number(of: hash)
        }
        if letters.last == 0x32, letters.count > 3 {
            let once = letters.dropLast()
            number = names.trie.number(of: WordHash().joined(with: once).joined(with: once))
        } else if letters.count >= 2 + Gazetteer.minimumFuzzyWord,
            cues[WordHash().joined(with: letters.prefix(2))]?.isPreposition == true
        {
            number = name(letters.dropFirst(2))
        } else if letters.count >= 3 + Gazetteer.minimumFuzzyWord,
            letters.suffix(3).elementsEqual("nya".utf8)
        {
            // "di Loksadonya".
            number = name(letters.dropLast(3))
        }
        return number != NumberTable.none && names.isNearWord[Int(number)]
            ? number : NumberTable.none
    }

    /// What a word says of the name behind it; "rt3" says what "rt" does, and a number nothing.
    private func cue(of word: Word, _ letters: ArraySlice<UInt8>) -> PlaceCue? {
        if let cue = cues[word.plain.hash] ?? cues[word.normal.hash] { return cue }
        if word.isPlainLetters { return cueOfOwned(letters) }
        let text = letters.prefix { !(0x30...0x39).contains($0) }
        let digits = letters[text.endIndex...]
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }), digits.count <= 3
        else { return nil }
        if text.isEmpty { return .skip }
        let cue = cues[WordHash().joined(with: text)]
        if digits.elementsEqual([0x32]), text.count > 2 {
            // "ibu2 Hamalau" live there, "aman2" is "aman".
            return cue == .person || cue == .title ? .residence : cue
        }
        return cue == .neighbourhood ? cue : nil
    }

    /// "jalannya", "sawahx": what the place before it has.
    private func cueOfOwned(_ letters: ArraySlice<UInt8>) -> PlaceCue? {
        for ending in ["nya", "ny", "x"]
        where letters.count > ending.utf8.count + 2
            && letters.suffix(ending.utf8.count).elementsEqual(ending.utf8)
        {
            let cue = cues[WordHash().joined(with: letters.dropLast(ending.utf8.count))]
            return cue == .matter || cue == .trouble || cue == .road ? .matter : nil
        }
        return nil
    }

    /// The place of a code.
    package subscript(code: String) -> PlaceEntry? {
        PlaceCode(code).flatMap { index(of: $0) }.map { entry($0) }
    }

    func index(of code: PlaceCode) -> Int? {
        let index = indexByCode[code.value]
        guard index == NumberTable.none else { return Int(index) }
        // The country's places stand in the order of their codes.
        var range = 0..<country.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if country.codes[middle].value < code.value {
                range = middle + 1..<range.upperBound
            } else {
                range = range.lowerBound..<middle
            }
        }
        let place = range.lowerBound
        return place < country.count && country.codes[place] == code ? entries.count + place : nil
    }

    func entry(_ index: Int) -> PlaceEntry {
        index < entries.count ? entries[index] : country.entry(index - entries.count)
    }

    func isLocal(_ index: Int) -> Bool { index < entries.count }

    /// Whether a code lies in the region.
    package func isInRegion(_ code: String) -> Bool {
        guard let region, let code = PlaceCode(code) else { return false }
        return code.lies(in: region)
    }

    /// The kecamatan a code lies in or is; `nil` above that level.
    package func kecamatan(of code: String) -> PlaceEntry? {
        PlaceCode(code)?.ancestor(at: 3).flatMap { index(of: $0) }.map { entry($0) }
    }

    /// A wire value for an entry.
    package func place(_ entry: PlaceEntry, confidence: Double, evidence: String?) -> Place {
        Place(
            code: entry.code, name: entry.name, level: entry.level.rawValue,
            confidence: (confidence * 100).rounded() / 100, evidence: evidence)
    }
}
