// Those who are not ours: the providers that deliver until they are answered, and the case system that reads.
import Complaints
import Foundation
import Store

@testable import Intake
@testable import RoutingService

/// A citizen's message.
struct Message {
    let id: String
    let text: String

    static let normalisePoison = "racun"
    static let decidePoison = "racun bagi putusan"
    static let texts = [
        "lampu padam", "jalan rusak", "air mati", "sampah menumpuk", "jembatan putus",
        "banjir lagi", "guru tidak datang",
    ]

    static func isPoison(_ body: [UInt8]) -> Bool { body == Array(normalisePoison.utf8) }
    /// Takes seconds to read, as a large mail does.
    static func isLong(_ body: [UInt8]) -> Bool { body.starts(with: "panjang".utf8) }

    var isPoison: Bool { text == Self.normalisePoison || text == Self.decidePoison }
}

/// The provider of one channel: keeps each message until it is acknowledged.
final class Provider {
    unowned let world: World
    let nodes: [ChannelNode]
    let messages: [Message]
    /// When each was acknowledged first.
    private(set) var acknowledged: [String: Int64] = [:]
    private var underway = 0

    init(_ world: World, _ nodes: [ChannelNode], _ messages: [Message]) {
        self.world = world
        self.nodes = nodes
        self.messages = messages
    }

    var isDone: Bool { acknowledged.count == messages.count && underway == 0 }

    func begin(within span: Int64) {
        // Now and then all come at once, as after an outage of theirs.
        let span = world.chance.one(in: 3) ? World.second / 20 : span
        for message in messages {
            let at = world.chance.milliseconds(0...Int(span / 1000))
            underway += 1
            world.later(at, nil) { self.deliver(message) }
        }
    }

    /// Weeks later, as some do.
    func deliverAgain() {
        for message in messages where world.chance.one(in: 3) {
            world.trace.saw("a message came again weeks later")
            underway += 1
            deliver(message)
        }
    }

    private func deliver(_ message: Message) {
        let node = world.chance.pick(nodes)
        world.log(nil, "deliver \(message.id) to \(node.process.name)")
        world.call("deliver", from: nil, to: node.process, timeout: 10 * World.second) { reply in
            node.receive(message) { reply($0) }
        } then: { [self] (receipt: Receipt??) in
            guard receipt?.map({ _ in true }) == true else {
                let pause = world.chance.milliseconds(500...4000)
                return world.later(pause, nil) { self.deliver(message) }
            }
            underway -= 1
            world.log(nil, "\(message.id) acknowledged")
            if acknowledged[message.id] == nil { acknowledged[message.id] = world.now }
            if world.weather.isStormy, world.chance.one(in: 12) {
                world.trace.saw("a message came again at once")
                underway += 1
                deliver(message)
            }
        }
    }
}

/// Reads the feed by its cursor, keeps what it read, and minds what it sees.
final class CaseSystem {
    unowned let world: World
    let routing: [RoutingNode]
    private(set) var cursor: Int64 = 0
    /// The bodies in the order of their cursors, from 1.
    private(set) var items: [String] = []

    init(_ world: World, _ routing: [RoutingNode]) {
        self.world = world
        self.routing = routing
    }

    func poll() {
        let node = world.chance.pick(routing)
        let limit = world.chance.number(1...8)
        // A restored case system reads some of it again.
        let isForgetful = world.weather.isStormy && world.chance.one(in: 20)
        let after = isForgetful ? max(0, cursor - 3) : cursor
        world.call("read", from: nil, to: node.process, timeout: 10 * World.second) { reply in
            try node.page(after: after, limit: limit) { reply($0) }
        } then: { [self] (rows: [FeedItem]??) in
            if case .some(.some(let rows)) = rows { try read(rows, after: after) }
            world.later(world.chance.milliseconds(500...5000), nil) { self.poll() }
        }
    }

    private func read(_ rows: [FeedItem], after: Int64) throws {
        for (offset, row) in rows.enumerated() {
            let place = row.cursor
            guard place == after + 1 + Int64(offset) else {
                throw Violation("the feed goes from \(after + Int64(offset)) to \(place)")
            }
            if place <= Int64(items.count) {
                guard items[Int(place) - 1] == row.body else {
                    throw Violation("the feed changed at \(place)")
                }
                world.trace.saw("the feed was read again")
            } else {
                items.append(row.body)
            }
        }
        cursor = max(cursor, after + Int64(rows.count))
    }
}
