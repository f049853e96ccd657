// The JSON bodies of Routing's calls: one that cannot be read is refused in the same words everywhere.
import Complaints
import Foundation
import HTTPTypes
import ServiceKit

enum JSONBody {
    /// - Throws: 400 `unreadable-body` with the field and what is wrong with it.
    static func read<Value: Decodable>(_ type: Value.Type, from data: Data) throws(Problem) -> Value {
        do {
            return try Wire.decode(type, from: data)
        } catch {
            throw Problem(.badRequest, "unreadable-body", explainDecoding(error))
        }
    }
}
