// A Postfix of a test's own: its folders, its port, one virtual domain that goes where the test says.
import Foundation

/// A running Postfix on a loopback port. It needs root, as Postfix does.
package final class Postfix: Sendable {
    package let port: Int
    private let folder: TemporaryFolder

    /// - Parameters:
    ///   - transport: where mail for hss.example goes, in Postfix's words.
    ///   - services: more lines of master.cf.
    ///   - settings: more lines of main.cf.
    package init(transport: String, services: String = "", settings: String = "") throws {
        let folder = try TemporaryFolder("postfix")
        self.folder = folder
        port = try FreePort.find()
        for name in ["queue", "data"] {
            try FileManager.default.createDirectory(
                atPath: folder.file(name), withIntermediateDirectories: true)
        }
        // Postfix wants the folder above its queue to be passable.
        try ChildProgram.run(["/bin/chmod", "755", folder.path])
        try ChildProgram.run(["/bin/chown", "postfix", folder.file("data")])
        try folder.write(
            """
            compatibility_level = 3.6
            queue_directory = \(folder.file("queue"))
            data_directory = \(folder.file("data"))
            maillog_file = \(folder.file("log"))
            maillog_file_prefixes = \(folder.path)
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = mx.hss.example
            mydestination =
            virtual_mailbox_domains = hss.example
            virtual_transport = \(transport)
            virtual_mailbox_maps =
            smtpd_relay_restrictions = permit_mynetworks, reject
            message_size_limit = 60000000
            mailbox_size_limit = 0
            virtual_mailbox_limit = 0
            smtputf8_enable = yes
            queue_run_delay = 1s
            minimal_backoff_time = 1s
            maximal_backoff_time = 2s
            \(settings)
            """,
            to: "main.cf")
        try folder.write(
            """
            127.0.0.1:\(port) inet n - n - - smtpd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            smtp unix - - n - - smtp
            error unix - - n - - error
            retry unix - - n - - error
            discard unix - - n - - discard
            lmtp unix - - n - - lmtp
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd
            \(services)

            """, to: "master.cf")
        try ChildProgram.run(["/usr/sbin/postfix", "-c", folder.path, "start"])
    }

    deinit { stop() }

    package func stop() {
        _ = try? ChildProgram.run(["/usr/sbin/postfix", "-c", folder.path, "stop"])
    }

    /// What it has written into its log.
    package var log: String {
        (try? String(contentsOfFile: folder.file("log"), encoding: .utf8)) ?? ""
    }

    /// Tries again now what waits in its queue.
    package func flush() throws { try ChildProgram.run(["/usr/sbin/postqueue", "-c", folder.path, "-f"]) }
}
