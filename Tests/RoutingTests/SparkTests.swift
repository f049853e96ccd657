// Answers of Open311 as XML and JSON: no text can break out of its element or its string.
import Complaints
import Foundation
import FoundationXML
import TestSupport
import Testing

@testable import RoutingService

@Suite struct SparkTests {
    @Test("empty is an empty element, and null in JSON; a list of one is a list")
    func shapes() {
        let answer = Spark.list(
            of: "request",
            [.group([("a", .text(nil)), ("b", .text("")), ("c", .flag(true)), ("d", .decimal(-2.78))])])
        #expect(
            answer.xml("service_requests").hasSuffix(
                "<service_requests><request><a/><b/><c>true</c><d>-2.780000</d></request></service_requests>\n"))
        #expect(answer.json.text == #"[{"a":null,"b":null,"c":true,"d":-2.780000}]"#)
        #expect(Spark.list(of: "x", []).xml("xs").hasSuffix("<xs/>\n"))
    }

    @Test("times are to the second, with their zone")
    func times() {
        let time = Spark.time(Date(timeIntervalSince1970: 1_795_303_964.987))
        #expect(time.xml("t").hasSuffix("<t>2026-11-21T23:32:44Z</t>\n"))
    }

    @Test("whatever a citizen writes is well-formed XML and comes out again")
    func hostile() throws {
        var random = SeededRandom(seed: 311)
        let scalars: [Unicode.Scalar] = [
            "a", "<", ">", "&", "\"", "'", "]", "\n", "\r", "\t", "\u{0}", "\u{8}", "\u{B}", "\u{1F}",
            "\u{7F}", "\u{85}", "\u{FFFE}", "\u{FFFF}", "\u{FFFD}", "\u{1F600}", "\u{10FFFF}", "é",
        ]
        for _ in 0..<400 {
            let text = String(
                String.UnicodeScalarView(
                    (0..<Int.random(in: 1...20, using: &random)).map { _ in
                        scalars.randomElement(using: &random) ?? "x"
                    }))
            let reader = Reader()
            let parser = XMLParser(data: Data(Spark.group([("t", .text(text))]).xml("r").utf8))
            parser.delegate = reader
            #expect(parser.parse(), "\(text.debugDescription)")
            let allowed = text.unicodeScalars.map { scalar -> Unicode.Scalar in
                let isBad = (scalar.value < 0x20 && !"\t\n\r".unicodeScalars.contains(scalar))
                    || scalar == "\u{FFFE}" || scalar == "\u{FFFF}"
                return isBad ? "\u{FFFD}" : scalar
            }
            #expect(Array(reader.text.unicodeScalars) == allowed)
        }
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var text = ""
        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
    }
}
