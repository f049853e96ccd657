// Broken packs: every mistake is found at once, with its file, its line and the nearest known name.
import Foundation
import Region
import ServiceKit
import Testing

@Suite struct BrokenPackTests {
    /// A copy of the HSS pack with one file changed.
    private func broken(_ file: String, _ change: (String) -> String) throws -> [Finding] {
        let ops = FileManager.default.temporaryDirectory
            .appending(path: "pack-\(UUID().uuidString)")
        let folder = ops.appending(path: "regions/hss")
        let files = FileManager.default
        try files.createDirectory(
            at: ops.appending(path: "regions"), withIntermediateDirectories: true)
        defer { try? files.removeItem(at: ops) }
        let pack = URL(filePath: packDirectory)
        try files.copyItem(at: pack, to: folder)
        // The word lists stand beside the regions.
        try files.copyItem(
            at: pack.deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "language"), to: ops.appending(path: "language"))
        let path = folder.appending(path: file)
        let text = try String(contentsOf: path, encoding: .utf8)
        let changed = change(text)
        try #require(changed != text, "the change did nothing")
        try changed.write(to: path, atomically: true, encoding: .utf8)
        // Of the contacts a pack without telephone numbers is warned in any case.
        let found = RegionPack.check(directory: folder.path).findings.filter {
            $0.severity == .error || !$0.file.hasSuffix("contacts.yaml")
        }
        return found.map { finding in
            var finding = finding
            finding.file = finding.file.replacing(folder.path + "/", with: "")
            return finding
        }
    }

    private func line(of needle: String, in text: String) -> Int {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0.contains(needle) }.map { $0 + 1 } ?? 0
    }

    @Test func rulesMayAskForTheFlagsOfTheMailService() throws {
        func findings(_ flag: String) throws -> [Finding] {
            try broken("rules/30-jalan-air.yaml") {
                $0.replacing(
                    "when: { topics: [irigasi]", with: "when: { flag: \(flag), topics: [irigasi]")
            }
        }
        #expect(
            try findings("spoofed_official").allSatisfy { !$0.message.contains("unknown flag") })
        #expect(
            try findings("spoofed_oficial").contains {
                $0.message == "unknown flag 'spoofed_oficial', did you mean 'spoofed_official'?"
            })
    }

    @Test(arguments: [
        (
            "rules/30-jalan-air.yaml", "agency: PERKIM", "agency: PERKM",
            "unknown agency 'PERKM', did you mean 'PERKIM'?"
        ),
        (
            "rules/30-jalan-air.yaml", "topics: [irigasi]", "topics: [irigsi]",
            "unknown topic 'irigsi', did you mean 'irigasi'?"
        ),
        (
            "rules/30-jalan-air.yaml", "when: { topics: [irigasi]", "when: { topic: [irigasi]",
            "unknown key 'topic' in "
        ),
        (
            "rules/30-jalan-air.yaml", "place: \"63.06.04.2011\"", "place: \"63.06.04.2111\"",
            "unknown place '63.06.04.2111'"
        ),
        (
            "region.yaml", "Asia/Makassar", "Asia/Makasar",
            "unknown timezone 'Asia/Makasar', did you mean 'Asia/Makassar'?"
        ),
        ("calendar.yaml", "2026-08-17", "2026-08-32", "'2026-08-32' is not a date like 2026-08-17"),
        (
            "phrases.yaml",
            "# Used by the radio service to tell calls from the rest of a programme.",
            "flags: { emergenci: [tolong] }",
            "unknown flag 'emergenci', did you mean 'emergency'?"
        ),
    ])
    func oneMistake(file: String, was: String, becomes: String, message: String) throws {
        var expectedLine = 0
        let findings = try broken(file) { text in
            guard let range = text.range(of: was) else { return text }
            let changed = text.replacingCharacters(in: range, with: becomes)
            expectedLine = line(of: becomes, in: changed)
            return changed
        }
        let finding = try #require(findings.first { $0.message.contains(message) }, "\(findings)")
        #expect(finding.file == file)
        // A key's value may begin on the line below.
        #expect((expectedLine...expectedLine + 1).contains(finding.line))
        #expect(finding.severity == .error)
    }

    @Test func allMistakesAtOnce() throws {
        let findings = try broken("rules/30-jalan-air.yaml") {
            $0.replacing("agency: PERKIM", with: "agency: PERKM")
                .replacing("topics: [irigasi]", with: "topics: [irigsi]")
        }
        #expect(findings.contains { $0.message.contains("'PERKM'") })
        #expect(findings.contains { $0.message.contains("'irigsi'") })
    }

    @Test func aFailingExampleSaysWhatCameOutAndWhy() throws {
        let findings = try broken("rules/50-lingkungan.yaml") {
            $0 + """
                - id: extra
                  priority: 300
                  when: { words: [zebra] }
                  agency: DLH
                  examples: [ { text: "got mampet ada zebra", agency: DLH } ]

                """
        }
        let wrong = findings.filter { $0.severity != .note }
        let finding = try #require(wrong.first)
        #expect(wrong.count == 1)
        #expect(finding.message.contains("agency DLH expected, but 'drainase' chose PUPR by"))
        #expect(finding.message.contains("'got mampet'"))
    }

    @Test func aRuleWithoutExamplesAndAnUnreachableOne() throws {
        let findings = try broken("rules/90-tembusan-wilayah.yaml") {
            $0 + """
                - id: never
                  when: { topics: [sampah], channel: [sms] }
                  agency: PUPR

                """
        }
        #expect(findings.contains { $0.message.contains("'never' has no examples") })
        #expect(findings.contains { $0.message.contains("can never decide: 'sampah'") })
    }

    @Test func noFallback() throws {
        let findings = try broken("region.yaml") {
            $0.replacing("triage: SETDA, usual:", with: "usual:")
        }
        #expect(findings.map(\.message).contains { $0.contains("no fallback") })
    }

    @Test func notYAMLAndNoFolder() throws {
        let findings = try broken("topics.yaml") { $0 + "\n- [" }
        #expect(findings.contains { $0.file == "topics.yaml" && $0.line > 0 })
        let missing = RegionPack.check(directory: "/nowhere")
        #expect(missing.pack == nil)
        #expect(missing.findings.contains { $0.file == "/nowhere/region.yaml" })
    }
}
