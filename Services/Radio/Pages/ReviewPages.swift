// Tinjau: a programme's items at a glance, one item open, and the corrections a form asks for.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

extension Pages {
    private static let notices = [
        "sudah": "Siaran ini sudah pernah diunggah; koreksi dan nomor lacaknya tetap.",
        "dibaca-ulang": "Naskah sudah dibaca ulang; koreksi Anda tetap.",
        "hilang": "Butir itu baru saja digabung operator lain, jadi isian Anda tidak tersimpan. "
            + "Periksa butir yang sekarang memuatnya.",
        "tersimpan": "Tersimpan.", "dibatalkan": "Perubahan terakhir sudah dibatalkan.",
    ]

    private static func notice(_ request: Request) -> String? {
        request.uri.queryParameters["pesan"].flatMap { notices[String($0)] }
    }

    // MARK: Pages

    func overview(
        _ request: Request, _ programme: StoredProgramme, _ session: Session
    ) async throws -> Hummingbird.Response {
        let place = try await desk.memory.place(of: session.operatorName, in: programme.id)
        var model = ReviewModel(programme, from: PageRange.start(request), place: place).fields
        if let notice = Self.notice(request) { model["notice"] = notice }
        try await addUndo(&model, programme)
        return render("tinjau", model, session: session)
    }

    func review(
        _ request: Request, _ programme: StoredProgramme, _ id: String, _ session: Session
    ) async throws -> Hummingbird.Response {
        guard let index = programme.items.firstIndex(where: { $0.id == id }) else {
            throw Problem.notFound("no such item")
        }
        // Reading goes on also where nothing can be written.
        try? await desk.memory.note(
            place: id, of: session.operatorName, in: programme.id, now: .now)
        return try await item(
            programme, index, session, from: PageRange.start(request),
            notice: Self.notice(request))
    }

    private func item(
        _ programme: StoredProgramme, _ index: Int, _ session: Session, from start: Int = 0,
        entered: FormFields? = nil, notice: String? = nil, problem: String? = nil,
        beside: [String: Any] = [:], status: HTTPResponse.Status = .ok
    ) async throws -> Hummingbird.Response {
        var base: Item?
        if let entered, let version = Int(entered["version"]) {
            base = try await desk.table.past(entered["butir"], of: programme.id, at: version)
        }
        var model = ItemModel(
            programme, at: index, from: start, entered: entered, base: base ?? programme.items[index]
        ).fields
        if let notice { model["notice"] = notice }
        if let problem { model["problem"] = problem }
        model.merge(beside) { _, new in new }
        try await addUndo(&model, programme)
        return render("butir", model, session: session, status: status)
    }

    private func addUndo(_ model: inout [String: Any], _ programme: StoredProgramme) async throws {
        guard let last = try await desk.table.lastChange(of: programme.id) else { return }
        model["canUndo"] = true
        model["lastChange"] =
            "\(Self.act(last.edits)), \(last.by) pukul \(Words.clock(last.at, timeZone))"
    }

    private static func act(_ edits: [Edit]) -> String {
        let acts: [(Edit.Operation, String)] = [
            (.split, "pisah"), (.merge, "gabung"), (.move, "pindah batas"), (.edit, "ubah isian"),
            (.kind, "ubah jenis"), (.check, "tandai benar"),
        ]
        let operations = Set(edits.map(\.op))
        let act = acts.first { operations.contains($0.0) }?.1 ?? "ubah"
        let item = edits.lazy.compactMap { $0.item ?? $0.items?.first }.first
        return item.map { "\(act) butir \($0)" } ?? act
    }

    // MARK: Corrections

