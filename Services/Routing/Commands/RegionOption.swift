// What the commands that work with a region pack share: loading it, printing JSON, exit statuses.
import ArgumentParser
import Complaints
import Foundation
import Region
import Rules
import ServiceKit

/// Loads a pack for a command; says everything that is wrong and exits with 2 when it cannot.
func loadRegion(_ directory: String) throws -> RegionPack {
    do {
        return try RegionPack.load(directory: directory)
    } catch {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        throw ExitCode(2)
    }
}

/// Prints a value as one JSON document.
func printJSON(_ value: some Encodable) throws {
    print(String(decoding: try Wire.encode(value), as: UTF8.self))
}

/// How and when a text came that is decided without being stored.
struct ArrivalOptions: ParsableArguments {
    @Option(help: "The channel it came by.")
    var channel: String = "sms"

    @Option(help: "When it was received, as 2026-11-28T23:30:00Z; now, unless told otherwise.")
    var at: String?

    @Option(help: "The account of the channel, or the station.")
    var account = "example"

    @Option(help: "What it is about, as over a letter.")
    var subject: String?

    @Option(
        help: ArgumentHelp(
            "Who sends it: known or anonymous. Otherwise known by sms, chat, email and counter, which bring "
                + "a number or an address; anonymous by the others."))
    var sender: String?

    @Option(name: .customLong("flag"), help: "What the channel says of it, e.g. dmarc_fail; may be repeated.")
    var flags: [String] = []

    @Option(help: "The title of the programme it was told in.")
    var programme: String?

    @Option(name: .customLong("promise-by"), help: "Who promised something for it on air.")
    var promiseBy: String?

    @Option(name: .customLong("promise-due"), help: "The day that was promised, as 2026-12-01.")
    var promiseDue: String?

    @Option(
        name: .customLong("late-promise"),
        help: "The agency that owes a late promise about the place, given in the same programme.")
    var latePromise: String?

    @Flag(help: "It answers something the office asked.")
    var followup = false

    @Option(help: "How it repeats an earlier one: resend, same_reporter, same_incident, recurrence.")
    var relation: String?

    @Option(help: "Complaints in its case, this one included.")
    var count: Int?

    func validate() throws {
        guard Channel(rawValue: channel) != nil else {
            let known = Channel.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("unknown channel '\(channel)'; known: \(known)")
        }
        if let relation, Relation(rawValue: relation) == nil {
            let known = Relation.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("unknown relation '\(relation)'; known: \(known)")
        }
        if count != nil, relation == nil { throw ValidationError("--count needs --relation") }
        if let count, count < 2 { throw ValidationError("a case has at least 2 complaints") }
        if let sender, !["known", "anonymous"].contains(sender) {
            throw ValidationError("unknown sender '\(sender)'; known: known, anonymous")
        }
        if let promiseDue, Day(promiseDue) == nil {
            throw ValidationError("'\(promiseDue)' is no date like 2026-12-01")
        }
        if let at, Timestamp.parse(at) == nil {
            throw ValidationError("'\(at)' is no moment like 2026-11-28T23:30:00Z")
        }
    }

    var moment: Date { at.flatMap { Timestamp.parse($0) } ?? Date() }

    func complaint(_ text: String, at moment: Date) -> Complaint { given.complaint(text, at: moment) }

    /// Promises made on air that are late, where that is given.
    func late(in region: RegionPack) -> [LatePromise] { given.late(in: region.code) }

    private var given: ExampleCircumstances {
        var given = ExampleCircumstances()
        given.channel = Channel(rawValue: channel) ?? .sms
        (given.account, given.subject, given.flags) = (account, subject, flags)
        given.isAnonymous = sender.map { $0 == "anonymous" }
        given.programme = programme
        if promiseBy != nil || promiseDue != nil {
            given.promise = Response(by: promiseBy ?? "", text: "", due: promiseDue)
        }
        given.isFollowup = followup
        given.latePromise = latePromise
        return given
    }

    /// What it repeats, where that is given.
    var inCase: CaseFacts? {
        relation.flatMap(Relation.init).map { CaseFacts(relation: $0, count: count ?? 2) }
    }
}
