// `POST /v1/complaints`: all accepted items are on disk before the answer, or none and 503.
import Complaints
import Foundation
import Hummingbird
import Region
import ServiceKit
import Store

struct Accept: Sendable {
    let store: Store
    let packs: CurrentPack
    let metrics: Metrics

    static let bodyBytesMax = 16 * 1024 * 1024

    struct Answer: Codable {
        @ExplicitNull var id: String?
        var status: String
        @ExplicitNull var why: String?
        @ExplicitNull var tracking: String?
    }

    var endpoint: Endpoint {
        let one = JSONSchema(of: Complaint.self)
        return endpoint(one)
    }

    private func endpoint(_ one: JSONSchema) -> Endpoint {
        Endpoint(
            .post, "/v1/complaints", "take complaints in", roles: [.intake],
            CallShape(
                takes: [.json(.either(one, .list(of: one))), .init("application/x-ndjson", .string)],
                gives: [.ok(.json([Answer].self))])
        ) { request, context in
            let body = try await context.body(of: request, upTo: Self.bodyBytesMax)
            let contentType = request.headers[.contentType]?.lowercased() ?? ""
            let items: [ReadItem]
            do throws(UnreadableBody) {
                items = try ComplaintReader.read(Data(body), contentType: contentType)
            } catch {
                throw Problem(.badRequest, "unreadable-body", error.why)
            }
            let answers = try await take(items, bytes: body.count, now: .now)
            for answer in answers {
                metrics.count("mendengar_routing_complaints_total", ["result": answer.status])
            }
            return Response.json(try Wire.encode(answers))
        }
    }

    private func take(_ items: [ReadItem], bytes: Int, now: Date) async throws -> [Answer] {
        let region = packs.pack
        let prefix = region.trackingPrefix
        let zone = TimeZone(identifier: region.timezone) ?? .gmt
        return try await store.write(bytes: bytes) { transaction in
            try Self.take(items, prefix: prefix, zone: zone, now: now, in: transaction)
        }
    }

    /// Stores what is new, and tells of the rest what is known of it. Pure but for the transaction.
    static func take(
        _ items: [ReadItem], prefix: String, zone: TimeZone, now: Date,
        in transaction: any Transaction
    ) throws -> [Answer] {
        var known = try ComplaintTable.tracking(of: items.compactMap(\.id), in: transaction)
        var new: [Complaint] = []
        let answers = try items.map { item in
            switch item {
            case .rejected(let id, let why):
                // Whatever its content now says.
                if let id = item.id, let tracking = known[id] {
                    return Answer(id: id.text, status: "known", why: nil, tracking: tracking)
                }
                return Answer(id: id, status: "rejected", why: why, tracking: nil)
            case .complaint(var complaint):
                if let tracking = known[complaint.id] {
                    return Answer(
                        id: complaint.id.text, status: "known", why: nil, tracking: tracking)
                }
                if complaint.tracking.isEmpty {
                    complaint.tracking = try allot(complaint, prefix, zone, in: transaction)
                }
                complaint = complaint.legible
                known[complaint.id] = complaint.tracking
                new.append(complaint)
                return Answer(
                    id: complaint.id.text, status: "accepted", why: nil,
                    tracking: complaint.tracking)
            }
        }
        try ComplaintTable.insert(new, at: now, in: transaction)
        return answers
    }

    private static func allot(
        _ complaint: Complaint, _ prefix: String, _ zone: TimeZone,
        in transaction: any Transaction
    ) throws -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let year = calendar.component(.year, from: complaint.receivedAt)
        let digit = complaint.channel.trackingDigit
        let serial = try ComplaintTable.nextSerial("tracking-\(year)-\(digit)", in: transaction)
        return TrackingNumber(region: prefix, year: year, channelDigit: digit, serial: serial)
            .description
    }
}

extension Complaint {
    /// Without control characters, which nobody can read and some readers of the feed cannot take: a blank in
    /// their place. Lines and tabs stay.
    fileprivate var legible: Complaint {
        func legible(_ text: String) -> String {
            let isSilent = { (one: Unicode.Scalar) in
                one.value < 0x20 && ![0x09, 0x0A, 0x0D].contains(one.value) || one.value == 0x7F
            }
            guard text.unicodeScalars.contains(where: isSilent) else { return text }
            var scalars = String.UnicodeScalarView()
            for one in text.unicodeScalars { scalars.append(isSilent(one) ? " " : one) }
            return String(scalars)
        }
        var own = self
        own.text = legible(text)
        own.subject = subject.map(legible)
        own.reporter?.name = reporter?.name.map(legible)
        own.reporter?.address = reporter?.address.map(legible)
        own.civic?.address = civic?.address.map(legible)
        return own
    }
}
