// A real gammu-smsd 1.42 with gammu's dummy telephone: files in folders, no modem and no port.
import Foundation

/// gammu-smsd, and a telephone that messages can be put into.
package final class GammuModem: Sendable {
    private let folder: TemporaryFolder
    private let smsd: RunningProgram

    private static let inbox = "sms/1"

    /// - Parameter onReceive: a command line; smsd adds the ids of each message.
    package init(onReceive: String, environment: [String: String]) async throws {
        folder = try TemporaryFolder("gammu")
        for telephone in ["telephone", "desk"] {
            for number in 1...5 {
                try folder.make("\(telephone)/sms/\(number)")
            }
            try folder.write(Self.telephone(folder.file(telephone)), to: "\(telephone).rc")
        }
        for name in ["inbox", "outbox", "sent", "error"] { try folder.make(name) }
        try folder.write(
            Self.telephone(folder.file("telephone"))
                + Self.daemon(folder.path, onReceive: onReceive), to: "smsdrc")
        smsd = try RunningProgram(
            ["/usr/bin/gammu-smsd", "-c", folder.file("smsdrc")], log: folder.file("smsd.out"),
            environment: environment)
    }

    /// Messages of citizens, by their numbers. A text of more than one message is sent in parts; with
    /// letters outside its alphabet, as a telephone does, in UCS-2.
    package func receives(_ messages: [(from: String, text: String)]) async throws {
        for (from, text) in messages {
            // On a second telephone first: a file is there whole or not at all.
            let kind = text.utf8.count > 160 ? ["EMS"] : ["TEXT"]
            let alphabet = text.allSatisfy(\.isASCII) ? [] : ["-unicode"]
            let saved = try await RunningProgram.run(
                ["gammu", "-c", folder.file("desk.rc"), "savesms"] + kind + alphabet
                    + ["-folder", "1", "-unread", "-sender", from, "-text", text], in: folder)
            guard saved.end == .done else { throw TooLate(description: saved.output) }
        }
        let desk = folder.file("desk/\(Self.inbox)")
        let telephone = folder.file("telephone/\(Self.inbox)")
        for name in try FileManager.default.contentsOfDirectory(atPath: desk).sorted() {
            try FileManager.default.moveItem(atPath: "\(desk)/\(name)", toPath: "\(telephone)/\(name)")
        }
    }

    /// Waits until smsd has called its program for everything in the telephone, and read its end.
    package func handedOver(calls: Int) async throws {
        _ = try await eventually("\(calls) calls by gammu-smsd: \(log.suffix(2000))") { () -> Bool? in
            log.components(separatedBy: "Process finished successfully").count > calls ? true : nil
        }
    }

    package var log: String {
        (try? String(contentsOfFile: folder.file("smsd.log"), encoding: .utf8)) ?? ""
    }

    /// SIGKILL: it inherits from the test's threads that SIGTERM is blocked.
    package func stop() async throws { try await smsd.killNow() }

    private static func telephone(_ path: String) -> String {
        """
        [gammu]
        model = dummy
        connection = none
        port = \(path)
        gammucoding = utf8

        """
    }

    private static func daemon(_ path: String, onReceive: String) -> String {
        """

        [smsd]
        service = files
        PhoneID = MODEM-HSS-1
        commtimeout = 1
        ReceiveFrequency = 1
        StatusFrequency = 0
        MultipartTimeout = 5
        CheckSecurity = 0
        CheckBattery = 0
        CheckSignal = 0
        CheckNetwork = 0
        logfile = \(path)/smsd.log
        debuglevel = 255
        inboxpath = \(path)/inbox/
        outboxpath = \(path)/outbox/
        sentsmspath = \(path)/sent/
        errorsmspath = \(path)/error/
        RunOnReceive = \(onReceive)

        """
    }
}

extension TemporaryFolder {
    fileprivate func make(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: file(name), withIntermediateDirectories: true)
    }
}
