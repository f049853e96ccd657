// Cuts the elements of a name out of an XML text, byte for byte: each is kept, and read, by itself.

enum XMLElements {
    /// What stands from `<name` to `</name>`, each behind the XML declaration of the whole, so that its
    /// charset is known. What looks like a tag in CDATA, comments or instructions is none.
    ///
    /// Does not ask whether the text is well-formed: one message with a stray `&` must not take the
    /// others with it. An element that does not end is cut at the end of the text.
    static func cut(_ name: String, from bytes: [UInt8]) -> [[UInt8]] {
        let text = Bytes(bytes: bytes)
        let declaration = text.declaration
        var elements: [[UInt8]] = []
        var start: Int?
        var index = 0
        while let tag = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            if let end = text.endOfHidden(at: tag) {
                index = end
                continue
            }
            index = tag + 1
            if start == nil, text.isTag("<\(name)", at: tag) {
                start = tag
            } else if let first = start, text.isTag("</\(name)", at: tag) {
                index = text.end(of: ">", from: tag)
                elements.append(Array(declaration + bytes[first..<index]))
                start = nil
            }
        }
        if let start { elements.append(Array(declaration + bytes[start...])) }
        return elements
    }

    /// A longer declaration is none.
    static let declarationBytesMax = 200

    private struct Bytes {
        let bytes: [UInt8]

        /// `<?xml … ?>` at the beginning.
        var declaration: ArraySlice<UInt8> {
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            let start = bytes.starts(with: mark) ? mark.count : 0
            guard has("<?xml", at: start) else { return [] }
            let end = end(of: "?>", from: start)
            return end - start <= declarationBytesMax ? bytes[start..<end] : []
        }

        private static let hidden = [("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>")]

        /// Where a stretch without tags ends that begins here; `nil` where none begins.
        func endOfHidden(at index: Int) -> Int? {
            Self.hidden.first { has($0.0, at: index) }.map {
                end(of: $0.1, from: index + $0.0.utf8.count)
            }
        }

        func isTag(_ begin: String, at index: Int) -> Bool {
            let next = index + begin.utf8.count
            return has(begin, at: index) && next < bytes.count
                && (bytes[next] == UInt8(ascii: ">") || bytes[next] <= UInt8(ascii: " "))
        }

        /// Behind the next `words`; the end of the text when they do not come.
        func end(of words: String, from index: Int) -> Int {
            var index = index
            while index < bytes.count {
                if has(words, at: index) { return index + words.utf8.count }
                index += 1
            }
            return bytes.count
        }

        private func has(_ words: String, at index: Int) -> Bool {
            bytes[min(index, bytes.count)...].starts(with: words.utf8)
        }
    }
}
