// What an attached file is by its bytes and its name, and whether opening it may do harm.
import Complaints
import Foundation

/// Looks at the bytes of a file as they pass.
struct AttachmentKind {
    private var head: [UInt8] = []
    /// The end of the piece before, where a mark may begin.
    private var tail: [UInt8] = []
    private var hasMacros = false

    private static let headBytes = 4096
    /// How macros are stored: the name of the part in OOXML, the storage in OLE (MS-OVBA section 2.2.1).
    private static let macroMarks: [[UInt8]] = [
        Array("vbaProject.bin".utf8), "_VBA_PROJECT".utf8.flatMap { [$0, 0] },
    ]

    mutating func add(_ piece: UnsafeRawBufferPointer) {
        head += piece.prefix(Self.headBytes - head.count)
        guard !hasMacros, Self.isOffice(head) else { return }
        let joined = tail + piece
        hasMacros = joined.withUnsafeBufferPointer { bytes in
            Self.macroMarks.contains { bytes.contains($0) }
        }
        tail = joined.suffix(32)
    }

    /// Programs and documents come in these containers.
    private static func isOffice(_ head: [UInt8]) -> Bool {
        head.starts(with: zip) || head.starts(with: ole)
    }

    private static let zip: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    private static let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

    /// The media type that the bytes bear out.
    ///
    /// - Parameter declared: the sender's word; it counts where bytes say nothing, and not for a type
    ///   whose files would be known by their bytes.
    func mediaType(declared: String) -> String {
        let type = FileType.of(head)
        if type == "application/zip" {
            return Self.zipTypes.contains { declared.hasPrefix($0) } ? declared : type
        }
        if type != FileType.unknown { return type }
        if declared.hasPrefix("text/"), head.contains(0) { return FileType.unknown }
        let isKnownByBytes = Self.knownByBytes.contains { declared.hasPrefix($0) }
        return isKnownByBytes ? FileType.unknown : declared
    }

    private static let zipTypes = [
        "application/vnd.openxmlformats-", "application/vnd.oasis.opendocument.",
        "application/vnd.ms-", "application/epub+zip", "application/vnd.android.package-archive",
    ]
    private static let knownByBytes = [
        "image/jpeg", "image/jpg", "image/png", "image/gif", "image/webp", "image/heic", "application/pdf",
        "application/zip", "audio/ogg", "audio/amr", "audio/wav", "video/mp4", "video/3gpp",
        "video/webm",
    ]

    /// Why opening it may do harm; `nil` when nothing speaks for that.
    func danger(filename: String) -> String? {
        let names = filename.lowercased().split(separator: ".").dropFirst().map(String.init)
        if let last = names.last, Self.programs.contains(last) {
            let isDisguised = names.count > 1 && Self.harmless.contains(names[names.count - 2])
            return isDisguised ? "a program named like a document (.\(names[names.count - 2]).\(last))"
                : "a program or script (.\(last))"
        }
        if hasMacros { return "an office file with macros" }
        if let last = names.last, Self.macroDocuments.contains(last) {
            return "an office file that may hold macros (.\(last))"
        }
        for (signature, what) in Self.signatures where head.starts(with: signature) { return what }
        if Self.pageMarks.occur(in: head.prefix(1024)) { return "a page that may hold scripts" }
        if let last = names.last, Self.pages.contains(last) { return "a page that may hold scripts" }
        if let last = names.last, Self.archives.contains(last) {
            return "an archive, which is not looked into (.\(last))"
        }
        // Bare archives only: office files are packed as well.
        return head.starts(with: Self.zip) && !Self.packed.contains(names.last ?? "")
            ? "an archive, which is not looked into" : nil
    }

    private static let pageMarks = Phrases(["<!doctype html", "<html", "<script", "<svg"])
    private static let signatures: [([UInt8], String)] = [
        (Array("MZ".utf8), "a program for Windows"), ([0x7F, 0x45, 0x4C, 0x46], "a program for Linux"),
        ([0xCF, 0xFA, 0xED, 0xFE], "a program for macOS"),
        ([0xCA, 0xFE, 0xBA, 0xBE], "a program for Java or macOS"), (Array("#!".utf8), "a script"),
        ([0x4C, 0, 0, 0, 0x01, 0x14, 0x02, 0], "a shortcut of Windows"),
        (Array("Rar!".utf8), "an archive, which is not looked into"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "an archive, which is not looked into"),
        ([0x1F, 0x8B], "an archive, which is not looked into"),
    ]
    private static let programs: Set<String> = [
        "apk", "app", "appx", "bat", "chm", "cmd", "com", "cpl", "deb", "dll", "dmg", "exe", "gadget",
        "hta", "inf", "ins", "jar", "js", "jse", "lnk", "msc", "msi", "msix", "msp", "pif", "ps1", "py",
        "reg", "rpm", "scr", "sct", "sh", "sys", "url", "vb", "vbe", "vbs", "wsf", "wsh", "xll",
    ]
    private static let macroDocuments: Set<String> = [
        "docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppam", "ppsm", "sldm",
    ]
    private static let pages: Set<String> = ["htm", "html", "mht", "mhtml", "shtml", "svg", "xhtml"]
    private static let archives: Set<String> = [
        "7z", "ace", "arj", "bz2", "cab", "gz", "img", "iso", "lzh", "rar", "tar", "tgz", "vhd", "xz",
        "zip",
    ]
    private static let packed: Set<String> = [
        "docx", "dotx", "xlsx", "xltx", "pptx", "potx", "odt", "ods", "odp", "odg", "epub", "kmz", "docm",
    ]
    private static let harmless: Set<String> = [
        "doc", "docx", "gif", "heic", "jpeg", "jpg", "mp4", "pdf", "png", "txt", "xls", "xlsx",
    ]
}
