// Reads the body of `POST /v1/complaints`: one complaint, a JSON array, or NDJSON; item by item.
import Complaints
import Foundation

/// One item of a request: a complaint, or why it cannot be taken.
enum ReadItem: Sendable {
    case complaint(Complaint)
    /// The id as sent, if it could be read.
    case rejected(id: String?, why: String)

    /// `nil` where it could not be read.
    var id: UUID? {
        switch self {
        case .complaint(let read): read.id
        case .rejected(let id, _): id.flatMap { UUID(text: $0.lowercased()) }
        }
    }
}

/// The request as a whole cannot be read.
struct UnreadableBody: Error {
    let why: String
}

enum ComplaintReader {
    static let itemsMax = 10_000
    /// A tracking number is some twenty bytes; a key of a database must not be long.
    static let trackingBytesMax = 64
    /// Of the text, in UTF-8 bytes; a longer one is rejected.
    static let textBytesMax = 2 * 1024 * 1024

    /// Deadlines of a complaint from the year 9999 could not be written down.
    static let receivedYears = 2000...2200

    private static func year(of date: Date) -> Int {
        let days = (date.timeIntervalSince1970 / 86_400).rounded(.down)
        guard days.magnitude < 10_000_000 else { return 0 }
        return CivilDate.from(daysSinceEpoch: Int64(days)).year
    }

    static func read(_ body: Data, contentType: String) throws(UnreadableBody) -> [ReadItem] {
        if contentType.contains("ndjson") || contentType.contains("jsonl") {
            return try limited(lines(body)).map(item)
        }
        switch body.first(where: { !$0.isJSONBlank }) {
        case UInt8(ascii: "["):
            do {
                return try limited(Wire.decode([Lenient].self, from: body)).map(\.item)
            } catch let error as UnreadableBody {
                throw error
            } catch {
                throw UnreadableBody(why: explainDecoding(error))
            }
        case UInt8(ascii: "{"):
            let lines = lines(body)
            // One object over many lines, or one object a line.
            if lines.count > 1, (try? JSONSerialization.jsonObject(with: body)) == nil {
                return try limited(lines).map(item)
            }
            return [item(body)]
        default:
            throw UnreadableBody(why: "the body must be a JSON object, an array of them, or NDJSON")
        }
    }

    private static func lines(_ body: Data) -> [Data] {
        body.split(separator: UInt8(ascii: "\n")).map { Data($0) }
            .filter { line in line.contains { !$0.isJSONBlank } }
    }

    private static func limited<Element>(_ items: [Element]) throws(UnreadableBody) -> [Element] {
        guard items.count <= itemsMax else {
            throw UnreadableBody(why: "more than \(itemsMax) items in one request")
        }
        return items
    }

    private static func item(_ data: Data) -> ReadItem {
        do {
            return try Wire.decode(Lenient.self, from: data).item
        } catch {
            return .rejected(id: nil, why: explainDecoding(error))
        }
    }

    /// Decodes without ever failing the array it stands in.
    private struct Lenient: Decodable {
        let item: ReadItem

        private struct OnlyID: Decodable { var id: String? }

        init(from decoder: any Decoder) throws {
            do {
                let complaint = try Complaint(from: decoder)
                item = ComplaintReader.judge(complaint)
            } catch {
                item = .rejected(
                    id: (try? OnlyID(from: decoder))?.id, why: explainDecoding(error))
            }
        }
    }

    private static func judge(_ complaint: Complaint) -> ReadItem {
        func rejected(_ why: String) -> ReadItem { .rejected(id: complaint.id.text, why: why) }
        if complaint.text.allSatisfy(\.isWhitespace) { return rejected("text is empty") }
        if complaint.text.utf8.count > textBytesMax {
            return rejected("text is longer than \(textBytesMax) bytes")
        }
        if !receivedYears.contains(year(of: complaint.receivedAt)) {
            return rejected("received_at lies outside \(receivedYears): check the sender's clock")
        }
        if complaint.account.isEmpty || complaint.externalId.isEmpty {
            return rejected("account and external_id must not be empty")
        }
        if complaint.tracking.isEmpty, complaint.channel.trackingDigit != 4 {
            return rejected("tracking is missing: the channel allots it")
        }
        if complaint.tracking.utf8.count > trackingBytesMax {
            return rejected("tracking is longer than \(trackingBytesMax) bytes")
        }
        for file in complaint.attachments {
            if let flaw = flaw(file) { return rejected("attachments: \(flaw)") }
        }
        return .complaint(complaint)
    }

    /// What is wrong with an attachment: readers of the feed use its hash as a name and follow its address.
    private static func flaw(_ file: Attachment) -> String? {
        let isHash = file.sha256.utf8.count == 64
            && file.sha256.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        if !isHash { return "sha256 must be 64 hex digits in lower case" }
        if file.bytes < 0 { return "bytes must be 0 or more" }
        if let url = file.url {
            let isPath = url.hasPrefix("/") && !url.hasPrefix("//")
            guard isPath || url.hasPrefix("https://") || url.hasPrefix("http://") else {
                return "url must be http, https or a path"
            }
        }
        return nil
    }
}

extension UInt8 {
    /// Blank, tab, line feed, carriage return (RFC 8259 section 2).
    fileprivate var isJSONBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
