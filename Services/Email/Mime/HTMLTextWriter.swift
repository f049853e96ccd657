// Turns the events of an HTML parser into lines of text.
import Complaints

/// Collects the visible text of a page. Its depth is a counter, not a stack of frames.
final class HTMLTextWriter {
    private(set) var wasCut = false
    private let textBytesMax: Int
    private var text = ""
    private var pendingBreaks = 0
    private var pendingSpace = false
    private var depth = 0
    /// How many elements were open at most.
    private(set) var depthSeen = 0
    private var hiddenAtDepth: Int?
    private var preformatted = 0
    private var quotes = 0
    /// The blockquotes that are open, and whether each is a quote.
    private var blockquotes: [Bool] = []
    /// Of the line being written.
    private var quotesOfLine = 0
    private var links: [(href: String, start: Int)] = []

    private let quotesHistory: Bool
    /// Where what a mail program marked as history ends: when this depth is left.
    private var histories: [History] = []

    private struct History {
        var endsWithDepth: Int
        /// Its first words tell whether it is a forwarded mail, which is no history.
        var isDecided = false
        var quotes = 1
    }

    init(textBytesMax: Int, quotesHistory: Bool = true) {
        self.textBytesMax = textBytesMax
        self.quotesHistory = quotesHistory
    }

    func open(_ name: String, attributes: [String: String]) {
        depth += 1
        depthSeen = max(depthSeen, depth)
        if hiddenAtDepth == nil, isHidden(name, attributes) { hiddenAtDepth = depth }
        guard hiddenAtDepth == nil else { return }
        openHistory(name, attributes)
        switch name {
        case "br": pendingBreaks += 1
        case "hr": breakLine(2)
        case "li":
            breakLine(1)
            write("- ")
        case "td", "th": pendingSpace = true
        case "a": links.append((attributes["href"] ?? "", text.utf8.count))
        case "blockquote":
            let isQuote = isQuote(attributes)
            blockquotes.append(isQuote)
            breakLine(2)
            if isQuote { quotes += 1 }
        case "pre":
            breakLine(2)
            preformatted += 1
        default: breakLine(Self.breaks[name] ?? 0)
        }
    }

    func close(_ name: String) {
        defer {
            if hiddenAtDepth == depth { hiddenAtDepth = nil }
            while let last = histories.last, last.endsWithDepth >= depth {
                closeHistory()
            }
            depth -= 1
        }
        guard hiddenAtDepth == nil else { return }
        switch name {
        case "a": if let link = links.popLast() { writeTarget(of: link) }
        case "blockquote":
            breakLine(2)
            if blockquotes.popLast() ?? false { quotes = max(0, quotes - 1) }
        case "pre":
            breakLine(2)
            preformatted = max(0, preformatted - 1)
        case "br", "li": breakLine(name == "li" ? 1 : 0)
        default: breakLine(Self.breaks[name] ?? 0)
        }
    }

    func write(_ piece: String) {
        guard hiddenAtDepth == nil, !wasCut else { return }
        guard text.utf8.count + piece.utf8.count <= textBytesMax else {
            wasCut = true
            return
        }
        decideHistory(piece)
        for scalar in piece.unicodeScalars {
            switch scalar {
            case "\n" where preformatted > 0:
                startLineIfNeeded()
                pendingBreaks = 1
            case " ", "\t", "\n", "\r", "\u{0C}", "\u{A0}":
                if preformatted > 0 {
                    startLineIfNeeded()
                    text.unicodeScalars.append(" ")
                } else {
                    pendingSpace = true
                }
            case "\u{200B}", "\u{200C}", "\u{200D}", "\u{FEFF}", "\u{AD}":
                // Fillers that newsletters hide in their previews.
                break
            default:
                startLineIfNeeded()
                text.unicodeScalars.append(scalar)
            }
        }
    }

    func finish() -> String {
        var end = text.endIndex
        while end > text.startIndex, text[text.index(before: end)].isWhitespace {
            end = text.index(before: end)
        }
        return String(text[..<end])
    }

    private func startLineIfNeeded() {
        if pendingBreaks > 0 || text.isEmpty {
            let prefix = String(repeating: "> ", count: min(quotes, Self.quotesShownMax))
            for line in 0..<(text.isEmpty ? 0 : min(pendingBreaks, 2)) {
                if line > 0, min(quotes, quotesOfLine) > 0 { text += ">" }
                text += "\n"
            }
            text += prefix
            quotesOfLine = quotes
        } else if pendingSpace {
            text += " "
        }
        pendingBreaks = 0
        pendingSpace = false
    }

    private func breakLine(_ count: Int) {
        pendingBreaks = max(pendingBreaks, count)
        if count > 0 { pendingSpace = false }
    }

