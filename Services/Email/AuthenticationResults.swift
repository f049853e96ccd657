// One Authentication-Results header (RFC 8601 section 2.2) as values.

/// Reads the header: identifier, version, then method=result with properties, parted by `;`.
struct AuthenticationResults: Sendable, Hashable {
    struct Result: Sendable, Hashable {
        /// Lower case, without version: `spf`, `dkim`, `dmarc`.
        var method: String
        /// Lower case: `pass`, `fail` …
        var value: String
        /// `smtp.mailfrom`, `header.d` and so on; names in lower case.
        var properties: [String: String] = [:]
    }

    /// Lower case.
    var authservID: String
    var results: [Result] = []

    /// `nil` when it does not begin with an identifier. What cannot be read further on is left out:
    /// a method without a verdict claims nothing.
    init?(_ header: String) {
        var clauses = Self.clauses(header)
        guard let first = clauses.first?.first, first.text != "=" || first.isQuoted else { return nil }
        // The identifier may be followed by a version number, by nothing else.
        guard clauses[0].count <= 2 else { return nil }
        authservID = first.text.lowercased()
        clauses.removeFirst()
        results = clauses.prefix(Self.resultsMax).compactMap(Self.result)
    }

    static let resultsMax = 100

    private struct Token {
        var text: String
        var isQuoted = false
    }

    private static func result(_ tokens: [Token]) -> Result? {
        guard tokens.count >= 3, isEquals(tokens[1]), !tokens[0].isQuoted else { return nil }
        // "dkim/1=pass"
        let method = tokens[0].text.prefix { $0 != "/" }.lowercased()
        guard !method.isEmpty, !isEquals(tokens[0]) else { return nil }
        var result = Result(method: method, value: tokens[2].text.lowercased())
        var index = 3
        while index + 2 < tokens.count {
            guard isEquals(tokens[index + 1]), !tokens[index].isQuoted else {
                index += 1
                continue
            }
            let name = tokens[index].text.lowercased()
            var value = tokens[index + 2].text
            index += 3
            // "smtp.mailfrom=srs0=abc=tt=desa.example=siti@relay.example"
            while index + 1 < tokens.count, isEquals(tokens[index]) {
                value += "=" + tokens[index + 1].text
                index += 2
            }
            // The first counts: what follows may be text of the sender.
            if result.properties[name] == nil { result.properties[name] = value }
        }
        return result
    }

    private static func isEquals(_ token: Token) -> Bool { token.text == "=" && !token.isQuoted }

    /// The tokens between `;`: words, quoted strings and `=`, without comments.
    private static func clauses(_ header: String) -> [[Token]] {
        var clauses: [[Token]] = [[]]
        var word = ""
        var depth = 0
        var isQuoted = false
        var isEscaped = false
        func finish() {
            if !word.isEmpty { clauses[clauses.count - 1].append(Token(text: word)) }
            word = ""
        }
        for character in header.unicodeScalars {
            if isEscaped {
                if depth == 0 { word.unicodeScalars.append(character) }
                isEscaped = false
            } else if character == "\\", isQuoted || depth > 0 {
                isEscaped = true
            } else if isQuoted {
                if character == "\"" {
                    clauses[clauses.count - 1].append(Token(text: word, isQuoted: true))
                    word = ""
                    isQuoted = false
                } else {
                    word.unicodeScalars.append(character)
                }
            } else if character == "(" {
                finish()
                depth += 1
            } else if character == ")" {
                depth = max(0, depth - 1)
            } else if depth > 0 {
                continue
            } else {
                switch character {
                case "\"":
                    // A local part in quotes goes on after them: "a b"@c is rare, and no domain.
                    finish()
                    isQuoted = true
                case ";":
                    finish()
                    clauses.append([])
                case "=":
                    finish()
                    clauses[clauses.count - 1].append(Token(text: "="))
                case " ", "\t", "\r", "\n": finish()
                default: word.unicodeScalars.append(character)
                }
            }
        }
        finish()
        return clauses
    }
}
