// Waiting for something outside the test's process: by a condition and a deadline, never by a guess.

/// A deadline that passed.
package struct TooLate: Error, CustomStringConvertible {
    package var description: String

    package init(description: String) { self.description = description }
}

/// Asks `look` again and again until it gives a value.
///
/// - Parameters:
///   - what: named in the error.
///   - limit: after it the wait has failed; far above what a slow machine needs.
/// - Throws: ``TooLate``, or what `look` throws.
package func eventually<Value: Sendable>(
    _ what: String, within limit: Duration = .seconds(60), _ look: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    while true {
        if let value = try await look() { return value }
        guard ContinuousClock.now < deadline else {
            throw TooLate(description: "\(what): not within \(limit)")
        }
        try await Task.sleep(for: .milliseconds(20))
    }
}
