// Handing the messages of one account on, one after the other, and what becomes of each.
import Complaints
package import Logging
package import ServiceLifecycle
package import Store

/// What became of a message that was handed to a provider or a mail server.
package enum Handover: Sendable, Hashable {
    /// Taken; with the other side's own name for it, where it gives one.
    case sent(reference: String?)
    /// It will never be taken, and why.
    case refused(String)
    /// The citizen has told the other side that he wants no messages.
    case unwanted(String)
    /// Nothing can be sent through this account now.
    case again(String, after: Duration? = nil)
    /// This one cannot be sent now; others may.
    case later(String)
}

extension Messages {
    /// The worker that sends what one account has to say.
    ///
    /// - Parameters:
    ///   - counted: called with `sent` or `failed` for each message that is done.
    ///   - send: hands one message over; never throws.
    package func worker(
        of account: String, logger: Logger, counted: @escaping @Sendable (String) -> Void,
        send: @escaping @Sendable (Message) async -> Handover
    ) throws(StoreError) -> some Service {
        let bell = Bell()
        return OutboxWorker(
            outbox: try outbox(of: account, bell: bell), bell: bell,
            // Nobody may get one twice because the process ended before it noted the first.
            limitMax: 1, logger: logger
        ) { await hand($0, account, logger, counted, send) }
    }

    /// Those handed over before a failure are settled, the rest comes again.
    private func hand(
        _ parcels: [Parcel], _ account: String, _ logger: Logger, _ counted: (String) -> Void,
        _ send: (Message) async -> Handover
    ) async -> Dispatch {
        var settlements: [Settlement] = []
        for parcel in parcels {
            let handover: Handover
            if let message = try? Wire.decode(Message.self, from: parcel.body) {
                handover = await obeying(await send(message), message)
            } else {
                handover = .refused("the stored message cannot be read")
            }
            switch handover {
            case .sent(let reference):
                counted("sent")
                settlements.append(.delivered(reference: reference))
            case .refused(let why), .unwanted(let why):
                counted("failed")
                logger.warning(
                    "message not sent", metadata: ["account": "\(account)", "why": "\(why)"])
                settlements.append(.refused(why))
            case .later(let why):
                logger.notice(
                    "message postponed", metadata: ["account": "\(account)", "why": "\(why)"])
                return .settled(settlements)
            case .again(let why, let after):
                guard settlements.isEmpty else { return .settled(settlements) }
                return .postponed("\(account): \(why)", retryAfter: after)
            }
        }
        return .settled(settlements)
    }

    /// Whoever wants no messages gets none from now on.
    private func obeying(_ handover: Handover, _ message: Message) async -> Handover {
        guard case .unwanted = handover else { return handover }
        do {
            try await perform([.stop(recipient: message.recipient)])
            return handover
        } catch {
            return .again("the recipient's wish cannot be recorded: \(error)")
        }
    }
}
