// Forms as browsers and scripts send them: repeated fields, blanks, bytes that are no text.
import Testing

@testable import ServiceKit

@Suite struct FormFieldsTests {
    @Test("the first of a name, all of a name, and nothing where there is none")
    func fields() {
        let form = FormFields("a=1+2&a=%2B&b=&c&%C3%A9=%E2%82%AC")
        #expect(form["a"] == "1 2" && form.all("a") == ["1 2", "+"])
        #expect(form.has("b") && form["b"].isEmpty && form.has("c") && !form.has("d"))
        #expect(form["é"] == "€" && form.names == ["a", "a", "b", "c", "é"])
        #expect(!form.hasBadText)
    }

    @Test("what is no UTF-8 is known as such", arguments: ["a=%FF", "%C3=1", "a=\u{FFFD}"])
    func bad(encoded: String) {
        #expect(FormFields(encoded).hasBadText)
    }

    @Test("the same fields in another order are the same content; empty ones and the key do not count")
    func canonical() {
        let first = FormFields("key=x&b=2&a=1&c=").canonical(without: ["key"])
        #expect(first == FormFields("a=1&b=2&key=y").canonical(without: ["key"]))
        #expect(first != FormFields("a=1&b=3").canonical(without: ["key"]))
        #expect(FormFields("a=1b").canonical(without: []) != FormFields("a=1&b=").canonical(without: []))
    }

    @Test("the plain fields of a multipart form are fields, its files are not")
    func multipart() {
        let form = FormFields([
            FormPart(name: "a", filename: nil, bytes: Array("x".utf8)[...]),
            FormPart(name: "f", filename: "x.jpg", bytes: [0xFF]),
        ])
        #expect(form["a"] == "x" && !form.has("f") && !form.hasBadText)
    }
}
