// What a file of cases means: nothing it does not say is taken as said, and the same thing written otherwise is the same.
import Complaints
import Documents
import Foundation
import HTTPTypes
import Region
import Store
import Testing
import TestSupport

@testable import RoutingService

@Suite struct ImportMeaningTests {
    /// SP4N-LAPOR!'s columns, and one row; `cut` cells of it.
    private static func file(without field: CaseField? = nil, _ row: String = Sp4nRows.row("1"), cut: Int = .max) -> String {
        let columns = Sp4nColumns.all.indices.filter { Sp4nColumns.all[$0].field != field }
        let cells = row.components(separatedBy: ";")
        return columns.map { Sp4nColumns.all[$0].name }.joined(separator: ";") + "\n"
            + columns.prefix(cut).map { cells[$0] }.joined(separator: ";") + "\n"
    }

    /// Our export of all cases, as CSV.
    static func exported(_ house: ImportHouse) async throws -> String {
        let exporter = Exporter(region: house.region, now: ImportHouse.now)
        let lines = [exporter.headings] + (try await house.cases()).map { exporter.row($0) }
        return lines.map { String(decoding: CSVWriter().line($0), as: UTF8.self) }.joined()
    }

    private static func column(_ field: CaseField) throws -> Int {
        try #require(Sp4nColumns.all.firstIndex { $0.field == field })
    }

    @Test("a file without the column of protection or of status is refused, until a person says what all its rows are")
    func missingColumn() async throws {
        try await ImportHouse.with { house in
            for (field, words) in [(CaseField.protection, "'Tipe Laporan (Anonim/Rahasia)'; where"), (.status, "'Status Laporan'; where")] {
                let refused = await #expect(throws: Importer.Refused.self) { try await house.take(Self.file(without: field)) }
                #expect(refused?.description.contains("row 1 comes near, and lacks " + words) == true, "\(refused?.description ?? "")")
                #expect(refused?.description.contains(field == .status ? "--status closed|open" : "--type normal|anonim|rahasia") == true)
            }
            let secret = CaseSource.sp4n.stating(protection: "rahasia", standing: nil)
            #expect(try await house.take(Self.file(without: .protection), as: secret).new_closed == 1)
            let closed = CaseSource.sp4n.stating(protection: nil, standing: .closed)
            #expect(try await house.take(Self.file(without: .status, Sp4nRows.row("2", text: "Lampu mati")), as: closed).new_closed == 1)
            try await house.decide()
            let cases = try await house.cases()
            #expect(cases.map(\.complaint.reporter?.confidential) == [true, false])
            #expect(cases.map(\.assignment.status) == [.closed, .closed])
            // What each row says is not overruled.
            let twice = await #expect(throws: Importer.Refused.self) { try await house.take(Self.file(), as: closed) }
            #expect(twice?.description.contains("has the column 'Status Laporan'") == true)
            #expect(twice?.description.hasSuffix("leave out --status") == true)
        }
    }

