// How learned evidence looks at a text: the same when it is learned and when it is asked.

/// How learned evidence looks at a text.
package struct EvidenceView: Sendable, Hashable {
    /// What topics count beside words, from 0; a topic is one opinion among many words.
    package let topicShare: Double
    /// Names of places are passed over, as bare numbers are: no village is an emergency.
    package let passesNames: Bool

    /// Which agency: topics count, and a name may say whose matter it is.
    package static let agencies = EvidenceView(topicShare: 0.3, passesNames: false)
    /// What a message is: its hints count more, and where it happens not at all.
    package static let signals = EvidenceView(topicShare: 0.6, passesNames: true)
}
