// Damaged texts: whatever happened to one, what is found in it is where it says, and stands there.
import Complaints
import Language
import Testing

@Suite struct DamagedTextTests {
    private static let texts = [
        "lampu mati di desa Habirau Tengah, bukan Habirau",
        "Ralat: bukan di Tabihi, melainkan di Kaliring kec. Padang Batung RT 03",
        "ulun urang ta niran kubah pak, angkinang banjir",
        "ds baru, kec daha barat jln rsk prh bgt!!!",
        "macet di kota Banjarbaru, kel. Sungai Raya Utara kada tahu",
        "T. Kubah rt2 | s. raya utr || bmbn slt",
    ]
    private static let damage = [
        "\u{200B}", "\u{200D}", "\u{FEFF}", "\u{301}", "\u{202E}", "а", "е", "о", "🚧", "é", "İ",
        "ß",
        "\n", " ", ".", "'", "\u{FFFD}", "𝐚", "ｋ", "٣", "\0",
    ]

    /// A text with letters lost, doubled, swapped, and signs of other scripts between them.
    private static func damaged(_ seed: UInt64) -> String {
        var random = Random(seed: seed)
        var scalars = Array(texts[random.next(texts.count)].unicodeScalars)
        for _ in 0..<random.next(12) where scalars.count > 2 {
            let place = random.next(scalars.count - 1)
            switch random.next(4) {
            case 0: scalars.remove(at: place)
            case 1: scalars.insert(scalars[place], at: place)
            case 2: scalars.swapAt(place, place + 1)
            default:
                scalars.insert(
                    contentsOf: damage[random.next(damage.count)].unicodeScalars, at: place)
            }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    @Test(arguments: 0..<500)
    func everyWordIsWhereItSays(seed: UInt64) {
        let text = Self.damaged(seed)
        let scalars = Array(text.unicodeScalars)
        var reached = 0
        for token in tokenizer.tokens(text) {
            #expect(reached <= token.start && token.start < token.end && token.end <= scalars.count)
            #expect(
                text.unicodeScalars[token.range].elementsEqual(scalars[token.start..<token.end]))
            reached = token.end
        }
    }

    @Test(arguments: 0..<500)
    func normalisingTwiceIsNormalisingOnce(seed: UInt64) {
        let once = tokenizer.tokens(Self.damaged(seed)).map(\.normal)
        #expect(tokenizer.tokens(once.joined(separator: " ")).map(\.normal) == once)
    }

    /// The evidence of a place is the citizen's own words, and the words that name it are words of the text.
    @Test(arguments: 0..<500)
    func everyPlaceIsNamedByWordsOfTheText(seed: UInt64) {
        let text = Self.damaged(seed)
        let tokens = tokenizer.tokens(text)
        let found = GazetteerTests.gazetteer.reading(of: tokens)
        for place in found.places {
            #expect(place.confidence > 0 && place.confidence < 1)
            for piece in (place.evidence ?? "").split(separator: " … ") {
                #expect(!piece.isEmpty && holds(text, piece))
            }
        }
        for words in found.words {
            #expect(!words.isEmpty && words.lowerBound >= 0 && words.upperBound <= tokens.count)
            #expect(holds(text, tokens.written(words)))
        }
    }

    /// Byte for byte: a sign that joins the letter before it changes what a character is.
    private func holds(_ text: String, _ piece: Substring) -> Bool {
        let (text, piece) = (Array(text.utf8), Array(piece.utf8))
        return (0...max(0, text.count - piece.count)).contains {
            text[$0...].starts(with: piece)
        }
    }
}
