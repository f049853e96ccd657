// Reads the phrases that set flags or hint at what a message is: from the language folder for every region,
// and from the pack its own; and the table of learned signals.
import Complaints
import Language
import ServiceKit

/// The sections `flags`, `hints`, `blame` and `trusted_hosts` of ops/language/signals.yaml and of a pack's
/// phrases.yaml.
///
/// Flags and hints go by the very words, without stems: "gelap" is no "digelapkan".
struct SignalsFile {
    /// The flags phrases and rules may set: never that it is a nuisance, which would keep it from everybody.
    static let flags: Set<String> = Set(SignalLabel.flags).union([
        "confidential", "anonymous", "incomplete",
    ])

    /// What the channels find out about a sender (contract, section E-mail).
    static let channelFlags: Set<String> = [
        "spf_pass", "spf_fail", "dkim_pass", "dkim_fail", "dmarc_pass", "dmarc_fail", "official",
        "spoofed_official", FlagName.spam,
    ]

    private var flags: [String: [PhraseID]] = [:]
    private var hints: [String: [PhraseID]] = [:]
    private var blame: [BlameWords.Role: [PhraseID]] = [:]
    private var trustedHosts: [String] = []

    /// - Parameter learned: the file of learned signals, where there is one.
    func signals(learned: YAMLMap?) -> Signals {
        Signals(
            flags: flags, hints: SignalHints(hints, trustedHosts: trustedHosts),
            learned: learned.map {
                EvidenceFile(
                    $0, agencies: Set(SignalLabel.all), topics: nil, view: .signals
                ).evidence
            })
    }

    /// The words by which an office is blamed.
    ///
    /// - Parameter judges: agencies that decide on others: such a one is blamed only by its own name.
    func blameWords(_ judges: [Agency], _ phrases: inout Phrases) -> BlameWords {
        var names: [String: [PhraseID]] = [:]
        for agency in judges {
            let all = [agency.id.lowercased(), agency.name] + agency.formerNames.map(\.name)
            names[agency.id] = all.compactMap { phrases.add("=" + $0) }
        }
        return BlameWords(blame, names: names)
    }

    /// Adds the sections of one file; the caller finishes the map.
    mutating func read(_ map: YAMLMap, _ phrases: inout Phrases) {
        for (name, value) in map.optionalMap("flags")?.entries() ?? [] {
            if !Self.flags.contains(name) {
                let hint = nearest(to: name, among: Self.flags.sorted())
                value.fail("unknown flag '\(name)'\(hint.map { ", did you mean '\($0)'?" } ?? "")")
            }
            flags[name, default: []] += value.list().compactMap {
                $0.phrase(&phrases, isExact: true)
            }
        }
        for (name, value) in map.optionalMap("hints")?.entries() ?? [] {
            hints[name, default: []] += value.list().compactMap {
                $0.phrase(&phrases, isExact: true)
            }
        }
        for (name, value) in map.optionalMap("blame")?.entries() ?? [] {
            guard let role = BlameWords.Role(rawValue: name) else {
                let known = BlameWords.Role.allCases.map(\.rawValue)
                let hint = nearest(to: name, among: known).map { ", did you mean '\($0)'?" }
                value.fail("unknown list '\(name)' of blame\(hint ?? "")")
                continue
            }
            // Not the very words: who is blamed bears endings, and what he did has many forms.
            blame[role, default: []] += value.list().compactMap { $0.phrase(&phrases) }
        }
        trustedHosts += map.strings("trusted_hosts")
    }
}
