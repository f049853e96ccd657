// From parts to stretches: where one call ends and the next begins, and which calls are one.

/// A stretch of turns that belongs together.
struct Stretch {
    enum Sort { case call, message, other }
    var sort: Sort
    /// Indices of readings; a resumed call has two or more.
    var ranges: [ClosedRange<Int>]
    /// A caller began without being greeted: a weaker boundary.
    var startsOpen = false
    /// The programme's opening: never part of the first call.
    var isOpening = false

    var indices: [Int] { ranges.flatMap { Array($0) } }
}

enum Stretches {
    /// A second greeting within this many seconds is still the same call.
    private static let sameCallSeconds = 20.0

    static func find(_ readings: [Reading], _ parts: [Part], _ citizen: CitizenText) -> [Stretch] {
        var stretches = splitOpening(cut(readings, parts), readings, parts, citizen)
        for index in stretches.indices {
            stretches[index].sort = sort(stretches[index], readings, parts, citizen)
        }
        stretches = joinGreetings(stretches, readings, parts, citizen)
        stretches = joinResumed(stretches, readings, citizen)
        return joinOthers(stretches, readings)
    }

    private static func cut(_ readings: [Reading], _ parts: [Part]) -> [Stretch] {
        var result: [Stretch] = []
        var caller: String?
        for index in parts.indices {
            let part = parts[index]
            var begins = index == 0
            if index > 0 {
                let before = parts[index - 1]
                begins = begins || (part == .filler) != (before == .filler)
                begins = begins || (part.begins && !(part == .greet && before == .greet))
                if part == .announce, before == .announce,
                    !SpokenMessage.hasContent(readings[index - 1])
                {
                    begins = false
                }
            }
            let reading = readings[index]
            let isKnownCaller = reading.role == .caller && reading.labelIsSpecific
            if isKnownCaller, let last = caller, last != reading.labelKey, part != .filler {
                begins = true
            }
            if begins {
                caller = nil
                result.append(
                    Stretch(sort: .other, ranges: [index...index], startsOpen: part == .open))
            } else if let last = result.indices.last {
                result[last].ranges = [result[last].ranges[0].lowerBound...index]
            }
            if isKnownCaller { caller = reading.labelKey }
        }
        return result
    }

    /// "Selamat malam pendengar … penelepon pertama, silakan": the opening is no part of the call.
    private static func splitOpening(
        _ stretches: [Stretch], _ readings: [Reading], _ parts: [Part], _ citizen: CitizenText
    ) -> [Stretch] {
        guard let first = stretches.first?.ranges[0], first.upperBound > 0 else { return stretches }
        var end = 0
        if let caller = first.first(where: { readings[$0].role == .caller }) {
            // Labels show it: all before the host's last turn before the first caller.
            let host = first.prefix { $0 < caller }.last { readings[$0].role == .host }
            end = min(host ?? caller, caller)
            if end == 0, readings[0].has(.filler) || readings[0].tokens.count >= 14 { end = 1 }
            guard end > 0, end <= caller else { return stretches }
        } else if readings[0].role != nil {
            guard parts[0] != .announce, first.count > 1 || readings[0].has(.filler) else {
                return stretches
            }
            return [Stretch(sort: .other, ranges: [first], isOpening: true)]
                + stretches.dropFirst()
        } else {
            guard parts[0] == .greet,
                readings[0].has(.filler) || readings[0].tokens.count >= 14,
                !isCitizen(readings[0], .greet, citizen)
            else { return stretches }
            end = 1
        }
        let rest = Stretch(sort: .other, ranges: [end...first.upperBound])
        return [Stretch(sort: .other, ranges: [0...(end - 1)], isOpening: true), rest]
            + stretches.dropFirst()
    }

    /// Whether a turn holds words of a citizen.
    static func isCitizen(
        _ reading: Reading, _ part: Part, _ citizen: CitizenText
    ) -> Bool {
        if let role = reading.role { return role == .caller }
        if part == .greet { return !citizen.matterAfterGreeting(of: reading).text.isEmpty }
        return part == .open || part == .intro || part == .body
    }

    private static func sort(
        _ stretch: Stretch, _ readings: [Reading], _ parts: [Part], _ citizen: CitizenText
    ) -> Stretch.Sort {
        let first = stretch.ranges[0].lowerBound
        if stretch.isOpening { return .other }
        if parts[first] == .announce {
            let isRead = stretch.indices.contains {
                let one = readings[$0]
                return one.has(.announce) || one.role == .message
                    || (one.role == .host && (one.quotes || one.retells))
            }
            return isRead ? .message : .other
        }
        if parts[first] == .filler { return .other }
        let speaks = stretch.indices.contains { isCitizen(readings[$0], parts[$0], citizen) }
        return speaks ? .call : .other
    }

