// What the page of one item shows: its fields, its turns with their neighbours, and what can be done.
import Complaints
import Foundation
import ServiceKit

/// Fields of the item's page.
struct ItemModel {
    let fields: [String: Any]

    /// Turns on one page of an item.
    static let turnsMax = 100
    /// Places inside a turn that are offered for a cut.
    static let cutsMax = 8
    /// A turn with fewer words is not cut inside.
    static let wordsToCut = 20

    /// - Parameters:
    ///   - start: index of the first turn shown.
    ///   - entered: what the operator typed and could not be saved.
    ///   - base: the item that the operator had before him; what he left as it was is shown as it now is.
    init(
        _ programme: StoredProgramme, at index: Int, from start: Int = 0, entered: FormFields? = nil,
        base: Item? = nil
    ) {
        let item = programme.items[index]
        func field(_ name: String, _ now: String, _ before: String?) -> String {
            guard let entered, entered[name] != before else { return now }
            return entered[name]
        }
        let isAnonymous = entered.map { $0.has("anonim") }
        let kind = entered.flatMap { Kind(rawValue: $0["jenis"]) }
        let turns = Editor.pieces(of: item, in: programme)
        let start = min(max(0, start), max(0, turns.count - 1))
        let end = min(turns.count, start + Self.turnsMax)
        var fields = ReviewModel.summary(item)
        fields.merge([
            "title": "Butir \(index + 1): \(ReviewModel.who(item))", "programme": programme.id,
            "version": "\(programme.version)", "programmeTitle": programme.title,
            "date": Words.date(programme.airedOn), "number": "\(index + 1)",
            "count": "\(programme.items.count)",
            "isUnsure": ReviewModel.isUnsure(item), "isChecked": item.byHand?.checked == true,
            "isResumed": item.turns.count > 1,
            "name": field("nama", item.caller.name ?? "", base.map { $0.caller.name ?? "" }),
            "place": field("tempat", item.placeText ?? "", base.map { $0.placeText ?? "" }),
            "text": field("isi", item.text, base?.text),
            "phone": item.caller.phone.map(Words.covered) ?? "",
            "hasPhone": item.caller.phone != nil,
            "isAnonymous": isAnonymous == base?.caller.anonymous
                ? item.caller.anonymous : isAnonymous ?? item.caller.anonymous,
            "tracking": programme.receipts[item.id]?.tracking ?? "",
            "isPublished": programme.receipts[item.id] != nil,
            "kinds": Self.kinds(kind == base?.kind ? item.kind : kind ?? item.kind),
            "answers": Self.answers(item, programme), "hasAnswers": !item.responses.isEmpty,
            "turns": turns[start..<end].map { turn in
                Self.turn(turn, canSplit: turn.n != turns.first?.n, programme)
            },
            "hasEarlierTurns": start > 0, "earlierTurns": "\(max(0, start - Self.turnsMax))",
            "hasLaterTurns": end < turns.count, "laterTurns": "\(end)",
            "turnRange": "Giliran \(start + 1)–\(end) dari \(turns.count)",
        ]) { _, new in new }
        for (key, other) in [("previous", index - 1), ("following", index + 1)] {
            let isThere = programme.items.indices.contains(other)
            fields["has" + key.capitalized] = isThere
            fields[key] = isThere ? programme.items[other].id : ""
            fields[key + "Who"] = isThere ? ReviewModel.who(programme.items[other]) : ""
        }
        let canMerge = index > 0 && !programme.isSent(item.id)
            && !programme.isSent(programme.items[index - 1].id)
        fields["canMerge"] = canMerge
        if let agreed = item.agreed {
            fields["hasAgreed"] = true
            fields["agreed"] = agreed.text
            fields["agreedBy"] = agreed.by
            fields["agreedDue"] = agreed.due.map(Words.date) ?? ""
            fields["hasAgreedDue"] = agreed.due != nil
        }
        Self.neighbours(item, programme).forEach { fields[$0] = $1 }
        self.fields = fields
    }

    private static func kinds(_ chosen: Kind) -> [[String: Any]] {
        let keys: [(Kind, String)] = [
            (.complaint, "1"), (.question, "2"), (.praise, "3"), (.info, "4"), (.aspiration, "5"),
            (.other, "0"),
        ]
        return keys.map { kind, key in
            [
                "value": kind.rawValue, "label": Words.kind(kind), "key": key,
                "chosen": kind == chosen,
            ]
        }
    }

    static func answers(_ item: Item, _ programme: StoredProgramme) -> [[String: Any]] {
        item.responses.map { response in
            [
                "by": OnAir.mask(Words.speaker(programme.name(of: response.by))),
                "text": said(response, of: item),
                "hasDue": response.due != nil, "due": response.due.map(Words.date) ?? "",
            ]
        }
    }

