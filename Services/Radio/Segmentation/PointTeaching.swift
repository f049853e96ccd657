// Teaches what each line of minutes does, from minutes that people had cut.
import Complaints
import Foundation

enum PointTeaching {
    /// Words must stand in so many minutes to be learned.
    private static let fewestMinutes = 4
    private static let (penalty, wordPenalty) = (3.0, 6.0)

    /// A course over the lines of minutes.
    static func taught(_ minutes: [TaughtProgramme], _ segmenter: Segmenter) -> Course {
        let whole = minutes.map { Sheet($0, segmenter.matcher, segmenter.places) }
        // Minutes may be of a point or two, and of a place that no pack knows.
        let strange = minutes.map { Sheet($0, PhraseMatcher(Phrases()), PlaceNames()) }
        let sheets = whole + strange + whole.flatMap(\.excerpts) + strange.flatMap(\.excerpts)
        var counts: [String: Int] = [:]
        for sheet in whole {
            for word in Set(sheet.lines.flatMap(PointTraits.words)) where !word.hasNumber {
                counts[word, default: 0] += 1
            }
        }
        var course = PointTraits.course(
            words: counts.filter { $0.value >= fewestMinutes }.map(\.key).sorted())
        var training = ChainTraining()
        training.firstWord = course.table.firstWord
        (training.penalty, training.wordPenalty) = (penalty, wordPenalty)
        training.teach(
            &course.chain,
            sheets.map {
                Lesson(sequence: PointTraits.read($0.lines, words: course.table.words), states: $0.states)
            })
        return course
    }

    /// The lines of some minutes, and what each does.
    private struct Sheet {
        var lines: [PointLine]
        var parts: [PointPart]
        var states: [Int] { parts.map(\.state) }

        /// The row of a table is one line, which its first cell stands for.
        init(_ known: TaughtProgramme, _ matcher: PhraseMatcher, _ places: PlaceNames) {
            let readings = Reading.all(known.turns, matcher: matcher)
            let rows = Points.rows(known.turns)
            lines = rows.map { PointLine(readings[$0], places) }
            let firsts = rows.map(\.lowerBound)
            parts = PointPart.of(firsts.map { known.items[$0] }, firsts.map { known.who[$0] })
        }

        private init(_ sheet: Sheet, _ range: Range<Int>) {
            (lines, parts) = (Array(sheet.lines[range]), Array(sheet.parts[range]))
        }

        /// What stands above the first matters with them, and two of those behind.
        var excerpts: [Sheet] {
            let starts = parts.indices.filter { parts[$0] == .begins }
            guard starts.count > 3 else { return [] }
            return [0..<starts[2], starts[1]..<starts[3]].map { Sheet(self, $0) }
        }
    }
}
