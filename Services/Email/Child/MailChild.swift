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
            let limits = try? JSONDecoder().decode(MailLimits.self, from: Data(hello))
        else { return EX_PROTOCOL }
        let reader = GMimeReader(limits: limits)
        Confinement.begin(limits)
        if let probe {
            probe.attempt()
            return EXIT_SUCCESS
        }
        while true {
            do {
                let frame = try socket.read(
                    bytesMax: Content.memoryBytesMax + smallFrame, until: .none)
                guard let frame else { return EXIT_SUCCESS }
                process_allow_seconds(UInt(limits.cpuSecondsMax))
                let request = try ChildRequest(frame: frame) { () throws(FrameSocket.Failure) in
                    try socket.readDescriptor(until: .none)
                }
                try answer(request, reader: reader, socket: socket)
            } catch {
                return EX_PROTOCOL
            }
        }
    }

    private static func answer(
        _ request: ChildRequest, reader: GMimeReader, socket: FrameSocket
    ) throws {
        var failure: FrameSocket.Failure?
        let send: MailParts.Receiver = { bytes in
            guard failure == nil else { return }
            do throws(FrameSocket.Failure) {
                try socket.write([ChildFrame.piece.rawValue] + bytes, until: .none)
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
        try socket.write([ChildFrame.reply.rawValue] + (try reply.encoded()), until: .none)
    }
}
