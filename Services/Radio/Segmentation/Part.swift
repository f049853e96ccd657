// The part of a programme that a turn is: what the sequence model tells apart.

/// How a transcript came about: spoken on air, written down as minutes, or a chat.
package enum Telling: Sendable, Hashable { case spoken, minutes, chat }

/// What a turn does in the course of a programme.
enum Part: Int, Sendable, CaseIterable {
    /// Opening, adverts, songs, talk between the calls, closing.
    case general
    /// The first turn of a new matter: the host takes a call, a citizen begins by himself, a message is read.
    case takes, begins, reads
    /// Inside a matter, before an office has answered.
    case host, citizen, message
    /// The host has taken a call, and nobody has said yet what it is about.
    case rings
    case answer
    /// Inside a matter, after an office has answered.
    case hostAfter, citizenAfter
    /// The first turn of an earlier matter's going on: a call that was cut off, an answer that comes later.
    case resumes, answersLater

    var startsMatter: Bool { self == .takes || self == .begins || self == .reads }
    var startsPart: Bool { startsMatter || self == .resumes || self == .answersLater }
    var isCitizen: Bool { self == .begins || self == .citizen || self == .citizenAfter }
    var isAnswer: Bool { self == .answer || self == .answersLater }
    var isMessage: Bool { self == .reads || self == .message }

    /// As the file of weights has it.
    var name: String { "\(self)" }

    /// The names of all parts, in their order.
    static let names = allCases.map(\.name)

    /// Who speaks in it, where labels do not say.
    var role: Role? {
        if isCitizen { return .caller }
        return isAnswer ? nil : .host
    }
}
