// How SP4N-LAPOR! classifies a report.

/// The classification of a report, with the exact words of an SP4N-LAPOR! export (column "Klasifikasi
/// Laporan"); the clocks that go with it are those of PermenPANRB 62/2018.
package enum Classification: String, Codable, Sendable, Hashable, CaseIterable {
    /// An officer or office is said to have done wrong: up to 60 working days.
    case inspection = "Pengaduan Berkadar Pengawasan"
    /// A service or thing is wanting: 14 working days.
    case complaint = "Pengaduan Tidak Berkadar Pengawasan"
    case aspiration = "Aspirasi"
    /// 5 working days.
    case information = "Permintaan Informasi"

    /// - Parameter isInspected: whether the clock of an inspection runs.
    /// - Returns: `nil` for what SP4N-LAPOR! has no word for. Praise and news are filed there as aspirations.
    package init?(_ kind: Kind, isInspected: Bool) {
        switch kind {
        case .complaint: self = isInspected ? .inspection : .complaint
        case .aspiration, .praise, .info: self = .aspiration
        case .question: self = .information
        case .other: return nil
        }
    }
}
