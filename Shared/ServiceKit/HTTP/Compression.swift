// Pages and JSON for slow lines: compressed for who takes it (RFC 9110 section 12.5.3), by Debian's zlib.
// Secrets beside what a visitor put into a page cannot be told by its length: see FormToken.swift; and the
// session's cookie is never sent on another site's request.
import CZlib
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Compresses the bodies of answers.
struct Compression: RouterMiddleware {
    /// What is shorter fits into one packet anyhow.
    static let leastBytes = 1024

    @concurrent func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard Self.isWorthIt(response) else { return response }
        response.headers[.vary] = [response.headers[.vary], "Accept-Encoding"].compactMap(\.self)
            .joined(separator: ", ")
        guard request.method == .get || request.method == .post,
            Self.takesGzip(request.headers[values: .acceptEncoding].joined(separator: ","))
        else { return response }
        let plain = try await Self.bytes(of: response.body)
        guard let packed = Gzip.pack(plain), packed.readableBytes < plain.readableBytes else {
            response.body = ResponseBody(byteBuffer: plain)
            return response
        }
        response.body = ResponseBody(byteBuffer: packed)
        response.headers[.contentEncoding] = "gzip"
        if response.headers[.contentLength] != nil {
            response.headers[.contentLength] = "\(packed.readableBytes)"
        }
        // The tag is that of the plain body.
        if let tag = response.headers[.eTag], !tag.hasPrefix("W/") { response.headers[.eTag] = "W/" + tag }
        return response
    }

    private static let types = ["text/", "application/json", "application/problem+json", "image/svg+xml"]

    private static func isWorthIt(_ response: Response) -> Bool {
        guard let length = response.body.contentLength, length >= leastBytes,
            response.headers[.contentEncoding] == nil, response.headers[.contentRange] == nil,
            let type = response.headers[.contentType]
        else { return false }
        return types.contains { type.hasPrefix($0) }
    }

    /// `gzip` or `*` with a weight that is not nought.
    static func takesGzip(_ accepted: String) -> Bool {
        var weights: [String: Double] = [:]
        for choice in accepted.lowercased().split(separator: ",") {
            let parts = choice.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            weights[name] = weight ?? 1
        }
        return weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0 > 0
    }

    private static func bytes(of body: ResponseBody) async throws -> ByteBuffer {
        let collected = Collected()
        try await body.write(Collector(collected: collected))
        return collected.buffer.withLock { $0 }
    }

    private final class Collected: Sendable {
        let buffer = Mutex(ByteBuffer())
    }

    private struct Collector: ResponseBodyWriter {
        let collected: Collected

        mutating func write(_ buffer: ByteBuffer) async throws {
            collected.buffer.withLock { _ = $0.writeImmutableBuffer(buffer) }
        }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}

/// Packs bytes as a gzip file (RFC 1952).
enum Gzip {
    /// Nearly as small as the most thorough, in a third of its time.
    private static let (level, window, memory): (Int32, Int32, Int32) = (6, 15 + 16, 8)

    /// `nil` when zlib has no memory.
    static func pack(_ plain: ByteBuffer) -> ByteBuffer? {
        var stream = z_stream()
        guard
            deflateInit2_(
                &stream, level, Z_DEFLATED, window, memory, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(plain.readableBytes)))
        var packed = ByteBuffer()
        packed.reserveCapacity(bound)
        let status = plain.withUnsafeReadableBytes { source in
            packed.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { target in
                // zlib reads what it is given and does not write to it.
                stream.next_in = UnsafeMutablePointer(
                    mutating: source.bindMemory(to: UInt8.self).baseAddress)
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(target.count)
                return deflate(&stream, Z_FINISH) == Z_STREAM_END ? target.count - Int(stream.avail_out) : 0
            }
        }
        return status > 0 ? packed : nil
    }
}
