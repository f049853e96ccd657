// `/v1/programmes` as programs use it.
import Complaints
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import Intake
@testable import RadioService

@Suite struct ProgrammeAPITests {
    @Test func uploadTwiceCorrectAndPublish() async throws {
        try await StationHouse.open { house, client in
            let form = TestForm(file: try fixture("01_labelled.txt"))
            let first = try await form.post(client, "/v1/programmes")
            #expect(first.status == .created)
            let id = try #require(first.json["id"] as? String)
            let again = try await form.post(client, "/v1/programmes")
            #expect(again.status == .ok)
            #expect(again.json["id"] as? String == id)

            let items = try #require(first.json["items"] as? [[String: Any]])
            let song = try #require(
                items.first {
                    ($0["kind"] as? String) == "other" && ($0["text"] as? String)?.isEmpty == false
                }?["id"] as? String)
            let path = "/v1/programmes/\(id)/items"
            let patched = try await patch(
                client, path,
                #"{"version":1,"ops":[{"op":"kind","item":"\#(song)","kind":"info"}]}"#)
            #expect(patched.status == .ok)
            #expect(patched.json["version"] as? Int == 2)
            let stale = try await patch(
                client, path, #"{"version":1,"ops":[{"op":"kind","item":"2","kind":"other"}]}"#)
            #expect(stale.status == .conflict)
            #expect(stale.json["version"] as? Int == 2)
            let undone = try await patch(client, path, #"{"version":2,"ops":[{"op":"undo"}]}"#)
            #expect(undone.json["version"] as? Int == 3)
            let restored = undone.json["items"] as? [[String: Any]] ?? []
            #expect(
                restored.first { ($0["id"] as? String) == song }?["kind"] as? String == "other")
            // What no correction has would do nothing: it is named.
            for (op, field) in [
                (#"{"op":"edit","item":"2","fields":{"bogus":1}}"#, "ops.[0].fields.bogus"),
                (#"{"op":"edit","item":"2","fields":{"caller":{"nama":"x"}}}"#, "ops.[0].fields.caller.nama"),
                (#"{"op":"kind","item":"2","kind":"info","turnn":3}"#, "ops.[0].turnn"),
            ] {
                let unknown = try await patch(client, path, #"{"version":3,"ops":[\#(op)]}"#)
                #expect(unknown.status == .unprocessableContent && unknown.json["field"] as? String == field)
            }
            let bare = try await patch(
                client, path, #"{"version":3,"ops":[{"op":"edit","item":"2","fields":{}}]}"#)
            #expect(bare.status == .unprocessableContent)
            let nothing = try await patch(client, path, #"{"version":3,"ops":[{"op":"undo"}]}"#)
            #expect(nothing.status == .unprocessableContent)

            let sent = try await publish(client, id)
            let lines = try #require(sent.json["items"] as? [[String: Any]])
            #expect(lines.count == items.count)
            #expect(lines.filter { $0["status"] as? String == "published" }.count == 4)
            let numbers = lines.compactMap { $0["tracking"] as? String }
            #expect(numbers.allSatisfy { TrackingNumber($0)?.channelDigit == 3 })
            let repeated = try await publish(client, id)
            let known = repeated.json["items"] as? [[String: Any]] ?? []
            #expect(known.compactMap { $0["tracking"] as? String } == numbers)
            let ledger = try await house.radio.intake.ledger()
            #expect(ledger.stored == 4)
        }
    }

    /// No role has a right to the numbers that were said on air; offsets are those of what is shown.
    @Test func turnsAreShownWithoutNumbersOfPersons() async throws {
        try await StationHouse.open { _, client in
            let said = "NIK ulun 6306081503850001 nomor 081234567890, jalan di Simpur rusak parah. "
            let text = """
                PENYIAR: Halo, siapa di sana?
                PENELEPON 1: \(said)Lampu di muka langgar juga mati semua sudah sebulan.
                PENYIAR: Terima kasih.
                """
            let answer = try await TestForm(file: Data(text.utf8)).post(client, "/v1/programmes")
            let id = try #require(answer.json["id"] as? String)
            let stored = try await client.execute(
                uri: "/v1/programmes/\(id)", method: .get,
                headers: [.authorization: "Bearer \(StationHouse.token)"])
            for response in [answer, stored] {
                #expect(!response.text.contains("6306081503850001"))
                let turns = try #require(response.json["turns"] as? [[String: Any]])
                let shown = try #require(turns[1]["text"] as? String)
                #expect(shown.contains("[NIK disamarkan]") && shown.contains("[nomor disamarkan]"))
            }
            let turns = try #require(answer.json["turns"] as? [[String: Any]])
            let shown = try #require(turns[1]["text"] as? String)
            let at = try #require(shown.range(of: "Lampu di muka")).lowerBound
            let place = shown.unicodeScalars.distance(from: shown.startIndex, to: at)
            let items = try #require(answer.json["items"] as? [[String: Any]])
            let item = try #require(items.first { $0["kind"] as? String == "complaint" }?["id"] as? String)
            let split = try await patch(
                client, "/v1/programmes/\(id)/items",
                #"{"version":1,"ops":[{"op":"split","item":"\#(item)","turn":2,"at":\#(place)}]}"#)
            let parts = try #require(split.json["items"] as? [[String: Any]])
            let second = try #require(parts.first { $0["cut"] is [String: Any] })
            #expect((second["text"] as? String)?.hasPrefix("Lampu di muka") == true)
            #expect((second["cut"] as? [String: Int])?["at"] == place)
        }
    }

    @Test func publishedItemBecomesTheComplaintOfTheContract() async throws {
        try await StationHouse.open { house, client in
            var form = TestForm(file: try fixture("01_labelled.txt"))
            form.fields["publish"] = "auto"
            let answer = try await form.post(client, "/v1/programmes")
            #expect(answer.status == .created)
            let published = try #require(answer.json["published"] as? [[String: Any]])
            #expect(published.filter { $0["tracking"] is String }.count == 4)
            let id = try #require(answer.json["id"] as? String)
            let stored = try #require(try await house.radio.desk.table.find(id))
            let item = try #require(stored.items.first { $0.caller.name == "Hamdan" })
            let arrival = try PublishedItem(programme: stored, item: item).arrival(now: .now)
            #expect(arrival.externalID == "\(id)/\(item.id)")
            #expect(arrival.account == "amandit")
            #expect(arrival.channel == .radio)
            let entry = JournalEntry(
                seq: 1, id: UUID(), tracking: "HSS-26-3000001-2", channel: .radio,
                account: arrival.account, externalID: arrival.externalID, receivedAt: .now,
                meta: arrival.meta, content: arrival.content)
            guard
                case .complaint(let complaint, _, _) = PublishedItem.normalise(
                    entry, gazetteer: house.radio.desk.gazetteer)
            else {
                Issue.record("the item must become a complaint")
                return
            }
            #expect(complaint.text == item.text)
            #expect(complaint.reporter?.name == "Hamdan")
            #expect(complaint.places.first?.code == "63.06.07.2010")
            #expect(complaint.programme?.airedOn == "2021-03-10")
            #expect(complaint.programme?.responses.contains { $0.due == "2021-03-17" } == true)
            // What is no longer JSON is quarantined, never lost.
            let broken = JournalEntry(
                seq: 2, id: UUID(), tracking: "", channel: .radio, account: "amandit",
                externalID: "x", receivedAt: .now, meta: [:], content: Content([0]))
            guard
                case .quarantined = PublishedItem.normalise(
                    broken, gazetteer: house.radio.desk.gazetteer)
            else {
                Issue.record("a broken entry must be quarantined")
                return
            }
        }
    }

    @Test func refusals() async throws {
        try await StationHouse.open { _, client in
            let good = TestForm(file: try fixture("01_labelled.txt"))
            var form = good
            form.file = Data("%PDF-1.7\n".utf8)
            #expect(try await form.post(client, "/v1/programmes").status == .unsupportedMediaType)
            form.file = Data("WEBVTT\n\nNOTE kosong\n".utf8)
            let unreadable = try await form.post(client, "/v1/programmes")
            #expect(unreadable.status == .unprocessableContent)
            #expect(unreadable.json["line"] as? String == "3")
            form.file = Data(count: 1024 * 1024 + 1)
            #expect(try await form.post(client, "/v1/programmes").status == .contentTooLarge)
            form.file = Data(count: 3 * 1024 * 1024)
            #expect(try await form.post(client, "/v1/programmes").status == .contentTooLarge)
            form = good
            form.fields["station"] = "tiada"
            let station = try await form.post(client, "/v1/programmes")
            #expect(station.status == .badRequest)
            #expect((station.json["detail"] as? String)?.contains("amandit") == true)
            form = good
            form.fields["aired_on"] = "10 Maret"
            #expect(try await form.post(client, "/v1/programmes").status == .badRequest)
            form = good
            form.file = nil
            #expect(try await form.post(client, "/v1/programmes").status == .badRequest)
            form.file = Data()
            let empty = try await form.post(client, "/v1/programmes")
            #expect(empty.status == .unprocessableContent)
            #expect((empty.json["detail"] as? String)?.contains("kosong") == true)
            form = good
            form.headers = [:]
            #expect(try await form.post(client, "/v1/programmes").status == .unauthorized)
            form.headers = [.authorization: "Bearer \(StationHouse.caseToken)"]
            #expect(try await form.post(client, "/v1/programmes").status == .forbidden)
            let path = "/v1/programmes/tidak-ada"
            #expect(try await get(client, path).status == .notFound)
            #expect(try await patch(client, path + "/items", "{}").status == .notFound)
            #expect(try await publish(client, "tidak-ada").status == .notFound)
        }
    }

    private let headers: HTTPFields = [.authorization: "Bearer \(StationHouse.token)"]

    private func get(
        _ client: any TestClientProtocol, _ path: String
    ) async throws -> TestResponse {
        try await client.execute(uri: path, method: .get, headers: headers)
    }

    private func patch(
        _ client: any TestClientProtocol, _ path: String, _ body: String
    ) async throws -> TestResponse {
        try await client.execute(
            uri: path, method: .patch, headers: headers, body: ByteBuffer(string: body))
    }

    private func publish(
        _ client: any TestClientProtocol, _ id: String
    ) async throws -> TestResponse {
        try await client.execute(
            uri: "/v1/programmes/\(id)/publish", method: .post, headers: headers)
    }
}
