// The part `sms` of the configuration.

/// Configuration of mendengar-sms.
package struct SMSPart: Sendable {
    package var listen: ListenAddress
    package var database: String?
    /// What providers sign over, when behind a proxy; without a slash at the end.
    package var publicURL: String?
    package var routingToken: Secret
    package var tokens: [TokenConfiguration]
    package var accounts: [SMSAccount]

    init(_ map: YAMLMap, _ reader: SecretReader) {
        listen = map.listen("listen", default: "127.0.0.1:8081")
        database = map.optionalString("database")
        publicURL = map.optionalString("public_url").map {
            $0.hasSuffix("/") ? String($0.dropLast()) : $0
        }
        routingToken = map.requiredSecret("routing_token", reader)
        tokens = map.tokens(reader)
        let window = map.duration("content_window", default: .seconds(10))
        accounts = map.optionalList("accounts").map { SMSAccount($0, reader, window: window) }
        var names: Set<String> = []
        for account in accounts where !names.insert(account.name).inserted {
            map.fail("two accounts are called '\(account.name)'", at: "accounts")
        }
    }
}

/// One provider's account.
package struct SMSAccount: Sendable {
    package var name: String
    package var provider: String
    /// The newest first; path secret, auth token or signing key, as the provider needs.
    package var secrets: [Secret]
    /// Our number.
    package var number: String?
    /// The same words of the same sender within it are one message; zero switches it off.
    package var contentWindow: Duration
    package var accountSID: String?
    /// `generic`: our name of a field -> where it stands in the request.
    package var fields: [String: String]
    package var auth: GenericAuth?
    package var ack: GenericAck?
    package var send: SendAccess?
    /// Where it stands in the file, for the errors of the providers.
    package var file: String
    package var line: Int

    /// How a `generic` provider proves itself.
    package struct GenericAuth: Sendable {
        /// A token, Basic credentials, or an HMAC over the body.
        package enum Scheme: String, Sendable, CaseIterable {
            case token, basic
            case hmacSHA256 = "hmac-sha256"
        }
        package var scheme: Scheme
        package var header: String
    }

    /// What a `generic` provider expects to hear.
    package struct GenericAck: Sendable {
        package var status: Int
        package var type: String
        package var body: String

        package init(status: Int, type: String, body: String) {
            self.status = status
            self.type = type
            self.body = body
        }
    }

    /// How messages go out through this account.
    package struct SendAccess: Sendable {
        package var url: String
        package var user: String?
        package var password: Secret?
        package var from: String?
    }

    init(_ element: YAMLValue, _ reader: SecretReader, window: Duration) {
        let map = element.map()
        name = map.string("name")
        provider = map.string("provider")
        secrets = map.secrets(reader)
        number = map.optionalString("number")
        contentWindow = map.duration("content_window", default: window)
        accountSID = map.optionalString("account_sid")
        fields = [:]
        if let chosen = map.optionalMap("fields") {
            for entry in chosen.entries() { fields[entry.key] = entry.value.string() ?? "" }
        }
        auth = map.optionalMap("auth").flatMap { auth in
            defer { auth.finish() }
            let header = auth.string("header", default: "Authorization")
            return auth.choice("scheme", GenericAuth.Scheme.self).map {
                GenericAuth(scheme: $0, header: header)
            }
        }
        ack = map.optionalMap("ack").map { ack in
            defer { ack.finish() }
            return GenericAck(
                status: ack.int("status", default: 200, in: 200...299),
                type: ack.string("type", default: "text/plain"),
                body: ack.string("body", default: ""))
        }
        send = map.optionalMap("send").map { send in
            defer { send.finish() }
            return SendAccess(
                url: send.string("url"), user: send.optionalString("user"),
                password: send.secret("password", reader), from: send.optionalString("from"))
        }
        file = element.file
        line = element.line
        let allowed = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        if !allowed { map.fail("an account's name may hold letters, digits, '-', '_' and '.'", at: "name") }
        map.finish()
    }
}
