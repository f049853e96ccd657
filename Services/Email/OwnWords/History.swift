// What a reply carries of the mails it answers.

/// Finds history in the lines of a reply.
struct History {
    private let lines: [MailLine]
    private let marks: Marks
    private let marked: [Mark]

    /// Something that introduces history.
    private struct Mark {
        enum Shape {
            /// Quoted lines belong to it, if any follow.
            case attribution
            /// A separator, a header block, or both.
            case block
        }
        var range: Range<Int>
        var shape: Shape
        /// What it introduces is part of what the sender says.
        var isShown = false
    }

    /// - Parameter isAnswered: whether a reply to a mail from this address is a reply to us, or to what the
    ///   sender himself wrote before.
    init(_ lines: [MailLine], isAnswered: (String) -> Bool) {
        self.lines = lines
        let marks = Marks(lines)
        self.marks = marks
        var found: [Mark] = []
        var index = 0
        while index < lines.count {
            guard lines[index].depth == 0, var mark = History.mark(at: index, marks) else {
                index += 1
                continue
            }
            mark.isShown = Shown(lines: lines).includes(
                mark.range, of: History.authors(of: mark, marks), isAnswered: isAnswered)
            found.append(mark)
            index = mark.range.upperBound
        }
        marked = found
    }

    private static func mark(at index: Int, _ marks: Marks) -> Mark? {
        if let end = marks.announcedBlockEnd(index) {
            return Mark(range: index..<end, shape: .block)
        }
        return marks.attributionEnd(index).map { Mark(range: index..<$0, shape: .attribution) }
    }

    func labels() -> [OwnWords.Kind?] {
        var labels = [OwnWords.Kind?](repeating: nil, count: lines.count)
        var coming = marked[...]
        var hasWords = false
        // Below a mail that is shown, until the next mark.
        var isShown = false
        var index = 0
        while index < lines.count {
            if let mark = coming.first, mark.range.lowerBound == index {
                coming.removeFirst()
                index = mark.range.upperBound
                let next = marks.nextLine(from: index)
                isShown = mark.isShown
                if isShown {
                    hasWords = true
                    // Of an attribution with quoted lines, only those are shown.
                    if let next, marks.isQuoted(next) {
                        index = next
                        while isQuoted(index) { index += 1 }
                        isShown = false
                    }
                    continue
                }
                if next == nil || marks.isQuoted(next), mark.shape == .attribution || !hasWords {
                    // Only the quoted lines belong to it: below and between them are answers.
                    for line in mark.range { labels[line] = .attribution }
                } else if hasWords {
                    // What follows without quote marks is all history: the answer stands above.
                    for line in mark.range {
                        labels[line] = mark.shape == .attribution ? .attribution : .history
                    }
                    for line in index..<lines.count { labels[line] = .history }
                    return labels
                } else {
                    // No answer above, no quote marks below: nobody can say where the answer begins.
                    hasWords = true
                }
                continue
            }
            let line = lines[index]
            if line.depth > 0, !isShown, !isTyped(index) {
                labels[index] = .history
            } else if !line.isBlank {
                hasWords = true
            }
            index += 1
        }
        takeBlanksBetweenQuotes(&labels)
        return labels
    }

    /// Lines with `>` that the sender typed himself.
    private func isTyped(_ index: Int) -> Bool {
        // ">50 rumah terendam"
        if lines[index].isComparison, !isQuoted(index - 1), !isQuoted(index + 1) { return true }
        // "Yang rusak:" and a list below it. An attribution has a date or a name before its verb.
        var above = index - 1
        while above >= 0, lines[above].depth > 0, index - above <= Self.listLinesMax { above -= 1 }
        if above > 0, lines[above].isBlank { above -= 1 }
        guard above >= 0, lines[above].depth == 0, !lines[above].isBlank, !isMarked(above) else {
            return false
        }
        let text = lines[above].plain
        let verb = text.dropLast().split(separator: " ").last ?? ""
        return text.hasSuffix(":") && !text.contains { $0.isNumber || $0 == "@" }
            && !["tanya", "jawab", "tulis", "wrote", "said", "asked"].contains { verb.contains($0) }
    }

    /// Of a list the sender typed with `>`.
    private static let listLinesMax = 20

    private func isMarked(_ index: Int) -> Bool {
        var low = 0
        var high = marked.count
        while low < high {
            let middle = (low + high) / 2
            if marked[middle].range.upperBound <= index { low = middle + 1 } else { high = middle }
        }
        return low < marked.count && marked[low].range.contains(index)
    }

    private func isQuoted(_ index: Int) -> Bool {
        lines.indices.contains(index) && lines[index].depth > 0
    }

    /// Blank lines inside a quote belong to it.
    private func takeBlanksBetweenQuotes(_ labels: inout [OwnWords.Kind?]) {
        var last: Int?
        for index in lines.indices {
            if let label = labels[index] {
                if let last, last < index - 1 {
                    for blank in (last + 1)..<index { labels[blank] = label }
                }
                last = index
            } else if !lines[index].isBlank {
                last = nil
            }
        }
    }
}

extension History {
    /// Whether the first mark in `lines` introduces a mail that one of our addresses sent.
    static func answers(_ lines: [MailLine], isOurs: (String) -> Bool) -> Bool {
        let marks = Marks(lines)
        for index in lines.indices where lines[index].depth == 0 && !lines[index].isBlank {
            guard let mark = mark(at: index, marks) else { continue }
            return authors(of: mark, marks).contains(where: isOurs)
        }
        return false
    }

    /// The addresses of who wrote what a mark introduces; none where it only names him.
    private static func authors(of mark: Mark, _ marks: Marks) -> [String] {
        let author =
            mark.shape == .block
            ? marks.sender(mark.range) ?? ""
            : mark.range.map { marks.lines[$0].plain }.joined(separator: " ")
        return addresses(in: author)
    }

    private static func addresses(in text: String) -> [String] {
        text.split { " <>()[]\"',;:".contains($0) }.filter { $0.contains("@") }
            .map { $0.hasPrefix("mailto") ? String($0.dropFirst(6)) : String($0) }
    }

    /// Whether the first mark in `lines` hands a mail on.
    static func beginsWithForward(_ lines: [MailLine]) -> Bool {
        let marks = Marks(lines)
        guard lines.indices.contains(where: marks.isForwardMark) else { return false }
        for index in lines.indices where lines[index].depth == 0 && !lines[index].isBlank {
            if marks.isForwardMark(index) { return true }
            if mark(at: index, marks) != nil { return false }
        }
        return false
    }
}
