// The directory of a pack: what is refused, what is warned of, who follows whom, what may be shared.
import Complaints
import Foundation
import Language
import Region
import Rules
import TestSupport
import Testing

@Suite struct DirectoryTests {
    private static let today = Day("2026-11-29")
    private static let agencies = """
        - { id: PUPR, name: Dinas PUPR, kind: opd, former_names: [ { name: Dinas PU, until: 2020-12-31 } ] }
        - { id: DISHUB, name: Dinas Perhubungan, kind: opd, valid_to: 2026-12-31, successor: PUPR }
        - { id: SETDA, name: Sekretariat Daerah, kind: opd }
        - { id: INSPEKTORAT, name: Inspektorat, kind: opd }
        - { id: OMBUDSMAN, name: Ombudsman, kind: pengawas }
        - { id: PROVINSI, name: Pemerintah Provinsi, kind: provinsi, overseer: OMBUDSMAN }
        """

    private func pack(_ files: [String: String]) throws -> RegionPack {
        let small = try SmallPack(files)
        return try withExtendedLifetime(small) { try RegionPack.load(directory: small.path) }
    }

    private func warnings(_ contacts: String, on day: String = "2026-11-29") throws -> [String] {
        try pack(["contacts.yaml": contacts]).check(on: Day(day))
            .filter { $0.severity == .warning && $0.file.hasSuffix("contacts.yaml") }
            .map { "\($0.line): \($0.message)" }
    }

    private func ruling(_ pack: RegionPack, _ text: String, _ day: String) throws -> Ruling {
        let moment = try #require(Timestamp.parse("\(day)T04:00:00Z"))
        return pack.rule(on: .example(text, at: moment), at: moment)
    }

    @Test("what is written wrong is an error with its line", arguments: [
        ("units: [ { id: UP3, name: U, per: kecamatan } ]\ncontacts: [ { of: UP3, place: \"63.06.01.2001\", office: x } ]",
            "'UP3' exists once per kecamatan, and '63.06.01.2001' is none"),
        ("contacts: [ { of: PUPR, place: \"63.06.01\", office: x } ]", "'PUPR' exists once in the region"),
        ("contacts: [ { of: PURP, office: x } ]", "unknown agency or unit 'PURP', did you mean 'PUPR'?"),
        ("units: [ { id: UP3, name: U, per: kecamatan } ]\ncontacts: [ { of: UP3, place: \"63.06.09\", office: x } ]",
            "unknown place '63.06.09'"),
        ("contacts: [ { of: PUPR, office: x, valid_from: 2026-02-02, valid_to: 2026-01-01 } ]",
            "valid_to lies before valid_from"),
        ("contacts: [ { of: PUPR, office: x, phone: \"abc\" } ]", "'abc' is no telephone number"),
        ("contacts: [ { of: PUPR, office: x, phone: \"12\" } ]", "'12' is no telephone number"),
        ("contacts: [ { of: PUPR, office: x, email: \"bukan surel\" } ]", "'bukan surel' is no e-mail address"),
        ("contacts: [ { of: PUPR, office: x, deputy: { office: y, email: \"a@kab\" } } ]", "'a@kab' is no e-mail"),
        ("contacts: [ { of: PUPR, office: x, deputy: { ofice: y } } ]", "unknown key 'ofice'"),
        ("counters: [ { id: a, name: b, at: SETDA } ]", "the counter 'a' lacks the key 'agency'"),
        ("pledges: [ { id: a, by: b, date: 2026-01-01, text: t } ]", "the pledge 'a' binds nobody"),
    ])
    func wrong(contacts: String, message: String) throws {
        let found = try checked(["contacts.yaml": contacts]).findings
        let finding = try #require(found.first { $0.message.contains(message) }, "\(found)")
        #expect(finding.severity == .error && finding.line > 0 && finding.file.hasSuffix("contacts.yaml"))
    }

