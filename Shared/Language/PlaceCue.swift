// The words around the name of a place: what they say of it.

/// What a word before a name says.
package enum PlaceCue: String, Sendable, Hashable, CaseIterable {
    /// "desa", "kel", "pambakal": the name of a village follows.
    case village
    /// "kec", "camat".
    case kecamatan
    /// "kab".
    case kabupaten
    /// "kota": a city, or how people call the seat of a regency.
    case kota
    /// "prov".
    case provinsi
    /// "di", "simpang", "pasar": a place follows.
    case preposition
    /// "ke": a place follows where somebody goes, which need not be where the trouble is.
    case toward
    /// "dari": a place follows, and often another one that is meant.
    case from
    /// "warga", "orang": where somebody lives, which need not be where the trouble is.
    case residence
    /// "jalan": the name of a road, which may lead there or only bear the name.
    case road
    /// "yth", "bupati": whom a letter is addressed to.
    case office
    /// "bukan": not there.
    case negation
    /// "hanya" after "bukan": there as well.
    case only
    /// "ralat", "maksudnya": what was said before was wrong.
    case correction
    /// "maaf", "salah", "eh": two of them say the same, one says nothing.
    case apology
    /// "benar": after "yang" what follows is right, and what was said before is not.
    case right
    /// "kami", "itu": may stand between "desa" and the name.
    case skip
    /// "rt", "rw": what stands before one is a village, or behind it.
    case neighbourhood
    /// "pohon", "daun", "kembang": the word behind it is a plant or a custom, whatever place is called so.
    case thing
    /// "masuk", "terletak": after "bukan" it goes on with what is not meant.
    case belonging
    /// "tapi", "melainkan": what is meant follows.
    case but
    /// "bekerja", "mengantar": why a place is named where nothing is wrong.
    case passing
    /// "kejadiannya", "tepatnya": the place that is meant follows.
    case incident
    /// "situ", "sana": the place before is spoken of.
    case there

    /// A place follows.
    var isPreposition: Bool { self == .preposition || self == .toward || self == .from }

    /// Words that may stand between a name and the area it lies in: "Ulin yang di kecamatan Simpur".
    var isLink: Bool {
        isPreposition || isLevel || self == .skip || self == .belonging || self == .residence
    }

    /// Says what kind of place the name is.
    var isLevel: Bool {
        switch self {
        case .village, .kecamatan, .kabupaten, .kota, .provinsi: true
        default: false
        }
    }
}

/// The words of each ``PlaceCue``, asked by hash.
package struct PlaceCues: Sendable {
    private var table = NumberTable()

    package init(_ words: [PlaceCue: [String]] = [:]) {
        for (number, cue) in PlaceCue.allCases.enumerated() {
            for word in words[cue] ?? [] { table.set(WordHash(word).value, UInt32(number)) }
        }
    }

    subscript(_ hash: WordHash) -> PlaceCue? {
        let number = table[hash.value]
        return number == NumberTable.none ? nil : PlaceCue.allCases[Int(number)]
    }
}

/// What stands before a name, read back from it within its sentence.
struct PlaceSurroundings {
    /// So many words before a name are looked at.
    static let reach = 4

    var level: PlaceCue?
    /// Where the word that tells the level stands.
    var levelAt: Int?
    var isAfterPreposition = false
    var isResidence = false
    var isRoad = false
    var isOffice = false
    var isNegated = false
    /// The name of a plant or a custom by the word right before it.
    var isThing = false
    /// The word right before it is "di", "ke", "dari".
    var isRightBehindPreposition = false
    /// "ke", "dari": where somebody goes, or comes from.
    var isToward = false
    var isFrom = false
    /// Named for another reason, or as where it happens.
    var isPassing = false
    var isIncident = false

    /// "desa" or "kec" stands before it.
    var isNamed: Bool { level == .village || level == .kecamatan }

    /// - Parameter cues: the cue of each word.
    init(around name: Range<Int>, _ words: [Word], _ cues: [PlaceCue?]) {
        let start = name.lowerBound
        // "hamalau rt 3" is where somebody is.
        isAfterPreposition =
            name.upperBound < cues.count && cues[name.upperBound] == .neighbourhood
        if start > 0, !words[start].opensSentence {
            // "nama saya Hariti" as well.
            isThing =
                cues[start - 1] == .thing
                || start > 1 && cues[start - 1] == .skip && cues[start - 2] == .thing
            isRightBehindPreposition =
                cues[start - 1].map { $0.isPreposition || $0 == .belonging } ?? false
        }
        var index = start
        /// Nothing but words that belong to the name lies between: for the level, and for "bukan".
        var isNear = true
        var isLinked = true
        while index > 0, start - index < PlaceSurroundings.reach,
            !words[index].opensSentence
                || cues[index - 1] != nil && words[index - 1].plain.count <= 4
        {
            index -= 1
            let cue = cues[index]
            switch cue {
            case .village, .kecamatan, .kabupaten, .kota, .provinsi:
                if isNear, level == nil { (level, levelAt) = (cue, index) }
            case .preposition, .toward, .from, .neighbourhood:
                if isNear || levelAt == index + 1 {
                    isAfterPreposition = true
                    isToward = cue == .toward
                    isFrom = cue == .from
                }
                isNear = false
            case .residence:
                if start - index <= 3 { isResidence = true }
                if isNear { isAfterPreposition = true }
                isNear = false
            case .road:
                if isNear, level == nil { isRoad = true }
                isNear = false
            case .office:
                isOffice = true
                isNear = false
            case .negation:
                // "bukan hanya di sini" is here as well.
                if isLinked, cues[index + 1] != .only { isNegated = true }
                isNear = false
            case .belonging:
                if index == start - 1 { isAfterPreposition = true }
                isNear = false
            case .passing: (isPassing, isNear) = (true, false)
            case .incident: (isIncident, isNear) = (true, false)
            case .but: (isNear, isLinked) = (false, false)
            case .correction, .apology, .right, .only, .thing, .there: isNear = false
            case .skip: break
            case nil: (isNear, isLinked) = (false, false)
            }
        }
    }
}
