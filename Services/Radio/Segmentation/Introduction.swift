// How a caller begins: greetings, name, place, "ulun handak malapor". What follows is the matter.

/// Where what a caller says before the matter ends.
struct Introduction {
    /// The first word of the matter; `tokens.count` when there is none.
    var matter = 0

    private var isNamed = false
    private let tokens: [Token]
    private let places: PlaceNames
    /// Written with capitals: then names and places show themselves.
    private let hasCapitals: Bool

    init(_ tokens: [Token], places: PlaceNames, hasCapitals: Bool) {
        self.tokens = tokens
        self.places = places
        self.hasCapitals = hasCapitals
        var greeted = false
        var index = 0
        while index < tokens.count {
            if let next = greeting(index, greeted: greeted) {
                greeted = true
                index = next
            } else if let next = naming(index) ?? placing(index) ?? purpose(index) {
                index = next
            } else {
                break
            }
        }
        matter = index
    }

    // MARK: Word lists

    private static let greetings: Set<String> = [
        "halo", "hallo", "hello", "haloo", "alo", "hai", "assalamualaikum", "asalamualaikum", "ass",
        "askum", "waalaikumsalam", "waalaikumussalam", "warahmatullahi", "warohmatullahi", "wr",
        "wb", "wabarakatuh", "wabarokatuh", "permisi", "maaf", "inggih", "injih", "nggih", "iya",
        "ya", "yaa", "baik", "nah", "anu", "oke", "ok", "eh", "em", "ai", "yth", "salam", "studio",
    ]
    private static let vocatives: Set<String> = [
        "pak", "bu", "bapak", "ibu", "pa", "bupati", "wakil", "wabup", "penyiar", "mas", "mbak",
        "bang", "om", "kak", "pian", "sidin", "admin", "beliau", "terhormat",
    ]
    /// "Masrani ngini", "Pak Jumadi lagi", "Masrani pulang" (again).
    private static let afterNames: Set<String> = [
        "lagi", "pulang", "ini", "ngini", "nih", "di sini",
    ]
    private static let times: Set<String> = ["pagi", "siang", "sore", "malam", "sabarataan"]
    private static let selves: Set<String> = ["saya", "ulun", "ini", "aku", "kami", "unda", "kulo"]
    private static let honorifics: Set<String> = [
        "pak", "bu", "bapak", "ibu", "pa", "haji", "hajah", "hj", "h", "mas", "mbak", "bang",
        "acil", "paman", "amang", "guru", "abah", "mama", "nini", "kai", "ustadz", "nenek", "kakek",
        "om", "tante", "kak",
    ]
    static let placeLeads: Set<String> = [
        "di", "dari", "warga", "asal", "tinggal", "alamat", "rumah", "badiam", "orang", "penduduk",
        "masyarakat", "nang", "yang", "pang", "matan",
    ]
    static let placeKinds: Set<String> = [
        "desa", "ds", "kelurahan", "kel", "kecamatan", "kec", "kampung", "kp", "dusun", "dsn", "rt",
        "rw", "gang", "gg", "komplek", "kompleks", "perumahan", "jalan", "jl", "jln", "kabupaten",
    ]
    /// Words that cannot be (part of) a lower-case name or place.
    private static let stops: Set<String> = [
        "pak", "bu", "dari", "di", "warga", "desa", "anu", "ulun", "saya", "kami", "handak", "mau",
        "ingin", "lagi", "tadi", "nang", "yang", "ini", "itu", "kaya", "begini", "bapak", "ibu",
        "kelurahan", "kecamatan", "barusan", "tadi", "pagi", "malam", "siang", "sore", "sudah",
        "belum", "cuma", "hanya", "sekedar", "sekadar", "balum", "pernah", "akan", "sebagai",
        "mewakili",
        "cuman", "matan", "kada", "tidak", "ada", "kadada", "lampu", "pa",
        "tolong", "mohon", "minta", "jalanan", "nya", "juga", "haja", "saja", "mungkin", "karena",
    ]

