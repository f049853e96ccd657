// Templates and static files, read once at start from the folder beside the binary.
import Foundation
import Mustache

/// What the pages are made of.
struct PageAssets: Sendable {
    let library: MustacheLibrary
    /// By file name, e.g. `mendengar.css`.
    let files: [String: Data]

    static func load() throws -> PageAssets {
        let templates = try RadioResources.find("Templates", "the pages' templates")
        return try PageAssets(
            templates: templates,
            files: templates.deletingLastPathComponent().appendingPathComponent("Static"))
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
