// A message to a citizen, and what may become of it. What every channel that answers shares.
/// What is to be said to one citizen.
package struct Message: Sendable, Hashable, Codable {
    /// What it is for.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case receipt, status, question, reminder
    }

    /// Chosen by who asks for it: the same id again is the same message.
    package var id: String
    /// The account it leaves through.
    package var account: String
    /// A number in E.164, or an address.
    package var recipient: String
    package var subject: String?
    /// `nil`: it is composed when it leaves, from ``complaint``.
    package var text: String?
    package var kind: Kind
    /// Tracking number of the complaint it is about.
    package var complaint: String?
    /// What it answers, by the channel's own name for that: of a mail its Message-ID.
    package var inReplyTo: String?
    /// Under which name ``MessageLimits`` count it; `nil`: the recipient. One who has many addresses has
    /// one name.
    package var countedAs: String?

    package init(
        id: String, account: String, recipient: String, subject: String? = nil,
        text: String? = nil, kind: Kind, complaint: String? = nil, inReplyTo: String? = nil,
        countedAs: String? = nil
    ) {
        self.id = id
        self.account = account
        self.recipient = recipient
        self.subject = subject
        self.text = text
        self.kind = kind
        self.complaint = complaint
        self.inReplyTo = inReplyTo
        self.countedAs = countedAs
    }
}

/// Where a message stands.
package enum MessageState: String, Sendable, Hashable, CaseIterable {
    case queued
    /// The provider has it.
    case sent
    /// The provider says that it arrived.
    case delivered
    /// It will never arrive; `why` says what was in the way.
    case failed
}

/// The answer to who asks for a message.
package enum Submission: Sendable, Hashable {
    case queued
    /// The id is known: nothing was done.
    case known(MessageState, recipient: String)
    /// Not now, and why.
    case refused(String)
}

/// What a message that came in asks of the messages that go out; done in the transaction that records it.
package enum Correspondence: Sendable, Hashable {
    case send(Message, limits: MessageLimits)
    /// No more messages to this recipient.
    case stop(recipient: String)
    /// He wants messages again.
    case resume(recipient: String)
    /// A question, by its id, has its answer.
    case answered(question: String)
    /// A message that was sent, by the name only its receiver knows, came back.
    case returned(reference: String, account: String, why: String)
}

/// Bounds of what one citizen is sent.
package struct MessageLimits: Sendable, Hashable {
    /// Messages to one recipient in any 24 hours; above it they are refused.
    package var perRecipientPerDay: Int
    /// Of one account to all recipients: what strangers with false numbers can cost the office.
    package var perAccountPerDay: Int
    /// Whether receipts, which a stranger can bring about, are counted by themselves, so that they leave
    /// room for what the office has to say.
    package var countsReceiptsApart: Bool

    package init(
        perRecipientPerDay: Int = 3, perAccountPerDay: Int = 2000, countsReceiptsApart: Bool = false
    ) {
        self.countsReceiptsApart = countsReceiptsApart
        self.perRecipientPerDay = perRecipientPerDay
        self.perAccountPerDay = perAccountPerDay
    }
}

/// What a provider reports of a message it was given.
package struct DeliveryReport: Sendable, Hashable {
    /// Which message: by the id it has here, or by the provider's reference.
    package var name: String
    /// `delivered` or `failed`; `nil` while it is still on its way.
    package var state: MessageState?
    /// The provider's words for a failure.
    package var why: String?

    package init(_ name: String, _ state: MessageState?, why: String? = nil) {
        self.name = name
        self.state = state
        self.why = why
    }
}
