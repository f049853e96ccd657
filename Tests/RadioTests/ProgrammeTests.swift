// Whole programmes, given and invented, against what a careful listener writes down.
import Complaints
import Foundation
import Region
import TestSupport
import Testing

@testable import RadioService

/// What a listener expects of one item; fields left out are not compared.
private struct Expected: Decodable {
    struct Item: Decodable {
        var kind: String
        var covers: [Int]?
        var excludes: [Int]?
        var ranges: Int?
        var name: String?
        var anonymous: Bool?
        var phone: String?
        var place: String?
        var text: String?
        var due: [String?]?
        /// First and last line of the file, or turn, that belong to the item.
        var lines: [Int]?
        var turns: [Int]?
        /// Words the text must hold, and must not.
        var says: [String]?
        var lacks: [String]?
    }
    var aired_on: String
    var format: String
    var turns: Int?
    var items: [Item]
}

/// The fixtures handed to the project: `segments` only, by line, time or cue.
private struct Given: Decodable {
    struct Caller: Decodable {
        var name: String?
        var anonymous: Bool
        var phone_suffix: String?
    }
    struct Instruction: Decodable { var due: String? }
    struct Segment: Decodable {
        var caller: Caller
        var kind: String
        var complaint: String
        var instructions: [Instruction]
    }
    var date: String
    var segments: [Segment]
}

@Suite struct ProgrammeTests {
    static let places = PlaceNames([
        "Habirau", "Habirau Tengah", "Daha Selatan", "Gambah Dalam", "Kandangan", "Sungai Raya",
        "Baru", "Bamban Selatan", "Angkinang", "Hulu Banyu", "Loksado", "Kandangan Barat",
        "Bangkau",
        "Lumpangi", "Muara Banta", "Taras Padang", "Malinau", "Telaga Langsat", "Banjarbaru", "Jambu Hilir", "Tumbukan Banyu",
        "Pakan Dalam",
    ])

