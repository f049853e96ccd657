// What was typed into the counter's form, what is wrong with it, and the complaint it makes. Pure.
import Complaints
import Foundation
import Language
import Region
import ServiceKit

struct CounterEntry: Sendable, Hashable {
    /// Of this form: two of its kind with the same words are two complaints.
    var key = UUID().text
    var name = ""
    var phone = ""
    var place = ""
    var text = ""
    var isAnonymous = false
    var isConfidential = false

    static let textMax = 4000
    static let lineMax = 200
    /// Letters of a complaint at least.
    static let textMin = 10

    init() {}

    init(_ fields: FormFields) {
        let given = fields["kunci"]
        // Whatever a program sends, a key of a database is short.
        if UUID(text: given) != nil { key = given }
        name = fields["nama"].trimmed
        phone = fields["nomor"].trimmed
        place = fields["tempat"].trimmed
        text = fields["isi"].replacing("\r\n", with: "\n").trimmed
        isAnonymous = fields["anonim"] == "ya"
        isConfidential = fields["rahasia"] == "ya"
    }

    /// By the name of a field, what to do about it.
    var wrong: [String: String] {
        var wrong: [String: String] = [:]
        if text.count < Self.textMin {
            wrong["isi"] = text.isEmpty
                ? "Tulis aduannya." : "Tulis aduannya lebih lengkap, sedikitnya \(Self.textMin) huruf."
        } else if text.count > Self.textMax {
            wrong["isi"] = "Aduan paling panjang \(Self.textMax) huruf; sekarang \(text.count)."
        }
        if !phone.isEmpty, Sender(phone).e164 == nil {
            wrong["nomor"] = "Nomor ini tidak lengkap. Tulis seperti 0812 3456 7890, atau kosongkan."
        }
        if name.count > Self.lineMax { wrong["nama"] = "Nama paling panjang \(Self.lineMax) huruf." }
        if place.count > Self.lineMax { wrong["tempat"] = "Tempat paling panjang \(Self.lineMax) huruf." }
        return wrong
    }

    /// The complaint, of the channel `counter` and the desk's account.
    func complaint(at desk: CounterDesk, _ now: Date, _ region: RegionPack) -> Complaint {
        let number = Sender(phone).e164
        // The form twice is one complaint; the form changed after going back is another.
        let external = ComplaintID.fingerprint(
            sender: "\(name)\u{1F}\(number ?? "")", receiver: key, time: place, bytes: text.utf8)
        var flags: [String] = []
        if isConfidential { flags.append("confidential") }
        if isAnonymous { flags.append("anonymous") }
        return Complaint(
            id: ComplaintID.derive(channel: .counter, account: desk.name, externalID: external),
            tracking: "", channel: .counter, account: desk.name, externalId: external,
            receivedAt: now,
            reporter: Reporter(
                name: name.isEmpty ? nil : name, phone: number, anonymous: isAnonymous,
                confidential: isConfidential),
            text: place.isEmpty ? text : "\(text)\nTempat: \(place)",
            places: hints(desk, region), flags: flags)
    }

    /// How likely it is about the place for which the counter works, where nothing else is said.
    private static let deskConfidence = 0.5

    private func hints(_ desk: CounterDesk, _ region: RegionPack) -> [Place] {
        if !place.isEmpty {
            return Array(region.gazetteer.places(in: region.tokenizer.tokens(place)).prefix(1))
        }
        return desk.place.flatMap { region.gazetteer[$0] }.map {
            [region.gazetteer.place($0, confidence: Self.deskConfidence, evidence: desk.title)]
        } ?? []
    }
}
