// One LMTP session (RFC 2033) as a value: bytes in, events out, no sockets and no clocks.
import ServiceKit

/// Limits of the LMTP listener.
struct LMTPLimits: Sendable, Hashable {
    /// The mail as sent, `limits.mail_mib`.
    var mailBytesMax = 50 << 20
    /// A command line. RFC 5321 section 4.5.3.1.4 asks for 512 and more with extensions.
    var lineBytesMax = 4_096
    var recipientsMax = 100
    /// Commands in a row that were refused, then the session ends.
    var errorsMax = 20
    /// Silence, then the session ends (RFC 5321 section 4.5.3.2.7: at least five minutes).
    var idleSeconds: Int64 = 300
    /// From the greeting to the end: what drips in for longer holds a place that others need.
    var sessionSeconds: Int64 = 3_600
    var connectionsMax = 64
}

extension LMTPLimits {
    /// As the administrator has set them.
    init(_ limits: Configuration.Limits) {
        mailBytesMax = limits.mailMiB << 20
        connectionsMax = limits.lmtpConnections
        idleSeconds = max(1, limits.lmtpIdleTime.components.seconds)
        sessionSeconds = max(1, limits.lmtpSessionTime.components.seconds)
    }
}

/// For whom a mail is, as an LMTP client said before it.
struct LMTPEnvelope: Sendable, Hashable {
    /// Empty for a bounce.
    var sender: String
    /// Accepted addresses, as given.
    var recipients: [String]
}

/// What became of a mail; the client hears it once per recipient.
enum LMTPOutcome: Sendable, Hashable {
    /// On disk.
    case stored
    /// Our own trouble: the client keeps the mail and comes again.
    case tryAgain
    /// The same, and it is the disk.
    case noRoom
}

/// The state machine. Feed it bytes, then take events until there is none; after `deliver` call
/// ``finish(_:)`` before taking the next.
struct LMTPSession {
    enum Event: Sendable, Hashable {
        /// Whole lines with their ends.
        case reply(String)
        /// A mail begins: what follows as `data` is its content.
        case begin
        /// The next bytes of the mail; where it is cut means nothing.
        case data([UInt8])
        /// It is too large, and was refused.
        case drop
        /// It is whole.
        case deliver(LMTPEnvelope)
        case close
    }

    private enum State {
        case waitingForLHLO
        case ready
        /// MAIL was accepted; recipients gather.
        case envelope(LMTPEnvelope)
        case data(LMTPEnvelope)
        case delivering(recipients: Int)
        case closed
    }

    private let hostname: String
    private let limits: LMTPLimits
    private let isOurs: @Sendable (String) -> Bool
    private let hasRoom: @Sendable () -> Bool
    private var state = State.waitingForLHLO
    private var input = LMTPInput()
    private var mailBytes = 0
    private var errors = 0
    private var queue: [Event]

    /// - Parameters:
    ///   - isOurs: whether mail for an address is taken in.
    ///   - hasRoom: whether the disk has room for a mail.
    init(
        hostname: String, limits: LMTPLimits = LMTPLimits(),
        isOurs: @escaping @Sendable (String) -> Bool,
        hasRoom: @escaping @Sendable () -> Bool = { true }
    ) {
        self.hostname = hostname
        self.limits = limits
        self.isOurs = isOurs
        self.hasRoom = hasRoom
        queue = [.reply("220 \(hostname) LMTP Mendengar\r\n")]
    }

    mutating func feed(_ bytes: some Sequence<UInt8>) { input.append(bytes) }

    /// What to do next; `nil`: wait for more bytes.
    mutating func next() -> Event? {
        while queue.isEmpty {
            switch state {
            case .closed, .delivering: return nil
            case .data(let envelope):
                guard readData(envelope) else { return nil }
            default:
                switch input.line(bytesMax: limits.lineBytesMax) {
                case nil: return nil
                case .tooLong: refuse("500 5.5.6 line too long")
                case .line(let line): command(line)
                }
            }
        }
        return queue.removeFirst()
    }

    /// Answers the mail that was handed out, once per recipient (RFC 2033 section 4.2).
    mutating func finish(_ outcome: LMTPOutcome) {
        guard case .delivering(let recipients) = state else { return }
        let reply =
            switch outcome {
            case .stored: "250 2.0.0 stored"
            case .tryAgain: "451 4.3.0 not stored, try again later"
            case .noRoom: Self.noRoom
            }
        for _ in 0..<recipients { say(reply) }
        state = .ready
    }

    private static let noRoom = "452 4.3.1 no room on the disk, try again later"

    /// Ends the session from our side, between two commands.
    mutating func shutDown() {
        queue.removeAll()
        say("421 4.3.2 the service stops, try again later")
        close()
    }

    private mutating func command(_ line: String) {
        let verbEnd = line.utf8.firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
        let verb = line[..<verbEnd].uppercased()
        let argument = line[verbEnd...].withoutLeadingBlanks
        switch verb {
        case "LHLO": greet(argument)
        case "MAIL": startMail(argument)
        case "RCPT": addRecipient(argument)
        case "DATA": startData(argument)
        case "RSET":
            if case .waitingForLHLO = state {} else { state = .ready }
            say("250 2.0.0 forgotten")
        case "NOOP": say("250 2.0.0 ok")
        case "VRFY": say("252 2.5.0 send it and see")
        case "QUIT":
            say("221 2.0.0 goodbye")
            close()
        case "BDAT":
            // Not offered. Its bytes would follow without being asked for, and be taken for commands.
            say("502 5.5.1 no CHUNKING here")
            close()
        case "HELO", "EHLO": refuse("500 5.5.1 this is LMTP: LHLO")
        default: refuse("500 5.5.2 unknown command")
        }
    }

