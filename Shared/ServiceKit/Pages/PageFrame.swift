// Pages out of templates, with the headers that every page has, and the files beside them.
package import Foundation
package import HTTPTypes
package import Hummingbird
import Mustache

/// A service's templates and static files, read once at start.
package struct PageFrame: Sendable {
    private let library: MustacheLibrary
    /// By file name, e.g. `mendengar.css`.
    private let files: [String: Data]

    /// Nothing but our own style sheet, script and forms.
    package static let contentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    /// - Parameters:
    ///   - templates: the folder with the service's `.mustache` files.
    ///   - files: folders with style sheets, scripts and images; the house's own come besides.
    /// - Throws: ``ConfigurationError`` where the house's style sheet is not installed, or what is wrong
    ///   with a template.
    package init(templates: URL, files folders: [URL] = []) throws {
        var library = MustacheLibrary()
        for file in try Self.contents(templates, suffix: ".mustache") {
            let name = file.deletingPathExtension().lastPathComponent
            try library.register(
                String(decoding: try Data(contentsOf: file), as: UTF8.self), named: name)
        }
        self.library = library
        let house = try BundledFiles(module: "ServiceKit", share: "pages").find(
            "Static", "the style sheet")
        var known: [String: Data] = [:]
        for folder in [house] + folders {
            for suffix in [".css", ".js", ".svg"] {
                for file in try Self.contents(folder, suffix: suffix) {
                    known[file.lastPathComponent] = try Data(contentsOf: file)
                }
            }
        }
        files = known
    }

    private static func contents(_ folder: URL, suffix: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix(suffix) }
    }

    /// Renders a template with what the layout needs.
    package func render(
        _ template: String, _ model: [String: Any], session: Session? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        var model = model
        if let session {
            let csrf = session.shownToken()
            model["session"] = [
                "operator": session.operatorName, "station": session.station, "csrf": csrf,
            ]
            model["csrf"] = csrf
        }
        let html = library.render(model, withTemplate: template) ?? ""
        var response = Response.bytes(
            Data(html.utf8), type: "text/html; charset=utf-8", status: status)
        response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        response.headers[.cacheControl] = "no-store"
        if let name = HTTPField.Name("referrer-policy") { response.headers[name] = "same-origin" }
        return response
    }

    /// A style sheet, script or image.
    ///
    /// - Throws: ``Problem`` 404 for another name.
    package func file(_ name: String) throws -> Response {
        guard let data = files[name] else { throw Problem.notFound("no such file") }
        let type =
            name.hasSuffix(".css")
            ? "text/css; charset=utf-8"
            : name.hasSuffix(".js") ? "text/javascript; charset=utf-8" : "image/svg+xml"
        var response = Response.bytes(data, type: type)
        response.headers[.cacheControl] = "public, max-age=600"
        return response
    }
}

extension Response {
    /// 303: after a form the browser asks for the page anew.
    package static func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
