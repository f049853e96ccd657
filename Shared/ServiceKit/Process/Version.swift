// The version every command prints.

/// Of the whole system: its parts are released together.
package enum Version {
    /// Semantic version of the whole system.
    package static let current = "0.1.0"
}
