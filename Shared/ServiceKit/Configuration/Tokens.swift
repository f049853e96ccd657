// Bearer tokens of the configuration and the roles they carry.

/// What the bearer of a token may do.
package enum Role: String, Sendable, CaseIterable, Hashable {
    /// Bring complaints in.
    case intake
    /// Read the feed and report progress.
    case `case`
    /// Coordinate: triage, links, reveal.
    case admin
    /// Routing itself, towards the channels.
    case routing
}

/// A configured token.
package struct TokenConfiguration: Sendable {
    package var name: String
    package var role: Role
    package var secret: Secret

    package init(name: String, role: Role, secret: Secret) {
        self.name = name
        self.role = role
        self.secret = secret
    }
}

extension YAMLMap {
    func tokens(_ reader: SecretReader) -> [TokenConfiguration] {
        optionalList("tokens").compactMap { element in
            let map = element.map()
            let name = map.string("name")
            let role = map.choice("role", Role.self)
            let secret = map.requiredSecret("secret", reader)
            map.finish()
            return role.map { TokenConfiguration(name: name, role: $0, secret: secret) }
        }
    }
}
