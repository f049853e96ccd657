// What must be true, kept beside the databases: who owns which row, which receipt was given, what is assigned.
import Complaints
import Delivery
import Foundation
import Store

@testable import Intake
@testable import RoutingService

/// The pace a sender may have: one after a start or a failure, then at most twice the last.
struct Ramp {
    private var limitMax = 1

    mutating func tries(_ limit: Int) throws {
        guard limit <= limitMax else {
            throw Violation("a batch of \(limit) where \(limitMax) is the most: a stampede")
        }
        limitMax = limit * 2
    }

    mutating func failed() { limitMax = 1 }
}

/// The books of one channel's database.
final class ChannelBooks {
    private var receipts: [String: Receipt] = [:]
    private var trackings: Set<String> = []
    /// The numbers in the order their messages were taken in.
    private(set) var order: [String] = []
    /// Whose claim of a row was the last.
    private var owner: [Int64: Int64] = [:]
    private var parcelOwner: [Int64: Int64] = [:]
    /// How often a life began to handle a message that it had not begun before: within one life a
    /// second start is none, for that it lives shows that the message is harmless.
    private var starts: [String: Int] = [:]
    var poisonDeaths: [String: Int] = [:]

    func took(_ arrivals: [Arrival], _ given: [Receipt], _ world: World) throws {
        guard given.count == arrivals.count else {
            throw Violation("\(arrivals.count) arrivals got \(given.count) receipts")
        }
        for (arrival, receipt) in zip(arrivals, given) {
            if let first = receipts[arrival.externalID] {
                guard (first.id, first.tracking) == (receipt.id, receipt.tracking), !receipt.isNew
                else { throw Violation("\(arrival.externalID) got a second receipt") }
                world.trace.saw("a redelivery got its first receipt")
            } else {
                guard trackings.insert(receipt.tracking).inserted, !receipt.tracking.isEmpty else {
                    throw Violation("the number \(receipt.tracking) was given twice")
                }
                receipts[arrival.externalID] = receipt
                order.append(receipt.tracking)
            }
        }
        if arrivals.count > 1 { world.trace.saw("arrivals shared a commit") }
    }

    /// - Parameter learned: what this life knows it has begun before.
    func claimed(
        _ entries: [JournalEntry], _ claim: Claim, learned: Set<Int64>
    ) throws {
        for entry in entries {
            let isOwn = owner[entry.seq] == claim.token || learned.contains(entry.seq)
            owner[entry.seq] = claim.token
            guard !isOwn else { continue }
            let before = starts[entry.externalID, default: 0]
            guard before == 0 || entries.count == 1 else {
                throw Violation("\(entry.externalID), begun \(before) times, comes in company")
            }
            starts[entry.externalID] = before + 1
        }
    }

    /// - Parameter isHeld: whether it was quarantined meanwhile, because it seemed to kill.
    func recorded(
        _ count: Int, _ rows: [Int64], _ claim: Claim, _ world: World,
        isHeld: (Int64) throws -> Bool
    ) throws {
        var ours = rows.count { owner[$0] == claim.token }
        if count < ours {
            ours -= try rows.count { try isHeld($0) }
            world.trace.saw("quarantine came before a slow worker")
        }
        guard count == ours else {
            throw Violation("\(count) of \(rows) were recorded, \(ours) were still claimed")
        }
        if ours < rows.count { world.trace.saw("a sleeper's results were refused") }
    }

    func parcelsClaimed(_ parcels: [Parcel], _ token: Int64) {
        for parcel in parcels { parcelOwner[parcel.id] = token }
    }

    func settled(
        _ count: Int, _ settlements: [(parcel: Parcel, settlement: Settlement)], _ world: World
    ) throws {
        let ours = settlements.filter { parcelOwner[$0.parcel.id] == $0.parcel.claim }
        guard count == ours.count else {
            throw Violation("\(count) parcels were settled, \(ours.count) were still claimed")
        }
        for (parcel, _) in ours { parcelOwner[parcel.id] = nil }
        if ours.count < settlements.count { world.trace.saw("a sleeper's answer was refused") }
    }

