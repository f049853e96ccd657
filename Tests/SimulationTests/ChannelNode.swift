// One process of a channel: takes messages in, normalises them, sends them to Routing. Every step is the real
// code's; here is only what happens between the steps.
import Complaints
import Delivery
import Foundation
import Store

@testable import Intake

/// A process of the house.
protocol Node: AnyObject {
    var process: SimulatedProcess { get }
    /// Begins a new life, without memory.
    func start()
    /// What a process does before it ends gently.
    func giveBack()
}

extension Node {
    func giveBack() {}
}

/// A bell that one worker listens to; a ring while it works is kept.
final class SimulatedBell {
    private var hasRung = false
    private var waiting: (() throws -> Void)?
    private var turn = 0

    func wait(
        _ world: World, _ process: SimulatedProcess, atMost: Int64,
        _ then: @escaping () throws -> Void
    ) {
        turn += 1
        let mine = turn
        waiting = then
        let isRung = hasRung
        hasRung = false
        world.later(isRung ? 0 : atMost, process) { try self.wake(mine) }
    }

    func ring(_ world: World, _ process: SimulatedProcess) {
        hasRung = waiting == nil
        guard !hasRung else { return }
        let mine = turn
        world.later(world.latency(), process) { try self.wake(mine) }
    }

    private func wake(_ whose: Int) throws {
        guard whose == turn, let then = waiting else { return }
        waiting = nil
        try then()
    }
}

final class ChannelNode: Node {
    unowned let world: World
    let process: SimulatedProcess
    let channel: Channel
    let database: SimulatedDatabase
    let books: ChannelBooks
    /// Whether it is the only process of its database.
    let isAlone: Bool
    let routing: [RoutingNode]
    /// Answers before the disk has it: the simulator must see that.
    var acknowledgesEarly = false

    private var arrivals: [(arrival: Arrival, reply: (Receipt?) -> Void)] = []
    private var normalising = NormaliseSteps(token: 0)
    private var sending = OutboxSteps()
    private var journalBell = SimulatedBell()
    private var outboxBell = SimulatedBell()
    private var ramp = Ramp()
    /// What this life knows it has begun.
    private var learned: Set<Int64> = []

    static let region = Intake.RegionIdentity(
        prefix: "HSS", timeZone: TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt)
    static let sendTimeout = 30 * World.second

    init(
        _ world: World, _ process: SimulatedProcess, _ channel: Channel,
        _ database: SimulatedDatabase, _ books: ChannelBooks, isAlone: Bool,
        routing: [RoutingNode]
    ) {
        self.world = world
        self.process = process
        self.channel = channel
        self.database = database
        self.books = books
        self.isAlone = isAlone
        self.routing = routing
        database.listeners.append { [unowned self] names in
            guard self.process.isUp else { return }
            if names.contains(Intake.journalNotice) { journalBell.ring(world, process) }
            if names.contains(Intake.outboxNotice) { outboxBell.ring(world, process) }
        }
    }

    func start() {
        arrivals = []
        normalising = NormaliseSteps(token: world.chance.token())
        sending = OutboxSteps()
        journalBell = SimulatedBell()
        outboxBell = SimulatedBell()
        ramp = Ramp()
        learned = []
        proceed(after: .begun)
        plan(OutboxSteps.first, token: world.chance.token())
    }

    // MARK: Receiving

    func receive(_ message: Message, reply: @escaping (Receipt?) -> Void) {
        let arrival = Arrival(
            channel: channel, account: "k", externalID: message.id,
            receivedAt: Date(microseconds: world.wall(process)), body: Array(message.text.utf8))
        arrivals.append((arrival, reply))
        if acknowledgesEarly {
            reply(Receipt(id: UUID(), tracking: "", isNew: true, state: .received))
        }
        if arrivals.count == 1 {
            world.later(world.chance.milliseconds(0...8), process) { try self.commitArrivals() }
        }
    }

    private func commitArrivals() throws {
        let batch = arrivals
        arrivals = []
        do {
            let receipts = try world.write(
                database, process, "receive \(batch.map(\.arrival.externalID))"
            ) { try Receiving.receive(
                    batch.map { Incoming($0.arrival, region: Self.region) },
                    prefix: Self.region.prefix, in: $0) }
                committed: { try books.took(batch.map(\.arrival), $0, world) }
            guard !world.dies(self, "between commit and acknowledgement") else { return }
            guard !acknowledgesEarly else { return }
            for (waiting, receipt) in zip(batch, receipts) { waiting.reply(receipt) }
        } catch is StoreError {
            for waiting in batch { waiting.reply(nil) }
        }
    }

    // MARK: Normalising

    private func proceed(after event: NormaliseSteps.Event) {
        let action = normalising.next(after: event, now: world.wall(process))
        var pause = world.chance.milliseconds(world.chance.one(in: 10) ? 50...800 : 0...15)
        if case .normalise(let entry) = action, Message.isLong(entry.body) {
            pause = world.chance.milliseconds(4000...13_000)
        }
        world.later(pause, process) { try self.perform(action) }
    }