    /// A script asks for JSON and stays on the page; a form gets the next page.
    func correct(
        _ request: Request, _ context: ServiceContext, _ programme: StoredProgramme,
        _ session: Session
    ) async throws -> Hummingbird.Response {
        let wantsJSON = request.headers[.accept] == "application/json"
        let fields = try await FormFields.read(request, context, bytesMax: Self.formBytesMax)
        guard session.allows(fields["csrf"]) else {
            // Of a page from before another sign-in: what was typed stays, and is saved with the next press.
            guard !wantsJSON, fields.has("isi"),
                let page = try await unsaved(
                    fields, programme, session, status: .forbidden,
                    problem: "Halaman ini sudah kedaluwarsa; isian Anda belum tersimpan. "
                        + "Tekan Simpan sekali lagi.")
            else { throw Problem(.forbidden, "csrf", "the form's token is wrong") }
            return page
        }
        let wish = Wish(fields, programme)
        let change: ProgrammeTable.Change
        if wish.edits.isEmpty {
            change = .done(programme)
        } else {
            change = try await desk.change(
                programme.id, version: Int(fields["version"]) ?? 0, edits: wish.edits,
                by: session.operatorName, besideOthers: true)
        }
        let base = "/siaran/\(programme.id)"
        switch change {
        case .done(let changed):
            if wantsJSON {
                let version = wish.edits.isEmpty ? Int(fields["version"]) : nil
                return saved(.ok, version ?? changed.version, "Tersimpan.")
            }
            return .redirect(to: base + wish.destination(in: changed))
        case .conflict(let newer):
            guard let index = newer.items.firstIndex(where: { $0.id == fields["butir"] }) else {
                if wantsJSON { return saved(.conflict, newer.version, Self.notices["hilang"] ?? "") }
                return .redirect(to: base + "?pesan=hilang")
            }
            let conflict = try await conflict(newer, newer.items[index], fields, session)
            if wantsJSON { return saved(.conflict, newer.version, conflict.problem) }
            let entered = fields.has("isi") ? fields : nil
            return try await item(
                newer, index, session, entered: entered, problem: conflict.problem,
                beside: entered == nil ? [:] : conflict.fields, status: .conflict)
        case .missing: throw Problem.notFound("no such programme")
        case .refused(let refusal):
            if wantsJSON { return saved(.unprocessableContent, programme.version, refusal.message) }
            guard let index = programme.items.firstIndex(where: { $0.id == fields["butir"] }) else {
                throw Problem(.unprocessableContent, "edit-refused", refusal.message)
            }
            return try await item(
                programme, index, session, entered: fields.has("isi") ? fields : nil,
                problem: refusal.message, status: .unprocessableContent)
        }
    }

    /// The item's page with what was typed and is not saved, beside what others made of the item since.
    func unsaved(
        _ fields: FormFields, _ programme: StoredProgramme, _ session: Session, status: HTTPResponse.Status,
        problem: String
    ) async throws -> Hummingbird.Response? {
        guard let index = programme.items.firstIndex(where: { $0.id == fields["butir"] }) else { return nil }
        let now = programme.items[index]
        let base = try await desk.table.past(now.id, of: programme.id, at: Int(fields["version"]) ?? 0)
        let isChanged = base.map { $0 != now } ?? false
        let conflict = isChanged ? try await conflict(programme, now, fields, session) : nil
        return try await item(
            programme, index, session, entered: fields, problem: conflict?.problem ?? problem,
            beside: conflict?.fields ?? [:], status: conflict == nil ? status : .conflict)
    }

    private func conflict(
        _ newer: StoredProgramme, _ item: Item, _ fields: FormFields, _ session: Session
    ) async throws -> Conflict {
        let version = Int(fields["version"]) ?? 0
        return Conflict(
            try await desk.table.change(
                of: item.id, in: newer.id, since: version, notBy: session.operatorName),
            base: try await desk.table.past(item.id, of: newer.id, at: version), now: item, entered: fields,
            timeZone)
    }

    private struct Saved: Encodable {
        var version: Int
        var message: String
    }

    private func saved(
        _ status: HTTPResponse.Status, _ version: Int, _ message: String
    ) -> Hummingbird.Response {
        let body = (try? Wire.encode(Saved(version: version, message: message))) ?? Data()
        return .json(body, status: status)
    }
}

