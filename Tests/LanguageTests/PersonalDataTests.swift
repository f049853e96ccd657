// Personal data: found, named, covered without moving an offset.
import Language
import Testing

@Suite struct PersonalDataTests {
    @Test(arguments: [
        ("NIK 6306051234567890", [PersonalData.Kind.nik]),
        ("no kk 6306 0512 3456 7890", [.kk]),
        ("hp 0812-3456-7890 atau +62 812 3456 7890", [.phone, .phone]),
        ("6306051234567890 081234567890", [.nik, .phone]),
        ("surel budi.k@contoh.go.id.", [.email]),
        ("rekening 1234567890123", [.number]),
        ("harga 150.000 sejak 12-03-2021", []),
        ("NIK ulun enam tiga nol enam nol lima", [.nik]),
        ("nomor nol delapan satu dua lima lima lima nol satu", [.number]),
        ("naik jadi seratus lima puluh ribu", []),
        ("nik enam lima puluh ribu", []),
    ])
    func kinds(text: String, expected: [PersonalData.Kind]) {
        #expect(PersonalData.spans(in: text).map(\.kind) == expected)
    }

    @Test func maskingKeepsEveryOffset() {
        let text = "é NIK 6306-0512-3456-7890, hp 081234567890"
        #expect(PersonalData.mask(text) == "é NIK ****-****-****-****, hp 081234567890")
        #expect(
            PersonalData.mask(text, Set(PersonalData.Kind.allCases))
                == "é NIK ****-****-****-****, hp ************")
    }

    @Test(arguments: 0..<200)
    func maskingTwiceChangesNothing(seed: UInt64) {
        var random = Random(seed: seed)
        let pieces = [
            "6306051234567890", "0812", "-", " ", "3456", "7890", "a@b.id", "nik", "kk",
            "enam tiga nol lima ",
            "+62", ".", "satu ", "**", "🚧", "12345678",
        ]
        let text = (0..<random.next(25)).map { _ in pieces[random.next(pieces.count)] }.joined()
        let kinds = Set(PersonalData.Kind.allCases)
        let once = PersonalData.mask(text, kinds)
        #expect(PersonalData.mask(once, kinds) == once)
        #expect(once.unicodeScalars.count == text.unicodeScalars.count)
    }
}
