// `imap://user@host:port/FOLDER` of a mailbox.
import Foundation

/// Where an IMAP mailbox is.
package struct IMAPAddress: Sendable, Hashable {
    package var host: String
    package var port: Int
    package var user: String
    /// To be read.
    package var folder: String

    static let folderRule =
        "a folder's name is plain ASCII of one letter and more; write any other in modified UTF-7, as the "
        + "server lists it"

    /// Of the keys `url` and `tls`; what is wrong with them is noted there.
    init(_ map: YAMLMap, _ tls: EmailPart.TLS) {
        let text = map.string("url")
        let parts = URLComponents(string: text)
        host = (parts?.host ?? "").trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        port = parts?.port ?? (tls == .implicit ? 993 : 143)
        user = parts?.user ?? ""
        let path = (parts?.path ?? "").drop { $0 == "/" }
        folder = path.isEmpty ? "INBOX" : String(path)
        // Where the key is missing that is all there is to say.
        guard !text.isEmpty else { return }
        if !["imap", "imaps"].contains(parts?.scheme ?? "") || host.isEmpty || user.isEmpty {
            map.fail(
                "the url of a mailbox must look like imap://user@host:143/INBOX, with %40 for an @ in "
                    + "the user's name", at: "url")
        } else if parts?.password != nil {
            map.fail("the password of a mailbox stands in password, not in its url", at: "url")
        } else if !(1...65_535).contains(port) {
            map.fail("\(port) is no port", at: "url")
        } else if !Self.isFolder(folder) {
            map.fail(Self.folderRule, at: "url")
        }
        if parts?.scheme == "imaps", tls != .implicit {
            map.fail("imaps:// goes with tls: implicit; imap:// with any", at: "tls")
        }
    }

    static func isFolder(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}
