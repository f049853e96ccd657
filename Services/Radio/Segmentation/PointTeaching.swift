// Teaches how minutes go on, from minutes that people had cut.
import Complaints

enum PointTeaching {
    /// A word must stand in so many minutes, and lines, to be learned.
    private static let (fewestMinutes, fewestLines) = (3, 5)
    /// Chosen by holding out hands: of few minutes little is learned of each trait.
    private static let (penalty, wordPenalty) = (1.5, 4.0)

    static func taught(
        _ minutes: [TaughtProgramme], _ matcher: PhraseMatcher, _ places: PlaceNames
    ) -> Course {
        let readings = minutes.map { $0.turns.map { Reading($0, matcher: matcher) } }
        var course = PointTraits.course(words: words(readings))
        let lessons = zip(minutes, readings).flatMap { minutes, readings -> [Lesson] in
            var ruled = readings
            let rules = Points.byRules(&ruled, places).parts
            let states = minutes.parts.map { PointTraits.parts.firstIndex(of: PointTraits.part($0)) ?? 0 }
            // Also without the rules: they were written by people who knew these minutes, and are right
            // about them more often than about others.
            return [rules, nil].map { rules in
                Lesson(
                    sequence: PointTraits.read(readings, rules: rules, places, words: course.table.words),
                    states: states)
            }
        }
        var training = ChainTraining()
        training.firstWord = course.table.firstWord
        (training.penalty, training.wordPenalty) = (penalty, wordPenalty)
        training.teach(&course.chain, lessons)
        return course
    }

    private static func words(_ minutes: [[Reading]]) -> [String] {
        var counts: [String: (minutes: Int, lines: Int)] = [:]
        for readings in minutes {
            var seen: Set<String> = []
            for word in readings.flatMap({ Set(PointTraits.words(of: $0)) })
            where !word.contains(where: \.isNumber) {
                counts[word, default: (0, 0)].lines += 1
                if seen.insert(word).inserted { counts[word, default: (0, 0)].minutes += 1 }
            }
        }
        return counts.filter { $0.value.minutes >= fewestMinutes && $0.value.lines >= fewestLines }
            .keys.sorted()
    }
}