    @Test("an SK that has ended, or not begun, and who stands in; an agency nobody can be reached at")
    func appointments() throws {
        let contacts = """
            contacts:
              - { of: PUPR, office: Sekretaris, phone: "+62811", sk: 5/2025, valid_to: 2026-11-28,
                  deputy: { office: Kepala Subbagian, phone: "+62812", sk: 6/2026, valid_from: 2026-12-01 } }
              - { of: DISHUB, office: Sekretaris }
              - { of: SETDA, office: Koordinator, phone: "+62813" }
            """
        let found = try warnings(contacts)
        func has(_ part: String) -> Bool { found.contains { $0.contains(part) } }
        #expect(has("2: the SK 5/2025 of 'Sekretaris' (PUPR) ended on 2026-11-28: nobody else can be reached there"))
        #expect(has("3: the SK 6/2026 of 'Kepala Subbagian' (PUPR) begins on 2026-12-01"))
        #expect(has("neither phone nor email, so that nobody can be reached at: DISHUB"))
        let later = try warnings(contacts, on: "2026-12-01")
        #expect(later.contains { $0.contains("what is for it falls to 'Kepala Subbagian'") })
        #expect(try warnings(SmallPack.contacts) == [])
        #expect(try warnings("units: []\n").contains { $0.contains("without a narahubung") && $0.hasSuffix("PUPR, DISHUB") })
        let one = "contacts: [ { of: PUPR, office: S, phone: \"+62811\" }, { of: DISHUB, office: S, email: a@b.example } ]"
        #expect(try warnings(one).contains { $0.contains("has no deputy") && $0.hasSuffix("at: PUPR, DISHUB") })
    }

