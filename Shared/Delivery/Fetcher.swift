// All outgoing HTTP goes through here: libcurl with the system's trust store.
import CCurl
package import Foundation

/// A request to another system.
package struct FetchRequest: Sendable {
    package var method: String
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: Data?
    /// For the whole exchange.
    package var timeout: Duration
    /// A larger answer is an error.
    package var responseBytesMax: Int
    /// Of a larger answer the first bytes are enough.
    package var cutsResponse = false
    /// Asked with the IP address the connection would go to, after the name was resolved; `nil`: any address,
    /// and the system's proxy. With it no proxy is used, which would connect in our place.
    package var mayConnect: (@Sendable (String) -> Bool)?
    /// Gives up when the task is cancelled: only where being sent a second time does no harm.
    package var endsWhenCancelled = false

    package init(
        _ method: String, _ url: String, headers: [(name: String, value: String)] = [],
        body: Data? = nil, timeout: Duration = .seconds(15),
        responseBytesMax: Int = 8 * 1024 * 1024
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.responseBytesMax = responseBytesMax
    }
}

/// The other system's answer, whatever its status.
package struct FetchResponse: Sendable {
    package var status: Int
    /// Names in lower case; of repeated headers the last.
    package var headers: [String: String]
    package var body: Data

    package init(status: Int, headers: [String: String], body: Data) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// The exchange did not take place; trying again later is right.
package struct FetchError: Error, Sendable, CustomStringConvertible {
    /// What libcurl says, without the URL's secrets.
    package let description: String
    /// The answer was larger than it may be; it will be so the next time.
    package var isTooLarge = false
    /// The address that ``FetchRequest/mayConnect`` has refused.
    package var refusedAddress: String?

    package init(description: String, isTooLarge: Bool = false, refusedAddress: String? = nil) {
        self.description = description
        self.isTooLarge = isTooLarge
        self.refusedAddress = refusedAddress
    }
}

/// Owns one libcurl handle with its kept-alive connection: one request at a time.
package actor Fetcher {
    private let executor = ThreadExecutor(label: "fetcher")
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    private let handle: CurlHandle

    /// Time to connect, of the request's whole time-out.
    package static let connectSeconds = 5

    package init() {
        handle = CurlHandle()
    }

    /// Sends a request and reads the whole answer. Redirects are not followed.
    package func fetch(_ request: FetchRequest) throws(FetchError) -> FetchResponse {
        guard let curl = handle.pointer else { throw FetchError(description: "libcurl has no memory") }
        curl_easy_reset(curl)
        let answer = Answer(
            bytesMax: request.responseBytesMax, cuts: request.cutsResponse,
            mayConnect: request.mayConnect)
        var list: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(list) }
        for header in request.headers + [("Expect", "")] {
            guard !header.value.contains(where: \.isNewline) else {
                throw FetchError(description: "a header value may not hold a line break")
            }
            list = curl_slist_append(list, "\(header.name): \(header.value)")
        }
        _ = curl_set_string(curl, CURLOPT_URL, request.url)
        _ = curl_set_string(curl, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = curl_set_string(curl, CURLOPT_CUSTOMREQUEST, request.method)
        _ = curl_set_string(curl, CURLOPT_USERAGENT, "Mendengar")
        _ = curl_set_list(curl, CURLOPT_HTTPHEADER, list)
        _ = curl_set_long(curl, CURLOPT_NOSIGNAL, 1)
        _ = curl_set_long(curl, CURLOPT_CONNECTTIMEOUT, Self.connectSeconds)
        _ = curl_set_long(curl, CURLOPT_TIMEOUT_MS, request.timeout.milliseconds)
        _ = curl_set_callback(curl, CURLOPT_WRITEFUNCTION, receiveBody)
        _ = curl_set_callback(curl, CURLOPT_HEADERFUNCTION, receiveHeader)
        let context = Unmanaged.passUnretained(answer).toOpaque()
        _ = curl_set_pointer(curl, CURLOPT_WRITEDATA, context)
        _ = curl_set_pointer(curl, CURLOPT_HEADERDATA, context)
        if request.method == "HEAD" { _ = curl_set_long(curl, CURLOPT_NOBODY, 1) }
        if request.endsWhenCancelled { _ = curl_set_progress(curl, stopWaiting, nil) }
        let result = withExtendedLifetime(answer) {
            guard request.mayConnect != nil else { return perform(curl, body: request.body) }
            var guardian = curl_connect_guard(may_connect: mayConnect, context: context)
            return withUnsafeMutablePointer(to: &guardian) { pointer in
                _ = curl_set_connect_guard(curl, pointer)
                return perform(curl, body: request.body)
            }
        }
        if let refused = answer.refused, result != CURLE_OK {
            throw FetchError(
                description: "the address \(refused) is not allowed", refusedAddress: refused)
        }
        if answer.isTooLarge, !request.cutsResponse {
            throw FetchError(
                description: "the answer is larger than \(request.responseBytesMax) bytes",
                isTooLarge: true)
        }
        guard result == CURLE_OK || answer.isTooLarge else {
            throw FetchError(description: String(cString: curl_easy_strerror(result)))
        }
        var status = 0
        _ = curl_get_long(curl, CURLINFO_RESPONSE_CODE, &status)
        return FetchResponse(status: status, headers: answer.headers, body: answer.body)
    }
}

private func perform(_ curl: UnsafeMutableRawPointer, body: Data?) -> CURLcode {
    guard let body else { return curl_easy_perform(curl) }
    return body.withUnsafeBytes { bytes in
        _ = curl_set_long(curl, CURLOPT_POSTFIELDSIZE, bytes.count)
        _ = curl_set_pointer(
            curl, CURLOPT_POSTFIELDS,
            bytes.isEmpty
                ? UnsafeMutableRawPointer(mutating: emptyBody)
                : UnsafeMutableRawPointer(mutating: bytes.baseAddress))
        return curl_easy_perform(curl)
    }
}

/// What libcurl reads a body of no bytes from: a null pointer would make it read standard input.
///
/// Safe because it is written once here and never freed.
private nonisolated(unsafe) let emptyBody: UnsafeRawPointer = {
    let byte = UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)
    byte.storeBytes(of: 0, as: UInt8.self)
    return UnsafeRawPointer(byte)
}()

