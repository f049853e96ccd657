// Ten thousand people tell of one flooded village within an hour: the work stays in proportion.
import Duplicates
import TestSupport
import Testing

@Suite struct FloodTests {
    private func seconds(_ count: Int) -> Double {
        var told = Told()
        let texts = [
            "banjir setinggi lutut masuk rumah kami", "air sungai meluap warga mengungsi",
            "kampung terendam belum ada bantuan", "banjir pak tolong kirim perahu",
        ]
        let start = CPUTime.ofThread
        for number in 0..<count {
            told.tell(
                texts[number % 4] + " RT \(number % 12 + 1)", from: UInt32(number + 1),
                topic: "bencana", day: Double(number) / Double(count) / 24)
        }
        return CPUTime.ofThread - start
    }

    @Test func aFloodStaysLinear() {
        _ = seconds(500)
        let (few, many) = (seconds(2_500), seconds(10_000))
        // Four times the complaints would be sixteen times the work if each were compared with all before;
        // the rest is for caches that fill (`ops/bench duplicates --only index` bounds it closer).
        #expect(many < few * 12, "\(few) s for 2,500, \(many) s for 10,000")
    }

    @Test func aFloodMakesCasesOfALimitedSize() {
        var told = Told()
        for number in 0..<3_000 {
            told.tell("banjir setinggi lutut masuk rumah kami", from: UInt32(number + 1), topic: "bencana")
        }
        let cases = Set((1...told.number).compactMap { told.index.cluster(of: $0) })
        let sizes = cases.map { told.index.complaints(of: $0).count }
        #expect(sizes.max() == told.index.limits.cluster)
        #expect(cases.count <= 3_000 / told.index.limits.cluster + 1)
    }
}
