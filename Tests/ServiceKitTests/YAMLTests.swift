// The strict YAML reader: unknown keys, wrong types and overrides, each with its line.
import ServiceKit
import Testing

@Suite struct YAMLTests {
    private func problems(
        _ text: String, environment: [String: String] = [:], _ read: (YAMLMap) -> Void
    ) throws -> [String] {
        let problems = YAMLProblems()
        let root = try YAMLFile.parse(
            text, file: "f.yaml", problems: problems, environment: environment)
        read(root.map())
        return problems.list.map(\.description)
    }

    @Test func unknownKeyNamesLineAndNearest() throws {
        let found = try problems("listen: a\ndatabse: b\n") { map in
            _ = map.string("listen")
            _ = map.optionalString("database")
            map.finish()
        }
        #expect(found == ["f.yaml:2: unknown key 'databse' in the file, did you mean 'database'?"])
    }

    @Test func wrongTypesNameThePath() throws {
        let found = try problems("limits:\n  upload_mib: many\n  window: 3\n") { map in
            let limits = map.map("limits")
            #expect(limits.int("upload_mib", default: 20, in: 1...100) == 20)
            #expect(limits.duration("window", default: .seconds(10)) == .seconds(10))
            limits.finish()
            map.finish()
        }
        #expect(found.count == 2)
        #expect(found[0].contains("f.yaml:2: limits.upload_mib must be a whole number"))
        #expect(found[1].contains("f.yaml:3: limits.window must be a duration"))
    }

    @Test func missingRequiredKey() throws {
        let found = try problems("a: {}\n") { map in _ = map.map("a").string("name") }
        #expect(found == ["f.yaml:1: a lacks the key 'name'"])
    }

    @Test func environmentOverridesScalarsAndNamedElements() throws {
        let text = "sms:\n  accounts:\n    - { name: kannel-1708, secret: x }\n"
        let environment = [
            "MENDENGAR_SMS_ACCOUNTS_KANNEL_1708_SECRET": "y", "MENDENGAR_SMS_LISTEN": "h:1",
        ]
        _ = try problems(text, environment: environment) { map in
            let sms = map.map("sms")
            #expect(sms.string("listen") == "h:1")
            #expect(sms.list("accounts").first?.map().string("secret") == "y")
        }
    }

    @Test func notYAMLHasItsLine() {
        let problems = YAMLProblems()
        #expect {
            try YAMLFile.parse("a: [1\nb: }", file: "f.yaml", problems: problems)
        } throws: { error in
            "\(error)".contains("f.yaml:2")
        }
        #expect {
            try YAMLFile.parse("a: 1\na: 2", file: "f.yaml", problems: problems)
        } throws: { error in
            "\(error)".contains("stands twice")
        }
    }

    @Test func nearestIgnoresWhatIsFar() {
        #expect(nearest(to: "PUPPR", among: ["PUPR", "PLN"]) == "PUPR")
        #expect(nearest(to: "banana", among: ["PUPR", "PLN"]) == nil)
        #expect(editDistance(Array("listen"), Array("lisetn")) == 1)
    }

    private enum Level: String, CaseIterable { case desa, kelurahan }

    @Test func wrongWordListsTheKnownOnes() throws {
        let found = try problems("level: dessa\n") { map in
            #expect(map.choice("level", Level.self) == nil)
        }
        #expect(found.first?.contains("did you mean 'desa'? Known: desa, kelurahan") == true)
    }
}
