// An SMS or WhatsApp message read aloud: the quoted words, the number it came from.

/// A message found in the host's words.
struct SpokenMessage: Sendable, Hashable {
    /// The message itself.
    var text: String
    /// `…4471` or a whole number.
    var phone: String?
    /// What the reader said of it before: "Dari Pak Tarmidi, Desa Batu Lima."
    var announcement = ""
    /// Where the announcement of this message begins in the turn, when it is not the first there.
    var cut: Cut?

    private static let openers: Set<Character> = ["\"", "“", "„", "«", "‟"]
    private static let closers: Set<Character> = ["\"", "”", "“", "»"]

    /// Between the sender and the message.
    private static let bridges: Set<String> = [
        "katanya", "isinya", "bunyinya", "tulisnya", "tulisannya", "begini", "berbunyi",
        "pesannya", "suratnya", "ujarnya", "ucapnya", "bertanya", "mengeluh", "mengadu",
    ]

    /// Whether the announcing turn also holds the message.
    static func hasContent(_ reading: Reading) -> Bool {
        if reading.turn.text.contains(where: openers.contains) { return true }
        guard let last = reading.hits.filter({ $0.cue == .announce }).map(\.last).max() else {
            return reading.role == .message
        }
        return reading.tokens.count - last > 9
    }

    /// All messages in the turns of one announcement. Several in one turn come apart at their quotes.
    static func find(in readings: [Reading]) -> [SpokenMessage] {
        let quoted = quotedMessages(in: readings)
        if !quoted.isEmpty { return quoted }
        var parts: [String] = []
        var phone: String?
        var announcement = ""
        for (index, reading) in readings.enumerated() {
            phone = phone ?? OnAir.phone(in: reading.turn.text)
            let isAnnouncement = index == 0 || reading.has(.announce)
            var text = reading.turn.text
            if isAnnouncement {
                let words = text
                text = afterAnnouncement(reading)
                let first = reading.hits.first { $0.cue == .announce }?.first ?? 0
                let start =
                    reading.tokens.prefix(first).lastIndex(where: \.endsSentence)
                    .map { reading.tokens[$0 + 1].range.lowerBound } ?? words.startIndex
                announcement += " " + words.dropLast(text.count)[start...]
            }
            if !text.isEmpty { parts.append(text) }
        }
        return [
            SpokenMessage(
                text: parts.joined(separator: " "), phone: phone, announcement: announcement)
        ]
    }

    private static func quotedMessages(in readings: [Reading]) -> [SpokenMessage] {
        var messages: [SpokenMessage] = []
        var open = ""
        var isOpen = false
        for reading in readings {
            let text = reading.turn.text
            var gapStart = text.startIndex
            var cursor = text.startIndex
            if isOpen { open += " " }
            while cursor < text.endIndex {
                let character = text[cursor]
                let next = text.index(after: cursor)
                if isOpen, closers.contains(character) {
                    isOpen = false
                    gapStart = next
                    finish(&messages, &open)
                } else if isOpen {
                    open.append(character)
                } else if openers.contains(character) {
                    isOpen = true
                    var message = SpokenMessage(text: "")
                    let before = text[gapStart..<cursor]
                    message.phone = OnAir.phone(in: String(before))
                    message.announcement = String(before)
                    if gapStart != text.startIndex {
                        let at = text.unicodeScalars.distance(
                            from: text.startIndex, to: gapStart)
                        message.cut = Cut(turn: reading.turn.n, at: at)
                    }
                    messages.append(message)
                }
                cursor = next
            }
        }
        if isOpen { finish(&messages, &open) }
        // A quotation of one or two words is emphasis, not a message.
        let real = messages.filter { $0.text.split(separator: " ").count >= 3 }
        return real.enumerated().map { index, message in
            var message = message
            if index == 0 { message.cut = nil }
            return message
        }
    }

    private static func finish(_ messages: inout [SpokenMessage], _ open: inout String) {
        if let last = messages.indices.last { messages[last].text = open.foldingWhiteSpace() }
        open = ""
    }

    /// What follows the announcement: after the last colon that follows it, or after its last words.
    private static func afterAnnouncement(_ reading: Reading) -> String {
        let text = reading.turn.text
        guard let last = reading.hits.filter({ $0.cue == .announce }).map(\.last).max() else {
            return text
        }
        var index = last + 1
        let tokens = reading.tokens
        // "… dari nomor 0812 … 443, begini": up to the colon or such a word, when one is near.
        for ahead in last..<min(tokens.count, last + 16) {
            let end = tokens[ahead].range.upperBound
            let isColon = end < text.endIndex && text[end] == ":"
            if isColon || bridges.contains(tokens[ahead].word) { index = ahead + 1 }
        }
        if index == last + 1 {
            let noise: Set<String> = [
                "nomor", "akhiran", "titik", "dari", "bunyinya", "begini", "ini", "yang", "masuk",
                "nol", "kosong", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan",
                "sembilan",
            ]
            while index < tokens.count,
                noise.contains(tokens[index].word) || tokens[index].word.allSatisfy(\.isNumber)
            {
                index += 1
            }
        }
        guard index < tokens.count else { return "" }
        return String(text[tokens[index].range.lowerBound...])
    }
}
