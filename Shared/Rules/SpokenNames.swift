// What a trace calls things by: names that officers know, in place of codes.
package import Complaints
import Language

/// The names of a region's places, topics and phrases.
package struct SpokenNames: Sendable {
    /// Phrases named where one of many was asked for.
    package static let phrasesMax = 3

    private let places: [String: String]
    private let topics: [String: String]
    /// By ``PhraseID``, as written in the pack.
    private let phrases: [String]

    /// - Parameters:
    ///   - places: names by code.
    ///   - topics: names by id.
    package init(places: [String: String] = [:], topics: [String: String] = [:], phrases: [String] = []) {
        self.places = places
        self.topics = topics
        self.phrases = phrases
    }

    /// The name of a topic; its id where none is known.
    package func topic(_ id: String) -> String { topics.isEmpty ? id : topics[id] ?? id }

    func place(_ code: String) -> String { places[code] ?? code }

    /// “jalan rusak”, “jalan … berlubang/bolong” or others.
    func words(_ asked: Set<PhraseID>) -> String {
        let known = asked.sorted().filter(phrases.indices.contains)
        guard !known.isEmpty else { return "yang diminta" }
        let shown = known.prefix(Self.phrasesMax).map { id in
            let text = phrases[id].hasPrefix("=") ? String(phrases[id].dropFirst()) : phrases[id]
            let plain = text.replacing(" ... ", with: " … ").replacing("|", with: "/")
                .replacing("_", with: " ")
            return "\u{201C}\(plain)\u{201D}"
        }
        return shown.joined(separator: ", ") + (known.count > shown.count ? " atau yang serupa" : "")
    }
}

extension Channel {
    /// In Bahasa Indonesia.
    package var spoken: String {
        switch self {
        case .sms: "SMS"
        case .chat: "pesan WhatsApp atau sejenisnya"
        case .email: "surel"
        case .radio: "siaran radio"
        case .forum: "forum warga"
        case .open311: "aplikasi warga"
        case .counter: "loket"
        case .import: "impor dari sistem lain"
        }
    }
}

extension Kind {
    /// In Bahasa Indonesia.
    package var spoken: String {
        switch self {
        case .complaint: "pengaduan"
        case .aspiration: "aspirasi"
        case .question: "pertanyaan"
        case .praise: "pujian"
        case .info: "informasi"
        case .other: "lain-lain"
        }
    }
}

extension Relation {
    /// In Bahasa Indonesia.
    package var spoken: String {
        switch self {
        case .resend: "kiriman ulang"
        case .sameReporter: "pelapor yang sama"
        case .sameIncident: "kejadian yang sama"
        case .recurrence: "kejadian yang berulang"
        }
    }
}

extension SenderTrait {
    /// In Bahasa Indonesia.
    package var spoken: String {
        switch self {
        case .anonymous: "tanpa identitas"
        case .known: "yang dikenal"
        case .official: "dari dinas"
        case .verified: "yang alamatnya terbukti"
        }
    }
}
