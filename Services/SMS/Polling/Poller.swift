// Asks a provider that calls nobody: fetch, store, and only then fetch again.
import Delivery
import Intake
import Logging
import ServiceKit
import ServiceLifecycle

/// A provider that is asked. It has no webhook; what is journalled are requests that ``decode(_:)``
/// understands, one for each message.
protocol Polled: Provider {
    /// Where to ask, credentials included: never logged.
    var pollURL: String { get }

    /// The messages of an answer, none of them read yet.
    func messages(in answer: [UInt8]) throws(PollTrouble) -> [RawRequest]
}

/// Why a round of asking came to nothing.
struct PollTrouble: Error, Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable {
        /// Of the network, or the answer is too large.
        case network
        case status
        /// Not what the provider should answer.
        case answer
        /// The provider says what it does not like.
        case notice
        /// The messages are here, and the disk is not.
        case store
    }
    var kind: Kind
    var why: String
}

/// One account. Any number of processes may ask for the same: the unique key decides.
struct Poller: Service {
    private let door: Webhook.Door
    private let provider: any Polled
    private let intake: Intake
    private let logger: Logger
    private let polls: @Sendable (_ result: String) -> Metrics.Counter
    private let fetcher = Fetcher()

    /// For a whole exchange. Shorter than the graceful stop: what was fetched is stored before the end.
    static let answerTime = Duration.seconds(8)
    /// A larger answer is a trouble of the network.
    static let answerBytesMax = 8 << 20
    /// Between two rounds that fail.
    static let pauseMax = Duration.seconds(15 * 60)

    /// What one round leaves to the next.
    struct Progress: Sendable {
        /// Fetched and not stored yet: the provider may have marked them as read.
        var waiting: ArraySlice<Arrival> = []
        var failures = 0
        /// Told in the log already.
        var trouble: PollTrouble.Kind?
    }

    /// `nil` for an account that has a webhook.
    init?(_ door: Webhook.Door, intake: Intake, metrics: Metrics, logger: Logger) {
        guard let provider = door.provider as? any Polled else { return nil }
        self.door = door
        self.provider = provider
        self.intake = intake
        self.logger = logger
        let name = door.account.name
        polls = { metrics.counter("mendengar_sms_polls_total", ["account": name, "result": $0]) }
        for result in ["ok"] + PollTrouble.Kind.allCases.map(\.rawValue) { _ = polls(result) }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var progress = Progress()
            while !Task.isCancelled {
                let pause = await round(&progress)
                try? await Task.sleep(for: pause)
            }
            guard (try? await store(&progress)) == nil else { return }
            logger.critical(
                "stopped with messages that could not be stored",
                metadata: [
                    "account": "\(door.account.name)", "messages": "\(progress.waiting.count)",
                ])
        }
    }

    /// Asks once; gives how long to wait before the next time. Never fails.
    func round(_ progress: inout Progress) async -> Duration {
        do throws(PollTrouble) {
            try await store(&progress)
            progress.waiting = try await fetch()
            try await store(&progress)
        } catch {
            return failed(error, &progress)
        }
        polls("ok").count()
        if progress.trouble != nil {
            logger.notice(
                "the provider answers again", metadata: ["account": "\(door.account.name)"])
        }
        progress = Progress()
        return door.account.every
    }

    private func fetch() async throws(PollTrouble) -> ArraySlice<Arrival> {
        let answer: FetchResponse
        do {
            answer = try await fetcher.fetch(
                FetchRequest(
                    "GET", provider.pollURL, timeout: Self.answerTime,
                    responseBytesMax: Self.answerBytesMax))
        } catch {
            throw PollTrouble(kind: .network, why: "\(error)")
        }
        guard (200..<300).contains(answer.status) else {
            throw PollTrouble(kind: .status, why: "the provider answers \(answer.status)")
        }
        return try provider.messages(in: Array(answer.body)).map {
            SMSArrival.make($0, door.account, provider)
        }[...]
    }

    private func store(_ progress: inout Progress) async throws(PollTrouble) {
        while let arrival = progress.waiting.first {
            let receipt: Receipt
            do {
                receipt = try await intake.receiveOrKeep(arrival)
            } catch {
                throw PollTrouble(
                    kind: .store, why: "\(error); \(progress.waiting.count) messages wait in memory")
            }
            progress.waiting.removeFirst()
            door.count(Outcome(receipt))
            guard receipt.isNew, case .quarantine(let why) = arrival.verdict else { continue }
            logger.warning(
                "message quarantined",
                metadata: [
                    "account": "\(door.account.name)", "tracking": "\(receipt.tracking)",
                    "why": "\(why)",
                ])
        }
    }

    private func failed(_ trouble: PollTrouble, _ progress: inout Progress) -> Duration {
        polls(trouble.kind.rawValue).count()
        if progress.trouble != trouble.kind {
            logger.error(
                "the provider was asked in vain",
                metadata: ["account": "\(door.account.name)", "why": "\(trouble.why)"])
            progress.trouble = trouble.kind
        }
        progress.failures += 1
        let every = door.account.every
        let random = Double.random(in: 0..<1)
        guard trouble.kind != .store else {
            return Backoff().delay(failures: progress.failures, random: random)
        }
        let backoff = Backoff(first: every * 2, longest: Self.pauseMax)
        return max(every, backoff.delay(failures: progress.failures, random: random))
    }
}
