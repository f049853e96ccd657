// What the parsing child says arrives as it was said, or not at all.
import Foundation
import Intake
import TestSupport
import Testing

@testable import EmailService

@Suite struct ChildWireTests {
    /// Every field has a value of its own, so that two that changed places would be seen.
    private static var full: ParsedMail {
        var mail = ParsedMail()
        mail.headers = [.init(name: "received", value: "mx.hss.example"), .init(name: "list-id", value: "")]
        mail.from = .init(address: "siti@warga.example", name: "Siti “Aminah”")
        mail.sender = .init(address: "kirim@warga.example")
        mail.replyTo = .init(address: "balas@warga.example", name: "")
        mail.recipients = [.init(address: "aduan@hss.example", name: "Aduan")]
        mail.subject = "Jalan rusak"
        mail.date = Date(timeIntervalSince1970: -1)
        mail.messageID = "1@warga.example"
        mail.inReplyTo = "2@hss.example"
        mail.references = ["3@hss.example", "2@hss.example"]
        mail.mediaType = "multipart/report"
        mail.reportType = "delivery-status"
        mail.text = String(repeating: "Di Malutu – ", count: 1_000)
        mail.textSource = .html
        mail.attachments = [
            MailAttachment(
                filename: "foto.jpg", mediaType: "image/jpeg", bytes: 1 << 40, sha256: "ab",
                declaredType: "image/png", isInline: true, isStored: false, danger: "bahaya")
        ]
        mail.carriesMail = true
        mail.deliveryStatus = "Action: failed"
        mail.returnedHeaders = "Message-ID: <4@hss.example>"
        mail.forwarded = .init(
            from: .init(address: "dalam@warga.example"), subject: "dalam", date: Date(timeIntervalSince1970: 5))
        mail.isSigned = true
        mail.isEncrypted = true
        mail.notes = ["satu", "dua"]
        return mail
    }

    private func bytes(_ reply: ChildReply) -> [UInt8] {
        var bytes: [UInt8] = []
        reply.write(to: &bytes)
        return bytes
    }

    private func reply(_ bytes: ArraySlice<UInt8>) throws(FrameSocket.Failure) -> ChildReply {
        try ChildReply(Frame(kind: bytes[0], bytes: Array(bytes.dropFirst(Frame.headBytes))))
    }

    private func mail(_ bytes: [UInt8]) throws -> ParsedMail? {
        if case .mail(let mail) = try reply(bytes[...]) { mail } else { nil }
    }

