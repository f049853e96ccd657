// What is read by bytes for speed is what the plain way makes of it.
import CGMime
import TestSupport
import Testing

@testable import EmailService

@Suite struct BytesTests {
    private func decodedByGMime(_ text: [UInt8], pieceBytes: Int) -> [UInt8] {
        var state = GMimeEncoding()
        g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_BASE64)
        var all: [UInt8] = []
        for start in stride(from: 0, to: text.count, by: pieceBytes) {
            let piece = text[start..<min(text.count, start + pieceBytes)].map { CChar(bitPattern: $0) }
            var decoded = [CChar](repeating: 0, count: piece.count + 64)
            let count = g_mime_encoding_step(&state, piece, piece.count, &decoded)
            all += decoded[..<count].map { UInt8(bitPattern: $0) }
        }
        return all
    }

    @Test func base64OfEveryKind() throws {
        var random = SeededRandom(seed: Proof.seed)
        let reader = GMimeReader(limits: MailLimits())
        for round in 0..<Proof.size("MENDENGAR_FUZZ", short: 500) {
            // Lines of other lengths than groups, stray marks, padding in the middle, many pieces.
            let length = [4, 19, 60, 76, 77].randomElement(using: &random) ?? 76
            let oddness = round % 3 == 0 ? 0 : Int.random(in: 1...40, using: &random)
            var text: [UInt8] = []
            for place in 1...Int.random(in: 1...(round % 20 == 0 ? 200_000 : 900), using: &random) {
                let isOdd = Int.random(in: 0..<1_000, using: &random) < oddness
                text.append(
                    (isOdd ? "= .-!\r\u{0}\u{FF}" : "ABCDwxyz0189+/").utf8.randomElement(using: &random) ?? 65)
                if place % length == 0 { text += round % 2 == 0 ? [0x0D, 0x0A] : [0x0A] }
            }
            text += [[], "=".utf8.map { $0 }, Array("==".utf8), Array("=\r\n=".utf8)].randomElement(using: &random) ?? []
            let head = "Subject: x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
            let (_, files) = try reader.read(Array(head.utf8) + text)
            #expect(files.first ?? [] == decodedByGMime(text, pieceBytes: 64 << 10), "round \(round)")
        }
    }

    @Test func linesAreMadePlainAsByTheirScalars() {
        var random = SeededRandom(seed: Proof.seed)
        let letters = Array("aB z  ***--__>~é–İ文\u{A0}\u{200B}\u{3000}\t0.:").map(String.init)
        for _ in 0..<Proof.size("MENDENGAR_FUZZ", short: 20_000) {
            let count = Int.random(in: 0...14, using: &random)
            let text = (0..<count).map { _ in letters.randomElement(using: &random) ?? "" }.joined()
            // Behind a letter, where no quote mark is one.
            #expect(MailLine.all("a" + text).map(\.plain) == [plain("a" + text)], "\(text.debugDescription)")
        }
    }

    private func plain(_ line: String) -> String {
        let seen = line.unicodeScalars.filter { $0 != "*" && $0 != "\u{200B}" }
        return String(String.UnicodeScalarView(seen)).lowercased()
            .split { $0.isWhitespace }.joined(separator: " ")
    }

    @Test(arguments: [nil, "us-ascii", "iso-8859-1", "windows-1252", "utf-8"])
    func oneBadByteMakesNoOtherCharset(_ charset: String?) {
        let cut = Array("Jalan rusak — parah di café".utf8) + [0xE2, 0x80] + Array(" sekali".utf8)
        #expect(
            CharsetText.decode(cut, charset: charset).replacing("\u{FFFD}", with: "")
                == "Jalan rusak — parah di café sekali")
        // What is Latin-1 stays so.
        #expect(CharsetText.decode([0x63, 0x61, 0x66, 0xE9, 0x20, 0xE0], charset: "iso-8859-1") == "café à")
    }

    @Test func textsAreCleanedAsByTheirScalars() {
        var random = SeededRandom(seed: Proof.seed)
        let letters: [Unicode.Scalar] = [
            "a", " ", "\r", "\n", "\t", "\0", "\u{7F}", "\u{85}", "\u{9F}", "\u{A0}", "é", "\u{2028}",
            "\u{2029}", "\u{202A}", "–", "\u{FEFF}", "\u{FEFE}", "😀", "\u{1B}", "~",
        ]
        for _ in 0..<Proof.size("MENDENGAR_FUZZ", short: 20_000) {
            let scalars = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                // Runs of plain letters between them, which are passed by many at a time.
                Bool.random(using: &random) ? "a" : letters.randomElement(using: &random) ?? "a"
            }
            var cleaned = String.UnicodeScalarView()
            for (index, scalar) in scalars.enumerated() {
                switch scalar {
                case "\r", "\u{2028}", "\u{2029}": cleaned.append("\n")
                case "\n": if index == 0 || scalars[index - 1] != "\r" { cleaned.append("\n") }
                case "\t": cleaned.append(scalar)
                case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{FEFF}": break
                default: cleaned.append(scalar)
                }
            }
            let text = String(String.UnicodeScalarView(scalars))
            #expect(
                Array(CharsetText.decode(Array(text.utf8), charset: "utf-8").utf8)
                    == Array(String(cleaned).utf8), "\(text.debugDescription)")
        }
    }

    @Test func subjectsNameNumbers() {
        for subject in ["[#1234] diterima", "Tiket: ABC-123", "#  12 #123", "a:b:999", "#abcdef100"] {
            #expect(AutoReply.namesNumber(subject), "\(subject)")
        }
        for subject in ["", "#", "Laporan 1234", "# 12", "#abcdefg123", "#ab c123", "jam 10:15", ": -  123"] {
            #expect(!AutoReply.namesNumber(subject), "\(subject)")
        }
    }

    @Test func aPageBesidePlainWordsIsNotRead() throws {
        var limits = MailLimits()
        limits.htmlBytesMax = 100
        let page = "<p>" + String(repeating: "x", count: 500) + "</p>"
        func mail(_ plain: String) -> [UInt8] {
            Array(
                """
                Subject: x
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/plain

                \(plain)
                --b
                Content-Type: text/html

                \(page)
                --b--
                """.utf8)
        }
        let reader = GMimeReader(limits: limits)
        let (words, _) = try reader.read(mail("Jalan rusak."))
        #expect(words.text == "Jalan rusak." && words.textSource == .plain && words.notes.isEmpty)
        let (read, _) = try reader.read(mail(" "))
        #expect(read.text.hasPrefix("xxx") && read.textSource == .html)
        #expect(read.notes == ["HTML text cut at a limit"])
    }

    /// As RFC 5321 section 4.5.2 has it, line by line.
    private func undotted(_ sent: [UInt8]) -> (mail: [UInt8], isWhole: Bool) {
        let lines = String(decoding: sent, as: UTF8.self).unicodeScalars.split(
            separator: "\n", omittingEmptySubsequences: false)
        var mail = ""
        var startsLine = true
        for (number, line) in lines.enumerated() {
            let hasEnd = number < lines.count - 1
            if startsLine, line.first == "." {
                if hasEnd, String(line).unicodeScalars.elementsEqual([".", "\r"]) {
                    return (Array(mail.utf8), true)
                }
                mail += String(line.dropFirst())
            } else {
                mail += String(line)
            }
            if hasEnd { mail += "\n" }
            startsLine = hasEnd && line.last == "\r"
        }
        return (Array(mail.utf8), false)
    }

    @Test func mailsAreTakenFromTheWireWhereverTheyAreCut() {
        var random = SeededRandom(seed: Proof.seed)
        var wholes = 0
        for round in 0..<Proof.size("MENDENGAR_FUZZ", short: 2_000) {
            var sent: [UInt8] = []
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                sent += ["\r\n", ".", "a", "\r\n.\r\n", "\n", "\r", "\r\n..", "\n.\n", "b."]
                    .randomElement(using: &random).map { Array($0.utf8) } ?? []
            }
            if round % 500 == 0 {
                let long = [UInt8](repeating: 0x2E, count: LMTPInput.mailLineBytesMax + 2)
                sent = long + sent + long + sent
            }
            var (input, mail, isWhole) = (LMTPInput(), [UInt8](), false)
            input.startData()
            var rest = sent[...]
            while !rest.isEmpty, !isWhole {
                let count = Int.random(in: 1...(round % 500 == 0 ? 90_000 : 9), using: &random)
                input.append(rest.prefix(count))
                rest = rest.dropFirst(count)
                isWhole = input.data(into: &mail)
            }
            let expected = undotted(sent)
            #expect(isWhole == expected.isWhole, "round \(round)")
            // What is no whole line yet still waits.
            #expect(isWhole ? mail == expected.mail : expected.mail.starts(with: mail), "round \(round)")
            wholes += isWhole ? 1 : 0
        }
        #expect(wholes > 100)
    }
}
