// Dry runs that ask the decider what a complaint would repeat: only its memory knows, and it answers between
// two batches.
import Complaints
import Delivery
import Foundation
import Region
import Rules
import Synchronization

/// Questions to the decider of this process.
final class DryRuns: Sendable {
    /// Waiting at once; one more is not asked.
    static let waitingMax = 64
    /// A process that does not decide answers nobody: no dry run waits longer.
    static let patienceDefault = Duration.seconds(1)

    /// What a complaint would be linked with.
    struct Answer: Sendable, Equatable {
        var duplicate: Duplicate?
        /// Complaints in that case, this one included.
        var count: Int
    }

    private final class Question: Sendable {
        let complaint: Complaint
        let draft: Assignment
        let bell = Bell()
        let answer = Mutex<Answer?>(nil)

        init(_ complaint: Complaint, _ draft: Assignment) {
            (self.complaint, self.draft) = (complaint, draft)
        }
    }

    private let waiting = Mutex<[Question]>([])
    private let decider: Bell
    private let patience: Duration

    /// - Parameter decider: wakes the decider.
    init(decider: Bell, patience: Duration = DryRuns.patienceDefault) {
        self.decider = decider
        self.patience = patience
    }

    /// What the decider would link a complaint with; `nil` when this process does not decide.
    func ask(_ complaint: Complaint, _ draft: Assignment) async -> Answer? {
        let question = Question(complaint, draft)
        let isTaken = waiting.withLock { waiting in
            guard waiting.count < Self.waitingMax else { return false }
            waiting.append(question)
            return true
        }
        guard isTaken else { return nil }
        decider.ring()
        await question.bell.wait(atMost: patience)
        waiting.withLock { $0.removeAll { $0 === question } }
        return question.answer.withLock { $0 }
    }

    /// Answers all that wait.
    func answer(by linking: Linking?) {
        let questions = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for question in questions {
            if let linking {
                let answer = linking.foreseen(question.complaint, question.draft)
                question.answer.withLock { $0 = answer }
            }
            question.bell.ring()
        }
    }
}