    /// Words at the head of a sentence or after "Pak" that are nobody's name.
    private static let ordinary: Set<String> = stops.union(greetings).union(selves).union(vocatives)
        .union(placeKinds).union(placeLeads).union(times).union([
            "lanjut", "siap", "bung", "oke", "silakan", "silahkan", "terima", "tarima", "kasih",
            "selamat", "halo", "yang", "berikut", "berikutnya", "selanjutnya", "kadis", "camat",
            "kepala", "dinas", "direktur", "dirut", "sekda", "lurah", "kapolres", "kades", "rt",
            "pambakal", "desa", "dan", "dengan", "untuk", "kalau", "bila", "jadi", "nah", "masih",
            "lah", "nih", "pian", "sudah", "apa", "siapa", "mana", "kenapa", "bagaimana", "tolong",
            "mohon", "nanti", "atas", "oleh", "itu", "ini", "jalan", "pesan", "sms", "wa", "surat",
            "facebook", "instagram", "whatsapp", "bupati", "wakil", "kami", "kita", "satu", "dua",
            "putus", "hilang", "belum", "tidak", "kada", "semua", "warga", "izin", "punya", "soal",
            "nomor", "masuk", "lewat", "tadi", "lagi", "sekarang", "inggih", "betul", "benar",
        ])

    static func isOrdinary(_ word: String) -> Bool { ordinary.contains(word) }

    // MARK: Grammar

    private func word(_ index: Int) -> String? { index < tokens.count ? tokens[index].word : nil }

    private func greeting(_ index: Int, greeted: Bool) -> Int? {
        guard let first = word(index) else { return nil }
        if first == "selamat", let time = word(index + 1), Self.times.contains(time) {
            return index + 2
        }
        if first == "yang", word(index + 1) == "terhormat" { return index + 2 }
        if first == "waalaikum" || first == "walaikum" || first == "assalamu" { return index + 2 }
        if ["kaya", "kayanya"].contains(first), word(index + 1) == "ini" { return index + 2 }
        if ["begini", "kaini", "kayaini"].contains(first) { return index + 1 }
        if first == "jadi", word(index + 1) == "begini" { return index + 2 }
        if Self.greetings.contains(first) { return index + 1 }
        if greeted, Self.times.contains(first), index > 0 { return index + 1 }
        if index == 0, Self.times.contains(first), let next = word(1),
            tokens[0].endsClause || tokens[0].endsSentence || Self.vocatives.contains(next)
                || Self.selves.contains(next) || Self.greetings.contains(next)
        {
            return 1
        }
        if first == "tadi", let next = word(index + 1),
            ["putus", "terputus", "pagat", "tapagat"].contains(next)
        {
            return index + 2
        }
        if Self.vocatives.contains(first) {
            // "Pak Saleh rumahnya …" is matter; "Pak," and "Pak Bupati" are address.
            guard let next = word(index + 1) else { return index + 1 }
            if tokens[index].endsClause || tokens[index].endsSentence { return index + 1 }
            if Self.vocatives.contains(next) || Self.greetings.contains(next) { return index + 1 }
            if ["bupati", "terhormat", "penyiar"].contains(first) { return index + 1 }
            if Self.selves.contains(next) || Self.times.contains(next) { return index + 1 }
            if ["dari", "handak", "mau", "ingin", "lagi"].contains(next) { return index + 1 }
            // "Malam Mbak Ririn, …", "Bang Yudi, saya …": the host is greeted by name.
            let isNamed = tokens[index + 1].endsClause || tokens[index + 1].endsSentence
            if isNamed, !Self.isOrdinary(next),
                greeted || Self.selves.contains(word(index + 2) ?? "")
            {
                return index + 2
            }
            return nameOnly(index)
        }
        return nil
    }

    /// "pak jumadi lagi tadi putus": a name that only says who is back.
    private func nameOnly(_ index: Int) -> Int? {
        guard index + 2 < tokens.count, word(index + 2) == "lagi" else { return nil }
        return index + 3
    }

