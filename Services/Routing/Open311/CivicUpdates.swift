// The service request updates extension: what the history of a report says to an app, in the extended words.
import Complaints
import Foundation
import Region

enum CivicUpdates {
    /// The extended statuses (reference: open311-adapter, mySociety role).
    static let statuses: Set<String> = [
        "unchanged", "open", "closed", "fixed", "in_progress", "planned", "action_scheduled",
        "investigating", "duplicate", "not_councils_responsibility", "no_further_action",
        "internal_referral", "cancelled", "reopen", "for_triage",
    ]

    /// The part of a step's body that may be public.
    private struct Said: Decodable {
        var note: String?
        var awaiting: String?
        var opens: String?
    }

    /// - Returns: `nil` for steps that are nobody's business outside.
    static func update(_ step: CivicTable.Step) -> Spark? {
        guard let (status, words) = meaning(step.entry) else { return nil }
        return .group([
            // The number of the line in the history: it never changes.
            ("update_id", .text("\(step.id)")),
            ("service_request_id", .text(step.complaint.tracking)), ("status", .text(status)),
            ("updated_datetime", .time(step.entry.at)), ("description", .text(words)),
            ("media_url", .text(nil)),
        ])
    }

    private static func meaning(_ entry: HistoryEntry) -> (status: String, words: String)? {
        let said = try? Wire.decode(Said.self, from: Data(entry.request.utf8))
        let note = said?.note.map { CivicView.words($0, atMost: CivicView.noteMax) }
        switch entry.action {
        case Status.triage.rawValue: return ("for_triage", "Laporan sedang diperiksa petugas koordinator.")
        case LifeStep.assign.action where entry.actor == AssignmentTable.machine:
            return ("internal_referral", "Laporan sudah diteruskan ke instansi yang berwenang.")
        case LifeStep.acknowledge.action:
            return ("investigating", "Laporan sudah diterima instansi yang menanganinya.")
        case LifeStep.returnBack.action, LifeStep.refer.action, LifeStep.assign.action:
            return ("internal_referral", "Laporan dialihkan ke instansi yang berwenang.")
        // What a citizen is asked is said to him alone.
        case LifeStep.report(.inProgress).action where said?.awaiting != nil:
            return ("in_progress", "Instansi menunggu keterangan tambahan dari pelapor.")
        case LifeStep.report(.inProgress).action:
            return ("in_progress", note ?? "Laporan sedang ditindaklanjuti.")
        // Closed by itself or by the agency later; until then the citizen may say that it is not done.
        case LifeStep.report(.answered).action:
            return ("unchanged", note ?? "Laporan sudah ditanggapi.")
        case LifeStep.report(.closed).action: return ("closed", note ?? "Laporan selesai dan ditutup.")
        case Passed.Action.withdrawn:
            return ("closed", "Laporan ditutup karena keterangan pelapor tidak diterima.")
        case LifeStep.report(.reopened).action: return ("reopen", note ?? "Laporan dibuka kembali.")
        case Passed.Action.followUp where said?.opens != nil:
            return ("reopen", "Laporan dibuka kembali atas balasan pelapor.")
        default: return nil
        }
    }
}
