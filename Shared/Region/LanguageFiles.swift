// Reads the files of a pack that understand texts: topics, places, phrases.
import Complaints
import Foundation
import Language
import ServiceKit

/// topics.yaml.
struct TopicsFile {
    var topics: [Topic] = []
    var keywords: [TopicKeywords] = []

    init(_ root: YAMLValue, _ known: KnownNames, _ phrases: inout Phrases) {
        var unique = Unique()
        for element in root.list() {
            let map = element.map()
            let id = map.string("id")
            unique.check(id, "topic", at: map)
            let formerly = map.strings("formerly")
            for old in formerly { unique.check(old, "topic", at: map) }
            topics.append(
                Topic(
                    id: id, name: map.string("name"),
                    agency: map.reference("agency", to: known.agencies, "agency") ?? "",
                    isSensitive: map.bool("sensitive", default: false), formerly: formerly))
            func read(_ key: String) -> [PhraseID] {
                map.elements(key).compactMap { $0.phrase(&phrases) }
            }
            keywords.append(
                TopicKeywords(
                    topic: id, formal: read("formal"), messages: read("sms"),
                    dialect: read("banjar"), weak: read("weak")))
            if map.writtenKeys.contains("agency") == false {
                map.fail("the topic '\(id)' lacks the key 'agency'")
            }
            map.finish()
        }
    }
}

/// places.yaml.
struct PlacesFile {
    var entries: [PlaceEntry] = []
    var spots: [PlaceSpot] = []
    private var unique = Unique()

    init(_ root: YAMLValue, regionCode: String) {
        let map = root.map()
        if let region = map.optionalMap("region") {
            add(region, level: regionLevel(regionCode), inside: nil)
            region.finish()
        }
        for element in map.list("kecamatan") {
            let kecamatan = element.map()
            let code = add(kecamatan, level: .kecamatan, inside: regionCode)
            for village in kecamatan.list("villages") {
                let village = village.map()
                add(village, level: nil, inside: code)
                village.finish()
            }
            kecamatan.finish()
        }
        let codes = Set(entries.map(\.code))
        for (key, isRoad) in [("roads", true), ("landmarks", false)] {
            for element in map.optionalList(key) {
                let spot = element.map()
                spots.append(
                    PlaceSpot(
                        name: spot.string("name"), aliases: spot.strings("aliases"),
                        inside: spot.reference("in", to: codes, "place") ?? "", isRoad: isRoad))
                if !spot.writtenKeys.contains("in") {
                    spot.fail("lacks the key 'in', the code of its village or kecamatan")
                }
                spot.finish()
            }
        }
        map.finish()
    }

    /// `Desa Hulu`, by code: what people call a place.
    static func names(of entries: [PlaceEntry]) -> [String: String] {
        let named = entries.map { ($0.code, "\($0.level.rawValue.capitalized) \($0.name)") }
        return Dictionary(named) { first, _ in first }
    }

    private func regionLevel(_ code: String) -> PlaceLevel {
        code.split(separator: ".").last?.first == "7" ? .kota : .kabupaten
    }

    /// - Parameter level: `nil` for a village, whose code tells desa (2xxx) from kelurahan (1xxx).
    @discardableResult
    private mutating func add(_ map: YAMLMap, level: PlaceLevel?, inside: String?) -> String {
        let code = map.string("code")
        unique.check(code, "place", at: map)
        let last = code.split(separator: ".").last ?? ""
        if let inside, !code.isEmpty {
            let digits = level == nil ? 4 : 2
            if !code.hasPrefix(inside + ".") || last.count != digits
                || code.utf8.count != inside.utf8.count + 1 + digits
            {
                map.fail("'\(code)' is not a code inside '\(inside)'", at: "code")
            }
        }
        if level == nil, last.first != "1", last.first != "2", !code.isEmpty {
            map.fail("the last part of '\(code)' must start with 1 (kelurahan) or 2 (desa)")
        }
        entries.append(
            PlaceEntry(
                code: code, name: map.string("name"),
                level: level ?? (last.first == "1" ? .kelurahan : .desa),
                aliases: map.strings("aliases"),
                isOrdinaryWord: map.bool("ordinary_word", default: false),
                isAlsoWord: map.optionalString("also_word") != nil,
                flags: Set(map.strings("flags"))))
        return code
    }
}

/// phrases.yaml.
struct PhrasesFile {
    var station: [String: [String]] = [:]

    /// `spelling` is read first, because it shapes every phrase: see ``spelling(_:)``; what the phrases
    /// signal is read by ``SignalsFile``.
    init(_ map: YAMLMap) {
        if let station = map.optionalMap("station") {
            for (name, value) in station.entries() { self.station[name] = value.strings() }
        }
        // Used by the SMS service alone, which reads no more of the pack than this.
        _ = SMSKeywords(map.optionalMap("sms"))
        _ = MailPhrases(map.optionalMap("email"))
        map.finish()
    }

    /// The pack's own spellings: a normal form and the ways it is written.
    static func spelling(_ map: YAMLMap, _ lists: WordLists) -> Spelling {
        var additions: [String: String] = [:]
        for (normal, variants) in map.optionalMap("spelling")?.entries() ?? [] {
            for variant in variants.strings() { additions[variant] = normal }
        }
        return Spelling(lists, adding: additions)
    }
}
