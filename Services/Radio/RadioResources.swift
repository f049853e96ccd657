// The folder of the radio service's files that are no code: templates, its script, learned weights.
import Foundation
import ServiceKit

enum RadioResources {
    private static let files = BundledFiles(module: "RadioService", share: "radio")

    /// Where a file or folder of that name lies.
    ///
    /// - Parameter what: for the error, e.g. "the pages' templates".
    /// - Throws: ``ConfigurationError`` when it is nowhere.
    static func find(_ name: String, _ what: String) throws(ConfigurationError) -> URL {
        try files.find(name, what)
    }

    /// What the pages are made of.
    static func pages() throws -> PageFrame {
        let templates = try find("Templates", "the pages' templates")
        return try PageFrame(
            templates: templates,
            files: [templates.deletingLastPathComponent().appendingPathComponent("Static")])
    }
}
