// All processes of a world, and what must hold when everything has come to rest.
import Complaints
import Foundation
import Store

@testable import Intake
@testable import RoutingService

final class House {
    let world: World
    let databases: [SimulatedDatabase]
    let routing: [RoutingNode]
    let channels: [[ChannelNode]]
    let providers: [Provider]
    let caseSystem: CaseSystem
    let decisions = RoutingBooksKept()

    var nodes: [any Node] { channels.flatMap { $0 } + routing }

    init(_ world: World, _ stores: Stores) throws {
        try stores.reset()
        self.world = world
        let sms = SimulatedDatabase("sms", stores.sms)
        let email = SimulatedDatabase("email", stores.email)
        let central = SimulatedDatabase("routing", stores.routing)
        databases = [sms, email, central]
        let decisions = decisions
        func process(_ name: String, _ number: Int) -> SimulatedProcess {
            let skew = Int64(world.chance.number(-2...2)) * World.second
            return SimulatedProcess(name: "\(name)\(number)", skew: skew)
        }
        func count() -> Int { world.chance.pick([1, 1, 2, 2, 2, 3]) }
        let routing = (1...count()).map {
            RoutingNode(world, process("routing", $0), central, decisions)
        }
        self.routing = routing
        channels = [(Channel.sms, sms, count()), (Channel.email, email, 1)].map { kind in
            let books = ChannelBooks()
            return (1...kind.2).map { number in
                ChannelNode(
                    world, process(kind.0.rawValue, number), kind.0, kind.1, books,
                    isAlone: kind.2 == 1, routing: routing)
            }
        }
        var poison = world.weather.poison
        providers = [(channels[0], "s", 3...16), (channels[1], "e", 1...6)].map { kind in
            let messages = (1...world.chance.number(kind.2)).map { number in
                var text = world.chance.pick(Message.texts)
                if kind.1 == "e", world.chance.one(in: 12) { text = "panjang: " + text }
                if poison > 0, world.chance.one(in: 4) {
                    poison -= 1
                    text = world.chance.pick([Message.normalisePoison, Message.decidePoison])
                }
                return Message(id: "\(kind.1)\(number)", text: text)
            }
            return Provider(world, kind.0, messages)
        }
        caseSystem = CaseSystem(world, routing)
    }

    /// Lives through a storm, comes to rest, and hears from the providers weeks later.
    func live(storm seconds: ClosedRange<Int>, outage: Int64 = 0) throws {
        let end = Int64(world.chance.number(seconds)) * World.second
        for node in nodes {
            node.process.begin()
            node.start()
        }
        for provider in providers { provider.begin(within: end * 2 / 3) }
        caseSystem.poll()
        world.storm(over: self, until: end)
        if outage > 0 {
            for node in routing { world.crash(node, "outage", backAfter: outage) }
        }
        try world.run(until: max(end, outage))
        try checkBooks()
        world.calm(self)
        try comeToRest()
        try checkAll()
        guard world.chance.one(in: 4) else { return }
        let length = caseSystem.items.count
        world.skip(21 * World.day)
        for provider in providers { provider.deliverAgain() }
        try comeToRest()
        try checkAll()
        guard caseSystem.items.count == length else {
            throw Violation("a redelivery weeks later entered the feed")
        }
    }

    /// The longest that anything may take once the faults are over: three claims that run out, the
    /// longest pause of a sender, and what a stopped process still sleeps.
    static let restWithin = 240 * World.second

    private func comeToRest() throws {
        let limit = world.now + Self.restWithin
        try world.run(until: limit, isOver: isAtRest)
        guard try isAtRest() else {
            throw Violation("not everything came to rest: \(try whatWaits() ?? "") waits")
        }
    }

    private func isAtRest() throws -> Bool { try whatWaits() == nil }

    /// The first thing that waits.
    private func whatWaits() throws -> String? {
        for provider in providers where !provider.isDone {
            return "\(provider.nodes[0].channel) has not acknowledged everything"
        }
        for database in databases.prefix(2) {
            let count = try read(
                database, "SELECT COUNT(*) AS n FROM journal WHERE state IN ('received', 'waiting')")
            if count > 0 { return "\(count) in \(database.name)" }
        }
        let head = try read(
            databases[2],
            """
            SELECT CASE WHEN EXISTS (SELECT 1 FROM complaint WHERE state = 'accepted') THEN -1
                ELSE cursor END AS n FROM feed_head
            """)
        if head < 0 { return "some undecided" }
        return head == caseSystem.cursor ? nil : "the feed up to \(head)"
    }

    private func read(_ database: SimulatedDatabase, _ sql: String) throws -> Int64 {
        try database.store.write { try $0.first(sql)?.int("n") ?? -1 }
    }
}
