// The scanner of times against the regular expressions it replaced.
import TestSupport
import Testing

@testable import RadioService

@Suite struct TimeShapesTests {
    private static let samples = [
        "Yudi [00:12] halo", "Yudi 00:12:03: halo", "Penelepon 3 [00:12] ya", "Penelepon 3 00:12 ya",
        "Ibu Siti 12 (1:02) x", "A 1:02 x", "Ab 1:02:03:04 x", "Ab 1.02-x", "Ab1:02 x", "Ab  [1:02]",
        "Ab [1:02]— ya", "19.02 Selamat", " [19:02] x", "(9.02)x", "9:60 x", "109.02 x", "m² 12:30 x",
        "Ab ٣:02 x", "Warga 12 34:56 x", "Warga 123 34:56 x", "Ab 12:30:45x", "Ab 12:30:45:x", "",
        "Nama yang sangat panjang sekali itu 1:02 x", "Ab\t1:02\tx", "a\u{301}b 1:02 x", "1:02",
    ]

    private static func check(_ text: String) {
        let line = text[...]
        #expect(
            TimeShapes.startsDotted(line)
                == (line.prefixMatch(of: /\s*[0-9]{1,2}\.[0-5][0-9]\s/) != nil), "\(text)")
        #expect(
            TimeShapes.startsShort(line)
                == (line.prefixMatch(of: /\s*[\[(]?[0-9]{1,2}[.:][0-5][0-9][\])\s]/) != nil),
            "\(text)")
        let pattern = #/
            ([^\d\[(.,:?!]{2,30}?(?:\s\d{1,2})?)(?:\s+|\s*[\[(])
            (\d{1,2}(?:[:.]\d{2}){1,2})[\])]?(\s.*|[\:\-–—|].*)
            /#
        let match = line.prefixMatch(of: pattern)
        let found = TimeShapes.inner(line)
        #expect(found?.name == match?.1, "\(text)")
        #expect(found?.time == match?.2, "\(text)")
        #expect(found?.rest == match?.3, "\(text)")
    }

    @Test(arguments: samples)
    func asTheRegularExpressions(_ text: String) { Self.check(text) }

    @Test func asTheRegularExpressionsForAnyLine() {
        var random = SeededRandom(seed: 3)
        let pieces = [
            "Yudi", "Ab", "a", " ", "  ", "\t", "1", "12", "00", ":", ".", "[", "]", "(", ")", "-",
            "—", "|", ",", "?", "²", "é", "12:30", "1:02:03", "x",
        ]
        for _ in 0..<4000 {
            Self.check(
                (0..<Int.random(in: 1...9, using: &random)).map { _ in
                    pieces.randomElement(using: &random) ?? ""
                }.joined())
        }
    }
}
