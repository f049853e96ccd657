// How much a word looks like a name by how it begins and ends: "nur…", "…uddin", "…wati" against
// "di…", "…kan". Weights of a linear model in tenths, learned from the names of ``GivenNames`` against
// the words of ``OrdinaryWords``: of names it has not seen it knows seven in ten, and takes one word in
// twenty for a name.

enum NameShapes {
    /// A name, though no list has it.
    static let sure = 8
    /// As sure as one of the list.
    static let certain = 20
    /// Four or five letters say less.
    static let sureWhenShort = 14
    /// Rather a name than a word.
    static let likely = -6
    /// As well a name as a word.
    static let fair = -15
    /// Rather a word than a name.
    static let doubtful = -22

    private static let start = -15
    private static let longest = 5
    /// Seeds apart, so that a beginning is no end.
    private static let endSeed: UInt64 = 0x9e37_79b9_7f4a_7c15

    private static let beginnings = table(
        """
        a4 ab6 abdu30 af6 alf4 an3 and6 ant-6 ap-7 ar11 ari4 as4 az15 b-17 bad7 bahr19 bas18 basa-4 ber-12
        bu7 bud8 c-11 ch12 da5 di-23 din3 e9 ek-3 el4 eli9 er4 f11 fa7 fo-15 h4 ha4 had-3 hai7 has6
        he7 hu5 i10 ik-3 in-13 ist-6 ja3 jo11 ju4 jum8 k-11 kar10 kas5 ke-15 kh26 koma10 kris5 kur3
        kurn3 kus15 la-3 lo-4 lu4 m-3 mah12 maha-4 mais6 mal-4 mam-6 man-13 mar20 mas15 me-7 mem-12
        men-27 mi9 min-10 mis4 mu16 muh7 muna4 mus-5 na10 nam-5 nang-10 ng-15 ni9 no5 noor15 nor17 nov7
        nur22 ny-9 p-11 pai8 par7 pe-13 pen-7 petr12 pi-3 pon9 pra22 pu7 pur8 r8 ra4 rah7 re-12
        ri10 ro11 ros5 rus6 sa6 sah4 sak-7 samp-4 sams5 se-11 sept14 set5 sh8 si10 sk-5 so11 sp-6
        st-4 ste8 su17 sua-8 suh5 sul3 susu-5 sut4 sy8 sya23 t-3 ta-3 tam6 tauf10 te-12 ter-15 th5
        to7 tri5 tu3 tuki4 vi3 wah6 wi14 y23 yo3 yu5 z13 za15 zu17
        """, seed: MarkWords.seed, isReversed: false)
    private static let endings = table(
        """
        a9 aa-4 aan-8 ad10 ada-4 ah9 aha-3 ahan-9 ai-19 al-4 ala-4 alah-4 ama-7 amal3 aman-15 ami-5
        an4 ang3 ani4 ar6 ara-7 aran-12 ari-6 arsih10 arti9 asa-13 asi-16 atul8 atun12 awa-5
        awati10 ay-6 ayat9 b4 ba-3 bah-9 d4 dang3 ddin3 di19 din28 dra7 dy3 e-13 ed-12 em4 er-12
        fa7 fah15 fan4 fi3 g-9 ga-7 gan-12 gi-13 hah11 hi-3 hmat6 i13 ia11 iah25 iana20 iani8
        iati13 id9 ida6 idah17 ie14 ijan4 ik16 ika6 ila10 im9 iman5 imin9 in5 ina14 inah14 inda10
        iq5 ir4 irah4 iri-5 irin8 is7 isa9 it3 ita17 ius18 iyem16 jo11 k-14 kah-7 kan-33 ky7 lah-6
        lda3 lia16 lo-14 mad12 mah5 man12 mi6 min11 na7 nah10 nan-4 ngan-9 ngka-3 ngsih7 ni11 no16
        nto18 nus9 ny4 nya-49 o16 ol-5 ono10 p-8 pa-17 pan-5 pi-7 r-3 ri7 rto5 rul14 run7 s-4 san-9
        sari4 si-16 sih13 sna9 stian7 syah9 t-13 ta-5 tan-15 tas-4 ti4 tin8 tini6 tis-5 to8 tut6
        tya10 u-6 udin5 uh-10 ui-5 uka-9 ul10 ullah13 um-3 uran-10 us8 van5 wan9 wati12 y17 yah18
        yanti3 yas8 yati12 yem4 yo7 z3 za3
        """, seed: endSeed, isReversed: true)

    private static func table(_ list: String, seed: UInt64, isReversed: Bool) -> MarkTable<Int> {
        var table: [UInt64: Int] = [:]
        for entry in list.split(whereSeparator: \.isWhitespace) {
            let letters = entry.prefix { $0.isLetter }
            var hash = seed
            let scalars = Array(letters.unicodeScalars)
            for scalar in isReversed ? scalars.reversed() : scalars {
                hash = MarkWords.add(scalar.value, to: hash)
            }
            table[hash] = Int(entry.dropFirst(letters.count)) ?? 0
        }
        return MarkTable(table)
    }

    static func score(_ piece: Piece, in reading: DataReading) -> Int {
        var score = start
        var hash = MarkWords.seed
        for place in 0..<min(longest - 1, piece.count - 1) {
            let sign = reading.scalars[piece.start + place]
            if DataReading.isApostrophe(sign) { continue }
            hash = MarkWords.add(sign.value, to: hash)
            score += beginnings[hash] ?? 0
        }
        hash = endSeed
        for place in 0..<min(longest, piece.count - 1) {
            let sign = reading.scalars[piece.end - 1 - place]
            if DataReading.isApostrophe(sign) { continue }
            hash = MarkWords.add(sign.value, to: hash)
            score += endings[hash] ?? 0
        }
        return score
    }
}