    /// What somebody answered; who asked not to be named is not named in it either.
    static func said(_ response: Response, of item: Item) -> String {
        item.caller.anonymous ? OnAir.mask(response.text, names: true) : response.text
    }

    /// The turn before the item and the one behind it, where they can be taken over.
    private static func neighbours(_ item: Item, _ programme: StoredProgramme) -> [String: Any] {
        guard item.cut == nil, !programme.isSent(item.id), let first = item.turns.first?[0],
            let last = item.turns.last?[1]
        else { return [:] }
        var fields: [String: Any] = [
            "canGiveFirst": first < last && first > 1 && Boundary.owner(of: first - 1, programme) != nil,
            "canGiveLast": first < last && last < programme.turns.count
                && Boundary.owner(of: last + 1, programme) != nil,
        ]
        for (key, n) in [("before", first - 1), ("after", last + 1)]
        where programme.turns.indices.contains(n - 1) && Boundary.owner(of: n, programme) != nil {
            fields[key] = [said(programme.turns[n - 1], programme)]
        }
        return fields
    }

    private static func said(_ turn: Turn, _ programme: StoredProgramme) -> [String: Any] {
        [
            "n": "\(turn.n)", "text": OnAir.mask(turn.text),
            "speaker": turn.speaker.map { ShownTurns.label(Words.speaker(programme.name(of: $0))) }
                ?? Words.role(turn.role, in: programme.kind),
            "hasTime": turn.start != nil, "time": turn.start.map(Words.time) ?? "",
        ]
    }

    private static func turn(
        _ turn: Turn, canSplit: Bool, _ programme: StoredProgramme
    ) -> [String: Any] {
        var fields = said(turn, programme)
        // On its way; what has its number may hold a call that nobody saw.
        let isSent = programme.items.contains { item in
            programme.isSent(item.id) && programme.receipts[item.id] == nil
                && item.turns.contains { $0[0] <= turn.n && turn.n <= $0[1] }
        }
        fields["canSplit"] = canSplit && !isSent
        let cuts = isSent ? [] : cuts(OnAir.mask(turn.text)).map { at, words in
            ["at": "\(turn.n):\(at)", "words": words] as [String: Any]
        }
        fields["cuts"] = cuts
        fields["hasCuts"] = !cuts.isEmpty
        return fields
    }

    /// Where a long turn may be cut: at its sentences, or, where nobody wrote any, every so many words.
    /// Offsets are those of the text as it is shown.
    static func cuts(_ text: String) -> [(at: Int, words: String)] {
        let words = text.split(separator: " ")
        guard words.count >= wordsToCut else { return [] }
        var found: [(Int, String)] = []
        var offset = 0
        var endsSentence = false
        let hasSentences = words.dropLast().contains { ".?!".contains($0.last ?? " ") }
        let step = max(6, words.count / (cutsMax + 1))
        for (index, word) in words.enumerated() {
            if index > 0, hasSentences ? endsSentence : index % step == 0 {
                found.append((offset, words[index..<min(index + 6, words.count)].joined(separator: " ")))
            }
            endsSentence = ".?!".contains(word.last ?? " ")
            offset += word.unicodeScalars.count + 1
        }
        return Array(found.prefix(cutsMax))
    }
}

/// Turns handed from an item to its neighbour.
enum Boundary: String {
    /// The item takes the last turn of the one before, or the first of the one behind.
    case takeBefore = "ambil-depan"
    case takeAfter = "ambil-belakang"
    /// The item gives its first turn to the one before, or its last to the one behind.
    case giveFirst = "lepas-depan"
    case giveLast = "lepas-belakang"

    /// The item that has a turn, if it has more of its own than a cut piece.
    static func owner(of turn: Int, _ programme: StoredProgramme) -> Item? {
        guard !programme.items.contains(where: { $0.cut?.turn == turn }) else { return nil }
        return programme.items.first {
            !programme.isSent($0.id) && $0.turns.contains { $0[0] <= turn && turn <= $0[1] }
        }
    }

    /// The correction that does it; `nil` where there is nothing to take or give.
    func edit(_ item: Item, _ programme: StoredProgramme) -> Edit? {
        guard let first = item.turns.first?[0], let last = item.turns.last?[1] else { return nil }
        func give(_ turn: Int, to target: Item?) -> Edit? {
            guard let target, programme.turns.indices.contains(turn - 1) else { return nil }
            return Edit(op: .move, item: target.id, turns: Editor.normalised(target.turns + [[turn, turn]]))
        }
        return switch self {
        case .takeBefore: Self.owner(of: first - 1, programme).flatMap { _ in give(first - 1, to: item) }
        case .takeAfter: Self.owner(of: last + 1, programme).flatMap { _ in give(last + 1, to: item) }
        case .giveFirst: first < last ? give(first, to: Self.owner(of: first - 1, programme)) : nil
        case .giveLast: first < last ? give(last, to: Self.owner(of: last + 1, programme)) : nil
        }
    }
}
