// What a citizen wants, by the cues in his words.
import Complaints

enum Classify {
    /// The kind of an item from all cues in the citizen's words and the matter that is left of them.
    static func kind(cues: [Hint: Int], asks: Bool, text: String) -> Kind {
        func count(_ cue: Hint) -> Int { cues[cue] ?? 0 }
        let words = text.split(separator: " ").count
        let problems = count(.problem)
        if count(.song) > 0, problems < 2 || count(.song) >= problems { return .other }
        if words < 3 { return .other }
        let turn = text.lowercased().split { !$0.isLetter }
        let but = turn.contains {
            ["tapi", "tetapi", "tp", "namun", "cuma", "sayang"].contains($0)
        }
        if count(.praise) > 0, problems <= count(.praise), !but { return .praise }
        let question = 2 * count(.question) + (asks ? 1 : 0)
        if count(.question) > 0, question > problems { return .question }
        if count(.aspiration) > 0, 2 * count(.aspiration) >= problems { return .aspiration }
        if count(.information) > 0, problems < 2 { return .info }
        let signs = problems + count(.plea)
        if signs == 0, asks { return .question }
        return signs == 0 && words < 5 ? .other : .complaint
    }
}
