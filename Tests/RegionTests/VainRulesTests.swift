// `mendengar check` on rules that are written in vain: each is named with a text that shows it.
import Region
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
        ("{ words: [zebra], channel: sms, all: [ { channel: email } ] }", "saluran sms and for saluran email at once"),
        ("{ words: [zebra], agency: PUPR }", "asks for instansi PUPR, which is known only afterwards"),
        ("{ words: [zebra], not: { words: [zebra, kuda] } }", "asks for kata yang diminta and for pengecualian"),
        ("{ words: [zebra], time: { weekdays: [sun], dates: [2026-12-01/2026-12-03] } }", "no day is waktu terima Minggu"),
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
}