    /// - Parameter held: what the journal has quarantined.
    func check(quarantined held: [String], _ messages: [Message], _ world: World) throws {
        let poison = Set(messages.filter { $0.text == Message.normalisePoison }.map(\.id))
        for id in held {
            let count = starts[id] ?? 0
            guard poison.contains(id) || (!world.weather.isMild && count >= Normalising.attemptsMax)
            else { throw Violation("\(id) is quarantined after \(count) starts, and is no poison") }
            world.trace.saw(
                poison.contains(id) ? "poison was quarantined" : "bad luck was quarantined")
        }
        guard Set(held).isSuperset(of: poison) else {
            throw Violation("poison is neither in the feed nor quarantined")
        }
        for id in poison {
            let deaths = poisonDeaths[id] ?? 0
            // Where two are poison, one may have begun in the company of the other.
            let isRight = world.weather.isMild && world.weather.poison == 1
                ? deaths == Normalising.attemptsMax : deaths <= Normalising.attemptsMax
            guard isRight else { throw Violation("\(id) ended a process \(deaths) times") }
        }
    }
}

/// The books of Routing.
final class RoutingBooksKept {
    private var lease: Lease?
    private var assigned: Set<UUID> = []
    private var known: Set<UUID> = []
    private var firstOfText: [String: UUID] = [:]
    /// How often a life began to decide what it had not begun before, or not learned of.
    private var starts: [UUID: Int] = [:]
    var poisonDeaths: [UUID: Int] = [:]
    /// When each entered the feed.
    private(set) var fedAt: [UUID: Int64] = [:]
    /// The order of acceptance, by channel.
    private(set) var order: [Channel: [String]] = [:]

    func accepted(_ items: [ReadItem], _ statuses: [String], _ world: World) throws {
        for (item, status) in zip(items, statuses) {
            guard case .complaint(let complaint) = item else {
                throw Violation("Routing cannot read what a channel sent")
            }
            let isNew = known.insert(complaint.id).inserted
            guard status == (isNew ? "accepted" : "known") else {
                throw Violation("\(complaint.externalId) is \(status) to Routing")
            }
            if isNew { order[complaint.channel, default: []].append(complaint.tracking) }
            if !isNew { world.trace.saw("a parcel came to Routing again") }
        }
    }

    func leased(_ new: Lease?, _ world: World) throws {
        guard let new else { return }
        if let lease, lease.holder != new.holder { world.trace.saw("the lease changed hands") }
        lease = new
    }

    /// Runs a step under a lease: it must fail if, and only if, the lease has another holder.
    func checking<Value>(
        _ lease: Lease, _ world: World, _ step: () throws -> Value
    ) throws -> Value {
        let isOurs = lease == self.lease
        do {
            let value = try step()
            guard isOurs else { throw Violation("\(lease.holder) wrote after losing its lease") }
            return value
        } catch let error as StoreError where error.code == .leaseLost {
            guard !isOurs else { throw Violation("\(lease.holder) was refused its own lease") }
            world.trace.saw("a sleeping decider was refused")
            throw error
        }
    }

    func taken(_ undecided: ComplaintTable.Undecided, _ learned: Set<UUID>) throws {
        for complaint in undecided.complaints where !learned.contains(complaint.id) {
            guard starts[complaint.id] == nil || undecided.complaints.count == 1 else {
                throw Violation("the suspect \(complaint.externalId) is decided in company")
            }
            starts[complaint.id, default: 0] += 1
        }
    }

    func decided(_ drafted: [Drafted], _ world: World) throws {
        for one in drafted {
            let complaint = one.complaint
            let name = complaint.externalId
            guard let assignment = one.assignment, assigned.insert(complaint.id).inserted else {
                throw Violation("\(name) was assigned twice, or not at all")
            }
            fedAt[complaint.id] = world.now
            let isPoison = complaint.text == Message.decidePoison
            if assignment.status == .triage {
                let count = starts[complaint.id] ?? 0
                guard
                    isPoison
                        || (!world.weather.isMild && count >= ComplaintTable.attemptsMax)
                else { throw Violation("\(name) is in triage after \(count) starts, and is no poison") }
                let deaths = poisonDeaths[complaint.id] ?? 0
                let isAlone = world.weather.isMild && world.weather.poison == 1
                guard
                    !isPoison || deaths == ComplaintTable.attemptsMax
                        || (!isAlone && deaths < ComplaintTable.attemptsMax)
                else { throw Violation("\(name) ended the decider \(deaths) times") }
                world.trace.saw(isPoison ? "poison went to triage" : "bad luck went to triage")
            } else {
                guard assignment.duplicate?.of == firstOfText[complaint.text] else {
                    throw Violation("\(name) is not linked to the first complaint of its text")
                }
                if assignment.duplicate != nil { world.trace.saw("a complaint was linked") }
                // What went to triage unread is no target for links.
                if firstOfText[complaint.text] == nil { firstOfText[complaint.text] = complaint.id }
            }
        }
    }
}
