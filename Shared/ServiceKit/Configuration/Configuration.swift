// The one configuration file: its top level and the reading of it. Each service's part has its own file.
import Foundation
import NIOCore
import Store

/// A service, by the name of its part of the file.
package enum Part: String, Sendable, CaseIterable {
    case routing, sms, email, radio
}

/// The configuration as one service sees it. Unknown keys anywhere in the file are errors; secrets are
/// resolved only in the service's own part.
package struct Configuration: Sendable {
    /// Folder of the region pack.
    package var region: String
    /// Folder of SQLite files, made if missing.
    package var data: String
    /// Where the channels forward to.
    package var routingURL: String
    package var limits: Limits
    package var routing: RoutingPart?
    package var sms: SMSPart?
    package var email: EmailPart?
    package var radio: RadioPart?
    /// Things to mention at start, e.g. a secret in the file.
    package var warnings: [String]

    /// Bounds of what is taken in, with their defaults.
    package struct Limits: Sendable {
        /// Free disk below which intake answers 503.
        package var reserveMiB = 64
        package var webhookBodyKiB = 256
        package var uploadMiB = 20
        package var mailMiB = 50
        /// Open LMTP connections, silence in one of them, and its time from the greeting to the end.
        package var lmtpConnections = 64
        package var lmtpIdleTime = Duration.seconds(300)
        package var lmtpSessionTime = Duration.seconds(3600)
        /// Photos of one report by Open311; 0 for none. `upload_mib` bounds them all together.
        package var photos = 5
        /// One photo.
        package var photoMiB = 8
        /// What a photo says it unpacks to, in millions of pixels.
        package var photoMegapixels = 100
        /// `nil`: not decided; see `RateLimiter`.
        package var perSenderPerMinute: Int?
        /// Calls with one token, in each process; 0 for any number. Against a loop that runs wild.
        package var perTokenPerMinute = 60_000
        /// Open calls of Open311 from one address, in each process; 0 for any number.
        package var openPerMinute = 3000
        /// Days for which mendengar-sms keeps its log of requests; 0 for none.
        package var requestLogDays = 7
        /// What a day's file of that log may take.
        package var requestLogMiB = 16
        /// Of all bodies being received or handled at once, in this process; `nil`: the service's default.
        package var bodiesInFlightMiB: Int?
        /// Turns of one transcript.
        package var transcriptTurns = 20_000
        /// Transcripts that may wait for their turn to be cut.
        package var transcriptsWaiting = 4
        package var connections = ConnectionLimits()

        /// Of a service whose bodies are uploads.
        package static let bodiesInFlightMiB = 64
        /// Of mendengar-sms, whose bodies are short: 32 of the longest it accepts.
        package static let smsBodiesInFlightMiB = 8

        package init() {}
    }

    /// The database of a part: as configured, or a file in ``data``.
    package func database(_ configured: String?, for part: Part) -> String {
        configured ?? "sqlite:\(data)/\(part.rawValue).sqlite"
    }

    /// Finds listen addresses and databases of a part that cannot be meant.
    func checkAddresses(of part: Part) throws {
        let (listens, database): ([ListenAddress?], String?) = switch part {
        case .routing: ([routing?.listen], routing?.database)
        case .sms: ([sms?.listen], sms?.database)
        case .email: ([email?.listen, email?.lmtp?.network], email?.database)
        case .radio: ([radio?.listen], radio?.database)
        }
        for listen in listens.compactMap({ $0 }) {
            do {
                _ = try SocketAddress.makeAddressResolvingHost(listen.host, port: listen.port)
            } catch {
                throw ConfigurationError(
                    file: "configuration", "\(part.rawValue): no address of this machine is '\(listen)'")
            }
        }
        _ = try DatabaseURL(self.database(database, for: part))
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - parts: whose secrets are needed; each must be present in the file.
    ///   - account: an SMS account whose secrets are needed besides.
    package static func load(
        path: String, for parts: Set<Part>, account: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ConfigurationError) -> Configuration {
        let problems = YAMLProblems()
        let root = try YAMLFile.read(path: path, problems: problems, environment: environment)
        return try read(
            root, for: parts, account: account, problems: problems, environment: environment)
    }

    /// As ``load(path:for:account:environment:)``, from a text.
    package static func parse(
        _ text: String, file: String, for parts: Set<Part>, environment: [String: String] = [:]
    ) throws(ConfigurationError) -> Configuration {
        let problems = YAMLProblems()
        let root = try YAMLFile.parse(
            text, file: file, problems: problems, environment: environment)
        return try read(root, for: parts, problems: problems, environment: environment)
    }

    private static func read(
        _ root: YAMLValue, for parts: Set<Part>, account: String? = nil, problems: YAMLProblems,
        environment: [String: String]
    ) throws(ConfigurationError) -> Configuration {
        let map = root.map()
        var warnings: [String] = []
        func part<Value>(_ part: Part, _ read: (YAMLMap, SecretReader) -> Value) -> Value? {
            guard let own = map.optionalMap(part.rawValue) else {
                if parts.contains(part) { map.fail("the file has no part '\(part.rawValue)'") }
                return nil
            }
            let reader = SecretReader(
                environment: environment, resolves: parts.contains(part), account: account,
                warn: { warnings.append($0) })
            let value = read(own, reader)
            own.finish()
            return value
        }
        let region = map.string("region", default: "ops/regions/hss")
        var configuration = Configuration(
            region: region,
            data: map.string("data", default: "var"),
            routingURL: map.string("routing_url", default: "http://127.0.0.1:8080"),
            limits: map.optionalMap("limits").map(Limits.init) ?? Limits(),
            routing: part(.routing, RoutingPart.init),
            sms: part(.sms) { SMSPart($0, $1, region: region) },
            email: part(.email, EmailPart.init), radio: part(.radio, RadioPart.init),
            warnings: [])
        if let proxies = map.addressRanges("trusted_proxies") {
            configuration.limits.connections.trustedProxies = proxies
        }
        configuration.warnings = warnings
        map.finish()
        try problems.throwIfAny()
        return configuration
    }
}

extension Configuration.Limits {
    init(_ map: YAMLMap) {
        self.init()
        reserveMiB = map.int("reserve_mib", default: reserveMiB, in: 0...1_048_576)
        webhookBodyKiB = map.int("webhook_body_kib", default: webhookBodyKiB, in: 1...65_536)
        uploadMiB = map.int("upload_mib", default: uploadMiB, in: 1...1024)
        mailMiB = map.int("mail_mib", default: mailMiB, in: 1...1024)
        lmtpConnections = map.int("lmtp_connections", default: lmtpConnections, in: 1...10_000)
        lmtpIdleTime = map.time("lmtp_idle_time", default: lmtpIdleTime)
        lmtpSessionTime = map.time("lmtp_session_time", default: lmtpSessionTime)
        photos = map.int("photos", default: photos, in: 0...20)
        photoMiB = map.int("photo_mib", default: photoMiB, in: 1...64)
        photoMegapixels = map.int("photo_megapixels", default: photoMegapixels, in: 1...1000)
        perSenderPerMinute = map.optionalInt("per_sender_per_minute", in: 0...100_000)
        perTokenPerMinute = map.int(
            "per_token_per_minute", default: perTokenPerMinute, in: 0...10_000_000)
        openPerMinute = map.int("open_per_minute", default: openPerMinute, in: 0...10_000_000)
        requestLogDays = map.int("request_log_days", default: requestLogDays, in: 0...366)
        requestLogMiB = map.int("request_log_mib", default: requestLogMiB, in: 1...1024)
        transcriptTurns = map.int("transcript_turns", default: transcriptTurns, in: 1...1_000_000)
        transcriptsWaiting = map.int(
            "transcripts_waiting", default: transcriptsWaiting, in: 0...100)
        bodiesInFlightMiB = map.optionalInt("bodies_in_flight_mib", in: 1...65_536)
        connections = ConnectionLimits(map)
        map.finish()
    }
}

extension ConnectionLimits {
    init(_ map: YAMLMap) {
        self.init()
        connections = map.int("connections", default: connections, in: 16...100_000)
        connectionsPerAddress = map.int(
            "connections_per_address", default: connectionsPerAddress, in: 0...100_000)
        headerBytes = map.int("header_kib", default: headerBytes >> 10, in: 4...1024) << 10
        headerFields = map.int("header_fields", default: headerFields, in: 10...1000)
        headerTime = map.time("header_time", default: headerTime)
        bodyTime = map.time("body_time", default: bodyTime)
        idleTime = map.time("idle_time", default: idleTime)
        writeTime = map.time("write_time", default: writeTime)
        bytesPerSecond = map.int("bytes_per_second", default: bytesPerSecond, in: 1...1_000_000_000)
    }
}

extension YAMLMap {
    /// A time that bounds something: from 100 ms to an hour.
    fileprivate func time(_ key: String, default fallback: Duration) -> Duration {
        let time = duration(key, default: fallback)
        if time < .milliseconds(100) || time > .seconds(3600) {
            fail("limits.\(key) must be from 100ms to 1h", at: key)
        }
        return time
    }
}

/// A TCP address to listen on, `host:port`; port 0 lets the system choose.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port), colon > text.startIndex
        else { return nil }
        host = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        self.port = port
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension YAMLMap {
    /// A list of networks and addresses; `nil` where the key is missing.
    func addressRanges(_ key: String) -> AddressRanges? {
        guard let value = value(key) else { return nil }
        return AddressRanges(
            (value.isList ? value.list() : [value]).compactMap { element in
                guard let text = element.string() else { return nil }
                do throws(AddressRange.Wrong) {
                    return try AddressRange(text)
                } catch {
                    element.fail("\(element.pathText): \(error)")
                    return nil
                }
            })
    }

    func listen(_ key: String, default fallback: String) -> ListenAddress {
        let text = string(key, default: fallback)
        if let address = ListenAddress(text) { return address }
        fail("\((path + [key]).joined(separator: ".")): '\(text)' is not host:port", at: key)
        return ListenAddress(host: "127.0.0.1", port: 0)
    }
}
