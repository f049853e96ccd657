// A real Chromium, driven over W3C WebDriver by chromedriver: no further libraries.
import Foundation

/// One browser window. Close it with ``close()``.
package final class Browser: Sendable {
    private let driver: RunningProgram
    private let client = HTTPClient()
    private let base: String

    /// What a WebDriver command answers when it fails.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// The key under which WebDriver hands out elements (W3C WebDriver, section 12.1).
    private static let elementKey = "element-6066-11e4-a52e-4f735466cecf"

    package init(_ folder: TemporaryFolder, width: Int = 1280, height: Int = 900) async throws {
        let port = try FreePort.find()
        driver = try RunningProgram(
            ["chromedriver", "--port=\(port)"], log: folder.file("chromedriver.log"),
            environment: ["HOME": folder.path])
        try await driver.writes("started successfully")
        let arguments = [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
            "--lang=id-ID", "--window-size=\(width),\(height)",
            "--user-data-dir=\(folder.file("chromium"))",
        ]
        let answer = try await client.postJSON(
            "http://127.0.0.1:\(port)/session",
            [
                "capabilities": [
                    "alwaysMatch": [
                        "browserName": "chrome",
                        "goog:chromeOptions": [
                            "binary": "/usr/bin/chromium", "args": arguments,
                        ] as [String: Any],
                        "timeouts": ["implicit": 10_000, "pageLoad": 60_000, "script": 60_000],
                    ] as [String: Any]
                ]
            ])
        guard let value = answer.json["value"] as? [String: Any],
            let session = value["sessionId"] as? String
        else {
            driver.signal(SIGKILL)
            throw Failure(description: "no browser session: \(answer.text)")
        }
        base = "http://127.0.0.1:\(port)/session/\(session)"
    }

    package func open(_ url: String) async throws { _ = try await post("/url", ["url": url]) }

    package var url: String {
        get async throws { try await get("/url") as? String ?? "" }
    }

    /// The page as rendered: what a reader sees of it.
    package var text: String {
        get async throws { try await script("return document.body.innerText") as? String ?? "" }
    }

    package func script(_ code: String) async throws -> Any? {
        try await post("/execute/sync", ["script": code, "args": [Any]()])
    }

    /// Types into the element; for a file input the path of the file.
    package func type(_ text: String, into css: String) async throws {
        _ = try await post("/element/\(try await element(css))/value", ["text": text])
    }

    package func click(_ css: String) async throws {
        _ = try await post("/element/\(try await element(css))/click", [:])
    }

    /// Replaces what a field holds.
    package func fill(_ css: String, _ text: String) async throws {
        _ = try await post("/element/\(try await element(css))/clear", [:])
        try await type(text, into: css)
    }

    /// Presses keys one after the other, wherever the focus is: single characters, or a WebDriver key code
    /// such as ``Key/enter``.
    package func press(_ keys: String...) async throws {
        let steps = keys.flatMap { key in
            [["type": "keyDown", "value": key], ["type": "keyUp", "value": key]]
        }
        _ = try await post(
            "/actions",
            ["actions": [["type": "key", "id": "keyboard", "actions": steps] as [String: Any]]])
    }

    /// Keys that are no characters (W3C WebDriver, section 17.4.2).
    package enum Key {
        package static let enter = "\u{E007}"
        package static let tab = "\u{E004}"
        package static let space = " "
        package static let escape = "\u{E00C}"
        package static let down = "\u{E015}"
    }

    /// A command of the Chrome DevTools Protocol.
    package func devTools(_ command: String, _ parameters: [String: Any] = [:]) async throws {
        _ = try await post("/goog/cdp/execute", ["cmd": command, "params": parameters])
    }

    /// What axe finds against WCAG 2.2 AA on the page as it stands: one line for each violation.
    ///
    /// - Parameter source: axe-core, as a script.
    package func violations(axe source: String) async throws -> [String] {
        _ = try await script(source + "; return 1")
        let found = try await post(
            "/execute/async",
            [
                "script": """
                const done = arguments[arguments.length - 1];
                axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})
                  .then((r) => done(r.violations.map((v) =>
                    v.id + ': ' + v.nodes.map((n) => n.target.join(' ')).join(', '))))
                  .catch((e) => done(['axe failed: ' + e]));
                """, "args": [Any](),
            ])
        return found as? [String] ?? ["axe gave no answer"]
    }

    /// Elements on the page as it stands, without waiting for any.
    package func count(_ css: String) async throws -> Int {
        try await script("return document.querySelectorAll(\"\(css)\").length") as? Int ?? 0
    }

    /// Waits until the page says these words.
    package func shows(_ words: String) async throws {
        _ = try await eventually("'\(words)' on the page") { () -> Bool? in
            try await self.text.contains(words) ? true : nil
        }
    }

    package func resize(width: Int, height: Int) async throws {
        _ = try await post(
            "/goog/cdp/execute",
            [
                "cmd": "Emulation.setDeviceMetricsOverride",
                "params": [
                    "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
                ] as [String: Any],
            ])
    }

    /// Writes a PNG of the window.
    package func screenshot(to path: String) async throws {
        guard let text = try await get("/screenshot") as? String, let png = Data(base64Encoded: text)
        else { throw Failure(description: "no screenshot") }
        try png.write(to: URL(filePath: path))
    }

    package func close() async throws {
        _ = try? await client.send("DELETE", base)
        // The browser is gone with its session; the driver itself does not listen to SIGTERM.
        try await driver.killNow()
    }

    private func element(_ css: String) async throws -> String {
        let found = try await post("/element", ["using": "css selector", "value": css])
        guard let id = (found as? [String: Any])?[Self.elementKey] as? String else {
            throw Failure(description: "no element \(css)")
        }
        return id
    }

    private func get(_ path: String) async throws -> Any? {
        try value(of: await client.get(base + path), path)
    }

    private func post(_ path: String, _ body: [String: Any]) async throws -> Any? {
        try value(of: await client.postJSON(base + path, body), path)
    }

    private func value(of answer: HTTPAnswer, _ path: String) throws -> Any? {
        guard answer.status == 200 else {
            let error = answer.json["value"] as? [String: Any]
            throw Failure(
                description: "\(path): \(error?["error"] ?? answer.status) \(error?["message"] ?? "")")
        }
        return answer.json["value"]
    }
}
