// A posted report, or an update of one, read into a complaint. It goes the same way as an SMS from there.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import Language
import Region
import ServiceKit

/// The form of `POST requests`.
struct CivicPost: Sendable {
    static let bodyBytesMax = 256 * 1024
    /// Characters of a name, an address, a picture's address.
    static let fieldMax = 500
    static let mediaMax = 10
    /// Fields and files of a multipart form.
    static let partsMax = 64
    /// The same content from the same key within so many hours is the same report.
    static let sameReportHours = 24.0

    /// Without tracking number and with an id that ``account(_:at:)`` makes.
    var complaint: Complaint
    /// Names what was posted: key and content, or the `Idempotency-Key` of the request.
    var print: String
    var accountID: String?
    /// What was sent and is not used, for the sender.
    var notice: String?

    /// - Parameter key: the name of the key that posts.
    init(_ call: CivicCall, key: String) throws(CivicError) {
        let code = try call.required("service_code")
        let topic = try CivicServices.topic(code, in: call.region)
        let description = try Self.text(call, "description", atMost: CivicView.descriptionMax)
        let point = try Self.point(call)
        // Some apps know no codes and write words there ('#NOTPINPOINTED#').
        var address = try Self.text(call, "address_string")
        if address == nil, let words = try Self.text(call, "address_id"),
            call.region.gazetteer[words] == nil
        {
            address = words
        }
        let places = try Self.places(call)
        guard point != nil || address != nil || call.text("address_id") != nil else {
            throw .missing("lat dan long, address_string, atau address_id")
        }
        let media = try call.mediaLinks()
        accountID = try Self.text(call, "account_id")
        let sender = call.request.headers[.idempotencyKey]
        print = ComplaintID.fingerprint(
            sender: key, receiver: sender == nil ? "content" : "key", time: "",
            bytes: (sender ?? Self.content(of: call)).utf8)
        complaint = Complaint(
            id: UUID(), tracking: "", channel: .open311, account: key, externalId: "",
            receivedAt: call.now, reporter: try Self.reporter(call),
            text: description ?? topic?.name ?? CivicServices.otherName, places: places)
        complaint.civic = CivicReport(
            service: topic?.id, lat: point?.lat, long: point?.long, address: address, media: media)
        complaint.attachments = call.photos.map(\.attachment)
        complaint.reporter?.confidential = try Self.isConfidential(call)
        complaint.externalId = "\(print.prefix(32))-\(Int(call.now.timeIntervalSince1970))"
        complaint.id = ComplaintID.derive(
            channel: .open311, account: key, externalID: complaint.externalId)
        notice = Self.unused(call)
    }

    // MARK: Fields

    static func text(
        _ call: CivicCall, _ name: String, atMost count: Int = fieldMax
    ) throws(CivicError) -> String? {
        guard let text = call.text(name) else { return nil }
        guard text.count <= count else { throw .wrong(name, "lebih dari \(count) huruf") }
        return text
    }

    /// Both or neither.
    private static func point(_ call: CivicCall) throws(CivicError) -> (lat: Double, long: Double)? {
        guard call.text("lat") != nil || call.text("long") != nil else { return nil }
        func degrees(_ name: String, _ most: Double) throws(CivicError) -> Double {
            let text = try call.required(name)
            guard let number = Double(text), number.isFinite, number.magnitude <= most else {
                let range = "-\(Int(most)) sampai \(Int(most))"
                throw .wrong(name, "'\(text)' bukan derajat desimal WGS84 dari \(range)")
            }
            return number
        }
        return (try degrees("lat", 90), try degrees("long", 180))
    }

    /// The codes that name a place; the answer to our question is one of ours.
    private static func places(_ call: CivicCall) throws(CivicError) -> [Place] {
        let gazetteer = call.region.gazetteer
        let fields = ["address_id"] + attribute(CivicServices.Attribute.kecamatan)
        var places: [Place] = []
        for field in fields {
            guard let code = call.text(field) else { continue }
            guard let entry = gazetteer[code] else {
                // Words are an address; what looks like a code and is none is a slip.
                if field == "address_id", code.contains(where: \.isLetter) { continue }
                throw .wrong(field, "'\(code)' bukan kode wilayah Kemendagri seperti \(call.region.code).01")
            }
            places.append(gazetteer.place(entry, confidence: 0.9, evidence: nil))
        }
        return places
    }

