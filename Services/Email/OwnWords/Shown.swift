// An earlier mail that a reply shows: somebody else's, or one that its words speak of. It is evidence, not
// history.

/// Finds earlier mails that belong to what the sender says.
struct Shown {
    let lines: [MailLine]

    /// - Parameters:
    ///   - mark: the lines that introduce the mail.
    ///   - authors: the addresses they name as its author's; none where they only name him.
    ///   - isAnswered: whether a reply to a mail from this address is a reply to us, or to what the sender
    ///     himself wrote before.
    func includes(
        _ mark: Range<Int>, of authors: [String], isAnswered: (String) -> Bool
    ) -> Bool {
        let words = announcement(above: mark.lowerBound)
        // "Jawaban saya di bawah, huruf merah": his words stand within it.
        if ShownWords.answersWithin.contains(where: words.contains) { return true }
        guard authors.contains(where: isAnswered) else {
            // An official passes on what a citizen wrote to him; a citizen shows what an office wrote to him.
            if !authors.isEmpty { return true }
            return words.hasSuffix(":") && words.contains(" ")
                || ShownWords.handsOn.contains(where: words.contains)
        }
        return false
    }

    /// The sender's last line before it, in lower case; empty where there is none.
    private func announcement(above index: Int) -> String {
        var above = index - 1
        while above >= 0, lines[above].isEmpty { above -= 1 }
        guard above >= 0, lines[above].depth == 0 else { return "" }
        return lines[above].plain
    }
}

/// Words that speak of the mail below, in lower case.
enum ShownWords {
    static let handsOn = [
        "di bawah ini", "dibawah ini", "berikut ini", "sebagai berikut", "teruskan", "email berikut",
        "surel berikut", "surat berikut", "email di bawah", "see below", "mail below", "message below",
        "forwarding",
    ]
    static let answersWithin = [
        "jawaban saya di bawah", "jawaban saya dibawah", "jawaban kami di bawah", "jawaban kami dibawah",
        "jawaban di bawah", "jawaban dibawah", "saya jawab di bawah", "saya jawab dibawah",
        "kami jawab di bawah", "saya jawab langsung di", "inline", "in line", "(merah)", "warna merah",
        "huruf merah", "warna biru", "huruf biru", "huruf besar", "huruf kapital", "huruf tebal",
        "cetak tebal", "in red", "in blue", "in bold", "answers below", "comments below", "in capitals",
    ]
}
