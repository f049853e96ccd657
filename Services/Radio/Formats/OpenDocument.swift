// ODT (OpenDocument text), packed or as one flat XML file: the text, without deleted words and comments.
import Foundation

enum OpenDocument {
    static let format = TranscriptFormat(name: "odt", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool {
        if let archive = source.archive { return archive.entry("content.xml") != nil }
        return source.startsXML("office:document")
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        var reading = Reading()
        let content: Data
        if let archive = source.archive, let entry = archive.entry("content.xml") {
            if let manifest = archive.entry("META-INF/manifest.xml") {
                _ = try XMLWalk.walk(try archive.read(manifest)) {
                    event, _ throws(TranscriptError) in
                    guard case .open("encryption-data", _) = event else { return }
                    throw ZipArchive.locked
                }
            }
            content = try archive.read(entry)
        } else {
            content = source.bytes
        }
        let damage = try XMLWalk.walk(content) { event, _ in reading.take(event) }
        return try reading.lines.read(
            as: format.name, of: source.gathering, damage: damage, limits)
    }

    private static let skipped: Set<String> = [
        "tracked-changes", "annotation", "note", "binary-data", "ruby-text",
    ]

    private struct Reading {
        var lines = DocumentLines()
        private var skip = 0
        private var paragraphs = 0
        private var inBody = false

        /// Blanks that `text:s` may stand for; it can name any number.
        private static let mostBlanks = 8

        mutating func take(_ event: XMLWalk.Event) {
            switch event {
            case .open("body", _): inBody = true
            case .close("body"): inBody = false
            case .open(let name, let attributes): if inBody { open(name, attributes) }
            case .close(let name): if inBody { close(name) }
            case .text(let text):
                if skip == 0, paragraphs > 0 {
                    lines.append(text.replacing("\n", with: " "))
                }
            }
        }

        private mutating func open(_ name: String, _ attributes: [String: String]) {
            if OpenDocument.skipped.contains(name) { skip += 1 }
            guard skip == 0 else { return }
            switch name {
            case "p", "h":
                paragraphs += 1
                lines.openParagraph()
            case "s":
                let count = Int(attributes["c"] ?? "1") ?? 1
                lines.append(String(repeating: " ", count: max(1, min(count, Self.mostBlanks))))
            case "tab": lines.append("\t")
            case "line-break": lines.append("\n")
            case "table": lines.openTable()
            case "table-row": lines.openRow()
            case "table-cell": lines.openCell()
            default: break
            }
        }

        private mutating func close(_ name: String) {
            let wasSkipped = skip > 0
            if OpenDocument.skipped.contains(name) { skip = max(0, skip - 1) }
            guard !wasSkipped else { return }
            switch name {
            case "p", "h":
                paragraphs = max(0, paragraphs - 1)
                lines.closeParagraph()
            case "table": lines.closeTable()
            case "table-row": lines.closeRow()
            default: break
            }
        }
    }
}

extension SourceText {
    /// Whether the file is XML with this element near its beginning.
    func startsXML(_ element: String) -> Bool {
        let head = lines.prefix(50)
        guard let first = head.first(where: { !$0.foldingWhiteSpace().isEmpty }),
            first.foldingWhiteSpace().hasPrefix("<")
        else { return false }
        return head.contains { $0.prefix(4096).contains("<" + element) }
    }
}
