// Names that no word announces each: those of a list ("ttd pedagang: Hj. Rusnah, Iyan, Mama Dila"), of a
// family with who each is ("3. Azka (anak)"), of children by their order, and the last words of a message.

extension PersonNames {
    /// Words of a name that only stands in a list.
    static let maximumItem = 4
    /// Words between a name at the end of a message and its last word.
    static let maximumTail = 5
    /// Words after the name in the sentence that says no more than who and where from.
    static let maximumHead = 5
    /// The word that announces a list stands so many pieces before its colon.
    static let headReach = 6

    /// "ttd pedagang: Hj. Rusnah, Iyan, Mama Dila, Pak Sugeng", "saksi: 1. Gani 2. Jarkasi".
    ///
    /// - Parameter known: the names found so far, in order; one of them makes a list of its neighbours.
    func lists(_ known: [Range<Int>]) -> [Range<Int>] {
        guard reading.hasCase else { return [] }
        var names: [Range<Int>] = []
        var read = 0
        for index in pieces.indices where index >= read && reading.gap(before: index).contains(":") {
            guard let head = (max(0, index - PersonNames.headReach)..<index).first(where: {
                NameWords.listHeads.contains(pieces[$0])
            })
            else { continue }
            let items = items(from: index)
            read = max(read, items.last?.name.upperBound ?? 0)
            let isSigned = NameWords.signatures.contains(pieces[head])
            guard items.count > 1, isSigned || items.contains(where: \.isSure) else { continue }
            names += items.map(\.name)
        }
        read = 0
        // "1) Abul 2) Norsiah 3) Tambrin"
        for index in pieces.indices
        where index >= read && pieces[index].isDigits && pieces[index].count == 1 {
            let items = items(from: index)
            read = max(read, items.last?.name.upperBound ?? 0)
            if items.count > 1, items.count(where: \.isSure) * 2 >= items.count { names += items.map(\.name) }
        }
        read = 0
        for name in known where name.upperBound >= read {
            let items = items(from: name.upperBound)
            read = max(name.upperBound + 1, items.last?.name.upperBound ?? 0)
            // "Supardi, Ida Manggala": what follows alone is where he lives.
            guard items.count > 1 || items.contains(where: { item in
                item.name.upperBound < pieces.count || item.name.allSatisfy(isKnown)
            }), let last = items.lastIndex(where: \.isSure)
            else { continue }
            // "Mistah, Jainah, Bahrah": the last one is as the others.
            let isWhole = last + 2 == items.count && items[last + 1].name.count == 1
                && (last > 0 && NameWords.and.contains(pieces[items[last].name.upperBound])
                    || NameShapes.score(pieces[items[last + 1].name.lowerBound], in: reading)
                        > NameShapes.likely)
            names += items[...(isWhole ? last + 1 : last)].map(\.name)
        }
        return names
    }

    /// The names from `start` on with no more than a comma, "dan" or a number between them.
    private func items(from start: Int) -> [(name: Range<Int>, isSure: Bool)] {
        var items: [(name: Range<Int>, isSure: Bool)] = []
        var at = start
        while true {
            // "Ahmad, S.Pd., Siti Aminah"
            while at < pieces.count, at > start,
                taken[at] || NameWords.degrees.contains(pieces[at])
                    && !reading.gap(before: at).contains("\n")
            { at += 1 }
            guard at < pieces.count, !taken[at] else { return items }
            let gap = reading.gap(before: at)
            var first = at
            if !items.isEmpty || !gap.contains(":") {
                if NameWords.and.contains(pieces[at]) {
                    first += 1
                } else if !gap.contains(where: { ",&|".unicodeScalars.contains($0) }), !pieces[at].isDigits {
                    return items
                }
            }
            if first < pieces.count, pieces[first].isDigits, pieces[first].count < 3 { first += 1 }
            let titled = first
            first = behindTitles(first)
            let end = itemEnd(first)
            guard (first..<end).contains(where: { pieces[$0].count > 2 }),
                !isInstitution(before: titled), isItemClosed(end)
            else { return items }
            let isSure = first > titled || (first..<end).contains(where: isKnown)
                || NameWords.nicknames.contains(pieces[first])
            items.append((first..<end, isSure))
            at = end
        }
        return items
    }

    /// Behind the words of a name, each with a large letter, that begin at `first`.
    func itemEnd(_ first: Int) -> Int {
        var end = first
        while end < pieces.count, end - first < PersonNames.maximumItem, mayBeItem(end),
            end == first || reading.isJoined(end, by: [" ", "."], most: 2) && !isEnded(before: end)
        { end += 1 }
        return end
    }

    /// Where the name begins that titles stand before.
    func behindTitles(_ index: Int) -> Int {
        var first = index
        while first < pieces.count, !taken[first],
            NameWords.titles.contains(pieces[first]) || NameWords.honorifics.contains(pieces[first])
        { first += 1 }
        return first
    }

