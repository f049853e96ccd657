// `mendengar counter`: who may sign in to the counter's pages of Routing.
import Foundation
package import ServiceKit
package import Store

/// The people at the desks of `routing.counters`.
package typealias CounterCommand = PeopleCommand<CounterPeople>

package enum CounterPeople: SignInPages {
    package static let command = "counter"
    package static let abstract = "The people who may sign in to the counter's pages."
    package static let person = "somebody"
    package static let place = "desk"
    package static let setting = "routing.counters"

    package static func read(
        _ configuration: Configuration, file: String
    ) throws -> (database: DatabaseURL, places: [String]) {
        guard let part = configuration.routing else {
            throw ConfigurationError(file: file, "has no part 'routing'")
        }
        return (
            try DatabaseURL(configuration.database(part.database, for: .routing)),
            part.counters.map(\.name)
        )
    }
}
