// The whole system under faults, in virtual time: thousands of schedules, each repeatable by its seed.
import TestSupport
import Testing

/// `MENDENGAR_SCHEDULES` says how many; the long form is run by `ops/bench faults`.
@Suite struct SimulationTests {
    /// What a run must have provoked at least once, or it has shown nothing.
    static let mustSee = [
        "a process died", "a process died between commit and acknowledgement",
        "a process died after recording", "a process died between accepting and answering",
        "a process died after deciding", "a process was stopped", "a clock jumped a day",
        "a commit failed", "a commit's answer was lost", "a request was lost",
        "a request came twice", "an answer was lost", "Routing was away",
        "a redelivery got its first receipt", "arrivals shared a commit",
        "a message came again at once", "a message came again weeks later",
        "a claim was renewed", "a sleeper's results were refused",
        "a sleeper's answer was refused", "a sleeping decider was refused",
        "the lease changed hands",
        "the lease was passed on and given back", "a process was ended gently", "a parcel came to Routing again", "a complaint was linked",
        "the feed was read again", "a lone sender kept the order",
        "poison ended its process", "poison was quarantined",
        "poison ended the decider", "poison went to triage",
        "a neighbour of poison came through in time",
    ]

    @Test("nothing is lost, doubled, reordered or stuck, whatever happens when")
    func schedules() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let report = try await Simulation.worlds(
            Simulation.schedules, from: Simulation.firstSeed ?? 1)
        let seconds = (clock.now - start) / .seconds(1)
        print("simulated \(report.worlds) worlds, \(report.steps) steps, in \(Int(seconds)) s")
        for (what, count) in report.sightings.sorted(by: { $0.key < $1.key }) {
            print("  \(count) x \(what)")
        }
        for failure in report.failures { Issue.record("\(failure)") }
        guard Simulation.schedules >= 500, report.failures.isEmpty else { return }
        for what in Self.mustSee {
            #expect(report.sightings[what, default: 0] > 0, "never happened: \(what)")
        }
    }

    @Test("a seed gives the same world again")
    func repeatable() async throws {
        let first = try await Simulation.worlds(20, from: 1)
        let second = try await Simulation.worlds(20, from: 1)
        #expect(first.hashes == second.hashes)
        #expect(Set(first.hashes.values).count == 20)
    }

    @Test("after Routing was away for a day everything comes out in order")
    func outageOfADay() async throws {
        let report = try await onOwnThread {
            Simulation.world(1, try Stores(), outage: World.day, weather: Weather())
        }
        #expect(report.failures == [])
    }

    @Test("the simulator sees an acknowledgement before the commit")
    func acknowledgedTooEarly() async throws {
        let caught = try await onOwnThread {
            let stores = try Stores()
            return (UInt64(1)...200).first { seed in
                let report = Simulation.world(seed, stores) { house in
                    for node in house.channels.joined() { node.acknowledgesEarly = true }
                }
                return !report.failures.isEmpty
            }
        }
        #expect(caught != nil)
    }
}
