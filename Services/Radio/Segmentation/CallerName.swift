// Who a citizen is: by what he says first ("utuh batu laki padang batung"), by what the others call him ("bu
// masitah"), in speech that a recogniser wrote down without capitals or commas.

struct CallerName {
    let places: PlaceNames
    let hasCapitals: Bool

    /// A name and place found at the head of words.
    struct Found {
        var name: String?
        var place: String?
    }

    /// So many words may stand before a name's place.
    private static let reach = 16
    private static let longest = 3

    /// Titles before a name, not part of it.
    static let titles = Set(
        words: """
            pak bu ibu bapak pa mas mbak mba bang abang kak kaka acil paman amang kai nini nenek \
            kakek saudara saudari sdr sdri om tante ding dik cil nek ustadz guru bidan ananda \
            kakanda adinda dangsanak haji hajah hj uda mantri dokter julak
            """)
    /// Titles that stay: "Mama Aulia", "Hj. Rusdiana".
    private static let kept: Set<String> = ["mama", "abah", "gusti", "anang", "utuh"]
    /// After these a name may follow without a title.
    private static let leads = Set(
        words: """
            ini ngini saya ulun aku dengan nama namanya namaku ngaran ngarannya dari bernama \
            lawan adalah akun unda kulo sini at
            """)
    private static let linking = Set(
        words: """
            di dari warga desa matan tinggal asal badiam kelurahan kampung rt orang urang nang \
            yang dr ds kel jalan jl jln gang kec kecamatan
            """)
    /// What is nobody's name.
    private static let others = Set(
        words: """
            anu darurat eh nih nah pang lah kah ya iya terus kemudian lalu kedua ketiga pertama terakhir \
            keempat pesan sms wa chat surat email akun bawah sini sana orang urang lokasi daerah \
            lewat jalan di ke ka dan radio studio admin min bisa terdengar didengar masuk cuma \
            mau handak tadi pulang lagi langsung soal masalah penyiar selatan utara barat timur \
            tengah hulu hilir kandangan kota kabupaten provinsi umur anak muridnya dulu tersebut \
            dinas camat kadis bupati operator sudah satu dua tiga empat lima bukan guru petani \
            sopir ketua pedagang pensiunan pemuda kader karang taruna seorang sekali banget \
            banar kada tidak gak ga ada nya itu tuh tu samuanya samunyaan waalaikumsalam \
            walaikumsalam asalamualaikum warahmatullah wabarakatuh oke siap mohon maaf izin \
            permisi direktur kapolres sekda pln pdam nelpon manalpun ngomong bicara tolong kami \
            kita mereka bahwa sama juga
            """)

    private static let courtesies = Set(
        words: """
            kasih inggih baik iya ya halo silakan silahkan oke makasih pagi siang sore malam begitu
            nah siap saudara oh
            """)

    func isName(_ token: Token) -> Bool {
        token.word.count >= 3 && token.word.allSatisfy { $0.isLetter || $0 == "-" }
            && (!hasCapitals || token.isCapitalised)
            && !Introduction.isOrdinary(token.word) && !Self.others.contains(token.word)
            && !SaidBefore.isCommon(token.word) && !Self.titles.contains(token.word)
            && !Self.leads.contains(token.word) && !Self.linking.contains(token.word)
    }

    func head(of text: String) -> Found { head(of: text, Tokens.split(text)) }

    /// A name with the place behind it, or behind "ini", "ulun", "dengan": at the head of a turn.
    func head(of text: String, _ tokens: [Token]) -> Found {
        var found = Found()
        let end = min(tokens.count, Self.reach)
        if let place = (0..<end).first(where: {
            places.length(tokens, at: $0) > 0 && !isOffice(tokens, $0)
        }) {
            var last = place
            while last < tokens.count {
                let length = places.length(tokens, at: last)
                if length > 0 {
                    last += length
                } else if last > place, Self.linking.contains(tokens[last].word),
                    places.length(tokens, at: last + 1) > 0
                {
                    last += 1
                } else {
                    break
                }
            }
            var from = place
            if from > 0,
                ["desa", "jalan", "jl", "jln", "gang", "kelurahan"].contains(tokens[from - 1].word)
            {
                from -= 1
            }
            found.place = String(
                text[tokens[from].range.lowerBound..<tokens[last - 1].range.upperBound])
            var before = place
            while before > 0, Self.linking.contains(tokens[before - 1].word) { before -= 1 }
            found.name = name(endingAt: before, text, tokens)
        }
        if found.name == nil { found.name = led(text, tokens, end) }
        return found
    }

