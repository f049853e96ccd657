// SP4N-LAPOR!'s export taken in: once, whole or not at all, and never over what stands here.
import Complaints
import Documents
import Foundation
import Region
import Store
import Testing
import TestSupport

@testable import RoutingService

@Suite struct ImportTests {
    @Test("a case closed there goes the same way and starts neither clock nor message; an open one starts its clocks")
    func sameWay() async throws {
        try await ImportHouse.with { house in
            let report = try await house.take(
                Sp4nRows.file([
                    Sp4nRows.row("8123456"),
                    Sp4nRows.row("8123457", date: "30/11/2026", text: "Lampu jalan mati di Kandangan", status: "Belum Ditindaklanjuti", village: ""),
                    "Jumlah;2",
                ]))
            #expect(report.new == 2 && report.new_closed == 1 && report.stored && report.header_row == 4)
            #expect(report.warnings.map(\.row) == [7])
            try await house.decide()
            let cases = try await house.cases()
            let (old, open) = (try #require(cases.first), try #require(cases.last))
            #expect(cases.count == 2 && old.assignment.agency?.id == "PUPR")
            #expect(old.assignment.status == .closed && old.assignment.due == nil && old.assignment.question == nil)
            #expect(old.complaint.tracking.hasPrefix("HSS-24-4") && old.complaint.channel == .import)
            #expect(old.complaint.receivedAt == Timestamp.parse("2024-01-05T05:45:00Z"))
            #expect(old.assignment.complaint.places.first?.code == "63.06.07.2010")
            #expect(open.assignment.status == .assigned && open.assignment.due != nil)
            // An hour later, and years later: nothing happens to what is over.
            let sweeper = Sweeper(region: house.region, channels: ["sms", "email"])
            for days in [0, 1, 400] {
                let at = ImportHouse.now.addingTimeInterval(Double(days) * 86_400 + 3600)
                let seen = try await house.store.write { try sweeper.look(at: at, in: $0) }
                try await house.store.write { try sweeper.tell(seen, at: at, in: $0) }
                #expect(!seen.contains(old.assignment.id.text))
            }
            #expect(try await house.cases().first?.assignment.status == .closed)
            #expect(try await house.count("SELECT COUNT(*) AS n FROM notice WHERE assignment_id = '\(old.assignment.id.text)'") == 0)
            #expect(try await house.count("SELECT COUNT(*) AS n FROM link_facts WHERE closed = 1") == 1)
            let books = try await RoutingBooks.read(from: house.store)
            #expect(books.isBalanced && books.stuck == 0 && books.accepted == 2)
        }
    }

    @Test("the same file again doubles nothing; what differs is told and overwrites nothing here", arguments: TestDatabase.allCases)
    func again(on database: TestDatabase) async throws {
        try await ImportHouse.with(database) { house in
            let rows = [Sp4nRows.row("1"), Sp4nRows.row("2", text: "Lampu jalan mati", status: "Sedang Diproses")]
            _ = try await house.take(Sp4nRows.file(rows))
            try await house.decide()
            let before = try await house.cases().map(\.assignment)
            let same = try await house.take(Sp4nRows.file(rows + [rows[0]]))
            #expect(same.known == 2 && same.new == 0 && same.repeated == 1 && same.differing == 0)
            let changed = [
                rows[0], Sp4nRows.row("2", text: "Lampu jalan mati", status: "Ditutup oleh Admin"), Sp4nRows.row("3"),
            ]
            // A dry run says the same and changes nothing.
            for dryRun in [true, false] {
                let report = try await house.take(Sp4nRows.file(changed), dryRun: dryRun)
                #expect(report.known == 2 && report.new == 1 && report.stored == !dryRun)
                #expect(
                    report.differences.map(\.column) == ["Status Laporan", "status here"]
                        && report.differences.map(\.before) == ["Sedang Diproses", "assigned"])
            }
            try await house.decide()
            let after = try await house.cases().map(\.assignment)
            #expect(after.count == 3 && Array(after.prefix(2)) == before)
            // What they say now is known from now on; that we disagree is said each time.
            let third = try await house.take(Sp4nRows.file(changed))
            #expect(third.differences.map(\.column) == ["status here"] && !third.stored)
            // A file with fewer columns says nothing of the others, and takes nothing away.
            let few = "Tracking ID;Tanggal Laporan Masuk;Isi Laporan Awal\n2;5 Jan 2024;Lampu mati, NIK 6306051708900001\n"
            let told = try await house.take(few, as: .sp4n.stating(protection: "normal", standing: .open))
            #expect(told.differences.map(\.column) == ["Isi Laporan Awal"])
            #expect(told.differences.first?.now.contains("6306051708900001") == false)
            try await house.decide()
            #expect(try await house.cases().compactMap(\.there)[1].kept["agency"] == "Dinas PUPR")
            #expect(try await house.cases().compactMap(\.there)[1].standing == .closed)
            #expect(try await house.count("SELECT COUNT(*) AS n FROM complaint") == 3)
        }
    }

