// A webhook call as bytes: what is verified, journalled, and decoded again whenever a better parser comes.
import Complaints
import Foundation

/// One call of a provider.
struct RawRequest: Sendable, Hashable {
    var method: String
    /// Path without the secret: `/sms/kannel-1708`.
    var path: String
    /// The query as sent, without `?`.
    var query: String
    var headers: Headers
    var body: [UInt8]
    /// What follows the account and the secret in the path; the provider's own word.
    var tail = ""
    /// The whole target as the provider signed it; empty when read back from the journal.
    var target = ""

    /// What the journal keeps beside the body. Credentials are replaced by the verdict of their check.
    func meta(without credentials: Set<String>) -> [String: String] {
        var meta = [
            "method": method, "path": path, "auth": "verified",
            "query": credentials.isEmpty ? query : Parameters.redacted(query, credentials),
        ]
        if !tail.isEmpty { meta["tail"] = tail }
        for field in headers.fields where Self.keptHeaders.contains(field.name) {
            meta[field.name] = field.value
        }
        return meta
    }

    static let keptHeaders = Set(
        ["content-type", "user-agent", "date", "webhook-id"]
            + ["from", "to", "time", "coding", "udh"].map { "x-kannel-" + $0 })

    init(
        method: String, path: String, query: String, headers: Headers, body: [UInt8],
        tail: String = "", target: String = ""
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.tail = tail
        self.target = target
    }

    /// Reads a journalled request back.
    init(meta: [String: String], body: [UInt8]) {
        self.init(
            method: meta["method"] ?? "POST", path: meta["path"] ?? "",
            query: meta["query"] ?? "",
            headers: Headers(meta.filter { Self.keptHeaders.contains($0.key) }), body: body,
            tail: meta["tail"] ?? "")
    }

    var contentType: String {
        let field = headers["content-type"] ?? ""
        if field == "application/json" { return field }
        return String(field.prefix { $0 != ";" }).trimmingWhitespace().lowercased()
    }

    /// The charset of the content type, without quotes.
    var charset: String? {
        headers["content-type"]?.split(separator: ";").dropFirst().lazy
            .map { $0.split(separator: "=", maxSplits: 1).map { String($0).trimmingWhitespace() } }
            .first { $0.count == 2 && $0[0].lowercased() == "charset" }
            .map { $0[1].trimmingCharacters(in: ["\""]) }
    }

    var isJSON: Bool {
        let type = contentType
        return type == "application/json" || type.hasSuffix("+json")
    }

    var isForm: Bool { contentType == "application/x-www-form-urlencoded" }

    var queryParameters: Parameters { Parameters(items: Parameters.parse(query.utf8)) }

    /// The parameters of the query, and of the body when it is a form.
    var parameters: Parameters {
        var parameters = queryParameters
        if isForm { parameters.items += Parameters.parse(body) }
        return parameters
    }

    /// How to look a field up: by a dotted path in JSON, by name in a query or form.
    func fields() throws(Unreadable) -> Fields {
        isJSON ? .json(try json()) : .parameters(parameters)
    }

    func json() throws(Unreadable) -> JSONText {
        guard let document = JSONText(body) else { throw Unreadable(why: "the body is not JSON") }
        return document
    }

    /// The URLs the provider may have signed: as configured, and without its port or with the scheme's own;
    /// Twilio's package tries both.
    func urls(_ publicURL: String?) -> [String] {
        let url = (publicURL ?? "http://\(headers["host"] ?? "")") + target
        guard let parts = URLComponents(string: url), let host = parts.host else { return [url] }
        let own = "\(host):\(parts.scheme == "https" ? 443 : 80)"
        let written = parts.port.map { "\(host):\($0)" } ?? host
        let other = parts.port == nil ? own : host
        return [url, url.replacing("//\(written)", with: "//\(other)", maxReplacements: 1)]
    }
}

