// What `learn` and `evaluate` share: reading files of decided cases, saying what is wrong, percentages.
import Crypto
import Foundation
import Region
import ServiceKit

/// Something a command cannot go on with: exit status 1.
struct CommandProblem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Reads decided cases.
///
/// - Throws: ``ConfigurationError`` with everything that is wrong in the file: line, what to do.
func loadRows(
    _ path: String, label: String = "agency"
) throws(ConfigurationError) -> (rows: [LabelledRow], digest: String) {
    guard let data = FileManager.default.contents(atPath: path) else {
        throw ConfigurationError(file: path, "cannot be read: no such file, or no permission")
    }
    guard data.count <= LabelledRows.bytesMax else {
        throw ConfigurationError(file: path, "is larger than \(LabelledRows.bytesMax) bytes")
    }
    guard let text = String(data: data, encoding: .utf8) else {
        throw ConfigurationError(file: path, "is not UTF-8 text; save it as \"CSV UTF-8\"")
    }
    let digest = SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined()
    return (try LabelledRows.read(text, file: path, label: label), "sha256:" + digest)
}

func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }

func thousandths(_ number: Double) -> Double { (number * 1_000).rounded() / 1_000 }
