// `mendengar check` on rules that are written in vain: each is named with a text that shows it.
import Region
import Rules
import TestSupport
import Testing

@Suite struct VainRulesTests {
    private func findings(_ rules: String) throws -> [Finding] {
        try checked(["rules/05.yaml": rules]).findings.filter { $0.file.hasSuffix("05.yaml") }
    }

    @Test("a rule behind one that takes all its cases is an error with a text, and where that goes")
    func covered() throws {
        let finding = try #require(
            try findings(
                """
                - id: umum
                  when: { topics: [lampu] }
                  agency: DISHUB
                  examples: [ { text: "lampu mati", agency: DISHUB } ]
                - id: khusus
                  when: { topics: [lampu], places: ["63.06.01.2001"] }
                  agency: PUPR
                  examples: [ { text: "lampu mati di desa Hulu", agency: DISHUB } ]
                """
            ).first { $0.message.contains("'khusus' can never decide: 'umum' comes first") })
        #expect(finding.severity == .error && finding.line == 5)
        #expect(finding.message.contains("as for 'lampu "))
        #expect(finding.message.contains("di desa Hulu', which goes to DISHUB by 'umum'"))
    }

    @Test("a longer phrase behind a shorter one loses in all that can be said")
    func shadowed() throws {
        let rules = """
            - id: rusak
              when: { words: [rusak] }
              agency: PUPR
              examples: [ { text: "rusak parah", agency: PUPR } ]
            - id: jembatan-rusak
              when: { words: [jembatan rusak] }
              agency: SETDA
              examples: [ { text: "jembatan rusak", agency: PUPR } ]
            """
        let found = try findings(rules)
        let finding = try #require(found.first { $0.message.contains("'jembatan-rusak' lost to 'rusak'") }, "\(found)")
        #expect(finding.severity == .warning)
        #expect(finding.message.contains("as for 'jembatan rusak', which goes to PUPR by 'rusak'"))
        let other = try findings(rules.replacing("words: [rusak]", with: "words: [rusak], channel: chat"))
        #expect(!other.contains { $0.message.contains("lost to") }, "\(other)")
    }

    @Test("what nothing can satisfy", arguments: [
        ("{ words: [zebra], channel: sms, all: [ { channel: email } ] }", "the channel sms and for the channel email at once"),
        ("{ words: [zebra], agency: PUPR }", "asks for the agency PUPR, which is known only afterwards"),
        ("{ words: [zebra], not: { words: [zebra, kuda] } }", "asks for words and for not words at once"),
        ("{ words: [zebra merah], not: { words: [zebra] } }", "whoever says 'zebra merah' says 'zebra' too"),
        ("{ words: [zebra, zebra merah], not: { any: [ { words: [zebra] }, { words: [kuda] } ] } }", "'zebra' too"),
        ("{ words: [zebra], time: { weekdays: [sun], working_day: true } }", "no day is"),
        ("{ words: [zebra], programme: any, channel: sms }", "at once"),
        ("{ words: [zebra], time: { weekdays: [sun], dates: [2026-12-01/2026-12-03] } }", "no day is the time sun"),
    ])
    func contradictions(condition: String, message: String) throws {
        let found = try findings(
            "- id: mustahil\n  when: \(condition)\n  agency: PUPR\n  examples: [ { text: zebra, agency: triage } ]\n")
        let finding = try #require(found.first { $0.message.contains("'mustahil' can never hold") }, "\(found)")
        #expect(finding.severity == .error && finding.message.contains(message), "\(finding)")
    }

    @Test("words of a rule that are read as others, as in every text, are told; the pack stays good")
    func rewrittenWords() throws {
        let rules = """
            - id: tidak-ada-air
              when: { words: ["gak ada banyu|air-air", "=Gak tahu"] }
              agency: PUPR
              examples: [ { text: "tidak ada air", agency: PUPR } ]
            """
        let findings = try checked([
            "rules/05.yaml": rules,
            "../../language/slang.yaml": "about: uji\nkind: slang\nwords: { tidak: [gak], air: [banyu] }\n",
        ]).findings.filter { $0.file.hasSuffix("05.yaml") }
        #expect(findings.map(\.severity) == [.note] && findings.map(\.line) == [1])
        #expect(
            findings.first?.message
                == "words of the rule 'tidak-ada-air' are read as others: 'banyu' as 'air', 'gak' as 'tidak'")
    }

    @Test("a phrase that may also be said without the excluded word is not in vain")
    func sometimes() throws {
        let found = try findings(
            """
            - id: boleh
              when: { words: [zebra merah, kuda], not: { words: [zebra] } }
              agency: PUPR
              examples: [ { text: kuda, agency: PUPR } ]

            """)
        #expect(found.map(\.description) == [])
    }

    @Test("an empty list is an error where it stands", arguments: ["words", "topics", "places", "channel", "any"])
    func empty(key: String) throws {
        let found = try findings(
            "- id: kosong\n  when: { \(key): [] }\n  agency: PUPR\n  examples: [ { text: zebra, agency: triage } ]\n")
        let finding = try #require(found.first { $0.message.contains("'\(key)' is an empty list") }, "\(found)")
        #expect(finding.severity == .error && finding.line == 2)
    }

    @Test("a rule whose days are over is warned of, in a book that is not", arguments: [
        "valid_to: 2026-11-01\n  when: { words: [zebra] }",
        "when: { words: [zebra], time: { dates: [2026-10-01, 2026-10-05/2026-11-01] } }",
    ])
    func past(rule: String) throws {
        func warnings(_ day: String, _ files: [String: String] = [:]) throws -> [String] {
            let rules = SmallPack.rules + "- id: lampau\n  \(rule)\n  agency: PUPR\n"
                + "  examples: [ { text: zebra, agency: PUPR, given: { at: 2026-11-01 } } ]\n"
            let small = try SmallPack(["rules/10.yaml": rules].merging(files) { $1 })
            return try withExtendedLifetime(small) { try RegionPack.load(directory: small.path) }
                .check(on: Day(day)).filter { $0.severity == .warning }.map(\.message)
        }
        #expect(try warnings("2026-11-02") == [
            "the rule 'lampau' holds no more: its last day was 2026-11-01; give it new days, or take it out"
        ])
        #expect(try warnings("2026-11-01") == [])
        let next = ["rules-2/book.yaml": "effective_from: 2026-11-02\n", "rules-2/10.yaml": SmallPack.rules]
        #expect(try warnings("2026-11-02", next) == [])
    }
}
