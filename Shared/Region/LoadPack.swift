// Reads a region pack's folder and reports everything that is wrong with it at once.
import Complaints
import Crypto
import Foundation
import Language
import Rules
package import ServiceKit

extension RegionPack {
    /// Loads a pack.
    ///
    /// - Parameter directory: the folder with region.yaml, agencies.yaml, contacts.yaml, topics.yaml,
    ///   places.yaml, calendar.yaml, phrases.yaml and rules/*.yaml.
    /// - Throws: ``ConfigurationError`` with all problems: file, line, what is wrong, nearest known name.
    package static func load(directory: String) throws(ConfigurationError) -> RegionPack {
        var files = try PackFolder(directory)
        let problems = YAMLProblems()
        func root(_ file: String) throws(ConfigurationError) -> YAMLValue {
            try YAMLFile.parse(files.text(file), file: files.path(file), problems: problems)
        }
        let region = RegionFile(try root("region.yaml"))
        try files.addLanguage(region.language)
        var languageRoots: [YAMLValue] = []
        for file in files.language { languageRoots.append(try root(file)) }
        let language = LanguageFolder(languageRoots)
        let country = try files.country(region.country) ?? language.country
        let agencies = AgenciesFile.read(try root("agencies.yaml"))
        let contactsMap = try root("contacts.yaml").map()
        let units = ContactsFile.readUnits(contactsMap)
        let places = PlacesFile(try root("places.yaml"), regionCode: region.code)
        let calendar = CalendarFile(try root("calendar.yaml"))
        var known = KnownNames(
            agencies: Set(agencies.map(\.id)), units: Set(units.map(\.id)),
            placeCodes: Set(places.entries.map(\.code)),
            placeFlags: Set(places.entries.flatMap(\.flags)),
            agencyFlags: Set(agencies.flatMap(\.flags)), flags: SignalsFile.flags,
            channelFlags: SignalsFile.channelFlags)
        let contacts = ContactsFile.readContacts(contactsMap, known)
        contactsMap.finish()
        let phrasesMap = try root("phrases.yaml").map()
        let tokenizer = Tokenizer(spelling: PhrasesFile.spelling(phrasesMap, language.lists))
        var phrases = Phrases(tokenizer: tokenizer)
        var signals = SignalsFile()
        for map in language.signals {
            signals.read(map, &phrases)
            map.finish()
        }
        signals.read(phrasesMap, &phrases)
        let phrasesFile = PhrasesFile(phrasesMap)
        let topics = TopicsFile(try root("topics.yaml"), known, &phrases)
        known.topics = Set(topics.topics.map(\.id))
        var rules = RulesFile(known, calendar.clocks)
        for file in files.rules { rules.read(try root(file), &phrases) }
        let desk = region.triageDesk?.reference(to: known.agencies, "agency")
        let usual = region.usualAgencies.compactMap { $0.reference(to: known.agencies, "agency") }
        var evidence: LearnedEvidence?
        if files.hasEvidence {
            evidence =
                EvidenceFile(
                    try root(PackFolder.evidence).map(), agencies: known.agencies, topics: known.topics
                ).evidence
        }
        region.check(evidence)
        try problems.throwIfAny()
        return RegionPack(
            id: region.id, name: region.name, code: region.code, timezone: region.timezone,
            trackingPrefix: region.trackingPrefix, triageDesk: desk, usualAgencies: usual,
            agencies: agencies,
            units: units, contacts: contacts, counterparts: region.counterparts,
            topics: topics.topics,
            gazetteer: Gazetteer(
                places.entries, spots: places.spots, lists: language.lists, country: country),
            calendar: WorkingCalendar(
                offset: RegionFile.offsets[region.timezone] ?? 0, weekdays: calendar.weekdays,
                holidays: calendar.holidays),
            clocks: calendar.clocks, station: phrasesFile.station, tokenizer: tokenizer,
            phrases: phrases, lexicon: TopicLexicon(topics.keywords),
            signals: signals.signals(learned: language.learnedSignals),
            ruleBook: RuleBook(id: "\(region.id) sha256:\(files.hash)", rules: rules.rules),
            evidence: evidence, evidencePrecision: region.evidencePrecision,
            sources: rules.sources)
    }
}