    /// However the bytes come, in pieces or many frames at once.
    @Test func framesAreTakenFromWhatHasCome() throws {
        var ends: [Int32] = [-1, -1]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { close(ends[0]) }
        let (writer, reader) = (FrameSocket(descriptor: ends[1]), FrameReader(FrameSocket(descriptor: ends[0])))
        let soon = Deadline.after(.seconds(10))
        let sizes = [0, 1, 70_000, 3]
        var sent: [UInt8] = []
        for (number, size) in sizes.enumerated() {
            Frame.write(UInt8(number), to: &sent) { $0 += [UInt8](repeating: UInt8(number), count: size) }
        }
        try writer.write(Array(sent.dropLast(2)), until: soon)
        for (number, size) in sizes.dropLast().enumerated() {
            let frame = try #require(try reader.read(bytesMax: 1 << 20, until: soon))
            #expect(frame.kind == UInt8(number) && frame.bytes.count == size)
        }
        #expect(!reader.isEmpty)
        #expect(throws: FrameSocket.Failure.timedOut) {
            try reader.read(bytesMax: 1 << 20, until: .after(.milliseconds(1)))
        }
        try writer.write(sent.suffix(2), until: soon)
        #expect(try reader.read(bytesMax: 3, until: soon)?.bytes == [3, 3, 3])
        #expect(reader.isEmpty)
        try writer.write([1, 4, 0, 0, 0], until: soon)
        #expect(throws: FrameSocket.Failure.protocolBroken) { try reader.read(bytesMax: 3, until: soon) }
        close(ends[1])
        #expect(throws: FrameSocket.Failure.closed) { try reader.read(bytesMax: 4, until: soon) }
    }

    @Test func everyFieldComesBack() throws {
        for mail in [ParsedMail(), Self.full] { #expect(try self.mail(bytes(.mail(mail))) == mail) }
        for name in ["attachments.eml", "bounce.eml", "nested-forward.eml", "rfc2047-2231.eml"] {
            let mail = try Fixture.read(name)
            #expect(try self.mail(bytes(.mail(mail))) == mail, "\(name)")
        }
        let refusal = MailRefusal(code: .nestedTooDeep, message: "terlalu dalam")
        guard case .refused(let other) = try reply(bytes(.refused(refusal))[...]) else {
            Issue.record("a refusal became something else")
            return
        }
        #expect(other == refusal)
    }

    /// A child that a mail has taken over may say anything.
    @Test func whatIsCutOrChangedHarmsNobody() throws {
        var random = SeededRandom(seed: Proof.seed)
        var mail = Self.full
        mail.text = "Di Malutu"
        let whole = bytes(.mail(mail))
        for end in Frame.headBytes..<whole.count {
            #expect(throws: FrameSocket.Failure.protocolBroken) { try reply(whole[..<end]) }
        }
        #expect(throws: FrameSocket.Failure.protocolBroken) { try reply((whole + [0])[...]) }
        for _ in 0..<Proof.size("MENDENGAR_FUZZ", short: 20_000) {
            var changed = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                changed[Int.random(in: changed.indices, using: &random)] =
                    UInt8.random(in: 0...255, using: &random)
            }
            _ = try? reply(changed[...])
        }
        let endless: [UInt8] = [2, 0, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 20)
        #expect(throws: FrameSocket.Failure.protocolBroken) { try reply(endless[...]) }
    }

    @Test func manyMailsAtOnceAreReadInOrder() async throws {
        let names = ["plain.eml", "empty.eml", "attachments.eml", "html-only.eml", "nul.eml", "no-headers.eml"]
        let photo = "Subject: foto\n\n" + String(repeating: "x", count: 40_000)
        let large = "Subject: besar\n\n" + String(repeating: "y", count: Content.memoryBytesMax)
        var mails: [[UInt8]] = []
        for _ in 0..<8 {
            mails += try names.map { try Fixture.bytes($0) } + [Array(photo.utf8), Array(large.utf8)]
        }
        let parser = MailParser(executable: try Fixture.executable)
        let readings = try await parser.readings(of: mails.map { Content($0) })
        #expect(readings.count == mails.count)
        for (mail, reading) in zip(mails, readings) {
            let alone = Result { try GMimeReader(limits: MailLimits()).read(Content(mail)) }
            switch (alone, reading) {
            case (.success(let one), .mail(let other, let files)): #expect(one == other && files.isEmpty)
            case (.failure(let one), .refused(let other)): #expect(one as? MailRefusal == other)
            default: Issue.record("\(alone) and \(reading)")
            }
        }
        #expect(await parser.childrenStarted == 1)
        await parser.stop()
    }

    /// As in `MailParserTests`: the guard is switched off, so that the mail reaches GMime.
    @Test func theOneOfManyThatKillsTheParserIsRefusedAlone() async throws {
        var limits = MailLimits()
        limits.addressColonsMax = .max
        limits.headerLineBytesMax = 1 << 20
        let parser = MailParser(executable: try Fixture.executable, limits: limits)
        let crasher = "To: " + String(repeating: "g:", count: 60_000) + "\nSubject: x\n\nteks\n"
        let good = Content(try Fixture.bytes("plain.eml"))
        let mails = [good, good, Content(Array(crasher.utf8)), good]
        let codes = try await parser.readings(of: mails).map { reading -> MailRefusal.Code? in
            if case .refused(let refusal) = reading { refusal.code } else { nil }
        }
        #expect(codes == [nil, nil, .killedParser, nil])
        await parser.stop()
    }
}

extension MailParser {
    fileprivate func readings(of mails: [Content]) throws -> [MailReading] {
        var readings: [MailReading] = []
        try parse(mails) { number, reading in
            #expect(number == readings.count)
            readings.append(reading)
        }
        return readings
    }
}