    private mutating func naming(_ index: Int) -> Int? {
        guard let first = word(index) else { return nil }
        var start = index
        if first == "nama" || first == "ngaran" || first == "ngaranku" || first == "namanya" {
            start += 1
            if let next = word(start), Self.selves.contains(next) { start += 1 }
            if ["adalah", "yaitu"].contains(word(start) ?? "") { start += 1 }
        } else if Self.selves.contains(first) {
            start += 1
            if word(start) == "dengan" { start += 1 }
        } else if first == "dengan" || first == "lawan" {
            start += 1
            if let next = word(start), Self.selves.contains(next) { start += 1 }
        } else {
            return bareName(index)
        }
        guard let end = nameEnd(start) else { return nil }
        let after = word(end)
        let closes =
            tokens[end - 1].endsClause || tokens[end - 1].endsSentence || after == nil
            || Self.stops.contains(after ?? "") || Self.placeLeads.contains(after ?? "")
            || Self.placeKinds.contains(after ?? "") || Self.afterNames.contains(after ?? "")
        guard closes else { return nil }
        isNamed = true
        return Self.afterNames.contains(after ?? "") ? end + 1 : end
    }

    /// "Syarifah, Desa Telaga Langsat." — a name and a place that fill a whole sentence.
    private mutating func bareName(_ index: Int) -> Int? {
        guard hasCapitals, tokens[index].isCapitalised, places.length(tokens, at: index) == 0,
            let end = nameEnd(index), end - index <= 4
        else { return nil }
        if Self.placeKinds.contains(tokens[index].word) { return nil }
        if tokens[end - 1].asks || ["yang", "nang"].contains(word(end) ?? "") { return nil }
        if ["lagi", "pulang"].contains(word(end) ?? ""), !tokens[end - 1].endsClause {
            isNamed = true
            return end + 1
        }
        let whole = tokens[end - 1].endsSentence
        if whole, !Self.honorifics.contains(tokens[index].word), end - index > 3 { return nil }
        if whole, index != 0, isNamed { return nil }
        if !whole {
            guard let next = word(end),
                tokens[end - 1].endsClause || Self.placeLeads.contains(next)
                    || Self.placeKinds.contains(next)
            else { return nil }
            guard let placeEnd = placing(end), tokens[placeEnd - 1].endsSentence else {
                return nil
            }
        }
        isNamed = true
        return end
    }

    private func nameEnd(_ start: Int) -> Int? {
        var end = start
        while end < tokens.count, end - start < 5 {
            let token = tokens[end]
            let isHonorific = end == start && Self.honorifics.contains(token.word)
            if !isHonorific {
                if Self.stops.contains(token.word) && !(hasCapitals && token.isCapitalised) {
                    break
                }
                if end == start, Self.isOrdinary(token.word), !Self.honorifics.contains(token.word)
                {
                    break
                }
                if token.word.hasNumber { break }
                if Self.placeKinds.contains(token.word) || token.word == "bupati" { break }
                if end > start, Self.vocatives.contains(token.word) { break }
                if hasCapitals, !token.isCapitalised { break }
                if !hasCapitals, end - start >= 2 { break }
            }
            end += 1
            if token.endsSentence || token.endsClause { break }
        }
        guard end > start, !(end == start + 1 && Self.honorifics.contains(tokens[start].word))
        else {
            return nil
        }
        if hasCapitals, !tokens[start..<end].contains(where: \.isCapitalised) { return nil }
        return end
    }

    private func placing(_ index: Int) -> Int? {
        var start = index
        if let first = word(start), Self.selves.contains(first) { start += 1 }
        let leadStart = start
        while let next = word(start), Self.placeLeads.contains(next), start - leadStart < 4 {
            start += 1
        }
        // "Baru yang di Sungai Raya.": a name before the lead.
        if start == leadStart, hasCapitals, start < tokens.count, tokens[start].isCapitalised,
            let end = nameEnd(start), word(end) == "yang" || word(end) == "nang",
            word(end + 1) == "di"
        {
            return closePlace(from: start, end: placeEnd(end + 2), outer: index)
        }
        let named = places.length(tokens, at: start) > 0
        let kind = word(start).map(Self.placeKinds.contains) ?? false
        guard start > leadStart || named || kind else { return nil }
        return closePlace(from: start, end: placeEnd(start), outer: index)
    }

