// What a provider looks like whom a few lines of YAML describe: of an account, or a preset in ops/providers.
import Foundation

/// Where the fields of a message stand, how the provider proves itself, and what it expects to hear.
package struct GenericForm: Sendable {
    /// How a provider proves itself; the names of headers are lower case.
    package enum Auth: Sendable, Hashable {
        case token(header: String)
        case basic(header: String)
        /// Over the body, in hexadecimal digits or base64, with or without `sha256=` before it.
        case hmacSHA256(header: String)
        /// `user` and `password` of the account in the parameters of these names.
        case parameters(user: String, password: String)
    }

    /// What a provider expects to hear.
    package struct Ack: Sendable, Hashable {
        package var status: Int
        package var type: String
        package var body: String

        package init(status: Int, type: String, body: String) {
            self.status = status
            self.type = type
            self.body = body
        }
    }

    /// A message whose field has one of these values is none.
    package struct Ignore: Sendable, Hashable {
        package var field: String
        package var values: [String]
    }

    /// What the complaint's channel will be.
    package enum Way: String, Sendable, CaseIterable { case sms, chat }

    /// The fields of a message, each by the name that the configuration has for it.
    package enum Field: Int, Sendable, CaseIterable {
        case from, to, text, id, ts, name, ref, part, total, file, filename
    }

    package var way = Way.sms
    /// `nil`: a secret in the path.
    package var auth: Auth?
    package var ack: Ack?
    /// What can never be read gets the same answer: this provider would only bring it again.
    package var acknowledgesAll = false
    /// Whether it brings a message again that we could not take.
    package var comesAgain = true
    /// Fields that together are an id, for a provider without one.
    package var idOf: [String] = []
    package var ignore: [Ignore] = []
    /// The parameter with the SMPP data coding of the text.
    package var coding: String?
    /// The parameter with the name of its charset, which counts before the coding.
    package var charset: String?
    private var fields: [Field: [String]] = [:]

    package init() {}

    /// Where a field may stand: the paths in the order of preference.
    package func paths(_ field: Field) -> [String] { fields[field] ?? ["\(field)"] }

    /// The same for an error.
    package func written(_ field: Field) -> String { paths(field).joined(separator: " or ") }

    /// Reads what `map` says; what it leaves out stays.
    mutating func read(_ map: YAMLMap) {
        way = map.choice("channel", default: way)
        if let chosen = map.optionalMap("fields") {
            for (name, value) in chosen.entries() {
                if let field = Field.allCases.first(where: { "\($0)" == name }) {
                    fields[field] = value.strings()
                } else {
                    let known = Field.allCases.map { "\($0)" }.joined(separator: ", ")
                    value.fail("there is no field '\(name)'; known: \(known)")
                }
            }
        }
        if let chosen = map.value("id_of") { idOf = chosen.strings() }
        if let rules = map.optionalMap("ignore") {
            ignore = rules.entries().map { Ignore(field: $0.key, values: $0.value.strings()) }
        }
        coding = map.optionalString("coding") ?? coding
        charset = map.optionalString("charset") ?? charset
        if let chosen = map.optionalMap("auth") { auth = Self.auth(chosen) }
        if let chosen = map.optionalMap("ack") {
            ack = Ack(
                status: chosen.int("status", default: 200, in: 200...299),
                type: chosen.string("type", default: "text/plain"),
                body: chosen.string("body", default: ""))
            acknowledgesAll = chosen.bool("always", default: false)
            comesAgain = chosen.bool("comes_again", default: true)
            chosen.finish()
        }
    }

    private enum Scheme: String, CaseIterable {
        case token, basic, parameters
        case hmacSHA256 = "hmac-sha256"
    }

    private static func auth(_ map: YAMLMap) -> Auth? {
        defer { map.finish() }
        guard let scheme = map.choice("scheme", Scheme.self) else { return nil }
        if scheme == .parameters {
            return .parameters(user: map.string("user"), password: map.string("password"))
        }
        let header = map.string("header", default: "Authorization").lowercased()
        return switch scheme {
        case .basic: .basic(header: header)
        case .hmacSHA256: .hmacSHA256(header: header)
        default: .token(header: header)
        }
    }
}

/// The presets of a folder: `NAME.yaml` describes the provider NAME.
struct ProviderPresets {
    private(set) var forms: [String: GenericForm] = [:]

    /// - Parameter folders: the first that is there is read.
    init(_ folders: [String], _ problems: YAMLProblems) {
        let manager = FileManager.default
        guard let folder = folders.first(where: { manager.fileExists(atPath: $0) }) else { return }
        for file in (try? manager.contentsOfDirectory(atPath: folder))?.sorted() ?? []
        where file.hasSuffix(".yaml") {
            do throws(ConfigurationError) {
                let map = try YAMLFile.read(path: "\(folder)/\(file)", problems: problems).map()
                var form = GenericForm()
                form.read(map)
                map.finish()
                forms[String(file.dropLast(".yaml".count))] = form
            } catch {
                error.problems.forEach(problems.add)
            }
        }
    }
}
