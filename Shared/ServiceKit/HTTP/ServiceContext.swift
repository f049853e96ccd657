// What a request carries through the handlers.
import Foundation
import HTTPTypes
package import Hummingbird

/// The context of every request of ours.
package struct ServiceContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who presented a valid token.
    package var principal: Principal?
    private let address: IPAddress?
    /// Whose word on who sent a request is believed.
    var trustedProxies = AddressRanges.loopback
    /// What its body may take of the process's budget.
    var bodyShare: BodyShare?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        address = IPAddress(source.channel.remoteAddress)
    }

    /// The address of who sent a request; behind trusted proxies, what they say. `nil` without a socket.
    package func sender(of request: Request) -> IPAddress? {
        guard let address, let name = Self.forwardedFor, request.headers.contains(name) else {
            return address
        }
        return trustedProxies.sender(peer: address, forwarded: request.headers[values: name])
    }

    private static let forwardedFor = HTTPField.Name("x-forwarded-for")

    /// Makes `%2F` and the like in the parameters of the path what they stand for; what is no UTF-8 stays
    /// as it was sent.
    mutating func decodeParameters() {
        guard parameters.contains(where: { $0.value.utf8.contains(UInt8(ascii: "%")) }) else { return }
        var decoded = Parameters()
        for (name, value) in parameters {
            decoded[name] = value.removingPercentEncoding.map { $0[...] } ?? value
        }
        coreContext.parameters = decoded
    }
}

/// The bearer of a token.
package struct Principal: Sendable, Hashable {
    package var name: String
    package var role: Role
}
