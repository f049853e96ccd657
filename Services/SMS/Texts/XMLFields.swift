// The fields of a small XML message, by libxml2: no network, no entities of its own, no huge trees.
import CXML2

/// What stands in the innermost elements below the first element inside the root, by the path of names:
/// of `<message><submit><da><number>1708</number></da></submit></message>` it is `da/number`.
struct XMLFields: Sendable {
    /// Elements below this depth are not read.
    static let depthMax = 8

    private var texts: [String: String] = [:]

    /// - Returns: `nil` for what is not well-formed or brings entities of its own.
    init?(_ bytes: [UInt8]) {
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        let document = bytes.withUnsafeBytes {
            xmlReadMemory(
                $0.bindMemory(to: CChar.self).baseAddress, CInt($0.count), nil, nil, CInt(options))
        }
        guard let document else { return nil }
        defer { xmlFreeDoc(document) }
        // A few bytes of entities can mean gigabytes; no gateway sends one.
        if let own = document.pointee.intSubset, own.pointee.entities != nil { return nil }
        guard let root = xmlDocGetRootElement(document),
            let first = Self.elements(of: root).first
        else { return nil }
        read(first, "", 0)
    }

    /// What stands at a path; the first of several. `nil` also where it is empty.
    subscript(_ path: String) -> String? { texts[path].flatMap { $0.isEmpty ? nil : $0 } }

    private mutating func read(_ element: xmlNodePtr, _ path: String, _ depth: Int) {
        let children = Self.elements(of: element)
        guard depth < Self.depthMax, !children.isEmpty else {
            if let content = xmlNodeGetContent(element) {
                if texts[path] == nil { texts[path] = String(cString: content) }
                xml_give_back(content)
            }
            return
        }
        for child in children {
            let name = String(cString: child.pointee.name)
            read(child, path.isEmpty ? name : "\(path)/\(name)", depth + 1)
        }
    }

    private static func elements(of node: xmlNodePtr) -> [xmlNodePtr] {
        Array(sequence(first: node.pointee.children) { $0?.pointee.next }
            .prefix { $0 != nil }.compactMap { $0 }
            .filter { $0.pointee.type == XML_ELEMENT_NODE })
    }
}
