// The fields of a small XML message, by libxml2: no network, no entities of its own, no huge trees.
import CXML2

/// What stands in the innermost elements, by the path of names below the first element inside the root:
/// of `<message><submit><da><number>1708</number></da></submit></message>` it is `da/number`.
struct XMLFields: Sendable {
    /// Elements below this depth are not read.
    static let depthMax = 8

    private var texts: [String: String] = [:]

    /// - Parameter isBelowRoot: the paths are those below the root itself.
    /// - Returns: `nil` for what is not well-formed or brings entities of its own.
    init?(_ bytes: [UInt8], isBelowRoot: Bool = false) {
        guard let document = Self.document(bytes) else { return nil }
        defer { xmlFreeDoc(document) }
        guard let root = xmlDocGetRootElement(document),
            let first = isBelowRoot ? root : Self.elements(of: root).first
        else { return nil }
        read(first, "", 0)
    }

    /// The names of the root and of the elements in it; `nil` for what cannot be read.
    static func outline(of bytes: [UInt8]) -> (root: String, elements: [String])? {
        guard let document = document(bytes) else { return nil }
        defer { xmlFreeDoc(document) }
        guard let root = xmlDocGetRootElement(document) else { return nil }
        return (
            String(cString: root.pointee.name),
            elements(of: root).map { String(cString: $0.pointee.name) }
        )
    }

    /// To be freed by the caller.
    private static func document(_ bytes: [UInt8]) -> xmlDocPtr? {
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        let document = bytes.withUnsafeBytes {
            xmlReadMemory(
                $0.bindMemory(to: CChar.self).baseAddress, CInt($0.count), nil, nil, CInt(options))
        }
        guard let document else { return nil }
        // A few bytes of entities can mean gigabytes; no gateway sends one.
        if let own = document.pointee.intSubset, own.pointee.entities != nil {
            xmlFreeDoc(document)
            return nil
        }
        return document
    }

    /// What stands at a path; the first of several. `nil` also where it is empty.
    subscript(_ path: String) -> String? { texts[path].flatMap { $0.isEmpty ? nil : $0 } }

    /// Everything that stands there, in the order of the paths.
    var all: String { texts.sorted { $0.key < $1.key }.map(\.value).joined(separator: " ") }

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
