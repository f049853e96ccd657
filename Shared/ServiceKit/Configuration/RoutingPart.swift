// The part `routing` of the configuration.

/// Configuration of mendengar-routing.
package struct RoutingPart: Sendable {
    package var listen: ListenAddress
    package var database: String?
    /// The file with the keys of personal data; made at the first start, shared by replicas. Without
    /// it nothing is sealed.
    package var keys: String?
    package var tokens: [TokenConfiguration]
    package var push: [PushPart]
    package var channels: [ChannelAddress]
    /// Desks whose people enter complaints on the pages.
    package var counters: [CounterDesk]
    /// How long a decider that died keeps the next one waiting, in seconds: 1 … 60.
    package var leaseSeconds: Int
    /// How often deadlines are looked at and citizens told, in seconds: 1 … 3600.
    package var sweepSeconds: Int
    /// Messages to one citizen in a local day, what there is to tell joined in one: 0 (none) … 20.
    package var citizenMessagesPerDay: Int

    /// The address civic apps use, when behind a proxy; without a slash at its end.
    package var publicURL: String
    /// Whom civic apps name as contact, and how one gets a key to post with.
    package var contact: String?
    package var keyService: String?

    /// Where messages to citizens go out.
    package struct ChannelAddress: Sendable {
        package var channel: String
        package var url: String
        package var token: Secret
    }

    init(_ map: YAMLMap, _ reader: SecretReader) {
        listen = map.listen("listen", default: "127.0.0.1:8080")
        database = map.optionalString("database")
        keys = map.optionalString("keys")
        tokens = map.tokens(reader)
        push = map.receivers(reader)
        let addresses = map.optionalMap("channels")
        channels = ["sms", "email"].compactMap { channel in
            guard let map = addresses?.optionalMap(channel) else { return nil }
            defer { map.finish() }
            var url = map.string("url")
            if url.hasSuffix("/") { url.removeLast() }
            if !url.hasPrefix("http://"), !url.hasPrefix("https://") {
                map.fail("routing.channels.\(channel).url must begin with http:// or https://", at: "url")
            }
            return ChannelAddress(
                channel: channel, url: url, token: map.requiredSecret("token", reader))
        }
        addresses?.finish()
        counters = map.counters("counters", needsPhone: false)
        leaseSeconds = map.int("lease_seconds", default: 10, in: 1...60)
        sweepSeconds = map.int("sweep_seconds", default: 60, in: 1...3600)
        var address = map.string("public_url", default: "http://\(listen)")
        if address.hasSuffix("/") { address.removeLast() }
        publicURL = address
        let civic = map.optionalMap("open311")
        contact = civic?.optionalString("contact")
        keyService = civic?.optionalString("key_service")
        civic?.finish()
        citizenMessagesPerDay = map.int("citizen_messages_per_day", default: 1, in: 0...20)
    }
}
