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
        let explanation = Explanation(complaint, pack, not: other, at: now)
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

    init(_ complaint: Complaint, _ pack: RegionPack, not other: String?, at now: Date) {
        let ruling = pack.rule(on: complaint, at: now)
        agency = ruling.agency
        why = Self.reasons(ruling, pack) + Self.losers(ruling, complaint, pack, now)
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
            lines.append("Kata yang menentukan (\(reason.rule)): \(words).")
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
            lines.append(
                "Tembusan ke \(pack.agency(copy.id)?.name ?? copy.id) menurut \u{201C}\(copy.why)\u{201D}"
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

    /// The rules that the trace names as lost.
    private static func losers(
        _ ruling: Ruling, _ complaint: Complaint, _ pack: RegionPack, _ now: Date
    ) -> [String] {
        let lost = Set(ruling.decision.rejected.map(\.rule))
        guard !lost.isEmpty else { return [] }
        return pack.fates(of: nil, named: lost, on: complaint, at: now).map {
            sentence($0, pack, ruling)
        }
    }

    private static func reasons(
        against other: String, _ ruling: Ruling, _ complaint: Complaint, _ pack: RegionPack,
        _ now: Date
    ) -> [String] {
        let name = pack.agency(other)?.name ?? other
        if ruling.agency?.id == other { return ["Laporan ini memang diteruskan ke \(name)."] }
        if let copy = ruling.copies.first(where: { $0.id == other }) {
            return ["\(name) menerima tembusan menurut \u{201C}\(copy.why)\u{201D}, bukan laporannya."]
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
            let parts = fate.missing.map(ConditionText.missing).joined(separator: "; ")
            return "\(head) tidak berlaku: \(parts)."
        }
        if fate.refusal != nil {
            return "\(head) berlaku, tetapi kantornya tidak dapat ditentukan: tempat belum jelas, atau "
                + "instansi tidak ada pada hari itu."
        }
        guard let winner = ruling.decision.rule else {
            return "\(head) berlaku, tetapi keputusan-keputusan sebelumnya menunjuk ke tempat lain."
        }
        return winner == fate.rule
            ? "\(head) berlaku." : "\(head) juga berlaku, tetapi \u{201C}\(winner)\u{201D} didahulukan."
    }
}

/// What a rule asks for in vain, in Bahasa Indonesia.
enum ConditionText {
    static func missing(_ condition: Condition) -> String {
        switch condition {
        case .always: "-"
        case .all, .any: "tidak satu pun dari syarat-syaratnya terpenuhi"
        case .not(let part): "ada yang dikecualikan (\(name(part)))"
        default: "tidak ada \(name(condition))"
        }
    }

    static func name(_ condition: Condition) -> String {
        func list(_ names: some Sequence<String>) -> String { names.sorted().joined(separator: ", ") }
        return switch condition {
        case .always: "syarat"
        case .all, .any: "beberapa syarat"
        case .not(let part): "pengecualian \(name(part))"
        case .words: "kata yang diminta"
        case .near(_, _, let words): "kata yang diminta dalam jarak \(words) kata"
        case .topics(let topics, _): "topik utama \(list(topics))"
        case .mentions(let topics): "topik \(list(topics))"
        case .places(let codes): "tempat di \(list(codes))"
        case .level(let levels): "tempat berupa \(list(levels.map(\.rawValue)))"
        case .placeFlag(let flags): "tempat bertanda \(list(flags))"
        case .channel(let channels): "saluran \(list(channels.map(\.rawValue)))"
        case .kind(let kinds): "jenis \(list(kinds.map(\.rawValue)))"
        case .flag(let flags): "tanda \(list(flags))"
        case .account(let accounts): "akun \(list(accounts))"
        case .sender(let traits): "pengirim \(list(traits.map(\.rawValue)))"
        case .programme(let names): names.isEmpty ? "acara siaran" : "acara \(list(names))"
        case .commitment(let names, _): names.isEmpty ? "janji di siaran" : "janji oleh \(list(names))"
        case .time(let window): "waktu terima \(time(window))"
        case .duplicate(_, let count): "laporan yang sama sebanyak \(count)"
        case .followup(let isOne): isOne ? "balasan kepada kami" : "laporan baru"
        case .agency(let agencies): "instansi \(list(agencies))"
        case .agencyFlag(let flags): "instansi bertanda \(list(flags))"
        }
    }

    private static func time(_ window: TimeWindow) -> String {
        let names = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
        var parts = window.hours.map { ["pukul \($0.text)"] } ?? []
        parts += window.weekdays.sorted().map { names[($0 - 1) % 7] }
        if let isWorking = window.isWorkingDay { parts.append(isWorking ? "hari kerja" : "hari libur") }
        parts += window.days.map(\.text)
        return parts.joined(separator: ", ")
    }
}
