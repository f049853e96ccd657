// The directory as one table for a spreadsheet: a row for each agency, unit, post, counter, village with a
// mark, pledge and agreement.

extension Directory {
    /// The columns, in order.
    package static let columns = [
        "type", "id", "place", "name", "kind", "office", "rank", "phone", "email", "number", "valid_from",
        "valid_to", "state", "refers_to", "text", "source",
    ]

    /// The table as CSV (RFC 4180, UTF-8), with a header.
    package var csv: String {
        ([Self.columns] + rows).map { $0.map(Self.cell).joined(separator: ",") + "\r\n" }.joined()
    }

    /// A cell that a spreadsheet would take for a formula begins with an apostrophe; a telephone number is
    /// none.
    private static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=@-\t\r".contains($0) } ?? false
            || text.first == "+" && !text.dropFirst().allSatisfy(\.isNumber)
        let safe = isFormula ? "'" + text : text
        guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }

    private var rows: [[String]] {
        var rows: [[String]] = []
        func add(_ fields: [String: String?], _ days: Days? = nil) {
            var fields = fields
            if let days { (fields["valid_from"], fields["valid_to"]) = (days.from, days.to) }
            rows.append(Self.columns.map { (fields[$0] ?? nil) ?? "" })
        }
        func add(_ posts: [Post], _ id: String, _ place: String?) {
            for post in posts {
                add([
                    "type": "contact", "id": id, "place": place, "office": post.office,
                    "rank": post.rank.rawValue, "phone": post.phone, "email": post.email, "number": post.sk,
                    "state": post.state.rawValue, "source": post.source,
                ], post.days)
            }
        }
        for (type, offices) in [("agency", agencies), ("unit", units)] {
            for office in offices {
                let isItself = office.current == [office.id]
                add([
                    "type": type, "id": office.id, "name": office.name, "kind": office.kind,
                    "number": office.sk, "state": isItself ? "valid" : "ended",
                    "refers_to": isItself ? nil : office.current.joined(separator: " "),
                    "text": office.scope, "source": office.source,
                ], office.days)
                add(office.contacts, office.id, nil)
                for branch in office.offices {
                    add([
                        "type": "office", "id": office.id, "place": branch.place, "name": branch.name,
                        "kind": office.kind,
                    ])
                    add(branch.contacts, office.id, branch.place)
                }
            }
        }
        for desk in counters {
            add([
                "type": "counter", "id": desk.id, "name": desk.name, "office": desk.at,
                "refers_to": desk.agency, "text": desk.services.joined(separator: "; "),
                "source": desk.source,
            ], desk.days)
        }
        for village in villages where !village.flags.isEmpty || !village.pledges.isEmpty {
            add([
                "type": "village", "id": village.code, "place": village.code, "name": village.name,
                "kind": village.flags.joined(separator: " "),
                "refers_to": village.pledges.joined(separator: " "),
            ])
        }
        for pledge in pledges {
            add([
                "type": "pledge", "id": pledge.id, "place": pledge.places.joined(separator: " "),
                "name": pledge.by, "refers_to": pledge.agencies.joined(separator: " "),
                "text": [pledge.text, pledge.indicator].compactMap(\.self).joined(separator: " — "),
                "source": pledge.source,
            ], pledge.days)
        }
        for paper in agreements {
            add([
                "type": "agreement", "id": paper.id, "name": paper.name, "number": paper.number,
                "kind": paper.shares.joined(separator: " "),
                "refers_to": paper.agencies.joined(separator: " "),
                "text": ([paper.memorandum].compactMap(\.self) + paper.parties).joined(separator: "; "),
                "source": paper.source,
            ], paper.days)
        }
        return rows
    }
}
