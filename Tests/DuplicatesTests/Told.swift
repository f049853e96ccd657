// Complaints for the tests of links: as short as they can be told.
import Complaints
import Duplicates
import Foundation
import Language

/// An index that is told complaints one after the other.
struct Told {
    var index: DuplicateIndex
    private(set) var number: UInt32 = 0

    init(limits: DuplicateIndex.Limits = .init(), weights: LinkWeights = .standard) {
        index = DuplicateIndex(weights: weights, limits: limits)
    }

    /// Decides about a complaint, and remembers it.
    @discardableResult
    mutating func tell(
        _ text: String, from phone: UInt32 = 0, email: UInt32 = 0, name: UInt16 = 0,
        village: String? = "63.06.05.2007", topic: String? = "jalan_rusak", day: Double = 0,
        channel: Channel = .sms, isSensitive: Bool = false
    ) -> (facts: LinkFacts, decision: LinkDecision) {
        number += 1
        let facts = Told.facts(
            text, number: number, from: phone, email: email, name: name, village: village, topic: topic,
            day: day, channel: channel, isSensitive: isSensitive)
        let decision = index.merge(index.decide(facts))
        index.insert(facts, cluster: decision.link?.clusterNumber)
        return (facts, decision)
    }

    static func facts(
        _ text: String, number: UInt32, from phone: UInt32 = 0, email: UInt32 = 0, name: UInt16 = 0,
        village: String? = "63.06.05.2007", topic: String? = "jalan_rusak", day: Double = 0,
        channel: Channel = .sms, isSensitive: Bool = false
    ) -> LinkFacts {
        let places = village.map {
            [Place(
                code: $0, name: "Kandangan", level: $0.count > 8 ? "desa" : "kecamatan",
                confidence: 0.95, evidence: nil)]
        }
        return LinkFacts(
            id: ComplaintID.derive(channel: channel, account: "t", externalID: "\(number)"),
            number: number, at: Date(timeIntervalSince1970: 1_795_303_964 + day * 86_400),
            channel: channel, sender: LinkSender(phone: phone, email: email, name: name),
            places: places ?? [], topics: topic.map { [TopicWeight(id: $0, weight: 2)] } ?? [],
            isSensitive: isSensitive, text: text, tokenizer: Tokenizer())
    }
}
