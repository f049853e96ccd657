// What today's adapters make of a stored request. Pure.
import Complaints
import Foundation
import Intake
import Region

/// A message of the journal, decoded again.
struct Replay: Sendable {
    let stored: Stored
    /// Which message of its request it is, from 0.
    let item: Int
    /// Of the whole request, in their order.
    let content: Result<Content, Unreadable>
    /// What the normaliser would do with this one.
    let verdict: Normalised

    /// - Parameter door: of the account; `nil` when it is no longer configured.
    init(_ stored: Stored, _ door: Webhook.Door?, keywords: SMSKeywords = SMSKeywords()) {
        self.stored = stored
        let entry = stored.entry
        item = entry.meta[SMSArrival.itemKey].flatMap { Int($0) } ?? 0
        content = Result { () throws(Unreadable) in
            guard let door else {
                throw Unreadable(why: "the account '\(entry.account)' is no longer configured")
            }
            return try door.provider.decode(RawRequest(meta: entry.meta, body: entry.body))
        }
        verdict = Understood(entry, door, keywords).unanswered
    }

    var json: JSONText {
        let entry = stored.entry
        var members: [JSONText.Member] = [
            .init("tracking", .string(entry.tracking)), .init("account", .string(entry.account)),
            .init("received_at", .string(Timestamp.format(entry.receivedAt))),
            .init("state", .string(stored.state.rawValue)),
            .init("why", Self.text(stored.why)), .init("item", .number("\(item + 1)")),
        ]
        switch content {
        case .success(.messages(let messages)):
            members.append(.init("messages", .list(messages.map(Self.json))))
        case .success(.ignored(let why)): members.append(.init("ignored", .string(why)))
        case .success(.reports(let reports)):
            members.append(.init("reports", .number("\(reports.count)")))
        case .failure(let error): members.append(.init("unreadable", .string(error.why)))
        }
        members.append(.init("verdict", verdictJSON))
        return .object(members)
    }

    private static func json(_ message: Result<Inbound, Unreadable>) -> JSONText {
        switch message {
        case .failure(let error): return .object([.init("unreadable", .string(error.why))])
        case .success(let message):
            var members: [JSONText.Member] = [
                .init("from", .string(Sender(message.from).description)),
                .init("to", .string(message.to)), .init("id", text(message.id)),
                .init("time", .string(message.time)), .init("name", text(message.name)),
                .init("channel", .string(message.channel.rawValue)),
                .init("text", .string(message.text)),
            ]
            if let part = message.part {
                members.append(
                    .init(
                        "part", .object([
                            .init("reference", .string(part.reference)),
                            .init("number", .number("\(part.number)")),
                            .init("total", .number("\(part.total)")),
                        ])))
            }
            return .object(members)
        }
    }

    private var verdictJSON: JSONText {
        switch verdict {
        case .complaint(let complaint, _, _):
            .object([
                .init("is", .string("complaint")), .init("text", .string(complaint.text)),
                .init("sender", Self.text(complaint.reporter?.phone)),
                .init("name", Self.text(complaint.reporter?.name)),
                .init("address", Self.text(complaint.reporter?.address)),
                .init("flags", .list(complaint.flags.map { .string($0) })),
            ])
        case .ignored(let why, _): Self.verdict("ignored", why)
        case .awaitsFiles(let files, _):
            Self.verdict("waits", "for \(files.count) files to be fetched")
        case .quarantined(let why): Self.verdict("quarantined", why)
        case .piece(let piece):
            Self.verdict("part", "\(piece.number) of \(piece.total); waits for the others")
        }
    }

    private static func verdict(_ word: String, _ why: String) -> JSONText {
        .object([.init("is", .string(word)), .init("why", .string(why))])
    }

    private static func text(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }

    /// For a person: a line for each thing known, the message itself marked among others of its request.
    var text: String {
        let document = json
        func line(_ value: JSONText, _ paths: [String]) -> String {
            paths.compactMap { path in
                guard let text = value.text(at: path), !text.isEmpty else { return nil }
                // What a citizen wrote must not steer the terminal.
                let shown = text.unicodeScalars.map {
                    $0.properties.generalCategory == .control ? "␣" : $0
                }
                return "\(path.split(separator: ".").last ?? "") "
                    + String(String.UnicodeScalarView(shown))
            }.joined(separator: "  ")
        }
        var lines = [
            "\(stored.entry.tracking)  "
                + line(document, ["account", "received_at", "state", "why", "unreadable", "ignored"])
        ]
        let messages = document.list("messages")
        for (index, message) in messages.enumerated() {
            let mark = index == item ? ">" : " "
            lines.append(
                "\(mark) \(index + 1)/\(messages.count)  "
                    + line(
                        message, [
                            "from", "to", "id", "time", "name", "part.number", "part.total",
                            "unreadable", "text",
                        ]))
        }
        let verdict = document["verdict"] ?? .null
        let flags = verdict.list("flags").map { if case .string(let flag) = $0 { flag } else { "" } }
        lines.append(
            "today: " + line(verdict, ["is", "why", "sender", "name", "address", "text"])
                + (flags.isEmpty ? "" : "  flags " + flags.joined(separator: " ")))
        return lines.joined(separator: "\n")
    }
}

// MARK: The request itself

extension Replay {
    /// As HTTP would show it, the body as it came.
    static func bytes(_ request: RawRequest) -> [UInt8] {
        let head = ["\(request.method) \(target(request))"]
            + request.headers.sorted.map { "\($0.name): \($0.value)" }
        return Array((head.joined(separator: "\n") + "\n\n").utf8) + request.body
            + (request.body.isEmpty ? [] : [UInt8(ascii: "\n")])
    }

    static func json(_ request: RawRequest) -> JSONText {
        // What is no text is base64, as JSON has none but text.
        let text = String(validating: request.body, as: UTF8.self)
        return .object([
            .init("method", .string(request.method)), .init("path", .string(request.path)),
            .init("tail", .string(request.tail)), .init("query", .string(request.query)),
            .init(
                "headers",
                .object(request.headers.sorted.map { .init($0.name, .string($0.value)) })),
            text.map { .init("body", .string($0)) }
                ?? .init("body_base64", .string(Data(request.body).base64EncodedString())),
        ])
    }

    private static func target(_ request: RawRequest) -> String {
        request.path + (request.tail.isEmpty ? "" : "/…/" + request.tail)
            + (request.query.isEmpty ? "" : "?" + request.query)
    }
}
