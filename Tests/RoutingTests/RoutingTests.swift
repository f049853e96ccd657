// Routing through its real router, a real database file and the HSS pack: accept, decide, feed, life.
import Complaints
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Region
import ServiceKit
import Store
import TestSupport
import Testing

@testable import RoutingService

@Suite struct RoutingTests {
    struct House {
        let client: any TestClientProtocol
        let decider: Decider
        let store: Store

        func call(
            _ method: HTTPRequest.Method, _ uri: String, token: String, body: String? = nil,
            type: String = "application/json"
        ) async throws -> (status: HTTPResponse.Status, text: String) {
            let answer = try await client.execute(
                uri: uri, method: method,
                headers: [.authorization: "Bearer \(token)", .contentType: type],
                body: body.map { ByteBuffer(string: $0) })
            return (answer.status, String(buffer: answer.body))
        }

        /// Decides whatever comes while the body runs.
        func deciding<Value: Sendable>(
            _ body: @Sendable @escaping () async throws -> Value
        ) async throws -> Value {
            try await withThrowingTaskGroup(of: Value?.self) { group in
                group.addTask {
                    while !Task.isCancelled {
                        try await decide()
                        await decider.bell.wait(atMost: .seconds(1))
                    }
                    return nil
                }
                group.addTask { try await body() }
                var found: Value?
                while found == nil, let next = try await group.next() { found = next }
                group.cancelAll()
                return try #require(found)
            }
        }

        func decide() async throws {
            var steps = DeciderSteps(leaseSeconds: decider.leaseSeconds)
            var linking: Linking?
            var action = DeciderSteps.first
            while true {
                if case .rest = action { return }
                action = steps.next(
                    after: try await decider.perform(action, &linking), now: .zero)
            }
        }
    }

