// The version every command prints.

package enum Version {
    /// Semantic version of the whole system.
    package static let current = "0.1.0"
}
