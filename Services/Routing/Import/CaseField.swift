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
}

/// Where each field stands in a file.
struct ColumnMap: Sendable, Hashable {
    /// The row with the headings.
    var row: Int
    var columns: [CaseField: Int]
    /// The headings as written, by field.
    var names: [CaseField: String]
    /// Headings that nobody knows.
    var unknown: [String]

    /// What every file must say.
    static let required: [CaseField] = [.id, .date, .text]
    /// Rows looked at for the headings.
    static let searchedRows = 50

    /// - Parameters:
    ///   - wanted: the headings of each field, the surest first.
    ///   - needs: the row is the one with the headings when it has all of these.
    /// - Returns: the map, or the fields that are missing.
    static func read(
        _ row: SheetRow, _ wanted: [CaseField: [String]], needs: [CaseField],
        unread: Set<String> = []
    ) -> (map: ColumnMap?, missing: [CaseField]) {
        let headings = row.cells.map { Heading.normal($0.text) }
        var map = ColumnMap(row: row.number, columns: [:], names: [:], unknown: [])
        // The proper name of any column goes before a synonym of another.
        let depth = wanted.values.map(\.count).max() ?? 0
        for rank in 0..<depth {
            for field in CaseField.allCases where map.columns[field] == nil {
                guard let names = wanted[field], rank < names.count,
                    let column = headings.firstIndex(of: Heading.normal(names[rank])),
                    !map.columns.values.contains(column)
                else { continue }
                map.columns[field] = column
                map.names[field] = row[column].text.trimmed
            }
        }
        let missing = needs.filter { map.columns[$0] == nil }
        guard missing.isEmpty else { return (nil, missing) }
        map.unknown = row.cells.indices.filter { column in
            !headings[column].isEmpty && !map.columns.values.contains(column)
                && !unread.contains(headings[column])
        }.map { row[$0].text.trimmed }
        return (map, [])
    }

    func cell(_ field: CaseField, of row: SheetRow) -> SheetCell? { columns[field].map { row[$0] } }

    /// `C12 (Status)`.
    func place(_ field: CaseField, _ row: SheetRow) -> String { names[field] ?? field.rawValue }
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
