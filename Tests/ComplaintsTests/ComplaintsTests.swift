// The wire format, ids, tracking numbers and senders.
import Complaints
import Foundation
import Testing

@Suite struct TrackingNumberTests {
    @Test func contractExampleHoldsItsCheckDigit() {
        let number = TrackingNumber(region: "HSS", year: 2026, channelDigit: 1, serial: 123)
        #expect(number.description.hasPrefix("HSS-26-1000123-"))
        #expect(TrackingNumber(number.description) == number)
    }

    /// Damm's published example: 572 takes the check digit 4.
    @Test func dammKnownVector() {
        #expect(Damm.checkDigit(of: [5, 7, 2]) == 4)
    }

    /// Six digits at least, and as many as it takes.
    @Test(arguments: [(1, "1000001"), (999_999, "1999999"), (1_000_000, "11000000"), (12_345_678, "112345678")])
    func serialsOfAnyLength(_ serial: Int, _ digits: String) {
        let number = TrackingNumber(region: "HSS", year: 2005, channelDigit: 1, serial: serial)
        #expect(number.description.hasPrefix("HSS-05-\(digits)-"))
        #expect(TrackingNumber(number.description) == number)
    }

    @Test func everySingleSlipAndEverySwapIsCaught() {
        for serial in stride(from: 1, to: 999_999, by: 7919) {
            let text = "\(TrackingNumber(region: "HSS", year: 26, channelDigit: 2, serial: serial))"
            let characters = Array(text)
            for position in characters.indices.dropFirst(4) where characters[position].isNumber {
                for digit in "0123456789" where digit != characters[position] {
                    var slipped = characters
                    slipped[position] = digit
                    #expect(TrackingNumber(String(slipped)) == nil)
                }
                let next = position + 1
                guard next < characters.count, characters[next].isNumber,
                    characters[next] != characters[position]
                else { continue }
                var swapped = characters
                swapped.swapAt(position, next)
                #expect(TrackingNumber(String(swapped)) == nil)
            }
        }
    }

    @Test func sevenDigitSerialsStayReadable() {
        let number = TrackingNumber(region: "HSS", year: 26, channelDigit: 3, serial: 1_234_567)
        #expect(TrackingNumber(number.description) == number)
        #expect(TrackingNumber("  hss 26 \(number.description.split(separator: "-")[2])") == nil)
    }
}

@Suite struct SenderTests {
    @Test(arguments: [
        ("081234567890", "+6281234567890"), ("6281234567890", "+6281234567890"),
        ("+6281234567890", "+6281234567890"), ("006281234567890", "+6281234567890"),
        ("62 812-3456-7890", "+6281234567890"), ("0812 3456 7890", "+6281234567890"),
        ("+62 0812 3456 7890", "+6281234567890"), ("81234567890", "+6281234567890"),
        ("(0517) 21-234", "+6251721234"), ("+60123456789", "+60123456789"),
        (" 0812.3456.7890 ", "+6281234567890"),
    ])
    func numbers(_ raw: String, _ expected: String) {
        #expect(Sender(raw) == .number(expected))
    }

    @Test func shortCodesAndNamesStayWhatTheyAre() {
        #expect(Sender("1708") == .shortCode("1708"))
        #expect(Sender("TELKOMSEL") == .name("TELKOMSEL"))
        #expect(Sender("cmp-83a") == .name("cmp-83a"))
        #expect(Sender("") == .name(""))
        #expect(Sender("+").e164 == nil)
        #expect(Sender("12345678901234567890") == .name("12345678901234567890"))
        #expect(Sender("٠٨١٢٣٤٥٦٧٨٩") == .name("٠٨١٢٣٤٥٦٧٨٩"))
    }
}

