// What a condition asks for, in words: in Bahasa Indonesia for the officer who must defend a decision, in
// English for who writes the rules.
import Complaints
import Language

extension Condition {
    /// What it asks for in vain, in Bahasa Indonesia.
    ///
    /// - Parameter facts: of the complaint; of what it excludes, the words that were said are named.
    package func missing(_ names: SpokenNames, _ facts: Facts? = nil) -> String {
        switch self {
        case .always: return "-"
        case .all, .any: return "tidak satu pun dari syarat-syaratnya terpenuhi"
        case .not(let part):
            let said = facts.map { part.phrasesAskedFor.intersection($0.phrases.keys) } ?? []
            return said.isEmpty
                ? "ada yang dikecualikan (\(part.spoken(names)))"
                : "ada kata yang dikecualikan: \(names.words(said))"
        default: return "tidak ada \(spoken(names))"
        }
    }

    /// What it asks for, in a few words of Bahasa Indonesia.
    package func spoken(_ names: SpokenNames) -> String {
        func list(_ names: some Sequence<String>) -> String { names.sorted().joined(separator: ", ") }
        return switch self {
        case .always: "syarat"
        case .all, .any: "beberapa syarat"
        case .not(let part): "pengecualian \(part.spoken(names))"
        case .words(let phrases): "kata \(names.words(phrases))"
        case .near(let first, let second, let words):
            "kata \(names.words(first)) di dekat \(names.words(second)) (paling jauh \(words) kata)"
        case .topics(let topics, _): "topik utama \(list(topics.map(names.topic)))"
        case .mentions(let topics): "topik \(list(topics.map(names.topic)))"
        case .places(let codes): "tempat di \(list(codes.map(names.place)))"
        case .level(let levels): "tempat berupa \(list(levels.map(\.rawValue)))"
        case .placeFlag(let flags): "tempat bertanda \(list(flags))"
        case .pledge(let pledges): pledges.isEmpty ? "janji publik" : "janji publik \(list(pledges))"
        case .channel(let channels): "saluran \(list(channels.map(\.spoken)))"
        case .kind(let kinds): "jenis \(list(kinds.map(\.spoken)))"
        case .flag(let flags): "tanda \(list(flags))"
        case .account(let accounts): "akun \(list(accounts))"
        case .sender(let traits): "pengirim \(list(traits.map(\.spoken)))"
        case .programme(let titles): titles.isEmpty ? "acara siaran" : "acara \(list(titles))"
        case .commitment(let givers, let isDated):
            (givers.isEmpty ? "janji di siaran" : "janji oleh \(list(givers))")
                + (isDated.map { $0 ? " yang bertanggal" : " yang tidak bertanggal" } ?? "")
        case .latePromise(let givers):
            "janji siaran yang lewat waktu di tempat itu (\(list(givers.map(\.spoken))))"
        case .time(let window): "waktu terima \(window.text)"
        case .duplicate(let relations, let count):
            "laporan yang sama (\(list(relations.map(\.spoken)))), sedikitnya \(count) dalam perkaranya"
        case .followup(let isOne): isOne ? "balasan kepada kami" : "laporan baru"
        case .agency(let agencies): "instansi \(list(agencies))"
        case .agencyFlag(let flags): "instansi bertanda \(list(flags))"
        case .agreement(let ids, let covers):
            (ids.isEmpty ? "perjanjian yang berlaku" : "perjanjian \(list(ids)) yang berlaku")
                + (covers.isEmpty ? "" : " untuk \(list(covers))")
        }
    }

    /// What it asks for, in a few words of English and those of the rules.
    package var written: String {
        func list(_ names: some Sequence<String>) -> String { names.sorted().joined(separator: ", ") }
        func any(_ what: String, _ names: Set<String>) -> String {
            names.isEmpty ? "any \(what)" : "\(what) \(list(names))"
        }
        return switch self {
        case .always: "anything"
        case .all, .any: "several things"
        case .not(let part): "not \(part.written)"
        case .words: "words"
        case .near: "words near each other"
        case .topics(let topics, _): "the leading topic \(list(topics))"
        case .mentions(let topics): "the topic \(list(topics))"
        case .places(let codes): "the place \(list(codes))"
        case .level(let levels): "a place of the level \(list(levels.map(\.rawValue)))"
        case .placeFlag(let flags): "a place flagged \(list(flags))"
        case .pledge(let pledges): any("pledge", pledges)
        case .channel(let channels): "the channel \(list(channels.map(\.rawValue)))"
        case .kind(let kinds): "the kind \(list(kinds.map(\.rawValue)))"
        case .flag(let flags): "the flag \(list(flags))"
        case .account(let accounts): "the account \(list(accounts))"
        case .sender(let traits): "a sender that is \(list(traits.map(\.rawValue)))"
        case .programme(let titles): any("programme", titles)
        case .commitment(let givers, let isDated):
            any("commitment", givers) + (isDated.map { $0 ? " with a day" : " without a day" } ?? "")
        case .latePromise(let givers): "a late promise of the \(list(givers.map(\.rawValue)))"
        case .time(let window): "the time \(window.written)"
        case .duplicate(let relations, let count):
            "a duplicate (\(list(relations.map(\.rawValue)))) in a case of \(count) or more"
        case .followup(let isOne): isOne ? "an answer to us" : "no answer to us"
        case .agency(let agencies): "the agency \(list(agencies))"
        case .agencyFlag(let flags): "an agency flagged \(list(flags))"
        case .agreement(let ids, let covers):
            any("agreement", ids) + (covers.isEmpty ? "" : " that covers \(list(covers))")
        }
    }
}
