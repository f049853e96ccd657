// Pembicara: who is who in a programme, said once and remembered for the station.
import Complaints
import Foundation
import Hummingbird
import ServiceKit

extension Pages {
    /// Labels that are known; a transcript has a host, some officials and a caller for each call.
    static let labelsMax = 2000
    /// Labels on one page.
    static let labelsShown = 100
    static let speakerNameMax = 80

    /// A label as the page shows it.
    private struct Label {
        var text: String
        var role: Role?
        var turns = 0
        var said = ""
    }

    private static func labels(_ programme: StoredProgramme) -> [Label] {
        var found: [Label] = []
        var places: [String: Int] = [:]
        for turn in programme.turns {
            guard let text = turn.speaker else { continue }
            let place = places[text] ?? found.count
            if place == found.count {
                guard found.count < labelsMax else { continue }
                places[text] = place
                found.append(Label(text: text, role: turn.role))
            }
            found[place].turns += 1
            if found[place].said.count < 40 { found[place].said = turn.text }
        }
        return found
    }

    func speakers(
        _ request: Request, _ programme: StoredProgramme, _ session: Session
    ) -> Hummingbird.Response {
        let labels = Array(Self.labels(programme).enumerated())
        func role(_ label: Label) -> Role? { programme.speakers?[label.text]?.role ?? label.role }
        func row(_ index: Int, _ label: Label) -> [String: Any] {
            let choice = programme.speakers?[label.text]
            let role = role(label)
            return [
                "n": "\(index)", "label": label.text, "name": choice?.name ?? "",
                "turns": "\(label.turns)",
                "said": Words.opening(OnAir.mask(label.said), 120),
                "isLasting": SpeakerChoice.isLasting(label.text),
                "roles": Role.allCases.map { one in
                    [
                        "value": one.rawValue, "label": Words.role(one, in: programme.kind),
                        "selected": one == role,
                    ] as [String: Any]
                },
            ]
        }
        // Callers are many and mostly right; who answers for the government matters.
        let callers = labels.filter { role($0.element) == .caller }
        let others = labels.filter { role($0.element) != .caller }
        let part = PageRange(
            from: PageRange.start(request), of: labels.count, most: Self.labelsShown, "Pembicara")
        let shown = (others + callers)[part.shown]
        let first = shown.prefix { role($0.element) != .caller }
        let folded = shown.dropFirst(first.count)
        let groups: [[String: Any]] = [
            ["name": "", "isFolded": false, "rows": first.map(row)],
            [
                "name": Words.count(
                    folded.count, Words.role(.caller, in: programme.kind).lowercased()),
                "isFolded": !folded.isEmpty, "rows": folded.map(row),
            ],
        ]
        let model: [String: Any] = [
            "title": "Pembicara", "version": "\(programme.version)", "id": programme.id,
            "programmeTitle": programme.title, "date": Words.date(programme.airedOn),
            "host": Words.role(.host, in: programme.kind).lowercased(),
            "groups": groups, "isEmpty": labels.isEmpty,
        ]
        return render("pembicara", model.merging(part.fields) { own, _ in own }, session: session)
    }

    func nameSpeakers(
        _ request: Request, _ context: ServiceContext, _ programme: StoredProgramme,
        _ session: Session
    ) async throws -> Hummingbird.Response {
        let fields = try await form(request, context, session)
        guard Int(fields["version"]) == programme.version else {
            throw Problem(
                .conflict, "changed",
                "Siaran ini berubah sejak halaman Pembicara dibuka. Buka lagi, lalu isi sekali lagi.")
        }
        var chosen = programme.speakers ?? [:]
        for (index, label) in Self.labels(programme).enumerated() where fields.has("peran\(index)") {
            let name = String(fields["nama\(index)"].foldingWhiteSpace().prefix(Self.speakerNameMax))
            let role = Role(rawValue: fields["peran\(index)"])
            // What the operator left as it was found stays the reader's to find.
            guard role != label.role || !name.isEmpty || chosen[label.text] != nil else { continue }
            chosen[label.text] = SpeakerChoice(role: role, name: name)
        }
        _ = try await desk.readAgain(programme, speakers: chosen, by: session.operatorName)
        return .redirect(to: "/siaran/\(programme.id)?pesan=dibaca-ulang")
    }
}
