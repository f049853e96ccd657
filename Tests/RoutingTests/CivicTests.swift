// Open311 through Routing's real router: what apps post goes the way of an SMS, and what is public tells nobody's
// name.
import Complaints
import Foundation
import HTTPTypes
import Region
import Store
import Testing
import TestSupport

@testable import RoutingService

@Suite struct CivicTests {
    private let rooms = RoutingTests()
    private static let form = "application/x-www-form-urlencoded"
    static let base = "/open311/v2"

    struct Posted: Decodable {
        var service_request_id: String
        var service_notice: String
        var account_id: String?
    }

    struct Shown: Decodable {
        var service_request_id: String
        var status: String
        var status_notes: String
        var service_code: String
        var description: String?
        var agency_responsible: String?
        var requested_datetime: String
        var address: String?
        var lat: Double?
        var media_url: String?
    }

    static let report = [
        "api_key": "intake", "service_code": "jalan_rusak", "lat": "-2.780000", "long": "115.260000",
        "description": "Jalan di desa Habirau rusak parah", "first_name": "Budi", "last_name": "Santoso",
        "email": "budi@warga.example", "phone": "081234567890",
    ]

    static func encoded(_ fields: [String: String]) -> String {
        fields.sorted { $0.key < $1.key }.map { "\(urlEncoded($0.key))=\(urlEncoded($0.value))" }
            .joined(separator: "&")
    }

    func post(
        _ house: RoutingTests.House, _ changes: [String: String?] = [:], path: String = "/requests.json"
    ) async throws -> (status: HTTPResponse.Status, text: String) {
        var fields = Self.report
        for (name, value) in changes { fields[name] = value }
        return try await house.call(
            .post, Self.base + path, token: "", body: Self.encoded(fields), type: Self.form)
    }

    private func number(
        _ house: RoutingTests.House, _ changes: [String: String?] = [:]
    ) async throws -> String {
        let answer = try await post(house, changes)
        try #require(answer.status == .ok, "\(answer.text)")
        return try JSONDecoder().decode([Posted].self, from: Data(answer.text.utf8))[0].service_request_id
    }

    private func shown(_ house: RoutingTests.House, _ query: String) async throws -> [Shown] {
        let answer = try await house.call(.get, Self.base + query, token: "")
        try #require(answer.status == .ok, "\(answer.text)")
        return try JSONDecoder().decode([Shown].self, from: Data(answer.text.utf8))
    }

    @Test("a posted report is a complaint like any other: number, agency, feed", arguments: TestDatabase.allCases)
    func posted(on database: TestDatabase) async throws {
        let rooms = rooms
        try await rooms.withRouting(database) { house in
            let number = try await number(house, ["account_id": "42"])
            #expect(TrackingNumber(number)?.channelDigit == 4)
            let waiting = try await shown(house, "/requests/\(number).json")
            #expect(waiting.map(\.status) == ["open"] && waiting[0].description == nil)
            try await house.decide()
            let assignment = try #require(try await rooms.feed(house).items.first)
            #expect(assignment.agency?.id == "PUPR" && assignment.complaint.tracking == number)
            #expect(assignment.complaint.channel == .open311 && assignment.complaint.account == "intake")
            #expect(assignment.complaint.reporter?.phone == "+6281234567890")
            #expect(assignment.complaint.civic?.lat == -2.78)
            let public_ = try await shown(house, "/requests/\(number).json")[0]
            #expect(public_.agency_responsible == assignment.agency?.name)
            #expect(public_.service_code == "jalan_rusak" && public_.lat == -2.78)
            #expect(public_.description == "Jalan di desa Habirau rusak parah")
        }
    }

