// A complaint as JSON: the same bytes that `Wire` and Foundation's encoder give, names in order, for every
// message that passes a channel.
package import struct Foundation.Data

extension Wire {
    /// Encodes a complaint; the same bytes as for any other value of the contract.
    package static func encode(_ complaint: Complaint) -> Data { Data(complaint.json.text.utf8) }
}

extension Complaint {
    /// Names in order, as ``Wire`` writes them.
    var json: JSONText {
        var members: [JSONText.Member] = [
            .init("account", .string(account)),
            .init("attachments", .list(attachments.map(\.json))),
            .init("channel", .string(channel.rawValue)),
        ]
        if let civic { members.append(.init("civic", civic.json)) }
        members += [
            .init("external_id", .string(externalId)),
            .init("flags", .list(flags.map(JSONText.string))),
            .init("id", .string(id.text)),
            .init("in_reply_to", .string(orNull: inReplyTo)),
            .init("kind", .string(kind.rawValue)),
            .init("language", .string(language)),
            .init("places", .list(places.map(\.json))),
            .init("programme", programme?.json ?? .null),
            .init("received_at", .string(Timestamp.format(receivedAt))),
            .init("reporter", reporter?.json ?? .null),
            .init("subject", .string(orNull: subject)),
            .init("text", .string(text)),
            .init("topics", .list(topics.map(\.json))),
            .init("tracking", .string(tracking)),
        ]
        return .object(members)
    }
}

extension Reporter {
    fileprivate var json: JSONText {
        .object([
            .init("address", .string(orNull: address)), .init("anonymous", .bool(anonymous)),
            .init("confidential", .bool(confidential)), .init("email", .string(orNull: email)),
            .init("name", .string(orNull: name)), .init("phone", .string(orNull: phone)),
        ])
    }
}

extension Place {
    fileprivate var json: JSONText {
        .object([
            .init("code", .string(code)), .init("confidence", .number(confidence)),
            .init("evidence", .string(orNull: evidence)), .init("level", .string(level)),
            .init("name", .string(name)),
        ])
    }
}

extension TopicWeight {
    fileprivate var json: JSONText {
        .object([.init("id", .string(id)), .init("weight", .number(weight))])
    }
}

extension Attachment {
    fileprivate var json: JSONText {
        .object([
            .init("bytes", .number("\(bytes)")), .init("filename", .string(filename)),
            .init("media_type", .string(mediaType)), .init("sha256", .string(sha256)),
            .init("url", .string(orNull: url)),
        ])
    }
}

extension Programme {
    fileprivate var json: JSONText {
        .object([
            .init("aired_on", .string(airedOn)), .init("end", end.map(JSONText.number) ?? .null),
            .init("id", .string(id)), .init("responses", .list(responses.map(\.json))),
            .init("start", start.map(JSONText.number) ?? .null), .init("title", .string(title)),
        ])
    }
}

extension Response {
    fileprivate var json: JSONText {
        .object([
            .init("by", .string(by)), .init("due", .string(orNull: due)),
            .init("text", .string(text)),
        ])
    }
}
