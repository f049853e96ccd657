// The little of a region that a channel needs before it understands anything: prefix and clock.
package import Foundation
package import ServiceKit

/// Read from `region.yaml` alone, so that a channel starts without reading the whole pack.
package struct RegionIdentity: Sendable {
    /// `HSS` in `HSS-26-1000123-5`.
    package var trackingPrefix: String
    package var timeZone: TimeZone

    /// - Throws: ``ConfigurationError`` with file and line.
    package static func load(directory: String) throws(ConfigurationError) -> RegionIdentity {
        let problems = YAMLProblems()
        let map = try YAMLFile.read(path: directory + "/region.yaml", problems: problems).map()
        let prefix = map.string("tracking_prefix")
        let name = map.string("timezone")
        let timeZone = TimeZone(identifier: name)
        if timeZone == nil { map.fail("the time zone '\(name)' is not known", at: "timezone") }
        try problems.throwIfAny()
        return RegionIdentity(trackingPrefix: prefix, timeZone: timeZone ?? .gmt)
    }
}
