// A sender's file name made safe: no path, no control or direction characters, bounded.

/// Display names of attachments.
enum AttachmentName {
    static let nameBytesMax = 150

    /// The last path component of `declared` without anything that could mislead a reader or a
    /// file system; `lampiran-N.ext` where nothing is left.
    static func sanitise(_ declared: String?, mediaType: String, number: Int) -> String {
        let fallback = "lampiran-\(number)" + (suffixes[mediaType].map { "." + $0 } ?? "")
        guard let declared else { return fallback }
        var name = String.UnicodeScalarView()
        for scalar in declared.unicodeScalars {
            switch scalar {
            case "/", "\\": name.removeAll()
            case "<", ">", ":", "\"", "|", "?", "*": name.append("_")
            default:
                switch scalar.properties.generalCategory {
                // Format characters include the bidirectional overrides that hide an extension.
                case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
                    .paragraphSeparator:
                    continue
                default: name.append(scalar)
                }
            }
        }
        while let first = name.first, first == "." || first == " " { name.removeFirst() }
        while let last = name.last, last == "." || last == " " { name.removeLast() }
        return name.isEmpty ? fallback : shorten(String(name))
    }

    /// Cuts in the middle, so that the extension stays.
    private static func shorten(_ name: String) -> String {
        guard name.utf8.count > nameBytesMax else { return name }
        var ending = ""
        if let dot = name.lastIndex(of: "."), name[dot...].utf8.count <= 12 {
            ending = String(name[dot...])
        }
        var stem = name.prefix(name.count - ending.count)
        while stem.utf8.count + ending.utf8.count > nameBytesMax { stem.removeLast() }
        return stem + ending
    }

    private static let suffixes = [
        "image/jpeg": "jpg", "image/png": "png", "image/heic": "heic", "image/gif": "gif",
        "application/pdf": "pdf", "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/amr": "amr",
        "video/mp4": "mp4", "video/3gpp": "3gp", "text/plain": "txt", "text/html": "html",
        "text/calendar": "ics", "message/rfc822": "eml", "application/ms-tnef": "dat",
    ]
}
