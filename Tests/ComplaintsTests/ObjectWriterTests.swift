// Objects written member by member are what a reader of JSON takes them for.
import Testing

@testable import Complaints

@Suite struct ObjectWriterTests {
    @Test func everyKindOfMember() throws {
        var bytes = Array("before ".utf8)
        JSONText.writeObject(to: &bytes) { object in
            object.add("text", "a \"b\"\n\u{1}é")
            object.add(escaping: "odd \"name\"", "x")
            object.add("none", orNull: nil)
            object.add("some", orNull: "y")
            object.add("status", number: 204)
            object.add("minus", number: -7)
            object.addObject("inner") { inner in
                inner.add("a", "1")
                inner.add("b", "2")
            }
            object.addObject("empty") { _ in }
            object.addList("list", count: 2) { item, place in item.add("place", number: place) }
            object.addList("nothing", count: 0) { item, _ in item.add("never", "x") }
            object.add("last", "z")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(
            text == #"before {"text":"a \"b\"\n\u0001é","odd \"name\"":"x","none":null,"some":"y","status":204,"#
                + #""minus":-7,"inner":{"a":"1","b":"2"},"empty":{},"list":[{"place":0},{"place":1}],"#
                + #""nothing":[],"last":"z"}"#)
        let read = try #require(JSONText(Array(bytes.dropFirst("before ".utf8.count))))
        #expect(read["text"] == .string("a \"b\"\n\u{1}é"))
    }

    @Test(arguments: [(0, "0.0"), (5, "0.5"), (-5, "-0.5"), (30, "3.0"), (1234, "123.4"), (-1234, "-123.4")])
    func tenths(_ tenths: Int, _ written: String) {
        var bytes: [UInt8] = []
        JSONText.writeObject(to: &bytes) { $0.add("ms", tenths: tenths) }
        #expect(String(decoding: bytes, as: UTF8.self) == "{\"ms\":\(written)}")
    }
}
