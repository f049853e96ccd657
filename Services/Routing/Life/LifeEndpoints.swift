// What a case system and the coordinating officer do with an assignment: acknowledge, return, refer,
// report, assign. Idempotent by body; every step is kept.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import Region
import ServiceKit
import Store

struct LifeEndpoints: Sendable {
    let store: Store
    let region: RegionPack

    static let bodyBytesMax = 64 * 1024

    /// The bodies of all steps; each step says which fields it needs.
    private struct Request: Decodable {
        var case_ref: String?
        var reason: String?
        var agency: String?
        var status: Status?
        var note: String?
        var at: Date?
    }

    var endpoints: [Endpoint] {
        [
            step("/v1/assignments/{id}/ack", "acknowledge", [.case], "case_ref") { body in
                (.acknowledge, body.case_ref != nil)
            },
            step("/v1/assignments/{id}/return", "bukan wewenang", [.case], "reason") { body in
                (.returnBack, body.reason != nil)
            },
            step("/v1/assignments/{id}/refer", "disposisi", [.case, .admin], "agency, reason") {
                body in (.refer, body.agency != nil && body.reason != nil)
            },
            step("/v1/assignments/{id}/status", "report progress", [.case], "status") { body in
                (.report(body.status ?? .assigned), body.status.map(Life.reportable.contains) ?? false)
            },
            step("/v1/triage/{id}/assign", "name the agency", [.admin], "agency") { body in
                (.assign, body.agency != nil)
            },
        ]
    }

    private func step(
        _ path: String, _ summary: String, _ roles: [Role], _ needs: String,
        _ read: @escaping @Sendable (Request) -> (LifeStep, complete: Bool)
    ) -> Endpoint {
        Endpoint(.post, path, summary, roles: roles) { request, context in
            let data = Data(try await context.body(of: request, upTo: Self.bodyBytesMax))
            let body: Request
            do {
                body = try Wire.decode(Request.self, from: data)
            } catch {
                throw Problem(.badRequest, "unreadable-body", explainDecoding(error))
            }
            let (step, complete) = read(body)
            guard complete else {
                throw Problem(
                    .unprocessableContent, "incomplete-body", "the body needs: \(needs)")
            }
            let changed = try await apply(
                step, body, raw: String(decoding: data, as: UTF8.self),
                to: context.parameters.get("id") ?? "",
                actor: context.principal?.name ?? "", now: .now)
            return Response.json(try Wire.encode(changed))
        }
    }

    private func apply(
        _ step: LifeStep, _ body: Request, raw: String, to id: String, actor: String, now: Date
    ) async throws -> Assignment {
        let agency = try body.agency.map(reference)
        let changed = try await store.write { transaction in
            guard var assignment = try AssignmentTable.findToChange(id, in: transaction) else {
                throw Problem.notFound("there is no assignment '\(id)'")
            }
            let action = "\(step)"
            let repeated = try AssignmentTable.isRepetition(
                assignment.id, action: action, request: raw, in: transaction)
            if repeated { return assignment }
            guard Life.allows(step, from: assignment.status) else {
                throw Self.forbidden(step, assignment.status)
            }
            assignment.status = step.result
            if let reference = body.case_ref { assignment.caseRef = reference }
            switch step {
            case .returnBack: assignment.agency = nil
            case .refer, .assign:
                assignment.agency = agency
                assignment.decision.mode = .manual
                assignment.decision.rule = nil
            case .acknowledge, .report: break
            }
            try AssignmentTable.note(
                assignment.id, actor: actor, action: action, request: raw, at: now,
                in: transaction)
            if step == .report(.closed) || step == .report(.reopened) {
                try LinkTable.close(
                    assignment.complaint.id, step == .report(.closed), in: transaction)
            }
            // What the reader of the feed says itself does not come back to it.
            let comesBack = [.returnBack, .refer, .assign].contains(step)
            if comesBack {
                assignment = try AssignmentTable.enterFeed(assignment, at: now, in: transaction)
            } else {
                try AssignmentTable.save(assignment, at: now, in: transaction)
            }
            return assignment
        }
        return changed
    }

    private func reference(_ id: String) throws -> AgencyRef {
        guard let agency = region.agency(id) else {
            let hint = nearest(to: id, among: region.agencies.map(\.id))
                .map { ", did you mean '\($0)'?" }
            throw Problem(
                .unprocessableContent, "unknown-agency",
                "there is no agency '\(id)'\(hint ?? "")")
        }
        return AgencyRef(id: agency.id, name: agency.name)
    }

    private static func forbidden(_ step: LifeStep, _ status: Status) -> Problem {
        let allowed = Life.next(after: status).map(\.rawValue).joined(separator: ", ")
        return Problem(
            .conflict, "forbidden-step",
            "the assignment is \(status.rawValue) and cannot become \(step.result.rawValue)",
            more: ["allowed": allowed])
    }
}
