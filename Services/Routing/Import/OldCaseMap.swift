// A column map: how the file of any office says what a case is.
import Complaints
import Foundation
import ServiceKit

enum OldCaseMap {
    /// Reads a map.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    static func load(path: String) throws(ConfigurationError) -> CaseSource {
        let problems = YAMLProblems()
        let map = try YAMLFile.read(path: path, problems: problems).map()
        let source = read(map)
        map.finish()
        try problems.throwIfAny()
        return source
    }

    private static func read(_ map: YAMLMap) -> CaseSource {
        let account = map.string("account")
        let isName =
            (1...60).contains(account.count)
            && account.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0))
            }
        if !isName {
            map.fail("account must be 1 to 60 letters, digits, '.', '-' or '_'", at: "account")
        }
        if account == CaseSource.sp4n.account {
            map.fail("'\(account)' names SP4N-LAPOR!'s own export; choose another", at: "account")
        }
        var headings: [CaseField: [String]] = [:]
        let columns = map.map("columns")
        for field in CaseField.allCases {
            let names = columns.strings(field.rawValue)
            if !names.isEmpty { headings[field] = names }
        }
        columns.finish()
        for field in [CaseField.date, .text] where headings[field] == nil {
            map.fail(
                "columns lacks the key '\(field.rawValue)': no case is without it", at: "columns")
        }
        var source = CaseSource(
            account: account, headings: headings,
            needs: CaseField.allCases.filter { headings[$0] != nil }, takesAll: true,
            words: .sp4n)
        if let statuses = map.optionalMap("statuses") {
            source.words.statuses = WordTable([
                (.closed, statuses.strings("closed")), (.open, statuses.strings("open")),
            ])
            refuseDoubled(source.words.statuses, "statuses", map)
            statuses.finish()
        }
        if let kinds = map.optionalMap("kinds") {
            source.words.kinds = WordTable(Kind.allCases.map { ($0, kinds.strings($0.rawValue)) })
            refuseDoubled(source.words.kinds, "kinds", map)
            kinds.finish()
        }
        source.monthFirst = map.bool("month_first", default: false)
        source.sheet = map.optionalString("sheet")
        return source
    }

    private static func refuseDoubled<Value>(
        _ words: WordTable<Value>, _ key: String, _ map: YAMLMap
    ) {
        for word in words.doubled {
            map.fail("'\(word)' stands in more than one list of \(key); keep it in one", at: key)
        }
    }
}
