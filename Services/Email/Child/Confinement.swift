// What the parsing child may still do when a mail has taken it over: read what it has open, answer, and end.
import CGMime
import CProcess
import CSeccomp
import Foundation

/// Confines this process for good.
enum Confinement {
    /// Limits of memory, stack and files; then a filter of system calls, where the kernel has one.
    ///
    /// From then on no file can be opened, so what opens files at its first use is used before.
    static func begin(_ limits: MailLimits) {
        process_set_memory_max(UInt(limits.memoryBytesMax))
        process_set_stack_max(UInt(limits.stackBytesMax))
        process_set_files_max(filesMax)
        process_confine()
        loadCharsets()
        // The service sees in /proc whether it holds.
        _ = seccomp_confine()
    }

    /// Standard ones, a large mail, and the tables of iconv while they are loaded.
    private static let filesMax: UInt = 32

    /// iconv keeps the table of a charset while a converter of it is open.
    private static func loadCharsets() {
        for charset in charsets { _ = g_iconv_open("UTF-8", charset) }
        _ = g_iconv_open("UTF-16LE", "UTF-8")
    }

    /// Those that mails are written in, and what ``CharsetText`` makes of them. A mail in another one is
    /// read as if its charset were not known.
    private static let charsets =
        (1...16).filter { $0 != 12 }.map { "ISO-8859-\($0)" } + (1250...1258).map { "CP\($0)" }
        + [
            "ASCII", "UTF-7", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "KOI8-R", "KOI8-U", "TIS-620",
            "CP874", "CP932", "CP949", "SHIFT_JIS", "EUC-JP", "ISO-2022-JP", "EUC-KR", "ISO-2022-KR",
            "GB18030", "GBK", "GB2312", "BIG5", "BIG5-HKSCS", "EUC-TW", "CP437", "CP850", "CP866",
            "MACINTOSH", "VISCII",
        ]

    /// Whether the kernel filters the system calls of a process (proc(5)).
    static func holds(_ pid: pid_t) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        return status.split(separator: "\n").contains { line in
            line.hasPrefix("Seccomp:") && line.hasSuffix("2")
        }
    }

    /// Something forbidden, for the tests that see the child die of it.
    enum Probe: String, CaseIterable {
        case write, socket, process, program, trace
        /// Is refused, and kills nobody.
        case read
        case nothing

        /// Does it; whoever returns lives.
        func attempt() {
            switch self {
            case .write: _ = open("/tmp/mendengar-probe", O_WRONLY | O_CREAT, 0o600)
            case .socket: _ = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            case .process: _ = process_fork()
            case .program: _ = posix_spawn(nil, "/bin/true", nil, nil, [nil], [nil])
            case .trace: _ = process_trace_parent()
            case .read: precondition(open("/etc/passwd", O_RDONLY) < 0, "a file was opened")
            case .nothing: break
            }
        }
    }
}