    private func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    @Test(arguments: ["01_labelled.txt", "02_asr.srt", "03_voice.vtt"])
    func givenProgramme(_ name: String) throws {
        let stem = name.prefix { $0 != "." }
        let given = try JSONDecoder().decode(Given.self, from: fixture("\(stem).expected.json"))
        let draft = try draft(name, airedOn: given.date, places: Self.places)
        try checkPartition(draft)
        let found = draft.items.filter { $0.kind == .complaint || $0.kind == .question }
        try #require(found.count == given.segments.count)
        for (item, wanted) in zip(found, given.segments) {
            #expect(item.kind == (wanted.kind == "permintaan_informasi" ? .question : .complaint))
            #expect(words(item.text) == words(wanted.complaint))
            #expect(item.caller.name == wanted.caller.name)
            #expect(item.caller.anonymous == wanted.caller.anonymous)
            if let suffix = wanted.caller.phone_suffix {
                #expect(item.caller.phone?.hasSuffix(suffix) == true)
            }
            for instruction in wanted.instructions {
                #expect(
                    item.responses.contains { $0.due == instruction.due },
                    "\(item.responses) should promise \(instruction.due ?? "nothing")")
            }
        }
    }

    @Test(arguments: ["04_formal.txt", "05_banjar.txt", "06_asr.srt"])
    func inventedProgramme(_ name: String) throws {
        let stem = name.prefix { $0 != "." }
        let expected = try JSONDecoder().decode(
            Expected.self, from: fixture("\(stem).expected.json"))
        let draft = try draft(
            name, airedOn: expected.aired_on, places: Self.places,
            segmenter: name == "06_asr.srt" ? Self.station.get() : nil)
        try checkPartition(draft)
        #expect(draft.turns.count == expected.turns)
        try #require(draft.items.map(\.kind.rawValue) == expected.items.map(\.kind))
        for (item, wanted) in zip(draft.items, expected.items) {
            let covered = item.turns.flatMap { Array($0[0]...$0[1]) }
            for turn in wanted.covers ?? [] { #expect(covered.contains(turn)) }
            for turn in wanted.excludes ?? [] { #expect(!covered.contains(turn)) }
            if let ranges = wanted.ranges { #expect(item.turns.count == ranges) }
            if let name = wanted.name { #expect(item.caller.name == name) }
            if let anonymous = wanted.anonymous {
                #expect(item.caller.anonymous == anonymous)
                #expect(item.caller.name == nil)
            }
            if let phone = wanted.phone { #expect(item.caller.phone == phone) }
            if let place = wanted.place { #expect((item.placeText ?? "").contains(place)) }
            if let text = wanted.text { #expect(item.text == text) }
            if let due = wanted.due { #expect(item.responses.map(\.due) == due) }
        }
    }

    /// Every habit of writing, every way of taking a call: only the citizens' matters count here.
    @Test(arguments: [
        "07_dash.txt", "08_names.txt", "09_initials.txt", "10_plain.srt", "11_blocks.txt",
        "12_bars.txt", "13_diarized.vtt", "14_plain.srt",
    ])
    func variedProgramme(_ name: String) throws {
        let stem = name.prefix { $0 != "." }
        let expected = try JSONDecoder().decode(
            Expected.self, from: fixture("\(stem).expected.json"))
        let draft = try draft(name, airedOn: expected.aired_on, places: Self.places)
        try checkPartition(draft)
        let found = draft.items.filter { $0.kind != .other }
        try #require(found.map(\.kind.rawValue) == expected.items.map(\.kind))
        for (item, wanted) in zip(found, expected.items) {
            let numbers = item.turns.flatMap { Array($0[0]...$0[1]) }
            if let lines = wanted.lines {
                let inside = draft.turns.filter { (lines[0]...lines[1]).contains($0.line) }
                for turn in inside { #expect(numbers.contains(turn.n)) }
            }
            if let turns = wanted.turns {
                for turn in turns[0]...turns[1] { #expect(numbers.contains(turn)) }
            }
            if let ranges = wanted.ranges { #expect(item.turns.count == ranges) }
            if let name = wanted.name { #expect(item.caller.name == name) }
            if let anonymous = wanted.anonymous { #expect(item.caller.anonymous == anonymous) }
            if let phone = wanted.phone { #expect(item.caller.phone == phone) }
            if let place = wanted.place { #expect((item.placeText ?? "").contains(place)) }
            for words in wanted.says ?? [] { #expect(item.text.contains(words)) }
            for words in wanted.lacks ?? [] { #expect(!item.text.contains(words)) }
            if let due = wanted.due { #expect(item.responses.map(\.due) == due) }
        }
    }

    @Test func placesOfTheGivenProgrammes() throws {
        let first = try draft("01_labelled.txt", airedOn: "2021-03-10", places: Self.places)
        let named = first.items.filter { $0.kind != .other }.map(\.placeText)
        #expect(
            named == [
                "Desa Habirau, Daha Selatan", "gambah dalam kec kandangan",
                "Baru yang di Sungai Raya", "Bamban Selatan, Angkinang",
            ])
        let second = try draft("02_asr.srt", airedOn: "2021-04-14", places: Self.places)
        #expect(
            second.items.filter { $0.kind != .other }.map(\.placeText) == [
                "desa hulu banyu loksado", "kandangan barat", "bangkau", "malinau loksado",
            ])
    }

    @Test func resumedCallHasTwoRanges() throws {
        let draft = try draft("02_asr.srt", airedOn: "2021-04-14", places: Self.places)
        let resumed = draft.items.filter { $0.turns.count == 2 }
        #expect(resumed.count == 1)
        #expect(resumed.first?.caller.name == "Jumadi")
    }

    @Test func confidenceIsLowerWithoutLabels() throws {
        let labelled = try draft("01_labelled.txt", airedOn: "2021-03-10", places: Self.places)
        let plain = try draft("02_asr.srt", airedOn: "2021-04-14", places: Self.places)
        func mean(_ items: [Item]) -> Double {
            let matters = items.filter { $0.kind != .other }
            return matters.reduce(0) { $0 + $1.confidence } / Double(max(1, matters.count))
        }
        #expect(mean(labelled.items) > mean(plain.items) + 0.1)
    }

    @Test func thanksAndSongRequestsAreNoComplaints() throws {
        let draft = try draft("03_voice.vtt", airedOn: "2021-05-05", places: Self.places)
        #expect(draft.items.contains { $0.kind == .praise && $0.caller.name == "Idrus" })
        let songs = try self.draft("01_labelled.txt", airedOn: "2021-03-10", places: Self.places)
        #expect(
            songs.items.first { $0.turns.contains { $0[0] <= 13 && $0[1] >= 13 } }?.kind == .other)
    }

    private func draft(
        _ name: String, airedOn: String, places: PlaceNames, segmenter: Segmenter? = nil
    ) throws -> ProgrammeDraft {
        try ProgrammeDraft.make(
            file: fixture(name), station: "uji", airedOn: #require(LocalDate(airedOn)),
            segmenter: segmenter ?? Segmenter(model: try Model.standard(), places: places))
    }

    /// As a station has it, with the phrases and signals of its region: without them nobody hears in small
    /// letters where one call ends.
    private static let station = Result {
        Segmenter(model: try Model.standard(), try RegionPack.load(directory: TestSupport.Places.region))
    }
}

func fixture(_ name: String) throws -> Data {
    let url = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return try Data(contentsOf: url.appendingPathComponent(name))
}

/// Every turn belongs to exactly one item.
func checkPartition(_ draft: ProgrammeDraft) throws {
    let covered = draft.items.flatMap(\.turns).flatMap { Array($0[0]...$0[1]) }.sorted()
    try #require(covered == draft.turns.map(\.n))
}
