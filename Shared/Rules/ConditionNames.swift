// What a condition asks for, and in what words a trace says so.
import Complaints
package import Language

extension Condition {
    /// It looks at the words of the text.
    var isAboutText: Bool {
        switch self {
        case .words, .near, .topics, .mentions: true
        case .any(let parts): parts.contains(where: \.isAboutText)
        default: false
        }
    }

    /// Nothing but the words of the text can make it hold.
    var isOnlyAboutText: Bool {
        switch self {
        case .words, .near, .topics, .mentions: true
        case .any(let parts), .all(let parts): !parts.isEmpty && parts.allSatisfy(\.isOnlyAboutText)
        default: false
        }
    }

    /// The topics it looks for.
    var topicsAskedFor: Set<String> {
        switch self {
        case .topics(let topics, _), .mentions(let topics): topics
        case .all(let parts), .any(let parts):
            parts.reduce(into: []) { $0.formUnion($1.topicsAskedFor) }
        case .not(let part): part.topicsAskedFor
        default: []
        }
    }

    /// The phrases it looks for.
    package var phrasesAskedFor: Set<PhraseID> {
        switch self {
        case .words(let phrases): phrases
        case .near(let first, let second, _): first.union(second)
        case .all(let parts), .any(let parts):
            parts.reduce(into: []) { $0.formUnion($1.phrasesAskedFor) }
        case .not(let part): part.phrasesAskedFor
        default: []
        }
    }

    /// What it asks for in vain, in Bahasa Indonesia: officers read it, and defend a decision by it.
    package var missing: String {
        switch self {
        case .always: "-"
        case .all, .any: "tidak satu pun dari syarat-syaratnya terpenuhi"
        case .not(let part): "ada yang dikecualikan (\(part.name))"
        default: "tidak ada \(name)"
        }
    }

    /// What it asks for, in a few words of Bahasa Indonesia.
    package var name: String {
        func list(_ names: some Sequence<String>) -> String { names.sorted().joined(separator: ", ") }
        return switch self {
        case .always: "syarat"
        case .all, .any: "beberapa syarat"
        case .not(let part): "pengecualian \(part.name)"
        case .words: "kata yang diminta"
        case .near(_, _, let words): "kata yang diminta dalam jarak \(words) kata"
        case .topics(let topics, _): "topik utama \(list(topics))"
        case .mentions(let topics): "topik \(list(topics))"
        case .places(let codes): "tempat di \(list(codes))"
        case .level(let levels): "tempat berupa \(list(levels.map(\.rawValue)))"
        case .placeFlag(let flags): "tempat bertanda \(list(flags))"
        case .pledge(let pledges): pledges.isEmpty ? "janji publik" : "janji publik \(list(pledges))"
        case .channel(let channels): "saluran \(list(channels.map(\.rawValue)))"
        case .kind(let kinds): "jenis \(list(kinds.map(\.rawValue)))"
        case .flag(let flags): "tanda \(list(flags))"
        case .account(let accounts): "akun \(list(accounts))"
        case .sender(let traits): "pengirim \(list(traits.map(\.rawValue)))"
        case .programme(let names): names.isEmpty ? "acara siaran" : "acara \(list(names))"
        case .commitment(let names, let isDated):
            (names.isEmpty ? "janji di siaran" : "janji oleh \(list(names))")
                + (isDated.map { $0 ? " yang bertanggal" : " yang tidak bertanggal" } ?? "")
        case .latePromise(let givers):
            "janji siaran yang lewat waktu di tempat itu (\(list(givers.map(\.spoken))))"
        case .time(let window): "waktu terima \(window.text)"
        case .duplicate(let relations, let count):
            "laporan yang sama (\(list(relations.map(\.rawValue)))), sedikitnya \(count) dalam perkaranya"
        case .followup(let isOne): isOne ? "balasan kepada kami" : "laporan baru"
        case .agency(let agencies): "instansi \(list(agencies))"
        case .agencyFlag(let flags): "instansi bertanda \(list(flags))"
        case .agreement(let ids, let covers):
            (ids.isEmpty ? "perjanjian yang berlaku" : "perjanjian \(list(ids)) yang berlaku")
                + (covers.isEmpty ? "" : " untuk \(list(covers))")
        }
    }
}