    /// "kantor camat daha utara", "puskesmas kandangan" is where something is, not where he is from.
    private func isOffice(_ tokens: [Token], _ at: Int) -> Bool {
        guard at > 0 else { return false }
        return [
            "camat", "puskesmas", "pasar", "kecamatan", "rsud", "sdn", "sma", "smp", "sungai",
            "polsek",
        ]
        .contains(tokens[at - 1].word)
    }

    /// The words that can be a name right before a place.
    private func name(endingAt end: Int, _ text: String, _ tokens: [Token]) -> String? {
        var start = end
        while start > 0, end - start < Self.longest, isName(tokens[start - 1]),
            start == end || !tokens[start - 1].endsSentence
        {
            start -= 1
        }
        guard start < end, places.length(tokens, at: start) == 0 else { return nil }
        // What stands before must let a name begin.
        if start > 0, !tokens[start - 1].endsSentence, !tokens[start - 1].endsClause {
            let word = tokens[start - 1].word
            guard
                Self.leads.contains(word) || Self.titles.contains(word)
                    || Introduction.isGreeting(word)
                    || Self.others.contains(word)
            else { return nil }
        }
        return String(text[tokens[start].range.lowerBound..<tokens[end - 1].range.upperBound])
    }

    /// "ini acil norhasanah", "ulun rahmat", "dengan ibu lastri".
    private func led(_ text: String, _ tokens: [Token], _ end: Int) -> String? {
        for index in 0..<end
        where Self.leads.contains(tokens[index].word) && tokens[index].word != "dari" {
            var start = index + 1
            var hasTitle = false
            while start < tokens.count,
                Self.titles.contains(tokens[start].word) || Self.leads.contains(tokens[start].word)
            {
                hasTitle = hasTitle || Self.titles.contains(tokens[start].word)
                start += 1
            }
            guard start < tokens.count, isName(tokens[start]) else { continue }
            var stop = start + 1
            while stop < tokens.count, stop - start < Self.longest, isName(tokens[stop]),
                !tokens[stop - 1].endsClause, !tokens[stop - 1].endsSentence
            {
                stop += 1
            }
            let next = stop < tokens.count ? tokens[stop].word : nil
            let closes =
                tokens[stop - 1].endsClause || tokens[stop - 1].endsSentence || next == nil
                || next.map { Self.linking.contains($0) || Self.titles.contains($0) } == true
                || ["tadi", "lagi", "pulang", "nih", "ini"].contains(next ?? "")
            if hasTitle || closes, stop - start <= (hasCapitals ? 3 : 2) || closes {
                return String(
                    text[tokens[start].range.lowerBound..<tokens[stop - 1].range.upperBound])
            }
        }
        return nil
    }

    /// What the host and the offices call the citizen, most often.
    func addressed(_ readings: [Reading], not hosts: Set<String>) -> String? {
        var counts: [String: Int] = [:]
        var order: [String] = []
        for reading in readings where reading.role != .caller {
            let tokens = reading.tokens
            for index in tokens.indices.dropLast() where Self.titles.contains(tokens[index].word) {
                let next = tokens[index + 1]
                // Without labels a name may be called by anybody: only after a word of courtesy.
                let isCalled =
                    reading.role != nil
                    || (index > 0 && Self.courtesies.contains(tokens[index - 1].word))
                guard isCalled, isName(next), !tokens[index].endsClause,
                    !tokens[index].endsSentence,
                    places.length(tokens, at: index + 1) == 0, !hosts.contains(next.word)
                else { continue }
                if counts[next.word] == nil { order.append(next.word) }
                counts[next.word, default: 0] += 1
            }
        }
        let best = order.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }
        return best?.titleCased
    }

    /// Names that are called in many matters: the hosts', not the citizens'.
    static func hosts(_ readings: [Reading]) -> Set<String> {
        var seen: [String: (first: Int, last: Int, byCaller: Int)] = [:]
        for (index, reading) in readings.enumerated() {
            let tokens = reading.tokens
            for place in tokens.indices.dropLast() where titles.contains(tokens[place].word) {
                let word = tokens[place + 1].word
                var entry = seen[word] ?? (index, index, 0)
                entry.last = index
                if reading.role == .caller { entry.byCaller += 1 }
                seen[word] = entry
            }
            // A host's own label is his name.
            if reading.role == .host || reading.role == .official, let label = reading.label {
                for word in label.key.split(separator: " ") where word.count > 2 {
                    seen[String(word)] = (0, readings.count, 2)
                }
            }
        }
        return Set(
            seen.filter {
                $0.value.byCaller >= 2 && ($0.value.last - $0.value.first) * 2 > readings.count
            }.keys)
    }
}
