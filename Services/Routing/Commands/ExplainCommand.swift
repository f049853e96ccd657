// `mendengar explain TEXT --region DIR [--not AGENCY]`: why a complaint goes where it goes, and why not
// elsewhere, in words for the officer who must defend it.
package import ArgumentParser
import Complaints
import Foundation
import Language
import Region
import Rules
import ServiceKit

/// Explains a decision in Bahasa Indonesia. Exit status 0, also when the answer is triage.
package struct ExplainCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say in words why a complaint goes to its agency, and why not to another.")

    @Argument(help: "The text of the complaint.")
    var text: String

    @Option(help: "The folder of the region pack.")
    var region: String

    @Option(name: .customLong("not"), help: "An agency: why does it not go there?")
    var other: String?

    @OptionGroup var arrival: ArrivalOptions

    @Flag(help: "Print the sentences as JSON.")
    var json = false

    package init() {}

    package func run() throws {
        let pack = try loadRegion(region)
        if let other, pack.agency(other) == nil {
            let hint = nearest(to: other, among: pack.agencies.map(\.id)).map { "; did you mean '\($0)'?" }
            throw CommandProblem("\(region) knows no agency '\(other)'\(hint ?? "")")
        }
        let now = arrival.moment
        let complaint = arrival.complaint(text, at: now)
        let explanation = Explanation(
            complaint, pack, not: other, at: now, inCase: arrival.inCase, late: arrival.late(in: pack))
        if json {
            try printJSON(explanation)
        } else {
            print((explanation.why + explanation.whyNot).joined(separator: "\n"))
        }
    }
}

/// A decision told in sentences.
struct Explanation: Encodable {
    /// `nil` when it waits in triage.
    var agency: AgencyRef?
    var why: [String]
    /// Of the agency asked for; empty where none was.
    var whyNot: [String]

    private enum CodingKeys: String, CodingKey {
        case agency, why
        case whyNot = "why_not"
    }

    init(
        _ complaint: Complaint, _ pack: RegionPack, not other: String?, at now: Date,
        inCase: CaseFacts? = nil, late: [LatePromise] = []
    ) {
        let ruling = pack.rule(on: complaint, at: now, inCase: inCase, late: late)
        agency = ruling.agency
        why = Self.reasons(ruling, pack) + ruling.decision.rejected.map(Self.sentence)
        whyNot = other.map { Self.reasons(against: $0, ruling, complaint, pack, now) } ?? []
    }

    private static func reasons(_ ruling: Ruling, _ pack: RegionPack) -> [String] {
        let decision = ruling.decision
        var lines: [String] = []
        switch (ruling.agency, decision.mode) {
        case (let agency?, .evidence):
            lines.append(
                "Diteruskan ke \(agency.name) (\(agency.id)): keputusan-keputusan sebelumnya menunjuk "
                    + "ke sana (keyakinan \(decision.confidence)).")
        case (let agency?, _):
            lines.append(
                "Diteruskan ke \(agency.name) (\(agency.id)) menurut aturan "
                    + "\u{201C}\(decision.rule ?? "-")\u{201D}.")
        case (nil, _):
            lines.append("Belum ada instansi yang ditunjuk; laporan menunggu petugas koordinator.")
        }
        if decision.referred == true { lines.append("Perkara ini di luar wewenang daerah.") }
        if let reason = decision.reason { lines.append("Kepada warga disampaikan: \(reason)") }
        for reason in decision.because where !reason.matched.isEmpty {
            let words = reason.matched.map { "\u{201C}\($0.text)\u{201D}" }.joined(separator: ", ")
            let heading =
                switch reason.rule {
                case FlagName.emergency: "Dianggap darurat karena"
                case RegionPack.overseerReason: "Kata yang menyangkut instansi itu sendiri"
                default: "Kata yang menentukan (\(reason.rule))"
                }
            lines.append("\(heading): \(words).")
        }
        if let candidates = decision.candidates, ruling.agency == nil, !candidates.isEmpty {
            let names = candidates.map { pack.agency($0.agency)?.name ?? $0.agency }
            lines.append("Yang paling mungkin: \(names.joined(separator: "; ")).")
        }
        if let place = ruling.places.first {
            lines.append("Tempat: \(place.name) (\(place.level), \(place.code)).")
        }
        if let question = ruling.question { lines.append("Tempatnya belum jelas. Ditanyakan: \(question)") }
        for copy in ruling.copies {
            let name = pack.agency(copy.id)?.name ?? copy.id
            let why = Self.grounds(copy)
            lines.append(
                "Tembusan ke \(name) \(why)"
                    + (copy.reason.map { ": \($0)" } ?? "."))
        }
        if decision.hold == true {
            lines.append("Warga belum diberi tahu, sampai ada petugas yang memutuskan.")
        }
        let due = ruling.due
        func day(_ moment: Date) -> String { pack.calendar.day(of: moment).shortText }
        lines.append(
            "Tenggat: verifikasi \(day(due.verifyBy)), tanggapan \(day(due.respondBy)), "
                + "selesai \(day(due.closeBy)).")
        var basis = "Buku aturan: \(decision.ruleBook)"
        if let version = decision.bookVersion { basis += ", versi \(version)" }
        if let law = decision.legalBasis { basis += "; dasar hukum: \(law)" }
        return lines + [basis + "."]
    }

