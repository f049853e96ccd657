// The header a program sets above a mail it hands on.

/// Finds the separators and header blocks of a forward; the words around them stay.
struct ForwardHeaders {
    private let marks: Marks

    init(_ lines: [MailLine]) { marks = Marks(lines) }

    func labels() -> [OwnWords.Kind?] {
        var labels = [OwnWords.Kind?](repeating: nil, count: marks.lines.count)
        var index = 0
        while index < labels.count {
            // Forwards of forwards have several; each mail in them may be the complaint.
            guard !marks.lines[index].isEmpty, var end = marks.announcedBlockEnd(index) else {
                index += 1
                continue
            }
            while end < labels.count, marks.lines[end].isEmpty { end += 1 }
            for line in index..<end { labels[line] = .forwardHeader }
            index = end
        }
        return labels
    }
}
