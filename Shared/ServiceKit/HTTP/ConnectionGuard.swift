// The state of one connection: what is being read, what is being answered, and which deadline holds.
import NIOCore
import NIOHTTP1

/// What the handlers of our own read as the end of a request that is cut off or too slow.
struct ConnectionFault: Error, Sendable, Hashable {
    let kind: String
}

/// State of one connection; lives on its event loop.
final class ConnectionGuard {
    /// What is being read.
    private enum Reading {
        case nothing(since: NIODeadline)
        case header(since: NIODeadline, bytes: Int)
        case body(since: NIODeadline, bytes: Int)
    }

    let limits: ConnectionLimits
    private let ledger: ConnectionLedger
    private let entry: ConnectionEntry?
    private var reading = Reading.nothing(since: .now())
    /// Requests whose answer has not been written to its end.
    private var inFlight = 0
    private var isAnswering = false
    /// The connection ends with the present answer.
    private var endsWithAnswer = false
    /// Since when the socket takes no more of our answer, and how much was given to it.
    private var blockedSince: NIODeadline?
    private var answerBytes = 0
    /// The client sends no more.
    var inputClosed = false
    /// Nothing is read or written any more; closed for good at this time.
    private(set) var closesAt: NIODeadline?

    init(_ limits: ConnectionLimits, _ ledger: ConnectionLedger, _ entry: ConnectionEntry?) {
        self.limits = limits
        self.ledger = ledger
        self.entry = entry
    }

    // MARK: What comes

    func bytesCame(_ count: Int) {
        switch reading {
        case .nothing:
            reading = .header(since: .now(), bytes: count)
            noteWaiting()
        case .header(let since, let bytes): reading = .header(since: since, bytes: bytes + count)
        case .body: break
        }
    }

    /// The decoder has its own bound; this one holds for what it no longer looks at, such as bytes after
    /// a request to upgrade the protocol.
    var isFlooded: Bool {
        if case .header(_, let bytes) = reading { return bytes > 2 * limits.headerBytes }
        return false
    }

    /// Whether the request may be passed on.
    func came(_ part: HTTPServerRequestPart) -> Bool {
        switch part {
        case .head(let head):
            guard inFlight < ConnectionLimits.requestsInFlight else { return false }
            inFlight += 1
            reading = .body(since: .now(), bytes: 0)
            // After these two the decoder reads nothing more.
            let leavesHTTP = head.method == .CONNECT || head.headers.contains(name: "Upgrade")
            if !head.isKeepAlive || leavesHTTP { endsWithAnswer = true }
        case .body(let buffer):
            if case .body(let since, let bytes) = reading {
                reading = .body(since: since, bytes: bytes + buffer.readableBytes)
            }
        case .end:
            reading = .nothing(since: .now())
        }
        noteWaiting()
        return true
    }

    // MARK: What goes

    /// Notes the head of an answer, and tells the client when the connection ends with it.
    func answers(_ head: inout HTTPResponseHead) {
        guard head.status.code >= 200 else { return }
        isAnswering = true
        answerBytes = 0
        // The rest of a request that is already answered is not worth reading.
        if case .body = reading { endsWithAnswer = true }
        if endsWithAnswer { head.headers.replaceOrAdd(name: "Connection", value: "close") }
    }

    /// Whether the connection ends with this answer.
    func answered() -> Bool {
        isAnswering = false
        inFlight -= 1
        if case .nothing = reading { reading = .nothing(since: .now()) }
        noteWaiting()
        return endsWithAnswer
    }

    func bytesGo(_ count: Int) { answerBytes += count }

    func writability(_ isWritable: Bool) { blockedSince = isWritable ? nil : .now() }

    /// Whether an answer of ours can still be understood as the answer to the present request.
    var canAnswer: Bool { !isAnswering && inFlight <= 1 && closesAt == nil }

    func startClosing() {
        closesAt = .now() + ConnectionLimits.lingerTime
        entry?.waits(since: .now())
    }

    func fault(_ kind: String) { ledger.fault(kind) }

    private func noteWaiting() {
        switch reading {
        case _ where inFlight > 0: entry?.waits(since: nil)
        case .nothing(let since), .header(let since, _): entry?.waits(since: since)
        case .body: entry?.waits(since: nil)
        }
    }

    // MARK: Deadlines

    enum Verdict {
        case inTime
        /// Closed without a word, under this name.
        case close(String)
        /// Answered 408, under this name.
        case timedOut(String)
    }

    func verdict(now: NIODeadline) -> Verdict {
        if let closesAt { return now >= closesAt ? .close("lingering") : .inTime }
        if let blockedSince {
            let deadline = blockedSince + limits.allowance(limits.writeTime, bytes: answerBytes)
            return now >= deadline ? .close("write-time") : .inTime
        }
        switch reading {
        case .header(let since, _) where now >= since + TimeAmount(limits.headerTime):
            return .timedOut("header-time")
        case .body(let since, let bytes)
        where now >= since + limits.allowance(limits.bodyTime, bytes: bytes):
            return .timedOut("body-time")
        case .nothing(let since)
        where inFlight == 0 && now >= since + TimeAmount(limits.idleTime):
            return .close("idle")
        default: return .inTime
        }
    }
}
