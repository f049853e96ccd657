// What is wrong, whatever the thing: two texts about one school may speak of its roof and of its locked gate.
import Language

/// The kinds of trouble a text tells of, as a set. A thing has many; who tells of one tells of its
/// signs and consequences too, so that only texts with none in common speak of two.
struct Trouble: OptionSet, Sendable, Hashable {
    let rawValue: UInt16

    static let broken = Trouble(rawValue: 1)
    static let dark = Trouble(rawValue: 1 << 1)
    static let locked = Trouble(rawValue: 1 << 2)
    static let cheated = Trouble(rawValue: 1 << 3)
    static let dirty = Trouble(rawValue: 1 << 4)
    static let unattended = Trouble(rawValue: 1 << 5)
    static let costly = Trouble(rawValue: 1 << 6)
    static let stolen = Trouble(rawValue: 1 << 7)
    static let noisy = Trouble(rawValue: 1 << 8)
    static let crowded = Trouble(rawValue: 1 << 9)
    static let flooded = Trouble(rawValue: 1 << 10)
    static let rude = Trouble(rawValue: 1 << 11)
    static let lacking = Trouble(rawValue: 1 << 12)
    /// Nobody can pass.
    static let blocked = Trouble(rawValue: 1 << 13)

    /// These are never a sign, or a consequence, of what is broken: who tells of them means them.
    static let ofTheirOwn: Trouble = [.locked, .cheated, .stolen]

    /// Whether two texts tell of nothing in common, and one of what is no sign of anything else.
    func isOther(than other: Trouble) -> Bool {
        !isEmpty && !other.isEmpty && isDisjoint(with: other)
            && !union(other).isDisjoint(with: Self.ofTheirOwn)
    }

    init(rawValue: UInt16) { self.rawValue = rawValue }

    init(_ words: LinkWords) {
        self = []
        for index in 0..<words.count where !SaidWords.isDenied(words, index) {
            for word in [words.tokens.normalNumber(index), words.numbers[index]] {
                if let found = Self.table[word] { formUnion(found) }
            }
            let letters = words.tokens.normalLetters(index)
            guard letters.count >= Self.leastStemmed else { continue }
            Affixes.forEachStem(letters) { stem in
                guard let found = Self.table[Tokens.number(of: stem)] else { return true }
                formUnion(found)
                return false
            }
        }
    }

    private static let leastStemmed = 5

    private static let table: [UInt64: Trouble] = {
        var table: [UInt64: Trouble] = [:]
        for (trouble, words) in [
            (
                Trouble.broken,
                """
                rusak hancur ancur patah putus pagat roboh rabah rubuh ambruk runtuh ambrol jebol retak
                pecah goyang bagoyang bergoyang goyah oleng miring condong amblas ambles ambruk lubang
                berlubang lobang bolong luang bocor rembes tiris lapuk keropos lepas longgar copot aus
                lapas bageser geser bergeser renggang baut papan sling seling atap plafon genteng seng
                jatuh gugur tambal diperbaiki dibaiki macet mogok soak
                """
            ),
            (.dark, "gelap kadap patang gulita lampu bohlam pju penerangan penerang padam remang"),
            (
                .locked,
                """
                gembok digembok tergembok kunci dikunci terkunci segel disegel ahliwaris waris sengketa
                menggugat gugat diblokir blokir dipalang palang
                """
            ),
            (
                .cheated,
                """
                curang timbangan timbang ditimbang takaran menakar ons oplosan palsu menipu tipu
                kedaluwarsa kadaluarsa kadaluwarsa basi formalin boraks
                """
            ),
            (
                .dirty,
                """
                sampah ratik kotor rigat jorok kumuh bau bangar busuk lalat langau belatung balatung hulat
                bangkai limbah keruh
                """
            ),
            (
                .unattended,
                """
                antri antre antrian antrean mengantri mengantre ngantri tutup libur bolos
                terlambat lambat bertugas petugasnya loket dokternya
                """
            ),
            (
                .costly,
                """
                pungut dipungut pungutan pungli tarif tarip karcis retribusi mahal iuran sumbangan setor
                setoran dipotong potongan ditagih tagihan sewa harga ongkos
                """
            ),
            (
                .blocked,
                """
                tertutup tatutup ketutup katutup terputus putus tapagat pagat tertahan terhalang tahalang
                terisolir terisolasi tertimbun menutup manutup memutar
                """
            ),
            (.lacking, "kosong habis langka kehabisan stok kekurangan"),
            (.stolen, "maling pencuri dicuri mencuri curi kemalingan kecurian dibobol jambret copet raib"),
            (.noisy, "bising ribut berisik nyaring musik karaoke orgen speaker suaranya"),
            (.crowded, "macet macat kemacetan parkir semrawut sempit desakan berdesakan"),
            (.flooded, "banjir terendam tarandam genangan tergenang calap baah lumpur becek licak"),
            (.rude, "judes kasar memukul dipukul tampar menampar marah membentak dibentak galak"),
        ] {
            for word in LinkWord.numbers(words) { table[word, default: []].formUnion(trouble) }
        }
        return table
    }()
}
