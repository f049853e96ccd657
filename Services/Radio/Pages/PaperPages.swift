// What is printed: the minutes of a programme, and the run sheet of the next.
import Complaints
import Foundation
import Hummingbird
import ServiceKit

extension Pages {
    // MARK: Berita acara

    /// Matters on one page of the minutes; `?semua=1` gives all of them, for printing.
    static let mattersMax = 100

    func minutes(
        _ request: Request, _ programme: StoredProgramme, _ session: Session
    ) -> Hummingbird.Response {
        let matters = programme.items.filter { $0.kind != .other }
        let isWhole = request.uri.queryParameters["semua"] == "1"
        let part = PageRange(
            from: isWhole ? 0 : PageRange.start(request), of: matters.count,
            most: isWhole ? max(1, matters.count) : Self.mattersMax, "Suara warga")
        let rows = matters[part.shown].map { Self.minute($0, programme) }
        let promised = Self.promised(matters[part.shown], programme)
        let present = Self.present(programme)
        let station = stationTitle(programme.station)
        let model: [String: Any] = [
            "title": "Berita acara", "id": programme.id, "programmeTitle": programme.title,
            "date": Words.date(programme.airedOn), "rows": rows, "isEmpty": rows.isEmpty,
            "stationTitle": station,
            "hasStation": programme.kind != .forum && station != programme.title,
            "promised": promised, "hasPromised": !promised.isEmpty,
            "present": present.joined(separator: ", "), "hasPresent": !present.isEmpty,
            "signers": Words.signers(programme.kind), "isSigned": part.isLast,
            "what": programme.kind == .forum ? "forum" : programme.kind == .chat ? "obrolan" : "siaran",
            "count": "\(matters.count)", "first": "\(part.shown.lowerBound + 1)",
        ]
        return render("berita-acara", model.merging(part.fields) { own, _ in own }, session: session)
    }

    /// Answers that have a day until which they hold, the earliest first.
    private static func promised(
        _ matters: ArraySlice<Item>, _ programme: StoredProgramme
    ) -> [[String: Any]] {
        var rows: [(due: String, fields: [String: Any])] = []
        for item in matters {
            for response in item.responses {
                guard let due = response.due else { continue }
                let fields: [String: Any] = [
                    "due": Words.date(due),
                    "by": OnAir.mask(Words.speaker(programme.name(of: response.by))),
                    "text": Words.withoutGreeting(ItemModel.said(response, of: item)),
                    "who": ReviewModel.who(item),
                    "tracking": programme.receipts[item.id]?.tracking ?? "",
                ]
                rows.append((due, fields))
            }
        }
        return rows.sorted { $0.due < $1.due }.map(\.fields)
    }

    private static func minute(_ item: Item, _ programme: StoredProgramme) -> [String: Any] {
        var row = ReviewModel.summary(item)
        row["text"] = Words.withoutGreeting(
            item.caller.anonymous ? OnAir.mask(item.text, names: true) : item.text)
        row["answers"] = ItemModel.answers(item, programme).map { answer in
            answer.merging(["text": Words.withoutGreeting(answer["text"] as? String ?? "")]) { $1 }
        }
        row["hasAnswers"] = !item.responses.isEmpty
        row["tracking"] = programme.receipts[item.id]?.tracking ?? ""
        row["hasTracking"] = programme.receipts[item.id] != nil
        if let agreed = item.agreed {
            row["hasAgreed"] = true
            row["agreed"] = agreed.text
            row["agreedBy"] = agreed.by.hasSuffix(".") ? String(agreed.by.dropLast()) : agreed.by
            row["agreedDue"] = agreed.due.map(Words.date) ?? "tanpa tenggat"
        }
        return row
    }

