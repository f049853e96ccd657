// `mendengar operator`: who may sign in to the radio pages.
import Foundation
package import ServiceKit
package import Store

/// The operators of `radio.stations`.
package typealias OperatorCommand = PeopleCommand<RadioPeople>

package enum RadioPeople: SignInPages {
    package static let command = "operator"
    package static let abstract = "The people who may sign in to the radio pages."
    package static let person = "an operator"
    package static let place = "station"
    package static let setting = "radio.stations"

    package static func read(
        _ configuration: Configuration, file: String
    ) throws -> (database: DatabaseURL, places: [String]) {
        guard let part = configuration.radio else {
            throw ConfigurationError(file: file, "has no part 'radio'")
        }
        return (
            try DatabaseURL(configuration.database(part.database, for: .radio)),
            part.stations.map(\.name)
        )
    }
}
