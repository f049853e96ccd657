// What a row of an office's file may say, and under which headings it stands there.
import Documents

/// A column of cases. The raw value is its key in a column map.
enum CaseField: String, CaseIterable, Sendable {
    case id, date, time, name, phone, email, address, kind, category
    case categoryID = "category_id"
    case title, text
    case finalText = "text_final"
    case protection, source, parent
    case agencyID = "agency_id"
    case agency, status, reason, province, city, kecamatan, village
}

/// The columns of SP4N-LAPOR!'s export, in its order and spelling.
enum Sp4nColumns {
    static let all: [(field: CaseField, name: String)] = [
        (.id, "Tracking ID"), (.date, "Tanggal Laporan Masuk"), (.time, "Waktu Laporan Masuk"),
        (.name, "Nama Pelapor"), (.kind, "Klasifikasi Laporan"), (.categoryID, "ID Kategori"),
        (.category, "Kategori"), (.title, "Judul Laporan"), (.text, "Isi Laporan Awal"),
        (.finalText, "Isi Laporan Akhir"), (.protection, "Tipe Laporan (Anonim/Rahasia)"),
        (.source, "Sumber Laporan"), (.parent, "Instansi Induk"),
        (.agencyID, "ID Instansi Terdisposisi"), (.agency, "Instansi Terdisposisi"),
        (.status, "Status Laporan"), (.reason, "Alasan Tunda/Arsip"), (.province, "Provinsi"),
        (.city, "Kota/Kabupaten"), (.kecamatan, "Kecamatan"), (.village, "Kelurahan"),
    ]

    /// Columns of newer exports that say nothing of the case, and one of our own.
    static let unread: Set<String> = Set(
        [
            "Nomor SK", "Url SK", "Url Dokumen Laporan Tahunan",
            "Laporan yang Masuk melalui Kanal Aduan Setwapres", "Rating", procedure, "No",
        ].map(Heading.normal))

    /// What ``ExportRow`` adds when it is asked to.
    static let procedure = "Ditindaklanjuti Sesuai Prosedur"

    /// Other words for them in files that people have worked on.
    static let synonyms: [CaseField: [String]] = [
        .id: ["ID Laporan", "Nomor Laporan", "No. Laporan", "Kode Laporan", "Nomor Tracking"],
        .date: ["Tanggal Laporan", "Tanggal Masuk", "Tgl Laporan Masuk", "Tgl Laporan", "Tanggal"],
        .time: ["Waktu Laporan", "Jam Laporan Masuk", "Waktu", "Jam"],
        .name: ["Pelapor", "Nama"],
        .kind: ["Klasifikasi", "Jenis Laporan"],
        .category: ["Kategori Laporan"],
        .title: ["Judul"],
        .text: ["Isi Laporan", "Isi Aduan", "Isi"],
        .protection: ["Tipe Laporan", "Tipe", "Anonim/Rahasia"],
        .source: ["Sumber", "Kanal"],
        .agency: ["Instansi", "Disposisi", "OPD"],
        .status: ["Status"],
        .reason: ["Alasan", "Alasan Arsip", "Alasan Tunda"],
        .province: ["Propinsi"],
        .city: ["Kabupaten/Kota", "Kabupaten", "Kota"],
        .village: ["Desa/Kelurahan", "Kelurahan/Desa", "Desa"],
    ]
}

/// A heading as it is compared: letters and digits in lower case.
enum Heading {
    static func normal(_ text: String) -> String {
        String(
            text.lowercased().unicodeScalars.filter {
                $0.properties.isAlphabetic || $0.properties.numericType != nil
            })
    }

    /// The same; of a word without letters, such as "-", the word itself.
    static func key(_ text: String) -> String {
        let key = normal(text)
        return key.isEmpty ? text.trimmed : key
    }
}

/// Where each field stands in a file.
struct ColumnMap: Sendable, Hashable {
    /// The row with the headings.
    var row: Int
    /// By field the columns that say it, the one that counts first at the front.
    var columns: [CaseField: [Int]]
    /// The headings as written, by field, in the same order.
    var names: [CaseField: [String]]
    /// Headings that nobody knows.
    var unknown: [String]

    /// What every file must say.
    static let required: [CaseField] = [.id, .date, .text]
    /// Rows with something in them that are looked at for the headings.
    static let searchedRows = 1_000

    /// - Parameters:
    ///   - wanted: the headings of each field, the surest first.
    ///   - needs: the row is the one with the headings when it has all of these.
    ///   - takesAll: of the headings of a field all count that the file has, not only the surest.
    /// - Returns: the map, or the fields that are missing.
    static func read(
        _ row: SheetRow, _ wanted: [CaseField: [String]], needs: [CaseField],
        unread: Set<String> = [], takesAll: Bool = false
    ) -> (map: ColumnMap?, missing: [CaseField]) {
        let headings = row.cells.map { Heading.normal($0.text) }
        var map = ColumnMap(row: row.number, columns: [:], names: [:], unknown: [])
        var taken: Set<Int> = []
        func take(_ field: CaseField, _ name: String) {
            guard let column = headings.firstIndex(of: Heading.normal(name)),
                taken.insert(column).inserted
            else { return }
            map.columns[field, default: []].append(column)
            map.names[field, default: []].append(row[column].text.trimmed)
        }
        // The proper name of any column goes before a synonym of another.
        let depth = wanted.values.map(\.count).max() ?? 0
        for rank in 0..<depth {
            for field in CaseField.allCases where takesAll || map.columns[field] == nil {
                guard let names = wanted[field], rank < names.count else { continue }
                take(field, names[rank])
            }
        }
        let missing = needs.filter { map.columns[$0] == nil }
        guard missing.isEmpty else { return (nil, missing) }
        map.unknown = row.cells.indices.filter { column in
            !headings[column].isEmpty && !taken.contains(column)
                && !unread.contains(headings[column])
        }.map { row[$0].text.trimmed }
        return (map, [])
    }

    /// The cells that say a field; none where the file has no column for it.
    func cells(_ field: CaseField, of row: SheetRow) -> [SheetCell] {
        columns[field, default: []].map { row[$0] }
    }

    /// Its headings as the file writes them.
    func name(_ field: CaseField) -> String {
        names[field]?.joined(separator: ", ") ?? field.rawValue
    }
}

extension String {
    /// Without blanks around it; a no-break space is one.
    var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