    @Test("an empty status, and a row that is cut off, are wrong by row and column")
    func cutOff() async throws {
        try await ImportHouse.with { house in
            func problems(_ text: String, as source: CaseSource = .sp4n) async throws -> [String] {
                try await house.take(text, as: source).problems.map { "\($0.row) \($0.column ?? ""): \($0.message.prefix(16))" }
            }
            #expect(try await problems(Self.file(Sp4nRows.row("1", status: " "))) == ["2 Status Laporan: is empty; known:"])
            #expect(
                try await problems(Self.file(cut: 9)) == [
                    "2 Status Laporan: the row ends bef", "2 Tipe Laporan (Anonim/Rahasia): the row ends bef",
                ])
            let turned = "Status Laporan;Tracking ID;Tanggal Laporan Masuk;Isi Laporan Awal;Tipe Laporan\n"
            #expect(try await problems(turned + "Ditutup oleh Admin;1;5 Jan 2024;Jalan rus\n") == ["2 Tipe Laporan: the row ends bef"])
            #expect(try await problems(turned + "Ditutup oleh Admin;1;5 Jan 2024;Jalan rusak;\n") == [])
            let map = "account: buku\ncolumns: { date: Tgl, text: Isi, status: Ket }\nstatuses: { closed: [selesai], open: ['-'%] }\n"
            for (empty, wrong) in [("", ["2 Ket: is empty; known:"]), (", ''", [])] {
                let path = try house.folder.write(map.replacing("%", with: empty), to: "map.yaml")
                #expect(try await problems("Tgl;Isi;Ket\n5 Jan 2024;Jalan rusak;\n", as: OldCaseMap.load(path: path)) == wrong)
            }
        }
    }

    @Test("the first and the last text leave as they came, and what comes back of our own export is no news")
    func bothTexts() async throws {
        try await ImportHouse.with { house in
            var rows = [Sp4nRows.row("1", text: "Jalan rusak", protection: "Rahasia"), Sp4nRows.row("2", text: "Lampu jalan mati", status: "Sedang Diproses")]
            rows[0] = rows[0].replacing("Jalan rusak;;", with: "Jalan rusak;Jalan rusak, sudah dilihat petugas;")
            _ = try await house.take(Sp4nRows.file(rows))
            try await house.decide()
            let exporter = Exporter(region: house.region, now: ImportHouse.now)
            let (first, last) = (try Self.column(.text), try Self.column(.finalText))
            let texts = try await house.cases().map { exporter.row($0) }.map { [$0[first], $0[last]] }
            #expect(texts == [["Jalan rusak", "Jalan rusak, sudah dilihat petugas"], ["Lampu jalan mati", ""]])
            let back = try await house.take(Self.exported(house))
            #expect(back.known == 2 && back.differences == [] && !back.stored)
            #expect(back.text.hasSuffix("nothing to store: all of it was known"))
            // What our export says of a case is not what they have said of it.
            #expect(try await house.cases()[1].there?.kept["status"] == "Sedang Diproses")
            #expect(try await house.take(Sp4nRows.file(rows)).differing == 0)
        }
    }

    @Test("the same day and time in another writing is the same; another one is told as a day and a time", arguments: [
        ("5 Jan 2024", "10:15"), ("45296", "0.4270833333333333"), ("45296.4270833333", ""), ("05/01/2024", "10.15 WITA"),
        ("2024-01-05", "09:15 WIB"), ("Jumat, 5 Januari 2024", "10:15:40"), ("2024-01-05 10:15", ""),
    ])
    func sameMoment(_ day: String, _ time: String) async throws {
        try await ImportHouse.with { house in
            func file(_ id: String, _ day: String, _ time: String) -> String { Sp4nRows.file([Sp4nRows.row(id, date: day, time: time)]) }
            _ = try await house.take(file("1", day, time))
            for (day, time) in [("5 Jan 2024", "10:15"), ("45296", "0.42708"), ("5-1-24", "10.15")] {
                let report = try await house.take(file("1", day, time))
                #expect(report.known == 1 && report.differences == [] && !report.stored, "\(day) \(time)")
            }
            let other = try await house.take(file("1", "45297", "0.5"), dryRun: true)
            #expect(other.differences.map(\.column) == ["Tanggal Laporan Masuk", "Waktu Laporan Masuk"])
            #expect(other.differences.map(\.now) == ["6 Jan 2024", "12:00"])
            #expect(other.differences.map { String($0.before.prefix(10)) }.first == "5 Jan 2024")
            // A file without ids knows a case by them as well.
            let map = try house.folder.write("account: buku\ncolumns: { date: Tgl, time: Jam, text: Isi }\n", to: "map.yaml")
            for (day, time) in [(day, time), ("5 Jan 2024", "10:15:40"), ("5 Jan 2024", "10:15")] {
                _ = try await house.take("Tgl;Jam;Isi\n\(day);\(time);Jalan rusak\n", as: OldCaseMap.load(path: map))
            }
            try await house.decide()
            #expect(try await house.count("SELECT COUNT(*) AS n FROM imported WHERE source = 'buku'") == 2)
        }
    }

    @Test("other capitals, blanks and line ends of a known row are no difference; other words are")
    func sameWords() async throws {
        try await ImportHouse.with { house in
            let row = Sp4nRows.row("1", text: "\"Jalan rusak\r\ndi Habirau\"", protection: "Anonim|Rahasia")
            _ = try await house.take(Sp4nRows.file([row]))
            let same = row.replacing("\r\n", with: "\n  ").replacing("Anonim|Rahasia", with: "rahasia, anonim")
                .replacing("Daha Selatan", with: "DAHA SELATAN").replacing("Ditutup oleh Sistem", with: "ditutup  oleh sistem")
            #expect(try await house.take(Sp4nRows.file([same])).differences == [])
            let other = row.replacing("Jalan rusak", with: "Jalan rusak, hubungi 081234567890").replacing("Daha Selatan", with: "Daha Utara")
            let told = try await house.take(Sp4nRows.file([other]))
            #expect(told.differences.map(\.column) == ["Judul Laporan", "Isi Laporan Awal", "Kecamatan"])
            #expect(!told.text.contains("081234567890") && told.differences.last?.now == "Daha Utara")
        }
    }

    @Test("an error of a spreadsheet is nobody's words: row and column", arguments: ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!", "Err:508"])
    func errorCells(_ error: String) async throws {
        try await ImportHouse.with { house in
            let report = try await house.take(
                Sp4nRows.file([Sp4nRows.row("1", text: error), Sp4nRows.row("2", date: error), Sp4nRows.row("3", village: error), Sp4nRows.row("4", text: "No. #1 rusak")]))
            #expect(report.problems.map { "\($0.row) \($0.column ?? "")" } == ["5 Isi Laporan Awal", "6 Tanggal Laporan Masuk", "7 Kelurahan"])
            #expect(report.problems.allSatisfy { $0.message.contains("error '\(error)'") } && report.bad == 3)
        }
    }

    @Test("of several columns of a text all count that are filled in: joined in the order of the map, equal ones once")
    func severalColumns() async throws {
        try await ImportHouse.with { house in
            let text = """
                account: buku
                columns: { id: No, date: Tgl, text: [Uraian, Isi Pengaduan, Isi], phone: [HP, Telepon] }
                """
            let source = try OldCaseMap.load(path: house.folder.write(text, to: "map.yaml"))
            let rows = [
                "No;Isi Pengaduan;Tgl;Uraian;HP;Telepon", "1;Lampu mati di Habirau;5 Jan 2024;Jalan rusak;;081234567890",
                "2;;5 Jan 2024;Jalan rusak;0812111222333;081234567890", "3;Lampu mati;5 Jan 2024;;;", "4;Jalan  rusak;5 Jan 2024;Jalan rusak;;",
            ]
            let report = try await house.take(rows.joined(separator: "\n"), as: source)
            #expect(report.new == 4 && report.notes.isEmpty)
            try await house.decide()
            let cases = try await house.cases()
            #expect(cases.map(\.complaint.text) == ["Jalan rusak\n\nLampu mati di Habirau", "Jalan rusak", "Lampu mati", "Jalan rusak"])
            #expect(cases.map(\.complaint.reporter?.phone) == ["+6281234567890", "+62812111222333", nil, nil])
            let empty = try await house.take("No;Isi Pengaduan;Tgl;Uraian;HP\n5;;5 Jan 2024; ;0812\n", as: source)
            #expect(empty.problems.map(\.column) == ["Uraian, Isi Pengaduan"])
        }
    }

    @Test("a word of a map that means two things is an error with its line", arguments: [
        ("statuses: { closed: [selesai, Proses], open: [proses] }", "'proses' stands in more than one list of statuses"),
        ("kinds: { question: [tanya], praise: [Tanya] }", "'Tanya' stands in more than one list of kinds"),
    ])
    func doubledWord(_ line: String, _ words: String) throws {
        let folder = try TemporaryFolder("map")
        let path = try folder.write("account: x\ncolumns: { date: a, text: b }\n\(line)\n", to: "map.yaml")
        let error = #expect(throws: (any Error).self) { try OldCaseMap.load(path: path) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(words) && "\(error.map { "\($0)" } ?? "")".contains(":3"))
        let once = try folder.write("account: x\ncolumns: { date: a, text: b }\nstatuses: { closed: ['-', Selesai, selesai], open: ['?'] }\n", to: "once.yaml")
        let source = try OldCaseMap.load(path: once)
        #expect(source.words.statuses["-"] == .closed && source.words.statuses["?"] == .open && source.words.statuses[""] == nil)
    }

    private struct Told: Decodable {
        var complaint: Complaint
        var other_ids: [ImportTable.OtherID]
        var history: [HistoryEntry]
    }

    @Test("a complaint is found by its id in SP4N-LAPOR!, linked or imported, and says it with its history")
    func foundByTheirs() async throws {
        let rooms = RoutingTests()
        try await rooms.withRouting { house in
            let region = try RoutingTests.region.get()
            let folder = try TemporaryFolder("import")
            let path = try folder.write(Sp4nRows.file([Sp4nRows.row("8123456")]), to: "a.csv")
            let importer = Importer(file: try SheetFile(path: path), path: path, source: .sp4n, region: region, now: ImportHouse.now)
            _ = try await importer.run(on: house.store)
            let number = TrackingNumber(region: "HSS", year: 26, channelDigit: 1, serial: 5).description
            let own = Complaint(
                id: ComplaintID.derive(channel: .sms, account: "k", externalID: "1"), tracking: number, channel: .sms,
                account: "k", externalId: "1", receivedAt: .now, reporter: nil, text: "Lampu jalan di desa Habirau mati")
            try await house.store.write { try ComplaintTable.insert([own], at: .now, in: $0) }
            try await house.decide()
            func look(_ key: String) async throws -> Told {
                let answer = try await house.call(.get, "/v1/complaints/\(key)", token: "case")
                #expect(answer.status == .ok, "\(key): \(answer.text.prefix(200))")
                return try Wire.decode(Told.self, from: Data(answer.text.utf8))
            }
            #expect(try await look(number).other_ids == [])
            #expect(try await house.call(.get, "/v1/complaints/555", token: "case").status == .notFound)
            _ = try await house.store.write { try Sp4nLink.make(number, "555", at: .now, in: $0) }
            for (key, id, action) in [(number, "555", "linked"), ("555", "555", "linked"), ("8123456", "8123456", "imported")] {
                let told = try await look(key)
                #expect(told.other_ids == [.init(source: "sp4n", id: id)], "\(key)")
                #expect(told.complaint.tracking == (action == "linked" ? number : told.complaint.tracking))
                let step = try #require(told.history.first { $0.action == action })
                #expect(step.request.contains("\"\(id)\"") && told.history.count > 1)
                #expect(told.history.map(\.at) == told.history.map(\.at).sorted())
            }
        }
    }

    @Test("in the texts of an export numbers of persons are covered, a protected one's name too; what comes back is no news")
    func covered() async throws {
        try await ImportHouse.with { house in
            let text = "Jalan rusak, nama saya Ahmad Fauzi, hubungi 081234567890 atau ahmad@mail.example"
            let rows = ["", "Anonim"].enumerated().map { Sp4nRows.row("\($0 + 1)", name: "Siti Aminah", text: text + ", titik \($0)", protection: $1) }
            let filled = rows.map { $0.replacing("Jalan rusak;", with: "Telp 081234567890;").replacing("Ditutup oleh Sistem;;", with: "Ditutup oleh Sistem;Telepon 081234567890 tidak aktif;") }
            _ = try await house.take(Sp4nRows.file(filled))
            let own = Complaint(
                id: ComplaintID.derive(channel: .sms, account: "k", externalID: "1"),
                tracking: TrackingNumber(region: "HSS", year: 26, channelDigit: 1, serial: 5).description, channel: .sms,
                account: "k", externalId: "1", receivedAt: ImportHouse.now, reporter: Reporter(phone: "+6281234567890"),
                text: "Sampah menumpuk di pasar Kandangan belum diangkut petugas, telepon 0812 3456 7890")
            try await house.store.write { try ComplaintTable.insert([own], at: ImportHouse.now, in: $0) }
            try await house.decide()
            let file = try await Self.exported(house)
            for word in ["081234567890", "0812 3456", "ahmad@mail.example", "6281234567890"] { #expect(!file.contains(word), "\(word)") }
            let lines = file.components(separatedBy: "\r\n")
            let (open, hidden) = (try #require(lines.first { $0.hasPrefix("1;") }), try #require(lines.first { $0.hasPrefix("2;") }))
            #expect(lines.count == 5 && open.contains("Siti Aminah") && open.contains("Ahmad Fauzi"))
            #expect(!hidden.contains("Siti Aminah") && !hidden.contains("Ahmad Fauzi") && hidden.contains("Jalan rusak"))
            let back = try await house.take(file)
            #expect(back.known == 3 && back.differences == [] && !back.stored)
            // What they said is still known here, and it is nothing new when they say it again.
            #expect(try await house.cases().compactMap { $0.there?.kept["text"] }.allSatisfy { $0.contains("081234567890") })
            #expect(try await house.take(Sp4nRows.file(filled)).differing == 0)
        }
    }

    @Test("the headings are found below many rows, up to the limit, which the refusal names", arguments: [";", ","])
    func headingsFarBelow(_ separator: String) async throws {
        try await ImportHouse.with { house in
            func file(_ above: Int) -> String {
                (Array(repeating: "Rekapitulasi laporan", count: above) + [Sp4nRows.header, Sp4nRows.row("1")])
                    .joined(separator: "\n").replacing(";", with: separator)
            }
            let found = try await house.take(file(ColumnMap.searchedRows - 1), dryRun: true)
            #expect(found.header_row == 1_000 && found.new == 1)
            let refused = await #expect(throws: Importer.Refused.self) { try await house.take(file(ColumnMap.searchedRows)) }
            #expect(refused?.description.contains("none of the first 1000 rows") == true)
        }
    }

    @Test("words in another spelling leave in SP4N-LAPOR!'s own, and coming back they are no news", arguments: [
        (CaseField.kind, "Pengaduan Tidak Berkadar Pengawasan", "pengaduan  BERKADAR pengawasan", "Pengaduan Berkadar Pengawasan"),
        (.kind, "Pengaduan Tidak Berkadar Pengawasan", "Keluhan", "Pengaduan Tidak Berkadar Pengawasan"),
        (.kind, "Pengaduan Tidak Berkadar Pengawasan", "Whistle Blowing System", "Pengaduan Berkadar Pengawasan"),
        (.kind, "Pengaduan Tidak Berkadar Pengawasan", "Apresiasi", "Aspirasi"),
        (.kind, "Pengaduan Tidak Berkadar Pengawasan", "permohonan informasi", "Permintaan Informasi"),
        (.status, "Ditutup oleh Sistem", "selesai", "Ditutup oleh Sistem"),
        (.status, "Ditutup oleh Sistem", "DIARSIPKAN OLEH ADMIN", "Diarsipkan oleh Admin"),
        (.source, "Android", "WhatsApp", "Whatsapp"), (.category, "Jalan Berlubang", "infrastruktur jalan", "Infrastruktur Jalan"),
        (.category, "Jalan Berlubang", "Trotoar", "Trotoar"),
    ])
    func exactWords(_ field: CaseField, _ usual: String, _ written: String, _ exact: String) async throws {
        try await ImportHouse.with { house in
            let file = Sp4nRows.file([Sp4nRows.row("1").replacing(usual, with: written)])
            _ = try await house.take(file)
            try await house.decide()
            let one = try #require(try await house.cases().first)
            #expect(Exporter(region: house.region, now: ImportHouse.now).row(one)[try Self.column(field)] == exact)
            for again in [try await Self.exported(house), file] {
                let report = try await house.take(again)
                #expect(report.known == 1 && report.differences == [] && !report.stored)
            }
        }
    }
}