    @Test("the ladder: narahubung, deputy, superior; whose SK has ended is left out, and named")
    func ladder() throws {
        let pack = try pack(["contacts.yaml": """
            contacts:
              - { of: PUPR, office: atasan, phone: "+62814", rank: superior }
              - { of: PUPR, office: narahubung, phone: "+62811", valid_to: 2026-11-28,
                  deputy: { office: wakil, phone: "+62812" }, escalation: [ { office: kepala, email: k@b.example } ] }
            """])
        func reached(_ day: String) throws -> [String] {
            pack.reachable(at: "PUPR", place: nil, on: try #require(Day(day))).map(\.office)
        }
        #expect(try reached("2026-11-28") == ["narahubung", "wakil", "atasan", "kepala"])
        #expect(try reached("2026-11-29") == ["wakil", "atasan", "kepala"])
        let day = try #require(Self.today)
        #expect(pack.lapsed(at: "PUPR", place: nil, on: day).map(\.office) == ["narahubung"])
        #expect(pack.lapsed(at: "PUPR", place: nil, on: Day(number: day.number - 1)) == [])
    }

    @Test("a merged agency's work goes to its successor from the day on, by rules, copies and names")
    func merger() throws {
        let pack = try pack(["agencies.yaml": Self.agencies])
        #expect(pack.check(on: Self.today).map(\.description) == [])
        #expect(try ruling(pack, "lampu mati", "2026-12-31").agency?.id == "DISHUB")
        #expect(try ruling(pack, "lampu mati", "2027-01-01").agency == AgencyRef(id: "PUPR", name: "Dinas PUPR"))
        let old = try #require(Day("2020-12-31"))
        #expect(pack.agency("PUPR")?.name(on: old) == "Dinas PU")
        #expect(pack.office("DISHUB", at: [], on: try #require(Day("2027-03-01")))?.id == "PUPR")
    }

    @Test("after a split a person decides until a rule names one of the parts; an end without an heir is warned of")
    func split() throws {
        let parted = Self.agencies.replacing("successor: PUPR", with: "successor: [PUPR, SETDA]")
        let ruling = try ruling(try pack(["agencies.yaml": parted]), "lampu mati", "2027-01-01")
        #expect(ruling.agency == nil && ruling.status == .triage)
        #expect(ruling.decision.rejected.first?.why.contains("DISHUB sudah dipecah menjadi PUPR, SETDA") == true)
        let ended = Self.agencies.replacing(", successor: PUPR", with: "")
        let found = try pack(["agencies.yaml": ended]).check(on: Self.today)
        #expect(found.contains { $0.severity == .warning && $0.message.contains("'DISHUB' ends on 2026-12-31") })
    }

    @Test("a number and an address as offices write them are none of an error", arguments: [
        ("112", "dinas@hss.go.id"), ("(0517) 21-234", "a.b+c@mail.hss.go.id"), ("+62 811 500 600", "x@y.id"),
    ])
    func addresses(phone: String, email: String) throws {
        let contacts = SmallPack.contacts
            + "  - { of: PUPR, office: Kepala, rank: superior, phone: \"\(phone)\", email: \"\(email)\" }\n"
        #expect(try checked(["contacts.yaml": contacts]).findings.map(\.description) == [])
    }

    @Test("a former name that another agency bears on the same days is warned of")
    func sharedNames() throws {
        func warnings(_ other: String) throws -> [String] {
            let agencies = Self.agencies.replacing("{ id: SETDA, name: Sekretariat Daerah, kind: opd }", with: other)
            return try pack(["agencies.yaml": agencies]).check(on: Self.today).map(\.message)
        }
        let found = try warnings("{ id: SETDA, name: Dinas PU, kind: opd }")
        #expect(found.contains { $0.hasPrefix("'PUPR' was called 'Dinas PU' until 2020-12-31, and 'SETDA' is") }, "\(found)")
        let later = try warnings("{ id: SETDA, name: Dinas PU, kind: opd, valid_from: 2021-01-01 }")
        #expect(!later.contains { $0.contains("was called") }, "\(later)")
    }

    @Test("what goes in a circle is an error", arguments: [
        ("kind: opd, valid_to: 2026-12-31, successor: PUPR }", "kind: opd, valid_to: 2026-12-31, successor: PUPR }\n"
            + "- { id: X, name: X, kind: opd, valid_to: 2026-01-01, successor: Y }\n"
            + "- { id: Y, name: Y, kind: opd, valid_to: 2026-02-01, successor: X }",
            "agencies follow each other in a circle: X -> Y -> X"),
        ("kind: pengawas }", "kind: pengawas, overseer: PROVINSI }",
            "agencies oversee each other in a circle: OMBUDSMAN -> PROVINSI -> OMBUDSMAN"),
        (", successor: PUPR", ", successor: PURP", "unknown agency 'PURP', did you mean 'PUPR'?"),
        ("valid_to: 2026-12-31, ", "", "an agency with a successor needs the last day of its own"),
    ])
    func circles(was: String, becomes: String, message: String) throws {
        let found = try checked(["agencies.yaml": Self.agencies.replacing(was, with: becomes)]).findings
        #expect(found.contains { $0.severity == .error && $0.line > 0 && $0.message.contains(message) }, "\(found)")
    }

    @Test("copies that two rules send to and fro are warned of")
    func copies() throws {
        let rules = SmallPack.rules + """
            - { id: a, when: { agency: PUPR }, copies: [DISHUB], examples: [ { text: jalan rusak, copies: [DISHUB] } ] }
            - { id: b, when: { agency: DISHUB }, copies: [PUPR], examples: [ { text: lampu mati, copies: [PUPR] } ] }

            """
        let found = try checked(["rules/10.yaml": rules]).findings
        #expect(found.contains { $0.severity == .warning && $0.message.contains("DISHUB -> PUPR -> DISHUB") }, "\(found)")
    }

    @Test("a rule asks for a pledge that binds the village, or the agency that decides")
    func pledges() throws {
        let contacts = SmallPack.contacts + """
            pledges:
              - { id: hulu, by: Desa Hulu, places: ["63.06.01.2001"], date: 2026-01-01, valid_to: 2026-12-31, text: jujur }
              - { id: lampu, by: Dinas, agencies: [DISHUB], date: 2026-01-01, text: terang }

            """
        let rules = SmallPack.rules + """
            - id: ikrar
              when: { pledge: any }
              copies: [INSPEKTORAT]
              examples:
                - { text: "jalan rusak di desa Hulu", copies: [INSPEKTORAT] }
                - { text: "lampu mati di desa Hilir", copies: [INSPEKTORAT] }

            """
        let (loaded, findings) = try checked(["contacts.yaml": contacts, "rules/10.yaml": rules])
        #expect(findings.map(\.description) == [])
        let pack = try #require(loaded)
        #expect(try ruling(pack, "jalan rusak di desa Hilir", "2026-11-29").copies == [])
        #expect(try ruling(pack, "jalan rusak di desa Hulu", "2027-01-01").copies == [])
        let wrong = try checked(["contacts.yaml": contacts, "rules/10.yaml": rules.replacing("any", with: "hlu")])
        #expect(wrong.findings.contains { $0.message.contains("unknown pledge 'hlu', did you mean 'hulu'?") })
    }

    @Test("outside of the region the text alone may be shared, until an agreement in force says more")
    func sharing() throws {
        let region = """
            id: kecil
            name: Kabupaten Kecil
            code: "63.06"
            timezone: Asia/Makassar
            tracking_prefix: KCL
            fallback: { triage: SETDA }
            counterparts:
              - { id: ori, name: Ombudsman, agencies: [OMBUDSMAN], parties: [Bupati, Ombudsman], number: 5/2026,
                  shares: [reporter, history], valid_from: 2026-06-01, valid_to: 2026-12-31 }
            """
        let pack = try pack(["region.yaml": region])
        let (before, within) = (try #require(Day("2026-05-31")), try #require(Self.today))
        #expect(pack.sharing(with: "PUPR", on: within) == nil && pack.sharing(with: nil, on: within) == nil)
        let early = pack.sharing(with: "OMBUDSMAN", on: before)
        #expect(early?.data == ["text"] && early?.agreement == nil && early?.state == .notYet)
        let now = pack.sharing(with: "OMBUDSMAN", on: within)
        #expect(now?.data == ["text", "reporter", "history"] && now?.agreement == "5/2026" && now?.state == .inForce)
        #expect(now?.why?.hasSuffix("Tidak diteruskan: lampiran, titik lokasi dan alamat.") == true)
        #expect(pack.sharing(with: "PROVINSI", on: within)?.state == .missing)
        let ended = try checked(["region.yaml": region.replacing("2026-12-31", with: "2026-11-01")]).findings
        #expect(ended.contains { $0.message.contains("the agreement 5/2026 with 'OMBUDSMAN' has ended") }, "\(ended)")
        let wrong = try checked(["region.yaml": region.replacing("[reporter,", with: "[reporters,")]).findings
        #expect(wrong.contains { $0.message.contains("did you mean 'reporter'?") }, "\(wrong)")
    }

    @Test("rules ask for an agreement that is in force on the day, and for what it lets be passed on")
    func agreements() throws {
        let region = """
            id: kecil
            name: Kabupaten Kecil
            code: "63.06"
            timezone: Asia/Makassar
            tracking_prefix: KCL
            fallback: { triage: SETDA }
            counterparts:
              - { id: dishub, name: Dishub, agencies: [DISHUB], parties: [A, B], shares: [reporter],
                  valid_from: 2026-06-01, valid_to: 2026-12-31 }
            """
        let rules = SmallPack.rules + """
            - { id: nota, when: { agreement: [dishub] }, copies: [SETDA],
                examples: [ { text: "lampu mati", copies: [SETDA] } ] }
            - { id: nama, when: { agreement: { covers: [reporter] } }, copies: [OMBUDSMAN],
                examples: [ { text: "lampu mati", copies: [OMBUDSMAN] } ] }

            """
        let (loaded, findings) = try checked(["region.yaml": region, "rules/10.yaml": rules])
        #expect(findings.filter { $0.severity == .error }.map(\.description) == [])
        let pack = try #require(loaded)
        #expect(try ruling(pack, "lampu mati", "2026-11-29").copies.map(\.id) == ["SETDA", "OMBUDSMAN"])
        #expect(try ruling(pack, "lampu mati", "2027-01-01").copies.isEmpty)
        #expect(try ruling(pack, "jalan rusak", "2026-11-29").copies.isEmpty)
    }

    @Test("the table has a row for each, and no cell that a spreadsheet would run")
    func table() throws {
        let pack = try pack([
            "agencies.yaml": Self.agencies,
            "contacts.yaml": SmallPack.contacts + "pledges: [ { id: p, by: \"=2+2\", places: [\"63.06.01.2001\"], "
                + "date: 2026-01-01, text: 'satu, \"dua\"' } ]\n",
        ])
        let csv = pack.directory(on: try #require(Day("2027-01-01"))).csv
        let lines = csv.components(separatedBy: "\r\n")
        #expect(lines.first == Directory.columns.joined(separator: ","))
        #expect(lines.contains("agency,DISHUB,,Dinas Perhubungan,opd,,,,,,,2026-12-31,ended,PUPR,,"))
        #expect(lines.contains("contact,PUPR,,,,Sekretaris PUPR,narahubung,+628110000,,,,,valid,,,"))
        #expect(csv.contains("'=2+2") && csv.contains("\"satu, \"\"dua\"\"\""))
        #expect(lines.dropLast().dropFirst().allSatisfy { $0.filter { $0 == "," }.count >= Directory.columns.count - 1 })
    }

    @Test("the real packs: a UP3 for each kecamatan and a Samping Desa for each village; ten villages with a pledge")
    func packs() throws {
        let day = try #require(Self.today)
        let home = try #require(hss).directory(on: day)
        #expect(home.units.first { $0.id == "UP3" }?.offices.count == 11)
        #expect(home.units.first { $0.id == "SAMPING_DESA" }?.offices.count == 148)
        #expect(home.villages.count == 148)
        let other = try RegionPack.load(directory: Places.balangan)
        #expect(other.pledges.first?.places.count == 10)
        #expect(other.gazetteer.entries.filter { !$0.flags.isEmpty }.map(\.code).sorted()
            == other.pledges.first?.places.sorted())
        #expect(other.sharing(with: "OMBUDSMAN", on: day)?.data == ["text"])
    }
}
