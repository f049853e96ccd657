// Limits on attachments, what they are by their bytes, and which may do harm.
import Foundation
import Intake
import Testing

@testable import EmailService

@Suite struct AttachmentKindTests {
    private func kind(_ bytes: [UInt8], cut: Int = .max) -> AttachmentKind {
        var kind = AttachmentKind()
        for start in stride(from: 0, to: bytes.count, by: max(1, min(cut, bytes.count))) {
            Array(bytes[start..<min(start.addingReportingOverflow(cut).partialValue, bytes.count)])
                .withUnsafeBytes { kind.add($0) }
        }
        return kind
    }

    @Test(arguments: [
        ("foto.jpg.exe", "MZ", true), ("surat.exe", "MZ", true), ("surat.pdf", "MZ", true),
        ("a.js", "x", true), ("a.docm", "PK\u{3}\u{4}", true), ("a.docx", "PK\u{3}\u{4}word/document.xml", false),
        ("a.docx", "PK\u{3}\u{4}word/vbaProject.bin", true), ("a.zip", "PK\u{3}\u{4}", true),
        ("a.html", "<p>x", true), ("a.txt", "  <!DOCTYPE html>", true), ("a.svg", "<svg>", true),
        ("foto.jpg", "\u{1}\u{2}", false), ("catatan.txt", "Jalan rusak.", false), ("a.rar", "Rar!", true),
        ("tanpa", "#!/bin/sh", true), ("laporan v1.2 final.pdf", "%PDF-1.4", false),
    ])
    func whatMayDoHarmIsMarked(_ name: String, _ content: String, _ isDangerous: Bool) {
        for cut in [1, 5, 4096] {
            let danger = kind(Array(content.utf8), cut: cut).danger(filename: name)
            #expect((danger != nil) == isDangerous, "\(name): \(danger ?? "-")")
        }
        if name == "foto.jpg.exe" {
            #expect(kind([]).danger(filename: name)?.contains("named like a document") == true)
        }
    }

    @Test func theTypeIsWhatTheBytesBearOut() {
        #expect(kind([0xFF, 0xD8, 0xFF]).mediaType(declared: "application/pdf") == "image/jpeg")
        #expect(kind(Array("bukan foto".utf8)).mediaType(declared: "image/jpeg") == "application/octet-stream")
        #expect(kind(Array("BEGIN:VCALENDAR".utf8)).mediaType(declared: "text/calendar") == "text/calendar")
        #expect(kind([0x61, 0]).mediaType(declared: "text/plain") == "application/octet-stream")
        let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        #expect(kind(Array("PK\u{3}\u{4}".utf8)).mediaType(declared: word) == word)
        #expect(kind(Array("PK\u{3}\u{4}".utf8)).mediaType(declared: "image/png") == "application/zip")
    }

    private static func mail(_ sizes: [Int], encoding: String = "8bit") -> String {
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nFoto.\n"
            + sizes.enumerated().map { index, size in
                "--b\nContent-Type: image/x; name=\(index).x\nContent-Transfer-Encoding: \(encoding)\n\n"
                    + String(repeating: "y", count: size) + "\n"
            }.joined() + "--b--\n"
    }

    @Test func whatIsOverALimitIsNamedAndNotStored() throws {
        var limits = MailLimits()
        limits.attachmentsMax = 3
        limits.attachmentBytesMax = 100
        limits.attachmentsBytesMax = 150
        let read = try GMimeReader(limits: limits).read(
            Array(Self.mail([100, 101, 50, 1, 0, 1]).utf8))
        #expect(read.0.attachments.map(\.isStored) == [true, false, true, false, false])
        #expect(read.0.attachments.map(\.bytes) == [100, 101, 50, 1, 1])
        #expect(read.attachments.map(\.count) == [100, 50])
        #expect(read.0.flags == ["attachment_left_out"])
        #expect(read.0.notes.contains("over the limit, only in the kept mail: 1.x, 101 bytes"))
        limits.attachmentsBytesMax = 1_000
        let many = try GMimeReader(limits: limits).read(Array(Self.mail([1, 1, 1, 1]).utf8))
        #expect(many.0.attachments.map(\.isStored) == [true, true, true, false])
    }
}
