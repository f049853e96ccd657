// Files of rules with a hit policy, tables, and what a rule may do: read strictly, and what comes of them.
import Complaints
import Foundation
import Language
import Region
import Rules
import TestSupport
import Testing

/// A small region with these files, loaded and checked.
func checked(_ files: [String: String]) throws -> (pack: RegionPack?, findings: [Finding]) {
    let small = try SmallPack(files)
    return withExtendedLifetime(small) { RegionPack.check(directory: small.path) }
}

@Suite struct TableTests {
    private static let table = """
        policy: first
        id: pju
        priority: 50
        when: { topics: [lampu], channel: [chat, email] }
        columns: [id, places, channel, agency, urgency, copies]
        rows:
          - [hulu, "63.06.01.2001", [sms, chat], PUPR, high, [UP3]]
          - [tengah, "63.06.01", any, SETDA, ~, ~]
        fallback: { agency: DISHUB, reason: "Lampu jalan diurus Dinas Perhubungan." }
        examples:
          - { text: "lampu mati di desa Hulu", agency: PUPR, row: hulu, urgency: high, copies: [UP3], given: { channel: chat } }
          - { text: "lampu mati di desa Hulu", agency: SETDA, row: tengah, given: { channel: email } }
          - { text: "lampu mati", agency: DISHUB, row: fallback, urgency: normal, given: { channel: chat } }

        """

    private func findings(_ rules: String) throws -> [Finding] {
        try checked(["rules/05.yaml": rules]).findings
    }

    private func ruling(
        _ rules: String, _ text: String, _ change: (inout Complaint) -> Void = { _ in }
    ) throws -> Ruling {
        let pack = try #require(try checked(["rules/05.yaml": rules]).pack)
        let moment = Date(timeIntervalSince1970: 1_795_312_800)
        var complaint = Complaint.example(text, at: moment)
        change(&complaint)
        return pack.rule(on: complaint, at: moment)
    }

    @Test func aTableDecidesByItsRowsAndItsExamplesProveIt() throws {
        #expect(try findings(Self.table).map(\.description) == [])
        let ruling = try ruling(Self.table, "lampu mati di desa Hulu") { $0.channel = .chat }
        #expect(ruling.decision.rule == "pju/hulu" && ruling.decision.urgency == .high)
        #expect(ruling.copies.map(\.id) == ["UP3"] && ruling.agency?.id == "PUPR")
    }

    @Test func aTablesCheckNamesTheRow() throws {
        let wrong = Self.table.replacing("agency: SETDA, row: tengah", with: "agency: SETDA, row: hulu")
        let found = try findings(wrong)
        #expect(found.contains { $0.message.contains("row hulu expected, but 'pju/tengah' chose SETDA") })
    }

    @Test(arguments: [
        ("columns: [id, places,", "columns: [id, place,", "unknown column 'place', did you mean 'places'?"),
        ("PUPR, high, [UP3]]", "PUPR, high]", "the row has 5 cells, the table has 6 columns"),
        ("PUPR, high,", "PUPR, hihg,", "did you mean 'high'?"),
        ("fallback: { agency: DISHUB", "# { agency: DISHUB", "lacks the key 'fallback'"),
        ("policy: first", "policy: frist", "did you mean 'first'?"),
        ("policy: first", "policy: collect", "the policy 'collect' only gathers"),
        ("topics: [lampu]", "topics: [lmapu]", "unknown topic 'lmapu', did you mean 'lampu'?"),
    ])
    func aWrongTable(was: String, becomes: String, message: String) throws {
        let found = try findings(Self.table.replacing(was, with: becomes))
        let finding = try #require(found.first { $0.message.contains(message) }, "\(found)")
        #expect(finding.file.hasSuffix("rules/05.yaml") && finding.line > 0 && finding.severity == .error)
    }