    @Test("one wrong row, and nothing is stored: every row and column is named; --skip-bad takes the rest", arguments: TestDatabase.allCases)
    func wholeOrNot(on database: TestDatabase) async throws {
        try await ImportHouse.with(database) { house in
            let file = Sp4nRows.file([
                Sp4nRows.row("1"), Sp4nRows.row("A-2"), Sp4nRows.row("3", date: "31/02/2024"),
                Sp4nRows.row("4", date: "13/25/2024"), Sp4nRows.row("5", time: "25:00"), Sp4nRows.row("6", text: " "),
                Sp4nRows.row("7", kind: "Gosip"), Sp4nRows.row("8", protection: "Setengah"),
                Sp4nRows.row("9", status: "Hilang"), Sp4nRows.row("1", text: "Lain"), Sp4nRows.row("10", date: "5 Jan 2031"),
                Sp4nRows.row("HSS-26-4000001-1"), Sp4nRows.row("", status: ""),
            ])
            let report = try await house.take(file)
            #expect(report.bad == 12 && !report.stored && report.rows == 13)
            let found = report.problems.map { "\($0.row) \($0.column ?? "")" }
            #expect(
                found == [
                    "6 Tracking ID", "7 Tanggal Laporan Masuk", "8 Tanggal Laporan Masuk", "9 Waktu Laporan Masuk",
                    "10 Isi Laporan Awal", "11 Klasifikasi Laporan", "12 Tipe Laporan (Anonim/Rahasia)",
                    "13 Status Laporan", "14 Tracking ID", "15 Tanggal Laporan Masuk", "16 Tracking ID", "17 Tracking ID",
                    "17 Status Laporan",
                ])
            #expect(try await house.count("SELECT COUNT(*) AS n FROM complaint") == 0)
            #expect(try await house.count("SELECT COUNT(*) AS n FROM import_run") == 0)
            let rest = try await house.take(file, skipBad: true)
            try await house.decide()
            #expect(rest.stored && rest.new == 1 && rest.bad == 12)
            // A number of ours that nobody here has is found out only by the database: all is undone.
            let foreign = TrackingNumber(region: "HSS", year: 26, channelDigit: 1, serial: 77).description
            let undone = try await house.take(Sp4nRows.file([Sp4nRows.row("20"), Sp4nRows.row(foreign)]))
            #expect(!undone.stored && undone.problems.first?.message.contains("looks like a number of ours") == true)
            #expect(try await house.count("SELECT COUNT(*) AS n FROM import_row") == 0)
            try await house.decide()
            #expect(try await house.count("SELECT COUNT(*) AS n FROM complaint") == 1)
            #expect(try await house.count("SELECT COUNT(*) AS n FROM imported") == 1)
        }
    }

    @Test("the headings are found wherever they are: rows above, another order, other capitals, other words")
    func headings() async throws {
        try await ImportHouse.with { house in
            let text = "Rekap;;;\n;;;\nisi aduan;STATUS;tanggal;Tracking id;Tipe;Catatan\n"
                + "Jalan rusak;ditutup  oleh admin;2024-01-05;'0091;;x\nLampu mati;sedang diproses;5-1-2024;92;;\n"
            let report = try await house.take(text)
            #expect(report.new == 2 && report.new_closed == 1 && report.header_row == 3)
            #expect(report.notes.contains("not read: Catatan"))
            try await house.decide()
            #expect(try await house.cases().compactMap(\.there?.externalID) == ["0091", "92"])
            let refused = await #expect(throws: Importer.Refused.self) { try await house.take("Tracking ID;Isi Laporan\n1;x\n") }
            #expect(refused?.description.contains("row 1 comes near, and lacks 'Tanggal Laporan Masuk'") == true)
        }
    }

    @Test("who asked for protection has it: the name is not in the feed, and leaves in no export")
    func protection() async throws {
        try await ImportHouse.with { house in
            _ = try await house.take(
                Sp4nRows.file([
                    Sp4nRows.row("1", protection: "Anonim"), Sp4nRows.row("2", text: "Lampu mati, NIK 6306051708900001", protection: "Anonim|Rahasia"),
                    Sp4nRows.row("3", text: "Sampah menumpuk di pasar", protection: "Rahasia"),
                ]))
            try await house.decide()
            let cases = try await house.cases()
            #expect(cases.map(\.complaint.reporter?.anonymous) == [true, true, false])
            #expect(cases.map(\.complaint.reporter?.confidential) == [false, true, true])
            #expect(cases.allSatisfy { $0.assignment.complaint.reporter == nil })
            let exporter = Exporter(region: house.region, now: ImportHouse.now)
            let rows = cases.map { exporter.row($0) }
            #expect(rows.allSatisfy { !$0.joined().contains("Ahmad") && !$0.joined().contains("6306051708900001") })
            let column = try #require(Sp4nColumns.all.firstIndex { $0.field == .protection })
            #expect(rows.map { $0[column] } == ["Anonim", "Anonim|Rahasia", "Rahasia"])
        }
    }

    @Test("what is exported has SP4N-LAPOR!'s columns and words, and taken in again it is all known")
    func roundTrip() async throws {
        try await ImportHouse.with { house in
            _ = try await house.take(Sp4nRows.file([Sp4nRows.row("8123456"), Sp4nRows.row("8123457", status: "Sedang Diproses")]))
            try await house.decide()
            let own = Complaint(
                id: ComplaintID.derive(channel: .sms, account: "k", externalID: "1"),
                tracking: TrackingNumber(region: "HSS", year: 26, channelDigit: 1, serial: 5).description,
                channel: .sms, account: "k", externalId: "1", receivedAt: ImportHouse.now.addingTimeInterval(-3600),
                reporter: Reporter(name: nil, phone: "+6281234567890"),
                text: "=Jalan di desa Habirau berlubang; sudah \"lama\"")
            try await house.store.write { try ComplaintTable.insert([own], at: ImportHouse.now, in: $0) }
            try await house.decide()
            var exporter = Exporter(region: house.region, now: ImportHouse.now)
            let cases = try await house.cases()
            var text = CSVWriter().head + CSVWriter().line(exporter.headings)
            for one in cases { text += CSVWriter().line(exporter.row(one)) }
            let path = house.folder.file("export.csv")
            try text.write(to: URL(filePath: path))
            let rows = cases.map { exporter.row($0) }
            #expect(exporter.headings == Sp4nColumns.all.map(\.name))
            #expect(rows[0] == [
                "8123456", "5 Jan 2024", "13:45", "Ahmad Warga", "Pengaduan Tidak Berkadar Pengawasan", "77",
                "Jalan Berlubang", "Jalan rusak", "Jalan di desa Habirau rusak parah", "",
                "", "Android", "Pemerintah Kab. HSS", "901", rows[0][14], "Ditutup oleh Sistem", "", "Kalimantan Selatan",
                "Kab. Hulu Sungai Selatan", "Daha Selatan", "Habirau",
            ])
            #expect(rows[1][15] == "Belum Ditindaklanjuti")
            #expect(rows[2][0] == own.tracking && rows[2][6] == "Infrastruktur Jalan" && rows[2][19...] == ["Daha Selatan", "Habirau"])
            #expect(rows[2][11] == "Website - Kabupaten Hulu Sungai Selatan" && rows[2][8].hasPrefix("=Jalan"))
            let again = try await house.take(file: path)
            #expect(again.known == 3 && again.new == 0 && again.bad == 0 && again.differing == 0 && !again.stored)
            let book = try XLSXWriter(sheet: "Laporan")
            exporter.tellsProcedure = true
            for row in [exporter.headings] + cases.map({ exporter.row($0) }) { try book.add(row) }
            try book.finish(to: house.folder.file("export.xlsx"))
            let packed = try await house.take(file: house.folder.file("export.xlsx"))
            #expect(packed.known == 3 && packed.new == 0 && packed.format == "xlsx" && packed.differing == 0)
            #expect(try await house.count("SELECT COUNT(*) AS n FROM complaint") == 3)
        }
    }

    @Test("a person links a complaint of ours to its id there; the export bears it, and an import knows it")
    func link() async throws {
        try await ImportHouse.with { house in
            _ = try await house.take(Sp4nRows.file([Sp4nRows.row("1")]))
            try await house.decide()
            let number = TrackingNumber(region: "HSS", year: 26, channelDigit: 1, serial: 5).description
            let own = Complaint(
                id: ComplaintID.derive(channel: .sms, account: "k", externalID: "1"), tracking: number, channel: .sms,
                account: "k", externalId: "1", receivedAt: ImportHouse.now, reporter: nil, text: "Jalan rusak")
            try await house.store.write { try ComplaintTable.insert([own], at: ImportHouse.now, in: $0) }
            try await house.decide()
            for (tracking, id, works) in [(number, "555", true), (number, "555", true), (number, "556", false), (number, "1", false), ("HSS-26-1000009-9", "7", false)] {
                let made = try? await house.store.write { try Sp4nLink.make(tracking, id, at: ImportHouse.now, in: $0) }
                #expect((made == number) == works, "\(tracking) \(id)")
            }
            let exporter = Exporter(region: house.region, now: ImportHouse.now)
            #expect(try await house.cases().map { exporter.row($0)[0] } == ["1", "555"])
            let back = try await house.take(ImportMeaningTests.exported(house))
            #expect(back.known == 2 && back.differing == 0 && !back.stored)
            let report = try await house.take(Sp4nRows.file([Sp4nRows.row("555", text: "Jalan rusak")]))
            #expect(report.known == 1 && report.new == 0)
        }
    }

    @Test("the file of any office, by a map of its columns; without ids the same row is the same case")
    func anyOffice() async throws {
        try await ImportHouse.with { house in
            let map = try house.folder.write(
                """
                account: buku-dinsos
                columns:
                  date: Tgl
                  text: [Uraian, Keluhan]
                  name: Pelapor
                  phone: HP
                  status: Ket
                  kecamatan: Kec
                statuses: { closed: [selesai], open: [proses] }
                """, to: "map.yaml")
            let source = try OldCaseMap.load(path: map)
            let text = "Kec,Uraian,Tgl,Pelapor,HP,Ket\nKandangan,Bansos tidak cair,05/01/2024,Siti,0812 3456 7890,Selesai\n"
            #expect(try await house.take(text, as: source).new == 1)
            #expect(try await house.take(text, as: source).known == 1)
            try await house.decide()
            let one = try #require(try await house.cases().first)
            #expect(one.complaint.account == "buku-dinsos" && one.complaint.reporter?.phone == "+6281234567890")
            #expect(one.assignment.status == .closed && one.complaint.places.first?.code == "63.06.05")
            // It is no report of SP4N-LAPOR!: the export bears our number.
            #expect(Exporter(region: house.region, now: ImportHouse.now).row(one)[0] == one.complaint.tracking)
            for (text, words) in [
                ("account: sp4n\ncolumns: { date: a, text: b }\n", "names SP4N-LAPOR!'s own"), ("account: x\ncolumns: { date: a }\n", "lacks the key 'text'"),
                ("account: x\ncolumns: { date: a, text: b, hari: c }\n", "unknown key 'hari'"), ("account: 'a b'\ncolumns: { date: a, text: b }\n", "1 to 60 letters"),
            ] {
                let path = try house.folder.write(text, to: "bad.yaml")
                #expect("\(#expect(throws: (any Error).self) { try OldCaseMap.load(path: path) }.map { "\($0)" } ?? "")".contains(words))
            }
        }
    }
}