/// What a form of the item's page asks for: what was typed, and one button.
struct Wish {
    var edits: [Edit] = []
    private let fields: FormFields
    private let index: Int?

    init(_ fields: FormFields, _ programme: StoredProgramme) {
        self.fields = fields
        let id = fields["butir"]
        index = programme.items.firstIndex { $0.id == id }
        if fields.has("batal") {
            edits = [Edit(op: .undo)]
            return
        }
        guard let index else {
            edits = [Edit(op: .check, item: id)]
            return
        }
        let item = programme.items[index]
        edits = Self.typed(fields, item)
        if fields.has("pisah") {
            edits.append(Self.split(fields["pisah"], item, programme))
        } else if fields.has("gabung"), index > 0 {
            edits.append(Edit(op: .merge, items: [programme.items[index - 1].id, id]))
        } else if let boundary = Boundary(rawValue: fields["batas"]) {
            // Without anything to move the editor says so.
            edits.append(boundary.edit(item, programme) ?? Edit(op: .move, item: id))
        } else if fields.has("lanjut") {
            edits.append(Edit(op: .check, item: id))
        }
    }

    /// "12", or "12:45" with an offset into the words as they are shown: masked, and of a cut turn its piece.
    private static func split(_ place: String, _ item: Item, _ programme: StoredProgramme) -> Edit {
        let parts = place.split(separator: ":").map { Int($0) }
        var edit = Edit(op: .split, item: item.id, turn: parts.first ?? nil)
        guard parts.count > 1, let shown = parts[1],
            let piece = Editor.pieces(of: item, in: programme).first(where: { $0.n == edit.turn })
        else { return edit }
        let start = item.cut.flatMap { $0.turn == edit.turn ? $0.at : nil } ?? 0
        edit.at = start + OnAir.offset(shown, inMaskOf: piece.text)
        return edit
    }

    /// Only what differs from what is there: what an operator leaves alone, a better reading may still mend.
    private static func typed(_ fields: FormFields, _ item: Item) -> [Edit] {
        var edits: [Edit] = []
        if let kind = Kind(rawValue: fields["jenis"]), kind != item.kind {
            edits.append(Edit(op: .kind, item: item.id, kind: kind))
        }
        guard fields.has("isi") else { return edits }
        var changed = Edit.Fields()
        var caller = Edit.CallerFields()
        let text = fields["isi"].foldingWhiteSpace()
        if text != item.text.foldingWhiteSpace() { changed.text = text }
        if fields["tempat"] != item.placeText ?? "" { changed.placeText = fields["tempat"] }
        if fields["nama"] != item.caller.name ?? "" { caller.name = fields["nama"] }
        if fields.has("anonim") != item.caller.anonymous { caller.anonymous = fields.has("anonim") }
        if caller != Edit.CallerFields() { changed.caller = caller }
        if changed != Edit.Fields() {
            edits.append(Edit(op: .edit, item: item.id, fields: changed))
        }
        return edits
    }

    /// The page behind the form, as the rest of the programme's path.
    func destination(in programme: StoredProgramme) -> String {
        func item(_ index: Int) -> String {
            programme.items.indices.contains(index) ? "/butir/\(programme.items[index].id)" : ""
        }
        guard let index else { return fields.has("batal") ? "?pesan=dibatalkan" : "" }
        let here = programme.items.firstIndex { $0.id == fields["butir"] }
        if fields.has("batal") {
            return item(here ?? min(index, programme.items.count - 1)) + "?pesan=dibatalkan"
        }
        if fields.has("gabung") { return item(max(0, index - 1)) }
        guard let here else { return item(min(index, programme.items.count - 1)) }
        if fields.has("pisah") { return item(here + 1) }
        if fields.has("lanjut") { return item(here + 1) }
        if fields.has("batas") { return item(here) }
        return item(here) + "?pesan=tersimpan"
    }
}