    private func perform(_ action: NormaliseSteps.Action) throws {
        do {
            switch action {
            case .recover:
                try recover()
                proceed(after: .done)
            case .claim(let claim, let tried):
                let entries = try world.write(database, process, "claim") {
                    try Normalising.claim(claim, tried: tried, in: $0)
                } committed: { try books.claimed($0, claim, learned: learned) }
                learned.formUnion(entries.map(\.seq))
                proceed(after: .claimed(entries))
            case .normalise(let entry):
                guard !Message.isPoison(entry.body) else {
                    world.trace.saw("poison ended its process")
                    books.poisonDeaths[entry.externalID, default: 0] += 1
                    return world.crash(
                        self, "poison \(entry.externalID)",
                        backAfter: world.chance.milliseconds(50...3000))
                }
                let complaint = entry.complaint(
                    text: String(decoding: entry.body, as: UTF8.self), reporter: nil)
                proceed(after: .normalised(.complaint(complaint)))
            case .renew(let claim, let rows):
                world.trace.saw("a claim was renewed")
                try world.write(database, process, "renew \(rows)") {
                    try Normalising.renew(claim, rows, in: $0)
                }
                proceed(after: .done)
            case .record(let results, let claim):
                let recorded = try world.write(
                    database, process, "record \(results.map(\.0.externalID))"
                ) {
                    try Normalising.record(results, claim, in: $0)
                } committed: { count in
                    try books.recorded(
                        count, results.map(\.0.seq), claim, world, isHeld: isQuarantined)
                }
                if !world.dies(self, "after recording") { proceed(after: .recorded(recorded)) }
            case .finished(let hadWork):
                rest(hadWork ? 0 : NormaliseWorker.idleSeconds)
            }
        } catch is StoreError {
            _ = normalising.next(after: .failed, now: world.wall(process))
            rest(NormaliseWorker.pauseSeconds)
        }
    }

    private func isQuarantined(_ row: Int64) throws -> Bool {
        try database.store.write { transaction in
            try transaction.first(
                "SELECT 1 AS n FROM journal WHERE seq = ? AND state = 'quarantined'",
                [.integer(row)]) != nil
        }
    }

    private func rest(_ seconds: Int) {
        guard seconds > 0 else { return proceed(after: .begun) }
        journalBell.wait(world, process, atMost: Int64(seconds) * World.second) {
            self.proceed(after: .begun)
        }
    }

    // MARK: Sending

    private func plan(_ action: OutboxSteps.Action, token: Int64) {
        switch action {
        case .rest:
            outboxBell.wait(
                world, process, atMost: Int64(OutboxWorker.idleSeconds) * World.second
            ) { self.proceed(after: .done, token) }
        case .pause(let duration, _, let why):
            world.log(process, "pauses \(duration): \(why)")
            ramp.failed()
            world.later(duration.inMicroseconds, process) { self.proceed(after: .done, token) }
        case .send(let parcels):
            send(parcels, token)
        case .recover, .claim, .settle, .release:
            world.later(world.chance.milliseconds(0...10), process) {
                do {
                    self.proceed(after: try self.perform(action, token), token)
                } catch is StoreError {
                    self.proceed(after: .failed("database"), token)
                }
            }
        }
    }

    private func proceed(after event: OutboxSteps.Event, _ token: Int64) {
        plan(sending.next(after: event, random: world.chance.fraction()), token: token)
    }

    private func perform(
        _ action: OutboxSteps.Action, _ token: Int64
    ) throws -> OutboxSteps.Event {
        switch action {
        case .recover:
            try recover()
        case .claim(let limit):
            try ramp.tries(limit)
            let claim = Claim(token: token, now: world.wall(process))
            let parcels = try world.write(database, process, "take \(limit) parcels") {
                try Forwarding.claim(claim, limit: limit, in: $0)
            } committed: { books.parcelsClaimed($0, token) }
            return .claimed(parcels)
        case .settle(let settlements):
            _ = try world.write(database, process, "settle \(settlements.map(\.parcel.id))") {
                try Forwarding.settle(settlements, in: $0)
            } committed: { try books.settled($0, settlements, world) }
        case .release(let parcels):
            try world.write(database, process, "release \(parcels.map(\.id))") {
                try Claim(token: token, now: 0).release(parcels.map(\.id), of: "outbox", in: $0)
            }
        case .send, .rest, .pause:
            break
        }
        return .done
    }

    private func recover() throws {
        guard isAlone else { return }
        try world.write(database, process, "recover") { try Intake.releaseAll(in: $0) }
    }

    private func send(_ parcels: [Parcel], _ token: Int64) {
        let server = world.chance.pick(routing)
        world.log(process, "sends \(parcels.map(\.id)) to \(server.process.name)")
        let bodies = parcels.map(\.body)
        world.call("forward", from: process, to: server.process, timeout: Self.sendTimeout) {
            reply in try server.accept(bodies, reply: reply)
        } then: { [self] (answer: [Settlement]??) in
            let dispatch = (answer ?? nil).map(Dispatch.settled) ?? .postponed("away", retryAfter: nil)
            proceed(after: .answered(dispatch), token)
        }
    }
}

extension Duration {
    var inMicroseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
