// XML as it comes, piece by piece, through libxml2's SAX interface: nothing of the document is kept, no
// network, no document type. For parts of office files, which may be larger than memory.
import CXML2

/// What listens to a document.
protocol XMLSink: AnyObject {
    func open(_ name: XMLName, _ attributes: XMLAttributes)
    func close(_ name: XMLName)
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// The name of an element without its prefix. Valid only while it is told.
struct XMLName {
    let bytes: UnsafePointer<xmlChar>

    static func == (name: XMLName, text: StaticString) -> Bool {
        xmlStrEqual(name.bytes, text.utf8Start) == 1
    }

    static func ~= (text: StaticString, name: XMLName) -> Bool { name == text }
}

/// Attributes by their names without prefixes. Valid only while they are told.
struct XMLAttributes {
    /// Name, prefix, URI, value, end of the value.
    let list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    let count: Int

    subscript(_ name: StaticString) -> String? {
        guard let list else { return nil }
        for index in 0..<count {
            guard let own = list[index * 5], xmlStrEqual(own, name.utf8Start) == 1,
                let start = list[index * 5 + 3], let end = list[index * 5 + 4]
            else { continue }
            return String(
                decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
        }
        return nil
    }
}

/// A document that is being fed.
final class XMLPush {
    private let parser: xmlParserCtxtPtr
    private let ear: Ear

    /// What the C callbacks reach.
    private final class Ear {
        let sink: any XMLSink
        var depth = 0
        var hasDoctype = false
        init(_ sink: any XMLSink) { self.sink = sink }
    }

    /// Elements inside each other.
    static let depthMax = 64

    init?(_ sink: any XMLSink) {
        ear = Ear(sink)
        var handler = xmlSAXHandler()
        xml_silence_handler(&handler)
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { context, name, _, _, _, _, count, _, attributes in
            guard let ear = XMLPush.ear(context), let name else { return }
            ear.depth += 1
            ear.sink.open(XMLName(bytes: name), XMLAttributes(list: attributes, count: Int(count)))
        }
        handler.endElementNs = { context, name, _, _ in
            guard let ear = XMLPush.ear(context), let name else { return }
            ear.depth -= 1
            ear.sink.close(XMLName(bytes: name))
        }
        handler.characters = { context, text, count in
            guard let ear = XMLPush.ear(context), let text else { return }
            ear.sink.text(UnsafeBufferPointer(start: text, count: Int(count)))
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        handler.internalSubset = { context, _, _, _ in XMLPush.ear(context)?.hasDoctype = true }
        let context = Unmanaged.passUnretained(ear).toOpaque()
        guard let parser = xmlCreatePushParserCtxt(&handler, context, nil, 0, nil) else {
            return nil
        }
        xmlCtxtUseOptions(
            parser, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
        self.parser = parser
    }

    deinit { xmlFreeParserCtxt(parser) }

    private static func ear(_ context: UnsafeMutableRawPointer?) -> Ear? {
        context.map { Unmanaged<Ear>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Takes the next piece; `false` when the document is none, or one that nobody needs.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let text = bytes.bindMemory(to: CChar.self)
        let code = xmlParseChunk(parser, text.baseAddress, Int32(text.count), 0)
        // Entities can make gigabytes of a few lines; a part of an office file has no document type.
        return code == 0 && !ear.hasDoctype && ear.depth <= Self.depthMax
    }

    /// The document is at its end; `false` when something is missing.
    func finish() -> Bool { xmlParseChunk(parser, nil, 0, 1) == 0 }

    /// Where it is, from 1.
    var line: Int { max(1, Int(xmlSAX2GetLineNumber(UnsafeMutableRawPointer(parser)))) }
}
