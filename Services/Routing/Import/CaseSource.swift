// What is to be known of a file of cases before it can be read.

/// What one source of cases is like.
struct CaseSource: Sendable {
    /// Names it: with the id of a case the key under which it is known for good.
    var account: String
    /// The headings of each field, the surest first.
    var headings: [CaseField: [String]]
    var unread: Set<String> = []
    /// Fields whose columns must be there.
    var needs: [CaseField]
    /// Where a file has more than one of the headings of a field, all of them count.
    var takesAll = false
    var words: CaseWords
    /// What all rows are, where the file has no column for it and a person says so.
    var statedProtection: String?
    var statedStanding: StandingThere?
    var monthFirst = false
    /// Ids are digits, or tracking numbers of ours.
    var hasNumericIDs = false
    /// Of a workbook; `nil` for the first.
    var sheet: String?

    /// SP4N-LAPOR!'s export.
    static let sp4n = CaseSource(
        account: "sp4n",
        headings: Sp4nColumns.all.reduce(into: [:]) { headings, column in
            headings[column.field] = [column.name] + (Sp4nColumns.synonyms[column.field] ?? [])
        },
        unread: Sp4nColumns.unread, needs: ColumnMap.required + [.protection, .status],
        words: .sp4n, hasNumericIDs: true)

    /// The same for a file without these columns, with what a person says of all its rows.
    func stating(protection: String?, standing: StandingThere?) -> CaseSource {
        var stated = self
        (stated.statedProtection, stated.statedStanding) = (protection, standing)
        let isStated: [CaseField: Bool] = [.protection: protection != nil, .status: standing != nil]
        stated.needs.removeAll { isStated[$0] == true }
        return stated
    }
}
