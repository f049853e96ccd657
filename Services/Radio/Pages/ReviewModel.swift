// What the page of a programme shows: its items at a glance.
import Complaints

/// Fields of the programme's page.
struct ReviewModel {
    let fields: [String: Any]

    /// Below this an item is marked "perlu diperiksa".
    static let sureFrom = 0.75
    /// Items on one page.
    static let itemsMax = 100
    static let openingMax = 110

    /// - Parameters:
    ///   - start: index of the first item shown.
    ///   - place: the item where the operator stopped.
    init(_ programme: StoredProgramme, from start: Int = 0, place: String? = nil) {
        let unsure = programme.items.count { Self.isUnsure($0) }
        let part = PageRange(from: start, of: programme.items.count, most: Self.itemsMax, "Butir")
        let total = programme.publishable.count
        let fields: [String: Any] = [
            "title": programme.title, "id": programme.id, "version": "\(programme.version)",
            "programmeTitle": programme.title, "date": Words.date(programme.airedOn),
            "items": programme.items[part.shown].map { Self.row($0, programme) },
            "found": Self.found(programme), "turnCount": "\(programme.turns.count)",
            "hasUnsure": unsure > 0, "unsure": "\(unsure)",
            "checked": "\(programme.checkedCount)", "total": "\(total)", "hasTotal": total > 0,
            "hasWarnings": !programme.warnings.isEmpty,
            "warningCount": Words.count(programme.warnings.count, "catatan pembacaan"),
            "warnings": programme.warnings.map { ["line": "\($0.line)", "message": $0.message] },
            "isPublished": programme.isPublished,
            "publishCount": Words.count(total, "laporan"), "hasPublishable": total > 0,
            "hasSpeakers": programme.turns.contains { $0.speaker != nil },
            "next": Self.next(programme, place) ?? "",
            "hasNext": Self.next(programme, place) != nil,
            "isResumed": place != nil,
        ]
        self.fields = fields.merging(part.fields) { own, _ in own }
    }

    static func isUnsure(_ item: Item) -> Bool {
        item.kind != .other && item.confidence < sureFrom && item.byHand?.checked != true
    }

    /// Where to go on: the item left open, or the first that nobody has confirmed.
    private static func next(_ programme: StoredProgramme, _ place: String?) -> String? {
        if let place, programme.items.contains(where: { $0.id == place }) { return place }
        let open = programme.items.first { $0.kind != .other && $0.byHand?.checked != true }
        return (open ?? programme.items.first)?.id
    }

    /// `4 laporan, 1 ucapan terima kasih, dan 2 bagian lain`.
    private static func found(_ programme: StoredProgramme) -> String {
        let sent = programme.items.count { StoredProgramme.publishedKinds.contains($0.kind) }
        let praise = programme.items.count { $0.kind == .praise }
        let other = programme.items.count - sent - praise
        var parts = [Words.count(sent, "laporan")]
        if praise > 0 { parts.append(Words.count(praise, "ucapan terima kasih")) }
        if other > 0 { parts.append(Words.count(other, "bagian lain")) }
        guard parts.count > 1, let last = parts.popLast() else { return parts[0] }
        return parts.joined(separator: ", ") + (parts.count > 1 ? ", dan " : " dan ") + last
    }

    /// What lists and receipts show of an item.
    static func summary(_ item: Item) -> [String: Any] {
        [
            "id": item.id, "kind": Words.kind(item.kind), "kindClass": item.kind.rawValue,
            "who": who(item), "place": item.placeText ?? "", "hasPlace": item.placeText != nil,
            "text": item.text, "when": when(item),
        ]
    }

    private static func row(_ item: Item, _ programme: StoredProgramme) -> [String: Any] {
        var fields = summary(item)
        let first = Editor.pieces(of: item, in: programme).first?.text ?? ""
        fields["programme"] = programme.id
        fields["isOther"] = item.kind == .other
        fields["isUnsure"] = isUnsure(item)
        fields["isChecked"] = item.byHand?.checked == true
        fields["isResumed"] = item.turns.count > 1
        fields["opening"] = Words.opening(
            item.text.isEmpty ? OnAir.mask(first) : item.text, openingMax)
        fields["tracking"] = programme.receipts[item.id]?.tracking ?? ""
        fields["isPublished"] = programme.receipts[item.id] != nil
        return fields
    }

    static func who(_ item: Item) -> String {
        if item.kind == .other { return "Bukan laporan" }
        if item.caller.anonymous { return "Minta tidak disebut namanya" }
        return item.caller.name ?? "Tanpa nama"
    }

    static func when(_ item: Item) -> String {
        guard let start = item.start else {
            guard let first = item.turns.first?[0], let last = item.turns.last?[1] else {
                return "di tengah giliran"
            }
            return first == last ? "giliran \(first)" : "giliran \(first)–\(last)"
        }
        return item.end.map { "\(Words.time(start))–\(Words.time($0))" } ?? Words.time(start)
    }
}
