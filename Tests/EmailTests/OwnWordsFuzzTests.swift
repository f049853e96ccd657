// Whatever a text is made of, the division of it ends, loses nothing, and done twice changes nothing.
import Foundation
import TestSupport
import Testing

@testable import EmailService

@Suite struct OwnWordsFuzzTests {
    private static let kinds: [MailKind] = [.first, .reply, .forward]

    /// Lines of marks, of people and of nothing, of which texts are thrown together.
    private static let pieces: [String] = {
        let samples =
            OwnWordsSamples.histories + OwnWordsSamples.quotedHistories + OwnWordsSamples.lookalikes
            + OwnWordsSamples.footers.map(\.0) + OwnWordsSamples.footerLookalikes
            + OwnWordsSamples.signatures + OwnWordsSamples.noSignatures + OwnWordsSamples.forwards
        let lines = samples.flatMap { $0.split(separator: "\n").map(String.init) }
        return samples + lines + ["", "", " ", ">", "> ", "--", "-- ", "____", "menulis:", "Salam,"]
    }()

    /// Long form: `MENDENGAR_FUZZ=10000000`.
    @Test func textsThrownTogether() {
        var random = SeededRandom(seed: Proof.seed)
        var cut = 0
        for round in 0..<Proof.size("MENDENGAR_FUZZ", short: 1_500) {
            let count = Int.random(in: 1...10, using: &random)
            var text = (0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }
                .joined(separator: Bool.random(using: &random) ? "\n" : "\n\n")
            if Int.random(in: 0..<4, using: &random) == 0 { text = damaged(text, &random) }
            for kind in Self.kinds where check(text, kind, round) { cut += 1 }
        }
        #expect(cut > 500, "hardly anything was cut")
    }

    /// Whether anything was left out.
    private func check(_ text: String, _ kind: MailKind, _ round: Int) -> Bool {
        let own = OwnWords.divide(text, as: kind)
        // The words and what was left out are the lines of the text, each once, in order.
        let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
        var left: [String] = []
        var offset = 0
        var spans = own.elided[...]
        for line in lines {
            let end = offset + line.count
            if let range = spans.first?.range, range.lowerBound <= offset, end <= range.upperBound {
                if end == range.upperBound { spans.removeFirst() }
            } else {
                left.append(String(Substring(line)))
            }
            offset += line.count + 1
        }
        #expect(spans.isEmpty, "round \(round): a span ends within a line: \(text.debugDescription)")
        #expect(
            own.words == left.joined(separator: "\n"), "round \(round): \(text.debugDescription)")
        // Nothing said is a reason to keep everything.
        let saidSomething = text.contains { !$0.isWhitespace && $0 != ">" }
        #expect(!saidSomething || own.words.contains { !$0.isWhitespace }, "round \(round)")
        let again = OwnWords.divide(own.words, as: kind)
        #expect(
            again.words == own.words,
            "round \(round), \(kind): \(text.debugDescription)\n\(own.words.debugDescription)")
        return !own.elided.isEmpty
    }

    private func damaged(_ text: String, _ random: inout SeededRandom) -> String {
        var scalars = Array(text.unicodeScalars)
        let strange: [Unicode.Scalar] = [
            ">", ":", "\n", " ", "-", "@", "\u{200E}", "\u{301}", "\u{1F600}", "*", "\u{A0}",
        ]
        for _ in 0..<Int.random(in: 1...6, using: &random) where !scalars.isEmpty {
            let at = Int.random(in: 0..<scalars.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: scalars[at] = strange.randomElement(using: &random) ?? ">"
            case 1: scalars.remove(at: at)
            default: scalars.insert(strange.randomElement(using: &random) ?? ">", at: at)
            }
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }

    /// A first mail of plain sentences is what it was.
    @Test func plainSentencesStay() {
        var random = SeededRandom(seed: Proof.seed)
        let words = [
            "jalan", "rusak", "di", "Desa", "Malutu", "sejak", "Senin,", "mohon", "dari", "pada",
            "tanggal", "5", "November", "2026", "menulis", "surat", "kepada", "kepala", "desa:", "air",
            "kirim", "pesan", "ini", "rahasia", "hapus", "virus", "iPhone", "saya", "lampu", "padam.",
        ]
        for _ in 0..<Proof.size("MENDENGAR_FUZZ", short: 500) {
            let sentences = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                "Saya lapor: "
                    + (0..<Int.random(in: 3...20, using: &random)).map { _ in
                        words.randomElement(using: &random) ?? ""
                    }.joined(separator: " ")
            }
            let text = sentences.joined(separator: Bool.random(using: &random) ? "\n" : "\n\n")
            let own = OwnWords.divide(text, as: .first)
            #expect(own.words == text && own.elided.isEmpty)
        }
    }

    /// Eight times the text takes about eight times the work. Long form, the largest text there is: `MENDENGAR_FUZZ_BYTES=1048576`.
    @Test(arguments: [
        ">", ">\n", "> a\n", "\n", "Pada 1\n", "Pada Sel, 5 Nov 2026 10.15 A <a@b.c>\n", "menulis:\n",
        "a@b.c menulis:\n", "Dari: a\n", "Dari: a\n\n", "____\n", "-- \n", "--\n\n", "Dikirim dari hp\n",
        "Dikirim dari\n", "Pesan ini rahasia\n", "Pesan ini rahasia\n\n", "Disclaimer\n\n", "Yang rusak:\n> a\n",
        "Bebas virus. www.avast.com\n\n", "-----Pesan Asli-----\n", "a", "- a\n> b\n", "\u{200E} \u{A0}",
        "Salam,\nA\n", "<http://a> ", "pada pada ",
    ])
    func largeTextsTakeNoMoreThanTheirLength(_ piece: String) {
        // Of the second degree it would be 64 times as much. Processor time: others on the machine do not count.
        let bytes = Proof.size("MENDENGAR_FUZZ_BYTES", short: 32 << 10)
        for kind in Self.kinds {
            let small = Self.least { Self.work(on: piece, bytes: bytes / 8, kind) }
            let large = Self.least { Self.work(on: piece, bytes: bytes, kind) }
            #expect(large < small * 24, "\(kind): \(small) and \(large)")
        }
    }

    private static func work(on piece: String, bytes: Int, _ kind: MailKind) -> Duration {
        let text = String(repeating: piece, count: bytes / piece.utf8.count)
        let start = processorTime()
        _ = OwnWords.divide(text, as: kind)
        _ = History.beginsWithForward(MailLine.all(text))
        return processorTime() - start
    }

    /// The first run also fills caches and tables; an interrupt is charged to whom it hits.
    private static func least(_ measure: () -> Duration) -> Duration {
        (0..<2).map { _ in measure() }.min() ?? .zero
    }

    /// Of this thread, by the kernel's count in nanoseconds (proc(5), schedstat).
    private static func processorTime() -> Duration {
        // It is brought up to date when a thread gives way: most texts take less than a tick.
        sched_yield()
        let counts = (try? String(contentsOfFile: "/proc/thread-self/schedstat", encoding: .utf8)) ?? ""
        return .nanoseconds(counts.split(separator: " ").first.flatMap { Int64($0) } ?? 0)
    }
}
