// From a journal entry to a complaint, and to what its sender is answered.
import Complaints
import Delivery
import Foundation
import Intake
import Region
import ServiceKit

/// What an entry says, before anybody is answered. Pure.
enum Understood: Sendable {
    /// - Parameter text: as it was written, with its keywords.
    case complaint(Complaint, Inbound, text: String)
    /// Somebody at a counter passes on what he was told.
    case passedOn(Complaint, Inbound, text: String)
    /// He has sent the form without a complaint in it.
    case emptyForm(Inbound)
    case command(Reading.Command, Inbound)
    /// Nobody is answered.
    case settled(Normalised)

    /// - Parameter door: of the account; `nil` when it is no longer configured.
    init(
        _ entry: JournalEntry, _ door: Webhook.Door?, _ keywords: SMSKeywords,
        _ counters: Counters = .none
    ) {
        do throws(Unreadable) {
            guard let door else {
                throw Unreadable(why: "the account '\(entry.account)' is no longer configured")
            }
            self = try Self.read(entry, door, keywords, counters)
        } catch {
            self = .settled(.quarantined(error.why))
        }
    }

    private static func read(
        _ entry: JournalEntry, _ door: Webhook.Door, _ keywords: SMSKeywords, _ counters: Counters
    ) throws(Unreadable) -> Understood {
        let provider = door.provider
        guard let message = try message(entry, provider) else {
            return .settled(.ignored("no message"))
        }
        let wanted = message.files.prefix(Inbound.filesMax).filter {
            FileFetcher.canFetch($0, provider)
        }
        if !wanted.isEmpty, entry.files == nil {
            return .settled(.awaitsFiles(wanted, within: door.fileWindow))
        }
        var text = SMSArrival.words(message)
        var isIncomplete = false
        if entry.pieces.isEmpty {
            if let piece = message.piece(of: door.account) { return .settled(.piece(piece)) }
        } else {
            var parts: [Part] = []
            for piece in entry.pieces.values {
                if let part = try Self.message(piece, provider)?.part { parts.append(part) }
            }
            text = SMSArrival.clean(Part.joined(parts))
            isIncomplete = parts.count < entry.piecesTotal
        }
        guard !text.isEmpty else { throw Unreadable(why: "the text is empty") }
        let reading = Reading(text, keywords)
        if let command = reading.command { return .command(command, message) }
        let desk = counters.desk(of: message.from)
        let form = desk.flatMap { _ in CounterForm(text, keywords) }
        if let form, form.text.isEmpty { return .emptyForm(message) }
        var complaint =
            if let desk, let form { Self.passedOn(form, by: desk, entry) } else {
                entry.complaint(
                    text: reading.text,
                    reporter: Reporter(
                        name: reading.name ?? message.name,
                        phone: Sender(message.from).description, address: reading.address,
                        anonymous: reading.anonymous, confidential: reading.confidential))
            }
        let reporter = complaint.reporter
        if reporter?.confidential == true { complaint.flags.append("confidential") }
        if reporter?.anonymous == true { complaint.flags.append("anonymous") }
        if isIncomplete { complaint.flags.append("incomplete") }
        complaint.attachments = entry.files?.attachments ?? []
        if wanted.count < message.files.count || message.lacksFiles
            || entry.files?.missing.isEmpty == false
        {
            complaint.flags.append("attachment_missing")
        }
        return form == nil
            ? .complaint(complaint, message, text: text)
            : .passedOn(complaint, message, text: text)
    }

    /// The complaint of somebody else: of the channel `counter`, in the account of who passes it on. Its
    /// tracking number is one of ours all the same: it was allotted when the message came, before
    /// anybody had read it, and Routing keeps what it is given.
    private static func passedOn(
        _ form: CounterForm, by desk: CounterDesk, _ entry: JournalEntry
    ) -> Complaint {
        var complaint = entry.complaint(
            text: form.text,
            reporter: Reporter(
                name: form.name, phone: form.phone, anonymous: form.anonymous,
                confidential: form.confidential))
        complaint.channel = .counter
        complaint.account = desk.name
        // A hint only: a member of UP3 hears of other kecamatan too.
        if let place = desk.place {
            complaint.places = [
                Place(
                    code: place, name: desk.title, level: place.count > 8 ? "desa" : "kecamatan",
                    confidence: placeConfidence, evidence: desk.title)
            ]
        }
        return complaint
    }

    /// How likely a complaint is about the place for which the counter works.
    private static let placeConfidence = 0.5

    /// A message as it was written.
    static func complaint(_ entry: JournalEntry, _ message: Inbound) -> Complaint {
        entry.complaint(
            text: SMSArrival.words(message),
            reporter: Reporter(name: message.name, phone: Sender(message.from).description))
    }

    /// The message an entry stands for; `nil` when the request holds none any more.
    private static func message(
        _ entry: JournalEntry, _ provider: any Provider
    ) throws(Unreadable) -> Inbound? {
        switch try provider.decode(RawRequest(meta: entry.meta, body: entry.body)) {
        case .ignored, .reports: return nil
        case .messages(let messages):
            let item = entry.meta[SMSArrival.itemKey].flatMap { Int($0) } ?? 0
            guard messages.indices.contains(item) else {
                throw Unreadable(why: "the request holds no message number \(item + 1)")
            }
            return try messages[item].get()
        }
    }

    /// Why an empty form is no complaint.
    static let noComplaint = "a counter's form without a complaint"

    /// What becomes of it when nobody is answered.
    var unanswered: Normalised {
        switch self {
        case .complaint(let complaint, let message, _), .passedOn(let complaint, let message, _):
            .complaint(complaint, attachments: message.enclosed)
        case .emptyForm: .ignored(Self.noComplaint)
        case .command(let command, _): .ignored("the command \(command.word)")
        case .settled(let normalised): normalised
        }
    }
}

enum SMSNormaliser {
    /// The journal's normaliser: decodes the raw request again.
    static func normalise(
        _ entry: JournalEntry, _ door: Webhook.Door?, _ answers: Answers
    ) async -> Normalised {
        let understood = Understood(entry, door, answers.keywords, answers.counters)
        guard let door else { return understood.unanswered }
        switch understood {
        case .settled(let normalised): return normalised
        case .command(.check, let message) where !answers.canTell(message, door):
            // Nobody is left without an answer: a person reads it.
            return .complaint(Understood.complaint(entry, message))
        case .command(let command, let message):
            return answers.obey(command, of: message, entry, door)
        case .emptyForm(let message):
            return .ignored(
                Understood.noComplaint, correspondence: answers.usage(for: entry, message, door))
        case .passedOn(let complaint, let message, let text):
            return .complaint(
                complaint, attachments: message.enclosed,
                correspondence: answers.receipts(for: entry, complaint, text, message, door))
        case .complaint(var complaint, let message, let text):
            var correspondence = answers.receipt(for: entry, text, message, door)
            // Without the database there is no mark, and no complaint either: it comes again.
            if let question = try? await answers.question(answeredBy: message, entry, door) {
                complaint.inReplyTo = question.complaint
                correspondence.append(.answered(question: question.id))
            }
            return .complaint(
                complaint, attachments: message.enclosed, correspondence: correspondence)
        }
    }
}
