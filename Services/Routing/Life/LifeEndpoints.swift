// What a case system and the coordinating officer do with an assignment: acknowledge, return, refer,
// report, assign. Idempotent by body; every step is kept.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import Language
import Region
import Rules
import ServiceKit
import Store

struct LifeEndpoints: Sendable {
    let store: Store
    let packs: CurrentPack
    private var region: RegionPack { packs.pack }

    static let bodyBytesMax = 64 * 1024
    /// The same return again within so long is the same one, also where the next office has acknowledged
    /// meanwhile; later that office may use the same words.
    static let sameReturnSeconds = 3600.0

    /// The bodies of all steps; each step says which fields it needs.
    private struct Body: Decodable {
        var case_ref: String?
        var reason: String?
        var agency: String?
        /// Which of the offices that exist once per kecamatan or village.
        var place: String?
        var status: String?
        var note: String?
        var at: Date?
        /// `citizen`: with `in_progress`, while he is asked for more.
        var awaiting: String?
        /// The version the step starts from, as `If-Match` says it.
        var version: Int?

        var saysWhy: Bool { reason?.allSatisfy(\.isWhitespace) == false }
    }

    var endpoints: [Endpoint] {
        [
            step("/v1/assignments/{id}/ack", "acknowledge", [.case], "case_ref", ["case_ref"]) { body in
                (.acknowledge, body.case_ref != nil)
            },
            step("/v1/assignments/{id}/return", "bukan wewenang", [.case], "reason", ["reason"]) { body in
                (.returnBack, body.saysWhy)
            },
            step(
                "/v1/assignments/{id}/refer", "disposisi", [.case, .admin], "agency, reason",
                ["agency", "reason"]
            ) { body in (.refer, body.agency != nil && body.saysWhy)
            },
            step(
                "/v1/assignments/{id}/status", "report progress", [.case],
                "status, one of in_progress, answered, closed, reopened; awaiting: citizen with in_progress",
                ["status"]
            ) { body in
                let status = body.status.flatMap(Status.init)
                let waits = body.awaiting.map { $0 == Course.citizen && status == .inProgress }
                return (.report(status ?? .assigned), status != nil && waits ?? true)
            },
            step("/v1/triage/{id}/assign", "name the agency", [.admin], "agency", ["agency"]) { body in
                (.assign, body.agency != nil)
            },
        ]
    }

    private func step(
        _ path: String, _ summary: String, _ roles: [Role], _ needs: String, _ required: [String],
        _ read: @escaping @Sendable (Body) -> (LifeStep, complete: Bool)
    ) -> Endpoint {
        Endpoint(
            .post, path, summary, roles: roles,
            CallShape(
                [.header("If-Match", .string, "`\"version\"` that the step starts from")],
                takes: [.json(Self.schema(required))], gives: [.ok(.json(Assignment.self))])
        ) { request, context in
            let data = Data(try await context.body(of: request, upTo: Self.bodyBytesMax))
            let body = try JSONBody.read(Body.self, from: data)
            let (step, complete) = read(body)
            guard complete else {
                throw Problem(
                    .unprocessableContent, "incomplete-body", "the body needs: \(needs)")
            }
            let changed = try await apply(
                step, body, raw: String(decoding: data, as: UTF8.self),
                from: try Self.version(request.headers[.ifMatch]) ?? body.version,
                to: context.parameters.get("id") ?? "",
                actor: context.principal?.name ?? "", now: .now)
            let handover = Handover(region, at: .now)
            var response = Response.json(
                try Wire.encode(handover.given(changed, to: context.principal?.role)))
            response.headers[.eTag] = changed.version.map { "\"\($0)\"" }
            return response
        }
    }

    /// What a step needs, and what every step may have.
    private static func schema(_ required: [String]) -> JSONSchema {
        let members: [String: JSONSchema] = [
            "case_ref": .string, "reason": .string, "agency": .string,
            "status": .oneOf(Life.reportable.map(\.rawValue)), "note": .string.orNull,
            "at": .string(format: "date-time").orNull, "awaiting": JSONSchema.oneOf([Course.citizen]).orNull,
            "version": .integer(1...Int.max).orNull, "place": .string.orNull,
        ]
        let optional =
            ["note", "at", "awaiting", "version"] + (required.contains("agency") ? ["place"] : [])
        return .object(
            members.filter { required.contains($0.key) || optional.contains($0.key) }, required: required)
    }

    /// `"3"` of `If-Match`; `*` asks for nothing.
    private static func version(_ header: String?) throws -> Int? {
        guard let header, header != "*" else { return nil }
        guard let version = Int(header.trimmingCharacters(in: CharacterSet(charactersIn: "\" ")))
        else {
            throw Problem(
                .badRequest, "bad-parameter",
                "If-Match must be the `version` of the assignment, e.g. \"3\"")
        }
        return version
    }

