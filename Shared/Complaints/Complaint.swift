// One complaint as every service and the case system see it: the wire format v1 of the contract.
package import struct Foundation.Date
package import struct Foundation.UUID

/// A citizen's complaint, normalised, from any channel (wire format v1).
///
/// Dates are RFC 3339 UTC with milliseconds on the wire; text offsets elsewhere count Unicode scalars
/// of ``text``. Encode and decode with ``Wire``.
package struct Complaint: Codable, Sendable, Hashable {
    /// Derived by ``ComplaintID`` from channel, account and external id, so every retry is harmless.
    package var id: UUID
    package var tracking: String
    package var channel: Channel
    package var account: String
    package var externalId: String
    package var receivedAt: Date
    package var reporter: Reporter?
    @ExplicitNull package var subject: String?
    /// The citizen's own words, without quoted history or greetings of others.
    package var text: String
    package var kind: Kind
    /// ISO 639 code, `id` unless known better.
    package var language: String
    /// What the sender says about the place: a hint to Routing, which finds its own.
    package var places: [Place]
    package var topics: [TopicWeight]
    package var attachments: [Attachment]
    @ExplicitNull package var programme: Programme?
    /// `incomplete`, `emergency`, `spam`, `auto_reply` …
    package var flags: [String]
    @ExplicitNull package var inReplyTo: String?
    /// Of a report from a civic app; not on the wire for others.
    package var civic: CivicReport?

    package init(
        id: UUID, tracking: String, channel: Channel, account: String, externalId: String,
        receivedAt: Date, reporter: Reporter?, subject: String? = nil, text: String,
        kind: Kind = .complaint, language: String = "id", places: [Place] = [],
        topics: [TopicWeight] = [], attachments: [Attachment] = [], programme: Programme? = nil,
        flags: [String] = [], inReplyTo: String? = nil
    ) {
        self.id = id
        self.tracking = tracking
        self.channel = channel
        self.account = account
        self.externalId = externalId
        self.receivedAt = receivedAt
        self.reporter = reporter
        self.subject = subject
        self.text = text
        self.kind = kind
        self.language = language
        self.places = places
        self.topics = topics
        self.attachments = attachments
        self.programme = programme
        self.flags = flags
        self.inReplyTo = inReplyTo
    }

    package enum CodingKeys: String, CodingKey {
        case id, tracking, channel, account, reporter, subject, text, kind, language, places, topics
        case attachments, programme, flags, civic
        case externalId = "external_id"
        case receivedAt = "received_at"
        case inReplyTo = "in_reply_to"
    }

    /// Lenient where the contract allows: only who, when and what are required of a sender.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try fields.decode(UUID.self, forKey: .id),
            // Routing allots it where the channel is its own (Open311, counter, import).
            tracking: try fields.decodeIfPresent(String.self, forKey: .tracking) ?? "",
            channel: try fields.decode(Channel.self, forKey: .channel),
            account: try fields.decode(String.self, forKey: .account),
            externalId: try fields.decode(String.self, forKey: .externalId),
            receivedAt: try fields.decode(Date.self, forKey: .receivedAt),
            reporter: try fields.decodeIfPresent(Reporter.self, forKey: .reporter),
            subject: try fields.decodeIfPresent(String.self, forKey: .subject),
            text: try fields.decode(String.self, forKey: .text),
            kind: try fields.decodeIfPresent(Kind.self, forKey: .kind) ?? .complaint,
            language: try fields.decodeIfPresent(String.self, forKey: .language) ?? "id",
            places: try fields.decodeIfPresent([Place].self, forKey: .places) ?? [],
            topics: try fields.decodeIfPresent([TopicWeight].self, forKey: .topics) ?? [],
            attachments: try fields.decodeIfPresent([Attachment].self, forKey: .attachments) ?? [],
            programme: try fields.decodeIfPresent(Programme.self, forKey: .programme),
            flags: try fields.decodeIfPresent([String].self, forKey: .flags) ?? [],
            inReplyTo: try fields.decodeIfPresent(String.self, forKey: .inReplyTo))
        civic = try fields.decodeIfPresent(CivicReport.self, forKey: .civic)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id.text, forKey: .id)
        try fields.encode(tracking, forKey: .tracking)
        try fields.encode(channel, forKey: .channel)
        try fields.encode(account, forKey: .account)
        try fields.encode(externalId, forKey: .externalId)
        try fields.encode(receivedAt, forKey: .receivedAt)
        try fields.encode(reporter, forKey: .reporter)
        try fields.encode(subject, forKey: .subject)
        try fields.encode(text, forKey: .text)
        try fields.encode(kind, forKey: .kind)
        try fields.encode(language, forKey: .language)
        try fields.encode(places, forKey: .places)
        try fields.encode(topics, forKey: .topics)
        try fields.encode(attachments, forKey: .attachments)
        try fields.encode(programme, forKey: .programme)
        try fields.encode(flags, forKey: .flags)
        try fields.encode(inReplyTo, forKey: .inReplyTo)
        try fields.encodeIfPresent(civic, forKey: .civic)
    }
}

