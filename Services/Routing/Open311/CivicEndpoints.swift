// `/open311/v2/…`: Open311 GeoReport v2 for civic apps, with the updates extension, in XML and JSON.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Region
import Rules
import ServiceKit
import Store

struct CivicEndpoints: Sendable {
    let store: Store
    let packs: CurrentPack
    let gate: TokenGate
    let metrics: Metrics
    let logger: Logger
    /// Where apps find us, without a slash at the end.
    let publicURL: String
    /// Calls from one address.
    var rate: RateGate?
    var contact: String?
    var keyService: String?
    var photoLimits = PhotoLimits()

    static let base = "/open311/v2"
    static let specification = "http://wiki.open311.org/GeoReport_v2"
    /// Who may post.
    private static let roles: Set<Role> = [.intake, .admin]

    typealias Handler = @Sendable (CivicCall) async throws -> Spark

    var endpoints: [Endpoint] {
        let calls = [
            get("/discovery", "what is served here, and where", .discovery) { discovery($0) },
            get("/services", "the kinds of reports", .services) {
                CivicServices.list($0.region, on: $0.region.calendar.day(of: $0.now))
            },
            get("/services/{service_code}", "the questions of one kind", .definition) {
                try definition($0)
            },
            get("/requests", "reports that are public", .requests, CivicShape.listParameters) {
                try await requests($0)
            },
            get("/requests/{service_request_id}", "one report that is public", .requests) {
                try await request($0)
            },
            get("/tokens/{token}", "the number of a report by its token", .token) {
                try await token($0)
            },
            get(
                "/servicerequestupdates", "what has become of public reports", .updates,
                CivicShape.windowParameters
            ) { try await updates($0) },
            post("/requests", "report something", .posted, CivicShape.report) { call, key in
                try await report(call, key)
            },
            post(
                "/servicerequestupdates", "comment on a report posted with the same key",
                .commented, CivicShape.comment
            ) { call, key in try await comment(call, key) },
        ]
        return calls.flatMap(\.self)
    }

    // MARK: Forms

    private func get(
        _ path: String, _ summary: String, _ form: CivicShape,
        _ parameters: [CallShape.Parameter] = [], _ handler: @escaping Handler
    ) -> [Endpoint] {
        CivicFormat.allCases.map { format in
            Endpoint(
                .get, "\(Self.base)\(path).\(format)", summary, form.shape(format, parameters)
            ) { request, context in
                try await answer(format, form.root, request) {
                    try checkRate(request, context)
                    let fields = FormFields(request.uri.query ?? "")
                    let call = try call(request, context, fields)
                    return try await handler(call)
                }
            }
        }
    }

    private func post(
        _ path: String, _ summary: String, _ form: CivicShape, _ fields: [CallShape.Content],
        _ handler: @escaping @Sendable (CivicCall, Principal) async throws -> Spark
    ) -> [Endpoint] {
        CivicFormat.allCases.map { format in
            Endpoint(
                .post, "\(Self.base)\(path).\(format)", summary, form.shape(format, takes: fields)
            ) { request, context in
                try await answer(format, form.root, request) {
                    try checkRate(request, context)
                    let (fields, files) = try await readForm(request, context)
                    var call = try call(request, context, fields)
                    let key = try await poster(call)
                    call.photos = try CivicPhoto.read(files, photoLimits)
                    return try await handler(call, key)
                }
            }
        }
    }

    private func call(
        _ request: Request, _ context: ServiceContext, _ fields: FormFields
    ) throws -> CivicCall {
        guard !fields.hasBadText else {
            throw CivicError(status: .badRequest, description: "Isian harus berupa teks UTF-8.")
        }
        let call = CivicCall(
            request: request, context: context, fields: fields, region: packs.pack, now: .now)
        try call.checkJurisdiction()
        return call
    }

