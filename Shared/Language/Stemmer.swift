// Indonesian stems by Snowball: "diperbaiki", "perbaikan" and "baiki" meet in one form.
import CStemmer

/// The Snowball stemmer for Indonesian. One per analysis: its C state is not shared.
struct Stemmer: ~Copyable {
    /// Short words are their own stem: "kali", "ikan" would be cut into something else.
    static let minimumLength = 5

    private let state: OpaquePointer?

    init() {
        state = sb_stemmer_new("indonesian", nil)
    }

    deinit {
        sb_stemmer_delete(state)
    }

    /// The stem of a normal form; the word itself when it is short, not ASCII, or holds digits.
    func stem(_ word: String) -> String {
        var word = word
        return word.withUTF8 { bytes in
            guard let state, bytes.count >= Stemmer.minimumLength, bytes.count < 64,
                bytes.allSatisfy({ (0x61...0x7A).contains($0) }),
                let result = sb_stemmer_stem(state, bytes.baseAddress, Int32(bytes.count))
            else { return String(decoding: bytes, as: UTF8.self) }
            let length = Int(sb_stemmer_length(state))
            return String(
                decoding: UnsafeBufferPointer(start: result, count: length), as: UTF8.self)
        }
    }
}