    @Test("the service that was chosen decides where the words say nothing")
    func service() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            _ = try await number(house, ["description": "Sudah lama begini di desa Habirau"])
            _ = try await number(
                house, ["description": "Lampu jalan padam di desa Habirau, gelap, lampu PJU mati semua"])
            try await house.decide()
            let items = try await rooms.feed(house).items
            #expect(items.first?.agency?.id == "PUPR")
            #expect(items.last?.agency?.id == "DISHUB")
        }
    }

    @Test("posted again it is the same report; by another key, or in other words, another one", arguments: TestDatabase.allCases)
    func again(on database: TestDatabase) async throws {
        try await rooms.withRouting(database) { house in
            let first = try await number(house)
            #expect(try await number(house) == first)
            #expect(try await number(house, ["jurisdiction_id": "hss"]) == first)
            #expect(try await number(house, ["api_key": "admin"]) != first)
            #expect(try await number(house, ["description": "Jalan rusak di Habirau"]) != first)
            let late = Date.now + CivicPost.sameReportHours * 3600 + 60
            let known = try await house.store.read { transaction in
                try transaction.query("SELECT print FROM civic").compactMap {
                    try CivicTable.posted($0.text("print"), since: late, in: transaction)
                }
            }
            #expect(known.isEmpty)
        }
    }

    @Test("the same matter told by SMS and by an app is one case", arguments: TestDatabase.allCases)
    func duplicates(on database: TestDatabase) async throws {
        let rooms = rooms
        try await rooms.withRouting(database) { house in
            let text = "Jalan di desa Habirau rusak parah berlubang besar depan masjid"
            _ = try await house.call(
                .post, "/v1/complaints", token: "intake", body: try rooms.complaint("1", text))
            _ = try await number(house, ["description": text])
            try await house.decide()
            let items = try await rooms.feed(house).items
            #expect(items.count == 2 && items[1].duplicate?.of == items[0].complaint.id)
        }
    }

    @Test("what is public names nobody, and what is confidential or private is not there", arguments: TestDatabase.allCases)
    func publicView(on database: TestDatabase) async throws {
        let rooms = rooms
        try await rooms.withRouting(database) { house in
            let open = try await number(
                house,
                [
                    "description": "Jalan rusak di desa Habirau. NIK saya 6306051708900001, hubungi 081298765432",
                    "media_url": "https://foto.example/1.jpg",
                ])
            let secret = try await number(house, ["attribute[rahasia]": "ya"])
            let bribe = try await number(
                house,
                ["service_code": "inspektorat", "description": "Ada pungli di kantor, dimintai uang"])
            _ = try await house.call(
                .post, "/v1/complaints", token: "intake",
                body: try rooms.complaint("1", "Jalan rusak di desa Habirau"))
            for isDecided in [false, true] {
                if isDecided { try await house.decide() }
                let list = try await house.call(.get, Self.base + "/requests.json", token: "").text
                #expect(list.contains(open) && !list.contains(secret) && !list.contains(bribe))
                #expect(!list.contains("HSS-26-1000001"))
                for part in ["6306051708900001", "081298765432", "81234567890", "Budi", "budi@", "foto."] {
                    #expect(!list.contains(part), "\(part)")
                }
                for hidden in [secret, bribe, "HSS-26-1000001-0"] {
                    for path in ["/requests/\(hidden).json", "/tokens/\(hidden).json"] where isDecided || hidden != bribe {
                        let answer = try await house.call(.get, Self.base + path, token: "")
                        #expect(answer.status == .notFound, "\(path)")
                    }
                }
            }
            let updates = try await house.call(
                .get, Self.base + "/servicerequestupdates.json", token: "").text
            #expect(updates.contains(open) && !updates.contains(secret) && !updates.contains(bribe))
        }
    }

    @Test("what is wrong is named, in the form that was asked for")
    func refused() async throws {
        try await rooms.withRouting { house in
            let cases: [([String: String?], Int, String)] = [
                (["api_key": nil], 403, "api_key"), (["api_key": "case"], 403, "api_key"),
                (["service_code": ""], 400, "service_code"), (["service_code": "jalan_rusk"], 404, "jalan_rusak"),
                (["lat": "", "long": ""], 400, "address_string"), (["lat": nil], 400, "lat"),
                (["lat": "-2,78"], 400, "lat"), (["lat": "nan"], 400, "lat"), (["long": "181"], 400, "long"),
                (["jurisdiction_id": "kota.lain"], 404, "kota.lain"),
                (["description": String(repeating: "x", count: 4001)], 400, "description"),
                (["attribute[kecamatan]": "tidak ada"], 400, "kecamatan"), (["media_url": "ftp://x"], 400, "media_url"),
                (["attribute[rahasia]": "mungkin"], 400, "rahasia"),
            ]
            for (changes, status, word) in cases {
                let xml = try await post(house, changes, path: "/requests.xml")
                #expect(xml.status.code == status, "\(changes) \(xml.text)")
                #expect(xml.text.contains("<errors><error><code>\(status)</code>") && xml.text.contains(word))
                let json = try await post(house, changes)
                #expect(json.text.hasPrefix("[{\"code\":\(status),") && json.text.contains(word))
            }
            let count = try await house.store.read { try $0.query("SELECT id FROM complaint").count }
            #expect(count == 0)
        }
    }

    @Test("calls that ask for what cannot be", arguments: [
        ("/requests/HSS-26-4000009-0.xml", 404), ("/services/rumah.xml", 404), ("/tokens/x.xml", 404),
        ("/requests.xml?status=lama", 400), ("/requests.xml?start_date=2026-01-05", 400),
        ("/requests.xml?start_date=2026-01-01T00:00:00Z&end_date=2026-04-02T00:00:00Z", 400),
        ("/requests.xml?start_date=2026-02-01T00:00:00Z&end_date=2026-01-02T00:00:00Z", 400),
        ("/requests.xml?extensions=null", 400), ("/requests.xml?service_request_id=1&end_date=x", 400),
        (
            "/requests.xml?service_request_id=1&start_date=2020-01-01T00:00:00Z&end_date=2026-01-01T00:00:00Z",
            200
        ), ("/requests.xml?page=0", 400), ("/requests.xml?page_size=1001", 400),
        ("/requests.xml?service_code=rumah", 404), ("/services.xml?jurisdiction_id=x", 404),
        ("/requests.xml?description=%FF", 400), ("/requests.csv", 404), ("/requests/1.csv", 404),
    ])
    func wrong(path: String, status: Int) async throws {
        try await rooms.withRouting { house in
            let answer = try await house.call(.get, Self.base + path, token: "")
            #expect(answer.status.code == status, "\(answer.text)")
        }
    }

    @Test("the list by ids, service, state, time and page", arguments: TestDatabase.allCases)
    func list(on database: TestDatabase) async throws {
        try await rooms.withRouting(database) { house in
            var numbers: [String] = []
            for day in 1...3 { numbers.append(try await number(house, ["description": "Jalan rusak \(day)"])) }
            let lamp = try await number(
                house, ["service_code": "pju", "description": "Lampu jalan padam di Habirau"])
            try await house.decide()
            func ids(_ query: String) async throws -> [String] {
                try await shown(house, "/requests.json?\(query)").map(\.service_request_id)
            }
            #expect(try await ids("").sorted() == (numbers + [lamp]).sorted())
            #expect(try await ids("service_code=jalan_rusak,&status=") == numbers)
            #expect(try await ids("service_code=pju&status=open") == [lamp])
            #expect(try await ids("status=closed").isEmpty)
            #expect(try await ids("status=open,closed").count == 4)
            #expect(try await ids("page_size=3&page=2") == [lamp])
            #expect(try await ids("service_request_id=\(lamp),\(numbers[0])&status=closed").count == 2)
            #expect(try await ids("end_date=2026-01-01T00:00:00+08:00").isEmpty)
            #expect(try await ids("updated_after=2026-01-01T00:00:00Z").count == 4)
            #expect(try await ids("updated_before=2026-01-01T00:00:00Z").isEmpty)
            let extended = try await house.call(
                .get, Self.base + "/requests.xml?extensions=true", token: "").text
            #expect(extended.contains("<extended_attributes><status>assigned</status>"))
        }
    }

    @Test("a life as an app reads it: received, answered, closed; what the citizen says opens it again", arguments: TestDatabase.allCases)
    func updates(on database: TestDatabase) async throws {
        let rooms = rooms
        try await rooms.withRouting(database) { house in
            let number = try await number(house)
            try await house.decide()
            let id = try #require(try await rooms.feed(house).items.first?.id.text)
            for (step, body) in [
                ("ack", #"{"case_ref":"A-1"}"#),
                ("status", #"{"status":"answered","note":"Sudah ditambal, hubungi 081211112222"}"#),
                ("status", #"{"status":"closed"}"#),
            ] {
                let answer = try await house.call(
                    .post, "/v1/assignments/\(id)/\(step)", token: "case", body: body)
                #expect(answer.status == .ok, "\(answer.text)")
            }
            let comment = [
                "api_key": "intake", "service_request_id": number, "update_id": "7", "status": "OPEN",
                "updated_datetime": "2026-11-29T00:00:00Z", "description": "Belum selesai, masih rusak",
            ]
            func say(_ changes: [String: String] = [:]) async throws -> (status: HTTPResponse.Status, text: String) {
                try await house.call(
                    .post, Self.base + "/servicerequestupdates.xml", token: "",
                    body: Self.encoded(comment.merging(changes) { $1 }), type: Self.form)
            }
            for _ in 1...2 {
                let said = try await say()
                #expect(said.status == .ok && said.text.contains("<update_id>7</update_id>"))
            }
            #expect(try await say(["api_key": "admin"]).status == .notFound)
            #expect(try await say(["status": "SELESAI"]).status == .badRequest)
            #expect(try await say(["description": " "]).status == .badRequest)
            try await house.decide()
            #expect(try await shown(house, "/requests.json").map(\.service_request_id) == [number])
            #expect(try await shown(house, "/requests.json")[0].status_notes.contains("dibuka kembali"))
            struct Update: Decodable {
                var update_id, service_request_id, status, updated_datetime, description: String
            }
            let text = try await house.call(
                .get, Self.base + "/servicerequestupdates.json", token: "").text
            let updates = try JSONDecoder().decode([Update].self, from: Data(text.utf8))
                .filter { $0.service_request_id == number }
            #expect(
                updates.map(\.status)
                    == ["internal_referral", "investigating", "unchanged", "closed", "reopen"])
            #expect(updates[2].description.hasPrefix("Sudah ditambal") && !text.contains("081211112222"))
            #expect(Set(updates.map(\.update_id)).count == 5)
        }
    }

    @Test("the services are the topics, each once, and an old code is told the new one")
    func services() async throws {
        struct Service: Decodable {
            var service_code, service_name: String
            var metadata: Bool
            var keywords: String?
        }
        try await rooms.withRouting { house in
            let text = try await house.call(.get, Self.base + "/services.json", token: "").text
            let services = try JSONDecoder().decode([Service].self, from: Data(text.utf8))
            let topics = try RoutingTests.region.get().topics
            #expect(services.map(\.service_code) == topics.map(\.id) + ["lainnya"])
            #expect(Set(services.map(\.service_name)).count == services.count)
            for service in services {
                let answer = try await house.call(
                    .get, Self.base + "/services/\(service.service_code).xml", token: "")
                #expect(answer.status == .ok && answer.text.contains("<code>kecamatan</code>"))
                #expect(answer.text.contains("<key>63.06.05</key>"))
            }
            let discovery = try await house.call(.get, Self.base + "/discovery.xml", token: "").text
            #expect(discovery.contains("<url>https://aduan.example/open311/v2</url>"))
        }
        let pack = try SmallPack([
            "topics.yaml": """
                - { id: jalan, name: Jalan, agency: PUPR, formal: [jalan rusak], formerly: [jalan_lama] }
                - { id: lampu, name: Lampu, agency: DISHUB, formal: [lampu mati] }
                """
        ])
        let region = try RegionPack.load(directory: pack.path)
        #expect(throws: CivicError.self) { try CivicServices.topic("jalan_lama", in: region) }
        do {
            _ = try CivicServices.topic("jalan_lama", in: region)
        } catch {
            #expect(error.description.contains("'jalan' (Jalan)"))
        }
        #expect(CivicServices.shown("jalan_lama", in: region).code == "jalan")
        #expect(try CivicServices.names(of: "jalan", in: region) == ["jalan", "jalan_lama"])
    }

    @Test("assignments from before there was a list are listed", arguments: TestDatabase.allCases)
    func filled(on database: TestDatabase) async throws {
        try await rooms.withRouting(database) { house in
            let number = try await number(house)
            try await house.decide()
            try await house.store.write { transaction in
                try transaction.execute("DELETE FROM civic")
            }
            #expect(try await shown(house, "/requests.json").isEmpty)
            try await CivicTable.fill(house.store)
            #expect(try await shown(house, "/requests.json").map(\.service_request_id) == [number])
        }
    }
}
