// What a text says is wrong: "bukan Tabihi", "ralat: Hamalau", "bukan Baru yang di Daha Barat".

extension PlaceMention {
    /// So many words may lie between a wrong name and the right one.
    static let correctionReach = 12
    /// So many words between a name that is denied and the area it is denied in.
    static let denialReach = 4
}

extension Gazetteer {
    /// A name after "ralat", "maaf salah" takes the place of the one before; "bukan" denies one everywhere.
    func markCorrections(
        _ mentions: inout [PlaceMention], _ tokens: Tokens, _ cues: [PlaceCue?]
    ) {
        let words = tokens.words
        let signs = PlaceSigns(mentions: mentions, tokens: tokens, cues: cues)
        for index in mentions.indices.dropFirst()
        where isTakenBack(mentions[index - 1], mentions[index], signs)
            || isStarred(mentions[index], signs)
        {
            mentions[index].around.isNegated = false
            mentions[index].isCorrection = true
            for other in mentions[..<index].indices
            where mentions[other].places != mentions[index].places {
                let isArea = mentions[index].places.contains { place in
                    mentions[other].places.contains {
                        codes[$0] != codes[place] && codes[place].lies(in: codes[$0])
                    }
                }
                if !isArea || other == index - 1 && mentions[other].around.level == nil {
                    mentions[other].isDenied = true
                }
            }
        }
        for index in mentions.indices.dropFirst()
        where isLeftOut(mentions[index], behind: mentions[index - 1], signs) {
            mentions[index].around.isNegated = true
        }
        for index in mentions.indices where mentions[index].around.isNegated {
            mentions[index].isDenied = true
        }
        // "pasungkan, kada pasungan" is no slip of the name.
        for index in mentions.indices
        where mentions[index].around.isNegated && !isLikeNamed(index, mentions) {
            deny(index, &mentions, words, cues)
        }
        for index in mentions.indices.dropFirst() where !mentions[index].isDenied {
            let start = mentions[index - 1].tokens.upperBound
            let between = start..<max(start, mentions[index].tokens.lowerBound)
            let apologies = between.count {
                cues[$0] == .apology || cues[$0] == .right || cues[$0] == .which
            }
            let isCorrected =
                between.contains {
                    cues[$0] == .correction
                        || cues[$0] == .right && $0 > 0 && cues[$0 - 1] == .skip
                } || apologies > 1
                || apologies > 0
                    && (isLonger(mentions[index], mentions[index - 1], words)
                        || between.allSatisfy {
                            cues[$0] == .apology || cues[$0]?.isSkipped == true
                        })
            guard isCorrected, between.count <= PlaceMention.correctionReach else { continue }
            mentions[index].isCorrection = true
            let isArea = mentions[index].places.contains { place in
                mentions[index - 1].places.contains {
                    codes[$0] != codes[place] && codes[place].isRelated(to: codes[$0])
                }
            }
            if !mentions[index - 1].isDenied, !isArea,
                mentions[index - 1].places != mentions[index].places
            {
                // However often it was said before.
                let wrong = mentions[index - 1].places
                for other in mentions[..<index].indices where mentions[other].places == wrong {
                    mentions[other].isDenied = true
                }
            }
        }
    }

    /// "Haratai, ah bukan, Kamawakan", "Karang Paci eh bukan bukan Karang Bulan": the second is right.
    private func isTakenBack(
        _ first: PlaceMention, _ second: PlaceMention, _ signs: PlaceSigns
    ) -> Bool {
        let end = first.tokens.upperBound
        let between = end..<max(end, second.tokens.lowerBound)
        guard between.count <= PlaceMention.denialReach + 2, first.places != second.places,
            let negation = between.last(where: { signs.cues[$0] == .negation }),
            between.allSatisfy({
                switch signs.cues[$0] {
                case .negation, .apology, .correction, .with, .person, .title: true
                case let cue?: cue.isLink
                // "Karang Paci apa ya eh bukan".
                case nil: $0 - end < 2
                }
            })
        else { return false }
        // "Wasah Hilir.. bukan Wasah Tengah" may be two places; with "eh", twice or a comma it is one.
        let isStopped = signs.between(negation, negation + 1).contains { $0 != 0x20 }
        // "bukan bang tebing tinggi simpur" answers somebody.
        let isAnswer =
            negation + 1 < between.upperBound
            && (signs.cues[negation + 1] == .person || signs.cues[negation + 1] == .title)
        return isStopped || isAnswer || between.count { signs.cues[$0] == .negation } > 1
            || between.contains { $0 < negation && signs.cues[$0] == .apology }
    }

    /// A word like a name that stands before it as it should be.
    private func isLikeNamed(_ index: Int, _ mentions: [PlaceMention]) -> Bool {
        mentions[index].isFuzzy
            && mentions[..<index].contains {
                !$0.isFuzzy && $0.places == mentions[index].places
            }
    }

