// Whether the files of a pack have changed on disk: their names, sizes and times, not their contents.
import Foundation

/// What the folders of a pack held at a moment.
package struct PackFingerprint: Sendable, Equatable {
    private let entries: [String: [Double]]

    /// - Parameter watched: of ``RegionPack/watched``; what is not there counts as empty.
    package init(of watched: [String]) {
        var entries: [String: [Double]] = [:]
        let files = FileManager.default
        for folder in watched {
            let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
            for path in [folder] + names.map({ folder + "/" + $0 }) {
                guard let attributes = try? files.attributesOfItem(atPath: path) else { continue }
                let time = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
                entries[path] = [time, Double(attributes[.size] as? Int ?? 0)]
            }
        }
        self.entries = entries
    }

    /// The folder of a pack, those of its books and of its words, and the file of the country.
    static func watched(_ directory: String, language: String?, country: String?) -> [String] {
        func path(_ file: String) -> String { file.hasPrefix("/") ? file : directory + "/" + file }
        return [directory] + PackFolder.bookFolders(in: directory).map(path)
            + [
                PackFolder.shared(language, or: PackFolder.languageDefault, in: directory),
                PackFolder.shared(country, or: PackFolder.countryDefault, in: directory),
            ]
    }
}
