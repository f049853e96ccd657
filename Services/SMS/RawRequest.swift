// A webhook call as bytes: what is verified, journalled, and decoded again whenever a better parser comes.
import Complaints
import Foundation

/// One call of a provider. Names of headers are lower case.
struct RawRequest: Sendable, Hashable {
    var method: String
    /// Path without the secret: `/sms/kannel-1708`.
    var path: String
    /// The query as sent, without `?`.
    var query: String
    var headers: [String: String]
    var body: [UInt8]
    /// The whole target as the provider signed it; empty when read back from the journal.
    var target = ""

    /// What the journal keeps beside the body. Credentials are replaced by the verdict of their check.
    var meta: [String: String] {
        var meta = ["method": method, "path": path, "query": query, "auth": "verified"]
        for name in Self.keptHeaders { meta[name] = headers[name] }
        return meta
    }

    static let keptHeaders = ["content-type", "user-agent", "date"]

    init(
        method: String, path: String, query: String, headers: [String: String], body: [UInt8],
        target: String = ""
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.target = target
    }

    /// Reads a journalled request back.
    init(meta: [String: String], body: [UInt8]) {
        self.init(
            method: meta["method"] ?? "POST", path: meta["path"] ?? "",
            query: meta["query"] ?? "",
            headers: meta.filter { Self.keptHeaders.contains($0.key) }, body: body)
    }

    var contentType: String {
        let field = headers["content-type"] ?? ""
        if field == "application/json" { return field }
        return String(field.prefix { $0 != ";" }).trimmingWhitespace().lowercased()
    }

    /// The parameters of the query, and of the body when it is a form.
    var parameters: Parameters {
        var items = Parameters.parse(query.utf8)
        if contentType == "application/x-www-form-urlencoded" { items += Parameters.parse(body) }
        return Parameters(items: items)
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

    private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
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
