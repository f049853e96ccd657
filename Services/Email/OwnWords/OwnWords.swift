// The citizen's own words in a mail, and what was left out of them.

/// Which kind of mail a text is from: it decides what may be cut at all.
enum MailKind: String, Sendable {
    /// Begins a case. What looks like history in it is the complaint: it stays.
    case first
    /// Answers a mail. What it answers is history.
    case reply
    /// Hands on somebody's mail. That mail is the complaint; only its header is left out.
    case forward
}

/// The text of a mail, divided into what its sender says and what only came along.
///
/// Cutting too much is the worse error, so every rule asks for certain signs, a text of which
/// nothing would be left stays whole, and what is left out is named.
struct OwnWords: Sendable, Hashable {
    /// Why lines are left out.
    enum Kind: String, Codable, Sendable, CaseIterable {
        /// Words of earlier mails.
        case history
        /// The line before them, such as "Pada … menulis:".
        case attribution
        /// The header of a forwarded mail.
        case forwardHeader = "forward_header"
        case signature, disclaimer
        /// "Dikirim dari iPhone saya".
        case mobileFooter = "mobile_footer"
        /// "Bebas virus. www.avast.com".
        case antivirus
        /// What a mailing list adds below every mail.
        case listFooter = "list_footer"
    }

    /// Whole lines that were left out.
    struct Span: Sendable, Hashable {
        var kind: Kind
        /// Into the UTF-8 of the text, without the last line feed.
        var range: Range<Int>
    }

    /// The lines that stay, in their order.
    var words: String
    /// Together with ``words`` they are all lines of the text.
    var elided: [Span] = []
    /// The text has nothing but what programs add, so it stayed whole.
    var saysNothing = false
}

extension OwnWords {
    /// Rounds of looking. One is enough for mails as they are; more are needed where what one round
    /// cut hid the mark of another, so that cutting twice changes nothing.
    static let passesMax = 16

    /// Divides `text`, the text of a mail of that kind. Linear in its length.
    ///
    /// - Parameter isAnswered: whether what came from this address is what a reply answers. What a mail shows
    ///   of others is part of what it says.
    static func divide(
        _ text: String, as kind: MailKind, isAnswered: (String) -> Bool = { _ in true }
    ) -> OwnWords {
        let lines = MailLine.all(text)
        var labels = [Kind?](repeating: nil, count: lines.count)
        var saysNothing = false
        for _ in 0..<passesMax {
            let kept = lines.indices.filter { labels[$0] == nil }
            let some = kept.count == lines.count ? lines : kept.map { lines[$0] }
            let found = pass(some, kind, isAnswered)
            guard found.contains(where: { $0 != nil }) else { break }
            let staysNothing = zip(kept, found).allSatisfy { $1 != nil || lines[$0].isEmpty }
            if staysNothing {
                saysNothing =
                    kept.count == lines.count && found.allSatisfy { $0.map(isOfPrograms) ?? true }
                break
            }
            for (index, label) in zip(kept, found) { labels[index] = label }
        }
        return OwnWords(text, lines, labels, saysNothing)
    }

    private static func pass(
        _ lines: [MailLine], _ kind: MailKind, _ isAnswered: (String) -> Bool
    ) -> [Kind?] {
        var labels: [Kind?]
        switch kind {
        case .first: labels = Array(repeating: nil, count: lines.count)
        case .reply: labels = History(lines, isAnswered: isAnswered).labels()
        case .forward: labels = ForwardHeaders(lines).labels()
        }
        Armour.label(lines, &labels)
        let runs = runs(lines, labels)
        for (number, run) in runs.enumerated() {
            let isLast = number == runs.count - 1
            // What stands between the quotes of a reply are answers, one by one.
            if kind == .reply, number > 0, !isLast { continue }
            // "Kepala Desa Malutu" below the note of a forward says where the citizen lives.
            Footers(lines, office: kind == .reply).label(run, &labels)
        }
        takeBlanks(lines, &labels)
        return labels
    }

    /// The runs of lines that stay and say something.
    private static func runs(_ lines: [MailLine], _ labels: [Kind?]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        for index in 0...lines.count where index == lines.count || labels[index] != nil {
            if start < index, lines[start..<index].contains(where: { !$0.isEmpty }) {
                runs.append(start..<index)
            }
            start = index + 1
        }
        return runs
    }

    /// Blank lines beside what is left out go with it: all at both ends, and one of two that meet.
    private static func takeBlanks(_ lines: [MailLine], _ labels: inout [Kind?]) {
        guard var last = labels.first(where: { $0 != nil }) ?? nil else { return }
        // `wasBlank` is also true at the start, where no blank line belongs.
        var wasBlank = true
        var wasCut = false
        for index in lines.indices {
            if let label = labels[index] {
                last = label
                wasCut = true
            } else if lines[index].isBlank {
                if wasBlank, wasCut || index == 0 || labels[index - 1] != nil { labels[index] = last }
                wasBlank = true
            } else {
                wasBlank = false
                wasCut = false
            }
        }
        for index in lines.indices.reversed() {
            if let label = labels[index] {
                last = label
            } else if lines[index].isBlank {
                labels[index] = last
            } else {
                break
            }
        }
    }

    private static func isOfPrograms(_ kind: Kind) -> Bool {
        switch kind {
        case .disclaimer, .mobileFooter, .antivirus, .listFooter: true
        case .history, .attribution, .forwardHeader, .signature: false
        }
    }

    private init(_ text: String, _ lines: [MailLine], _ labels: [Kind?], _ saysNothing: Bool) {
        self.saysNothing = saysNothing
        guard labels.contains(where: { $0 != nil }) else {
            words = text
            return
        }
        let utf8 = text.utf8
        var kept: [Substring] = []
        var position = utf8.startIndex
        var offset = 0
        for (line, label) in zip(lines, labels) {
            // From one line to the next, so that the whole is walked once.
            position = utf8.index(position, offsetBy: line.range.lowerBound - offset)
            let end = utf8.index(position, offsetBy: line.range.count)
            if let label {
                var span = Span(kind: label, range: line.range)
                if let last = elided.last, last.kind == label, last.range.upperBound == offset {
                    elided.removeLast()
                    span.range = last.range.lowerBound..<line.range.upperBound
                }
                elided.append(span)
            } else {
                kept.append(text[position..<end])
            }
            position = end
            offset = line.range.upperBound
        }
        words = kept.joined(separator: "\n")
    }
}

extension OwnWords.Span {
    /// The lines themselves, from the text that was divided.
    func text(in original: String) -> String {
        let utf8 = original.utf8
        guard
            let start = utf8.index(
                utf8.startIndex, offsetBy: range.lowerBound, limitedBy: utf8.endIndex),
            let end = utf8.index(start, offsetBy: range.count, limitedBy: utf8.endIndex)
        else { return "" }
        return String(original[start..<end])
    }
}
