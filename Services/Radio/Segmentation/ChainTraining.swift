// Teaches a chain from sequences whose states are known. Full batches, fixed order, no chance: equal lessons
// give equal weights.
import Foundation

/// A sequence and its true states.
struct Lesson: Sendable {
    var sequence: [Evidence]
    var states: [Int]
    /// Counts as so many lessons.
    var weight = 1.0
}

/// Maximum likelihood with a penalty on large weights, by Adam's steps.
struct ChainTraining {
    var rounds = 120
    var rate = 0.08
    /// How much large weights cost; of words more, since they are many and rare.
    var penalty = 1.0
    var wordPenalty = 3.0
    /// From this row on traits are words.
    var firstWord = Int.max
    /// States that share weights besides having their own, e.g. all that begin a matter.
    var groups: [[Int]] = []

    func teach(_ chain: inout Chain, _ lessons: [Lesson]) {
        let states = chain.states
        let rows = chain.weights.count / states
        // Own weights, and one column for each group: what a state lacks examples for, its group has.
        let columns = states + groups.count
        var members = Array(repeating: [Int](), count: states)
        for (number, group) in groups.enumerated() {
            for state in group { members[state].append(states + number) }
        }
        var wide = Array(repeating: 0.0, count: rows * columns)
        var wideAdam = Adam(count: wide.count, rate: rate)
        var stepAdam = Adam(count: chain.steps.count, rate: rate)
        var startAdam = Adam(count: states, rate: rate)
        for round in 0..<rounds {
            let cooling = round < rounds / 2 ? 1.0 : 0.3
            var gradient = Array(repeating: 0.0, count: chain.weights.count)
            var steps = Array(repeating: 0.0, count: chain.steps.count)
            var starts = Array(repeating: 0.0, count: states)
            for lesson in lessons where !lesson.sequence.isEmpty {
                add(lesson, chain, &gradient, &steps, &starts)
            }
            var wideGradient = Array(repeating: 0.0, count: wide.count)
            for row in 0..<rows {
                let cost = row >= firstWord ? wordPenalty : penalty
                for state in 0..<states {
                    let value = gradient[row * states + state]
                    guard value != 0 else { continue }
                    wideGradient[row * columns + state] += value
                    for column in members[state] { wideGradient[row * columns + column] += value }
                }
                for column in row * columns..<(row + 1) * columns {
                    wideGradient[column] -= cost * wide[column]
                }
            }
            for index in steps.indices { steps[index] -= penalty * chain.steps[index] }
            for index in starts.indices { starts[index] -= penalty * chain.starts[index] }
            wideAdam.step(&wide, wideGradient, cooling)
            stepAdam.step(&chain.steps, steps, cooling)
            startAdam.step(&chain.starts, starts, cooling)
            for row in 0..<rows {
                for state in 0..<states {
                    var sum = wide[row * columns + state]
                    for column in members[state] { sum += wide[row * columns + column] }
                    chain.weights[row * states + state] = sum
                }
            }
        }
    }

    /// What was seen less what was expected.
    private func add(
        _ lesson: Lesson, _ chain: Chain, _ gradient: inout [Double], _ steps: inout [Double],
        _ starts: inout [Double]
    ) {
        let states = chain.states
        let sums = chain.sums(lesson.sequence)
        for (place, evidence) in lesson.sequence.enumerated() {
            for trait in evidence.traits {
                let row = Int(trait) * states
                gradient[row + lesson.states[place]] += lesson.weight
                for state in 0..<states {
                    gradient[row + state] -= lesson.weight * sums.shares[place * states + state]
                }
            }
            if place == 0 {
                starts[lesson.states[0]] += lesson.weight
                for state in 0..<states { starts[state] -= lesson.weight * sums.shares[state] }
                continue
            }
            let table = evidence.bridge * states * states
            steps[table + lesson.states[place - 1] * states + lesson.states[place]] += lesson.weight
            chain.stepShare(sums, lesson.sequence, at: place) { before, state, share in
                steps[table + before * states + state] -= lesson.weight * share
            }
        }
    }
}

/// Steps whose length follows how steady each gradient was.
struct Adam {
    private var mean: [Double]
    private var square: [Double]
    private var count = 0
    private let rate: Double

    init(count: Int, rate: Double) {
        mean = Array(repeating: 0, count: count)
        square = mean
        self.rate = rate
    }

    mutating func step(_ values: inout [Double], _ gradient: [Double], _ cooling: Double) {
        count += 1
        let first = 1 - pow(0.9, Double(count))
        let second = 1 - pow(0.999, Double(count))
        for index in values.indices where gradient[index] != 0 || mean[index] != 0 {
            mean[index] = 0.9 * mean[index] + 0.1 * gradient[index]
            square[index] = 0.999 * square[index] + 0.001 * gradient[index] * gradient[index]
            values[index] +=
                cooling * rate * (mean[index] / first)
                / ((square[index] / second).squareRoot() + 1e-8)
        }
    }
}
