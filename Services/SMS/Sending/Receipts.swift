// What citizens are told, in Bahasa Indonesia: short enough for one message.
import Complaints
import Delivery
import Foundation
import Intake
import Region

/// The messages this service writes by itself.
struct Receipts: Sendable {
    let keywords: SMSKeywords

    /// Characters of the GSM alphabet in one message (3GPP TS 23.038, section 4).
    static let septetsMax = 160
    /// A text that is asked for may take so many messages, joined by the telephone.
    static let textSeptetsMax = 459
    /// The same for a text with signs that the GSM alphabet lacks, in units of UTF-16.
    static let textUnitsMax = 201

    /// The longest number there is: it must fit whatever the region's text says.
    static let longestNumber = "WWWWW-26-1000000000-0"

    /// Why the region's text cannot be used; `nil` when it can.
    static func flaw(of keywords: SMSKeywords) -> String? {
        let receipt = keywords.receipt
        guard receipt.contains(SMSKeywords.numberMark) else {
            return "sms.receipt lacks \(SMSKeywords.numberMark) for the tracking number"
        }
        let text = receipt.replacing(SMSKeywords.numberMark, with: longestNumber)
        guard let count = GSM7.count(text) else {
            return "sms.receipt holds a character that one message of 160 cannot carry"
        }
        return count <= septetsMax ? nil : "sms.receipt takes \(count) of \(septetsMax) characters"
    }

    /// Of 34 characters: SMS Gate takes ids of 36 at most.
    private static func id(_ kind: String, _ cause: UUID) -> String {
        "\(kind)-\(cause.text.replacing("-", with: ""))"
    }

    /// The tracking number, to who complained; `nil` for senders that must not be answered.
    func receipt(
        for complaint: UUID, _ tracking: String, account: String, to sender: Sender
    ) -> Message? {
        guard let number = sender.e164 else { return nil }
        return Message(
            id: Self.id("r", complaint), account: account, recipient: number,
            text: keywords.receipt.replacing(SMSKeywords.numberMark, with: tracking),
            kind: .receipt, complaint: tracking)
    }

    /// The tracking number, to the citizen whose complaint somebody at a counter has passed on.
    func citizensReceipt(
        for complaint: UUID, _ tracking: String, account: String, to citizen: Sender
    ) -> Message? {
        var message = receipt(for: complaint, tracking, account: account, to: citizen)
        message?.id = Self.id("c", complaint)
        return message
    }

    /// How to write a counter's form.
    func usage(asked: UUID, account: String, to sender: Sender) -> Message? {
        sender.e164.map {
            Message(
                id: Self.id("u", asked), account: account, recipient: $0, text: CounterForm.usage,
                kind: .status)
        }
    }

    /// The answer to `CEK <nomor>`: what it says is asked when it leaves.
    func status(
        of number: TrackingNumber?, asked: UUID, account: String, to sender: Sender
    ) -> Message? {
        guard let phone = sender.e164 else { return nil }
        return Message(
            id: Self.id("s", asked), account: account, recipient: phone,
            text: number == nil ? Self.wrongNumber : nil, kind: .status,
            complaint: number?.description)
    }

    static let wrongNumber = "Nomor laporan tidak lengkap atau salah ketik. "
        + "Ketik CEK lalu nomor laporan Anda, contoh: CEK HSS-26-1000123-5"
    static func unknownNumber(_ number: String) -> String {
        "Laporan \(number) tidak ditemukan untuk nomor telepon ini. "
            + "Periksa kembali nomornya atau kirim dari telepon yang dipakai melapor."
    }
}
