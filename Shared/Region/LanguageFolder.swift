// Reads the word lists of a language folder: ops/language, or the one a pack names.
import Foundation
package import Language
package import ServiceKit

/// The files of a language folder. Each says by `kind` what its words are.
struct LanguageFolder {
    /// What a file holds.
    enum Kind: String, CaseIterable {
        /// Normal forms, each with the ways it is written: how an SMS, an office, slang or Banjar writes it.
        case sms, government, slang, banjar
        /// Words no spelling may rewrite, each with its meaning.
        case protected
        /// Words that say nothing of the matter.
        case stop
        /// Words of every day, which are no names written wrongly.
        case everyday
        /// Words around the names of places.
        case places
        /// Provinces, regencies and cities of the country, by code.
        case regencies
        /// Phrases that set flags or hint at what a message is: see ``SignalsFile``.
        case signals
        /// The table learned from labelled messages: what a message wants, an emergency, a nuisance.
        case learned
    }

    private(set) var lists = WordLists()
    private(set) var country = Country()
    /// Read later, when the spellings are known that shape every phrase.
    private(set) var signals: [YAMLMap] = []
    private(set) var learnedSignals: YAMLMap?
    /// Where each spelling stands, to name the line of a mistake.
    private var lines: [String: YAMLValue] = [:]
    private var normals: [String: YAMLValue] = [:]

    init(_ roots: [YAMLValue]) {
        for root in roots {
            let map = root.map()
            _ = map.string("about")
            switch map.choice("kind", Kind.self) {
            case .sms, .government, .slang, .banjar: readSpellings(map)
            case .protected:
                lists.protected.formUnion(
                    map.map("words").entries().compactMap { word($0.key, $0.value) })
            case .stop: lists.stopWords.formUnion(words(map))
            case .everyday: lists.everyday.formUnion(words(map))
            case .places: readPlaces(map)
            case .regencies: readRegencies(map)
            case .signals:
                signals.append(map)
                continue
            case .learned:
                learnedSignals = map
                continue
            case nil: _ = map.value("words")
            }
            map.finish()
        }
        checkSpellings()
    }

    private mutating func readSpellings(_ map: YAMLMap) {
        for (normal, variants) in map.map("words").entries() {
            guard word(normal, variants) != nil else { continue }
            normals[normal] = normals[normal] ?? variants
            for variant in variants.list() {
                guard let written = variant.string(), word(written, variant) != nil else {
                    continue
                }
                if let known = lists.spellings[written], known != normal {
                    variant.fail("'\(written)' already stands for '\(known)'")
                } else if written == normal {
                    variant.fail("'\(written)' stands for itself")
                }
                lists.spellings[written] = normal
                lines[written] = variant
            }
        }
    }

    /// A normal form that is itself written otherwise would change each time a text is normalised.
    private func checkSpellings() {
        for (normal, place) in normals.sorted(by: { $0.key < $1.key }) {
            if let other = lists.spellings[normal] {
                place.fail("the normal form '\(normal)' is itself rewritten, to '\(other)'")
            }
        }
        for (variant, place) in lines where lists.protected.contains(variant) {
            place.fail("'\(variant)' is protected: no spelling may rewrite it")
        }
    }

    /// A word as a text has it, in one piece.
    private func word(_ text: String, _ place: YAMLValue) -> String? {
        guard Tokenizer().tokens(text).map(\.plain) == [text] else {
            place.fail("'\(text)' is not one word in lower case")
            return nil
        }
        return text
    }

    /// The words of a list of lines, separated by spaces.
    private func words(_ map: YAMLMap) -> [String] {
        map.list("words").flatMap { line in
            (line.string() ?? "").split(separator: " ").compactMap { word(String($0), line) }
        }
    }

    private mutating func readPlaces(_ map: YAMLMap) {
        for (name, value) in map.map("before").entries() {
            guard let cue = PlaceCue(rawValue: name) else {
                let known = PlaceCue.allCases.map(\.rawValue)
                let hint = nearest(to: name, among: known).map { ", did you mean '\($0)'?" } ?? ""
                value.fail("unknown cue '\(name)'\(hint)")
                continue
            }
            lists.placeWords[cue, default: []] += value.strings().compactMap { word($0, value) }
        }
        lists.ordinaryNames.formUnion(map.strings("ordinary_names"))
        lists.nameParts.formUnion(map.strings("name_parts"))
        for (name, shorts) in map.value("name_words")?.map().entries() ?? [] {
            for short in shorts.list() {
                guard let written = short.string(), word(written, short) != nil else { continue }
                lists.nameWords[written, default: []].append(name)
            }
        }
    }

    private mutating func readRegencies(_ map: YAMLMap) {
        for (code, name) in map.map("places").entries() {
            do throws(Country.Failure) {
                try country.add(code: code, name: name.string() ?? "")
            } catch {
                name.fail(error.message)
            }
        }
        for (code, shorts) in map.value("short")?.map().entries() ?? [] {
            guard country.contains(code: code) else {
                shorts.fail("'\(code)' is no province, regency or city of this file")
                continue
            }
            lists.shortNames[code] = shorts.strings()
        }
        for (code, towns) in map.value("seats")?.map().entries() ?? [] {
            guard country.contains(code: code) else {
                towns.fail("'\(code)' is no province, regency or city of this file")
                continue
            }
            lists.seats[code] = towns.strings()
        }
    }
}

extension WordLists {
    /// Reads the word lists of a folder, for who needs them without a region.
    ///
    /// - Throws: ``ConfigurationError`` with all problems: file, line, what is wrong.
    package static func load(folder: String) throws(ConfigurationError) -> WordLists {
        let problems = YAMLProblems()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var roots: [YAMLValue] = []
        for name in names.sorted() where name.hasSuffix(".yaml") {
            roots.append(try YAMLFile.read(path: "\(folder)/\(name)", problems: problems))
        }
        let lists = LanguageFolder(roots).lists
        try problems.throwIfAny()
        return lists
    }
}
