// HTML mail to plain text with libxml2's SAX push parser: no tree, so no depth can hurt.
import CXML2

/// Reads the text of an HTML mail as a person would see it.
enum HTMLText {
    /// The visible text of `html` (UTF-8), and whether something was cut at a limit.
    ///
    /// Links keep their target, quotes become `> `, hidden parts are left out.
    ///
    /// - Parameter quotesHistory: what mail programs mark as history becomes a quote; not for a
    ///   forwarded mail.
    static func read(
        _ html: String, limits: MailLimits, quotesHistory: Bool = true
    ) -> (text: String, wasCut: Bool) {
        var bytes = Array(html.utf8.prefix(limits.htmlBytesMax))
        var wasCut = bytes.count < html.utf8.count
        if let thinned = thinTags(bytes, attributesMax: limits.htmlAttributesMax) {
            bytes = thinned
            wasCut = true
        }
        let writer = HTMLTextWriter(
            textBytesMax: limits.textBytesMax, quotesHistory: quotesHistory)
        let wasDeep = parse(bytes, into: writer, depthMax: limits.htmlDepthMax)
        return (writer.finish(), wasCut || wasDeep || writer.wasCut)
    }

    /// Whether the page was deeper than `depthMax`.
    @discardableResult
    static func parse(_ bytes: [UInt8], into writer: HTMLTextWriter, depthMax: Int) -> Bool {
        var rest = bytes[...]
        var parsers = 0
        while !rest.isEmpty {
            rest = rest.dropFirst(parse(rest, into: writer, depthMax: depthMax))
            parsers += 1
        }
        return parsers > 1
    }

    /// Fed at a time: the depth is looked at in between, and a tag has at least three bytes.
    static let pieceBytes = 3 << 10

    /// Reads up to where the page is deeper than `depthMax`, and closes all that is open there: for each end
    /// tag that fits none libxml2 looks through everything that is open, so 300,000 tags never closed and as
    /// many wrong end tags would take it minutes.
    ///
    /// - Returns: how many bytes were read, at least one.
    private static func parse(
        _ bytes: ArraySlice<UInt8>, into writer: HTMLTextWriter, depthMax: Int
    ) -> Int {
        var read = bytes.count
        var handler = htmlSAXHandler()
        xml_silence_handler(&handler)
        handler.startElement = { context, name, attributes in
            guard let writer = writerOf(context), let name else { return }
            writer.open(string(name), attributes: attributeList(attributes))
        }
        handler.endElement = { context, name in
            guard let writer = writerOf(context), let name else { return }
            writer.close(string(name))
        }
        handler.characters = { context, text, count in
            guard let writer = writerOf(context), let text else { return }
            let bytes = UnsafeBufferPointer(start: text, count: Int(count))
            writer.write(String(decoding: bytes, as: UTF8.self))
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        withExtendedLifetime(writer) {
            let context = Unmanaged.passUnretained(writer).toOpaque()
            guard
                let parser = htmlCreatePushParserCtxt(
                    &handler, context, nil, 0, nil, XML_CHAR_ENCODING_UTF8)
            else { return }
            defer { htmlFreeParserCtxt(parser) }
            // The text is UTF-8 by now, whatever a <meta> says.
            htmlCtxtUseOptions(parser, Int32(HTML_PARSE_IGNORE_ENC.rawValue))
            bytes.withUnsafeBytes { raw in
                let text = raw.bindMemory(to: CChar.self)
                var fed = 0
                while fed < text.count, let start = text.baseAddress {
                    let count = min(pieceBytes, text.count - fed)
                    htmlParseChunk(parser, start + fed, Int32(count), 0)
                    fed += count
                    guard parser.pointee.nameNr > depthMax, let input = parser.pointee.input else {
                        continue
                    }
                    // What it has not looked at yet is for the parser after it.
                    read = fed - (input.pointee.end - input.pointee.cur)
                    for place in (0..<Int(parser.pointee.nameNr)).reversed() {
                        if let name = parser.pointee.nameTab[place] { writer.close(string(name)) }
                    }
                    return
                }
                htmlParseChunk(parser, nil, 0, 1)
            }
        }
        return max(1, read)
    }

    /// The page without the attributes beyond `attributesMax` of a tag, `nil` if there are none.
    static func thinTags(_ html: [UInt8], attributesMax: Int) -> [UInt8]? {
        var thinned: [UInt8] = []
        var copiedUpTo = 0
        var attributes = 0
        var insideTag = false
        for (index, byte) in html.enumerated() {
            switch byte {
            case UInt8(ascii: "<"):
                insideTag = true
                attributes = 0
            case UInt8(ascii: ">"):
                if attributes > attributesMax { copiedUpTo = index }
                insideTag = false
                attributes = 0
            // Attributes need a blank before them, or a quote or slash in sloppy HTML.
            case 0x20, 0x09, 0x0A, 0x0D, 0x0C, UInt8(ascii: "/"), UInt8(ascii: "\""),
                UInt8(ascii: "'"):
                guard insideTag else { continue }
                attributes += 1
                if attributes == attributesMax + 1 {
                    thinned += html[copiedUpTo..<index]
                    copiedUpTo = html.count
                }
            default: break
            }
        }
        guard !thinned.isEmpty else { return nil }
        return thinned + html[copiedUpTo...]
    }
}

private func writerOf(_ context: UnsafeMutableRawPointer?) -> HTMLTextWriter? {
    context.map { Unmanaged<HTMLTextWriter>.fromOpaque($0).takeUnretainedValue() }
}

private func string(_ text: UnsafePointer<xmlChar>) -> String {
    String(decodingCString: text, as: UTF8.self)
}

/// libxml2's array of name, value, name, value, NULL as a dictionary; the first of a name wins.
private func attributeList(
    _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
) -> [String: String] {
    guard let list else { return [:] }
    var attributes: [String: String] = [:]
    var index = 0
    while let name = list[index] {
        let value = list[index + 1].map(string) ?? ""
        attributes[string(name).lowercased(), default: value] = value
        index += 2
    }
    return attributes
}