/// The files of a pack, read once, so that what is hashed is what is loaded.
struct PackFolder {
    static let required = [
        "region.yaml", "agencies.yaml", "contacts.yaml", "topics.yaml", "places.yaml",
        "calendar.yaml", "phrases.yaml",
    ]

    /// What was learned, where something was.
    static let evidence = "evidence.yaml"

    let hasEvidence: Bool
    /// Beside the folder of the regions, unless `region.yaml` names another one.
    static let languageDefault = "../../language"
    /// Read where it is there: `mendengar places import` writes it.
    static let countryDefault = "../../places/indonesia.txt"
    /// No file of the country comes near it.
    static let countryBytesMax = 64 * 1024 * 1024

    let directory: String
    /// Relative paths of the word lists, in the order of their names.
    private(set) var language: [String] = []
    /// Relative paths of rules/*.yaml in the order of their names.
    let rules: [String]
    private var contents: [String: String] = [:]
    /// SHA-256 over names and contents, lower-case hex.
    var hash: String { hasher.finalize().map { String(format: "%02x", $0) }.joined() }
    private var hasher = SHA256()

    init(_ directory: String) throws(ConfigurationError) {
        self.directory = directory
        let names = try? FileManager.default.contentsOfDirectory(atPath: directory + "/rules")
        rules = (names ?? []).filter { $0.hasSuffix(".yaml") }.sorted().map { "rules/" + $0 }
        hasEvidence = FileManager.default.fileExists(atPath: directory + "/" + PackFolder.evidence)
        let learned = hasEvidence ? [PackFolder.evidence] : []
        var problems: [YAMLProblem] = []
        if rules.isEmpty {
            problems.append(
                YAMLProblem(
                    file: directory + "/rules", line: 0,
                    message: "holds no rules: a region needs at least one rules/*.yaml"))
        }
        for file in (PackFolder.required + rules + learned).sorted() { add(file, &problems) }
        if !problems.isEmpty { throw ConfigurationError(problems) }
    }

    private mutating func add(_ file: String, _ problems: inout [YAMLProblem]) {
        let path = path(file)
        guard let data = FileManager.default.contents(atPath: path),
            data.count <= YAMLFile.bytesMax, let text = String(data: data, encoding: .utf8)
        else {
            problems.append(
                YAMLProblem(
                    file: path, line: 0,
                    message: "is missing, not UTF-8, or larger than \(YAMLFile.bytesMax) bytes"))
            return
        }
        contents[file] = text
        note(file, data)
    }

    private mutating func note(_ file: String, _ data: Data) {
        hasher.update(data: Data("\(file)\u{0}\(data.count)\u{0}".utf8))
        hasher.update(data: data)
    }

    /// Reads the word lists.
    ///
    /// - Parameter folder: as `region.yaml` names it, from the folder of the pack.
    mutating func addLanguage(_ folder: String?) throws(ConfigurationError) {
        let folder = folder ?? PackFolder.languageDefault
        let names = try? FileManager.default.contentsOfDirectory(atPath: path(folder))
        language = (names ?? []).filter { $0.hasSuffix(".yaml") }.sorted().map { "\(folder)/\($0)" }
        var problems: [YAMLProblem] = []
        if language.isEmpty {
            problems.append(
                YAMLProblem(
                    file: path(folder), line: 0,
                    message: "holds no word lists; name their folder as `language` in region.yaml"))
        }
        for file in language { add(file, &problems) }
        if !problems.isEmpty { throw ConfigurationError(problems) }
    }

    /// The places of the country, where their file is there; one that the pack names must be.
    mutating func country(_ file: String?) throws(ConfigurationError) -> Country? {
        let path = path(file ?? PackFolder.countryDefault)
        guard let data = FileManager.default.contents(atPath: path),
            data.count <= PackFolder.countryBytesMax
        else {
            guard file != nil else { return nil }
            throw ConfigurationError(
                file: path, "cannot be read; `mendengar places import FILE` writes it")
        }
        do throws(Country.Failure) {
            let country = try Country(reading: String(decoding: data, as: UTF8.self))
            note("country", data)
            return country
        } catch {
            throw ConfigurationError([
                YAMLProblem(file: path, line: error.line, message: error.message)
            ])
        }
    }

    func path(_ file: String) -> String { file.hasPrefix("/") ? file : directory + "/" + file }
    func text(_ file: String) -> String { contents[file] ?? "" }
}
