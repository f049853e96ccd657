// Transcripts that take long to cut: the rest of the service goes on, and only so many may wait.
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing
import TestSupport

@testable import RadioService

@Suite(.timeLimit(.minutes(3))) struct CutterTests {
    /// Many short turns.
    private static func transcript(_ turns: Int, mark: Int) -> Data {
        Data(
            (0..<turns).map {
                "PENELEPON \($0 % 50): jalan rusak di desa \($0) nomor \(mark), mohon diperbaiki\n"
            }.joined().utf8)
    }

    @Test func othersAreAnsweredWhileTranscriptsAreCut() async throws {
        try await StationHouse.open { house, client in
            let cutter = house.radio.desk.cutter
            try await withThrowingTaskGroup(of: Void.self) { group in
                for mark in 0..<4 {
                    group.addTask {
                        var form = TestForm(file: Self.transcript(1500, mark: mark))
                        form.fields["aired_on"] = "2021-03-\(10 + 7 * mark)"
                        let answer = try await form.post(client, "/v1/programmes")
                        #expect(answer.status == .created)
                    }
                }
                // Not all four: the first may be done before the last has arrived.
                _ = try await eventually("several are there") { cutter.count >= 2 ? true : nil }
                var answered = 0
                while cutter.count >= 2 {
                    #expect(try await client.execute(uri: "/healthz", method: .get).status == .ok)
                    #expect(try await client.execute(uri: "/masuk", method: .get).status == .ok)
                    answered += 1
                }
                // On the cooperative pool two transcripts of many seconds would stop everything.
                #expect(answered >= 10, "answered \(answered) times meanwhile")
                try await group.waitForAll()
            }
        }
    }

    @Test func overTheQueueIsAnswered503() async throws {
        try await StationHouse.open(limits: ", transcripts_waiting: 0") { house, client in
            let cutter = house.radio.desk.cutter
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    let answer = try await TestForm(file: Self.transcript(1500, mark: 1))
                        .post(client, "/v1/programmes")
                    #expect(answer.status == .created)
                }
                _ = try await eventually("one is there") { cutter.count == 1 ? true : nil }
                let second = try await TestForm(file: Self.transcript(10, mark: 2))
                    .post(client, "/v1/programmes")
                #expect(second.status == .serviceUnavailable)
                #expect(second.headers[.retryAfter] == "10")
                try await group.waitForAll()
                var form = TestForm(file: Self.transcript(10, mark: 2))
                form.fields["aired_on"] = "2021-03-17"
                let again = try await form.post(client, "/v1/programmes")
                #expect(again.status == .created)
            }
        }
    }

    @Test func tooManyTurnsAreRefusedNamingTheLimit() async throws {
        try await StationHouse.open(limits: ", transcript_turns: 100") { _, client in
            let answer = try await TestForm(file: Self.transcript(101, mark: 1))
                .post(client, "/v1/programmes")
            #expect(answer.status == .unprocessableContent)
            #expect(answer.json["limit"] as? String == "transcript_turns")
            #expect(answer.text.contains("lebih dari 100 giliran bicara"))
        }
    }
}
