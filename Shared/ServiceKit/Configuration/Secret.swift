// Secrets of the configuration: `env:NAME`, `file:PATH`, or the value itself.
import Foundation

/// A secret that never shows itself in a log or an error.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The secret itself; empty in a part of the file that belongs to another service.
    package let value: String

    package init(_ value: String) { self.value = value }

    package var bytes: [UInt8] { Array(value.utf8) }
    package var description: String { "(secret)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Resolves secrets while a configuration is read.
struct SecretReader {
    let environment: [String: String]
    /// Secrets of other services' parts are not looked up: they may live on another machine.
    var resolves: Bool
    /// The one account whose secrets are looked up all the same.
    var account: String?
    var warn: (String) -> Void

    /// For what belongs to an account.
    func of(account name: String) -> SecretReader {
        var own = self
        own.resolves = resolves || name == account
        return own
    }

    func read(_ found: YAMLValue) -> Secret? {
        guard let text = found.string() else { return nil }
        guard resolves else { return Secret("") }
        if text.hasPrefix("env:") {
            let name = String(text.dropFirst(4))
            guard let value = environment[name], !value.isEmpty else {
                found.fail("\(found.path.joined(separator: ".")): the environment variable "
                    + "\(name) is not set; set it, or write file:PATH")
                return nil
            }
            return Secret(value)
        }
        if text.hasPrefix("file:") {
            let path = String(text.dropFirst(5))
            guard let data = FileManager.default.contents(atPath: path) else {
                found.fail("\(found.path.joined(separator: ".")): the secret file "
                    + "\(path) cannot be read")
                return nil
            }
            let value = String(decoding: data, as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            guard !value.isEmpty else {
                found.fail("\(found.path.joined(separator: ".")): the secret file \(path) is empty")
                return nil
            }
            return Secret(value)
        }
        guard !text.isEmpty else {
            found.fail("\(found.path.joined(separator: ".")): the secret is empty")
            return nil
        }
        warn("\(found.file):\(found.line): \(found.path.joined(separator: ".")) holds its secret "
            + "in the file; env:NAME or file:PATH is safer")
        return Secret(text)
    }
}

extension YAMLMap {
    func secret(_ key: String, _ reader: SecretReader) -> Secret? {
        value(key).flatMap { reader.read($0) }
    }

    func requiredSecret(_ key: String, _ reader: SecretReader) -> Secret {
        guard let found = value(key) else {
            fail("\(path.joined(separator: ".")) lacks the key '\(key)'")
            return Secret("")
        }
        return reader.read(found) ?? Secret("")
    }

    /// `secret: …` or `secrets: […]`, the newest first while rotating.
    func secrets(_ reader: SecretReader) -> [Secret] {
        let one = secret("secret", reader).map { [$0] } ?? []
        return one + optionalList("secrets").compactMap { reader.read($0) }
    }
}
