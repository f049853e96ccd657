// The files of a service that are no code: templates, style sheets, learned weights.
package import Foundation

/// The folder that the build puts beside the binary; an installation may put it under share/.
package struct BundledFiles: Sendable {
    private let folders: [String]

    /// - Parameters:
    ///   - module: of the package, e.g. `RadioService`.
    ///   - share: the folder below `share/mendengar`.
    package init(module: String, share: String) {
        folders = ["Mendengar_\(module).resources", "../share/mendengar/\(share)"]
    }

    /// Where a file or folder of that name lies.
    ///
    /// - Parameter what: for the error, e.g. "the pages' templates".
    /// - Throws: ``ConfigurationError`` when it is nowhere.
    package func find(_ name: String, _ what: String) throws(ConfigurationError) -> URL {
        let binary = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let beside = URL(fileURLWithPath: binary ?? CommandLine.arguments[0])
            .deletingLastPathComponent()
        let places = [beside, Bundle.main.bundleURL].flatMap { base in
            folders.map { base.appendingPathComponent($0).appendingPathComponent(name) }
        }
        guard let place = places.first(where: { FileManager.default.fileExists(atPath: $0.path) })
        else {
            throw ConfigurationError(
                file: places[0].path, "\(what) are not there; install the folder beside the binary")
        }
        return place
    }
}
