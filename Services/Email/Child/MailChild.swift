// The parsing child: this executable again, with limits, reading mails and answering frames.
import CProcess
import Foundation
import Intake

/// The child process in which mail is parsed (decision D8).
package enum MailChild {
    /// The hidden argument that makes an executable a parsing child.
    static let argument = "mail-child"

    /// Serves as a parsing child and never returns, if this process was started as one.
    ///
    /// To be called first of all in `main` of every executable that parses mail: before threads
    /// exist, and on the main thread, whose stack the limit is for.
    package static func runIfAsked() {
        let arguments = CommandLine.arguments
        guard arguments.count > 1, arguments[1] == argument else { return }
        exit(serve(FrameSocket(descriptor: STDIN_FILENO), probe: probe(arguments.dropFirst(2))))
    }

    /// `--probe NAME`, for the tests of what the child may not do.
    static let probeArgument = "--probe"

    private static func probe(_ arguments: ArraySlice<String>) -> Confinement.Probe? {
        guard arguments.first == probeArgument else { return nil }
        return arguments.dropFirst().first.flatMap(Confinement.Probe.init)
    }

    /// Reads the limits, then mails until the parent closes. The exit status.
    private static func serve(_ socket: FrameSocket, probe: Confinement.Probe?) -> Int32 {
        let smallFrame = 1 << 16
        guard let hello = try? socket.read(bytesMax: smallFrame, until: .none),
            let limits = try? JSONDecoder().decode(MailLimits.self, from: Data(hello.bytes))
        else { return EX_PROTOCOL }
        let reader = GMimeReader(limits: limits)
        Confinement.begin(limits)
        if let probe {
            probe.attempt()
            return EXIT_SUCCESS
        }
        let answers = Answers(socket: socket)
        var allowed = ContinuousClock.Instant?.none
        while true {
            do {
                let frame = try socket.read(
                    bytesMax: Content.memoryBytesMax + smallFrame, until: .none
                ) { () throws(FrameSocket.Failure) in try answers.flush() }
                guard let frame else { return EXIT_SUCCESS }
                // Each mail has at least so many; to ask before each what was used costs a system call.
                let now = ContinuousClock.now
                if allowed.map({ now - $0 >= .seconds(1) }) ?? true {
                    process_allow_seconds(UInt(limits.cpuSecondsMax))
                    allowed = now
                }
                let request = try ChildRequest(frame) { () throws(FrameSocket.Failure) in
                    try socket.readDescriptor(until: .none)
                }
                try answer(request, reader: reader, answers)
            } catch {
                return EX_PROTOCOL
            }
        }
    }

    /// What is not written yet: while further mails are there to read, the parent is not woken.
    private final class Answers {
        let socket: FrameSocket
        private var bytes: [UInt8] = []
        private static let bytesMax = 64 << 10

        init(socket: FrameSocket) { self.socket = socket }

        func add(_ reply: ChildReply) throws(FrameSocket.Failure) {
            reply.write(to: &bytes)
            if bytes.count > Self.bytesMax { try flush() }
        }

        func flush() throws(FrameSocket.Failure) {
            try socket.write(bytes, until: .none)
            bytes.removeAll(keepingCapacity: true)
        }
    }

    private static func answer(
        _ request: ChildRequest, reader: GMimeReader, _ answers: Answers
    ) throws(FrameSocket.Failure) {
        var failure: FrameSocket.Failure?
        let send: MailParts.Receiver = { bytes in
            guard failure == nil else { return }
            do throws(FrameSocket.Failure) {
                try answers.add(.piece(Array(bytes)))
            } catch {
                failure = error
            }
        }
        let reply: ChildReply
        do throws(MailRefusal) {
            reply = .mail(try reader.read(request.mail, onBytes: request.wantsFiles ? send : nil))
        } catch {
            reply = .refused(error)
        }
        if let failure { throw failure }
        try answers.add(reply)
    }
}
