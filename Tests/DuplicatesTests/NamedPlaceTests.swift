// Villages that no gazetteer holds, by the names in the texts.
import Duplicates
import Testing

@Suite struct NamedPlaceTests {
    private static func isLinked(_ first: String, _ second: String) -> Bool {
        var told = Told()
        told.tell(first, from: 1, village: nil)
        return told.tell(second, from: 2, village: nil, day: 0.5).decision.link != nil
    }

    @Test(arguments: [
        ("air pdam mati di desa Talang Liak sudah tiga hari", "desa talang liak air ledeng tidak mengalir"),
        // Joined, without vowels, with a filler of the speaker between.
        ("air pdam mati di desa Talang Liak sudah tiga hari", "PDAM MATI DESA TALANGLIAK TOLONG PAK"),
        ("air pdam mati di desa Talang Liak sudah tiga hari", "ds talang lik air pdam mati lagi"),
        ("air pdam mati di desa Talang Liak", "air pdam di desa talang anu liak mati pak"),
        ("air pdam mati di kampung Binju kec Halong", "kp Binju kec Halong air pdam mati"),
    ])
    func twoComplaintsThatNameOneUnknownVillageAreOfOneCase(_ first: String, _ second: String) {
        #expect(Self.isLinked(first, second))
    }

    @Test(arguments: [
        "desa Talang Donok air pdam mati sudah tiga hari",
        "air pdam mati di kelurahan Binju sudah tiga hari",
        "air pdam mati di desa Sukau Mergo sudah tiga hari",
    ])
    func anotherNameIsAnotherVillage(_ other: String) {
        #expect(!Self.isLinked("air pdam mati di desa Talang Liak sudah tiga hari", other))
    }

    @Test func theNumberBehindANameIsOfTheName() {
        let first = "air pdam mati di desa Semelako II sudah tiga hari"
        #expect(Self.isLinked(first, "desa semelako ii air pdam mati"))
        #expect(!Self.isLinked(first, "desa semelako iii air pdam mati"))
    }

    @Test(arguments: ["desa kami", "desa ini", "kampung kita", "desa 3"])
    func wordsThatFollowDesaInAnySentenceAreNoName(_ words: String) {
        let facts = Told.facts("air pdam mati di \(words)", number: 1, village: nil)
        let other = Told.facts("air pdam mati", number: 1, village: nil)
        #expect(facts.bytes == other.bytes)
    }

    @Test func anUnknownVillageIsNotAKnownOne() {
        var told = Told()
        told.tell("air pdam mati sudah tiga hari", from: 1)
        let text = "air pdam mati di desa Talang Liak"
        let decision = told.tell(text, from: 2, village: nil, day: 0.5).decision
        #expect(decision.link == nil)
    }

    @Test func aLetterThatComesLateHidesNoOlderCase() throws {
        var told = Told()
        let first = told.tell("air pdam mati sudah tiga hari", from: 1, day: 500)
        // Written long ago, arrived only now: the newest of the village.
        told.tell("jembatan gantung patah papannya", from: 2, day: 1)
        let decision = told.tell("ledeng pdam tidak mengalir", from: 3, day: 500.5).decision
        #expect(try #require(decision.link).number == first.facts.number)
    }
}
