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
                "count": Words.count(line.items, "laporan"), "checked": "\(line.checked)",
                "isChecked": line.checked >= line.items, "hasItems": line.items > 0,
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
            "mayReplace": entered["replace"] != nil,
            "maximum": "\(desk.limits.bytes / 1024 / 1024) MB",
            "maximumBytes": "\(desk.limits.bytes)",
        ]
        if let problem { model["problem"] = problem }
        return render("unggah", model, session: session, status: status)
    }

    func upload(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Hummingbird.Response {
        guard let session = try await door.session(request) else {
            return .redirect(to: "/masuk?ke=/unggah")
        }
        var entered: [String: String] = [:]
        do {
            let form = try await UploadForm.read(request, context, bytesMax: desk.limits.bytes)
            for name in ["title", "aired_on", "kind"] { entered[name] = form[name] }
            guard session.allows(form["csrf"] ?? "") else {
                throw Problem(.forbidden, "csrf", "the form's token is wrong")
            }
            let caller = Door.Caller(name: session.operatorName, station: session.station)
            let (programme, isNew) = try await desk.takeOrProblem(try form.upload(by: caller))
            return .redirect(to: "/siaran/\(programme.id)" + (isNew ? "" : "?pesan=sudah"))
        } catch let problem as Problem where problem.slug != "csrf" {
            let message =
                problem.slug == "body-too-large"
                ? "Berkasnya terlalu besar; paling banyak \(desk.limits.bytes / 1024 / 1024) MB."
                : problem.detail
            if problem.slug == "shorter-transcript" { entered["replace"] = "ask" }
            return uploadForm(session, problem: message, entered: entered, status: problem.status)
        }
    }

    func stationTitle(_ name: String) -> String {
        desk.stations.first { $0.name == name }?.title ?? name
    }

    // MARK: Terbitkan

    /// Reports on one page; each is one question to Routing.
    static let reportsMax = 100

    func publication(
        _ programme: StoredProgramme, _ session: Session, from start: Int = 0, problem: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async -> Hummingbird.Response {
        let publishable = Set(programme.publishable.map(\.id))
        let reports = programme.items.filter {
            programme.receipts[$0.id] != nil || publishable.contains($0.id)
        }
        let part = PageRange(from: start, of: reports.count, most: Self.reportsMax, "Laporan")
        let shown = reports[part.shown]
        let prospects = await routing.prospects(
            of: shown, in: programme, gazetteer: desk.gazetteer, now: .now)
        let rows = shown.map { item -> [String: Any] in
            let receipt = programme.receipts[item.id]
            var row = ReviewModel.summary(item)
            row["programme"] = programme.id
            row["hasTracking"] = receipt != nil
            row["tracking"] = receipt?.tracking ?? ""
            row["isUnsure"] = receipt == nil && item.byHand?.checked != true
            if let prospect = prospects[item.id] {
                row["hasProspect"] = true
                row["agency"] = prospect.agency ?? "Petugas koordinator menentukan"
                row["found"] = prospect.place ?? ""
                row["hasFound"] = prospect.place != nil
                row["isConfidential"] = prospect.isConfidential
            }
            return row
        }
        let waiting = publishable.count { programme.receipts[$0] == nil }
        let open = programme.publishable.count {
            programme.receipts[$0.id] == nil && $0.byHand?.checked != true
        }
        var model: [String: Any] =
            [
                "title": "Terbitkan", "version": "\(programme.version)", "id": programme.id,
                "programmeTitle": programme.title, "date": Words.date(programme.airedOn), "rows": rows,
                "hasWaiting": waiting > 0, "isEmpty": rows.isEmpty,
                "isDone": waiting <= 0 && !rows.isEmpty,
                "waiting": Words.count(max(0, waiting), "laporan"),
                "done": Words.count(programme.receipts.count, "laporan"),
                "hasOpen": open > 0, "open": Words.count(open, "laporan"),
                "isDeaf": shown.contains { programme.receipts[$0.id] == nil && prospects[$0.id] == nil },
            ]
        model.merge(part.fields) { own, _ in own }
        if let problem { model["problem"] = problem }
        return render("terbit", model, session: session, status: status)
    }
}
