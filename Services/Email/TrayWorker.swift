// Reads the mails that came by LMTP, in their order, and journals them.
import Delivery
import Foundation
import Intake
import Logging
import ServiceLifecycle
import Store

/// Empties the tray. Nothing of a mail holds up the next: what cannot be read is journalled unread.
struct TrayWorker: Service {
    let tray: MailTray
    let reception: Reception
    let logger: Logger

    /// Looks for work at least this often: mails whose process died become free without a ring.
    static let idle = Duration.seconds(10)
    /// More writes than this during one batch mean that mails come in without pause.
    static let callersMax = 16
    /// Between two batches while they do: who waits for an answer comes first. What then gathers is bounded.
    static let breather = Duration.seconds(1)
    static let pauseAfterTrouble = Duration.seconds(1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var hasRecovered = false
            while !Task.isCancelled {
                do {
                    if !hasRecovered { try await tray.recover() }
                    hasRecovered = true
                    let before = tray.urgentWrites
                    if try await step() > 0 {
                        if tray.urgentWrites - before > Self.callersMax {
                            try? await Task.sleep(for: Self.breather)
                        }
                        continue
                    }
                    try await tray.recount()
                    await tray.arrivals.wait(atMost: Self.idle)
                } catch {
                    logger.error("mails not journalled yet", metadata: ["why": "\(error)"])
                    try? await Task.sleep(for: Self.pauseAfterTrouble)
                }
            }
        }
    }

    /// Handles one batch; gives how many mails it held.
    func step() async throws -> Int {
        let mails = try await tray.claim()
        var arrivals: [Arrival] = []
        for mail in mails { arrivals.append(try await arrival(of: mail)) }
        guard !arrivals.isEmpty else { return 0 }
        do {
            try await journal(arrivals, of: mails)
        } catch let error as StoreError
            where mails.count > 1 && !error.isPassing && error.code != .leaseLost
        {
            // One of them is the reason; the others need not wait for it.
            for (arrival, mail) in zip(arrivals, mails) { try await journal([arrival], of: [mail]) }
        }
        return mails.count
    }

    private func arrival(of mail: MailTray.Mail) async throws -> Arrival {
        let content = Content(mail.body)
        guard mail.attempts < MailTray.attemptsMax else {
            return try reception.unreadable(
                content, why: "reading it ended the process \(mail.attempts) times", mail.envelope,
                mail.receivedAt)
        }
        return try await reception.arrival(of: content, mail.envelope, now: mail.receivedAt)
    }

    private func journal(_ arrivals: [Arrival], of mails: [MailTray.Mail]) async throws {
        let receipts = try await tray.journal(arrivals, of: mails)
        for ((arrival, receipt), mail) in zip(zip(arrivals, receipts), mails) {
            reception.count(arrival, receipt, mail.envelope)
        }
    }
}
