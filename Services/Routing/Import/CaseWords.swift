// The words in which SP4N-LAPOR! and offices say what became of a report, what it is and who is protected.
import Complaints
import Rules

/// How a case stands in the system it comes from.
enum StandingThere: String, Sendable, Hashable, CaseIterable {
    case open, closed
}

/// The words of one file, compared by their letters.
struct CaseWords: Sendable, Hashable {
    var statuses: WordTable<StandingThere>
    var kinds: WordTable<Kind>

    /// What its manual calls a report on an officer.
    static let alarm = "Whistle Blowing System"

    /// Of SP4N-LAPOR!: the first seven stand in real exports of finished years; those of open reports are
    /// what its public pages say, since no export of a running year was at hand.
    static let sp4n = CaseWords(
        statuses: WordTable([
            (.closed, Sp4nStatus.ended.map(\.rawValue) + ["Selesai"]),
            (
                .open,
                Sp4nStatus.open.map(\.rawValue) + [
                    "Dalam Proses", "Sedang Ditindaklanjuti", "Sudah Ditindaklanjuti", "Ditunda",
                    "Terdisposisi",
                ]
            ),
        ]),
        kinds: WordTable([
            (
                .complaint,
                [
                    Classification.inspection.rawValue, Classification.complaint.rawValue,
                    "Pengaduan", alarm, "Keluhan",
                ]
            ),
            (.aspiration, [Classification.aspiration.rawValue, "Saran"]),
            (.question, [Classification.information.rawValue, "Permohonan Informasi"]),
            (.praise, ["Apresiasi"]),
        ]))

    /// `Anonim`, `Rahasia`, `Anonim|Rahasia`, nothing; `nil` for other words.
    static func protection(_ text: String) -> (anonymous: Bool, confidential: Bool)? {
        var (anonymous, confidential) = (false, false)
        for word in text.split(whereSeparator: { "|,/&;+".contains($0) }) {
            switch Heading.normal(String(word)) {
            case "anonim": anonymous = true
            case "rahasia": confidential = true
            case "", "tidak", "normal", "biasa", "publik", "terbuka": break
            default: return nil
            }
        }
        return (anonymous, confidential)
    }
}

/// Words and what each stands for.
struct WordTable<Value: Sendable & Hashable>: Sendable, Hashable {
    /// As they are written, for who has used another.
    private(set) var words: [String] = []
    private var meanings: [String: Value] = [:]
    /// Words that were given for more than one thing; the first holds.
    private(set) var doubled: [String] = []

    init(_ lists: [(Value, [String])]) {
        for (value, list) in lists {
            for word in list {
                let key = Heading.key(word)
                if let other = meanings[key] {
                    if other != value { doubled.append(word) }
                    continue
                }
                words.append(word)
                meanings[key] = value
            }
        }
    }

    subscript(_ word: String) -> Value? { meanings[Heading.key(word)] }
}

/// The words of the column "Status Laporan".
enum Sp4nStatus: String, CaseIterable, Sendable {
    case closedBySystem = "Ditutup oleh Sistem"
    case closedByReporter = "Ditutup oleh Pelapor"
    case closedByAdmin = "Ditutup oleh Admin"
    case archivedByAdmin = "Diarsipkan oleh Admin"
    case archivedBySystem = "Diarsipkan oleh Sistem"
    case archivedByReporter = "Diarsipkan oleh Pelapor"
    case incomplete = "Menunggu Kelengkapan Informasi"
    case unverified = "Belum Terverifikasi"
    case waiting = "Belum Ditindaklanjuti"
    case working = "Sedang Diproses"

    static let ended: [Sp4nStatus] = [
        .closedBySystem, .closedByReporter, .closedByAdmin, .archivedByAdmin, .archivedBySystem,
        .archivedByReporter,
    ]
    static let open: [Sp4nStatus] = [.incomplete, .unverified, .waiting, .working]

    /// How an assignment of ours would stand there.
    ///
    /// - Parameter isWithdrawn: the citizen did not complete his report.
    init(_ assignment: Assignment, isWithdrawn: Bool = false) {
        self =
            switch assignment.status {
            case .closed: isWithdrawn ? .archivedBySystem : .closedBySystem
            case .inProgress where assignment.awaiting == Course.citizen: .incomplete
            case .triage: .unverified
            case .assigned, .referred, .returned, .reopened: .waiting
            case .acknowledged, .inProgress, .answered: .working
            }
    }
}

