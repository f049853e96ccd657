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
    /// Who passes complaints of others on, by telephone.
    package var counters: [CounterDesk]
    /// Messages to one number in any 24 hours.
    package var perNumberPerDay: Int
    /// Messages of one account in any 24 hours.
    package var perAccountPerDay: Int
    /// Numbers that are answered by themselves begin with one of these.
    package var answeredCountries: [String]
    /// How long a message waits for its files.
    package var fileWindow: Duration
    /// Of one file.
    package var fileMiB: Int
    /// The providers described in ops/providers.
    package var presetNames: [String]

    /// Where the presets are, unless the configuration says otherwise.
    static let presetsFolder = "ops/providers"

    /// - Parameter region: the folder of the region pack; the presets may lie beside the regions.
    init(_ map: YAMLMap, _ reader: SecretReader, region: String) {
        let chosen = map.optionalString("providers")
        let presets = ProviderPresets(
            chosen.map { [$0] } ?? [Self.presetsFolder, "\(region)/../../providers"],
            map.value.source.problems)
        presetNames = presets.forms.keys.sorted()
        listen = map.listen("listen", default: "127.0.0.1:8081")
        database = map.optionalString("database")
        publicURL = map.optionalString("public_url").map {
            $0.hasSuffix("/") ? String($0.dropLast()) : $0
        }
        routingToken = map.requiredSecret("routing_token", reader)
        tokens = map.tokens(reader)
        fileWindow = map.duration("file_window", default: .seconds(300))
        fileMiB = map.int("file_mib", default: 8, in: 1...64)
        perNumberPerDay = map.int("per_number_per_day", default: 3, in: 0...1000)
        perAccountPerDay = map.int("per_account_per_day", default: 2000, in: 0...1_000_000)
        counters = map.counters("counters", needsPhone: true)
        answeredCountries = map.value("answered_countries")?.strings() ?? ["+62"]
        let window = map.duration("content_window", default: .seconds(10))
        accounts = map.optionalList("accounts").map { 
            SMSAccount($0, reader, window: window, presets: presets)
        }
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
    /// Of Vonage.
    package var apiKey: String?
    package var signatureMethod: String?
    /// Of providers that cannot sign and are told credentials instead.
    package var user: String?
    package var password: Secret?
    /// Of providers that are asked: where, and how often.
    package var url: String?
    package var every: Duration
    /// Of WhatsApp.
    package var verifyToken: Secret?
    package var phoneNumberID: String?
    /// How far a signed time may be from ours.
    package var replayWindow: Duration
    /// How long the parts of a message wait for one another.
    package var joinWindow: Duration
    /// From where the provider calls; `nil`: from anywhere.
    package var allow: AddressRanges?
    /// Messages taken in a minute, of all senders; 0 for no bound.
    package var perMinute: Int
    /// Of `generic` and of the presets.
    package var form: GenericForm
    /// The provider is a preset of ops/providers.
    package var isPreset: Bool
    package var send: SendAccess?
    /// Where it stands in the file, for the errors of the providers.
    package var file: String
    package var line: Int

    /// Where the files of messages may be fetched.
    package var files: FileAccess?
    /// How who complained learns his tracking number.
    package var receipt: Receipt

    /// How messages go out through this account.
    package struct SendAccess: Sendable {
        /// Of the provider's interface; `nil`: its usual one.
        package var url: String?
        package var user: String?
        package var password: Secret?
        package var from: String?
    }

    /// How files that did not come with their messages are fetched.
    package struct FileAccess: Sendable {
        /// Hosts, `.name` for all below it, `http://host:port` for one without TLS; none: the provider's own.
        package var hosts: [String]
        /// Of the provider's interface, where it wants one.
        package var token: Secret?
    }

    /// Ways to tell a citizen his tracking number.
    package enum Receipt: String, Sendable, CaseIterable {
        /// A message of its own, by `send`.
        case send
        /// With the answer to the provider's call, where the provider passes it on.
        case reply
        case nothing = "none"
    }

    init(
        _ element: YAMLValue, _ reader: SecretReader, window: Duration, presets: ProviderPresets
    ) {
        let map = element.map()
        name = map.string("name")
        provider = map.string("provider")
        let reader = reader.of(account: name)
        secrets = map.secrets(reader)
        number = map.optionalString("number")
        contentWindow = map.duration("content_window", default: window)
        accountSID = map.optionalString("account_sid")
        apiKey = map.optionalString("api_key")
        signatureMethod = map.optionalString("signature_method")
        user = map.optionalString("user")
        password = map.secret("password", reader)
        url = map.optionalString("url")
        every = map.duration("every", default: .seconds(60))
        if every < .seconds(1) || every > .seconds(3600) {
            map.fail("\(map.path.joined(separator: ".")).every must be from 1s to 1h", at: "every")
        }
        verifyToken = map.secret("verify_token", reader)
        phoneNumberID = map.optionalString("phone_number_id")
        replayWindow = map.duration("replay_window", default: .seconds(300))
        joinWindow = map.duration("join_window", default: .seconds(15 * 60))
        allow = map.addressRanges("allow")
        if allow?.isEmpty == true { map.fail("allow names nobody; leave it out to allow all", at: "allow") }
        perMinute = map.int("per_minute", default: 0, in: 0...1_000_000)
        isPreset = presets.forms[provider] != nil
        var form = presets.forms[provider] ?? GenericForm()
        if isPreset || provider == "generic" { form.read(map) }
        self.form = form
        send = map.optionalMap("send").map { send in
            defer { send.finish() }
            return SendAccess(
                url: send.optionalString("url"), user: send.optionalString("user"),
                password: send.secret("password", reader), from: send.optionalString("from"))
        }
        files = map.optionalMap("files").map { files in
            defer { files.finish() }
            return FileAccess(
                hosts: files.value("hosts")?.strings() ?? [], token: files.secret("token", reader))
        }
        receipt = map.choice("receipt", default: send == nil ? .nothing : .send)
        if receipt == .send, send == nil {
            map.fail("the account '\(name)' needs 'send' for 'receipt: send'", at: "receipt")
        }
        file = element.file
        line = element.line
        let allowed = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        if !allowed { map.fail("an account's name may hold letters, digits, '-', '_' and '.'", at: "name") }
        map.finish()
    }
}
