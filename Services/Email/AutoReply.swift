// Mail a program answered: RFC 3834 headers, older headers, and subjects in two languages.

/// Recognises automatic replies and notifications.
enum AutoReply {
    /// Why `mail` is one, or `nil`.
    static func reason(_ mail: ParsedMail) -> String? {
        header(mail) ?? report(mail) ?? subject(mail)
    }

    private static func header(_ mail: ParsedMail) -> String? {
        for value in mail.all("auto-submitted") {
            // RFC 3834 section 5: "no", parameters and comments aside, means a person.
            let keyword = keyword(value)
            if !keyword.isEmpty, keyword != "no" { return "Auto-Submitted: \(keyword)" }
        }
        for name in ["x-autoreply", "x-autorespond", "x-autoresponder", "autoresponder"] {
            if let value = mail.header(name), keyword(value) != "no" { return name }
        }
        if mail.header("x-fc-machinegenerated")?.lowercased() == "true" {
            return "X-FC-Machinegenerated"
        }
        if mail.header("x-post-messageclass")?.hasPrefix("9") == true {
            return "X-POST-MessageClass: 9"
        }
        for name in ["precedence", "x-precedence"]
        where mail.header(name)?.lowercased() == "auto_reply" { return "\(name): auto_reply" }
        return nil
    }

    /// Read receipts and abuse reports; delivery reports are bounces.
    private static func report(_ mail: ParsedMail) -> String? {
        guard mail.mediaType == "multipart/report" else { return nil }
        return "multipart/report; report-type=\(mail.reportType ?? "?")"
    }

    /// The first word of a header, without comments in brackets and parameters.
    static func keyword(_ value: String) -> String {
        var depth = 0
        var plain = ""
        for character in value.lowercased() {
            if character == "(" {
                depth += 1
            } else if character == ")" {
                depth = max(0, depth - 1)
            } else if character == ";", depth == 0 {
                break
            } else if depth == 0 {
                plain.append(character)
            }
        }
        return plain.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    }

    private static func subject(_ mail: ParsedMail) -> String? {
        let subject = bare(mail.subject?.lowercased() ?? "")
        if let phrase = certain.first(where: subject.hasPrefix) { return "subject: \(phrase)" }
        // "Sedang cuti semua petugas …" may open a complaint: these need a second sign.
        guard let phrase = doubtful.first(where: subject.hasPrefix) else { return nil }
        if mail.inReplyTo != nil || !mail.references.isEmpty {
            return "subject: \(phrase), in reply to a mail"
        }
        for name in ["x-auto-response-suppress", "precedence"] where mail.header(name) != nil {
            return "subject: \(phrase), \(name)"
        }
        if mail.header("return-path")?.contains("<>") == true {
            return "subject: \(phrase), empty Return-Path"
        }
        let text = mail.text.lowercased()
        if let sign = signs.first(where: text.contains) { return "subject: \(phrase); “\(sign)”" }
        return nil
    }

    /// Without "Re:" and its like before it.
    private static func bare(_ subject: String) -> Substring {
        var rest = subject[...]
        while let prefix = ["re:", "bls:", "balas:"].first(where: rest.hasPrefix) {
            rest = rest.dropFirst(prefix.count).drop(while: \.isWhitespace)
        }
        return rest
    }

    private static let certain = [
        "balasan otomatis", "jawaban otomatis", "automatic reply", "auto reply", "auto-reply",
        "autoreply", "auto response", "auto-response", "autoresponse", "respons otomatis",
        "pesan otomatis", "email otomatis", "surel otomatis",
    ]
    private static let doubtful = [
        "di luar kantor", "diluar kantor", "sedang cuti", "cuti", "out of office",
        "out of the office", "sedang dinas luar", "dinas luar", "tidak di tempat", "on leave",
        "vacation",
    ]
    private static let signs = [
        "saya sedang cuti", "saya cuti", "saya sedang di luar kantor", "saya berada di luar kantor",
        "saya sedang tidak berada di kantor", "saya sedang dinas", "saya akan kembali",
        "saya kembali pada", "akan saya balas", "balasan otomatis", "pesan otomatis",
        "i am out of", "i am currently out", "i will be out", "i will return", "on annual leave",
    ]
}
