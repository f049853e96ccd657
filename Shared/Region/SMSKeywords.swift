// The words of a region's posters, for messages by SMS: `sms:` in phrases.yaml.
package import ServiceKit

/// Words in upper case, as ``SMSService`` compares them.
package struct SMSKeywords: Sendable {
    /// A message may begin with them.
    package var openers: Set<String> = ["LAPOR", "ADUAN"]
    package var confidential: Set<String> = ["RAHASIA"]
    package var anonymous: Set<String> = ["ANONIM"]
    /// Only as the whole message: no more answers, please.
    package var stop: Set<String> = ["STOP", "BERHENTI", "UNREG"]
    package var start: Set<String> = ["START", "MULAI"]
    /// Before a tracking number: how it stands.
    package var check: Set<String> = ["CEK", "STATUS"]
    /// Before what a counter passes on; from other telephones the word says nothing.
    package var counter: Set<String> = ["ADU"]
    /// Somewhere in a message: a machine has written it, and is not answered.
    package var automatic: [String] = [
        "balasan otomatis", "pesan otomatis", "auto reply", "autoreply", "automatic reply",
    ]
    /// What who complained is told; ``numberMark`` stands for the tracking number.
    package var receipt =
        "Laporan Anda kami terima dengan nomor {nomor}. Simpan nomor ini. "
        + "Untuk tahu perkembangannya balas: CEK {nomor}"
    /// Where the tracking number goes in ``receipt``.
    package static let numberMark = "{nomor}"

    /// Of this region's tracking numbers; empty: of any region's.
    package var trackingPrefix = ""

    package init() {}

    /// Whether a word says nothing of the complaint itself.
    package func isKnown(_ word: String) -> Bool {
        openers.contains(word) || confidential.contains(word) || anonymous.contains(word)
    }

    /// Reads `phrases.yaml` of a region pack; what it does not say has its default.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package static func load(directory: String) throws(ConfigurationError) -> SMSKeywords {
        let problems = YAMLProblems()
        let map = try YAMLFile.read(path: directory + "/phrases.yaml", problems: problems).map()
        var keywords = SMSKeywords(map.optionalMap("sms"))
        try problems.throwIfAny()
        keywords.trackingPrefix = try RegionIdentity.load(directory: directory).trackingPrefix
        return keywords
    }

    /// - Parameter map: the part `sms`, if there is one.
    init(_ map: YAMLMap?) {
        guard let map else { return }
        func read(_ key: String, _ words: inout Set<String>) {
            if let chosen = map.value(key) {
                words = Set(chosen.strings().map { $0.uppercased() })
            }
        }
        read("openers", &openers)
        read("confidential", &confidential)
        read("anonymous", &anonymous)
        read("stop", &stop)
        read("start", &start)
        read("check", &check)
        read("counter", &counter)
        if let phrases = map.value("automatic") {
            automatic = phrases.strings().map { $0.lowercased() }
        }
        receipt = map.string("receipt", default: receipt)
        map.finish()
    }
}