    /// A blockquote is a quote where a program says so, or where it stands below an attribution. Others are
    /// how people indent a list (Gmail's button for it) and cite a regulation.
    private func isQuote(_ attributes: [String: String]) -> Bool {
        if attributes["type"]?.lowercased() == "cite" || attributes["cite"] != nil { return true }
        let marks = [attributes["class"], attributes["id"]].compactMap { $0?.lowercased() }
        if marks.contains(where: { $0.contains("quote") || $0.contains("cite") || $0.contains("reply") }) {
            return true
        }
        let style = attributes["style"]?.lowercased() ?? ""
        if style.contains("border-left") && !style.contains("border-left:none") { return true }
        let above = String(decoding: text.utf8.suffix(Self.attributionTailBytes), as: UTF8.self)
            .split(whereSeparator: \.isNewline).last { $0.contains { !$0.isWhitespace } } ?? ""
        let end = above.lowercased().trimmingWhitespace()
        return end.hasSuffix(":")
            && MarkWords.verbs.contains { end.dropLast().trimmingWhitespace().hasSuffix($0) }
    }

    /// Of what is written, where an attribution above a blockquote would end.
    private static let attributionTailBytes = 200

    /// A link whose words do not show where it leads gets its target in brackets.
    private func writeTarget(of link: (href: String, start: Int)) {
        let href = link.href
        guard href.hasPrefix("http://") || href.hasPrefix("https://"),
            href.utf8.count <= Self.hrefBytesMax
        else { return }
        let shown = text.utf8.dropFirst(link.start)
        guard !String(decoding: shown, as: UTF8.self).contains(href) else { return }
        write(" (\(href))")
    }

    /// An element that mail programs put around, before or in front of history. A blockquote is a quote
    /// anyway.
    private func openHistory(_ name: String, _ attributes: [String: String]) {
        guard quotesHistory, name != "blockquote", histories.count < Self.quotesShownMax,
            !histories.contains(where: { $0.quotes > 0 })
        else { return }
        let marks = (attributes["class"] ?? "").split(separator: " ").map(String.init)
            + [attributes["id"] ?? "", attributes["name"] ?? ""]
        func has(_ names: Set<String>) -> Bool {
            marks.contains { mark in names.contains { mark.hasSuffix($0) } }
        }
        if has(Self.historyAround) {
            histories.append(History(endsWithDepth: depth))
        } else if has(Self.historyFromHere) {
            histories.append(History(endsWithDepth: depth - 1))
        } else {
            return
        }
        breakLine(1)
        quotes += 1
    }

    private func closeHistory() {
        quotes = max(0, quotes - histories.removeLast().quotes)
        breakLine(1)
    }

    private func decideHistory(_ piece: String) {
        guard histories.contains(where: { !$0.isDecided }),
            piece.contains(where: { !$0.isWhitespace })
        else { return }
        let words = piece.lowercased()
        let isForward = ["forwarded message", "pesan terusan", "pesan yang diteruskan"]
            .contains(where: words.contains)
        for index in histories.indices where !histories[index].isDecided {
            histories[index].isDecided = true
            guard isForward else { continue }
            quotes = max(0, quotes - histories[index].quotes)
            histories[index].quotes = 0
        }
    }

    private func isHidden(_ name: String, _ attributes: [String: String]) -> Bool {
        if Self.invisible.contains(name) || attributes["hidden"] != nil { return true }
        guard let style = attributes["style"]?.lowercased() else { return false }
        let compact = style.filter { !$0.isWhitespace }
        return compact.contains("display:none") || compact.contains("visibility:hidden")
            || compact.contains("mso-hide:all")
    }

    private static let quotesShownMax = 5
    private static let hrefBytesMax = 300
    /// Elements with history in them: Gmail, Thunderbird, Yahoo, Proton, Zoho, Outlook for Mac.
    private static let historyAround: Set<String> = [
        "gmail_quote", "gmail_attr", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote", "zmail_extra",
        "OLK_SRC_BODY_SECTION",
    ]
    /// Elements after which history comes, up to the end of what they are in: Outlook's.
    private static let historyFromHere: Set<String> = [
        "divRplyFwdMsg", "appendonsend", "ms-outlook-mobile-body-separator-line",
        "ms-outlook-mobile-body-separator",
    ]
    private static let invisible: Set<String> = [
        "style", "script", "head", "title", "template", "object", "svg", "select", "textarea",
    ]
    private static let breaks: [String: Int] = [
        "p": 2, "h1": 2, "h2": 2, "h3": 2, "h4": 2, "h5": 2, "h6": 2, "ul": 2, "ol": 2, "dl": 2,
        "table": 2, "form": 2, "div": 1, "tr": 1, "dt": 1, "dd": 1, "section": 1, "article": 1,
        "header": 1, "footer": 1, "center": 1, "address": 1, "main": 1, "figure": 1,
    ]
}
