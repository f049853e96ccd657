// `POST /v1/assignments/{id}/commitments/{n}`: the agency, or the coordinating office, says that a promise
// made on air is kept or will not be.
import Complaints
import Foundation
import Hummingbird
import Region
import ServiceKit
import Store

struct CommitmentEndpoint: Sendable {
    let store: Store
    let packs: CurrentPack
    private var region: RegionPack { packs.pack }

    /// Names the step in the history.
    static let action = "commitment"
    /// Clocks of two machines differ by no more.
    static let skewSeconds = 300.0

    /// Promises of one report that are counted.
    private static let numberMax = 1000

    private struct Body: Decodable {
        var state: CommitmentState
        /// What was done, or why it will not be.
        var note: String?
        /// When it was done; now, unless told otherwise.
        var at: Date?
    }

    var endpoint: Endpoint {
        Endpoint(
            .post, "/v1/assignments/{id}/commitments/{n}", "say whether a promise made on air is kept",
            roles: [.case, .admin],
            CallShape(
                [.path("n", .integer(1...Self.numberMax))], takes: [.json(Body.self)],
                gives: [.ok(.json(Assignment.self))])
        ) { request, context in
            let data = Data(try await context.body(of: request, upTo: LifeEndpoints.bodyBytesMax))
            let now = Date.now
            let body = try Self.read(data, now)
            guard let number = context.parameters.get("n").flatMap({ Int($0) }) else {
                throw Problem.notFound("a promise is named by its number, from 1")
            }
            let changed = try await settle(
                context.parameters.get("id") ?? "", number, body,
                raw: String(decoding: data, as: UTF8.self), actor: context.principal?.name ?? "", now: now)
            let handover = Handover(region, at: now)
            return Response.json(try Wire.encode(handover.given(changed, to: context.principal?.role)))
        }
    }

    private static func read(_ data: Data, _ now: Date) throws -> Body {
        let body = try JSONBody.read(Body.self, from: data)
        guard body.state != .late else {
            throw Problem(
                .unprocessableContent, "incomplete-body",
                "the body needs: state, one of kept, broken_off, open; late is what the calendar says")
        }
        if let at = body.at, at > now.addingTimeInterval(skewSeconds) {
            throw Problem(.unprocessableContent, "incomplete-body", "at lies in the future")
        }
        if body.state == .brokenOff, body.note?.isEmpty ?? true {
            throw Problem(
                .unprocessableContent, "incomplete-body", "a promise that is broken off needs a note: why")
        }
        return body
    }

    private func settle(
        _ id: String, _ number: Int, _ body: Body, raw: String, actor: String, now: Date
    ) async throws -> Assignment {
        let calendar = region.calendar
        return try await store.write { transaction in
            guard
                var course = try LifeTable.courseToChange(id, calendar, at: now, in: transaction)
            else { throw Problem.notFound("there is no assignment '\(id)'") }
            let count = course.assignment.promises.count
            guard
                let isNew = course.settle(
                    number, body.state, actor: actor, note: body.note, at: body.at ?? now, calendar)
            else {
                throw Problem.notFound(
                    "the assignment has \(count) promises made on air; there is no number \(number)")
            }
            guard isNew else { return course.assignment }
            try AssignmentTable.note(
                course.assignment.id, actor: actor, action: "\(Self.action) \(number)", request: raw,
                at: now, in: transaction)
            try AssignmentTable.save(course.assignment, at: now, in: transaction)
            try LifeTable.save(
                course, next: course.nextStep(after: now, calendar), citizen: nil, in: transaction)
            return course.assignment
        }
    }
}