    /// Who answered. Labels of minutes that name nobody are left out, unless an operator gave them a name.
    private static func present(_ programme: StoredProgramme) -> [String] {
        let labels = Set(
            programme.turns.filter { $0.role == .official || $0.role == .regent }.compactMap(\.speaker))
        let names = labels.compactMap { label -> String? in
            let name = programme.name(of: label)
            return name == label ? Words.answerer(Words.speaker(label)) : name
        }
        return Set(names.map { OnAir.mask($0) }).sorted()
    }

    // MARK: Lembar siaran

    /// How far back a sheet goes; Routing does not look further.
    static let sheetDaysMax: Int64 = 92

    /// Why there is no sheet since such a day; `nil` where there is one.
    static func refused(_ asked: String, _ since: LocalDate?, today: LocalDate) -> String? {
        guard !asked.isEmpty else { return nil }
        guard let since else { return "Tanggal ini tidak ada. Pilih tanggal lain." }
        if since.days > today.days {
            return "\(Words.date(since.description)) belum tiba. Pilih hari ini atau hari sebelumnya."
        }
        guard today.days - since.days > sheetDaysMax else { return nil }
        return "Lembar siaran paling jauh \(sheetDaysMax) hari ke belakang. Pilih tanggal yang lebih dekat."
    }

    func runsheet(_ request: Request, _ session: Session) async -> Hummingbird.Response {
        let asked = request.uri.queryParameters["sejak"].map(String.init) ?? ""
        let since = LocalDate(asked)
        var model: [String: Any] = [
            "title": "Lembar siaran", "stationTitle": stationTitle(session.station),
            "since": since?.description ?? "",
        ]
        if let problem = Self.refused(asked, since, today: LocalDate(of: .now, timeZone)) {
            model["problem"] = problem
            model["isRefused"] = true
            return render("lembar", model, session: session, status: .badRequest)
        }
        guard let sheet = await routing.runsheet(of: session.station, since: since) else {
            model["problem"] =
                "Layanan Routing tidak menjawab, jadi lembarnya belum dapat ditunjukkan. "
                + "Coba lagi sebentar lagi."
            model["isRefused"] = true
            return render("lembar", model, session: session, status: .badGateway)
        }
        let states = [
            ("late", "Lewat tenggat", "bad"), ("open", "Belum selesai", "partly"),
            ("broken_off", "Tidak jadi dikerjakan", "bad"), ("kept", "Sudah ditepati", "done"),
        ]
        model["sinceText"] = Words.date(sheet.since)
        model["since"] = sheet.since
        model["commitments"] = sheet.commitments.map { one -> [String: Any] in
            let state = states.first { $0.0 == one.state } ?? states[1]
            return [
                "state": state.1, "stateClass": state.2, "by": Words.speaker(one.by),
                "text": one.text, "about": one.about ?? "", "hasAbout": one.about != nil,
                "tracking": one.tracking,
                "date": Words.date(one.aired_on), "hasDue": one.due != nil,
                "due": one.due.map(Words.date) ?? "", "place": one.place ?? "",
                "hasPlace": one.place != nil,
                "agency": one.agency?.name ?? "belum ada perangkat daerah",
            ]
        }
        model["hasCommitments"] = !sheet.commitments.isEmpty
        model["agencies"] = sheet.new.map { group -> [String: Any] in
            [
                "name": group.agency?.name ?? "Belum ditentukan perangkat daerahnya",
                "count": Words.count(group.count, "laporan baru"),
                "items": group.items.map { item -> [String: Any] in
                    [
                        "text": item.text, "tracking": item.tracking,
                        "channel": Words.channel(item.channel), "place": item.place ?? "",
                        "hasPlace": item.place != nil, "isEmergency": item.emergency,
                        "isTold": item.told_by > 1, "told": "disampaikan \(item.told_by) orang",
                    ]
                },
            ]
        }
        if sheet.truncated == true {
            model["notice"] = "Laporan pada masa ini terlalu banyak; pilih tanggal yang lebih dekat."
        }
        model["hasNews"] = !sheet.new.isEmpty
        return render("lembar", model, session: session)
    }
}
