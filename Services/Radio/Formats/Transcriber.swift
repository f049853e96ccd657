// Transcriber (.trs): turns with speakers by number, and marks of time inside of them.
import Foundation

enum Transcriber {
    static let format = TranscriptFormat(name: "transcriber", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool {
        source.startsXML("Trans ") || source.startsXML("Trans>")
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        var builder = TranscriptBuilder(limits: limits, warnings: source.warnings)
        var names: [String: String] = [:]
        var speakers: [String] = []
        var turnEnd: Double?
        var part = (who: 0, start: Double?.none, line: 1, text: "")
        var inTurn = false
        func flush(until end: Double?) throws(TranscriptError) {
            let id = speakers.indices.contains(part.who) ? speakers[part.who] : nil
            try builder.add(
                speaker: id.map { names[$0] ?? $0 }, start: part.start, end: end, line: part.line,
                text: part.text)
            part.text = ""
        }
        let damage = try XMLWalk.walk(source.bytes) { event, line throws(TranscriptError) in
            switch event {
            case .open("Speaker", let attributes):
                if let id = attributes["id"], let name = attributes["name"], !name.isEmpty {
                    names[id] = name
                }
            case .open("Turn", let attributes):
                speakers = (attributes["speaker"] ?? "").split(separator: " ").map(String.init)
                turnEnd = attributes["endTime"].flatMap { Double($0) }
                part = (0, attributes["startTime"].flatMap { Double($0) }, line, "")
                inTurn = true
            case .open("Sync", let attributes):
                let time = attributes["time"].flatMap { Double($0) }
                try flush(until: time)
                (part.start, part.line) = (time ?? part.start, line)
            case .open("Who", let attributes):
                // Two who speak at once.
                try flush(until: turnEnd)
                part.who = (attributes["nb"].flatMap { Int($0) } ?? 1).clamped(1, 1000) - 1
                part.line = line
            case .text(let text): if inTurn { part.text += text }
            case .close("Turn"):
                try flush(until: turnEnd)
                inTurn = false
            default: break
            }
        }
        if inTurn { try flush(until: turnEnd) }
        builder.warnDamage(xml: damage)
        builder.checkTimes()
        return builder.finish(format: format.name, encoding: source.encoding)
    }
}

extension Int {
    fileprivate func clamped(_ low: Int, _ high: Int) -> Int {
        Swift.min(Swift.max(self, low), high)
    }
}
