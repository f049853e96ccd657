// One official place: what the gazetteer is made of.

/// Administrative levels of the Kemendagri codes.
package enum PlaceLevel: String, Sendable, Hashable, CaseIterable {
    case provinsi, kabupaten, kota, kecamatan, desa, kelurahan

    /// A desa or a kelurahan: the lowest level.
    package var isVillage: Bool { self == .desa || self == .kelurahan }
}

/// A place with its official code and the names people use for it.
package struct PlaceEntry: Sendable, Hashable {
    /// `PP.KK.CC.VVVV` or a prefix of it for a higher level.
    package var code: String
    package var name: String
    package var level: PlaceLevel
    package var aliases: [String]
    /// The name is an ordinary word too ("Baru", "Asam"): it counts only with "desa" before or its
    /// kecamatan beside it.
    package var isOrdinaryWord: Bool
    /// The name means something else too, if rarer ("bakarung", in sacks): without a sign that a place
    /// is meant it is only a word.
    package var isAlsoWord: Bool
    /// Marks of the region pack, e.g. a village with a public pledge.
    package var flags: Set<String>

    package init(
        code: String, name: String, level: PlaceLevel, aliases: [String] = [],
        isOrdinaryWord: Bool = false, isAlsoWord: Bool = false,
        flags: Set<String> = []
    ) {
        self.code = code
        self.name = name
        self.level = level
        self.aliases = aliases
        self.isOrdinaryWord = isOrdinaryWord
        self.isAlsoWord = isAlsoWord
        self.flags = flags
    }

    /// Code of the place it lies in; `nil` for a province.
    package var parent: String? {
        code.lastIndex(of: ".").map { String(code[..<$0]) }
    }
}

/// A road or a landmark of the region, which stands for the place it lies in.
package struct PlaceSpot: Sendable, Hashable {
    package var name: String
    package var aliases: [String]
    /// The code of the village or kecamatan it lies in.
    package var inside: String
    package var isRoad: Bool

    package init(name: String, aliases: [String] = [], inside: String, isRoad: Bool) {
        self.name = name
        self.aliases = aliases
        self.inside = inside
        self.isRoad = isRoad
    }
}
