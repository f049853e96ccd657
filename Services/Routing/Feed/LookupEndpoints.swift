// Looking things up: one assignment, one complaint with its history, a citizen's status.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import Language
import Logging
import Region
import ServiceKit
import Store

struct LookupEndpoints: Sendable {
    let store: Store
    let packs: CurrentPack
    private var region: RegionPack { packs.pack }
    let logger: Logger

    static let linksMax = 100

    private struct ComplaintAnswer: Codable {
        var complaint: Complaint
        /// Its ids in other systems.
        var other_ids: [ImportTable.OtherID]
        @ExplicitNull var assignment: Assignment?
        var history: [HistoryEntry]
        /// The complaints of its case; who made them is not said.
        var cluster: CaseEndpoints.Answer
        /// Links and questions from it and to it.
        var links: [CaseTable.Shown]
    }

    private struct StatusAnswer: Codable {
        var status: String
        @ExplicitNull var agency: String?
        @ExplicitNull var due: Date?
        var sentence: String
    }

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .get, "/v1/assignments/{id}", "one assignment", roles: [.case, .admin],
                .gives(Assignment.self)
            ) { _, context in
                let id = context.parameters.get("id") ?? ""
                let found = try await store.read { try AssignmentTable.find(id, in: $0) }
                guard let found else { throw Problem.notFound("there is no assignment '\(id)'") }
                let handover = Handover(region, at: .now)
                var response = Response.json(
                    try Wire.encode(handover.given(found, to: context.principal?.role)))
                // What `If-Match` of a step asks for.
                response.headers[.eTag] = found.version.map { "\"\($0)\"" }
                return response
            },
            Endpoint(
                .get, "/v1/complaints/{key}", "a complaint with its history",
                roles: [.case, .admin],
                .gives(
                    ComplaintAnswer.self,
                    [.query("reveal", .oneOf(["0", "1"]), "1: with its reporter (role admin), recorded")])
            ) { request, context in
                try await complaint(
                    context.parameters.get("key") ?? "", principal: context.principal,
                    reveal: request.uri.queryParameters["reveal"] == "1")
            },
            Endpoint(
                .get, "/v1/complaints/{key}/status", "what a citizen may know", roles: [.intake],
                .gives(StatusAnswer.self, [.query("sender", .string, required: true)])
            ) { request, context in
                try await status(
                    context.parameters.get("key") ?? "",
                    sender: request.uri.queryParameters.get("sender") ?? "")
            },
        ]
    }

    private func complaint(
        _ key: String, principal: Principal?, reveal: Bool
    ) async throws -> Response {
        if reveal, principal?.role != .admin {
            throw Problem(.forbidden, "forbidden", "only the role admin may reveal a reporter")
        }
        let now = Date.now
        let actor = principal?.name ?? ""
        let answer = try await store.write { transaction -> ComplaintAnswer? in
            guard
                var complaint = try ComplaintTable.find(key, in: transaction)
                    ?? ImportTable.complaint(key, of: CaseSource.sp4n.account, in: transaction)
            else { return nil }
            let others = try ImportTable.otherIDs(of: complaint, in: transaction)
            let assignment = try AssignmentTable.find(
                complaint: complaint.id, in: transaction)
            if reveal, let assignment {
                try AssignmentTable.note(
                    assignment.id, actor: actor, action: "reveal", request: "", at: now,
                    in: transaction)
            } else if let assignment {
                complaint = assignment.complaint
            } else {
                complaint = Drafting.withheld(complaint)
            }
            let member = try CaseTable.find(complaint.id.text, in: transaction)
            return ComplaintAnswer(
                complaint: complaint, other_ids: others.map(\.other), assignment: assignment,
                history: HistoryEntry.inOrder(
                    try SpamTable.history(of: complaint.id, in: transaction) + others.map(\.step)
                        + (assignment.map {
                            try AssignmentTable.history(of: $0.id, in: transaction)
                        } ?? [])),
                cluster: CaseEndpoints.Answer(
                    try member.map { try CaseTable.members(of: $0.head, in: transaction) } ?? []),
                links: try member.map {
                    try CaseTable.links(of: $0.number, limit: Self.linksMax, in: transaction)
                } ?? [])
        }
        guard var answer else { throw Problem.notFound("there is no complaint '\(key)'") }
        if let assignment = answer.assignment {
            let given = Handover(region, at: now).given(assignment, to: principal?.role)
            if principal?.role != .admin {
                answer.complaint = given.complaint
                if given.sharing?.covers(.history) == false { (answer.history, answer.links) = ([], []) }
            }
            answer.assignment = given
        }
        return Response.json(try Wire.encode(answer))
    }

    /// 404 unless the sender is the reporter: a tracking number alone tells nothing to a stranger.
    private func status(_ key: String, sender: String) async throws -> Response {
        let found = try await store.read { transaction -> (Complaint, Assignment?)? in
            let own = try ComplaintTable.all(key, in: transaction).first { Self.isReporter(sender, of: $0) }
            return try own.map { ($0, try AssignmentTable.find(complaint: $0.id, in: transaction)) }
        }
        guard let (complaint, assignment) = found else {
            throw Problem.notFound("no complaint of this sender has this number")
        }
        // On a telephone that others read, a confidential report names no agency.
        let isProtected = complaint.reporter?.confidential == true
            || (assignment.map { $0.complaint.reporter == nil } ?? false)
        return Response.json(
            try Wire.encode(
                StatusAnswer(
                    status: (assignment?.status ?? .triage).rawValue,
                    agency: isProtected ? nil : assignment?.agency?.name,
                    due: assignment?.due?.respondBy,
                    sentence: CitizenTexts.status(
                        complaint.tracking, assignment, region.calendar, isProtected: isProtected))))
    }

    private static func isReporter(_ sender: String, of complaint: Complaint) -> Bool {
        guard !sender.isEmpty, let reporter = complaint.reporter else { return false }
        return reporter.phone == Sender(sender).description
            || reporter.email?.lowercased() == sender.lowercased()
    }
}
