// An item on its way through the journal: stored as JSON, read back as a complaint.
import Complaints
import Foundation
import Intake
import Language

/// An item with what its programme says about it; the journal's raw form.
struct PublishedItem: Codable, Sendable, Hashable {
    var programmeID: String
    var station: String
    var title: String
    var airedOn: String
    var kind: Gathering
    var item: Item

    init(programme: StoredProgramme, item: Item) {
        programmeID = programme.id
        station = programme.station
        title = programme.title
        airedOn = programme.airedOn
        kind = programme.kind
        self.item = item
        self.item.byHand = nil
        for index in item.responses.indices {
            self.item.responses[index].by = OnAir.mask(programme.name(of: item.responses[index].by))
        }
        guard item.caller.anonymous else { return }
        // Said on air by those who answered, or in his own words.
        self.item.text = OnAir.mask(item.text, names: true)
        for index in item.responses.indices {
            self.item.responses[index].text = OnAir.mask(item.responses[index].text, names: true)
        }
    }

    func arrival(now: Date) throws -> Arrival {
        Arrival(
            channel: kind.channel, account: station, externalID: "\(programmeID)/\(item.id)",
            receivedAt: now, meta: ["content-type": "application/json"],
            body: [UInt8](try Wire.encode(self)))
    }

    /// The journal's normaliser.
    static func normalise(_ entry: JournalEntry, gazetteer: Gazetteer) -> Normalised {
        guard let published = try? Wire.decode(PublishedItem.self, from: Data(entry.body)) else {
            return .quarantined("the item in the journal cannot be read")
        }
        return .complaint(published.complaint(entry, gazetteer))
    }

    /// The complaint it would become or, with its receipt, became: for a question to Routing.
    func prospect(_ gazetteer: Gazetteer, receipt: ItemReceipt?, now: Date) -> Complaint {
        told(
            Complaint(
                id: receipt.flatMap { UUID(uuidString: $0.id) } ?? UUID(),
                tracking: receipt?.tracking ?? "", channel: kind.channel, account: station,
                externalId: "\(programmeID)/\(item.id)", receivedAt: now, reporter: reporter,
                text: item.text), gazetteer)
    }

    private func complaint(_ entry: JournalEntry, _ gazetteer: Gazetteer) -> Complaint {
        told(entry.complaint(text: item.text, reporter: reporter), gazetteer)
    }

    private var reporter: Reporter {
        Reporter(
            name: item.caller.anonymous ? nil : item.caller.name,
            phone: item.caller.phone.flatMap { $0.hasPrefix("+") ? $0 : nil },
            anonymous: item.caller.anonymous)
    }

    /// With what the programme knows of it besides its words.
    private func told(_ complaint: Complaint, _ gazetteer: Gazetteer) -> Complaint {
        var complaint = complaint
        complaint.kind = item.kind
        // The caller names his village before the matter, so the text alone does not have it.
        if let place = item.placeText {
            complaint.places = gazetteer.places(in: Tokenizer().tokens(place))
        }
        complaint.programme = Programme(
            id: programmeID, title: title, airedOn: airedOn, start: item.start, end: item.end,
            responses: item.responses)
        return complaint
    }
}
