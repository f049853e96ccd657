// Who passes on what he is told by somebody: members of UP3, desks of a Mal Pelayanan Publik.

/// A counter: a telephone that is known, or a desk with pages.
package struct CounterDesk: Sendable, Hashable {
    /// The account of what it passes on; rules can ask for it.
    package var name: String
    /// What it is called in front of people; its name unless it has one.
    package var title: String
    /// The telephone from which it passes on by SMS.
    package var phone: String?
    /// Kemendagri code of the place it works for.
    package var place: String?

    package init(name: String, title: String? = nil, phone: String? = nil, place: String? = nil) {
        self.name = name
        self.title = title ?? name
        (self.phone, self.place) = (phone, place)
    }

    init(_ element: YAMLValue, needsPhone: Bool) {
        let map = element.map()
        name = map.string("name")
        title = map.string("title", default: name)
        phone = needsPhone ? map.string("phone") : nil
        place = map.optionalString("place")
        let isName =
            (1...40).contains(name.count)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
        if !isName { map.fail("a counter's name has 1 to 40 letters, digits, '.', '-' or '_'", at: "name") }
        map.finish()
    }
}

extension YAMLMap {
    /// The counters under a key; no two of one name.
    func counters(_ key: String, needsPhone: Bool) -> [CounterDesk] {
        let desks = optionalList(key).map { CounterDesk($0, needsPhone: needsPhone) }
        var names: Set<String> = []
        for desk in desks where !names.insert(desk.name).inserted {
            fail("two counters are called '\(desk.name)'", at: key)
        }
        return desks
    }
}
