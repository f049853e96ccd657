// What a failure of the store means to a sender.
import Store

/// The answer for a store that cannot take anything now; `nil` for other errors.
package func storeProblem(_ error: any Error) -> Problem? {
    guard let error = error as? StoreError else { return nil }
    return switch error.code {
    case .busy, .noSpace, .unavailable, .leaseLost: .unavailable
    case .constraint, .newerSchema, .invalid: nil
    }
}
