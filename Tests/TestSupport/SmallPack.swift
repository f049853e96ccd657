// A region of two villages, written to a folder: small enough to be loaded a hundred times by one suite.
package import Foundation

/// The folder of a region pack of our own. It is deleted with the object: hold on to that while it is read.
package final class SmallPack: Sendable {
    private let root: URL
    /// The folder of the pack.
    package let folder: URL

    /// - Parameter files: contents by path from the folder of the pack, besides or in place of the usual ones.
    package init(_ files: [String: String] = [:]) throws {
        root = FileManager.default.temporaryDirectory.appending(path: "small-\(UUID().uuidString)")
        folder = root.appending(path: "regions/kecil")
        try write(Self.language, to: "../../language/stop.yaml")
        for (path, text) in Self.usual.merging(files, uniquingKeysWith: { $1 }) { try write(text, to: path) }
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    package var path: String { folder.path }

    /// Writes one of its files.
    package func write(_ text: String, to path: String) throws {
        let file = folder.appending(path: path).standardizedFileURL
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private static let language = "about: kata\nkind: stop\nwords: [yang dan di]\n"

    /// `jalan` goes to PUPR, `lampu` to DISHUB.
    package static let rules = """
        - id: jalan
          when: { topics: [jalan] }
          agency: PUPR
          examples: [ { text: "jalan rusak di desa Hulu", agency: PUPR } ]
        - id: lampu
          when: { topics: [lampu] }
          agency: DISHUB
          examples: [ { text: "lampu mati", agency: DISHUB } ]
        - id: tembusan
          when: { words: [dipersulit] }
          copies: [overseer]
          examples: [ { text: "lampu mati, lapor dipersulit", agency: DISHUB, copies: [INSPEKTORAT] } ]

        """

    /// Two posts at each agency, so that there is nothing to warn of.
    package static let contacts =
        "units: [ { id: UP3, name: Unit Pemantau } ]\ncontacts:\n"
        + ["PUPR", "DISHUB", "SETDA", "INSPEKTORAT", "OMBUDSMAN", "PROVINSI"].enumerated().map { number, id in
            "  - { of: \(id), office: Sekretaris \(id), phone: \"+62811000\(number)\", "
                + "deputy: { office: Wakil \(id), phone: \"+62812000\(number)\" } }\n"
        }.joined()

    private static let usual = [
        "region.yaml": """
            id: kecil
            name: Kabupaten Kecil
            code: "63.06"
            timezone: Asia/Makassar
            tracking_prefix: KCL
            fallback: { triage: SETDA }
            """,
        "agencies.yaml": """
            - { id: PUPR, name: Dinas PUPR, kind: opd }
            - { id: DISHUB, name: Dinas Perhubungan, kind: opd }
            - { id: SETDA, name: Sekretariat Daerah, kind: opd }
            - { id: INSPEKTORAT, name: Inspektorat, kind: opd }
            - { id: OMBUDSMAN, name: Ombudsman, kind: pengawas }
            - { id: PROVINSI, name: Pemerintah Provinsi, kind: provinsi, overseer: OMBUDSMAN }
            """,
        "contacts.yaml": SmallPack.contacts,
        "topics.yaml": """
            - { id: jalan, name: Jalan, agency: PUPR, formal: [jalan rusak, jalan berlubang, jalan provinsi] }
            - { id: lampu, name: Lampu, agency: DISHUB, formal: [lampu mati, lampu padam] }
            """,
        "places.yaml": """
            region: { code: "63.06", name: Kabupaten Kecil }
            kecamatan:
              - code: "63.06.01"
                name: Tengah
                villages:
                  - { code: "63.06.01.2001", name: Hulu }
                  - { code: "63.06.01.2002", name: Hilir }
            """,
        "calendar.yaml": """
            working_days: [mon, tue, wed, thu, fri]
            years:
              - year: 2026
                source: uji
                holidays: [ { date: 2026-12-25, kind: national, name: Natal } ]
            """,
        "phrases.yaml": "station: {}\n",
        "rules/10.yaml": SmallPack.rules,
    ]
}
