// What a sender does next: claim, send, settle, give back, pause. A pure state machine, so that the
// worker and a simulation walk the same way.

/// The steps of one sender to one destination, from its start on.
///
/// The caller performs the action and hands back what came of it:
/// `recover → claim → send → settle → claim …`, with a pause after each failure.
package struct OutboxSteps: Sendable {
    /// What to do.
    package enum Action: Sendable {
        case recover
        case claim(limit: Int)
        case send([Parcel])
        case settle([(parcel: Parcel, settlement: Settlement)])
        /// Gives back what could not be delivered now.
        case release([Parcel])
        /// Nothing waits: until somebody rings, or for a while.
        case rest
        case pause(Duration, failures: Int, why: String)
    }

    /// What came of an action.
    package enum Event: Sendable {
        /// It is done; of a claim and a try, there is more to tell.
        case done
        case claimed([Parcel])
        case answered(Dispatch)
        case failed(String)
    }

    /// What is still done when the process is about to end, in place of an action: what has been sent is
    /// recorded, and what has only been claimed is given back, or it would wait for the claim's end.
    package static func ending(_ action: Action) -> Action? {
        switch action {
        case .settle, .release: action
        case .send(let parcels): .release(parcels)
        case .recover, .claim, .rest, .pause: nil
        }
    }

    private enum Stage {
        case recovering, pausing, ready, settling, settlingAgain
        case givingBack(why: String, retryAfter: Duration?)
    }

    private var pace: DeliveryPace
    private var hasRecovered = false
    private var stage = Stage.recovering
    /// Claimed, and neither settled nor given back.
    private var inHand: [Parcel] = []
    /// Answered by the other side and not yet recorded: recorded before anything else is sent, or it would
    /// be sent again.
    private var unsettled: [(parcel: Parcel, settlement: Settlement)] = []

    /// - Parameter limitMax: parcels in one try at most.
    package init(
        backoff: Backoff = Backoff(), limitMax: Int = DeliveryPace.limitMaxDefault
    ) {
        pace = DeliveryPace(backoff: backoff, limitMax: limitMax)
    }

    /// Where a sender begins.
    package static let first = Action.recover

    /// - Parameter random: 0 ..< 1, spreads many senders apart.
    package mutating func next(after event: Event, random: Double) -> Action {
        switch event {
        case .failed(let why):
            return pause(why, retryAfter: nil, random)
        case .claimed(let parcels):
            inHand = parcels
            return parcels.isEmpty ? .rest : .send(parcels)
        case .answered(.postponed(let why, let retryAfter)):
            stage = .givingBack(why: why, retryAfter: retryAfter)
            return .release(inHand)
        case .answered(.settled(let settlements)) where settlements.isEmpty:
            stage = .settling
            defer { inHand = [] }
            return .release(inHand)
        case .answered(.settled(let settlements)):
            stage = .settling
            unsettled = zip(inHand, settlements).map { (parcel: $0, settlement: $1) }
            inHand.removeFirst(unsettled.count)
            return .settle(unsettled)
        case .done:
            break
        }
        switch stage {
        case .recovering:
            hasRecovered = true
        case .pausing where !hasRecovered:
            stage = .recovering
            return .recover
        case .pausing where !unsettled.isEmpty:
            stage = .settlingAgain
            return .settle(unsettled)
        case .settlingAgain:
            // What went well was counted then, and the failure since.
            unsettled = []
        case .pausing, .ready:
            break
        case .settling:
            unsettled = []
            guard inHand.isEmpty else {
                defer { inHand = [] }
                return .release(inHand)
            }
            pace.succeeded()
        case .givingBack(let why, let retryAfter):
            return pause(why, retryAfter: retryAfter, random)
        }
        stage = .ready
        return .claim(limit: pace.limit)
    }

    private mutating func pause(
        _ why: String, retryAfter: Duration?, _ random: Double
    ) -> Action {
        stage = .pausing
        inHand = []
        let wait = pace.failed(retryAfter: retryAfter, random: random)
        return .pause(wait, failures: pace.failures, why: why)
    }
}
