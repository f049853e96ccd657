// What PGP puts around a text that is signed in the open (RFC 9580 section 7).

enum Armour {
    /// Lines of a signature at most.
    static let linesMax = 60

    /// Labels the lines above the signed text and the signature below it, where both stand.
    static func label(_ lines: [MailLine], _ labels: inout [OwnWords.Kind?]) {
        guard let start = lines.firstIndex(where: { !$0.isEmpty }),
            lines[start].plain == "-----begin pgp signed message-----",
            let signature = lines.lastIndex(where: { $0.plain == "-----begin pgp signature-----" }),
            let end = lines[signature...].firstIndex(where: { $0.plain == "-----end pgp signature-----" }),
            end - signature <= linesMax
        else { return }
        var head = start + 1
        while head < signature, lines[head].plain.hasPrefix("hash:") { head += 1 }
        for index in Array(start..<head) + Array(signature...end) { labels[index] = .signature }
    }
}