/// The headers of a request, names in lower case. A list: a request has a handful, and to hash their names
/// costs more than to look at each.
struct Headers: Sendable, Hashable {
    struct Field: Sendable, Hashable {
        var name: String
        var value: String
    }
    private(set) var fields: [Field]

    /// - Parameter fields: in their order; each name once.
    init(_ fields: [Field] = []) { self.fields = fields }

    /// In the order of their names, so that equal dictionaries give equal headers.
    init(_ values: [String: String]) {
        self.init(values.sorted { $0.key < $1.key }.map { Field(name: $0.key, value: $0.value) })
    }

    subscript(_ name: String) -> String? {
        get {
            for field in fields where field.name == name { return field.value }
            return nil
        }
        set {
            let place = fields.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): fields[place].value = value
            case (let place?, nil): fields.remove(at: place)
            case (nil, let value?): fields.append(Field(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    var isEmpty: Bool { fields.isEmpty }

    /// In the order of their names.
    var sorted: [Field] { fields.sorted { $0.name < $1.name } }
}

extension Headers: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral fields: (String, String)...) {
        self.init(fields.map { Field(name: $0.0, value: $0.1) })
    }
}

/// The fields of a request, whatever its format.
enum Fields: Sendable {
    case parameters(Parameters)
    case json(JSONText)

    subscript(_ path: String) -> String? {
        switch self {
        case .parameters(let parameters): parameters.text(path)
        case .json(let document): document.text(at: path)
        }
    }

    subscript(_ path: FieldPath) -> String? {
        switch self {
        case .parameters(let parameters): parameters.text(path.text)
        case .json(let document): document.text(at: path)
        }
    }
}

extension Fields {
    /// The same, and the words `true` and `false` for what JSON calls so.
    func word(_ path: String) -> String? {
        if case .json(let document) = self, case .bool(let isTrue)? = document.value(at: path) {
            return "\(isTrue)"
        }
        return self[path]
    }
}

/// Decoded form parameters. Values are bytes: their charset may be declared beside them.
struct Parameters: Sendable, Hashable {
    struct Item: Sendable, Hashable {
        var name: String
        var value: [UInt8]
    }
    var items: [Item]

    /// More parameters than this are not read: no provider sends a tenth of it.
    static let itemsMax = 1000

    func bytes(_ name: String) -> [UInt8]? { items.first { $0.name == name }?.value }

    /// The value as UTF-8; bytes that are not UTF-8 become U+FFFD.
    func text(_ name: String) -> String? { bytes(name).map { String(decoding: $0, as: UTF8.self) } }

    /// `application/x-www-form-urlencoded` (WHATWG URL standard, section 5.1): never fails, a stray `%`
    /// stays what it is.
    static func parse(_ encoded: some Sequence<UInt8>) -> [Item] {
        encoded.split(separator: UInt8(ascii: "&"), maxSplits: itemsMax).prefix(itemsMax).map {
            pair in
            let halves = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return Item(
                name: String(decoding: percentDecoded(halves[0]), as: UTF8.self),
                value: halves.count > 1 ? percentDecoded(halves[1]) : [])
        }
    }

    /// The same parameters, still encoded, without the values of `names`.
    static func redacted(_ encoded: String, _ names: Set<String>) -> String {
        encoded.split(separator: "&", omittingEmptySubsequences: false).map { pair in
            let name = pair.prefix { $0 != "=" }
            let decoded = String(decoding: percentDecoded(Array(name.utf8)), as: UTF8.self)
            return names.contains(decoded) ? "\(name)=" : String(pair)
        }.joined(separator: "&")
    }

    /// A `%` and two digits become a byte, a `+` a blank; everything else stays.
    static func percentDecoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let bytes = Array(bytes)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
                let high = Hex.value(bytes[index + 1]), let low = Hex.value(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
                continue
            }
            result.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            index += 1
        }
        return result
    }
}
