// Finds what tells who a person is in a text, and covers it: numbers, addresses, names.

/// Personal data in a text (UU 27/2022 on the protection of personal data, article 4).
package enum PersonalData {
    /// What was found.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Nomor Induk Kependudukan, 16 digits: region code, date of birth (day + 40 for women), serial.
        case nik
        /// Nomor Kartu Keluarga, 16 digits of the same build.
        case kk
        case phone, email
        /// A bank account, 8 … 16 digits beside the name of a bank or "rekening".
        case account
        /// A payment card, 13 … 19 digits that pass Luhn's check (ISO/IEC 7812-1).
        case card
        /// The registration of a vehicle (Perpol 7/2021): "DA 1234 XY".
        case plate
        /// A person's name where the text marks it as one; without titles.
        case name
        /// Where somebody lives, to the number of the house.
        case address
        /// Ten or more digits of another number (BPJS, NPWP, a customer number).
        case number
    }

    /// A stretch of the text; offsets in Unicode scalars, end exclusive.
    package struct Span: Sendable, Hashable {
        package var kind: Kind
        package var start: Int
        package var end: Int
    }

    /// The sign that covers a letter or digit.
    package static let cover: Unicode.Scalar = "*"
    /// What is kept from an agency unless it has the right to it.
    package static let secret: Set<Kind> = [.nik, .kk, .card]
    /// What is said neither in a log nor on air. A house's number stays with it, or nobody finds the hole
    /// before it.
    package static let unspoken: Set<Kind> = [
        .nik, .kk, .card, .phone, .email, .account, .number, .plate,
    ]
    /// Covering one thing may leave another standing where nothing was before; so often it is looked again.
    private static let maximumRounds = 4

    /// Everything found, in order, without overlaps. Linear in the length of the text.
    ///
    /// - Parameter kinds: what is looked for; names and addresses cost most.
    package static func spans(in text: String, _ kinds: Set<Kind> = Set(Kind.allCases)) -> [Span] {
        spans(in: Array(text.unicodeScalars), kinds)
    }

    private static func spans(in scalars: [Unicode.Scalar], _ kinds: Set<Kind>) -> [Span] {
        if let plain = PlainDigits(scalars) {
            return spans(in: plain.scalars, kinds).map {
                Span(kind: $0.kind, start: plain.places[$0.start], end: plain.places[$0.end - 1] + 1)
            }
        }
        let reading = DataReading(scalars)
        guard !reading.pieces.isEmpty else { return [] }
        // The surer ones first: where two overlap, the first stands.
        var spans = EmailAddresses.spans(in: reading)
        spans += Plates.spans(in: reading)
        spans += PersonalNumbers.spans(in: reading)
        if kinds.contains(.address) { spans += HouseAddresses.spans(in: reading) }
        spans = withoutOverlaps(spans)
        if kinds.contains(.name) {
            spans = (spans + PersonNames.spans(in: reading, beside: spans))
                .sorted { $0.start < $1.start }
        }
        return spans.filter { kinds.contains($0.kind) }
    }

    /// Of two that overlap the one of the surer kind stays: the order they come in.
    private static func withoutOverlaps(_ spans: [Span]) -> [Span] {
        var result: [Span] = []
        for (order, span) in spans.enumerated().sorted(by: {
            ($0.element.start, $0.offset) < ($1.element.start, $1.offset)
        }) {
            guard let last = result.last, span.start < last.end else {
                result.append(span)
                continue
            }
            let lastOrder = spans.firstIndex(of: last) ?? 0
            if order < lastOrder { result[result.count - 1] = span }
        }
        return result
    }

    /// The text with personal data covered sign by sign, so that every offset stays what it was.
    /// Masking twice changes nothing.
    package static func mask(_ text: String, _ kinds: Set<Kind> = secret) -> String {
        var scalars = Array(text.unicodeScalars)
        var hasChanged = false
        for _ in 0..<maximumRounds {
            let spans = spans(in: scalars, kinds)
            if spans.isEmpty { break }
            hasChanged = true
            for span in spans {
                for index in span.start..<span.end
                where PlainDigits.digit(scalars[index]) != nil || scalars[index].properties.isAlphabetic {
                    scalars[index] = cover
                }
            }
        }
        guard hasChanged else { return text }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}

extension Unicode.Scalar {
    var isASCIIDigit: Bool { (0x30...0x39).contains(value) }
}