@Suite struct TimestampTests {
    @Test func formatsAndParses() {
        let date = Date(timeIntervalSince1970: 1_795_303_964.123)
        #expect(Timestamp.format(date) == "2026-11-21T23:32:44.123Z")
        #expect(Timestamp.parse("2026-11-22T07:32:44.123+08:00") == date)
        #expect(Timestamp.parse("1969-12-31T23:59:59Z") == Date(timeIntervalSince1970: -1))
        #expect(Timestamp.format(Date(timeIntervalSince1970: -0.5)) == "1969-12-31T23:59:59.500Z")
        let leapDay = Date(timeIntervalSince1970: 951_786_061.007)
        #expect(Timestamp.format(leapDay) == "2000-02-29T01:01:01.007Z")
    }

    @Test(arguments: ["", "2026-11-21", "2026-13-01T00:00:00Z", "2026-11-21T25:00:00Z", "x"])
    func refuses(_ text: String) {
        #expect(Timestamp.parse(text) == nil)
    }

    @Test func everyDayOfFourCenturiesIsItself() {
        for day in stride(from: Int64(-200_000), to: 200_000, by: 1) {
            let date = CivilDate.from(daysSinceEpoch: day)
            let back = CivilDate.daysSinceEpoch(year: date.year, month: date.month, day: date.day)
            guard back == day else {
                Issue.record("\(date) is not day \(day)")
                return
            }
        }
    }
}

@Suite struct ComplaintIDTests {
    @Test func sameMessageSameID() {
        let id = ComplaintID.derive(channel: .sms, account: "kannel-1708", externalID: "abc")
        #expect(id == ComplaintID.derive(channel: .sms, account: "kannel-1708", externalID: "abc"))
        #expect(id != ComplaintID.derive(channel: .sms, account: "kannel-170", externalID: "8abc"))
        #expect(Array(id.uuidString)[14] == "5")
        #expect(UUID(text: id.text) == id)
        #expect(UUID(text: id.uuidString) == id)
        for text in ["", "x" + id.text.dropFirst(), id.text + "0", String(id.text.dropLast())] {
            #expect(UUID(text: text) == nil)
        }
    }

    @Test func fingerprintSeparatesItsParts() {
        let one = ComplaintID.fingerprint(sender: "a", receiver: "b", time: "", bytes: [1])
        let other = ComplaintID.fingerprint(sender: "ab", receiver: "", time: "", bytes: [1])
        #expect(one != other)
        #expect(one.count == 64)
    }
}

@Suite struct WireTests {
    let complaint = Complaint(
        id: ComplaintID.derive(channel: .sms, account: "kannel-1708", externalID: "1"),
        tracking: "HSS-26-1000001-1", channel: .sms, account: "kannel-1708", externalId: "1",
        receivedAt: Date(timeIntervalSince1970: 1_795_303_964.123),
        reporter: Reporter(phone: "+6281234567890"), text: "Jalan rusak")

    @Test func absentFieldsAreWrittenAsNull() throws {
        let text = String(decoding: Wire.encode(complaint), as: UTF8.self)
        #expect(text.contains(#""subject":null"#))
        #expect(text.contains(#""name":null"#))
        #expect(text.contains(#""programme":null"#))
        #expect(text.contains(#""received_at":"2026-11-21T23:32:44.123Z""#))
        #expect(text.contains(complaint.id.uuidString.lowercased()))
        #expect(try Wire.decode(Complaint.self, from: Data(text.utf8)) == complaint)
    }

    @Test func senderNeedOnlySayWhoWhenWhat() throws {
        let minimal = """
            {"id":"7b0f3a52-7b1e-5c9e-9a51-0d6f0a6b0001","tracking":"X","channel":"open311",
             "account":"a","external_id":"e","received_at":"2026-11-22T07:32:44+08:00","text":"t"}
            """
        let read = try Wire.decode(Complaint.self, from: Data(minimal.utf8))
        #expect(read.kind == .complaint && read.reporter == nil && read.flags.isEmpty)
    }

    @Test func errorsNameTheField() {
        let bad = Data(#"{"id":"7b0f3a52-7b1e-5c9e-9a51-0d6f0a6b0001","tracking":5}"#.utf8)
        do {
            _ = try Wire.decode(Complaint.self, from: bad)
            Issue.record("must not decode")
        } catch {
            #expect(explainDecoding(error).contains("tracking"))
        }
    }
}
