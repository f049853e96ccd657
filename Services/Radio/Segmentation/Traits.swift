// What the models look at, each with its name in the file of weights. A trait is one of a few values of a
// question ("who spoke before?"), so that a weight can be read and changed by a person.

/// A question about a turn (or a voice) and the answers it may have.
struct Question: Sendable {
    var name: String
    var answers: [String]
    fileprivate(set) var first: Int32 = 0

    init(_ name: String, _ answers: [String]) {
        self.name = name
        self.answers = answers
    }

    /// The trait that this answer is.
    func callAsFunction(_ answer: Int) -> Int32 { first + Int32(answer) }

    /// The trait of a number, by the bounds between answers.
    func callAsFunction(_ value: Double, _ bounds: [Double]) -> Int32 {
        first + Int32(bounds.firstIndex { value < $0 } ?? bounds.count)
    }
}

/// The rows of a chain's weights: the answers of all questions, then words.
struct TraitTable: Sendable {
    let names: [String]
    /// Known words, by their row.
    private(set) var words: [String: Int32] = [:]
    /// The first row that is a word.
    var firstWord: Int { names.count - words.count }

    init(_ questions: [Question], words: [String] = []) {
        var names = questions.flatMap { question in
            question.answers.map { question.name + " " + $0 }
        }
        for word in words {
            self.words[word] = Int32(names.count)
            names.append("\"" + word + "\"")
        }
        self.names = names
    }

    /// Gives every question its rows.
    static func numbered(_ questions: [Question]) -> [Question] {
        var next: Int32 = 0
        return questions.map { question in
            var question = question
            question.first = next
            next += Int32(question.answers.count)
            return question
        }
    }
}

/// A chain and the table that names the rows of its weights.
struct Course: Sendable {
    var table: TraitTable
    var chain: Chain

    init(_ table: TraitTable, states: Int, bridges: Int) {
        self.table = table
        chain = Chain(states: states, traits: table.names.count, bridges: bridges)
    }
}

/// Bounds of counts and shares, and the names of what lies between them.
enum Buckets {
    static func names(_ bounds: [Double]) -> [String] {
        bounds.map { "<\(short($0))" } + ["≥\(short(bounds.last ?? 0))"]
    }

    private static func short(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : "\(value)"
    }
}
