// ELAN (.eaf): annotations in tiers, a tier a speaker, with times by reference.
import Foundation

enum Elan {
    static let format = TranscriptFormat(name: "elan", recognises: recognises, parse: parse)

    private static func recognises(_ source: SourceText) -> Bool {
        source.startsXML("ANNOTATION_DOCUMENT")
    }

    private struct Annotation {
        var speaker: String?
        var start: String?
        var end: String?
        var line = 0
        var text = ""
    }

    private static func parse(
        _ source: SourceText, _ limits: TranscriptLimits
    ) throws(TranscriptError) -> Transcript {
        var builder = TranscriptBuilder(limits: limits, warnings: source.warnings)
        var slots: [String: Double] = [:]
        var annotations: [Annotation] = []
        var speaker: String?
        var open: Annotation?
        var inValue = false
        // A tier of translations or notes under another one is not what was said.
        var isDependent = false
        let damage = try XMLWalk.walk(source.bytes) { event, line throws(TranscriptError) in
            switch event {
            case .open("TIME_SLOT", let attributes):
                guard let id = attributes["TIME_SLOT_ID"] else { return }
                slots[id] = attributes["TIME_VALUE"].flatMap { Double($0) }.map { $0 / 1000 }
            case .open("TIER", let attributes):
                let participant = attributes["PARTICIPANT"] ?? ""
                speaker = participant.isEmpty ? attributes["TIER_ID"] : participant
                isDependent = attributes["PARENT_REF"] != nil
            case .open("ALIGNABLE_ANNOTATION", let attributes) where !isDependent,
                .open("REF_ANNOTATION", let attributes) where !isDependent:
                open = Annotation(
                    speaker: speaker, start: attributes["TIME_SLOT_REF1"],
                    end: attributes["TIME_SLOT_REF2"], line: line)
            case .open("ANNOTATION_VALUE", _): inValue = true
            case .text(let text): if inValue { open?.text += text }
            case .close("ANNOTATION_VALUE"): inValue = false
            case .close("ALIGNABLE_ANNOTATION"), .close("REF_ANNOTATION"):
                guard let done = open else { return }
                guard annotations.count < limits.turns else {
                    throw .tooManyTurns(line: line, limit: limits.turns)
                }
                annotations.append(done)
                open = nil
            default: break
            }
        }
        builder.warnDamage(xml: damage)
        let timed = annotations.map { annotation in
            (
                annotation, annotation.start.flatMap { slots[$0] },
                annotation.end.flatMap { slots[$0] }
            )
        }
        // Tiers run beside one another; together they are the conversation. Equal times keep their order.
        var last = 0.0
        let ordered = timed.enumerated().map { offset, entry in
            last = entry.1 ?? last
            return (key: last, offset: offset, entry: entry)
        }.sorted { ($0.key, $0.offset) < ($1.key, $1.offset) }
        for (_, _, (annotation, start, end)) in ordered {
            try builder.add(
                speaker: annotation.speaker, start: start, end: end, line: annotation.line,
                text: annotation.text)
        }
        builder.checkTimes()
        builder.closeTimes()
        return builder.finish(format: format.name, encoding: source.encoding)
    }
}

extension TranscriptBuilder {
    /// Reports where an XML file ends before its end.
    mutating func warnDamage(xml line: Int?) {
        if let line { warn(line, "XML rusak; yang sesudah baris ini tidak terbaca.") }
    }
}