    /// A place ends the introduction only where something new visibly begins.
    private func closePlace(from start: Int, end: Int, outer: Int) -> Int? {
        guard end > start,
            tokens[start..<end].contains(where: { !Self.placeKinds.contains($0.word) })
        else { return nil }
        let after = word(end)
        let known = knownEnds(at: end, from: start)
        let led =
            isNamed || tokens[outer..<start].contains { ["warga", "dari"].contains($0.word) }
        let closes =
            after == nil || (known && led && !hasCapitals) || tokens[end - 1].endsSentence
            || tokens[end - 1].endsClause
            || Self.selves.contains(after ?? "") || Self.vocatives.contains(after ?? "")
            || Self.greetings.contains(after ?? "")
            || ["handak", "mau", "ingin", "kaya", "begini"].contains(after ?? "")
        guard closes else { return nil }
        return end
    }

    /// Whether a name of the region's places ends just before this word.
    private func knownEnds(at end: Int, from start: Int) -> Bool {
        (start..<end).contains { $0 + places.length(tokens, at: $0) == end }
    }

    private func placeEnd(_ start: Int) -> Int {
        var end = start
        var plain = (word(start).map { Self.placeKinds.contains($0) } ?? false) ? -1 : 0
        while end < tokens.count, end - start < 12 {
            let token = tokens[end]
            let length = places.length(tokens, at: end)
            if length > 0 {
                end += length
                plain = hasCapitals ? 0 : 2
            } else if Self.placeKinds.contains(token.word) || token.word.allSatisfy(\.isNumber) {
                end += 1
                plain = 0
            } else if end > start, ["di", "kecamatan", "kec"].contains(token.word),
                places.length(tokens, at: end + 1) > 0
                    || (hasCapitals && end + 1 < tokens.count && tokens[end + 1].isCapitalised)
            {
                end += 1
            } else if hasCapitals
                ? token.isCapitalised : plain < 2 && !Self.stops.contains(token.word),
                !Self.selves.contains(token.word), !Self.vocatives.contains(token.word)
            {
                end += 1
                plain += 1
            } else {
                break
            }
            if tokens[end - 1].endsSentence { break }
        }
        return end
    }

    /// "ulun handak malapor", "saya mau bertanya," — only when it stands alone.
    private func purpose(_ index: Int) -> Int? {
        var at = index
        while let next = word(at),
            Self.selves.contains(next) || ["cuma", "hanya", "di", "sini"].contains(next),
            at - index < 3
        {
            at += 1
        }
        guard let wish = word(at),
            ["handak", "mau", "ingin", "hendak", "minta", "mohon"].contains(wish)
        else { return nil }
        at += 1
        if let next = word(at), ["izin", "ijin"].contains(next) { at += 1 }
        let verbs: Set<String> = [
            "malapor", "melapor", "lapor", "melaporkan", "malaporakan", "batakun", "bertanya",
            "tanya",
            "nanya", "menyampaikan", "manyampaiakan", "bapadah", "mengadu", "mengeluh", "bapandir",
            "bicara", "usul", "curhat",
        ]
        guard let verb = word(at), verbs.contains(verb) else { return nil }
        at += 1
        let tails: Set<String> = [
            "haja", "saja", "sedikit", "pak", "bu", "bupati", "keluhan", "ini", "pang", "dulu",
            "laporan", "kami", "masalah",
        ]
        while at < tokens.count, !tokens[at - 1].endsClause, !tokens[at - 1].endsSentence,
            tails.contains(tokens[at].word)
        {
            at += 1
        }
        let alone = at == tokens.count || tokens[at - 1].endsClause || tokens[at - 1].endsSentence
        return alone ? at : nil
    }
}