    /// "Halo?" without an answer belongs to the call that follows; so does a greeting between a
    /// caller's name and his matter.
    private static func joinGreetings(
        _ stretches: [Stretch], _ readings: [Reading], _ parts: [Part], _ citizen: CitizenText
    ) -> [Stretch] {
        var result: [Stretch] = []
        for stretch in stretches {
            guard let last = result.indices.last else {
                result.append(stretch)
                continue
            }
            let before = result[last]
            let range = before.ranges[0].lowerBound...stretch.ranges[0].upperBound
            let greetOnly =
                !before.isOpening && before.sort == .other
                && parts[before.ranges[0].lowerBound] == .greet
            if greetOnly, stretch.sort == .call {
                result[last] = Stretch(sort: .call, ranges: [range])
            } else if before.sort == .call, stretch.sort == .call,
                isSameCall(before, stretch, readings, parts, citizen)
            {
                result[last].ranges = [range]
            } else {
                result.append(stretch)
            }
        }
        return result
    }

    private static func isSameCall(
        _ a: Stretch, _ b: Stretch, _ readings: [Reading], _ parts: [Part], _ citizen: CitizenText
    ) -> Bool {
        let spoken = a.indices.filter { isCitizen(readings[$0], parts[$0], citizen) }
        let matter = spoken.map { citizen.matter(of: readings[$0]).text }.joined()
        guard matter.split(separator: " ").count < 3,
            !a.indices.contains(where: { parts[$0] == .answer || readings[$0].has(.song) })
        else { return false }
        let first = callerKey(a, readings)
        let second = callerKey(b, readings)
        if let first, let second { return first == second }
        guard let end = readings[a.ranges[0].upperBound].turn.end,
            let start = readings[b.ranges[0].lowerBound].turn.start
        else { return true }
        return start - end < sameCallSeconds
    }

    private static func callerKey(_ stretch: Stretch, _ readings: [Reading]) -> String? {
        for index in stretch.indices
        where readings[index].role == .caller && readings[index].labelIsSpecific {
            return readings[index].labelKey
        }
        return nil
    }

    /// A call that was cut off and comes back later is one call with two ranges.
    private static func joinResumed(
        _ stretches: [Stretch], _ readings: [Reading], _ citizen: CitizenText
    ) -> [Stretch] {
        var result: [Stretch] = []
        for stretch in stretches {
            guard stretch.sort == .call,
                let earlier = origin(of: stretch, in: result, readings, citizen)
            else {
                result.append(stretch)
                continue
            }
            result[earlier].ranges += stretch.ranges
        }
        return result
    }

    private static func origin(
        of stretch: Stretch, in earlier: [Stretch], _ readings: [Reading], _ citizen: CitizenText
    ) -> Int? {
        let calls = earlier.indices.filter { earlier[$0].sort == .call }
        // The same numbered caller is the same person.
        if let key = callerKey(stretch, readings) {
            if let same = calls.last(where: { callerKey(earlier[$0], readings) == key }) {
                return same
            }
        }
        let opening = stretch.indices.prefix(3)
        guard opening.contains(where: { readings[$0].has(.resumed) }) else {
            // Without saying so: the same name soon after a call that was cut off.
            guard let name = name(of: stretch, readings, citizen),
                let last = calls.suffix(2).last(where: {
                    wasDropped(earlier[$0], readings)
                        && self.name(of: earlier[$0], readings, citizen) == name
                })
            else { return nil }
            return last
        }
        let words = Set(opening.flatMap { readings[$0].tokens.map(\.word) })
        if let named = calls.last(where: { index in
            guard let name = name(of: earlier[index], readings, citizen) else { return false }
            return name.split(separator: " ").contains { words.contains(String($0)) }
        }) {
            return named
        }
        return calls.last { wasDropped(earlier[$0], readings) }
    }

    private static func wasDropped(_ stretch: Stretch, _ readings: [Reading]) -> Bool {
        stretch.indices.contains { readings[$0].has(.dropped) }
    }

    private static func name(
        of stretch: Stretch, _ readings: [Reading], _ citizen: CitizenText
    ) -> String? {
        for index in stretch.indices {
            if readings[index].role == .caller, let name = readings[index].label?.name {
                return name.lowercased()
            }
            guard readings[index].role == nil || readings[index].role == .caller else { continue }
            if let name = citizen.matter(of: readings[index]).name { return name.lowercased() }
        }
        return nil
    }

    /// Opening, adverts and the like in a row are one stretch.
    private static func joinOthers(_ stretches: [Stretch], _ readings: [Reading]) -> [Stretch] {
        var result: [Stretch] = []
        for stretch in stretches {
            if stretch.sort == .other, let last = result.indices.last, result[last].sort == .other,
                result[last].ranges[0].upperBound + 1 == stretch.ranges[0].lowerBound
            {
                result[last].ranges = [
                    result[last].ranges[0].lowerBound...stretch.ranges[0].upperBound
                ]
            } else {
                result.append(stretch)
            }
        }
        return result
    }
}
