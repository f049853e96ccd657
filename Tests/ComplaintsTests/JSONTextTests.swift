// The JSON reader accepts what Foundation's accepts, and reads the same values from it.
import Complaints
import Foundation
import TestSupport
import Testing

@Suite struct JSONTextTests {
    /// Foundation's reading, as the reference.
    private indirect enum Reference: Decodable, Equatable {
        case null, bool(Bool), number(Double), string(String), list([Reference])
        case object([String: Reference])

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
            } else if let text = try? value.decode(String.self) {
                self = .string(text)
            } else if let truth = try? value.decode(Bool.self) {
                self = .bool(truth)
            } else if let number = try? value.decode(Double.self) {
                self = .number(number)
            } else if let list = try? value.decode([Reference].self) {
                self = .list(list)
            } else {
                self = .object(try value.decode([String: Reference].self))
            }
        }

        init(_ text: JSONText) {
            switch text {
            case .null: self = .null
            case .bool(let truth): self = .bool(truth)
            case .number(let number): self = .number(Double(number) ?? .nan)
            case .string(let text): self = .string(text)
            case .list(let items): self = .list(items.map(Reference.init))
            case .object(let members):
                self = .object(
                    Dictionary(
                        members.map { ($0.name, Reference($0.value)) }, uniquingKeysWith: { $1 }))
            }
        }
    }

    private static let documents = [
        #"{"id":"msg_1","from":"+62812","text":"Jalan \"rusak\" \u00e9\ud83d\ude00 / \/ \n","ts":1763740800}"#,
        #"{"a":[1,-2.5e-3,0,10.25,true,false,null,[],{}],"b":{"c":{"d":["x",{"e":""}]}}}"#,
        #"[ "desa Hamalau 😷", 12345678901234567890, 1E+2, "\\" ]"#, "  \"x\"\n", "7", "null",
    ]

    @Test func readsWhatFoundationReads() throws {
        for document in Self.documents {
            let bytes = Array(document.utf8)
            let read = try #require(JSONText(bytes), "\(document)")
            let reference = try JSONDecoder().decode(Reference.self, from: Data(bytes))
            #expect(Reference(read) == reference, "\(document)")
        }
        let marked = JSONText([0xEF, 0xBB, 0xBF] + Array("[1]".utf8))
        #expect(marked == .list([.number("1")]))
        #expect(JSONText(Array("12345678901234567890123".utf8)) == .number("12345678901234567890123"))
        let twice = JSONText(Array(#"{"a":1,"a":"2"}"#.utf8))
        #expect(twice?["a"] == .string("2"))
        let lone = JSONText(Array(#""\ud83d x""#.utf8))
        #expect(lone == .string("\u{FFFD} x"))
    }

    @Test func refusesWhatIsNoJSON() {
        let wrong = [
            "", " ", "{", "[1,]", "{\"a\":}", "{a:1}", "01", "1.", ".5", "+1", "-", "1e", "tru",
            "nul", "\"", "\"\\x\"", "\"\\u12\"", "[1 2]", "{\"a\" 1}", "1 1", "\"a\nb\"", "NaN",
            String(repeating: "[", count: 100_000),
        ]
        for document in wrong { #expect(JSONText(Array(document.utf8)) == nil, "\(document.prefix(20))") }
        #expect(JSONText([0x22, 0xFF, 0x22]) == nil)
    }

    /// Cut, changed and doubled anywhere: never a crash, and the same verdict as Foundation's.
    @Test func damagedDocumentsAreJudgedTheSame() {
        let seed = Proof.seed
        var random = SeededRandom(seed: seed)
        let alphabet = Array("{}[]\",:0123456789.eE+-truefalsn\\/ \n".utf8)
        var accepted = 0
        for round in 0..<4000 {
            var bytes = Array(Self.documents[round % Self.documents.count].utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes[place] = alphabet.randomElement(using: &random) ?? 0
                default: bytes.removeSubrange(place...)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            // Lone surrogates and huge numbers are where Foundation refuses and we need not.
            guard !text.contains("\\u"), !text.contains("\u{FFFD}"), !text.contains("E+"),
                !text.contains("0e")
            else { continue }
            let reference = try? JSONDecoder().decode(Reference.self, from: Data(text.utf8))
            let read = JSONText(Array(text.utf8))
            #expect((read == nil) == (reference == nil), "seed \(seed): \(text)")
            if let read, let reference {
                accepted += 1
                #expect(Reference(read) == reference, "seed \(seed): \(text)")
            }
        }
        #expect(accepted > 100)
    }

    @Test func textsComeBack() {
        let texts = ["query": "from=a&text=\"x\"\\\u{1}\n😷", "method": "GET", "": "\u{7F}"]
        let encoded = JSONText.encode(texts)
        #expect(JSONText.texts(encoded) == texts)
        let reference = try? JSONDecoder().decode([String: String].self, from: Data(encoded.utf8))
        #expect(reference == texts)
    }
}
