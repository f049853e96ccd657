// Sealed values: read back, bound to their row, readable across a change of keys, found by fingerprint.
import Foundation
import Testing

@testable import Store

@Suite struct SealTests {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "seal-\(UUID().uuidString)")
    private var path: String { folder.appending(path: "keys/personal.keys").path }

    @Test func whatIsSealedIsReadBackAndNothingShows() throws {
        let seal = Seal(SealKeys.random())
        let text = #"{"phone":"+6281255512345","text":"é 🚧"}"#
        let sealed = try seal.seal(text, row: "complaint/1")
        #expect(!sealed.contains("6281"))
        #expect(try seal.open(sealed, row: "complaint/1") == text)
        #expect(try seal.seal(text, row: "complaint/1") != sealed)
        #expect(
            try seal.open(text, row: "complaint/1") == text, "a row from before there were keys")
    }

    @Test func aSealedValueOpensOnlyInItsRowAndUnchanged() throws {
        let seal = Seal(SealKeys.random())
        let sealed = try seal.seal("rahasia", row: "complaint/1")
        #expect(throws: StoreError.self) { try seal.open(sealed, row: "complaint/2") }
        var bytes = Array(sealed.utf8)
        bytes[bytes.count - 6] ^= 1
        let changed = String(decoding: bytes, as: UTF8.self)
        #expect(throws: StoreError.self) { try seal.open(changed, row: "complaint/1") }
        #expect(throws: StoreError.self) { try seal.open("s1.k1.", row: "complaint/1") }
        #expect(throws: StoreError.self) {
            try Seal(SealKeys.random()).open(sealed, row: "complaint/1")
        }
    }

    @Test func keysAreMadeOnceAndKeptToOneself() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let made = try SealKeys.load(path: path)
        let again = try SealKeys.load(path: path)
        let sealed = try Seal(made).seal("x", row: "r")
        #expect(try Seal(again).open(sealed, row: "r") == "x")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(throws: StoreError.self) { try SealKeys.load(path: path) }
    }

    @Test func aNewKeySealsAndTheOldOneStillOpens() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = Seal(try SealKeys.load(path: path))
        let old = try first.seal("lama", row: "r")
        let keys = try SealKeys.rotate(path: path)
        #expect(keys.count == 2)
        let second = Seal(try SealKeys.load(path: path))
        #expect(try second.open(old, row: "r") == "lama")
        #expect(!second.isCurrent(old))
        let new = try second.seal("baru", row: "r")
        #expect(second.isCurrent(new))
        let error = #expect(throws: StoreError.self) { try first.open(new, row: "r") }
        #expect(error?.message.contains(keys.current) == true)
        #expect(
            first.fingerprint("62812", use: "phone") == second.fingerprint("62812", use: "phone"))
        #expect(
            first.fingerprint("62812", use: "phone") != second.fingerprint("62812", use: "account"))
    }

    @Test(arguments: [
        "", "find AAAA", "k1 bukan", "find 5", "x1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "find AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ])
    func aDamagedKeyFileIsNamedWithItsLineAndNeverReplaced(text: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder.appending(path: "keys"), withIntermediateDirectories: true)
        _ = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        let error = #expect(throws: StoreError.self) { try SealKeys.load(path: path) }
        #expect(error?.message.contains(path) == true)
        #expect(FileManager.default.contents(atPath: path) == Data(text.utf8))
    }

    @Test func manyServicesThatStartAtOnceHaveTheSameKeys() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = path
        let prints = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 {
                group.addTask { Seal(try SealKeys.load(path: path)).fingerprint("1", use: "x") }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(prints.count == 1)
    }
}
