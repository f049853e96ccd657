// format=flowed (RFC 3676): lines a mail program broke softly are joined again.

/// Undoes the soft line breaks of `text/plain; format=flowed`.
enum FlowedText {
    /// `text` with LF line ends. With `delSp` the blank that marks a soft break is removed too
    /// (RFC 3676 section 4.1 and 4.2).
    static func unflow(_ text: String, delSp: Bool) -> String {
        var result: [String] = []
        var paragraph: (depth: Int, text: String)?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let depth = line.prefix { $0 == ">" }.count
            var content = line.dropFirst(depth)
            if content.first == " " { content.removeFirst() }
            let isSignature = content == "-- "
            let isSoft = content.last == " " && !isSignature
            if isSoft, delSp { content.removeLast() }
            if let open = paragraph, open.depth == depth, !isSignature {
                paragraph = (depth, open.text + content)
            } else {
                if let open = paragraph { result.append(quoted(open)) }
                paragraph = (depth, String(content))
            }
            if !isSoft, let open = paragraph {
                result.append(quoted(open))
                paragraph = nil
            }
        }
        if let open = paragraph { result.append(quoted(open)) }
        return result.joined(separator: "\n")
    }

    private static func quoted(_ paragraph: (depth: Int, text: String)) -> String {
        guard paragraph.depth > 0 else { return paragraph.text }
        return String(repeating: ">", count: paragraph.depth) + " " + paragraph.text
    }
}