/// Gathers an answer while libcurl reads it.
private final class Answer {
    let bytesMax: Int
    let cuts: Bool
    let mayConnect: (@Sendable (String) -> Bool)?
    var body = Data()
    var headers: [String: String] = [:]
    var isTooLarge = false
    /// The last address that was refused.
    var refused: String?

    init(bytesMax: Int, cuts: Bool, mayConnect: (@Sendable (String) -> Bool)?) {
        self.bytesMax = bytesMax
        self.cuts = cuts
        self.mayConnect = mayConnect
    }
}

/// Whether libcurl may open a connection to an address.
private func mayConnect(_ context: UnsafeMutableRawPointer?, _ address: UnsafePointer<CChar>?) -> Int32 {
    guard let context, let address else { return 0 }
    let answer = Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
    let text = String(cString: address)
    if answer.mayConnect?(text) == true { return 1 }
    answer.refused = text
    return 0
}

/// Called by libcurl on the task's own thread.
private func stopWaiting(
    _: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 {
    Task.isCancelled ? 1 : 0
}

private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let context else { return 0 }
    let answer = Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
    guard answer.body.count + size * count <= answer.bytesMax else {
        answer.isTooLarge = true
        if answer.cuts {
            answer.body.append(
                UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self),
                count: answer.bytesMax - answer.body.count)
        }
        return 0
    }
    answer.body.append(UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: size * count)
    return size * count
}

private func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let context else { return 0 }
    let answer = Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
    let line = String(
        decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self)
    if let colon = line.firstIndex(of: ":") {
        let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines)
        answer.headers[line[..<colon].lowercased()] = value
    }
    return size * count
}

extension Duration {
    /// Whole milliseconds, at least 1 for anything above zero.
    package var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
