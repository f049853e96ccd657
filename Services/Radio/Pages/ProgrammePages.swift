// The pages about programmes: list, upload, review, publication.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

extension Pages {
    // MARK: Siaran

    func list(_ session: Session) async throws -> Hummingbird.Response {
        let lines = try await desk.table.list(station: session.station)
        let rows: [[String: Any]] = lines.map { line in
            let isDone = line.published >= line.items
            return [
                "id": line.id, "title": line.title, "date": Words.date(line.airedOn),
                "count": Words.count(line.items, "laporan"),
                "isPublished": line.published > 0 && isDone,
                "isPartly": line.published > 0 && !isDone,
                "isDraft": line.published == 0,
            ]
        }
        return render(
            "siaran",
            [
                "title": "Siaran", "programmes": rows, "isEmpty": rows.isEmpty,
                "stationTitle": stationTitle(session.station),
            ], session: session)
    }

    // MARK: Unggah

    func uploadForm(
        _ session: Session, problem: String? = nil, entered: [String: String] = [:],
        status: HTTPResponse.Status = .ok
    ) -> Hummingbird.Response {
        let kind = entered["kind"] ?? ""
        var model: [String: Any] = [
            "title": "Unggah siaran", "station": session.station,
            "programmeTitle": entered["title"] ?? stationTitle(session.station),
            "airedOn": entered["aired_on"] ?? "", "isForum": kind == "forum",
            "isChat": kind == "chat", "isRadio": kind != "forum" && kind != "chat",
            "maximum": "\(desk.limits.bytes / 1024 / 1024) MB",
        ]
        if let problem { model["problem"] = problem }
        return render("unggah", model, session: session, status: status)
    }

    func upload(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Hummingbird.Response {
        guard let session = try await door.session(request) else { return .redirect(to: "/masuk") }
        var entered: [String: String] = [:]
        do {
            let form = try await UploadForm.read(request, context, bytesMax: desk.limits.bytes)
            for name in ["title", "aired_on", "kind"] { entered[name] = form[name] }
            guard Door.same(form["csrf"] ?? "", session.csrf) else {
                throw Problem(.forbidden, "csrf", "the form's token is wrong")
            }
            let caller = Door.Caller(name: session.operatorName, station: session.station)
            let (programme, isNew) = try await desk.takeOrProblem(try form.upload(by: caller))
            return .redirect(to: "/siaran/\(programme.id)" + (isNew ? "" : "?sudah=1"))
        } catch let problem as Problem where problem.slug != "csrf" {
            let message =
                problem.slug == "body-too-large"
                ? "Berkasnya terlalu besar; paling banyak \(desk.limits.bytes / 1024 / 1024) MB."
                : problem.detail
            return uploadForm(session, problem: message, entered: entered, status: problem.status)
        }
    }

    func stationTitle(_ name: String) -> String {
        desk.stations.first { $0.name == name }?.title ?? name
    }

    // MARK: Tinjau

    func review(
        _ programme: StoredProgramme, _ session: Session, problem: String? = nil,
        notice: String? = nil, status: HTTPResponse.Status = .ok
    ) -> Hummingbird.Response {
        var model = ReviewModel(programme).fields
        if let problem { model["problem"] = problem }
        if let notice { model["notice"] = notice }
        return render("tinjau", model, session: session, status: status)
    }

    func correct(
        _ request: Request, _ context: ServiceContext, _ programme: StoredProgramme,
        _ session: Session
    ) async throws -> Hummingbird.Response {
        let fields = try await form(request, context, session)
        let edits = Self.edits(fields, programme)
        let version = Int(fields["version"]) ?? 0
        let change = try await desk.change(
            programme.id, version: version, edits: edits, by: session.operatorName)
        let anchor = fields.has("batal") ? "" : "#b\(Self.anchor(fields, programme))"
        switch change {
        case .done: return .redirect(to: "/siaran/\(programme.id)\(anchor)")
        case .conflict(let newer):
            return review(
                newer, session,
                problem: "Siaran ini baru saja diubah orang lain. Perubahan Anda belum disimpan; "
                    + "periksa lagi, lalu ulangi.", status: .conflict)
        case .missing: throw Problem.notFound("no such programme")
        case .refused(let refusal):
            return review(
                programme, session, problem: refusal.message, status: .unprocessableContent)
        }
    }

    private static func anchor(_ fields: FormFields, _ programme: StoredProgramme) -> String {
        guard fields.has("gabung"),
            let index = programme.items.firstIndex(where: {
                $0.id == fields["butir"]
            }), index > 0
        else { return fields["butir"] }
        return programme.items[index - 1].id
    }

    /// The corrections a form asks for: one button, one act.
    private static func edits(_ fields: FormFields, _ programme: StoredProgramme) -> [Edit] {
        let id = fields["butir"]
        if fields.has("batal") { return [Edit(op: .undo)] }
        if fields.has("pisah") { return [Edit(op: .split, item: id, turn: Int(fields["pisah"]))] }
        if fields.has("gabung") {
            let index = programme.items.firstIndex { $0.id == id } ?? 0
            let before = index > 0 ? programme.items[index - 1].id : id
            return [Edit(op: .merge, items: [before, id])]
        }
        var edits = [Edit(op: .kind, item: id, kind: Kind(rawValue: fields["jenis"]))]
        if fields.has("isi") {
            edits.append(
                Edit(
                    op: .edit, item: id,
                    fields: .init(
                        text: fields["isi"], placeText: fields["tempat"],
                        caller: .init(name: fields["nama"], anonymous: fields.has("anonim")))))
        }
        return edits
    }

    // MARK: Terbitkan

    func publication(
        _ programme: StoredProgramme, _ session: Session
    ) -> Hummingbird.Response {
        let rows = programme.items.compactMap { item -> [String: Any]? in
            let receipt = programme.receipts[item.id]
            guard receipt != nil || programme.publishable.contains(item) else { return nil }
            var row = ReviewModel.summary(item)
            row["hasTracking"] = receipt != nil
            row["tracking"] = receipt?.tracking ?? ""
            return row
        }
        let waiting = rows.count - programme.receipts.count
        return render(
            "terbit",
            [
                "title": "Terbitkan", "id": programme.id, "programmeTitle": programme.title,
                "date": Words.date(programme.airedOn), "rows": rows,
                "hasWaiting": waiting > 0, "isEmpty": rows.isEmpty,
                "isDone": waiting <= 0 && !rows.isEmpty,
                "waiting": Words.count(max(0, waiting), "laporan"),
                "done": Words.count(programme.receipts.count, "laporan"),
            ], session: session)
    }
}