/// Who complains. In the feed it is `null` when the reporter is anonymous or confidential.
package struct Reporter: Codable, Sendable, Hashable {
    @ExplicitNull package var name: String?
    /// E.164 where the sender is a person; a short code or an alphanumeric sender stays as it came.
    @ExplicitNull package var phone: String?
    @ExplicitNull package var email: String?
    @ExplicitNull package var address: String?
    /// The name is hidden.
    package var anonymous: Bool
    /// The report itself is not public, and the accused agency never learns who made it.
    package var confidential: Bool

    package init(
        name: String? = nil, phone: String? = nil, email: String? = nil, address: String? = nil,
        anonymous: Bool = false, confidential: Bool = false
    ) {
        self.name = name
        self.phone = phone
        self.email = email
        self.address = address
        self.anonymous = anonymous
        self.confidential = confidential
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try fields.decodeIfPresent(String.self, forKey: .name),
            phone: try fields.decodeIfPresent(String.self, forKey: .phone),
            email: try fields.decodeIfPresent(String.self, forKey: .email),
            address: try fields.decodeIfPresent(String.self, forKey: .address),
            anonymous: try fields.decodeIfPresent(Bool.self, forKey: .anonymous) ?? false,
            confidential: try fields.decodeIfPresent(Bool.self, forKey: .confidential) ?? false)
    }
}

/// A place named by, or found in, a complaint.
package struct Place: Codable, Sendable, Hashable {
    /// Kemendagri code `PP.KK.CC.VVVV` or a prefix of it for a higher level.
    package var code: String
    package var name: String
    /// `provinsi`, `kabupaten`, `kota`, `kecamatan`, `desa` or `kelurahan`.
    package var level: String
    /// 0 … 1.
    package var confidence: Double
    /// The words the place was found in.
    @ExplicitNull package var evidence: String?

    package init(
        code: String, name: String, level: String, confidence: Double, evidence: String? = nil
    ) {
        self.code = code
        self.name = name
        self.level = level
        self.confidence = confidence
        self.evidence = evidence
    }
}

/// A topic of the region pack with how strongly the text speaks of it (sum of its keywords' weights).
package struct TopicWeight: Codable, Sendable, Hashable {
    package var id: String
    package var weight: Double

    package init(id: String, weight: Double) {
        self.id = id
        self.weight = weight
    }
}

/// A file that came with the complaint, stored by the channel under its hash.
package struct Attachment: Codable, Sendable, Hashable {
    /// Lower-case hex.
    package var sha256: String
    /// A display name without path or control characters.
    package var filename: String
    package var mediaType: String
    package var bytes: Int
    /// `GET /v1/attachments/{sha256}` on the channel that keeps it.
    @ExplicitNull package var url: String?

    package init(
        sha256: String, filename: String, mediaType: String, bytes: Int, url: String? = nil
    ) {
        self.sha256 = sha256
        self.filename = filename
        self.mediaType = mediaType
        self.bytes = bytes
        self.url = url
    }

    package enum CodingKeys: String, CodingKey {
        case sha256, filename, bytes, url
        case mediaType = "media_type"
    }
}

/// The broadcast or meeting a complaint was told in.
package struct Programme: Codable, Sendable, Hashable {
    package var id: String
    package var title: String
    /// Local date `YYYY-MM-DD`.
    package var airedOn: String
    /// Play-head in seconds, where the transcript has times.
    @ExplicitNull package var start: Double?
    @ExplicitNull package var end: Double?
    /// What was answered or promised on air.
    package var responses: [Response]

    package init(
        id: String, title: String, airedOn: String, start: Double?, end: Double?,
        responses: [Response]
    ) {
        self.id = id
        self.title = title
        self.airedOn = airedOn
        self.start = start
        self.end = end
        self.responses = responses
    }

    package enum CodingKeys: String, CodingKey {
        case id, title, start, end, responses
        case airedOn = "aired_on"
    }
}

/// An answer given on air or in a meeting.
package struct Response: Codable, Sendable, Hashable {
    package var by: String
    package var text: String
    /// Local date `YYYY-MM-DD` by which something was promised.
    @ExplicitNull package var due: String?

    package init(by: String, text: String, due: String?) {
        self.by = by
        self.text = text
        self.due = due
    }
}