    private func apply(
        _ step: LifeStep, _ body: Body, raw: String, from version: Int?, to id: String,
        actor: String, now: Date
    ) async throws -> Assignment {
        if let agency = body.agency { try checkAgency(agency) }
        if let place = body.place, region.gazetteer[place] == nil {
            throw Problem(.unprocessableContent, "unknown-place", "there is no place '\(place)'")
        }
        return try await store.write { transaction in
            guard
                var course = try LifeTable.courseToChange(
                    id, region.calendar, at: now, in: transaction)
            else { throw Problem.notFound("there is no assignment '\(id)'") }
            let action = step.action
            let repeated = try AssignmentTable.repetition(
                course.assignment.id, action: action, request: raw, in: transaction)
            if let repeated, Self.isRepetition(step, body, repeated, version, course, now) {
                return course.assignment
            }
            if case .report(let status) = step, !Life.reportable.contains(status) {
                throw Self.conflict(
                    "forbidden-step",
                    "'\(status.rawValue)' is not reported: /ack, /return, /refer and assigning from triage "
                        + "lead there", course)
            }
            if let version, version != course.record.version {
                throw Self.conflict(
                    "stale-version",
                    "the assignment is at version \(course.record.version), not \(version): "
                        + "read it again", course)
            }
            let asked = Course.Request(
                step: step, agency: try office(body, course.assignment, now), reason: body.reason,
                caseRef: body.case_ref, note: body.note, awaitsCitizen: body.awaiting != nil)
            let from = course.assignment.agency?.office
            let moment = try moment(body, step, course.assignment, now)
            let comesBack: Bool
            do throws(Course.Refusal) {
                comesBack = try course.take(asked, region, at: moment)
            } catch {
                throw Self.problem(error, course)
            }
            try AssignmentTable.note(
                course.assignment.id, actor: actor, action: action, request: raw,
                from: comesBack ? from : nil, to: comesBack ? course.assignment.agency?.office : nil, at: now,
                in: transaction)
            if step == .report(.closed) || step == .report(.reopened) {
                try LinkTable.close(
                    course.assignment.complaint.id, step == .report(.closed), in: transaction)
            }
            if comesBack {
                course.assignment = try AssignmentTable.enterFeed(
                    course.assignment, at: now, in: transaction)
            } else {
                try AssignmentTable.save(course.assignment, at: now, in: transaction)
            }
            // The sweep names the citizen.
            try LifeTable.save(
                course, next: course.nextStep(after: now, region.calendar), citizen: nil,
                in: transaction)
            return course.assignment
        }
    }

    /// Whether a step of the same words is the same step.
    private static func isRepetition(
        _ step: LifeStep, _ body: Body, _ earlier: AssignmentTable.Repetition, _ version: Int?,
        _ course: Course, _ now: Date
    ) -> Bool {
        // Who has seen what became of the first one means a second.
        if let version { return version != course.record.version }
        let present = course.assignment
        switch step {
        case .returnBack: return now.timeIntervalSince(earlier.at) < sameReturnSeconds
        // It may end in triage, or with the heir of an office.
        case .refer: return earlier.isLast
        // Progress has been reported on since.
        case .acknowledge where !Life.unverified.contains(present.status) && present.status != .triage:
            return present.caseRef == body.case_ref
        // With its moment it is one event, whenever it is told again.
        case .report where body.at != nil: return true
        // What time or the citizen has changed since is closed, or asked, once more.
        case .acknowledge, .assign, .report:
            return earlier.isLast && present.status == step.result
                && (present.awaiting != nil) == (body.awaiting != nil)
        }
    }

    /// When it happened, as far as it is said: never before the complaint, nor after now.
    private func moment(
        _ body: Body, _ step: LifeStep, _ assignment: Assignment, _ now: Date
    ) throws -> Date {
        guard case .report = step, let at = body.at else { return now }
        func wrong(_ why: String) -> Problem { Problem(.unprocessableContent, "incomplete-body", why) }
        guard at <= now.addingTimeInterval(CommitmentEndpoint.skewSeconds) else {
            throw wrong("at lies in the future")
        }
        if at < assignment.complaint.receivedAt { throw wrong("at lies before the complaint was received") }
        return min(at, now)
    }

    /// The office that is named; of those that exist once per place, the one in charge of the place that is
    /// named, else of the complaint's.
    private func office(_ body: Body, _ assignment: Assignment, _ now: Date) throws -> AgencyRef? {
        guard let id = body.agency else { return nil }
        let named = body.place.flatMap { region.gazetteer[$0] }
            .map { [region.gazetteer.place($0, confidence: 1, evidence: "")] }
        let office = region.office(
            id, at: named ?? assignment.complaint.places, on: region.calendar.day(of: now))
        guard let office, office.place == nil, let agency = region.agency(office.id), agency.per != .region
        else { return office }
        throw Problem(
            .unprocessableContent, "which-office",
            "there is one \(id) for each \(agency.per.rawValue): name whose as `place`, e.g. "
                + "\"place\":\"\(region.code).05\"")
    }

    private func checkAgency(_ id: String) throws {
        let parts = region.heirs(of: id, on: region.calendar.day(of: .now))
        if parts.count > 1 {
            throw Problem(
                .unprocessableContent, "unknown-agency",
                "'\(id)' was split: name one of \(parts.map(\.id).joined(separator: ", "))")
        }
        guard region.agency(id) == nil else { return }
        let hint = nearest(to: id, among: region.agencies.map(\.id))
            .map { ", did you mean '\($0)'?" }
        throw Problem(
            .unprocessableContent, "unknown-agency",
            "there is no agency '\(id)'\(hint ?? "")")
    }

    private static func problem(_ refusal: Course.Refusal, _ course: Course) -> Problem {
        switch refusal {
        case .forbidden(let step, let status):
            conflict(
                "forbidden-step",
                "the assignment is \(status.rawValue) and cannot become \(step.action)",
                course)
        case .alreadyThere(let office):
            conflict("already-there", "the assignment is at '\(office)' already", course)
        }
    }

    /// 409 with the present state.
    private static func conflict(_ slug: String, _ detail: String, _ course: Course) -> Problem {
        let status = course.assignment.status
        return Problem(
            .conflict, slug, detail,
            more: [
                "allowed": Life.next(after: status).map(\.rawValue).joined(separator: ", "),
                "state": status.rawValue, "version": "\(course.record.version)",
                "agency": course.assignment.agency?.office ?? "",
            ])
    }
}