    private mutating func greet(_ name: Substring) {
        guard !name.isEmpty else { return refuse("501 5.5.4 LHLO needs a name") }
        state = .ready
        queue.append(
            .reply(
                """
                250-\(hostname)\r
                250-PIPELINING\r
                250-8BITMIME\r
                250-SMTPUTF8\r
                250-ENHANCEDSTATUSCODES\r
                250 SIZE \(limits.mailBytesMax)\r\n
                """))
    }

    private mutating func startMail(_ argument: Substring) {
        switch state {
        case .ready: break
        case .waitingForLHLO: return refuse("503 5.5.1 LHLO first")
        default: return refuse("503 5.5.1 one MAIL at a time")
        }
        guard let path = LMTPPath("FROM:", argument) else {
            return refuse("501 5.5.4 MAIL FROM:<address>")
        }
        for parameter in path.parameters {
            let pair = parameter.uppercased().split(separator: "=", maxSplits: 1)
            switch pair.first {
            case "SIZE":
                guard let size = pair.last.flatMap({ Int($0) }) else {
                    return refuse("501 5.5.4 SIZE needs a number")
                }
                guard size <= limits.mailBytesMax else {
                    return refuse("552 5.3.4 over \(limits.mailBytesMax) bytes")
                }
            case "BODY" where ["7BIT", "8BITMIME"].contains(pair.last): break
            case "SMTPUTF8" where pair.count == 1: break
            // RFC 3461 and RFC 4954: for the server before us, which has done with them.
            case "RET", "ENVID", "AUTH": break
            default: return refuse("555 5.5.4 unknown parameter")
            }
        }
        guard hasRoom() else { return say(Self.noRoom) }
        state = .envelope(LMTPEnvelope(sender: path.address, recipients: []))
        say("250 2.1.0 ok")
    }

    private mutating func addRecipient(_ argument: Substring) {
        guard case .envelope(var envelope) = state else {
            return refuse("503 5.5.1 MAIL first")
        }
        guard let path = LMTPPath("TO:", argument) else {
            return refuse("501 5.5.4 RCPT TO:<address>")
        }
        let isKnown = path.parameters.allSatisfy { parameter in
            ["NOTIFY=", "ORCPT="].contains { parameter.uppercased().hasPrefix($0) }
        }
        guard isKnown else { return refuse("555 5.5.4 unknown parameter") }
        guard isOurs(path.address) else { return refuse("550 5.1.1 no such address here") }
        guard envelope.recipients.count < limits.recipientsMax else {
            return refuse("452 4.5.3 over \(limits.recipientsMax) recipients")
        }
        envelope.recipients.append(path.address)
        state = .envelope(envelope)
        say("250 2.1.5 ok")
    }

    private mutating func startData(_ argument: Substring) {
        guard argument.isEmpty else { return refuse("501 5.5.4 DATA takes nothing") }
        guard case .envelope(let envelope) = state, !envelope.recipients.isEmpty else {
            return refuse("503 5.5.1 no valid recipients")
        }
        state = .data(envelope)
        mailBytes = 0
        input.startData()
        queue.append(.begin)
        say("354 end with a dot on a line by itself")
    }

    /// Takes what has come of the mail; `false`: more must come.
    private mutating func readData(_ envelope: LMTPEnvelope) -> Bool {
        var piece: [UInt8] = []
        let isWhole = input.data(into: &piece)
        let wasTooLarge = mailBytes > limits.mailBytesMax
        mailBytes += piece.count
        let isTooLarge = mailBytes > limits.mailBytesMax
        if isTooLarge {
            if !wasTooLarge { queue.append(.drop) }
        } else if !piece.isEmpty {
            queue.append(.data(piece))
        }
        guard isWhole else { return !queue.isEmpty }
        errors = 0
        if isTooLarge {
            for _ in envelope.recipients { say("552 5.3.4 over \(limits.mailBytesMax) bytes") }
            state = .ready
        } else {
            state = .delivering(recipients: envelope.recipients.count)
            queue.append(.deliver(envelope))
        }
        return true
    }

    private mutating func say(_ line: String) { queue.append(.reply(line + "\r\n")) }

    private mutating func refuse(_ line: String) {
        say(line)
        errors += 1
        if errors > limits.errorsMax {
            say("421 4.7.0 too many errors")
            close()
        }
    }

    private mutating func close() {
        queue.append(.close)
        state = .closed
    }
}

/// `FROM:<address> PARAMETERS` of a command.
private struct LMTPPath {
    var address: String
    var parameters: [Substring]

    init?(_ keyword: String, _ argument: Substring) {
        // By bytes: the signs of the protocol are ASCII, and characters would be put together in vain.
        let head = argument.utf8.prefix(keyword.utf8.count)
        guard Substring(head).uppercased() == keyword else { return nil }
        let rest = argument[head.endIndex...].withoutLeadingBlanks.utf8
        guard rest.first == UInt8(ascii: "<"), let end = rest.firstIndex(of: UInt8(ascii: ">"))
        else { return nil }
        // A source route before the address is to be ignored (RFC 5321 appendix F.2).
        let path = rest[rest.index(after: rest.startIndex)..<end]
        address = String(
            Substring(
                path.first == UInt8(ascii: "@")
                    ? path.drop { $0 != UInt8(ascii: ":") }.dropFirst() : path))
        // It becomes a header of the kept mail.
        guard !address.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else { return nil }
        parameters = Substring(rest[rest.index(after: end)...]).split(separator: " ")
    }
}

extension Substring {
    fileprivate var withoutLeadingBlanks: Substring {
        Substring(utf8.drop { $0 == UInt8(ascii: " ") })
    }
}
