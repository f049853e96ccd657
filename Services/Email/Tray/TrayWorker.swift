// Reads the mails that came by LMTP, in their order, and journals them.
import Delivery
import Foundation
import Intake
import Logging
import ServiceLifecycle
import Store

/// Empties the tray. Nothing of a mail holds up the next: what cannot be read is journalled unread.
struct TrayWorker: Service {
    let reception: Reception
    let logger: Logger

    /// Looks for work at least this often: files whose process died become free without a ring.
    static let idle = Duration.seconds(10)
    /// More mails than this during one batch, or one breather, mean that they come in without pause.
    static let callersMax = 16
    static let breather = Duration.milliseconds(250)
    /// So many between two batches while they do, and less when the tray fills: who waits for an answer comes
    /// first, and what then gathers is bounded.
    static let breathersMax = 20
    static let breathersWhenFull = 4
    static let pauseAfterTrouble = Duration.seconds(1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await untilItWorks { try await FormerTray.empty(into: reception) }
            guard let tray = reception.tray else {
                // A process of an earlier release may still lay mails there, beside this one.
                while !Task.isCancelled {
                    try? await Task.sleep(for: Self.idle)
                    await untilItWorks { try await FormerTray.empty(into: reception) }
                }
                return
            }
            while !Task.isCancelled {
                await untilItWorks {
                    let before = tray.putSoFar
                    switch try await step(tray) {
                    case 0: await tray.arrivals.wait(atMost: Self.idle)
                    // Handled alone for a reason, and so would all behind it wait.
                    case 1: break
                    default: await standBack(tray, since: before)
                    }
                }
            }
        }
    }

    /// Waits while mails come in without pause.
    private func standBack(_ tray: MailTray, since first: Int) async {
        var before = first
        for number in 0..<Self.breathersMax where !Task.isCancelled {
            let now = tray.putSoFar
            guard now - before > Self.callersMax, tray.isHalfEmpty || number < Self.breathersWhenFull
            else { return }
            before = now
            try? await Task.sleep(for: Self.breather)
        }
    }

    private func untilItWorks(_ body: () async throws -> Void) async {
        while !Task.isCancelled {
            do {
                return try await body()
            } catch {
                logger.error("mails not journalled yet", metadata: ["why": "\(error)"])
                try? await Task.sleep(for: Self.pauseAfterTrouble)
            }
        }
    }

    /// Handles one batch; gives how many mails it held.
    func step(_ tray: MailTray) async throws -> Int {
        let mails = try await tray.next()
        do {
            var arrivals: [Arrival] = []
            for mail in mails { arrivals.append(try await arrival(of: mail)) }
            if !arrivals.isEmpty { try await journal(arrivals, of: mails, tray) }
        } catch let error as StoreError where !error.isPassing {
            // One of them is the reason; the others need not wait for it.
            for mail in mails { try await journalAlone(mail, tray) }
        } catch {
            try? await tray.postpone()
            throw error
        }
        return mails.count
    }

    /// What the database refuses as it is waits for a person.
    private func journalAlone(_ mail: TrayMail, _ tray: MailTray) async throws {
        do {
            try await journal([try await arrival(of: mail)], of: [mail], tray)
        } catch let error as StoreError where !error.isPassing {
            let refused = try reception.unreadable(
                Content(mail.body), why: "could not be journalled: \(error)", mail.envelope, mail.receivedAt)
            try await journal([refused], of: [mail], tray)
        }
    }

    private func arrival(of mail: TrayMail) async throws -> Arrival {
        let content = Content(mail.body)
        if let damage = mail.damage {
            logger.error("mails of the tray are set aside", metadata: ["why": "\(damage)"])
            return try reception.unreadable(content, why: damage, mail.envelope, mail.receivedAt)
        }
        guard mail.attempts < MailTray.attemptsMax else {
            return try reception.unreadable(
                content, why: "reading it ended the process \(mail.attempts) times", mail.envelope,
                mail.receivedAt)
        }
        return try await reception.arrival(of: content, mail.envelope, now: mail.receivedAt)
    }

    private func journal(_ arrivals: [Arrival], of mails: [TrayMail], _ tray: MailTray) async throws {
        let receipts = try await tray.journal(arrivals, of: mails)
        for ((arrival, receipt), mail) in zip(zip(arrivals, receipts), mails) {
            reception.count(arrival, receipt, mail.envelope)
        }
    }
}
