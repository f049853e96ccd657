// The sample mails beside the suite.
import Foundation
import Intake

@testable import EmailService

enum Fixture {
    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = Bundle.module.resourceURL ?? URL(filePath: "Tests/EmailTests")
        return Array(try Data(contentsOf: folder.appending(path: "Fixtures/\(name)")))
    }

    static func read(_ name: String) throws -> ParsedMail {
        try GMimeReader(limits: MailLimits()).read(Content(try bytes(name)))
    }

    /// The built `mendengar-email`, which lies beside the test bundle.
    static var executable: String {
        get throws {
            let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let beside = URL(filePath: own).deletingLastPathComponent()
            let candidates = [
                beside.appending(path: "mendengar-email"),
                Bundle.main.bundleURL.appending(path: "mendengar-email"),
                URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
                    .appending(path: "mendengar-email"),
                Bundle.module.bundleURL.deletingLastPathComponent()
                    .appending(path: "mendengar-email"),
            ]
            let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
            return try (found?.path).orThrow("mendengar-email beside \(own)")
        }
    }
}

extension GMimeReader {
    /// A mail with the bytes of its attachments.
    func read(_ raw: [UInt8]) throws(MailRefusal) -> (ParsedMail, attachments: [[UInt8]]) {
        var bytes: [UInt8] = []
        let mail = try read(Content(raw)) { bytes += $0 }
        var start = 0
        let files = mail.attachments.filter(\.isStored).map { description in
            defer { start += description.bytes }
            return Array(bytes[start..<start + description.bytes])
        }
        return (mail, files)
    }
}

struct Missing: Error { var what: String }

extension Optional {
    func orThrow(_ what: String) throws -> Wrapped {
        guard let self else { throw Missing(what: what) }
        return self
    }
}
