// Reads a region pack's folder and reports everything that is wrong with it at once.
import Complaints
import Language
import Rules
package import ServiceKit

extension RegionPack {
    /// Loads a pack.
    ///
    /// - Parameter directory: the folder with region.yaml, agencies.yaml, contacts.yaml, topics.yaml,
    ///   places.yaml, calendar.yaml, phrases.yaml, rules/*.yaml, and rules-*/*.yaml for books of other
    ///   times.
    /// - Throws: ``ConfigurationError`` with all problems: file, line, what is wrong, nearest known name.
    package static func load(directory: String) throws(ConfigurationError) -> RegionPack {
        var files = try PackFolder(directory)
        let problems = YAMLProblems()
        func root(_ file: String) throws(ConfigurationError) -> YAMLValue {
            try YAMLFile.parse(files.text(file), file: files.path(file), problems: problems)
        }
        var region = RegionFile(try root("region.yaml"))
        try files.addLanguage(region.language)
        var languageRoots: [YAMLValue] = []
        for file in files.language { languageRoots.append(try root(file)) }
        let language = LanguageFolder(languageRoots)
        let country = try files.country(region.country) ?? language.country
        let agencies = AgenciesFile.overseen(AgenciesFile.read(try root("agencies.yaml")))
        let contactsMap = try root("contacts.yaml").map()
        let units = DirectoryFile.units(contactsMap)
        let places = PlacesFile(try root("places.yaml"), regionCode: region.code)
        let calendar = CalendarFile(try root("calendar.yaml"))
        var known = KnownNames(
            agencies: Set(agencies.map(\.id)), units: Set(units.map(\.id)),
            placeCodes: Set(places.entries.map(\.code)),
            placeFlags: Set(places.entries.flatMap(\.flags)),
            agencyFlags: Set(agencies.flatMap(\.flags)),
            agenciesBeyond: Set(agencies.filter { !$0.kind.isOfTheRegion }.map(\.id)),
            flags: SignalsFile.flags,
            channelFlags: SignalsFile.channelFlags)
        let listed = DirectoryFile(contactsMap, known, agencies, units)
        known.pledges = Set(listed.pledges.map(\.id))
        contactsMap.finish()
        region.readAgreements(known)
        known.agreements = Set(region.agreements.map(\.id))
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
        let judges = agencies.filter { agency in
            topics.topics.contains { $0.isSensitive && $0.agency == agency.id }
        }
        let blame = signals.blameWords(judges, &phrases)
        var shelf = BookShelf(
            known, calendar.clocks, places: PlacesFile.names(of: places.entries),
            topics: Dictionary(topics.topics.map { ($0.id, $0.name) }) { first, _ in first })
        for book in files.books {
            let header = try book.header.map { (file) throws(ConfigurationError) in try root(file) }
            var roots: [YAMLValue] = []
            for file in book.files { roots.append(try root(file)) }
            shelf.read(
                book.folder, header, roots, id: "\(region.id) sha256:\(files.hash(book.folder))", &phrases)
        }
        shelf.finish()
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
            units: units, contacts: listed.contacts, counters: listed.counters,
            pledges: listed.pledges, agreements: region.agreements,
            topics: topics.topics,
            gazetteer: Gazetteer(
                places.entries, spots: places.spots, lists: language.lists, country: country),
            calendar: WorkingCalendar(
                offset: RegionFile.offsets[region.timezone] ?? 0, weekdays: calendar.weekdays,
                holidays: calendar.holidays),
            clocks: calendar.clocks, station: phrasesFile.station, tokenizer: tokenizer,
            phrases: phrases, lexicon: TopicLexicon(topics.keywords),
            signals: signals.signals(learned: language.learnedSignals), blame: blame,
            books: shelf.books,
            evidence: evidence, evidencePrecision: region.evidencePrecision,
            sources: shelf.sources, directory: directory,
            watched: PackFingerprint.watched(directory, language: region.language, country: region.country))
    }
}
