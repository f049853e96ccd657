// What a request carries through the handlers.
package import Hummingbird

/// The context of every request of ours.
package struct ServiceContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who presented a valid token.
    package var principal: Principal?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }
}

/// The bearer of a token.
package struct Principal: Sendable, Hashable {
    package var name: String
    package var role: Role
}
