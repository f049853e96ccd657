// Headers of a request, looked up as in a dictionary.
import Testing

@testable import SMSService

@Suite struct HeadersTests {
    @Test func aNameStandsOnce() {
        var headers: Headers = ["date": "1", "host": "a"]
        headers["date"] = "2"
        headers["via"] = "b"
        #expect(headers["date"] == "2" && headers["via"] == "b" && headers["Date"] == nil)
        headers["host"] = nil
        headers["none"] = nil
        #expect(headers.sorted.map(\.name) == ["date", "via"])
        #expect(Headers(["b": "2", "a": "1"]) == ["a": "1", "b": "2"])
    }
}
