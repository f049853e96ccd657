// The services of Open311: the topics of the region pack, and the one question each of them asks.
import Complaints
import Foundation
import Language
import Region
import Rules
import ServiceKit

enum CivicServices {
    static let group = "Pengaduan masyarakat"
    static let otherName = "Hal lain"
    /// Words of the names that clients take for switches; none of them is a keyword.
    private static let reserved: Set<String> = ["private", "inactive", "staff", "waste_only"]

    /// The questions of every service.
    enum Attribute {
        static let kecamatan = "kecamatan"
        static let confidential = "rahasia"
        static let yes = "ya"
        static let no = "tidak"
    }

    /// - Parameter day: an office that has ended is followed by who does its work.
    static func list(_ region: RegionPack, on day: Day) -> Spark {
        .list(
            of: "service",
            region.topics.map { topic in
                let names = region.heirs(of: topic.agency, on: day).map { $0.name(on: day) }
                let agency = names.isEmpty ? topic.agency : names.joined(separator: " atau ")
                return service(topic.id, topic.name, "Ditangani \(agency).")
            } + [
                service(
                    CivicTable.otherService, otherName,
                    "Untuk hal yang tidak ada dalam daftar; petugas koordinator memeriksanya.")
            ])
    }

    private static func service(_ code: String, _ name: String, _ description: String) -> Spark {
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return .group([
            ("service_code", .text(code)), ("service_name", .text(name)),
            ("description", .text(description)), ("metadata", .flag(true)),
            ("type", .text("realtime")),
            ("keywords", .text(words.filter { !reserved.contains($0) }.joined(separator: ","))),
            ("group", .text(group)),
        ])
    }

    static func definition(_ code: String, _ region: RegionPack) -> Spark {
        let places = kecamatan(region).map { ($0.code, $0.name) }
        return .group([
            ("service_code", .text(code)),
            (
                "attributes",
                .list(
                    of: "attribute",
                    [
                        attribute(
                            Attribute.kecamatan, 1, "Di kecamatan mana?",
                            "Membantu bila titik peta tidak ada.", places),
                        attribute(
                            Attribute.confidential, 2, "Rahasiakan laporan ini?",
                            "Laporan rahasia tidak ditampilkan, dan pelapor tidak diketahui yang dilaporkan.",
                            [(Attribute.no, "Tidak"), (Attribute.yes, "Ya, rahasiakan")]),
                    ])
            ),
        ])
    }

    private static func attribute(
        _ code: String, _ order: Int, _ question: String, _ help: String, _ values: [(String, String)]
    ) -> Spark {
        .group([
            ("variable", .flag(true)), ("code", .text(code)),
            ("datatype", .text("singlevaluelist")), ("required", .flag(false)),
            ("datatype_description", .text(help)), ("order", .number(order)),
            ("description", .text(question)),
            (
                "values",
                .list(
                    of: "value",
                    values.map { .group([("key", .text($0.0)), ("name", .text($0.1))]) })
            ),
        ])
    }

    /// In the order of their codes.
    static func kecamatan(_ region: RegionPack) -> [PlaceEntry] {
        region.gazetteer.entries
            .filter { $0.level == .kecamatan && region.gazetteer.isInRegion($0.code) }
            .sorted { $0.code < $1.code }
    }

    /// The service of a code as a client knows it.
    ///
    /// - Returns: the topic; `nil` for what is about none of them.
    static func topic(_ code: String, in region: RegionPack) throws(CivicError) -> Topic? {
        if code == CivicTable.otherService { return nil }
        if let topic = region.topics.first(where: { $0.id == code }) { return topic }
        if let new = region.topics.first(where: { $0.formerly.contains(code) }) {
            throw .unknown(
                "service_code '\(code)' sudah diganti; pakailah '\(new.id)' (\(new.name)).")
        }
        let known = region.topics.map(\.id) + [CivicTable.otherService]
        let hint = nearest(to: code, among: known).map { " Mungkin maksud Anda '\($0)'." } ?? ""
        throw .unknown(
            "service_code '\(code)' tidak dikenal.\(hint) Daftarnya ada di services.json.")
    }

    /// What the list may hold of a service: its code, and those it had before.
    static func names(of code: String, in region: RegionPack) throws(CivicError) -> [String] {
        try topic(code, in: region).map { [$0.id] + $0.formerly } ?? [CivicTable.otherService]
    }

    /// The code and the name that a stored one goes by today.
    static func shown(_ stored: String, in region: RegionPack) -> (code: String, name: String) {
        let topic = region.topics.first { $0.id == stored || $0.formerly.contains(stored) }
        return topic.map { ($0.id, $0.name) } ?? (CivicTable.otherService, otherName)
    }

    /// Those of which nothing is public: bribes, integrity, elections.
    static func hidden(_ region: RegionPack) -> Set<String> {
        Set(region.topics.filter(\.isSensitive).flatMap { [$0.id] + $0.formerly })
    }
}
