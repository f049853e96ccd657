// What `GET requests` asks for, and its limits.
import Complaints
import Foundation
import Region

struct CivicQuery: Sendable {
    /// Between start_date and end_date, in days.
    static let daysMax = 90.0
    /// Of one answer; the specification's own number.
    static let pageSizeMax = 1000
    static let pageMax = 100_000
    /// Ids in one `service_request_id`.
    static let idsMax = 1000

    /// Overrides everything else.
    var ids: [String] = []
    /// With the ids that the topics had before; none: all.
    var services: [String] = []
    var isOpen: Bool?
    var requested: (from: Date?, to: Date?) = (nil, nil)
    var updated: (from: Date?, to: Date?) = (nil, nil)
    var page = 1
    var pageSize = pageSizeMax

    /// Every argument must be readable; with ids none of them limits anything.
    init(_ call: CivicCall) throws(CivicError) {
        let codes = call.list("service_code")
        let states = try call.list("status").map { state throws(CivicError) in
            guard ["open", "closed"].contains(state) else {
                throw CivicError.wrong("status", "yang dikenal open dan closed")
            }
            return state == "open"
        }
        if Set(states).count == 1 { isOpen = states[0] }
        updated = (try call.time("updated_after"), try call.time("updated_before"))
        _ = (try call.time("start_date"), try call.time("end_date"))
        (page, pageSize) = try Self.page(call)
        ids = call.list("service_request_id")
        guard ids.isEmpty else {
            if ids.count > Self.idsMax {
                throw .wrong("service_request_id", "paling banyak \(Self.idsMax) nomor dalam satu permintaan")
            }
            return
        }
        for code in codes { services += try CivicServices.names(of: code, in: call.region) }
        requested = try Self.window(call, isAlways: updated.from == nil && updated.to == nil)
    }

    /// Which page, and how long it is.
    static func page(_ call: CivicCall) throws(CivicError) -> (page: Int, size: Int) {
        (
            try call.number("page", default: 1, in: 1...pageMax),
            try call.number("page_size", default: pageSizeMax, in: 1...pageSizeMax)
        )
    }

    /// From start_date to end_date: at most 90 days, and the last 90 where neither is given.
    ///
    /// - Parameter isAlways: `false`: no window where neither is given.
    static func window(
        _ call: CivicCall, isAlways: Bool = true
    ) throws(CivicError) -> (from: Date?, to: Date?) {
        let (start, end) = (try call.time("start_date"), try call.time("end_date"))
        let most = daysMax * 86_400
        switch (start, end) {
        case (nil, nil): return isAlways ? (call.now - most, nil) : (nil, nil)
        case (let start?, nil): return (start, start + most)
        case (nil, let end?): return (end - most, end)
        case (let start?, let end?):
            guard start <= end else { throw .wrong("end_date", "lebih awal daripada start_date") }
            guard end.timeIntervalSince(start) <= most else {
                throw .wrong(
                    "end_date", "start_date sampai end_date paling lama \(Int(daysMax)) hari")
            }
            return (start, end)
        }
    }
}
