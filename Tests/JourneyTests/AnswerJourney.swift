// The citizen is answered in his own channel: through a real Kannel, from his telephone and back to it.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys.SMS {
    @Test("a receipt, the state of a complaint and a question reach the telephone; STOP is heeded")
    func answersThroughKannel() async throws {
        let folder = try TemporaryFolder("answers")
        let room = try await NetworkRoom(folder)
        let house = try House(
            "answers", services: [.routing, .sms], launcher: room.launcher,
            secrets: ["KANNEL_SEND": "kirim-uji"],
            settings: [.sms: "per_number_per_day: 4"],
            accounts: [
                "{ name: kannel-out, provider: kannel, secret: env:KANNEL_SECRET, number: \"1708\", "
                    + "send: { url: \"http://127.0.0.1:13013/cgi-bin/sendsms\", user: aduan, "
                    + "password: env:KANNEL_SEND, from: \"1708\" } }"
            ])
        let running = try await house.start([.routing, .sms])
        let secret = house.secrets["KANNEL_SECRET"] ?? ""
        let kannel = try await KannelGateway(
            room: room, url: house.url(.sms) + "/sms/kannel-out/\(secret)")
        let citizen = "+6281250003001"

        let first = try await kannel.telephone(
            citizen, sends: "LAPOR jalan di Desa Hamalau berlubang")
        let receipt = try await answer(on: first, "Laporan Anda kami terima")
        let number = try #require(receipt.split(separator: " ").lazy.compactMap {
            TrackingNumber($0.trimmingCharacters(in: ["."]))
        }.first)
        try await kannel.hangUp(first)

        // Routing has it, so that there is a state to tell.
        _ = try await eventually("the complaint in the feed") { () -> Bool? in
            let feed = try await curl(
                house, room, "\(house.url(.routing))/v1/complaints/\(number)",
                token: "CASE_TOKEN")
            return feed.contains(#""agency""#) ? true : nil
        }
        let second = try await kannel.telephone(citizen, sends: "cek \(number)")
        let state = try await answer(on: second, "Laporan \(number) sudah diteruskan ke")
        #expect(state.contains("Pekerjaan Umum") || state.contains("PUPR"), "\(state)")
        try await kannel.hangUp(second)

        // A stranger learns nothing of it.
        let stranger = try await kannel.telephone("+6281250003002", sends: "CEK \(number)")
        _ = try await answer(on: stranger, "tidak ditemukan untuk nomor telepon ini")
        try await kannel.hangUp(stranger)

        // A question, and the answer that belongs to it.
        let body = #"{"id":"q1","to":{"phone":"\#(citizen)"},"kind":"question","#
            + #""complaint":"\#(number)","text":"Di RT berapa jalan yang rusak?"}"#
        for status in ["queued", "known"] {
            let asked = try await curl(
                house, room, "\(house.url(.sms))/v1/messages", token: "ROUTING_TOKEN", body: body)
            #expect(asked.contains(#""status":"\#(status)""#), "\(asked)")
        }
        _ = try await eventually("the question sent") { () -> Bool? in
            let state = try await curl(
                house, room, "\(house.url(.sms))/v1/messages/q1", token: "ROUTING_TOKEN")
            return state.contains(#""sent""#) || state.contains(#""delivered""#) ? true : nil
        }
        try await kannel.citizen(citizen, sends: "di RT 03 dekat langgar")
        _ = try await eventually("the answer with its complaint") { () -> Bool? in
            let page = try await curl(
                house, room, "\(house.url(.routing))/v1/assignments?after=0", token: "CASE_TOKEN")
            return page.contains(#""in_reply_to":"\#(number)""#) ? true : nil
        }

        // Reports come back by Kannel's own way.
        _ = try await eventually("a report of Kannel") { () -> Bool? in
            let metrics = try await curl(house, room, "\(house.url(.sms))/metrics", token: nil)
            let ignored = metrics.split(separator: "\n").first {
                $0.hasPrefix(#"mendengar_sms_messages_total{account="kannel-out",result="ignored"}"#)
            }
            return ignored.map { !$0.hasSuffix(" 0") } ?? false ? true : nil
        }

        try await kannel.citizen(citizen, sends: "STOP")
        _ = try await eventually("no more messages") { () -> Bool? in
            let other = body.replacing("q1", with: "q\(Int.random(in: 2...1_000_000))")
            let asked = try await curl(
                house, room, "\(house.url(.sms))/v1/messages", token: "ROUTING_TOKEN", body: other)
            return asked.contains("asked for no more messages") ? true : nil
        }
        try await kannel.stop()
        for service in [House.Service.sms, .routing] {
            #expect(try await running[service]?.stop() == .done)
        }
        try await room.close()
    }

    /// The line a telephone has received with these words in it.
    private func answer(on phone: RunningProgram, _ words: String) async throws -> String {
        try await eventually("'\(words)' on the telephone", within: .seconds(30)) { () -> String? in
            phone.output.split(separator: "\n").map(String.init).first { $0.contains(words) }
        }
    }

    private func curl(
        _ house: House, _ room: NetworkRoom, _ url: String, token: String?, body: String? = nil
    ) async throws -> String {
        var arguments = ["curl", "-s", url]
        if let token {
            arguments += ["-H", "Authorization: Bearer \(house.secrets[token] ?? "")"]
        }
        if let body { arguments += ["-H", "Content-Type: application/json", "-d", body] }
        return try await RunningProgram.run(room.launcher + arguments, in: house.folder).output
    }
}