    static let region = Result { try RegionPack.load(directory: packFolder) }
    static let packFolder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "ops/regions/hss").path

    func withRouting(
        _ database: TestDatabase = .sqlite, _ body: @Sendable @escaping (House) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder("routing")
        let region = try Self.region.get()
        let store = try await Store.open(
            try DatabaseURL(database.url(in: folder)), schemas: RoutingTables.schemas,
            seal: Seal(SealKeys.random()))
        defer {
            store.close()
            withExtendedLifetime(folder) {}
        }
        let logger = Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }
        let metrics = Metrics()
        let (bell, signal) = (Bell(), FeedSignal())
        // On a busy machine a decider may take its time; what is tested is not that.
        let dryRuns = DryRuns(decider: bell, patience: .seconds(120))
        let roles: [Role] = [.intake, .case, .admin]
        let gate = TokenGate(
            roles.map {
                TokenConfiguration(name: $0.rawValue, role: $0, secret: Secret($0.rawValue))
            })
        let server = HTTPServer(
            name: "routing", listen: .init(host: "127.0.0.1", port: 0), gate: gate,
            endpoints: [
                Accept(store: store, region: region, metrics: metrics).endpoint,
                Feed(store: store, signal: signal, packs: CurrentPack(region)).endpoint,
                TriageEndpoint(store: store).endpoint,
                RunsheetEndpoint(store: store, region: region).endpoint,
                CommitmentEndpoint(store: store, region: region).endpoint,
                DirectoryEndpoint(packs: CurrentPack(region)).endpoint,
                DecideEndpoint(store: store, region: region, dryRuns: dryRuns).endpoint,
            ] + PhotoEndpoints(store: store, packs: CurrentPack(region)).endpoints + LifeEndpoints(store: store, region: region).endpoints
                + LookupEndpoints(store: store, region: region, logger: logger).endpoints
                + CaseEndpoints(store: store).endpoints + SpamEndpoints(store: store).endpoints
                + PushEndpoints(store: store, names: ["case"]).endpoints
                + CivicEndpoints(
                    store: store, packs: CurrentPack(region), gate: gate, metrics: metrics,
                    logger: logger, publicURL: "https://aduan.example", photoLimits: .small
                ).endpoints,
            metrics: metrics, logger: logger, readiness: [])
        try store.listen(RoutingTables.feedNotice) { signal.ring() }
        var decider = Decider(
            store: store, region: region, bell: bell, metrics: metrics, logger: logger)
        decider.dryRuns = dryRuns
        let (one, all) = (decider, store)
        let application = Application(router: try server.router())
        try await application.test(.router) { client in
            try await body(House(client: client, decider: one, store: all))
        }
    }

    func complaint(
        _ id: String, _ text: String, flags: [String] = [], confidential: Bool = false,
        replyTo: String? = nil
    ) throws -> String {
        var reporter = Reporter(name: "Warga", phone: "+6281234567890")
        reporter.confidential = confidential
        let complaint = Complaint(
            id: ComplaintID.derive(channel: .sms, account: "k", externalID: id),
            tracking: "HSS-26-100000\(id)-0", channel: .sms, account: "k", externalId: id,
            receivedAt: replyTo == nil ? Date(timeIntervalSince1970: 1_795_303_964) : .now,
            reporter: reporter, text: text, flags: flags, inReplyTo: replyTo)
        return String(decoding: Wire.encode(complaint), as: UTF8.self)
    }

    struct Page: Decodable {
        var items: [Assignment]
        var next: Int64
    }

    func feed(_ house: House, after: Int64 = 0) async throws -> Page {
        let answer = try await house.call(.get, "/v1/assignments?after=\(after)", token: "case")
        return try Wire.decode(Page.self, from: Data(answer.text.utf8))
    }

    @Test func fromTextToAgencyWithItsTrace() async throws {
        try await withRouting { house in
            let text = "Jalan di desa Habirau rusak parah, NIK saya 6306051708900001"
            let answer = try await house.call(
                .post, "/v1/complaints", token: "intake", body: try complaint("1", text))
            #expect(answer.status == .ok && answer.text.contains("\"accepted\""))
            try await house.decide()
            let page = try await feed(house)
            let assignment = try #require(page.items.first)
            #expect(page.items.count == 1 && page.next == 1)
            #expect(assignment.agency?.id == "PUPR")
            #expect(assignment.complaint.places.first?.code == "63.06.07.2010")
            #expect(assignment.copies.map(\.id).contains("UP3"))
            #expect(assignment.complaint.text.contains("6306051708900001") == false)
            #expect(assignment.decision.ruleBook.hasPrefix("hss sha256:"))
            let scalars = Array(assignment.complaint.text.unicodeScalars)
            for match in assignment.decision.because.flatMap(\.matched) {
                let slice = String(String.UnicodeScalarView(scalars[match.start..<match.end]))
                #expect(slice == match.text)
            }
            #expect(try await feed(house, after: 1).next == 1)
        }
    }

    @Test func itemsAreJudgedOneByOneAndRepeatsAreKnown() async throws {
        try await withRouting { house in
            let good = try complaint("1", "Jalan rusak")
            let body = "[\(good),{\"id\":\"x\"},\(try complaint("2", "  ")),\(good)]"
            let answer = try await house.call(
                .post, "/v1/complaints", token: "intake", body: body)
            let items = try #require(
                try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [[String: Any]])
            #expect(items.map { $0["status"] as? String }
                == ["accepted", "rejected", "rejected", "known"])
            #expect((items[2]["why"] as? String) == "text is empty")
            let lines = try await house.call(
                .post, "/v1/complaints", token: "intake",
                body: good + "\n" + (try complaint("3", "Lampu jalan mati")) + "\nnot json\n",
                type: "application/x-ndjson")
            #expect(lines.text.contains("\"known\"") && lines.text.contains("\"accepted\""))
            #expect(lines.text.contains("\"rejected\""))
            try await house.decide()
            try await house.decide()
            #expect(try await feed(house).items.count == 2)
        }
    }

    @Test func badRequestsSayWhat() async throws {
        try await withRouting { house in
            for (body, part) in [("", "must be a JSON"), ("[1,", "body"), ("\"x\"", "must be a JSON")] {
                let answer = try await house.call(
                    .post, "/v1/complaints", token: "intake", body: body)
                #expect(answer.status == .badRequest && answer.text.contains(part))
            }
            #expect(try await house.call(.get, "/v1/assignments", token: "x").status == .unauthorized)
            #expect(
                try await house.call(.get, "/v1/assignments", token: "intake").status == .forbidden)
            for query in ["after=1", "after=x", "limit=0", "wait=61", "after=-1"] {
                let answer = try await house.call(.get, "/v1/assignments?\(query)", token: "case")
                #expect(answer.status == .badRequest)
            }
        }
    }

    @Test func aClockOutOfRangeIsRejectedAndStopsNobody() async throws {
        try await withRouting { house in
            let late = try complaint("1", "Jalan rusak")
                .replacing("2026-11-21T23:32:44.000Z", with: "9999-12-31T00:00:00.000Z")
            let answer = try await house.call(
                .post, "/v1/complaints", token: "intake",
                body: "[\(late),\(try complaint("2", "Lampu jalan mati"))]")
            #expect(answer.text.contains("received_at lies outside"))
            try await house.decide()
            #expect(try await feed(house).items.map(\.complaint.externalId) == ["2"])
        }
    }

    @Test func protectedReportersStayProtected() async throws {
        try await withRouting { house in
            _ = try await house.call(
                .post, "/v1/complaints", token: "intake",
                body: try complaint("1", "Jalan rusak di Kandangan", confidential: true))
            try await house.decide()
            let assignment = try #require(try await feed(house).items.first)
            #expect(assignment.complaint.reporter == nil)
            let tracking = assignment.complaint.tracking
            let hidden = try await house.call(.get, "/v1/complaints/\(tracking)", token: "case")
            #expect(hidden.status == .ok && !hidden.text.contains("81234567890"))
            let refused = try await house.call(
                .get, "/v1/complaints/\(tracking)?reveal=1", token: "case")
            #expect(refused.status == .forbidden)
            let shown = try await house.call(
                .get, "/v1/complaints/\(tracking)?reveal=1", token: "admin")
            #expect(shown.text.contains("81234567890") && shown.text.contains("\"reveal\""))
        }
    }


    @Test func lifeOfAnAssignment() async throws {
        try await withRouting { house in
            _ = try await house.call(
                .post, "/v1/complaints", token: "intake",
                body: try complaint("1", "Jalan rusak di desa Habirau"))
            try await house.decide()
            let id = try #require(try await feed(house).items.first).id.text
            let path = "/v1/assignments/\(id)"
            let ack = try await house.call(
                .post, path + "/ack", token: "case", body: #"{"case_ref":"K-1"}"#)
            #expect(ack.status == .ok && ack.text.contains("\"acknowledged\""))
            let again = try await house.call(
                .post, path + "/ack", token: "case", body: #"{"case_ref":"K-1"}"#)
            #expect(again.status == .ok)
            #expect(try await feed(house).next == 1, "what the reader says does not come back")
            let other = try await house.call(
                .post, path + "/ack", token: "case", body: #"{"case_ref":"K-2"}"#)
            #expect(other.status == .conflict && other.text.contains("in_progress"))
            let returned = try await house.call(
                .post, path + "/return", token: "case", body: #"{"reason":"bukan wewenang"}"#)
            #expect(returned.status == .ok)
            let triage = try await house.call(.get, "/v1/triage", token: "admin")
            #expect(triage.text.contains(id), "its words speak for no other agency")
            let slip = try await house.call(
                .post, "/v1/triage/\(id)/assign", token: "admin", body: #"{"agency":"PERKM"}"#)
            #expect(slip.status == .unprocessableContent && slip.text.contains("PERKIM"))
            let assigned = try await house.call(
                .post, "/v1/triage/\(id)/assign", token: "admin", body: #"{"agency":"PERKIM"}"#)
            #expect(assigned.status == .ok)
            let page = try await feed(house, after: 1)
            #expect(page.items.map(\.cursor) == [2, 3])
            #expect(page.items.map(\.status) == [.triage, .assigned])
            #expect(page.items.last?.decision.mode == .manual)
            #expect(try await house.call(
                .post, "/v1/assignments/nope/ack", token: "case", body: #"{"case_ref":"x"}"#
            ).status == .notFound)
        }
    }

    @Test("what the citizen has opened again is closed by the same words; other states are not reported")
    func closedTwice() async throws {
        try await withRouting { house in
            _ = try await house.call(
                .post, "/v1/complaints", token: "intake",
                body: try complaint("1", "Jalan rusak di desa Habirau"))
            try await house.decide()
            let first = try #require(try await feed(house).items.first)
            func report(_ status: String) async throws -> (status: HTTPResponse.Status, text: String) {
                let answer = try await house.call(
                    .post, "/v1/assignments/\(first.id.text)/status", token: "case",
                    body: "{\"status\":\"\(status)\"}")
                return (answer.status, answer.text)
            }
            for _ in 1...2 {
                let closed = try await report("closed")
                #expect(closed.status == .ok && closed.text.contains(#""status":"closed""#))
            }
            _ = try await house.call(
                .post, "/v1/complaints", token: "intake",
                body: try complaint(
                    "2", "Belum diperbaiki pak, masih rusak", replyTo: first.complaint.tracking))
            try await house.decide()
            #expect(try await feed(house, after: 1).items.map(\.status).contains(.reopened))
            let again = try await report("closed")
            #expect(again.status == .ok && again.text.contains(#""status":"closed""#))

            let triage = try await report("triage")
            #expect(triage.status == .conflict && triage.text.contains(#""allowed":"reopened""#))
            let unknown = try await report("selesai")
            #expect(unknown.status == .unprocessableContent && unknown.text.contains("in_progress"))
        }
    }

    @Test func statusOnlyForTheReporter() async throws {
        try await withRouting { house in
            _ = try await house.call(
                .post, "/v1/complaints", token: "intake", body: try complaint("1", "Jalan rusak"))
            try await house.decide()
            let tracking = try #require(try await feed(house).items.first).complaint.tracking
            let path = "/v1/complaints/\(tracking)/status?sender="
            let own = try await house.call(.get, path + "081234567890", token: "intake")
            #expect(own.status == .ok && own.text.contains("\"sentence\""))
            let stranger = try await house.call(.get, path + "089999999999", token: "intake")
            #expect(stranger.status == .notFound)
        }
    }

    @Test func dryRunStoresNothing() async throws {
        try await withRouting { house in
            let text = try complaint("1", "lampu jalan mati")
            let answer = try await house.deciding {
                try await house.call(.post, "/v1/decide", token: "intake", body: text)
            }
            #expect(answer.text.contains("DISHUB"))
            try await house.decide()
            #expect(try await feed(house).items.isEmpty)
        }
    }

    @Test func theSameMatterIsLinkedAlsoAfterATakeOver() async throws {
        try await withRouting { house in
            let text = "Jembatan gantung di desa Habirau papannya patah, anak sekolah takut lewat"
            for id in ["1", "2", "3"] {
                _ = try await house.call(
                    .post, "/v1/complaints", token: "intake", body: try complaint(id, text))
                try await house.decide()
            }
            let items = try await feed(house).items
            #expect(items.map { $0.duplicate?.relation } == [nil, .resend, .resend])
            #expect(items[2].duplicate?.cluster == items[0].complaint.id)
            #expect(Set(items.map(\.agency?.id)).count == 1)
        }
    }

    @Test func longPollWakesUp() async throws {
        try await withRouting { house in
            async let page = house.call(.get, "/v1/assignments?after=0&wait=60", token: "case")
            _ = try await house.call(
                .post, "/v1/complaints", token: "intake", body: try complaint("1", "Jalan rusak"))
            try await house.decide()
            let answer = try await page
            #expect(answer.text.contains("\"next\":1"))
        }
    }
}
