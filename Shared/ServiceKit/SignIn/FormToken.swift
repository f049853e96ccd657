// The token of a session as pages show it: another text on every page. Pages go out compressed, and what
// is the same on many of them, beside what a visitor put there, could be guessed by their lengths (BREACH).
import Foundation

extension Session {
    /// The token under a pad of its own: both, in hexadecimal digits.
    package func shownToken() -> String {
        let secret = Array(csrf.utf8)
        let pad = PasswordHash.random(secret.count)
        return TokenConfiguration.hex(Array(pad) + zip(pad, secret).map { $0 ^ $1 })
    }

    /// Whether a form came from a page of this session; takes the same time whatever is wrong.
    package func allows(_ shown: String) -> Bool {
        guard let bytes = TokenConfiguration.bytes(hex: shown), bytes.count.isMultiple(of: 2) else {
            return false
        }
        let half = bytes.count / 2
        let secret = zip(bytes[..<half], bytes[half...]).map { $0 ^ $1 }
        return SessionDoor.same(secret, Array(csrf.utf8))
    }
}
