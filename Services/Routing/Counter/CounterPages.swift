// The counter's pages: a complaint told to somebody is entered, saved once, and its slip printed. Plain HTML
// that works without scripts, in Bahasa Indonesia.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import Language
import Region
import Rules
import ServiceKit
import Store

struct CounterPages: Sendable {
    let store: Store
    let packs: CurrentPack
    let desks: [CounterDesk]
    let door: SessionDoor
    let frame: PageFrame
    let metrics: Metrics

    static let cookieName = "mendengar_loket"
    static let formBytesMax = 64 * 1024

    /// - Throws: ``ConfigurationError`` where the templates are not installed.
    init(_ store: Store, _ packs: CurrentPack, _ desks: [CounterDesk], _ metrics: Metrics) throws {
        let templates = try BundledFiles(module: "RoutingService", share: "routing").find(
            "Templates", "the counter's pages")
        self.init(
            store: store, packs: packs, desks: desks,
            door: SessionDoor(operators: Operators(store: store), cookieName: Self.cookieName),
            frame: try PageFrame(templates: templates), metrics: metrics)
    }

    init(
        store: Store, packs: CurrentPack, desks: [CounterDesk], door: SessionDoor, frame: PageFrame,
        metrics: Metrics
    ) {
        (self.store, self.packs, self.desks) = (store, packs, desks)
        (self.door, self.frame, self.metrics) = (door, frame, metrics)
    }

    var endpoints: [Endpoint] {
        [
            page(.get, "/loket/masuk", "sign-in form of the counters") { _, _ in
                frame.render("masuk", ["title": "Masuk"])
            },
            page(.post, "/loket/masuk", "sign in") { request, context in
                switch try await door.signIn(request, context, to: { _ in "/loket" }) {
                case .yes(let response, _, _): return response
                case .no(let fields, let problem, let status):
                    return frame.render(
                        "masuk", ["title": "Masuk", "name": fields["nama"], "problem": problem],
                        status: status)
                }
            },
            page(.post, "/loket/keluar", "sign out") { request, context in
                try await door.signOut(request, context, to: "/loket/masuk")
            },
            signedIn(.get, "/loket", "the form of a complaint told at a counter") { _, _, session, desk in
                form(CounterEntry(), [:], session, desk)
            },
            signedIn(.post, "/loket", "save it") { request, context, session, desk in
                let fields = try await door.form(request, context, session, bytesMax: Self.formBytesMax)
                return try await save(CounterEntry(fields), session, desk)
            },
            signedIn(.get, "/loket/bukti/{tracking}", "its slip") { _, context, session, desk in
                try await slip(context.parameters.get("tracking") ?? "", session, desk)
            },
            Endpoint(
                .get, "/static/{file}", "style sheet and images of the pages",
                CallShape(gives: [
                    .init(200, [.init("text/css", .string), .init("image/svg+xml", .string)], "the file")
                ])
            ) { _, context in
                try frame.file(context.parameters.get("file") ?? "")
            },
        ]
    }

    // MARK: What every page does

    private var errors: ErrorPages {
        ErrorPages(
            frame,
            sentences: [
                "csrf": "Formulir ini sudah kedaluwarsa. Kembali, muat ulang halamannya, lalu coba lagi.",
                "not-found": "Halaman atau aduan ini tidak ada di loket Anda.",
                "body-too-large": "Isinya terlalu panjang.",
                "too-busy": "Layanan sedang sibuk. Coba lagi sebentar lagi.",
                "cut-off": "Kirimannya terputus di tengah jalan. Coba lagi.",
            ],
            away: "Penyimpanan sedang penuh atau terganggu. Aduan belum tersimpan; coba lagi nanti.")
    }

    private func page(
        _ method: HTTPRequest.Method, _ path: String, _ summary: String,
        _ handler: @escaping ErrorPages.Handler
    ) -> Endpoint { errors.page(method, path, summary, handler) }

