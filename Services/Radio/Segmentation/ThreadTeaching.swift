// Teaches where the messages of a chat belong, from chats that people had cut.
import Complaints
import Foundation

enum ThreadTeaching {
    /// Of few chats little is learned of each trait.
    private static let (rounds, rate, penalty) = (150, 0.08, 0.5)

    /// A course over choices that knows the chats.
    static func taught(_ chats: [TaughtProgramme], _ matcher: PhraseMatcher) -> Course {
        var course = ThreadTraits.course()
        let lessons = chats.flatMap { Self.lessons(of: $0, matcher) }
        var adam = Adam(count: course.chain.weights.count, rate: rate)
        for round in 0..<rounds {
            var gradient = course.chain.weights.map { -penalty * $0 }
            for lesson in lessons { add(lesson, course.chain.weights, &gradient) }
            adam.step(&course.chain.weights, gradient, round < rounds / 2 ? 1 : 0.3)
        }
        return course
    }

    private struct ChoiceLesson {
        var choices: [[Int32]]
        var right: Int
    }

    /// Each message, with what was right for those before it.
    private static func lessons(of chat: TaughtProgramme, _ matcher: PhraseMatcher) -> [ChoiceLesson] {
        let readings = Reading.all(chat.turns, matcher: matcher)
        var state = ThreadState(readings, desks: Threads.desks(readings))
        var numbers: [String: Int] = [:]
        var lessons: [ChoiceLesson] = []
        for index in readings.indices {
            let item = chat.items[index]
            let home = item == "other" ? Home.general : numbers[item].map(Home.matter) ?? .new
            guard readings[index].turn.speaker != nil else { continue }
            let choices = state.choices(index)
            if let right = choices.firstIndex(where: { $0.home == home }) {
                lessons.append(ChoiceLesson(choices: choices.map(\.traits), right: right))
            }
            if home == .new { numbers[item] = state.matters.count }
            state.add(index, to: home)
        }
        return lessons
    }

    /// What was seen less what was expected.
    private static func add(_ lesson: ChoiceLesson, _ weights: [Double], _ gradient: inout [Double]) {
        let scores = lesson.choices.map { $0.reduce(0) { $0 + weights[Int($1)] } }
        let top = scores.max() ?? 0
        let shares = scores.map { exp($0 - top) }
        let sum = shares.reduce(0, +)
        for (number, traits) in lesson.choices.enumerated() {
            let rest = (number == lesson.right ? 1 : 0) - shares[number] / sum
            for trait in traits { gradient[Int(trait)] += rest }
        }
    }
}
