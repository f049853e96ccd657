// All places of the country in one compact file: how it is written and read.

/// The places of the whole country, as `mendengar places import` writes them.
///
/// The file is text, so that a person can look a village up: a first line that names the format, then a line
/// a place in the order of the codes, `63.06.05<TAB>Kandangan`. A village writes only the last part of its
/// code, and lies in the kecamatan above it.
package struct Country: Sendable {
    /// The first line of the file.
    package static let heading = "# mendengar places 1"
    /// More places than these are not read.
    package static let placesMax = 200_000
    /// The longest official name has 50 letters.
    package static let nameBytesMax = 120

    private(set) var codes: [PlaceCode] = []
    private var names = WordList()

    /// What is wrong, and in which line (from 1).
    package struct Failure: Error, CustomStringConvertible {
        package var line: Int
        package var message: String

        package var description: String { "line \(line): \(message)" }
    }

    package init() {}

    /// Some of the places of another one.
    init(_ all: Country, _ chosen: [Int]) {
        for index in chosen {
            codes.append(all.codes[index])
            names.append(all.names[index], 0)
        }
    }

    /// How many places there are.
    package var count: Int { codes.count }

    /// Adds a place; places come in the order of their codes.
    package mutating func add(code: String, name: String) throws(Failure) {
        guard let code = PlaceCode(code) else {
            throw Failure(line: count + 1, message: "'\(code)' is no code like 63.06.05.2001")
        }
        try add(code, name.utf8, line: count + 1)
    }

    private mutating func add(
        _ code: PlaceCode, _ name: some Collection<UInt8>, line: Int
    ) throws(Failure) {
        guard !name.isEmpty, name.count <= Country.nameBytesMax else {
            throw Failure(line: line, message: "\(code.text) has no name, or too long a one")
        }
        guard count < Country.placesMax else {
            throw Failure(line: line, message: "more than \(Country.placesMax) places")
        }
        if let last = codes.last, last.value >= code.value {
            throw Failure(
                line: line, message: "\(code.text) must come before \(last.text), and only once")
        }
        codes.append(code)
        names.append(name, 0)
    }

    /// Whether it holds a place of that code.
    package func contains(code: String) -> Bool { codes.contains { $0.text == code } }

    /// The name of a place, by its number in the order of the codes.
    package func name(_ index: Int) -> String { String(decoding: names[index], as: UTF8.self) }

    /// A place, by its number in the order of the codes.
    package func entry(_ index: Int) -> PlaceEntry {
        PlaceEntry(code: codes[index].text, name: name(index), level: codes[index].level)
    }

    /// The text of the file.
    package var text: String {
        var text = Country.heading + "\n"
        for (index, code) in codes.enumerated() {
            let written = code.text
            text += code.depth == 4 ? written.suffix(4) : written[...]
            text += "\t\(name(index))\n"
        }
        return text
    }

    /// Reads the file.
    package init(reading text: String) throws(Failure) {
        var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst(), first.elementsEqual(Country.heading.utf8) else {
            throw Failure(line: 1, message: "must be '\(Country.heading)'")
        }
        var kecamatan: PlaceCode?
        for (offset, line) in lines.enumerated() where !line.isEmpty {
            let number = offset + 2
            guard let tab = line.firstIndex(of: 0x09) else {
                throw Failure(line: number, message: "must be a code, a tab and a name")
            }
            let written = line[..<tab]
            var code: PlaceCode?
            if written.count == 4, let inside = kecamatan {
                let digits = written.reduce(UInt64(0)) { $0 * 10 + UInt64($1 &- 0x30) }
                if written.allSatisfy({ (0x30...0x39).contains($0) }), digits > 0 {
                    code = PlaceCode(value: inside.value + digits)
                }
            } else {
                code = PlaceCode(Substring(written))
                kecamatan = code?.depth == 3 ? code : nil
            }
            guard let code else {
                throw Failure(
                    line: number, message: "'\(Substring(written))' is no code of a place here")
            }
            try add(code, line[line.index(after: tab)...], line: number)
        }
    }
}
