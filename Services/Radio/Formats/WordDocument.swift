// DOCX (ECMA-376): the text that Word shows, without what was deleted, hidden, or is a field's code.
import Documents
import Foundation

enum WordDocument {
    static let format = TranscriptFormat(name: "docx", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool {
        source.archive?.entries.contains { $0.name.hasPrefix("word/") } ?? false
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        guard let archive = source.archive, let main = try mainPart(archive) else {
            throw .unreadable(line: 1, message: "tidak ada teks di dalam dokumen Word ini.")
        }
        var reading = Reading()
        let damage = try XMLWalk.walk(try archive.read(main)) { event, _ in
            reading.take(event)
        }
        return try reading.lines.read(
            as: format.name, of: source.gathering, damage: damage, limits)
    }

    /// Usually `word/document.xml`; the package says.
    private static func mainPart(_ archive: ZipArchive) throws(TranscriptError) -> ZipArchive.Entry?
    {
        var target: String?
        if let relations = archive.entry("_rels/.rels") {
            _ = try XMLWalk.walk(try archive.read(relations)) { event, _ in
                guard case .open("Relationship", let attributes) = event,
                    attributes["Type"]?.hasSuffix("/officeDocument") == true
                else { return }
                target = attributes["Target"]
            }
        }
        let path = (target ?? "").drop { $0 == "/" }
        return archive.entry(String(path)) ?? archive.entry("word/document.xml")
    }

    /// Elements whose content is not in the flow of the text. Of an alternative, the choice is read.
    private static let skipped: Set<String> = [
        "del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "tblPr", "sectPr",
    ]

    private struct Reading {
        var lines = DocumentLines()
        private var skip = 0
        private var inText = false
        private var inRun = 0
        private var inProperties = 0
        private var isHidden = false

        mutating func take(_ event: XMLWalk.Event) {
            switch event {
            case .open(let name, let attributes): open(name, attributes)
            case .close(let name): close(name)
            case .text(let text): if inText, skip == 0, !isHidden { lines.append(text) }
            }
        }

        private mutating func open(_ name: String, _ attributes: [String: String]) {
            if WordDocument.skipped.contains(name) { skip += 1 }
            guard skip == 0 else { return }
            switch name {
            case "p": lines.openParagraph()
            case "r": (inRun, isHidden) = (inRun + 1, false)
            case "rPr": inProperties += 1
            case "vanish":
                isHidden =
                    inProperties > 0 && !["0", "false", "off"].contains(attributes["val"] ?? "")
            case "t": inText = true
            case "tab": if inRun > 0, inProperties == 0, !isHidden { lines.append("\t") }
            case "br", "cr": if inRun > 0, !isHidden { lines.append("\n") }
            case "noBreakHyphen": lines.append("-")
            case "tbl": lines.openTable()
            case "tr": lines.openRow()
            case "tc": lines.openCell()
            default: break
            }
        }

        private mutating func close(_ name: String) {
            let wasSkipped = skip > 0
            if WordDocument.skipped.contains(name) { skip = max(0, skip - 1) }
            guard !wasSkipped else { return }
            switch name {
            case "p": lines.closeParagraph()
            case "r": (inRun, isHidden) = (max(0, inRun - 1), false)
            case "rPr": inProperties = max(0, inProperties - 1)
            case "t": inText = false
            case "tbl": lines.closeTable()
            case "tr": lines.closeRow()
            default: break
            }
        }
    }
}
