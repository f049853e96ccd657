// Two operators at one item: the second is told who changed what and when, and sees the other's words
// beside his own.
import Complaints
import Foundation
import ServiceKit

/// What another operator made of an item while this one typed.
struct Conflict {
    /// For the operator who came second.
    let problem: String
    /// Beside the fields of the item's page.
    let fields: [String: Any]

    /// - Parameters:
    ///   - change: the other's; `nil` where it is not remembered, e.g. because it was undone.
    ///   - base: the item that the operator had before him.
    ///   - now: the item as it is.
    ///   - entered: what the operator typed.
    init(
        _ change: ProgrammeTable.PastChange?, base: Item?, now: Item, entered: FormFields, _ zone: TimeZone
    ) {
        let by = change?.by ?? "Operator lain"
        let who = change.map { "\($0.by) mengubah butir ini pukul \(Words.clock($0.at, zone))" }
            ?? "Butir ini baru saja diubah operator lain"
        var told: [String] = []
        var fields: [String: Any] = [:]
        func compare(
            _ name: String, _ noun: String, _ value: (Item) -> String, _ typed: String, _ long: Bool = false
        ) {
            let theirs = value(now)
            guard base.map({ value($0) != theirs }) ?? (typed != theirs) else { return }
            told.append(noun + (long ? "" : theirs.isEmpty ? " dikosongkan" : " “\(theirs)”"))
            guard typed != theirs, base.map({ value($0) != typed }) ?? true else { return }
            fields[name] = ["by": by, "value": theirs.isEmpty ? "dikosongkan" : theirs]
        }
        compare("otherKind", "jenis", { Words.kind($0.kind) },
            Kind(rawValue: entered["jenis"]).map(Words.kind) ?? Words.kind(now.kind))
        compare("otherName", "nama", { $0.caller.name ?? "" }, entered["nama"])
        compare("otherPlace", "tempat", { $0.placeText ?? "" }, entered["tempat"])
        compare("otherText", "isi laporan", { $0.text }, entered["isi"], true)
        compare("otherAnonymous", "minta tidak disebut namanya", { $0.caller.anonymous ? "ya" : "tidak" },
            entered.has("anonim") ? "ya" : "tidak")
        if let base, base.turns != now.turns || base.cut != now.cut { told.append("batas butirnya") }
        problem =
            who + (told.isEmpty ? "" : ": " + told.joined(separator: ", "))
            + ". Isian Anda belum disimpan; bandingkan, lalu simpan."
        self.fields = fields
    }
}
