// One call of Open311: its parameters, the form of its answer, and its errors in that form.
import Complaints
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Region
import ServiceKit

/// Why a call is refused; the words are for the person in front of the app.
struct CivicError: Error {
    var status: HTTPResponse.Status
    var description: String
    var retryAfter: Int?

    static func missing(_ argument: String) -> CivicError {
        CivicError(status: .badRequest, description: "Isian \(argument) wajib ada.")
    }

    static func wrong(_ argument: String, _ why: String) -> CivicError {
        CivicError(status: .badRequest, description: "Isian \(argument) tidak dapat diterima: \(why).")
    }

    static func unknown(_ what: String) -> CivicError {
        CivicError(status: .notFound, description: what)
    }
}

/// The two forms of an answer.
enum CivicFormat: String, Sendable, CaseIterable {
    case xml, json

    var mediaType: String { self == .xml ? "text/xml" : "application/json" }

    private func body(_ answer: Spark, _ root: String) -> Data {
        Data((self == .xml ? answer.xml(root) : answer.json.text + "\n").utf8)
    }

    private var contentType: String { mediaType + "; charset=utf-8" }

    /// - Parameter root: the name of the outermost element of XML.
    func response(_ answer: Spark, root: String, for request: Request) -> Hummingbird.Response {
        let data = body(answer, root)
        return request.method == .post
            ? .bytes(data, type: contentType) : .cached(data, type: contentType, for: request)
    }

    func response(_ error: CivicError) -> Hummingbird.Response {
        let words: Spark = .group([
            ("code", .number(error.status.code)), ("description", .text(error.description)),
        ])
        var response = Hummingbird.Response.bytes(
            body(.list(of: "error", [words]), "errors"), type: contentType, status: error.status)
        if let wait = error.retryAfter { response.headers[.retryAfter] = "\(wait)" }
        return response
    }
}

/// What a call asks for.
struct CivicCall: Sendable {
    var request: Request
    var context: ServiceContext
    /// Of the query, or of the body of a POST. An empty field is as good as none.
    var fields: FormFields
    /// Of a multipart form: its files that are not empty.
    var photos: [CivicPhoto] = []
    var region: RegionPack
    var now: Date

    /// `nil` when absent or blank.
    func text(_ name: String) -> String? {
        let text = fields[name].trimmingWhitespace()
        return text.isEmpty ? nil : text
    }

    func required(_ name: String) throws(CivicError) -> String {
        guard let text = text(name) else { throw .missing(name) }
        return text
    }

    /// A time with its zone. A `+` that was not encoded has become a blank on the way.
    func time(_ name: String) throws(CivicError) -> Date? {
        guard let text = text(name) else { return nil }
        guard let date = Timestamp.parse(text) ?? Timestamp.parse(text.replacing(" ", with: "+"))
        else {
            throw .wrong(name, "'\(text)' bukan waktu dengan zona, misalnya 2026-01-05T08:00:00+08:00")
        }
        return date
    }

    func number(_ name: String, default fallback: Int, in range: ClosedRange<Int>) throws(CivicError) -> Int {
        guard let text = text(name) else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw .wrong(name, "harus bilangan bulat \(range.lowerBound) sampai \(range.upperBound)")
        }
        return number
    }

    func isTrue(_ name: String) throws(CivicError) -> Bool {
        guard let text = text(name) else { return false }
        guard ["true", "false"].contains(text) else { throw .wrong(name, "yang dikenal true dan false") }
        return text == "true"
    }

    /// Addresses of pictures; they are kept and never fetched.
    func mediaLinks() throws(CivicError) -> [String] {
        let links = fields.all("media_url").map { $0.trimmingWhitespace() }.filter { !$0.isEmpty }
        let areLinks = links.allSatisfy {
            $0.count <= CivicPost.fieldMax && ($0.hasPrefix("https://") || $0.hasPrefix("http://"))
        }
        guard links.count <= CivicPost.mediaMax, areLinks else {
            throw .wrong("media_url", "paling banyak \(CivicPost.mediaMax) alamat http atau https")
        }
        return links
    }

    /// Parts between commas.
    func list(_ name: String) -> [String] {
        (text(name) ?? "").split(separator: ",").map { $0.trimmingWhitespace() }.filter { !$0.isEmpty }
    }

    /// One region is served: its id may be said, and no other.
    func checkJurisdiction() throws(CivicError) {
        guard let id = text("jurisdiction_id"), id.lowercased() != region.id.lowercased() else { return }
        throw .unknown("jurisdiction_id '\(id)' tidak dilayani di sini; yang dilayani: \(region.id).")
    }
}
