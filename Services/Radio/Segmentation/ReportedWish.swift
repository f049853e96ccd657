// What somebody wants by the verb with which minutes report him: "mengeluhkan", "menanyakan".
import Complaints

enum ReportedWish {
    /// The verb stands behind who it is, before what he said.
    private static let reach = 12

    /// By the first verb that leaves no doubt; `nil` without one: "meminta" reports complaints as well, and
    /// what he said himself ("sudah tiga kali usul") reports nothing.
    static func kind(of text: String) -> Kind? {
        let head = text.prefix { $0 != ":" && $0 != "\"" && $0 != "“" }
        let words = head.lowercased().split { !$0.isLetter }.prefix(reach)
        for (index, word) in words.enumerated() {
            let next = index + 1 < words.count ? words[index + 1] : ""
            if let kind = verbs[word] { return kind }
            if telling.contains(word), let kind = told[next] { return kind }
            if word == "berterima" { return .praise }
        }
        return nil
    }

    private static let telling: Set<Substring> = ["menyampaikan", "mengajukan", "mengucapkan", "memberikan"]
    private static let told: [Substring: Kind] = [
        "keluhan": .complaint, "pertanyaan": .question, "usul": .aspiration, "usulan": .aspiration,
        "apresiasi": .praise, "penghargaan": .praise, "terima": .praise,
    ]

    private static let verbs: [Substring: Kind] = {
        var verbs: [Substring: Kind] = [:]
        for (kind, words) in [
            (Kind.complaint, "mengeluhkan melaporkan melapor mengadukan mengadu memprotes"),
            (.question, "bertanya menanyakan mempertanyakan"), (.praise, "mengapresiasi memuji"),
            (.aspiration, "mengusulkan mengharapkan menyarankan"),
            (.info, "menginformasikan memberitahukan mengumumkan"),
        ] {
            for word in words.split(separator: " ") { verbs[word] = kind }
        }
        return verbs
    }()
}
