// A linear chain of hidden states (a conditional random field): the likeliest states of a sequence, and how
// sure each one is. Deterministic; linear in the length.
import Foundation

/// What is known of one place of a sequence.
struct Evidence: Sendable {
    /// Rows of ``Chain/weights``.
    var traits: [Int32] = []
    /// Which of the chain's tables of transitions leads here.
    var bridge = 0
}

/// The weights of a chain: for each trait and state, and for each step from state to state.
struct Chain: Sendable {
    let states: Int
    let bridges: Int
    /// `traits × states`.
    var weights: [Double]
    /// `bridges × states × states`, from before to after.
    var steps: [Double]
    var starts: [Double]

    init(states: Int, traits: Int, bridges: Int) {
        self.states = states
        self.bridges = bridges
        weights = Array(repeating: 0, count: traits * states)
        steps = Array(repeating: 0, count: bridges * states * states)
        starts = Array(repeating: 0, count: states)
    }

    /// The scores of all states at all places.
    func scores(_ sequence: [Evidence]) -> [Double] {
        var scores = Array(repeating: 0.0, count: sequence.count * states)
        weights.withUnsafeBufferPointer { weights in
            scores.withUnsafeMutableBufferPointer { scores in
                for (place, evidence) in sequence.enumerated() {
                    let row = place * states
                    for trait in evidence.traits {
                        let from = Int(trait) * states
                        for state in 0..<states { scores[row + state] += weights[from + state] }
                    }
                }
            }
        }
        return scores
    }

    /// The likeliest states.
    ///
    /// - Parameter scores: of the sequence, where they are known already.
    func path(_ sequence: [Evidence], scores known: [Double]? = nil) -> [Int] {
        guard !sequence.isEmpty else { return [] }
        let scores = known ?? scores(sequence)
        var best = (0..<states).map { starts[$0] + scores[$0] }
        var origins = [UInt8](repeating: 0, count: sequence.count * states)
        for place in 1..<max(1, sequence.count) {
            let table = sequence[place].bridge * states * states
            var next = Array(repeating: -Double.infinity, count: states)
            for before in 0..<states {
                let row = table + before * states
                for state in 0..<states where best[before] + steps[row + state] > next[state] {
                    next[state] = best[before] + steps[row + state]
                    origins[place * states + state] = UInt8(before)
                }
            }
            for state in 0..<states { next[state] += scores[place * states + state] }
            best = next
        }
        var state = best.indices.max { best[$0] < best[$1] } ?? 0
        var path = [state]
        for place in stride(from: sequence.count - 1, to: 0, by: -1) {
            state = Int(origins[place * states + state])
            path.append(state)
        }
        return path.reversed()
    }

    /// Forward and backward sums, scaled at each place so that no product of many vanishes.
    struct Sums {
        /// `places × states`: how likely each state is.
        var shares: [Double]
        /// The logarithm of the sum over all paths.
        var total: Double
        fileprivate var forward: [Double]
        fileprivate var backward: [Double]
        fileprivate var potentials: [Double]
        fileprivate var scale: [Double]
        /// The steps as factors.
        fileprivate var factors: [Double]
    }

    func sums(_ sequence: [Evidence], scores known: [Double]? = nil) -> Sums {
        let count = sequence.count
        var potentials = known ?? scores(sequence)
        var total = 0.0
        for place in 0..<count {
            let row = place * states
            if place == 0 { for state in 0..<states { potentials[state] += starts[state] } }
            let top = potentials[row..<row + states].max() ?? 0
            total += top
            for state in 0..<states { potentials[row + state] = exp(potentials[row + state] - top) }
        }
        let steps = steps.map(exp)
        var forward = Array(repeating: 0.0, count: count * states)
        var scale = Array(repeating: 1.0, count: count)
        for place in 0..<count {
            let row = place * states
            let table = sequence[place].bridge * states * states
            if place == 0 {
                for state in 0..<states { forward[state] = potentials[state] }
            } else {
                for before in 0..<states {
                    let share = forward[row - states + before]
                    let from = table + before * states
                    for state in 0..<states { forward[row + state] += share * steps[from + state] }
                }
                for state in 0..<states { forward[row + state] *= potentials[row + state] }
            }
            let sum = max(1e-300, forward[row..<row + states].reduce(0, +))
            scale[place] = sum
            total += log(sum)
            for state in 0..<states { forward[row + state] /= sum }
        }
        var backward = Array(repeating: 1.0, count: count * states)
        for place in stride(from: count - 2, through: 0, by: -1) {
            let row = place * states
            let table = sequence[place + 1].bridge * states * states
            for before in 0..<states {
                var sum = 0.0
                for state in 0..<states {
                    sum +=
                        steps[table + before * states + state]
                        * potentials[row + states + state] * backward[row + states + state]
                }
                backward[row + before] = sum / scale[place + 1]
            }
        }
        var shares = forward
        for index in shares.indices { shares[index] *= backward[index] }
        return Sums(
            shares: shares, total: total, forward: forward, backward: backward,
            potentials: potentials, scale: scale, factors: steps)
    }

    /// How likely the step from one state to another is at a place, given the sums.
    func stepShare(
        _ sums: Sums, _ sequence: [Evidence], at place: Int, visit: (Int, Int, Double) -> Void
    ) {
        let row = place * states
        let table = sequence[place].bridge * states * states
        for before in 0..<states {
            for state in 0..<states {
                let share =
                    sums.forward[row - states + before]
                    * sums.factors[table + before * states + state]
                    * sums.potentials[row + state] * sums.backward[row + state] / sums.scale[place]
                visit(before, state, share)
            }
        }
    }
}