    private func readForm(
        _ request: Request, _ context: ServiceContext
    ) async throws -> (fields: FormFields, files: [FormPart]) {
        let type = request.headers[.contentType] ?? ""
        if let boundary = Multipart.boundary(of: type) {
            let body = try await context.body(of: request, upTo: photoLimits.formBytes)
            guard let parts = Multipart.parse(body, boundary: boundary, partsMax: CivicPost.partsMax) else {
                throw CivicError(
                    status: .badRequest,
                    description: "Formulir multipart tidak mengikuti batasnya, atau bagiannya lebih dari "
                        + "\(CivicPost.partsMax).")
            }
            let fields = parts.filter { $0.filename == nil }
            guard fields.reduce(0, { $0 + $1.bytes.count }) <= CivicPost.bodyBytesMax else {
                throw Problem(.contentTooLarge, "too-large", "the fields of the form are too long")
            }
            return (FormFields(fields), parts.filter { $0.filename != nil && !$0.bytes.isEmpty })
        }
        guard type.isEmpty || type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
            throw CivicError(
                status: .badRequest,
                description: "Kirimkan isian sebagai application/x-www-form-urlencoded.")
        }
        return (try await FormFields.read(request, context, bytesMax: CivicPost.bodyBytesMax), [])
    }

    private func checkRate(_ request: Request, _ context: ServiceContext) throws {
        let address = context.sender(of: request)?.description ?? ""
        if let wait = rate?.secondsToWait(address) { throw Problem.tooManyCalls(retryAfter: wait) }
    }

    /// Whatever goes wrong is told in the form that was asked for.
    private func answer(
        _ format: CivicFormat, _ root: String, _ request: Request,
        _ make: () async throws -> Spark
    ) async throws -> Hummingbird.Response {
        do {
            return format.response(try await make(), root: root, for: request)
        } catch let error as CivicError {
            return format.response(error)
        } catch {
            guard let problem = error as? Problem ?? storeProblem(error) else {
                logger.error("request failed", metadata: ["error": "\(error)"])
                return format.response(
                    CivicError(
                        status: .internalServerError,
                        description: "Terjadi kesalahan di pihak kami; sudah kami catat."))
            }
            return format.response(Self.error(problem))
        }
    }

    private static func error(_ problem: Problem) -> CivicError {
        let words =
            switch problem.status {
            case .contentTooLarge: "Isian terlalu besar."
            case .tooManyRequests: "Terlalu banyak permintaan; cobalah lagi sebentar lagi."
            case .serviceUnavailable: "Laporan belum dapat disimpan; kirimkan lagi sebentar lagi."
            default: "Permintaan tidak dapat dibaca."
            }
        return CivicError(
            status: problem.status, description: words, retryAfter: problem.retryAfter)
    }

    /// Whose key it is; a bearer token does as well.
    private func poster(_ call: CivicCall) async throws -> Principal {
        var principal = call.context.principal
        if let key = call.text("api_key") { principal = try await gate.principal(token: key) }
        guard let principal, Self.roles.contains(principal.role) else {
            throw CivicError(
                status: .forbidden, description: "Isian api_key tidak ada atau tidak berlaku.")
        }
        return principal
    }

    // MARK: Calls

    private func discovery(_ call: CivicCall) -> Spark {
        let file = call.region.directory + "/topics.yaml"
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        let changed = Spark.time(attributes?[.modificationDate] as? Date ?? Date(timeIntervalSince1970: 0))
        let contact = contact ?? call.region.name
        let endpoint = Spark.group([
            ("specification", .text(Self.specification)), ("url", .text(publicURL + Self.base)),
            ("changeset", changed), ("type", .text("production")),
            ("formats", .list(of: "format", CivicFormat.allCases.map { .text($0.mediaType) })),
        ])
        return .group([
            ("changeset", changed), ("contact", .text(contact)),
            ("key_service", .text(keyService ?? "Permohonan api_key: \(contact)")),
            ("endpoints", .list(of: "endpoint", [endpoint])),
        ])
    }

    private func definition(_ call: CivicCall) throws -> Spark {
        let code = call.context.parameters.get("service_code") ?? ""
        return CivicServices.definition(
            try CivicServices.topic(code, in: call.region)?.id ?? CivicTable.otherService, call.region)
    }

    private func requests(_ call: CivicCall) async throws -> Spark {
        let query = try CivicQuery(call)
        guard query.ids.isEmpty else { return try await shown(query.ids, call) }
        let hidden = CivicServices.hidden(call.region)
        return try await shown(call) { try CivicTable.page(query, without: hidden, in: $0) }
    }

    private func shown(
        _ call: CivicCall, _ find: @escaping @Sendable (any Transaction) throws -> [CivicEntry]
    ) async throws -> Spark {
        let isExtended = try call.isTrue("extensions")
        let requests = try await store.read { transaction in
            let entries = try find(transaction)
            let assignments = try CivicTable.assignments(of: entries, in: transaction)
            let photos = try PhotoTable.published(of: entries.map(\.complaint), in: transaction)
            return entries.compactMap { entry in
                let links = (photos[entry.complaint] ?? []).map { publicURL + PhotoEndpoints.path + "/" + $0 }
                return CivicView.request(
                    entry, assignments[entry.complaint], call.region, photos: links, isExtended: isExtended)
            }
        }
        return .list(of: "request", requests)
    }

    private func shown(_ ids: [String], _ call: CivicCall) async throws -> Spark {
        let hidden = CivicServices.hidden(call.region)
        let keys = ids.map { TrackingNumber($0)?.description ?? $0.lowercased() }
        return try await shown(call) { transaction in
            try CivicTable.find(keys, in: transaction).filter { !hidden.contains($0.service) }
        }
    }

    private func request(_ call: CivicCall) async throws -> Spark {
        let id = call.context.parameters.get("service_request_id") ?? ""
        let found = try await shown([id], call)
        guard case .list(_, let requests) = found, !requests.isEmpty else {
            throw CivicError.unknown("service_request_id '\(id)' tidak ada di antara laporan publik.")
        }
        return found
    }

    /// Numbers are given at once, so nobody gets a token; the id of a complaint serves as one.
    private func token(_ call: CivicCall) async throws -> Spark {
        let token = call.context.parameters.get("token") ?? ""
        let keys = [TrackingNumber(token)?.description ?? token.lowercased()]
        guard let entry = try await store.read({ try CivicTable.find(keys, in: $0) }).first else {
            throw CivicError.unknown("token '\(token)' tidak dikenal.")
        }
        return .list(
            of: "request",
            [.group([("service_request_id", .text(entry.tracking)), ("token", .text(token))])])
    }

    private func updates(_ call: CivicCall) async throws -> Spark {
        let window = try CivicQuery.window(call)
        let from = window.from ?? call.now
        let to = window.to ?? call.now
        let (page, size) = try CivicQuery.page(call)
        let region = call.region
        let steps = try await store.read { transaction in
            let steps = try CivicTable.steps(
                from: from, to: to, limit: size, offset: (page - 1) * size, in: transaction)
            let assignments = try CivicTable.assignments(
                of: Array(Set(steps.map(\.complaint))), in: transaction)
            return steps.filter { step in
                assignments[step.complaint.complaint].map { CivicView.isShown($0, region) } ?? false
            }
        }
        return .list(of: "request_update", steps.compactMap(CivicUpdates.update))
    }

    private func report(_ call: CivicCall, _ key: Principal) async throws -> Spark {
        let post = try CivicPost(call, key: key.name)
        let isPublic = post.complaint.reporter?.confidential == false
        let since = call.now - CivicPost.sameReportHours * 3600
        let tracking = try await take(call) { transaction in
            try transaction.lock("civic/\(post.print)")
            if let known = try CivicTable.posted(post.print, since: since, in: transaction) {
                return (known, "known")
            }
            let answer = try accept(post.complaint, call, in: transaction)
            var complaint = post.complaint
            complaint.tracking = answer.tracking
            try PhotoTable.keep(call.photos, of: complaint.id, at: call.now, in: transaction)
            try CivicTable.post(
                complaint, print: post.print, isPublic: isPublic, in: transaction)
            return answer
        }
        let notice = "Laporan Anda tercatat dengan nomor \(tracking)."
        return .list(
            of: "request",
            [
                .group([
                    ("service_request_id", .text(tracking)),
                    (
                        "service_notice",
                        .text([notice, post.notice].compactMap(\.self).joined(separator: " "))
                    ),
                    ("account_id", .text(post.accountID)),
                ])
            ])
    }

    private func comment(_ call: CivicCall, _ key: Principal) async throws -> Spark {
        let comment = try CivicComment(call, key: key.name)
        _ = try await take(call) { transaction in
            let target = try ComplaintTable.find(comment.request, in: transaction)
            guard let target, target.channel == .open311, target.account == key.name else {
                throw CivicError.unknown(
                    "service_request_id '\(comment.request)' tidak dikirim dengan api_key ini.")
            }
            try PhotoTable.keep(call.photos, of: comment.complaint.id, at: call.now, in: transaction)
            return try accept(comment.complaint, call, in: transaction)
        }
        return .list(of: "request_update", [.group([("update_id", .text(comment.updateID))])])
    }

    private func take(
        _ call: CivicCall,
        _ body: @escaping @Sendable (any Transaction) throws -> (tracking: String, result: String)
    ) async throws -> String {
        let taken = try await store.write { try body($0) }
        metrics.count("mendengar_routing_complaints_total", ["result": taken.result])
        return taken.tracking
    }

    /// The way of every complaint.
    private func accept(
        _ complaint: Complaint, _ call: CivicCall, in transaction: any Transaction
    ) throws -> (tracking: String, result: String) {
        let zone = TimeZone(identifier: call.region.timezone) ?? .gmt
        let answer = try Accept.take(
            [.complaint(complaint)], prefix: call.region.trackingPrefix, zone: zone, now: call.now,
            in: transaction
        ).first
        return (answer?.tracking ?? "", answer?.status ?? "")
    }
}

extension HTTPField.Name {
    /// draft-ietf-httpapi-idempotency-key-header.
    static var idempotencyKey: Self { .init("Idempotency-Key") ?? .ifMatch }
}
