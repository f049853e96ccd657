// What a citizen is asked when it is not clear which place he means. Pure.
package import Complaints
import Foundation
package import Language

extension RegionPack {
    /// So many places are offered to choose from; more would not fit a message.
    package static let choicesMax = 3

    /// The places a text names, read with this pack.
    ///
    /// - Parameter near: codes of places the sender is known to speak of.
    package func places(in text: String, near: [String] = []) -> [Place] {
        places(in: analysis(text), near: near)
    }

    /// The same of a text that is analysed already.
    package func places(in text: TextAnalysis, near: [String] = []) -> [Place] {
        gazetteer.reading(of: text.tokens, near: near) { text.isKnown($0) }.places
    }

    /// The question to the citizen, in Bahasa Indonesia; `nil` when a village is known.
    ///
    /// - Parameter places: what his words may mean, the surest first.
    package func question(about places: [Place]) -> String? {
        let known = places.filter { $0.confidence >= Gazetteer.certain }
        if let here = known.first(where: { gazetteer.isInRegion($0.code) }) {
            guard let level = PlaceLevel(rawValue: here.level), !level.isVillage else { return nil }
            return level == .kecamatan
                ? "Di desa atau kelurahan mana di Kecamatan \(here.name) kejadiannya?" : general
        }
        if let away = known.first {
            return "\(name(away)) berada di luar \(name). Apakah kejadiannya di \(name)? "
                + "Jika ya, mohon balas dengan nama desa/kelurahan dan kecamatannya."
        }
        let choices = places.filter { gazetteer.isInRegion($0.code) && $0.confidence >= 0.2 }
            .prefix(Self.choicesMax).map(name)
        guard choices.count > 1, let last = choices.last else {
            return choices.first.map {
                "Apakah kejadiannya di \($0)? Jika bukan, mohon sebutkan "
                    + "nama desa/kelurahan dan kecamatannya."
            } ?? general
        }
        let offered = choices.dropLast().joined(separator: ", ")
        return "Lokasi mana yang Anda maksud: \(offered), atau \(last)?"
    }

    private var general: String {
        "Mohon sebutkan lokasinya: nama desa/kelurahan dan kecamatan, supaya laporan Anda dapat diteruskan."
    }

    /// "Desa Baru (Kecamatan Sungai Raya)".
    private func name(_ place: Place) -> String {
        let level = PlaceLevel(rawValue: place.level)
        // "Kabupaten" and "Kota" are part of the official names.
        guard let level, level == .kecamatan || level.isVillage else { return place.name }
        let name = "\(level.rawValue.capitalized) \(place.name)"
        guard level.isVillage, let kecamatan = gazetteer.kecamatan(of: place.code) else {
            return name
        }
        return "\(name) (Kecamatan \(kecamatan.name))"
    }
}
