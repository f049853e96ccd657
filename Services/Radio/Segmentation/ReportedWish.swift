// What somebody wants by the word with which minutes report him: "mengeluhkan", "menanyakan".
import Complaints

enum ReportedWish {
    /// By the first word that leaves no doubt; `nil` without one: "meminta" reports complaints as well.
    static func kind(of text: String) -> Kind? {
        let words = text.lowercased().split { !$0.isLetter }
        for (index, word) in words.enumerated() {
            if let kind = kinds[word] { return kind }
            if thanks.contains(word), index + 1 < words.count, words[index + 1] == "kasih" { return .praise }
        }
        return nil
    }

    private static let thanks: Set<Substring> = ["terima", "berterima", "tarima"]

    private static let kinds: [Substring: Kind] = {
        var kinds: [Substring: Kind] = [:]
        for (kind, words) in [
            (
                Kind.complaint,
                "mengeluhkan keluhan dikeluhkan melaporkan melapor mengadukan mengadu memprotes"
            ),
            (.question, "bertanya menanyakan mempertanyakan ditanyakan pertanyaan tanya takun"),
            (.praise, "mengapresiasi apresiasi penghargaan memuji berterimakasih"),
            (.aspiration, "mengusulkan diusulkan usul mengharapkan menyarankan"),
            (.info, "menginformasikan memberitahukan mengumumkan"),
        ] {
            for word in words.split(separator: " ") { kinds[word] = kind }
        }
        return kinds
    }()
}
