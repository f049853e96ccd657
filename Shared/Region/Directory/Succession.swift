// Mergers, splits and renames: which agency does the work of another on a day.
package import Rules

enum Succession {
    /// A way from a name back to itself; `nil` where there is none.
    static func circle(from start: String, _ next: [String: [String]]) -> [String]? {
        var seen: Set<String> = []
        func walk(_ name: String, _ path: [String]) -> [String]? {
            for heir in next[name] ?? [] {
                if heir == start { return path + [heir] }
                guard seen.insert(heir).inserted else { continue }
                if let found = walk(heir, path + [heir]) { return found }
            }
            return nil
        }
        return walk(start, [start])
    }
}

extension RegionPack {
    /// Who does the work of an agency on a day: itself while it exists, else its heirs, however often that
    /// has passed on. Several after a split; none before it exists, or when nobody follows it.
    package func heirs(of id: String, on day: Day) -> [Agency] {
        var found: [Agency] = []
        var waiting = [id]
        var seen: Set<String> = []
        while !waiting.isEmpty {
            let next = waiting.removeFirst()
            guard seen.insert(next).inserted, let agency = agency(next) else { continue }
            if agency.validity.contains(day) {
                found.append(agency)
            } else if let last = agency.validTo, last < day {
                waiting += agency.successors
            }
        }
        return found
    }
}

extension OfficeScope {
    /// In Bahasa Indonesia.
    var spoken: String {
        switch self {
        case .region: "kabupaten"
        case .kecamatan: "kecamatan"
        case .village: "desa atau kelurahan"
        }
    }
}
