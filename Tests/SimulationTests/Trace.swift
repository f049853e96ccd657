// What happened in a simulated world: a hash of everything, the last lines for a failure's message, and
// how often each kind of fault and race occurred.

/// The record of one run; equal seeds give equal hashes.
struct Trace {
    /// Lines kept for a failure's message.
    static let tailMax = 60

    private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    private(set) var count = 0
    private var ring: [String] = []
    /// "Sometimes" assertions: what the run is meant to provoke, with how often it did.
    private(set) var sightings: [String: Int] = [:]

    mutating func log(_ line: String) {
        for byte in line.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        if ring.count < Self.tailMax {
            ring.append(line)
        } else {
            ring[count % Self.tailMax] = line
        }
        count += 1
    }

    mutating func saw(_ what: String, _ times: Int = 1) {
        sightings[what, default: 0] += times
    }

    /// The last lines in their order.
    var tail: [String] {
        guard ring.count == Self.tailMax else { return ring }
        let start = count % Self.tailMax
        return Array(ring[start...] + ring[..<start])
    }
}
