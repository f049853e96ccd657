// `POST /v1/decide`: what would be done with a complaint, as it would really be done, its case and the report
// it answers included. Nothing is stored.
import Complaints
import Foundation
import HTTPTypes
import Hummingbird
import Region
import Rules
import ServiceKit
import Store

struct DecideEndpoint: Sendable {
    let store: Store
    let packs: CurrentPack
    let dryRuns: DryRuns
    private var region: RegionPack { packs.pack }

    /// `known`, or `unknown` where another process decides: then what it repeats could not be asked.
    static let caseHeader = HTTPField.Name("Mendengar-Case")

    var endpoint: Endpoint {
        Endpoint(
            .post, "/v1/decide", "decide without storing", roles: [.intake, .admin],
            CallShape(takes: [.json(Complaint.self)], gives: [.ok(.json(Assignment.self))])
        ) { request, context in
            let body = try await context.body(of: request, upTo: Accept.bodyBytesMax)
            let complaint = try JSONBody.read(Complaint.self, from: Data(body))
            let (assignment, isKnown) = try await decide(complaint, at: .now)
            var response = Response.json(try Wire.encode(assignment))
            if let name = Self.caseHeader { response.headers[name] = isKnown ? "known" : "unknown" }
            return response
        }
    }

    private func decide(
        _ complaint: Complaint, at now: Date
    ) async throws -> (assignment: Assignment, isCaseKnown: Bool) {
        let region = region
        // One that is here already is in its case: it must not be found to repeat itself.
        let (late, named, stored) = try await store.read { transaction in
            (
                try PromiseTable.late(askedBy: region, in: transaction),
                try FollowUps.named(by: [complaint], in: transaction),
                try CaseTable.standing(of: complaint.id, in: transaction)
            )
        }
        let complaint = Drafting.protecting(complaint, named.protected)
        let (draft, nuisance) = Drafting.drafted(complaint, region: region, now: now, late: late)
        guard nuisance == nil else { return (draft, true) }
        let answering = FollowUps.answering(draft, 0, named)
        if case .report(let earlier, _) = answering {
            var joined = try await store.read {
                try FollowUps.foreseen(complaint, draft, earlier, region, at: now, in: $0)
            }
            if let stored { joined.duplicate = stored.duplicate }
            return (joined, true)
        }
        let answer: DryRuns.Answer?
        if let stored { answer = stored } else { answer = await dryRuns.ask(complaint, draft) }
        var linked = draft
        linked.duplicate = answer?.duplicate
        var known = Drafting.redrafted(
            complaint, linked, region: region, now: now, caseSize: answer?.count ?? 1,
            late: late)
        if case .unreadable(let why) = answering { known.standsAlone(why) }
        return (known, answer != nil)
    }
}