    private func signedIn(
        _ method: HTTPRequest.Method, _ path: String, _ summary: String,
        _ handler:
            @escaping @Sendable (Request, ServiceContext, Session, CounterDesk) async throws
            -> Hummingbird.Response
    ) -> Endpoint {
        page(method, path, summary) { request, context in
            guard let session = try await door.session(request) else {
                return .redirect(to: "/loket/masuk")
            }
            guard let desk = desks.first(where: { $0.name == session.station }) else {
                return errors.failure(
                    .forbidden, "Loket Anda tidak terdaftar lagi. Hubungi admin Diskominfo.")
            }
            return try await handler(request, context, session, desk)
        }
    }

    // MARK: The form

    /// - Parameter wrong: by the name of a field, what is wrong with it.
    private func form(
        _ entry: CounterEntry, _ wrong: [String: String], _ session: Session, _ desk: CounterDesk,
        status: HTTPResponse.Status = .ok
    ) -> Hummingbird.Response {
        var model: [String: Any] = [
            "title": "Catat aduan", "desk": desk.title, "key": entry.key, "name": entry.name,
            "phone": entry.phone, "place": entry.place, "text": entry.text,
            "isAnonymous": entry.isAnonymous, "isConfidential": entry.isConfidential,
            "textMax": "\(CounterEntry.textMax)",
        ]
        for (field, message) in wrong { model["wrong_\(field)"] = message }
        if !wrong.isEmpty {
            model["title"] = "Perbaiki isian - Catat aduan"
            model["problem"] = "Aduan belum tersimpan. Perbaiki isian yang ditandai."
        }
        return frame.render("loket", model, session: session, status: status)
    }

    private func save(
        _ entry: CounterEntry, _ session: Session, _ desk: CounterDesk
    ) async throws -> Hummingbird.Response {
        let wrong = entry.wrong
        guard wrong.isEmpty else {
            return form(entry, wrong, session, desk, status: .unprocessableContent)
        }
        let region = packs.pack
        let complaint = entry.complaint(at: desk, .now, region)
        let zone = TimeZone(identifier: region.timezone) ?? .gmt
        let prefix = region.trackingPrefix
        let answer = try await store.write { transaction in
            try Accept.take(
                [.complaint(complaint)], prefix: prefix, zone: zone, now: .now, in: transaction)
        }.first
        metrics.count(
            "mendengar_routing_complaints_total", ["result": answer?.status ?? "rejected"])
        // The same form sent twice is known the second time, and has the same slip.
        return .redirect(to: "/loket/bukti/\(answer?.tracking ?? "")")
    }

    // MARK: The slip

    private func slip(
        _ tracking: String, _ session: Session, _ desk: CounterDesk
    ) async throws -> Hummingbird.Response {
        guard let complaint = try await store.read({ try ComplaintTable.find(tracking, in: $0) }),
            complaint.channel == .counter, complaint.account == desk.name
        else { throw Problem.notFound("there is no such complaint at this counter") }
        let region = packs.pack
        let day = region.calendar.day(of: complaint.receivedAt)
        let reporter = complaint.reporter
        let isHidden = reporter?.anonymous == true || reporter?.confidential == true
        let name = reporter?.name ?? ""
        return frame.render(
            "bukti",
            [
                "title": "Bukti aduan", "tracking": complaint.tracking, "desk": desk.title,
                "region": region.name,
                "received": "\(day.shortText) pukul \(region.calendar.clockText(of: complaint.receivedAt))",
                // A slip lies about: who asked for protection is not on it.
                "name": isHidden ? "dirahasiakan" : name, "hasName": isHidden || !name.isEmpty,
                "hasPhone": reporter?.phone != nil,
                "text": PersonalData.mask(complaint.text),
            ], session: session)
    }
}

extension WorkingCalendar {
    /// `13.45`, the local time of a moment, as people write it.
    func clockText(of moment: Date) -> String {
        let minutes = (Int(moment.timeIntervalSince1970) + offset) / 60 % 1440
        return String(format: "%02d.%02d", minutes / 60, minutes % 60)
    }
}