    /// "nang di Telaga Langsat, kada nang di Padang Batung", "Wasah Hulu, kada Wasah Hilir".
    private func isLeftOut(
        _ mention: PlaceMention, behind first: PlaceMention, _ signs: PlaceSigns
    ) -> Bool {
        let end = first.tokens.upperBound
        let start = mention.tokensWithLevel.lowerBound
        guard start > end, start - end <= PlaceMention.denialReach, signs.cues[start - 1] != .title,
            let lack = (end..<start).first(where: { signs.cues[$0] == .lack }),
            (end..<lack).allSatisfy({ signs.cues[$0] == .title })
        else { return false }
        return signs.between(lack - 1, lack).contains { $0 != 0x20 }
            && (lack + 1..<start).allSatisfy {
                signs.cues[$0] == .skip || signs.cues[$0] == .preposition
            }
    }

    /// "lungau *bariang": how people mend what they have just sent; not "*bariang*", which is stressed.
    private func isStarred(_ mention: PlaceMention, _ signs: PlaceSigns) -> Bool {
        let start = mention.tokensWithLevel.lowerBound
        let end = mention.tokens.upperBound
        guard start > 0, signs.between(start - 1, start).last == 0x2A else { return false }
        return end == signs.cues.count || signs.between(end - 1, end).first != 0x2A
    }

    /// Takes what "bukan" denies from the other mentions of the name: "Malinau Loksado, bukan Malinau
    /// Kaltara" leaves the one in Loksado, "bukan Tabihi" none.
    private func deny(
        _ index: Int, _ mentions: inout [PlaceMention], _ words: [Word], _ cues: [PlaceCue?]
    ) {
        var denied = mentions[index].places
        var areas: [PlaceCode] = []
        var last = index
        while last + 1 < mentions.count {
            // The same words read as another name are denied with it.
            let isSame = mentions[last + 1].tokens == mentions[last].tokens
            guard isSame || goesOn(mentions[last], mentions[last + 1], words, cues) else { break }
            last += 1
            mentions[last].isDenied = true
            guard !isSame else { continue }
            areas += mentions[last].places.map { codes[$0] }
        }
        if !areas.isEmpty {
            denied = denied.filter { place in areas.contains { codes[place].isRelated(to: $0) } }
        } else {
            switch mentions[index].around.level {
            case .kota, .kabupaten, .provinsi: denied = denied.filter { codes[$0].depth < 3 }
            case .kecamatan: denied = denied.filter { codes[$0].depth == 3 }
            default: break
            }
        }
        for other in mentions.indices
        where other != index && !mentions[other].around.isNegated && !mentions[other].isDenied {
            guard mentions[other].places.contains(where: { mentions[index].places.contains($0) })
            else { continue }
            let left = mentions[other].places.filter { !denied.contains($0) }
            if !left.isEmpty {
                mentions[other].places = left
            } else if other < index, !isTold(other, mentions, cues) {
                mentions[other].isDenied = true
            }
        }
    }

    /// "bukan Baru yang di Daha Barat", "bukan ibukota Kaltara di Bulungan": which one is not meant.
    private func goesOn(
        _ first: PlaceMention, _ second: PlaceMention, _ words: [Word], _ cues: [PlaceCue?]
    ) -> Bool {
        let start = first.tokens.upperBound
        guard second.tokens.lowerBound >= start,
            second.tokens.lowerBound - start <= PlaceMention.denialReach,
            !second.around.isNegated
        else { return false }
        let between = start..<second.tokens.lowerBound
        guard between.allSatisfy({ cues[$0]?.isLink ?? false }),
            !(start...second.tokens.lowerBound).contains(where: { words[$0].opensSentence })
        else { return false }
        return second.places.contains { place in
            let code = codes[place]
            guard code.depth < 4 else { return false }
            return first.places.contains { codes[$0] != code && codes[$0].isRelated(to: code) }
                || !between.isEmpty && !isLocal(place) && code.depth < 3
        }
    }

    /// The area the name lies in follows at once: "Samuda Nagara, bukan Samuda Sampit".
    private func isTold(_ index: Int, _ mentions: [PlaceMention], _ cues: [PlaceCue?]) -> Bool {
        guard index + 1 < mentions.count, !mentions[index + 1].isDenied else { return false }
        let start = mentions[index].tokens.upperBound
        let end = mentions[index + 1].tokens.lowerBound
        guard start <= end, end - start <= Gazetteer.besideReach,
            (start..<end).allSatisfy({ cues[$0]?.isLink ?? false })
        else { return false }
        return mentions[index + 1].places.contains { area in
            mentions[index].places.contains {
                codes[$0] != codes[area] && codes[$0].lies(in: codes[area])
            }
        }
    }

    /// The name again with more words: "Bajayau, eh, Bajayau Lama".
    private func isLonger(_ name: PlaceMention, _ other: PlaceMention, _ words: [Word]) -> Bool {
        name.tokens.count > other.tokens.count
            && zip(words[name.tokens], words[other.tokens])
                .allSatisfy { $0.plain.hash == $1.plain.hash }
    }
}

extension PlaceCode {
    /// One lies in the other.
    fileprivate func isRelated(to other: PlaceCode) -> Bool {
        lies(in: other) || other.lies(in: self)
    }
}
