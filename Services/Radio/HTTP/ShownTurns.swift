// What programs are shown of a programme's turns: nobody's number or address, for no role has a right to
// what was said by accident. Offsets are those of the text as it is shown.
import Complaints

/// Masks turns, and moves the offsets into them.
enum ShownTurns {
    static func turns(_ turns: [Turn]) -> [Turn] {
        turns.map { turn in
            var shown = turn
            shown.text = OnAir.mask(turn.text)
            shown.speaker = turn.speaker.map(label)
            return shown
        }
    }

    /// "Aliansyah (0852…)" without the number. One alone is what tells a chat's senders apart.
    static func label(_ label: String) -> String {
        let mayHoldNumber = label.utf8.count(where: \.isDigit) >= fewestDigits
        return mayHoldNumber && label.contains(where: \.isLetter) ? OnAir.mask(label) : label
    }

    /// "SPEAKER_03", "Penelepon 12" hold none.
    private static let fewestDigits = 6

    static func items(_ items: [Item], of turns: [Turn]) -> [Item] {
        items.map { item in
            var shown = item
            for index in shown.responses.indices {
                shown.responses[index].by = label(shown.responses[index].by)
            }
            guard let cut = item.cut, turns.indices.contains(cut.turn - 1) else { return shown }
            shown.cut?.at = OnAir.offset(cut.at, inTextBefore: turns[cut.turn - 1].text)
            return shown
        }
    }

    /// A correction whose offset is of the text as it was shown, as one of the text itself.
    static func meant(_ edit: Edit, of turns: [Turn]) -> Edit {
        guard let at = edit.at, let turn = edit.turn, turns.indices.contains(turn - 1) else { return edit }
        var meant = edit
        meant.at = OnAir.offset(at, inMaskOf: turns[turn - 1].text)
        return meant
    }
}

extension ProgrammeDraft {
    /// As the interface shows it.
    var shown: ProgrammeDraft {
        var draft = self
        draft.turns = ShownTurns.turns(turns)
        draft.items = ShownTurns.items(items, of: turns)
        return draft
    }
}