    @Test func equalPrioritiesThatContradictEachOtherAreFoundWithAWitness() throws {
        let rules = """
            policy: priority
            rules:
              - id: a
                priority: 7
                when: { words: [zebra] }
                agency: PUPR
                examples: [ { text: "ada zebra", agency: PUPR } ]
              - id: b
                priority: 7
                when: { words: [kuda] }
                agency: SETDA
                examples: [ { text: "ada kuda dan zebra" } ]

            """
        let found = try findings(rules).filter { $0.message.contains("have the same priority") }
        #expect(found.count == 1)
        #expect(found.first?.message.contains("'a' (PUPR) and 'b' (SETDA)") == true)
        #expect(found.first?.message.contains("as for 'zebra kuda'") == true)
        #expect(try findings(rules.replacing("policy: priority", with: "policy: first")).allSatisfy {
            !$0.message.contains("have the same priority")
        })
    }

    @Test func aMatterOfTheProvinceIsReferredAndTheCitizenIsToldWhy() throws {
        let rule = """
            - id: provinsi
              priority: 20
              when: { words: [jalan provinsi] }
              refer: PROVINSI
              reason: Jalan provinsi diurus pemerintah provinsi.
              legal_basis: UU 23/2014
              examples: [ { text: "jalan provinsi rusak", agency: PROVINSI } ]

            """
        #expect(try findings(rule).map(\.description) == [])
        let ruling = try ruling(rule, "jalan provinsi rusak")
        #expect(ruling.agency?.id == "PROVINSI" && ruling.status == .assigned)
        #expect(ruling.decision.referred == true && ruling.decision.legalBasis == "UU 23/2014")
        #expect(ruling.decision.reason == "Jalan provinsi diurus pemerintah provinsi.")
        #expect(try findings(rule.replacing("refer: PROVINSI", with: "refer: PUPR")).contains {
            $0.message == "PUPR belongs to the region: write `agency: PUPR`"
        })
        #expect(try findings(rule.replacing("  reason:", with: "  note:")).contains {
            $0.message.contains("must say why to the citizen")
        })
    }

    @Test func holdUrgencyAndCopiesWithTheirReason() throws {
        let rule = """
            - id: rahasia
              when: { words: [zebra] }
              hold: true
              urgency: low
              copies: [{ to: UP3, reason: Mohon dipantau }, overseer]
              examples: [ { text: "jalan rusak ada zebra", urgency: low } ]

            """
        #expect(try findings(rule).map(\.description) == [])
        let held = try ruling(rule, "jalan rusak ada zebra")
        #expect(held.decision.hold == true && held.decision.urgency == .low)
        #expect(held.copies.map(\.id) == ["UP3", "INSPEKTORAT"])
        #expect(held.copies.first?.reason == "Mohon dipantau")
        let plain = try ruling(rule, "jalan rusak")
        #expect(plain.decision.hold == nil && plain.decision.urgency == .normal && plain.copies == [])
    }

    @Test func whoOverseesAnAgencyLearnsOfComplaintsAboutIt() throws {
        func overseer(_ text: String) throws -> [String] { try ruling(Self.referring, text).copies.map(\.id) }
        #expect(try overseer("jalan rusak, lapor dipersulit") == ["INSPEKTORAT"])
        #expect(try overseer("jalan provinsi rusak, lapor dipersulit") == ["OMBUDSMAN"])
        // Nobody oversees himself.
        #expect(try overseer("zebra, lapor dipersulit") == [])
        #expect(try overseer("jalan rusak") == [])
    }

    private static let referring = """
        - { id: p, priority: 20, when: { words: [jalan provinsi] }, refer: PROVINSI, reason: Milik provinsi. }
        - { id: i, priority: 20, when: { words: [zebra] }, agency: INSPEKTORAT }

        """

    @Test func circumstancesOfAnExampleReachTheRule() throws {
        let rules = """
            - id: malam
              priority: 5
              when: { time: { hours: "22:00-05:00", working_day: false }, topics: [lampu] }
              agency: SETDA
              examples:
                - { text: "lampu mati", agency: SETDA, given: { at: "2026-11-28 23:30" } }
                - { text: "lampu mati", agency: DISHUB, given: { at: "2026-11-27 23:30" } }
            - id: janji
              priority: 6
              when: { commitment: { by: [Bupati], dated: true }, programme: [Bupati Mendengar] }
              agency: SETDA
              examples:
                - text: "jalan rusak"
                  agency: SETDA
                  given: { channel: radio, programme: Bupati Mendengar, promise: { by: Bupati, due: 2026-12-01 } }
                - { text: "jalan rusak", agency: PUPR, given: { channel: radio, programme: Bupati Mendengar } }
            - id: ramai
              when: { duplicate: { relation: [same_incident], count: 5 } }
              urgency: high
              examples:
                - { text: "jalan rusak", urgency: high, given: { case: { relation: same_incident, count: 5 } } }
            - id: palsu
              when: { sender: [anonymous], followup: false, channel: [email] }
              copies: [SETDA]
              examples:
                - { text: "jalan rusak", copies: [SETDA], given: { sender: anonymous, channel: email } }
            - id: dekat
              priority: 4
              when: { near: { words: [zebra, kuda], and: [hilang], within: 2 } }
              agency: SETDA
              examples:
                - { text: "hilang sudah kuda kami", agency: SETDA }
                - { text: "jalan rusak, zebra lewat di pinggir jalan itu hilang", agency: PUPR }
            - id: ingkar
              when: { late_promise: [agency, programme] }
              copies: [SETDA]
              examples:
                - { text: "jalan rusak di desa Hulu", copies: [SETDA], given: { late_promise: PUPR } }
                - text: "lampu mati di desa Hulu"
                  copies: [SETDA]
                  given: { channel: radio, programme: Bupati Mendengar, late_promise: PUPR }

            """
        #expect(try findings(rules).map(\.description) == [])
    }

    @Test(arguments: [
        ("time: { hours: 22-05 }", "are not hours like 22:00-05:00"),
        ("time: { weekday: [sat] }", "did you mean 'weekdays'?"),
        ("time: { dates: [2026-12-31/2026-12-01] }", "is neither a date like"),
        ("time: {}", "an empty time"),
        ("sender: annonymous", "did you mean 'anonymous'?"),
        ("duplicate: [same_incidents]", "did you mean 'same_incident'?"),
        ("near: { words: [a] }", "near lacks the key 'and'"),
        ("near: { words: [a], and: [b], within: 99 }", "must be a whole number from 0 to 20"),
        ("commitment: none", "commitment is 'any' or"),
        ("followup: yes please", "must be true or false"),
        ("late_promise: agancy", "did you mean 'agency'?"),
        ("late_promise: []", "late_promise is 'any', programme or agency"),
        ("late_promise: agency", "which is known only afterwards"),
        ("agreement: [ori]", "unknown agreement 'ori'"),
        ("agreement: {}", "an empty agreement"),
        ("agreement: { covers: [reporters] }", "did you mean 'reporter'?"),
        ("agreement: any", "which is known only afterwards"),
    ])
    func aWrongCondition(condition: String, message: String) throws {
        let found = try findings("- { id: x, when: { \(condition) }, agency: PUPR }\n")
        #expect(found.contains { $0.message.contains(message) && $0.line == 1 }, "\(found)")
    }
}
