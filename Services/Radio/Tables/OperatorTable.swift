// What the desk remembers for its operators: who speaks at a station, and where each stopped reading.
import Foundation
import Store

/// Reads and writes what is remembered. The tables are made with ``ProgrammeTable/schema``.
struct OperatorTable: Sendable {
    let store: Store

    /// Labels remembered of one station.
    static let speakersMax = 1000

    /// Whom a station's labels stand for.
    func speakers(of station: String) async throws -> [String: SpeakerChoice] {
        try await store.read { transaction in
            try transaction.query(
                "SELECT label, role, name FROM speaker WHERE station = ? ORDER BY noted_at DESC LIMIT ?",
                [.text(station), SQLValue(Self.speakersMax)]
            ).reduce(into: [:]) {
                $0[$1.text("label")] = SpeakerChoice(
                    role: Role(rawValue: $1.text("role")), name: $1.text("name"))
            }
        }
    }

    func remember(
        _ speakers: [String: SpeakerChoice], of station: String, by: String, now: Date
    ) async throws {
        try await store.write { transaction in
            for (label, choice) in speakers.sorted(by: { $0.key < $1.key }) {
                try transaction.execute(
                    """
                    INSERT INTO speaker (station, label, role, name, noted_by, noted_at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (station, label) DO UPDATE SET role = excluded.role,
                        name = excluded.name, noted_by = excluded.noted_by,
                        noted_at = excluded.noted_at
                    """,
                    [
                        .text(station), .text(label), .text(choice.role?.rawValue ?? ""),
                        .text(choice.name), .text(by), .integer(Int64(now.timeIntervalSince1970)),
                    ])
            }
        }
    }

    /// The item an operator had open last, on whatever machine.
    func place(of operatorName: String, in programme: String) async throws -> String? {
        try await store.read { transaction in
            try transaction.first(
                "SELECT item FROM review_place WHERE operator = ? AND programme = ?",
                [.text(operatorName), .text(programme)])?.text("item")
        }
    }

    func note(
        place item: String, of operatorName: String, in programme: String, now: Date
    ) async throws {
        try await store.write { transaction in
            try transaction.execute(
                """
                INSERT INTO review_place (operator, programme, item, at) VALUES (?, ?, ?, ?)
                ON CONFLICT (operator, programme) DO UPDATE SET item = excluded.item,
                    at = excluded.at
                """,
                [
                    .text(operatorName), .text(programme), .text(item),
                    .integer(Int64(now.timeIntervalSince1970)),
                ])
        }
    }
}
