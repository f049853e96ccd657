// The files of a pack, read once, so that what is hashed is what is loaded.
import Crypto
import Foundation
import Language
import ServiceKit

/// The files of a pack, read once, so that what is hashed is what is loaded.
struct PackFolder {
    static let required = [
        "region.yaml", "agencies.yaml", "contacts.yaml", "topics.yaml", "places.yaml",
        "calendar.yaml", "phrases.yaml",
    ]

    /// What was learned, where something was.
    static let evidence = "evidence.yaml"

    let hasEvidence: Bool
    /// The word lists, unless `region.yaml` names a folder.
    static let languageDefault = "language"
    /// Read where it is there: `mendengar places import` writes it.
    static let countryDefault = "places/indonesia.txt"
    /// No file of the country comes near it.
    static let countryBytesMax = 64 * 1024 * 1024

    let directory: String
    /// Paths of the word lists, in the order of their names.
    private(set) var language: [String] = []
    /// The rule books: `rules`, then `rules-*` in the order of their names.
    let books: [BookFiles]
    private var contents: [String: String] = [:]
    /// One for each book, over its own files and those that all books share.
    private var hashers: [String: SHA256]

    /// SHA-256 over the names and contents of what a book decides by, lower-case hex. Another book beside it
    /// changes nothing.
    func hash(_ book: String) -> String {
        (hashers[book] ?? SHA256()).finalize().map { String(format: "%02x", $0) }.joined()
    }

    init(_ directory: String) throws(ConfigurationError) {
        self.directory = directory
        books = PackFolder.bookFolders(in: directory).map { BookFiles($0, in: directory) }
        hashers = Dictionary(uniqueKeysWithValues: books.map { ($0.folder, SHA256()) })
        hasEvidence = FileManager.default.fileExists(atPath: directory + "/" + PackFolder.evidence)
        let learned = hasEvidence ? [PackFolder.evidence] : []
        var problems: [YAMLProblem] = []
        for book in books where book.files.isEmpty {
            problems.append(
                YAMLProblem(
                    file: directory + "/" + book.folder, line: 0,
                    message: "holds no rules: a region needs at least one rules/*.yaml"))
        }
        let rules = books.flatMap { $0.files + [$0.header].compactMap(\.self) }
        for file in (PackFolder.required + rules + learned).sorted() { add(file, &problems) }
        if !problems.isEmpty { throw ConfigurationError(problems) }
    }

    /// - Parameter name: what it is called in the hash.
    private mutating func add(_ file: String, as name: String? = nil, _ problems: inout [YAMLProblem]) {
        let path = path(file)
        guard let data = FileManager.default.contents(atPath: path),
            data.count <= YAMLFile.bytesMax, let text = String(data: data, encoding: .utf8)
        else {
            problems.append(
                YAMLProblem(
                    file: path, line: 0,
                    message: "is missing, not UTF-8, or larger than \(YAMLFile.bytesMax) bytes"))
            return
        }
        contents[file] = text
        note(name ?? file, data)
    }

    private mutating func note(_ file: String, _ data: Data) {
        let owner = books.first { file.hasPrefix($0.folder + "/") }
        for book in books where owner == nil || owner?.folder == book.folder {
            hashers[book.folder]?.update(data: Data("\(file)\u{0}\(data.count)\u{0}".utf8))
            hashers[book.folder]?.update(data: data)
        }
    }

    /// `rules` and `rules-*`, always with the first.
    static func bookFolders(in directory: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return ["rules"] + names.filter { $0.hasPrefix("rules-") }.sorted()
    }

    /// Reads the word lists.
    ///
    /// - Parameter folder: as `region.yaml` names it, from the folder of the pack.
    mutating func addLanguage(_ folder: String?) throws(ConfigurationError) {
        let folder = PackFolder.shared(folder, or: PackFolder.languageDefault, in: directory)
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        language = (names ?? []).filter { $0.hasSuffix(".yaml") }.sorted().map { "\(folder)/\($0)" }
        var problems: [YAMLProblem] = []
        if language.isEmpty {
            problems.append(
                YAMLProblem(
                    file: folder, line: 0,
                    message: "holds no word lists; name their folder as `language` in region.yaml"))
        }
        // Where they lie is no part of the hash.
        for file in language {
            add(file, as: "language/\(file.split(separator: "/").last ?? "")", &problems)
        }
        if !problems.isEmpty { throw ConfigurationError(problems) }
    }

    /// The places of the country, where their file is there; one that the pack names must be.
    mutating func country(_ file: String?) throws(ConfigurationError) -> Country? {
        let path = PackFolder.shared(file, or: PackFolder.countryDefault, in: directory)
        guard let data = FileManager.default.contents(atPath: path),
            data.count <= PackFolder.countryBytesMax
        else {
            guard file != nil else { return nil }
            throw ConfigurationError(
                file: path, "cannot be read; `mendengar places import FILE` writes it")
        }
        do throws(Country.Failure) {
            let country = try Country(reading: String(decoding: data, as: UTF8.self))
            note("country", data)
            return country
        } catch {
            throw ConfigurationError([
                YAMLProblem(file: path, line: error.line, message: error.message)
            ])
        }
    }

    /// Where that lies which all packs share: as `region.yaml` names it from the pack; else beside the folder
    /// of the regions; else, for a copy of a pack made to try something, in `ops` of the working directory.
    static func shared(_ named: String?, or usual: String, in directory: String) -> String {
        if let named { return named.hasPrefix("/") ? named : directory + "/" + named }
        let beside = directory + "/../../" + usual
        let installed = "ops/" + usual
        let files = FileManager.default
        return !files.fileExists(atPath: beside) && files.fileExists(atPath: installed) ? installed : beside
    }

    func path(_ file: String) -> String {
        file.hasPrefix("/") || language.contains(file) ? file : directory + "/" + file
    }
    func text(_ file: String) -> String { contents[file] ?? "" }
}

/// The files of one rule book, as paths from the folder of the pack.
struct BookFiles {
    static let headerName = "book.yaml"

    let folder: String
    /// `book.yaml`, where there is one.
    let header: String?
    /// Its rules, in the order of their names.
    let files: [String]

    init(_ folder: String, in directory: String) {
        self.folder = folder
        let names = try? FileManager.default.contentsOfDirectory(atPath: directory + "/" + folder)
        let files = (names ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
        header = files.contains(BookFiles.headerName) ? "\(folder)/\(BookFiles.headerName)" : nil
        self.files = files.filter { $0 != BookFiles.headerName }.map { "\(folder)/\($0)" }
    }
}