/// The words of its own that SP4N-LAPOR! has for what a file says in another spelling.
enum Sp4nWords {
    private static let sources = spellings(["Website", "Android", "Whatsapp"])
    private static let kinds = spellings(Classification.allCases.map(\.rawValue))
    private static let statuses = spellings(Sp4nStatus.allCases.map(\.rawValue))
    private static let categories = spellings(Sp4nCategory.ofTopic.map(\.value) + [Sp4nCategory.other])

    private static func spellings(_ words: [String]) -> [String: String] {
        words.reduce(into: [:]) { $0[Heading.normal($1)] = $1 }
    }

    /// - Returns: the text itself where no word of theirs is known for it.
    static func exact(_ field: CaseField, _ text: String, _ assignment: Assignment) -> String {
        let key = Heading.normal(text)
        switch field {
        case .kind: return kinds[key] ?? classification(text, assignment)?.rawValue ?? text
        case .status:
            if let word = statuses[key] { return word }
            return CaseWords.sp4n.statuses[text] == .closed ? Sp4nStatus.closedBySystem.rawValue : text
        case .source: return sources[key] ?? text
        case .category: return categories[key] ?? text
        default: return text
        }
    }

    private static func classification(_ text: String, _ assignment: Assignment) -> Classification? {
        guard let kind = CaseWords.sp4n.kinds[text] else { return nil }
        let isAlarm = Heading.normal(text) == Heading.normal(CaseWords.alarm)
        // "Pengaduan" leaves open which of the two it is; ours says.
        let ours = assignment.classification
        if kind == .complaint, !isAlarm, ours == .inspection || ours == .complaint { return ours }
        return Classification(kind, isInspected: isAlarm)
    }
}

/// SP4N-LAPOR!'s categories for the topics of a pack: names that stand in its exports.
enum Sp4nCategory {
    static let other = "Topik Lainnya"

    static let ofTopic: [String: String] = [
        "jalan_rusak": "Infrastruktur Jalan", "jembatan": "Infrastruktur Pendukung",
        "drainase_banjir": "Drainase (Gorong-Gorong/Parit)", "irigasi": "Perairan",
        "tata_ruang_bangunan": "Lainnya terkait Pekerjaan Umum dan Penataan Ruang",
        "perumahan": "Permukiman", "pju": "Penerangan Jalan", "lalu_lintas": "Transportasi Darat",
        "parkir_angkutan": "Lainnya terkait Perhubungan", "sampah": "Pencemaran Lingkungan",
        "pohon_taman": "Taman", "pencemaran": "Pencemaran Lingkungan",
        "kebakaran_karhutla": order, "bencana": order,
        "adminduk": "Administrasi Kependudukan dan Pencatatan Sipil",
        "kesehatan": "Lainnya terkait Kesehatan", "rsud": "Fasilitas Kesehatan",
        "bpjs_kes": "Administrasi BPJS Kesehatan", "bpjs_tk": "Lainnya terkait Hak Pekerja",
        "bansos": "Bantuan Sosial", "pendidikan": "Pendidikan Dasar dan Menengah",
        "ketertiban": "Ketertiban Umum", "perizinan": "Penanaman Modal/ Investasi",
        "ketenagakerjaan": "Hak Pekerja",
        "perdagangan_umkm": "Koperasi, Usaha Kecil, dan Menengah",
        "pertanian": "Lainnya terkait Ekonomi dan Keuangan", "air_bersih": "Layanan Air Minum",
        "listrik": "Lainnya terkait Energi dan Sumber Daya Alam",
        "desa": "Lainnya terkait Pembangunan Desa, Daerah Tertinggal, dan Transmigrasi",
        "perempuan_anak": "Kesetaraan Gender dan Sosial Inklusif", "pajak": "Lainnya terkait Pajak",
        "kepegawaian": "Lainnya terkait Kepegawaian",
        "inspektorat": "Lainnya terkait Korupsi, Kolusi, dan Nepotisme",
        "pariwisata_olahraga": "Kebudayaan", "kependudukan_kecamatan": "Pelayanan lambat",
        "kelurahan": "Pelayanan lambat", "pertanahan": "Sertifikat Tanah", "keamanan": "Kepolisian",
        "kominfo": other, "pemilu": other, "pelanggaran_pemilu": other, "imigrasi": other,
        "pos": other,
        "agama": other,
    ]
    private static let order =
        "Lainnya terkait Ketenteraman, Ketertiban Umum, dan Pelindungan Masyarakat"
}