    /// By which rule a copy goes, or that it goes to who oversees the agency.
    private static func grounds(_ copy: Copy) -> String {
        copy.why == RegionPack.overseerReason
            ? "sebagai pengawas" : "menurut \u{201C}\(copy.why)\u{201D}"
    }

    /// A line of the trace: the same words as in the decision that is kept.
    private static func sentence(_ lost: RejectedRule) -> String {
        lost.rule.isEmpty
            ? "Tidak diputus oleh aturan: \(lost.why)." : "Bukan \u{201C}\(lost.rule)\u{201D}: \(lost.why)."
    }

    private static func reasons(
        against other: String, _ ruling: Ruling, _ complaint: Complaint, _ pack: RegionPack,
        _ now: Date
    ) -> [String] {
        let name = pack.agency(other)?.name ?? other
        if ruling.agency?.id == other { return ["Laporan ini memang diteruskan ke \(name)."] }
        if let copy = ruling.copies.first(where: { $0.id == other }) {
            let why = Self.grounds(copy)
            return ["\(name) menerima tembusan \(why), bukan laporannya."]
        }
        var lines = ["Mengapa bukan \(name):"]
        let fates = pack.fates(of: other, on: complaint, at: now)
        lines += fates.map { sentence($0, pack, ruling) }
        if fates.isEmpty { lines.append("Tidak ada aturan yang menunjuk instansi ini.") }
        if let standing = pack.standing(of: other, on: complaint) {
            lines.append(
                "Menurut kata-katanya instansi ini urutan ke-\(standing.rank) dari \(standing.of).")
        } else {
            lines.append("Tidak ada kata dalam laporan ini yang menunjuk ke instansi ini.")
        }
        return lines
    }

    private static func sentence(_ fate: RuleFate, _ pack: RegionPack, _ ruling: Ruling) -> String {
        let head = "Aturan \u{201C}\(fate.rule)\u{201D} (\(fate.agency))"
        guard fate.missing.isEmpty else {
            let parts = fate.why.joined(separator: "; ")
            return "\(head) tidak berlaku: \(parts)."
        }
        if let refusal = fate.refusal { return "\(head) berlaku, tetapi \(refusal)." }
        guard let winner = ruling.decision.rule else {
            return "\(head) berlaku, tetapi keputusan-keputusan sebelumnya menunjuk ke tempat lain."
        }
        return winner == fate.rule
            ? "\(head) berlaku." : "\(head) juga berlaku, tetapi \u{201C}\(winner)\u{201D} didahulukan."
    }
}
