// What one complaint takes in the index: a million of them are in memory at a time.
import Testing

@testable import Duplicates

@Suite struct IndexMemoryTests {
    /// 136 MiB a million, beside the tables of senders and words: 150 MiB in all.
    @Test func aComplaintTakesNoMoreThan136Bytes() {
        #expect(MemoryLayout<Entry>.stride <= 136)
    }
}
