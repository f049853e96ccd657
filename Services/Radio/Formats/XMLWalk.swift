// XML through libxml2's reader, piece by piece: no network, no entities, a limit on depth. A file that is
// damaged is read up to the half kilobyte with the damage, as libxml2 takes it in such pieces.
import CXML2
import Foundation

enum XMLWalk {
    enum Event {
        case open(name: String, attributes: [String: String])
        case close(name: String)
        case text(String)
    }

    /// Walks over the elements, by their names without prefixes. Returns the line of damage if there is any.
    static func walk(
        _ data: Data, _ body: (Event, _ line: Int) throws(TranscriptError) -> Void
    ) throws(TranscriptError) -> Int? {
        let options =
            XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
            | XML_PARSE_NOCDATA.rawValue
        var outcome: Result<Int?, TranscriptError> = .success(nil)
        data.withUnsafeBytes { bytes in
            let base = bytes.bindMemory(to: CChar.self).baseAddress
            guard let base,
                let reader = xmlReaderForMemory(
                    base, Int32(clamping: bytes.count), nil, nil, Int32(options))
            else {
                outcome = .success(1)
                return
            }
            defer { xmlFreeTextReader(reader) }
            do throws(TranscriptError) {
                outcome = .success(try steps(reader, body))
            } catch {
                outcome = .failure(error)
            }
        }
        return try outcome.get()
    }

    private static func steps(
        _ reader: xmlTextReaderPtr, _ body: (Event, Int) throws(TranscriptError) -> Void
    ) throws(TranscriptError) -> Int? {
        while true {
            let step = xmlTextReaderRead(reader)
            let line = Int(xmlTextReaderGetParserLineNumber(reader))
            guard step == 1 else { return step == 0 ? nil : max(1, line) }
            guard xmlTextReaderDepth(reader) <= TranscriptLimits.depth else {
                throw .unreadable(
                    line: line,
                    message: "XML bersarang lebih dari \(TranscriptLimits.depth) tingkat.")
            }
            switch xmlReaderTypes(UInt32(clamping: xmlTextReaderNodeType(reader))) {
            case XML_READER_TYPE_ELEMENT:
                let name = string(xmlTextReaderConstLocalName(reader))
                let isEmpty = xmlTextReaderIsEmptyElement(reader) == 1
                try body(.open(name: name, attributes: attributes(reader)), line)
                if isEmpty { try body(.close(name: name), line) }
            case XML_READER_TYPE_END_ELEMENT:
                try body(.close(name: string(xmlTextReaderConstLocalName(reader))), line)
            case XML_READER_TYPE_TEXT, XML_READER_TYPE_CDATA,
                XML_READER_TYPE_SIGNIFICANT_WHITESPACE, XML_READER_TYPE_WHITESPACE:
                try body(.text(string(xmlTextReaderConstValue(reader))), line)
            case XML_READER_TYPE_DOCUMENT_TYPE:
                // A few lines of entities can stand for gigabytes of text; no transcript needs any.
                guard let node = xmlTextReaderCurrentNode(reader) else { continue }
                let hasEntities = node.withMemoryRebound(to: xmlDtd.self, capacity: 1) {
                    $0.pointee.entities != nil || $0.pointee.pentities != nil
                }
                if hasEntities {
                    throw .unreadable(line: line, message: "XML dengan entitas tidak diterima.")
                }
            default: continue
            }
        }
    }

    private static func attributes(_ reader: xmlTextReaderPtr) -> [String: String] {
        var found: [String: String] = [:]
        while xmlTextReaderMoveToNextAttribute(reader) == 1 {
            let name = string(xmlTextReaderConstLocalName(reader))
            found[name] = string(xmlTextReaderConstValue(reader))
        }
        if !found.isEmpty { xmlTextReaderMoveToElement(reader) }
        return found
    }

    private static func string(_ text: UnsafePointer<xmlChar>?) -> String {
        text.map { String(cString: $0) } ?? ""
    }
}