    /// A word with a large letter that may be part of a name, though it is on no list.
    func mayBeItem(_ index: Int) -> Bool {
        guard pieces.indices.contains(index), !taken[index], reading.hasCase else { return false }
        let piece = pieces[index]
        guard piece.startsLarge, !piece.isDigits, !NameWords.months.contains(piece) else { return false }
        if isKnown(index) || NameWords.nicknames.contains(piece) { return true }
        if piece.count == 1 || NameWords.shortForms.contains(piece) { return true }
        return !NameWords.isOrdinary(piece) && !NameWords.never.contains(piece)
            && !NameWords.institutions.contains(piece) && !NameWords.areas.contains(piece)
            && !NameWords.departments.contains(piece) && !NameWords.roles.contains(piece)
            && (!piece.isLarge || piece.count > 4)
    }

    private func isItemClosed(_ end: Int) -> Bool {
        end >= pieces.count || reading.gap(before: end).contains { ",.;()&|\n".unicodeScalars.contains($0) }
            || NameWords.and.contains(pieces[end]) || pieces[end].isDigits
    }

    /// A sentence ended, also after a short word: "wkwk. Adul, …", not "M. Rafi".
    func isEnded(before index: Int) -> Bool {
        guard index > 0 else { return true }
        if reading.isCut(before: index) { return true }
        let before = pieces[index - 1]
        return reading.gap(before: index).contains(".") && before.count > 1
            && !NameWords.titles.contains(before) && !NameWords.shortForms.contains(before)
            && !NameWords.degrees.contains(before) && !before.startsLarge
    }

    /// "3. Azka (anak), lahir 2017", "Nizam (7 th)": who somebody is stands in brackets behind the name.
    func bracketed() -> [Range<Int>] {
        var names: [Range<Int>] = []
        for index in pieces.indices.dropFirst() {
            let gap = reading.gap(before: index)
            let isOpen = gap.contains("(") && !gap.contains(")")
            let isRow = !isOpen && gap.contains { ",-:\u{2013}".unicodeScalars.contains($0) }
            guard isOpen || isRow, !gap.contains("\n") else { continue }
            if isOpen, let inner = inner(at: index) {
                names.append(inner)
                continue
            }
            let isAge = isOpen && pieces[index].isDigits && reading.word(index + 1, in: NameWords.ages)
            guard isAge || NameWords.inBrackets.contains(pieces[index]) else { continue }
            var start = index
            while start > 0, index - start < PersonNames.maximumItem,
                start == index || reading.isJoined(start, by: [" ", "."], most: 2),
                mayBeItem(start - 1) || !reading.hasCase && isKnown(start - 1)
            { start -= 1 }
            guard start < index, !isInstitution(before: start),
                !reading.word(start - 1, in: NameWords.areas)
            else { continue }
            // "1. Taufik, anak": without brackets only in a list of numbers.
            let isNumbered = start > 0 && pieces[start - 1].isDigits && pieces[start - 1].count < 3
                && reading.gap(before: start).contains { ".)".unicodeScalars.contains($0) }
            if isOpen ? isNumbered || isAge || (start..<index).contains(where: isKnown) : isNumbered {
                names.append(start..<index)
            }
        }
        return names
    }

    /// "pa RT (Saufi) kada mau": somebody's part, and in brackets the name.
    private func inner(at index: Int) -> Range<Int>? {
        guard reading.hasCase else { return nil }
        let isNickname = NameWords.nicknames.contains(pieces[index]) && pieces[index].startsLarge
        // "kai ulun (Utuh, 78 th)"
        let isOfOwn = NameWords.owned.contains(pieces[index - 1])
            && (reading.isOwned(index - 2, in: NameWords.kin)
                || reading.word(index - 2, in: NameWords.closeOnes))
        let part = NameWords.callings.contains(pieces[index - 1])
            || NameWords.leaders.contains(pieces[index - 1]) || isOfOwn
            || reading.isOwned(index - 1, in: NameWords.kin) || isAged(index)
            // "6306051208550001 (Baderun)"
            || taken[index - 1] && pieces[index - 1].isDigits && pieces[index - 1].count > 2
        guard part, isProper(index) || isNickname else { return nil }
        let end = itemEnd(index)
        guard end > index else { return nil }
        return reading.gap(before: end).first == ")" || reading.gap(before: end).first == ","
            || isAged(index) ? index..<end : nil
    }

    /// "Rama 12 th": one name, and how old.
    func isAged(_ index: Int) -> Bool {
        index + 2 < pieces.count && pieces[index + 1].isDigits && pieces[index + 1].count < 3
            && NameWords.ages.contains(pieces[index + 2]) && mayBeItem(index)
            && reading.isJoined(index + 1, by: [" "], most: 1)
    }

