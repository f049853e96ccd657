// The places of a region, and of the country where its file is there, compiled for finding them in texts.
package import Complaints

/// Places by code and by every way their names are written.
package final class Gazetteer: Sendable {
    /// From this confidence on a place counts as known.
    package static let certain = 0.6
    /// Names from this many letters on are found with one slip of the pen.
    package static let fuzzyNameLength = 6

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
    package static let minimumPartial = 5
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
    /// The names of the region written together.
    let joinedNames: [(place: Int, letters: [UInt8])]
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
        for place in self.country.codes.indices {
            let code = self.country.codes[place]
            let isCity = code.depth < 3
            for name in Gazetteer.names(of: self.country.name(place), isCity: isCity) {
                builder.add(
                    Gazetteer.words(name), place: codes.count, isLocal: false, isNear: isCity)
            }
            codes.append(code)
        }
        self.codes = codes
        joinedNames = entries.enumerated().flatMap { place, entry in
            ([entry.name] + entry.aliases).map { name in
                (place, Gazetteer.words(name).joined().utf8.map { $0 })
            }
        }
        levels = entries.map(\.level) + self.country.codes.map(\.level)
        indexByCode = index
        names = PlaceNames(builder)
    }

    private static func add(
        _ entries: [PlaceEntry], _ spots: [PlaceSpot], _ index: NumberTable, _ lists: WordLists,
        to builder: inout PlaceNames.Builder
    ) {
        let everyday = lists.everyday.union(lists.nameParts)
        let cues = PlaceCues(lists.placeWords)
        var partial: [[String]: [Int]] = [:]
        for (place, entry) in entries.enumerated() {
            for name in [entry.name] + entry.aliases {
                let words = words(name)
                builder.add(words, place: place, isLocal: true, isNear: true)
                guard entry.level == .kecamatan || entry.level.isVillage else { continue }
                for end in 1..<max(1, words.count) where !everyday.contains(words[0]) {
                    let head = Array(words[..<end])
                    if head.reduce(0, { $0 + $1.count }) >= minimumPartial {
                        partial[head, default: []].append(place)
                    }
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
            found.cue = cues[word.plain.hash]
            found.looksShort = word.isAsWritten && ShortIndex.looksShortened(letters)
            // Words of every day are no names written wrongly, and are most of what is written.
            guard word.isPlainLetters, !word.isEveryday else { return found }
            let slips = names.slips.near(letters)
            let near = slips.filter { names.isNearWord[Int($0)] }
            found.slips = near + slips.filter { !names.isNearWord[Int($0)] }
            found.nearSlips = near.count
            if !found.isNear { found.shorts = names.shorts.candidates(for: letters) }
            return found
        }
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
