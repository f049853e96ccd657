// What goes wrong in a world, and when. Each world has its own mixture, so that rare faults also meet alone.
import Store

/// The kinds of faults a world has.
struct Weather {
    var crashes = false
    var pauses = false
    var clockJumps = false
    var badDatabases = false
    var badNetwork = false
    var outages = false
    /// Messages that end the process that normalises them, or decides them.
    var poison = 0
    /// While it lasts, faults happen.
    var isStormy = true
    var networkBadUntil: Int64 = 0

    /// Nothing but poison: then its effects can be told exactly.
    var isMild: Bool {
        !crashes && !pauses && !clockJumps && !badDatabases && !badNetwork && !outages
    }

    static func drawn(_ chance: inout Chance) -> Weather {
        var weather = Weather()
        let isMild = chance.one(in: 8)
        weather.poison = chance.one(in: isMild ? 2 : 4) ? chance.number(1...2) : 0
        guard !isMild else { return weather }
        weather.crashes = chance.one(in: 2)
        weather.pauses = chance.one(in: 2)
        weather.clockJumps = chance.one(in: 3)
        weather.badDatabases = chance.one(in: 2)
        weather.badNetwork = chance.one(in: 2)
        weather.outages = chance.one(in: 5)
        return weather
    }
}

extension World {
    /// Begins the storm; it ends by itself.
    func storm(over house: House, until end: Int64) {
        later(chance.milliseconds(100...2500), nil) { [self] in
            guard now < end else { return }
            strike(house)
            storm(over: house, until: end)
        }
    }

    private func strike(_ house: House) {
        var kinds: [(House) -> Void] = []
        if weather.crashes { kinds.append(crashOne) }
        if weather.crashes { kinds.append(stopOneGently) }
        if weather.pauses { kinds += [pauseOne, passTheLease] }
        if weather.clockJumps { kinds.append(setOneClock) }
        if weather.badDatabases { kinds.append(takeADatabaseAway) }
        if weather.badNetwork { kinds.append(spoilTheNetwork) }
        if weather.outages { kinds.append(stopRouting) }
        if !kinds.isEmpty { chance.pick(kinds)(house) }
    }

    private func crashOne(_ house: House) {
        let node = chance.pick(house.nodes)
        guard node.process.isUp else { return }
        trace.saw("a process died")
        crash(node, "killed")
    }

    /// The process dies at once and comes back after a while.
    func crash(_ node: any Node, _ why: String, backAfter: Int64? = nil) {
        log(node.process, "dies: \(why)")
        node.process.end()
        let away = backAfter ?? chance.milliseconds(chance.one(in: 6) ? 11_000...35_000 : 50...4000)
        later(away, nil) { [self] in
            guard !node.process.isUp else { return }
            log(node.process, "starts")
            node.process.begin()
            node.start()
        }
    }

    private func pauseOne(_ house: House) {
        let process = chance.pick(house.nodes).process
        guard process.isUp, process.pausedUntil <= now else { return }
        let length = chance.milliseconds(chance.pick([50...2000, 10_500...20_000, 31_000...45_000]))
        process.pausedUntil = now + length
        trace.saw("a process was stopped")
        log(process, "stopped for \(length)")
    }

    /// SIGTERM: what is in hand is put down, and the lease is given back.
    private func stopOneGently(_ house: House) {
        let node = chance.pick(house.nodes)
        guard node.process.isUp, node.process.pausedUntil <= now else { return }
        trace.saw("a process was ended gently")
        node.giveBack()
        crash(node, "ended gently")
    }

    /// The decider sleeps through its lease, another takes over, is ended, and the first goes on.
    private func passTheLease(_ house: House) {
        guard let first = house.routing.first(where: { $0.hasLease && $0.process.isUp }),
            first.process.pausedUntil <= now
        else { return }
        let length = chance.milliseconds(12_000...16_000)
        first.process.pausedUntil = now + length
        log(first.process, "stopped for \(length)")
        later(length - chance.milliseconds(0...1000), nil) { [self] in
            guard let second = house.routing.first(where: { $0.hasLease && $0 !== first }),
                second.process.isUp, second.process.pausedUntil <= now
            else { return }
            trace.saw("the lease was passed on and given back")
            second.giveBack()
            crash(second, "ended gently", backAfter: 5 * Self.second)
        }
    }

    private func setOneClock(_ house: House) {
        let node = chance.pick(house.nodes)
        let process = node.process
        guard process.offset == process.skew else { return }
        process.offset += chance.one(in: 2) ? Self.day : -Self.day
        trace.saw("a clock jumped a day")
        log(process, "clock off by \(process.offset)")
        later(chance.milliseconds(500...15_000), nil) { process.offset = process.skew }
        // What it claimed meanwhile seems to be claimed for a day.
        guard weather.crashes, chance.one(in: 2) else { return }
        later(chance.milliseconds(0...500), nil) { [self] in
            if process.isUp { crash(node, "killed", backAfter: 20 * Self.second) }
        }
    }

    private func takeADatabaseAway(_ house: House) {
        let database = chance.pick(house.databases)
        database.awayUntil = now + chance.milliseconds(300...6000)
        log(nil, "database \(database.name) away")
    }

    private func spoilTheNetwork(_ house: House) {
        weather.networkBadUntil = now + chance.milliseconds(1000...8000)
        log(nil, "network bad")
    }

    private func stopRouting(_ house: House) {
        let length = chance.milliseconds(8000...60_000)
        trace.saw("Routing was away")
        for node in house.routing where node.process.isUp {
            crash(node, "outage", backAfter: length)
        }
    }

    /// The sun comes out: clocks are right but for their skew, everything answers, who was stopped goes
    /// on, who was dead comes back by himself.
    func calm(_ house: House) {
        weather.isStormy = false
        weather.networkBadUntil = 0
        for database in house.databases { database.awayUntil = 0 }
        for node in house.nodes { node.process.offset = node.process.skew }
        log(nil, "the storm is over")
    }

    // MARK: What the storm does to a step

    func fate(of database: SimulatedDatabase) -> SteppedStore.Commit {
        guard weather.isStormy, weather.badDatabases else { return .succeeds }
        if now < database.awayUntil { return chance.one(in: 5) ? .losesAnswer : .fails }
        return switch chance.number(0...99) {
        case 0...1: .fails
        case 2...3: .losesAnswer
        default: .succeeds
        }
    }

    /// Whether the process dies at just this point.
    func dies(_ node: any Node, _ when: String) -> Bool {
        guard weather.isStormy, weather.crashes, chance.one(in: 25) else { return false }
        trace.saw("a process died \(when)")
        crash(node, when)
        return true
    }

    func latency() -> Int64 {
        guard weather.isStormy, weather.badNetwork, chance.one(in: 20) else {
            return chance.milliseconds(1...20)
        }
        return chance.milliseconds(500...25_000)
    }

    func requestCopies(_ what: String) -> Int {
        guard weather.isStormy, weather.badNetwork else { return 1 }
        if now < weather.networkBadUntil ? chance.one(in: 3) : chance.one(in: 30) {
            trace.saw("a request was lost")
            return 0
        }
        guard chance.one(in: 15) else { return 1 }
        trace.saw("a request came twice")
        return 2
    }

    func losesAnswer(_ what: String) -> Bool {
        guard weather.isStormy, weather.badNetwork else { return false }
        let isLost = now < weather.networkBadUntil ? chance.one(in: 3) : chance.one(in: 30)
        if isLost { trace.saw("an answer was lost") }
        return isLost
    }
}
