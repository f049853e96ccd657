// The file of the country's places: what is written is read, and what is wrong is said with its line.
import Language
import Testing

@Suite struct CountryTests {
    @Test func whatIsWrittenIsRead() throws {
        var country = Country()
        try country.add(code: "63", name: "Kalimantan Selatan")
        try country.add(code: "63.06", name: "Kabupaten Hulu Sungai Selatan")
        try country.add(code: "63.06.05", name: "Kandangan")
        try country.add(code: "63.06.05.1001", name: "Kandangan Kota")
        try country.add(code: "63.06.05.2017", name: "Tibung Raya")
        try country.add(code: "63.71", name: "Kota Banjarmasin")
        let again = try Country(reading: country.text)
        #expect(again.text == country.text)
        let levels: [PlaceLevel] = [.provinsi, .kabupaten, .kecamatan, .kelurahan, .desa, .kota]
        #expect((0..<again.count).map { again.entry($0).level } == levels)
        #expect(again.entry(4).code == "63.06.05.2017" && again.entry(4).name == "Tibung Raya")
    }

    @Test(arguments: [
        ("kode,nama", 1, "must be '# mendengar places 1'"),
        ("# mendengar places 1\n63 Kalimantan", 2, "must be a code, a tab and a name"),
        (
            "# mendengar places 1\n63\tKalimantan\n2001\tBaru", 3,
            "'2001' is no code of a place here"
        ),
        ("# mendengar places 1\n63.6\tHSS", 2, "'63.6' is no code of a place here"),
        ("# mendengar places 1\n63.06\tHSS\n\n63\tKalsel", 4, "63 must come before 63.06"),
        ("# mendengar places 1\n63\t", 2, "63 has no name"),
    ])
    func whatIsWrongIsSaidWithItsLine(text: String, line: Int, message: String) {
        do {
            _ = try Country(reading: text)
            Issue.record("it was read")
        } catch {
            #expect(error.line == line && error.message.hasPrefix(message), "\(error)")
        }
    }
}
