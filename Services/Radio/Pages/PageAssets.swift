// Templates and static files, read once at start from the folder beside the binary.
import Foundation
import Mustache
import ServiceKit

/// What the pages are made of.
struct PageAssets: Sendable {
    let library: MustacheLibrary
    /// By file name, e.g. `mendengar.css`.
    let files: [String: Data]

    /// The folder that the build puts beside the binary; an installation may put it under share/.
    private static let candidates = [
        "Mendengar_RadioService.resources", "../share/mendengar/radio",
    ]

    static func load() throws -> PageAssets {
        let binary = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        let beside = URL(fileURLWithPath: binary ?? CommandLine.arguments[0])
            .deletingLastPathComponent()
        let places = [beside, Bundle.main.bundleURL].flatMap { base in
            candidates.map { base.appendingPathComponent($0) }
        }
        for place in places {
            let templates = place.appendingPathComponent("Templates")
            if FileManager.default.fileExists(atPath: templates.path) {
                return try PageAssets(
                    templates: templates, files: place.appendingPathComponent("Static"))
            }
        }
        throw ConfigurationError(
            file: places[0].path,
            "the pages' templates are not there; install the folder beside the binary")
    }

    private init(templates: URL, files: URL) throws {
        var library = MustacheLibrary()
        for file in try Self.contents(templates, suffix: ".mustache") {
            let name = file.deletingPathExtension().lastPathComponent
            try library.register(
                String(decoding: try Data(contentsOf: file), as: UTF8.self), named: name)
        }
        self.library = library
        var known: [String: Data] = [:]
        for suffix in [".css", ".js", ".svg"] {
            for file in try Self.contents(files, suffix: suffix) {
                known[file.lastPathComponent] = try Data(contentsOf: file)
            }
        }
        self.files = known
    }

    private static func contents(_ folder: URL, suffix: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix(suffix) }
    }
}
