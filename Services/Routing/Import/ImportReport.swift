// What an import found and did, to be read by a person or a program.
import Complaints

/// Counts are of rows.
struct ImportReport: Encodable, Sendable {
    /// Something the other system says differently than before, or than we do.
    struct Difference: Encodable, Sendable, Hashable {
        var row: Int
        var id: String
        /// Empty while it waits for its decision.
        var tracking: String
        var column: String
        /// What was known: of the file before, or of our own status.
        var before: String
        var now: String
    }

    var file: String
    var format: String
    @ExplicitNull var header_row: Int?
    var rows = 0
    /// Not known before.
    var new = 0
    /// Of the new ones, closed there: without clocks and messages here.
    var new_closed = 0
    /// Known already: nothing of them changed here.
    var known = 0
    /// The same case again in the same file.
    var repeated = 0
    /// Rows with something wrong.
    var bad = 0
    var differing = 0
    /// Whether anything was written.
    var stored = false
    var dry_run: Bool
    var problems: [RowNote] = []
    var differences: [Difference] = []
    var warnings: [RowNote] = []
    var notes: [String] = []
    /// Warnings in all.
    var warned = 0

    /// Shown of each list; the counts go on.
    static let shownMax = 200

    init(file: String, format: String, dryRun: Bool) {
        (self.file, self.format, dry_run) = (file, format, dryRun)
        header_row = nil
    }

    mutating func note(_ warnings: [RowNote]) {
        warned += warnings.count
        self.warnings += warnings.prefix(max(0, Self.shownMax - self.warnings.count))
    }

    mutating func note(_ difference: Difference) {
        differing += 1
        if differences.count < Self.shownMax { differences.append(difference) }
    }

    /// For a person.
    var text: String {
        var lines = notes.map { "\(file): \($0)" }
        lines += warnings.map { "\(file): \(Self.line($0))" }
        if warned > warnings.count {
            lines.append("… and \(warned - warnings.count) more warnings")
        }
        lines += problems.map { "\(file): \(Self.line($0))" }
        lines += differences.map {
            "\(file): row \($0.row): \($0.id) "
                + "(\($0.tracking.isEmpty ? "not decided yet" : $0.tracking)), \($0.column): "
                + "'\($0.before.prefix(60))' here, "
                + "'\($0.now.prefix(60))' there"
        }
        if differing > differences.count {
            lines.append("… and \(differing - differences.count) more differences")
        }
        lines.append(
            "\(rows) rows: \(new) new (\(new_closed) of them closed there), \(known) known, "
                + "\(repeated) repeated, "
                + "\(bad) wrong, \(differing) differences")
        lines.append(
            stored
                ? "stored"
                : dry_run
                    ? "nothing stored: a dry run"
                    : bad > 0
                        ? "nothing stored: mend these rows, or take the others with --skip-bad"
                        : "nothing to store: all of it was known")
        return lines.joined(separator: "\n")
    }

    private static func line(_ note: RowNote) -> String {
        "row \(note.row)" + (note.column.map { ", \($0)" } ?? "") + ": \(note.message)"
    }
}
