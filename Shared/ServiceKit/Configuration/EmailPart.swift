// The part `email` of the configuration.
import Foundation

/// Configuration of mendengar-email.
package struct EmailPart: Sendable {
    /// Health, metrics, messages out.
    package var listen: ListenAddress
    package var lmtp: LMTPAddress?
    package var database: String?
    package var routingToken: Secret
    package var tokens: [TokenConfiguration]
    /// Lower case.
    package var ownAddresses: [String]
    /// Whose Authentication-Results are believed.
    package var authservID: String?
    package var officialDomains: [String]
    package var smtp: SMTP?
    package var mailboxes: [Mailbox]
    /// For how long a process that has died keeps the others from its mailboxes.
    package var mailboxLeaseSeconds: Int

    /// The server that takes our mails.
    package struct SMTP: Sendable {
        /// `smtp://host:port` or `smtps://host:port`.
        package var url: String
        package var user: String?
        package var password: Secret?
        package var tls: TLS
        /// A PEM file of certificate authorities to trust besides the system's.
        package var ca: String?
        /// Our address in the mails.
        package var from: String
        /// What stands before the address.
        package var name: String?
        /// Whether who complains is told the tracking number.
        package var receipt: Bool
        package var perAddressPerDay: Int
        /// To all addresses.
        package var perDay: Int
    }

    /// How a connection to a mail server is protected.
    package enum TLS: String, Sendable, CaseIterable { case none, starttls, implicit }

    init(_ map: YAMLMap, _ reader: SecretReader) {
        listen = map.listen("listen", default: "127.0.0.1:8083")
        lmtp = map.lmtp("lmtp", mayBeRemote: map.bool("lmtp_remote", default: false))
        database = map.optionalString("database")
        routingToken = map.requiredSecret("routing_token", reader)
        tokens = map.tokens(reader)
        ownAddresses = map.strings("own_addresses").map { $0.lowercased() }
        authservID = map.optionalString("authserv_id")
        officialDomains = map.strings("official_domains").map { $0.lowercased() }
        smtp = map.optionalMap("smtp").map { map in
            defer { map.finish() }
            return SMTP(map, reader)
        }
        mailboxes = map.optionalList("mailboxes").map { Mailbox($0, reader) }
        var names: Set<String> = []
        for mailbox in mailboxes where !names.insert(mailbox.name).inserted {
            map.fail("two mailboxes are called '\(mailbox.name)'", at: "mailboxes")
        }
        mailboxLeaseSeconds = map.int("mailbox_lease_seconds", default: 30, in: 1...600)
        if ownAddresses.isEmpty {
            map.fail("own_addresses is empty: no mail would be accepted", at: "own_addresses")
        }
    }
}

extension EmailPart.SMTP {
    init(_ map: YAMLMap, _ reader: SecretReader) {
        url = map.string("url")
        user = map.optionalString("user")
        password = map.secret("password", reader)
        ca = map.optionalString("ca")
        from = map.string("from")
        name = map.optionalString("name")
        receipt = map.bool("receipt", default: true)
        perAddressPerDay = map.int("per_address_per_day", default: 3, in: 0...1000)
        perDay = map.int("per_day", default: 2000, in: 0...1_000_000)
        let parts = URLComponents(string: url)
        let isImplicit = parts?.scheme == "smtps"
        // The mail server of this machine needs no protection from it; any other does.
        let isNear = ["127.0.0.1", "localhost", "[::1]", "::1"].contains(parts?.host ?? "")
        tls = map.choice("tls", default: isImplicit ? .implicit : isNear ? .none : .starttls)
        if parts?.host?.isEmpty != false || !["smtp", "smtps"].contains(parts?.scheme ?? "") {
            map.fail("the address must look like smtp://127.0.0.1:25", at: "url")
        } else if isImplicit != (tls == .implicit) {
            map.fail("smtps:// goes with tls: implicit, and smtp:// with none or starttls", at: "tls")
        } else if password != nil, tls == .none, !isNear {
            map.fail("a password is not sent without TLS: tls: starttls", at: "tls")
        }
    }
}
