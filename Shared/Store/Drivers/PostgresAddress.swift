// A PostgreSQL address, `postgres://user:password@host:5432/name?schema=routing`, read strictly.

/// Where a PostgreSQL database is and who asks for it; libpq's URI with a `schema` of ours.
///
/// Several hosts may be given as `one:5432,two:5432`; a host that is a percent-encoded folder, or a
/// parameter `host=/run/postgresql`, is a Unix socket. Without a password libpq looks into its
/// password file (`passfile`, PGPASSFILE, ~/.pgpass).
package struct PostgresAddress: Sendable, Hashable, CustomStringConvertible {
    /// The schema that holds the tables; created when missing. `nil`: the role's own default.
    package let schema: String?
    /// libpq's connection parameters, the defaults included.
    let parameters: [String: String]
    /// Without the password.
    package let description: String

    /// libpq parameters that may follow the `?`, besides `schema` and `host`.
    package static let allowed = [
        "application_name", "channel_binding", "connect_timeout", "gssencmode", "keepalives",
        "keepalives_count", "keepalives_idle", "keepalives_interval", "krbsrvname", "options",
        "passfile", "sslcert", "sslcrl", "sslkey", "sslmode", "sslrootcert",
        "ssl_min_protocol_version", "target_session_attrs", "tcp_user_timeout",
    ]

    /// What holds when the address says nothing else: a host that is gone is found out in seconds.
    static let defaults = [
        "application_name": "mendengar", "connect_timeout": "5", "keepalives": "1",
        "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
        "tcp_user_timeout": "30000", "client_encoding": "UTF8",
    ]

    /// PostgreSQL's NAMEDATALEN - 1.
    static let identifierBytesMax = 63

    /// - Parameter text: what follows `postgres://`.
    init(_ text: Substring) throws(StoreError) {
        let (address, query) = Self.cut(text, at: "?")
        let (authority, name) = Self.cut(address, at: "/")
        var parameters = Self.defaults
        var hosts = authority
        if let at = authority.lastIndex(of: "@") {
            let (user, password) = Self.cut(authority[..<at], at: ":")
            parameters["user"] = try Self.decode(user, "the user")
            if let password { parameters["password"] = try Self.decode(password, "the password") }
            hosts = authority[authority.index(after: at)...]
        }
        guard let name, !name.isEmpty else { throw Self.wrong("names no database after the host") }
        parameters["dbname"] = try Self.decode(name, "the database's name")
        try Self.read(hosts: hosts, into: &parameters)
        schema = try Self.read(query: query ?? "", into: &parameters)
        guard parameters["host"] != nil else {
            throw Self.wrong("names no host; write HOST or ?host=/FOLDER for a Unix socket")
        }
        self.parameters = parameters
        description = Self.describe(parameters, schema: schema)
    }

    private static func read(
        hosts: Substring, into parameters: inout [String: String]
    ) throws(StoreError) {
        guard !hosts.isEmpty else { return }
        var names: [String] = []
        var ports: [String] = []
        for host in hosts.split(separator: ",", omittingEmptySubsequences: false) {
            var name = host
            var port: Substring = "5432"
            // The colons inside the brackets of an IPv6 address are its own.
            if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") {
                name = host[..<colon]
                port = host[host.index(after: colon)...]
            }
            guard let number = Int(port), (1...65_535).contains(number) else {
                throw wrong("has the port '\(port)'; a port is a number from 1 to 65535")
            }
            if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
            guard !name.isEmpty else { throw wrong("has an empty host") }
            names.append(try decode(name, "the host"))
            ports.append("\(number)")
        }
        parameters["host"] = names.joined(separator: ",")
        parameters["port"] = ports.joined(separator: ",")
    }

    /// Reads `key=value&key=value`; gives the schema.
    private static func read(
        query: Substring, into parameters: inout [String: String]
    ) throws(StoreError) -> String? {
        var seen: Set<String> = []
        var schema: String?
        for pair in query.split(separator: "&") {
            let (key, text) = cut(pair, at: "=")
            let name = try decode(key, "a parameter's name")
            let value = try decode(text ?? "", "the parameter '\(name)'")
            guard seen.insert(name).inserted else { throw wrong("gives '\(name)' twice") }
            switch name {
            case "schema":
                guard isIdentifier(value) else {
                    throw wrong(
                        "has the schema '\(value)'; a schema is a name of a-z, 0-9 and '_', "
                            + "does not begin with a digit or 'pg_' and has at most 63 letters")
                }
                schema = value
            case "host":
                guard value.hasPrefix("/"), parameters["host"] == nil else {
                    throw wrong("may give host= only as the folder of a Unix socket, and only once")
                }
                parameters["host"] = value
            case _ where allowed.contains(name):
                parameters[name] = value
            default:
                let known = (["schema", "host"] + allowed).joined(separator: ", ")
                throw wrong("has an unknown parameter '\(name)'; known are \(known)")
            }
        }
        return schema
    }

    /// A name that needs no quotes in SQL.
    private static func isIdentifier(_ text: String) -> Bool {
        let letters = text.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
        }
        return letters && (1...identifierBytesMax).contains(text.utf8.count)
            && text.first?.isNumber == false && !text.hasPrefix("pg_")
    }

    private static func describe(_ parameters: [String: String], schema: String?) -> String {
        let user = parameters["user"].map { "\($0)@" } ?? ""
        let host = parameters["host"] ?? ""
        let port = parameters["port"].map { ":\($0)" } ?? ""
        let end = schema.map { "?schema=\($0)" } ?? ""
        return "postgres://\(user)\(host)\(port)/\(parameters["dbname"] ?? "")\(end)"
    }

    private static func cut(
        _ text: Substring, at separator: Character
    ) -> (Substring, Substring?) {
        guard let index = text.firstIndex(of: separator) else { return (text, nil) }
        return (text[..<index], text[text.index(after: index)...])
    }

    /// Percent-decoding (RFC 3986, section 2.1) into UTF-8 without NUL.
    private static func decode(_ text: Substring, _ part: String) throws(StoreError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexDigit),
                let low = rest.popFirst().flatMap(hexDigit)
            else { throw wrong("has a '%' in \(part) that two hexadecimal digits must follow") }
            bytes.append(high << 4 | low)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw wrong("is not UTF-8 in \(part)")
        }
        return decoded
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        Character(UnicodeScalar(byte)).hexDigitValue.map(UInt8.init)
    }

    /// The message never holds the address: it may hold a password.
    private static func wrong(_ what: String) -> StoreError {
        StoreError(
            .invalid,
            "the database address \(what) (postgres://USER:PASSWORD@HOST:PORT/NAME?schema=SCHEMA)")
    }
}
