// Rule books: what they say of themselves, their days, and which one decides at midnight in the region.
import Complaints
import Foundation
import Language
import Region
import Rules
import TestSupport
import Testing

@Suite struct BookTests {
    /// From 2027 on roads are the business of DISHUB.
    private static let next: [String: String] = [
        "rules/book.yaml": "version: \"1\"\nowner: Bagian Organisasi\nlegal_basis: Perbup 4/2020\n",
        "rules-2027/book.yaml": "version: \"2\"\neffective_from: 2027-01-01\nlegal_basis: Perbup 9/2026\n",
        "rules-2027/10.yaml": SmallPack.rules.replacing("PUPR", with: "DISHUB"),
    ]

    private func ruling(_ pack: RegionPack, _ text: String, _ received: String) throws -> Ruling {
        let moment = try #require(Timestamp.parse(received))
        return pack.rule(on: .example(text, at: moment), at: moment)
    }

    @Test func theBookOfTheLocalDayOfReceptionDecides() throws {
        let (loaded, findings) = try checked(Self.next)
        #expect(findings.map(\.description) == [])
        let pack = try #require(loaded)
        // New Year begins in Makassar when it is 16:00 in Greenwich.
        let old = try ruling(pack, "jalan rusak", "2026-12-31T15:59:59Z")
        let new = try ruling(pack, "jalan rusak", "2026-12-31T16:00:00Z")
        #expect(old.agency?.id == "PUPR" && new.agency?.id == "DISHUB")
        #expect(old.decision.bookVersion == "1" && new.decision.bookVersion == "2")
        #expect(old.decision.legalBasis == "Perbup 4/2020")
        #expect(old.decision.ruleBook == pack.books[0].id && new.decision.ruleBook == pack.books[1].id)
        #expect(old.decision.ruleBook != new.decision.ruleBook)
    }

    @Test func aNewBookBesideItDoesNotChangeTheHashOfTheOldOne() throws {
        let alone = try #require(try checked([:]).pack)
        let header = Self.next["rules-2027/book.yaml"] ?? ""
        let rules = Self.next["rules-2027/10.yaml"] ?? ""
        let both = try SmallPack(["rules-2027/book.yaml": header, "rules-2027/10.yaml": rules])
        let pack = try RegionPack.load(directory: both.path)
        #expect(pack.books[0].id == alone.ruleBook.id)
        // What the books share belongs to both.
        try both.write("units: []\n", to: "contacts.yaml")
        let changed = try RegionPack.load(directory: both.path)
        #expect(zip(changed.books, pack.books).allSatisfy { $0.id != $1.id })
    }

    @Test func whereNoBookIsInForceAPersonDecides() throws {
        let days = "effective_from: 2026-01-01\neffective_to: 2026-11-30\n"
        let (loaded, findings) = try checked(["rules/book.yaml": days])
        #expect(findings.contains { $0.severity == .error && $0.message.contains("in force from 2026-12-01") })
        let pack = try #require(loaded)
        for moment in ["2026-12-01T00:00:00Z", "2025-12-01T00:00:00Z"] {
            let ruling = try ruling(pack, "jalan rusak", moment)
            #expect(ruling.status == .triage && ruling.decision.ruleBook == "kecil none")
            #expect(ruling.decision.rejected.first?.why.contains("tidak ada buku aturan yang berlaku") == true)
        }
    }

    @Test("a pack whose first book has not begun is an error until that day")
    func notYetInForce() throws {
        let small = try SmallPack(["rules/book.yaml": "effective_from: 2027-01-01\n"])
        let pack = try withExtendedLifetime(small) { try RegionPack.load(directory: small.path) }
        let found = pack.check(on: Day("2026-12-31")).filter { $0.severity == .error }
        #expect(found.map(\.message).first?.hasPrefix("no rule book is in force on 2026-12-31: the first one begins") == true)
        #expect(pack.check(on: Day("2027-01-01")).filter { $0.severity == .error }.map(\.description) == [])
    }

    @Test("who sends is known where the channel brings a number or an address", arguments: [
        (Channel.sms, nil, true), (.chat, nil, true), (.email, nil, true), (.counter, nil, true),
        (.radio, nil, false), (.open311, nil, false), (.sms, true, false), (.radio, false, true),
    ])
    func sender(channel: Channel, isAnonymous: Bool?, isKnown: Bool) throws {
        let rule = "- { id: kenal, when: { words: [zebra], sender: known }, agency: PUPR, "
            + "examples: [ { text: zebra, agency: PUPR } ] }\n"
        let (loaded, findings) = try checked(["rules/05.yaml": rule])
        #expect(findings.map(\.description) == [])
        var given = ExampleCircumstances()
        (given.channel, given.isAnonymous) = (channel, isAnonymous)
        let moment = Date(timeIntervalSince1970: 1_795_312_800)
        let ruling = (try #require(loaded)).rule(on: given.complaint("zebra", at: moment), at: moment)
        #expect((ruling.decision.rule == "kenal") == isKnown)
    }

    @Test(arguments: [
        ("effective_form: 2027-01-01", "unknown key 'effective_form' in the file, did you mean 'effective_from'?"),
        ("effective_from: 2027-02-30", "'2027-02-30' is not a date"),
        ("effective_from: 2027-02-02\neffective_to: 2027-01-01", "effective_to lies before effective_from"),
        ("version: \"2\"", "another rule book begins at the beginning of time too"),
    ])
    func aWrongHeader(header: String, message: String) throws {
        let findings = try checked(
            ["rules-2027/book.yaml": header, "rules-2027/10.yaml": SmallPack.rules]
        ).findings
        let finding = try #require(findings.first { $0.message.contains(message) }, "\(findings)")
        #expect(finding.file.hasSuffix("rules-2027/book.yaml") && finding.line > 0)
    }

    @Test func aRuleOfOtherDaysThanItsBooksIsFound() throws {
        var files = Self.next
        files["rules-2027/10.yaml"] = SmallPack.rules.replacing(
            "- id: jalan\n", with: "- id: jalan\n  valid_to: 2026-12-31\n")
        let found = try checked(files).findings
        #expect(found.contains { $0.message.contains("'jalan' can never hold: its days (until 2026-12-31)") })
        files["rules-2027/10.yaml"] = SmallPack.rules.replacing(
            "- id: jalan\n", with: "- id: jalan\n  valid_from: 2027-02-01\n")
        #expect(try checked(files).findings.map(\.description) == [])
    }

    @Test func anExampleOfAnotherBooksDaysIsWrong() throws {
        var files = Self.next
        files["rules/10.yaml"] = SmallPack.rules.replacing(
            "{ text: \"lampu mati\",", with: "{ text: \"lampu mati\", given: { at: 2027-03-01 },")
        let findings = try checked(files).findings
        #expect(findings.map(\.message).contains { $0.contains("a day on which another rule book decides") })
    }
}
