// What is printed: the minutes of a programme, and the run sheet of the next.
import Complaints
import Foundation
import Hummingbird
import ServiceKit

extension Pages {
    // MARK: Berita acara

    func minutes(_ programme: StoredProgramme, _ session: Session) -> Hummingbird.Response {
        let matters = programme.items.filter { $0.kind != .other }
        let rows = matters.enumerated().map { index, item -> [String: Any] in
            var row = ReviewModel.summary(item)
            row["number"] = "\(index + 1)"
            if item.caller.anonymous { row["text"] = OnAir.mask(item.text, names: true) }
            row["answers"] = ItemModel.answers(item, programme)
            row["hasAnswers"] = !item.responses.isEmpty
            row["tracking"] = programme.receipts[item.id]?.tracking ?? ""
            row["hasTracking"] = programme.receipts[item.id] != nil
            if let agreed = item.agreed {
                row["hasAgreed"] = true
                row["agreed"] = agreed.text
                row["agreedBy"] = agreed.by
                row["agreedDue"] = agreed.due.map(Words.date) ?? "tanpa tenggat"
            }
            return row
        }
        let promised = matters.flatMap { item in item.responses.map { (item, $0) } }
            .filter { $0.1.due != nil }
            .sorted { ($0.1.due ?? "") < ($1.1.due ?? "") }
            .map { item, response -> [String: Any] in
                [
                    "due": response.due.map(Words.date) ?? "",
                    "by": Words.speaker(programme.name(of: response.by)), "text": response.text,
                    "who": ReviewModel.who(item),
                    "tracking": programme.receipts[item.id]?.tracking ?? "",
                ]
            }
        let officials = Set(
            programme.turns.filter { $0.role == .official || $0.role == .regent }
                .compactMap(\.speaker).map { OnAir.mask(Words.speaker(programme.name(of: $0))) })
        return render(
            "berita-acara",
            [
                "title": "Berita acara", "id": programme.id, "programmeTitle": programme.title,
                "date": Words.date(programme.airedOn), "rows": rows, "isEmpty": rows.isEmpty,
                "stationTitle": stationTitle(programme.station),
                "isOwnTitle": stationTitle(programme.station) == programme.title,
                "promised": promised, "hasPromised": !promised.isEmpty,
                "present": officials.sorted().joined(separator: ", "),
                "hasPresent": !officials.isEmpty, "isForum": programme.kind == .forum,
                "what": programme.kind == .forum ? "forum" : programme.kind == .chat ? "obrolan" : "siaran",
                "count": "\(matters.count)",
            ], session: session)
    }

    // MARK: Lembar siaran

    func runsheet(_ request: Request, _ session: Session) async -> Hummingbird.Response {
        let since = request.uri.queryParameters["sejak"].flatMap { LocalDate(String($0)) }
        var model: [String: Any] = [
            "title": "Lembar siaran", "stationTitle": stationTitle(session.station),
            "since": since?.description ?? "",
        ]
        guard let sheet = await routing.runsheet(of: session.station, since: since) else {
            model["problem"] =
                "Layanan Routing tidak menjawab, atau tanggalnya lebih dari tiga bulan lalu. "
                + "Coba lagi sebentar lagi."
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
