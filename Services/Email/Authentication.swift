// Whether a mail comes from where it says: the verdicts of the receiving server (RFC 8601).

/// What the trusted server found about the sender, and what that means for us.
struct Authentication: Sendable, Hashable, Codable {
    /// `pass`, `fail`, `softfail`, `none` …, in lower case; `nil` where it says nothing.
    var spf: String?
    /// Of the signature that speaks for the sender's domain, else of the first.
    var dkim: String?
    var dmarc: String?
    /// DMARC passed, or SPF or DKIM passed for the domain of From.
    var isAuthenticated = false
    /// The domain of From is one of `official_domains`.
    var isOfficial = false
    /// A trusted server was named, so that something can be said at all.
    var isKnown = false

    enum CodingKeys: String, CodingKey { case spf, dkim, dmarc }

    /// All flags this channel sets: see ``flags``.
    static let flagNames = ["spf", "dkim", "dmarc"].flatMap { ["\($0)_pass", "\($0)_fail"] }
        + ["official", "spoofed_official"]

    /// For the rules: `dmarc_pass`, `dmarc_fail` and so on; `official` or `spoofed_official`.
    var flags: [String] {
        guard isKnown else { return [] }
        var flags: [String] = []
        for (name, result) in [("spf", spf), ("dkim", dkim), ("dmarc", dmarc)] {
            switch result {
            case "pass": flags.append(name + "_pass")
            // SPF's "probably not" counts as no; what could not be decided counts as nothing.
            case "fail", "hardfail", "softfail", "policy": flags.append(name + "_fail")
            default: break
            }
        }
        if isOfficial { flags.append(isAuthenticated ? "official" : "spoofed_official") }
        return flags
    }

    /// Says nothing.
    init() {}

    /// - Parameters:
    ///   - authservID: whose word counts. `nil`: nobody's.
    ///   - officialDomains: lower case; their subdomains count too.
    init(of mail: ParsedMail, authservID: String?, officialDomains: [String]) {
        guard let authservID, !authservID.isEmpty else { return }
        isKnown = true
        let domain = Domain.of(mail.from?.address ?? "")
        func isOfficial(_ domain: String) -> Bool {
            officialDomains.contains { domain == $0 || domain.hasSuffix("." + $0) }
        }
        // Mail programs show the name: `"bupati@hss.go.id" <x@elsewhere.example>` says it is official too.
        let named = mail.from?.name.flatMap(Addresses.first).map(Domain.of) ?? ""
        self.isOfficial = isOfficial(domain) || !named.isEmpty && isOfficial(named)
        let speaksForItself = named.isEmpty || !isOfficial(named) || isOfficial(domain)
        guard let results = Self.trusted(mail, authservID) else { return }
        var isAligned = false
        for result in results {
            switch result.method {
            case "spf" where spf == nil:
                spf = result.value
                let sender = result.properties["smtp.mailfrom"] ?? result.properties["smtp.helo"] ?? ""
                isAligned = isAligned
                    || result.value == "pass" && Domain.areAligned(Domain.of(sender), domain)
            case "dkim":
                let signer = result.properties["header.d"] ?? result.properties["header.i"] ?? ""
                let speaksForSender = Domain.areAligned(Domain.of(signer), domain)
                if dkim == nil || result.value == "pass" && (speaksForSender || dkim != "pass") {
                    dkim = result.value
                }
                isAligned = isAligned || result.value == "pass" && speaksForSender
            case "dmarc" where dmarc == nil:
                let from = result.properties["header.from"].map(Domain.of)
                // A verdict on another address than the one we read is none on ours.
                guard from == nil || from == domain else { continue }
                dmarc = result.value
            default: break
            }
        }
        isAuthenticated =
            speaksForItself && !domain.isEmpty && dmarc != "fail" && (dmarc == "pass" || isAligned)
    }

    /// The topmost header of the trusted server: servers write above what is there, so whatever a
    /// sender forged stands below. Nor may it stand below a second hop: there it came with the mail.
    private static func trusted(
        _ mail: ParsedMail, _ authservID: String
    ) -> [AuthenticationResults.Result]? {
        let wanted = authservID.lowercased()
        var hopIsOurs = false
        for header in mail.headers {
            switch header.name {
            case "received":
                if hopIsOurs { return nil }
                hopIsOurs = header.value.lowercased() == wanted
            case "authentication-results":
                guard let parsed = AuthenticationResults(header.value) else { continue }
                if parsed.authservID == wanted { return parsed.results }
            default: break
            }
        }
        return nil
    }
}

/// Domains and whether one may speak for another.
enum Domain {
    /// What follows the last `@`, or all of it, in lower case.
    static func of(_ address: String) -> String {
        let lower = address.lowercased()
        var domain = lower.lastIndex(of: "@").map { lower[lower.index(after: $0)...] } ?? lower[...]
        while domain.last == "." || domain.last == ">" { domain.removeLast() }
        return String(domain)
    }

    /// Relaxed alignment (RFC 7489 section 3.1): equal, or one below the other, and not both merely
    /// below a suffix that everybody may register under.
    static func areAligned(_ one: String, _ other: String) -> Bool {
        guard !one.isEmpty, !other.isEmpty else { return false }
        if one == other { return true }
        let (short, long) = one.utf8.count < other.utf8.count ? (one, other) : (other, one)
        guard long.hasSuffix("." + short) else { return false }
        let labels = short.split(separator: ".")
        guard labels.count >= 2 else { return false }
        return labels.count > 2 || !registries.contains(short)
    }

    private static let registries: Set<String> = Set(
        ["go", "co", "or", "ac", "sch", "web", "net", "mil", "desa", "my", "biz", "ponpes", "kop"]
            .map { $0 + ".id" } + ["co.uk", "com.au", "com.sg", "com.my", "gov.uk"])
}
