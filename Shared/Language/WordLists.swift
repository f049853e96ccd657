// The word lists that reading a text needs. They are files of `ops/language`; this is what is left of them.

/// How people write, and what they write around the names of places.
package struct WordLists: Sendable {
    /// The normal form of each other way a word is written.
    package var spellings: [String: String] = [:]
    /// Words no spelling may rewrite: "kk" is a family card, not an elder brother.
    package var protected: Set<String> = []
    /// Words that say nothing of the matter.
    package var stopWords: Set<String> = []
    /// Words of every day, which are no names written wrongly.
    package var everyday: Set<String> = []
    /// Names of cities and regencies that are ordinary words too: they count only after "kota", "kab".
    package var ordinaryNames: Set<String> = []
    /// Words that many names begin with ("sungai"): alone they stand for none of them.
    package var nameParts: Set<String> = []
    /// Abbreviations of words of names, beside another word of the name: "tlg" for "telaga".
    package var nameWords: [String: [String]] = [:]
    /// How provinces, regencies and cities are called for short, by their codes: "kalsel", "hsu".
    package var shortNames: [String: [String]] = [:]
    /// The towns that regencies are ruled from, by the codes of these: "barabai".
    package var seats: [String: [String]] = [:]
    /// What the words around names say.
    package var placeWords: [PlaceCue: [String]] = [:]

    package init() {}
}
