// The parsing child: this executable again, with limits, reading mails and answering frames.
import CProcess
import Foundation

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
        guard arguments.count == 2, arguments[1] == argument else { return }
        exit(serve(FrameSocket(descriptor: STDIN_FILENO)))
    }

    /// Reads the limits, then mails until the parent closes. The exit status.
    private static func serve(_ socket: FrameSocket) -> Int32 {
        let smallFrame = 1 << 16
        guard let hello = try? socket.read(bytesMax: smallFrame, until: .none),
            let limits = try? JSONDecoder().decode(MailLimits.self, from: Data(hello))
        else { return EX_PROTOCOL }
        confine(limits)
        let reader = GMimeReader(limits: limits)
        while true {
            do {
                guard
                    let mail = try socket.read(
                        bytesMax: limits.mailBytesMax + 1, until: .none)
                else { return EXIT_SUCCESS }
                process_allow_seconds(UInt(limits.cpuSecondsMax))
                try answer(mail, reader: reader, socket: socket)
            } catch {
                return EX_PROTOCOL
            }
        }
    }

    private static func answer(
        _ mail: [UInt8], reader: GMimeReader, socket: FrameSocket
    ) throws {
        let reply: ChildReply
        var attachments: [[UInt8]] = []
        do throws(MailRefusal) {
            let read = try reader.read(mail)
            reply = .mail(read.0)
            attachments = read.attachments
        } catch {
            reply = .refused(error)
        }
        try socket.write(try JSONEncoder().encode(reply), until: .none)
        for attachment in attachments { try socket.write(attachment, until: .none) }
    }

    /// Bounds what a mail that takes over the parser can do.
    private static func confine(_ limits: MailLimits) {
        process_set_memory_max(UInt(limits.memoryBytesMax))
        process_set_stack_max(UInt(limits.stackBytesMax))
        // iconv opens its tables while it works.
        process_set_files_max(32)
        process_confine()
    }
}
