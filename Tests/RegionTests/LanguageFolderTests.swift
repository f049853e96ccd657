// The word lists of ops/language: they load, and a broken one is named with its file and line.
import Foundation
import Language
import Region
import Rules
import ServiceKit
import Testing

@Suite struct LanguageFolderTests {
    private static let folder = URL(filePath: packDirectory).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "language")

    @Test func theListsOfTheRepositoryLoad() throws {
        let lists = try WordLists.load(folder: Self.folder.path)
        #expect(lists.spellings.count > 700 && lists.everyday.count > 1_000)
        #expect(lists.spellings["kada"] == "tidak" && lists.protected.contains("kk"))
        #expect(
            lists.stopWords.contains("yang") && lists.placeWords[.village]?.contains("desa") == true
        )
        #expect(
            lists.nameWords["tlg"] == ["telaga"] && lists.shortNames["63"] == ["kalsel"],
            "abbreviations of names and of regions")
    }

    /// An officer tries a change on a copy; nothing but what he changes makes it another book.
    @Test("a copy of a pack, wherever it lies, finds the words all packs share, and is the same book")
    func aCopyElsewhere() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "copy-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: URL(filePath: packDirectory), to: folder)
        let (copy, original) = try (
            RegionPack.load(directory: folder.path), RegionPack.load(directory: packDirectory)
        )
        #expect(copy.books.map(\.id) == original.books.map(\.id))
    }

    @Test(arguments: [
        ("kind: slang\nwords:\n  tidak: [gak, tidak]", 3, "'tidak' stands for itself"),
        (
            "kind: slang\nwords:\n  tidak: [gak]\n  bukan: [gak]", 4,
            "'gak' already stands for 'tidak'"
        ),
        (
            "kind: slang\nwords:\n  tidak: [gak]\n  gak: [ga]", 4,
            "the normal form 'gak' is itself rewritten"
        ),
        ("kind: slang\nwords:\n  tidak: [Gak]", 3, "'Gak' is not one word in lower case"),
        ("kind: slang\nwords:\n  tidak apa: [gpp]", 3, "'tidak apa' is not one word in lower case"),
        ("kind: slangg\nwords: {}", 1, "'slangg' is not known"),
        ("kind: stop\nword: [a]", 1, "the file lacks the key 'words'"),
        ("kind: places\nbefore: { desa: [ds] }", 2, "unknown cue 'desa'"),
        ("kind: regencies\nplaces: { \"63.6\": HSS }", 2, "'63.6' is no code"),
        (
            "kind: regencies\nplaces: { \"63\": Kalimantan Selatan }\nshort: { \"64\": [kaltim] }", 3,
            "'64' is no province, regency or city"
        ),
        (
            "kind: places\nbefore: {}\nname_words: { sungai: [Sei] }", 3,
            "'Sei' is not one word in lower case"
        ),
    ])
    func aBrokenListIsNamedWithItsLine(text: String, line: Int, message: String) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "language-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "list.yaml")
        try (text + "\nabout: uji").write(to: file, atomically: true, encoding: .utf8)
        let error = #expect(throws: ConfigurationError.self) {
            try WordLists.load(folder: folder.path)
        }
        let problems = try #require(error).problems
        #expect(
            problems.contains {
                $0.file == file.path && $0.line == line && $0.message.hasPrefix(message)
            }, "\(problems)")
    }
}