    private static func isConfidential(_ call: CivicCall) throws(CivicError) -> Bool {
        for field in attribute(CivicServices.Attribute.confidential) {
            guard let answer = call.text(field) else { continue }
            switch answer.lowercased() {
            case CivicServices.Attribute.yes: return true
            case CivicServices.Attribute.no: continue
            default: throw .wrong(field, "yang dikenal ya dan tidak")
            }
        }
        return false
    }

    /// The two names a value of an attribute may come under.
    private static func attribute(_ code: String) -> [String] {
        ["attribute[\(code)]", "attribute[\(code)][]"]
    }

    static func reporter(_ call: CivicCall) throws(CivicError) -> Reporter {
        // Clients write "-" where somebody has one name only.
        let names = [try text(call, "first_name"), try text(call, "last_name")]
            .compactMap(\.self).filter { $0 != "-" }
        let phone = try text(call, "phone")
        if let phone, phone.count(where: \.isNumber) < phoneDigitsMin {
            throw .wrong("phone", "'\(phone)' bukan nomor telepon")
        }
        let email = try text(call, "email")
        if let email, email.wholeMatch(of: /[^@\s]+@[^@\s]+/) == nil {
            throw .wrong("email", "'\(email)' bukan alamat surel")
        }
        return Reporter(
            name: names.isEmpty ? nil : names.joined(separator: " "),
            phone: phone.map { Sender($0).description }, email: email)
    }

    /// The shortest telephone number of the country has so many digits.
    static let phoneDigitsMin = 5

    /// What was posted, in whatever order.
    private static func content(of call: CivicCall) -> String {
        let fields = call.fields.canonical(without: ["api_key", "jurisdiction_id"])
        let photos = call.photos.map(\.attachment.sha256).sorted()
        return ([fields] + photos).joined(separator: "\u{1D}")
    }

    private static func unused(_ call: CivicCall) -> String? {
        let known = Set(
            [CivicServices.Attribute.kecamatan, CivicServices.Attribute.confidential].flatMap(attribute))
        let unknown = call.fields.names.filter { $0.hasPrefix("attribute[") && !known.contains($0) }
        return unknown.isEmpty ? nil : "Tidak dikenal dan tidak dipakai: \(unknown.joined(separator: ", "))."
    }
}

/// The form of `POST servicerequestupdates`: a comment on a report that the same key has posted.
struct CivicComment: Sendable {
    var request: String
    var updateID: String
    /// Without tracking number.
    var complaint: Complaint

    init(_ call: CivicCall, key: String) throws(CivicError) {
        let written = try call.required("service_request_id")
        request = TrackingNumber(written)?.description ?? written
        updateID = try call.required("update_id")
        guard updateID.count <= CivicPost.fieldMax else {
            throw .wrong("update_id", "lebih dari \(CivicPost.fieldMax) huruf")
        }
        // What an app says of the state is not believed: the agency reports that.
        let status = try call.required("status")
        guard CivicUpdates.statuses.contains(status.lowercased()) else {
            throw .wrong("status", "'\(status)' tidak dikenal")
        }
        _ = try call.required("updated_datetime")
        _ = try call.time("updated_datetime")
        _ = try call.required("description")
        let text = try CivicPost.text(call, "description", atMost: CivicView.descriptionMax) ?? ""
        let external = "\(request)/\(updateID)"
        complaint = Complaint(
            id: ComplaintID.derive(channel: .open311, account: key, externalID: external),
            tracking: "", channel: .open311, account: key, externalId: external,
            receivedAt: call.now, reporter: try CivicPost.reporter(call), text: text,
            attachments: call.photos.map(\.attachment), inReplyTo: request)
        let media = try call.mediaLinks()
        if !media.isEmpty { complaint.civic = CivicReport(media: media) }
    }
}
