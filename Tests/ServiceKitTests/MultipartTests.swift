// Forms as browsers and curl send them, and broken ones.
import Testing

@testable import ServiceKit

@Suite struct MultipartTests {
    private let body = Array(
        """
        --XX\r
        Content-Disposition: form-data; name="station"\r
        \r
        amandit\r
        --XX\r
        Content-Disposition: form-data; name="file"; filename="a \u{1F600}.txt"\r
        Content-Type: text/plain\r
        \r
        PENYIAR: --XX bukan batas\r
        \r
        --XX--\r

        """.utf8)

    @Test func fieldsAndFile() throws {
        let parts = try #require(Multipart.parse(body, boundary: "XX"))
        #expect(parts.map(\.name) == ["station", "file"])
        #expect(parts[0].text == "amandit")
        #expect(parts[1].filename == "a \u{1F600}.txt")
        #expect(parts[1].text == "PENYIAR: --XX bukan batas\r\n")
    }

    @Test func truncationNeverCrashes() {
        for length in 0..<(body.count - 4) {
            let parts = Multipart.parse(Array(body.prefix(length)), boundary: "XX")
            #expect(parts == nil)
        }
    }

    @Test func boundaries() {
        #expect(Multipart.boundary(of: "multipart/form-data; boundary=\"a b\"") == "a b")
        #expect(Multipart.boundary(of: "multipart/form-data; charset=x; boundary=q") == "q")
        #expect(Multipart.boundary(of: "multipart/form-data") == nil)
        #expect(Multipart.boundary(of: "application/json; boundary=q") == nil)
    }
}
