// A whole Mendengar in one thread: virtual time, a network, databases and processes, all moved by one seed.
import Foundation
import Intake
import Store

@testable import RoutingService

/// A promise that was broken.
struct Violation: Error {
    let what: String

    init(_ what: String) { self.what = what }
}

/// A database of a world, with how it fails.
final class SimulatedDatabase {
    let name: String
    let store: SteppedStore
    var awayUntil: Int64 = 0
    /// Who listens for its notices.
    var listeners: [([String]) -> Void] = []

    init(_ name: String, _ store: SteppedStore) {
        self.name = name
        self.store = store
    }
}

/// The databases of a world; made once and emptied for the next world.
struct Stores {
    let sms: SteppedStore
    let email: SteppedStore
    let routing: SteppedStore

    init() throws {
        sms = try SteppedStore(schemas: [Intake.schema])
        email = try SteppedStore(schemas: [Intake.schema])
        routing = try SteppedStore(schemas: [RoutingTables.schema])
    }

    func reset() throws {
        for store in [sms, email, routing] { try store.reset() }
    }
}

final class World {
    static let second: Int64 = 1_000_000
    static let day = 86_400 * second

    let seed: UInt64
    var chance: Chance
    var trace = Trace()
    /// Microseconds since the world began.
    private(set) var now: Int64 = 0
    /// Wall time when the world began, in microseconds since 1970.
    let epoch: Int64
    private var agenda = Agenda()
    var weather: Weather

    init(seed: UInt64, weather: Weather? = nil) {
        self.seed = seed
        chance = Chance(seed: seed)
        self.weather = weather ?? Weather.drawn(&chance)
        // Half a minute before a year ends in WITA, or some day.
        epoch = (chance.one(in: 5) ? 1_798_732_770 : 1_795_303_964) * Self.second
    }

    /// What the process believes the time to be.
    func wall(_ process: SimulatedProcess) -> Int64 { epoch + now + process.offset }

    func log(_ process: SimulatedProcess?, _ what: String) {
        trace.log("\(now) \(process?.name ?? "-") \(what)")
    }

    func later(
        _ delay: Int64, _ process: SimulatedProcess?, _ run: @escaping () throws -> Void
    ) {
        agenda.plan(now + delay, process, run)
    }

    /// Lets things happen until `limit`, or until `isOver`, asked once a second.
    func run(until limit: Int64, isOver: () throws -> Bool = { false }) throws {
        var nextLook = now
        while let event = agenda.pop(by: limit) {
            now = max(now, event.at)
            if let process = event.process {
                guard process.life == event.life, process.isUp else { continue }
                guard process.pausedUntil <= now else {
                    agenda.postpone(event, to: process.pausedUntil)
                    continue
                }
            }
            try event.run()
            if now >= nextLook {
                if try isOver() { return }
                nextLook = now + Self.second
            }
        }
        now = max(now, limit)
    }

    /// Weeks pass in which nothing happens.
    func skip(_ time: Int64) { now += time }

    /// The world ends; its events held it alive.
    func end() { agenda = Agenda() }

    // MARK: Databases

    /// One transaction of a process; `committed` is told what became durable, also when the process
    /// never learns of it.
    func write<Value>(
        _ database: SimulatedDatabase, _ process: SimulatedProcess, _ what: String,
        _ body: (any Transaction) throws -> Value, committed: (Value) throws -> Void = { _ in }
    ) throws -> Value {
        let fate = fate(of: database)
        var kept: [Value] = []
        do {
            let value = try database.store.write(fate) { transaction in
                let value = try body(transaction)
                kept = [value]
                return value
            }
            log(process, what)
            ring(database)
            try committed(value)
            return value
        } catch let error as StoreError {
            log(process, "\(what): \(error.code)")
            guard error.code == .unavailable || error.code == .leaseLost else {
                throw Violation("\(what): \(error)")
            }
            if fate == .losesAnswer, let value = kept.first {
                trace.saw("a commit's answer was lost")
                ring(database)
                try committed(value)
            } else if error.code == .unavailable {
                trace.saw("a commit failed")
            }
            throw error
        }
    }

    private func ring(_ database: SimulatedDatabase) {
        let names = database.store.notified
        guard !names.isEmpty else { return }
        for listener in database.listeners { listener(names) }
    }

    // MARK: Network

    /// A request and its answer. `then` is called once: with the answer, or with `nil` after the time
    /// limit or when nobody listens there.
    func call<Reply>(
        _ what: String, from client: SimulatedProcess?, to server: SimulatedProcess,
        timeout: Int64, handle: @escaping (@escaping (Reply) -> Void) throws -> Void,
        then: @escaping (Reply?) throws -> Void
    ) {
        let pending = Pending()
        let life = client?.life
        let finish: (Reply?) throws -> Void = { reply in
            guard !pending.isOver, client?.life == life else { return }
            pending.isOver = true
            try then(reply)
        }
        later(timeout, client) { try finish(nil) }
        for _ in 0..<requestCopies(what) {
            // On the wire, then in the machine's buffers until the process runs.
            later(latency(), nil) { [self] in
                guard server.isUp else {
                    later(latency(), client) { try finish(nil) }
                    return
                }
                later(0, server) { [self] in
                    try handle { [self] reply in
                        guard !losesAnswer(what) else { return }
                        later(latency(), client) { try finish(reply) }
                    }
                }
            }
        }
    }

    private final class Pending { var isOver = false }
}
