// `POST /v1/messages` of every channel that answers: what is asked for, and the answer to it.
package import Complaints
package import Foundation

/// The body of `POST /v1/messages` (contract, section Messages out).
package struct MessageRequest: Sendable, Hashable {
    package var id: String
    /// As given: the channel judges it.
    package var phone: String?
    /// As given.
    package var email: String?
    /// `nil`: the channel's usual one.
    package var account: String?
    package var subject: String?
    package var text: String
    package var kind: Message.Kind
    /// Tracking number of the complaint it is about.
    package var complaint: String?

    /// The body cannot be used; says which field and what is wrong with it.
    package struct Flaw: Error, CustomStringConvertible {
        package var description: String

        /// A field that the channel needs is not there.
        package static func missing(_ field: String) -> Flaw {
            Flaw(description: "the field '\(field)' is missing")
        }
    }

    /// Of an id, in bytes.
    package static let idBytesMax = 200

    private struct Body: Decodable {
        struct To: Decodable {
            var phone: String?
            var email: String?
        }

        var id: String?
        var to: To?
        var account: String?
        var subject: String?
        var text: String?
        var kind: String?
        var complaint: String?
    }

    /// Reads a JSON object; fields it does not know are no error.
    package init(_ json: Data) throws(Flaw) {
        let body: Body
        do {
            body = try Wire.decode(Body.self, from: json)
        } catch {
            throw Flaw(description: explainDecoding(error))
        }
        func needed(_ value: String?, _ name: String) throws(Flaw) -> String {
            guard let value, !value.allSatisfy(\.isWhitespace) else {
                throw .missing(name)
            }
            return value
        }
        let word = try needed(body.kind, "kind")
        guard let kind = Message.Kind(rawValue: word) else {
            let known = Message.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Flaw(description: "the kind '\(word)' is not known; known: \(known)")
        }
        id = try needed(body.id, "id")
        guard id.utf8.count <= Self.idBytesMax else {
            throw Flaw(description: "the id is longer than \(Self.idBytesMax) bytes")
        }
        text = try needed(body.text, "text")
        self.kind = kind
        (phone, email) = (body.to?.phone, body.to?.email)
        (account, subject, complaint) = (body.account, body.subject, body.complaint)
    }
}

/// The answer of `POST /v1/messages` and `GET /v1/messages/{id}`.
package struct MessageAnswer: Encodable, Sendable {
    package var id: String
    /// `queued`, `known` or `refused`; of a message that is known, its state.
    package var status: String
    @ExplicitNull package var why: String?

    package init(id: String, status: String, why: String? = nil) {
        self.id = id
        self.status = status
        self.why = why
    }

    package init(id: String, _ submission: Submission) {
        switch submission {
        case .queued: self.init(id: id, status: "queued")
        case .known: self.init(id: id, status: "known")
        case .refused(let why): self.init(id: id, status: "refused", why: why)
        }
    }
}
