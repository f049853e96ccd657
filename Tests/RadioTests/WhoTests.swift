// Who raises a matter and where he is from: told by the weights that come with the program, on talk they were not
// taught by; and what people wrote down, found again in what was said.
import Testing

@testable import RadioService

@Suite struct WhoTests {
    private static let model = Result { try Model.standard() }
    private static let places = PlaceNames(["Telaga Langsat", "Pandulangan", "Batu Laki", "Kandangan"])

    private func tell(_ lines: [(Role, String)], hasCapitals: Bool) throws -> Who.Found {
        Who(try Self.model.get(), Self.places, hasCapitals: hasCapitals)
            .tell(lines.map { WhoLine($1, $0) })
    }

    @Test func aCallerSaysWhoHeIs() throws {
        let found = try tell(
            [
                (.host, "Halo, selamat pagi, dengan siapa di mana?"),
                (.caller, "Pagi. Saya Mulyono dari Pandulangan. Jembatan kami putus, Pak Bupati."),
                (.host, "Silakan, Pak Bupati."),
            ], hasCapitals: true)
        #expect(found == Who.Found(name: "Mulyono", place: "Pandulangan"))
    }

    @Test func aRecogniserWritesNoCapitals() throws {
        let found = try tell(
            [
                (.host, "halo siapa ini dari mana"),
                (.caller, "ini ibu suryani di telaga langsat bu air pdam kada hidup tiga hari"),
                (.host, "baik ibu suryani"),
            ], hasCapitals: false)
        #expect(found.name?.contains("suryani") == true)
        #expect(found.place?.contains("telaga langsat") == true)
    }

    @Test func theHostIsNotTheCaller() throws {
        let found = try tell(
            [
                (.host, "Halo, dengan siapa?"),
                (.caller, "Selamat pagi Mbak Rina, saya tidak usah disebut namanya. Lampu jalan mati."),
            ], hasCapitals: true)
        #expect(found.name == nil)
    }

    @Test func nobodyIsNamedInNothing() throws {
        #expect(try tell([], hasCapitals: true) == Who.Found())
        #expect(try tell([(.caller, "Jalan rusak, lampu mati.")], hasCapitals: true) == Who.Found())
    }

    /// A dot for each word that is nothing, N for one of the name, P for one of the place.
    @Test(arguments: [
        ("saya Haji Rahmat dari desa Batu Laki", "Haji Rahmat", ".NN..PP"),
        ("pak rahmad di batu laki", "Rahmat", ".N.PP"),
        ("batu besar di jalan, pak", "Rahmat", "....."),
        ("Rahmat lagi, Batu Laki", "Rahmat", "N.PP"),
    ])
    func whatWasWrittenDownIsFoundAgain(_ said: String, _ name: String, _ marks: String) {
        let found = WhoTeaching.mentions(in: WhoLine(said, .caller), name: name, place: "Batu Laki")
        #expect(found.map { $0 == .name ? "N" : $0 == .place ? "P" : "." }.joined() == marks)
    }
}
