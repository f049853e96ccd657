// Assignments as lines and as a table for people.
import Complaints
import Foundation

/// Prints assignments: tracking number, channel, place, agency, rule, due.
struct AssignmentRows {
    let timeZone: TimeZone

    static let headings = ["Nomor", "Kanal", "Tempat", "Perangkat daerah", "Aturan", "Tenggat"]

    /// Where nothing is known.
    static let none = "-"

    func cells(_ assignment: Assignment) -> [String] {
        let place = assignment.complaint.places.max { $0.confidence < $1.confidence }
        let agency = assignment.agency.map { agency in
            agency.place == nil ? agency.id : "\(agency.id) \(agency.name)"
        }
        return [
            assignment.complaint.tracking, assignment.complaint.channel.rawValue,
            place?.name ?? Self.none, agency ?? "(triase)",
            assignment.decision.rule ?? Self.none,
            assignment.due.map { local($0.respondBy) } ?? Self.none,
        ]
    }

    func line(_ assignment: Assignment) -> String {
        cells(assignment).joined(separator: "  ")
    }

    /// Aligned columns under headings.
    func table(_ assignments: [Assignment]) -> String {
        let rows = [Self.headings] + assignments.map(cells)
        let widths = Self.headings.indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            zip(row, widths).map { text, width in
                text + String(repeating: " ", count: width - text.count)
            }.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }.joined(separator: "\n")
    }

    /// `18-11-2026 16.00`, as dates are written in Indonesia.
    private func local(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        return "\(two(parts.day))-\(two(parts.month))-\(parts.year ?? 0) "
            + "\(two(parts.hour)).\(two(parts.minute))"
    }
}
