// The provider described by a few lines of YAML, in an account or as a preset in ops/providers.
import Complaints
import Crypto
import Delivery
import Foundation
import Intake
import ServiceKit

/// Query, form or JSON; token, Basic, HMAC-SHA256, credentials among the parameters or a secret in the path.
struct Generic: Provider {
    static let needsSecret = false
    let needsPathSecret: Bool
    let acknowledgements: Acknowledgements
    let credentials: Set<String>

    private let account: SMSAccount
    private let form: GenericForm
    /// Each secret as the beginning of its HMAC: a key is hashed once, not for each message.
    private let keyed: [HMAC<SHA256>]
    /// Where each field may stand, in the order of ``GenericForm/Field``.
    private let places: [[FieldPath]]

    init(account: SMSAccount, publicURL: String?) throws(ConfigurationError) {
        self.account = account
        form = account.form
        switch form.auth {
        case .basic? where account.user != nil, .parameters?:
            if account.user == nil { throw account.fail("needs a user: user: NAME") }
            if account.password == nil { throw account.fail("needs a password: password: env:NAME") }
        default: try account.requireSecret()
        }
        places = GenericForm.Field.allCases.map { [form] in form.paths($0).map(FieldPath.init) }
        keyed = account.secrets.map { HMAC(key: SymmetricKey(data: $0.bytes)) }
        needsPathSecret = form.auth == nil
        if case .parameters(let user, let password)? = form.auth {
            credentials = [user, password]
        } else {
            credentials = []
        }
        let ack = form.ack ?? .init(status: 200, type: "text/plain", body: "OK")
        let answer = Acknowledgements.Answer(status: ack.status, type: ack.type, body: ack.body)
        acknowledgements = Acknowledgements(
            accepted: answer, unreadable: form.acknowledgesAll ? answer : nil,
            mayRefuseLargeBody: !form.acknowledgesAll, comesAgain: form.comesAgain,
            tooMany: form.acknowledgesAll ? 503 : 429)
    }

    func isAuthentic(_ request: RawRequest, at now: Date) -> Bool {
        switch form.auth {
        case nil: return true
        case .token(let header):
            let sent = request.headers[header] ?? ""
            return account.isSecret(Array(Self.without("bearer ", sent).utf8))
        case .basic(let header): return account.isBasic(request.headers[header])
        case .hmacSHA256(let header):
            // Of a body only: without one there is nothing signed.
            guard !request.body.isEmpty else { return false }
            let text = Self.without("sha256=", request.headers[header] ?? "")
            guard let code = text.utf8.count == 64
                ? Signature.bytes(hex: text) : Signature.bytes(base64: text)
            else { return false }
            var matches = false
            for var hmac in keyed {
                hmac.update(data: request.body)
                let own = hmac.finalize().withUnsafeBytes { [UInt8]($0) }
                if constantTimeEqual(own, code) { matches = true }
            }
            return matches
        case .parameters(let user, let password):
            // Of the query: what is kept of that holds no credentials.
            let sent = request.queryParameters
            let isUser = constantTimeEqual(
                Array((account.user ?? "").utf8), sent.bytes(user) ?? [])
            let isPassword = constantTimeEqual(
                account.password?.bytes ?? [], sent.bytes(password) ?? [])
            return isUser && isPassword
        }
    }

    private static func without(_ prefix: String, _ text: String) -> String {
        let head = text.utf8.prefix(prefix.utf8.count)
        return head.elementsEqual(prefix.utf8) { $0 | 0x20 == $1 }
            ? String(text.dropFirst(prefix.count)) : text
    }

    func decode(_ request: RawRequest) throws(Unreadable) -> Content {
        let fields = try fields(request)
        for rule in form.ignore {
            if let value = fields.word(rule.field), rule.values.contains(value) {
                return .ignored("\(rule.field) is '\(value)'")
            }
        }
        /// The first that is there, or else the first that is there and empty.
        func field(_ name: GenericForm.Field) -> String? {
            var empty: String?
            for path in places[name.rawValue] {
                guard let value = fields[path] else { continue }
                if !value.isEmpty { return value }
                empty = value
            }
            return empty
        }
        guard let from = field(.from), !from.isEmpty else {
            throw Unreadable(why: "the field from (\(form.written(.from))) is missing")
        }
        let file = field(.file).flatMap { $0.isEmpty ? nil : $0 }
        guard let text = text(fields) ?? field(.text) ?? (file == nil ? nil : "") else {
            throw Unreadable(why: "the field text (\(form.written(.text))) is missing")
        }
        return .message(
            Inbound(
                id: Inbound.id(field(.id))
                    ?? (form.idOf.isEmpty ? nil : Inbound.id(of: form.idOf.map { fields[$0] })),
                from: from, to: field(.to) ?? account.number ?? "", text: text,
                time: field(.ts) ?? "", channel: form.way == .chat ? .chat : .sms, name: field(.name),
                part: Part(
                    reference: field(.ref), number: field(.part), total: field(.total),
                    bytes: Array(text.utf8), charset: .utf8),
                files: file.map { [FileReference(place: $0, filename: field(.filename))] } ?? []))
    }

    /// Where the body alone is signed, the query says nothing.
    private func fields(_ request: RawRequest) throws(Unreadable) -> Fields {
        guard case .hmacSHA256? = form.auth else { return try request.fields() }
        if request.isJSON { return try request.fields() }
        guard request.isForm else {
            throw Unreadable(why: "the signed body is neither JSON nor a form")
        }
        return .parameters(Parameters(items: Parameters.parse(request.body)))
    }

    /// The text by its data coding, where the form names the field of one.
    private func text(_ fields: Fields) -> String? {
        guard let coding = form.coding.flatMap({ fields[$0] }).flatMap({ Int($0) }), coding == 8,
            case .parameters(let parameters) = fields
        else { return nil }
        // Some recode the text and leave the coding as it was.
        if let name = form.charset.flatMap({ fields[$0] }),
            Charset(declared: name) == .utf8
        {
            return nil
        }
        return form.paths(.text).lazy.compactMap { parameters.bytes($0) }.first.map {
            // As bytes, or as the digits of them.
            let digits = Signature.bytes(hex: String(decoding: $0, as: UTF8.self))
            return Charset.utf16.decode(digits ?? $0)
        }
    }
}

/// Files at addresses that the account trusts (`files: {hosts: […]}`).
extension Generic: FileHost {
    static var fileHosts: [String] { [] }

    func request(for file: FileReference) -> FetchRequest? {
        guard let access = account.files, !access.hosts.isEmpty else { return nil }
        let token = access.token.map { [("Authorization", "Bearer \($0.value)")] } ?? []
        return FetchRequest("GET", file.place, headers: token)
    }
}