    /// "nang tuha Rina", "yang bungsu Rama": a child by its order.
    func byOrder(at index: Int) -> Range<Int>? {
        guard NameWords.orders.contains(pieces[index]), reading.word(index - 1, in: NameWords.which)
        else { return nil }
        let isAge = NameWords.ageOrders.contains(pieces[index])
        let isOne = isProper(index + 1)
            && (index + 2 >= pieces.count || reading.gap(before: index + 2).contains {
                ",.;\n".unicodeScalars.contains($0)
            })
        guard isKnown(index + 1) || isAge && isProper(index + 1) || isOne
            || GivenNames.alsoWords.contains(pieces[min(index + 1, pieces.count - 1)])
                && reading.hasCase && pieces[min(index + 1, pieces.count - 1)].startsLarge
        else { return nil }
        return name(at: index + 1, trust: .full)
    }

    /// "… mati. Adul, tumbukan banyu", "Utuh Lamak, Karang Bulan. HP 08…": the last words say who, and where
    /// from.
    func tail() -> Range<Int>? {
        var end = pieces.count
        while end > 0,
            taken[end - 1] || pieces[end - 1].isDigits || NameWords.afterName.contains(pieces[end - 1])
        { end -= 1 }
        let earliest = max(1, end - PersonNames.maximumTail - PersonNames.maximumItem)
        guard earliest < end else { return nil }
        for start in (earliest..<end).reversed() where isEnded(before: start) || isDashed(before: start) {
            var first = start
            while first < end, NameWords.titles.contains(pieces[first]) { first += 1 }
            // ". dahri, hariti"
            let last = reading.hasCase ? itemEnd(first) : knownEnd(first)
            guard last > first, last < end, !isInstitution(before: first) else { return nil }
            let rest = end - last
            guard rest <= PersonNames.maximumTail else { return nil }
            let gap = reading.gap(before: last)
            let hasComma = gap.first == "," && !gap.contains("\n")
            let isListed = isListed(first)
            let isSure = isListed || !reading.hasCase || NameWords.nicknames.contains(pieces[first])
            if hasComma, isSure || last - first == 1 && seemsName(first) { return first..<last }
            // "Imah kandangan"
            return isListed && reading.hasCase && rest < 3 && !gap.contains(",") && !pieces[last].isDigits
                && !hasAffix(pieces[last]) ? first..<last : nil
        }
        return nil
    }

    private func knownEnd(_ first: Int) -> Int {
        if isKnown(first), let name = name(at: first, trust: .known), name.lowerBound == first {
            return name.upperBound
        }
        let piece = pieces[first]
        let isLike = piece.count > 3 && !piece.isDigits && !NameWords.isOrdinary(piece)
            && !NameWords.never.contains(piece) && !GivenNames.seldom.contains(piece) && !hasAffix(piece)
            && NameShapes.score(piece, in: reading) > NameShapes.likely
        return isLike && !taken[first] ? first + 1 : first
    }

    /// "Mahfuzah, Baluti. Akta kelahiran …": the first words say who, and where from.
    func head() -> Range<Int>? {
        guard pieces.count > 3, !taken[0] else { return nil }
        let last = reading.hasCase ? itemEnd(0) : knownEnd(0)
        guard last > 0, last < pieces.count, reading.gap(before: last).first == ",",
            reading.hasCase ? isKnown(0) || last == 1 && seemsName(0) : isKnown(0)
        else { return nil }
        var end = last
        while end < pieces.count, end - last < PersonNames.maximumHead, end == last || !isEnded(before: end),
            end == last || !reading.gap(before: end).contains(":")
        { end += 1 }
        guard end < pieces.count, end - last < PersonNames.maximumHead,
            !reading.hasCase || pieces[last].startsLarge || taken[last]
                || NameWords.livesOrIs.contains(pieces[last])
        else { return nil }
        return 0..<last
    }

    private func isDashed(before index: Int) -> Bool {
        let gap = reading.gap(before: index)
        return gap.count > 1 && gap.contains { "-\u{2013}\u{2014}".unicodeScalars.contains($0) }
    }

    /// Rather a name than the name of a place.
    private func seemsName(_ index: Int) -> Bool {
        pieces[index].count > 3 && !pieces[index].isLarge && isProper(index)
            && NameShapes.score(pieces[index], in: reading) > NameShapes.fair
    }

    /// "Amat anak pa Saleh", "Puput istri Pak Haji Muin": who belongs to somebody named.
    func relative(of name: Range<Int>) -> Range<Int>? {
        var at = name.lowerBound
        while at > 0, reading.isJoined(at, by: [" ", "."], most: 2),
            NameWords.titles.contains(pieces[at - 1]) || NameWords.honorifics.contains(pieces[at - 1])
        { at -= 1 }
        guard at > 1, NameWords.kin.contains(pieces[at - 1]), reading.isJoined(at, by: [" "], most: 1),
            reading.isJoined(at - 1, by: [" ", ","], most: 2), mayBeItem(at - 2),
            pieces[at - 2].count > 3, !isInstitution(before: at - 2)
        else { return nil }
        return at - 2..<at - 1
    }
}
