// Forms without a session to hold a token, such as the sign-in form, must come from our own pages.
import HTTPTypes
package import Hummingbird

extension Request {
    /// Refuses a form that another site sends (Fetch Metadata; RFC 6454 section 7 for older browsers).
    /// A program without either header passes: it has no cookies of anybody to misuse.
    package func requireSameOrigin() throws(Problem) {
        let isOurs: Bool
        if let name = HTTPField.Name("sec-fetch-site"), let site = headers[name] {
            // Only the browser can set it. `none` is a person's own doing, such as a bookmark.
            isOurs = site == "same-origin" || site == "none"
        } else if let origin = headers[.origin] {
            let host = origin.split(separator: "/").last.map { $0.lowercased() }
            isOurs = origin != "null" && host != nil && host == head.authority?.lowercased()
        } else {
            isOurs = true
        }
        guard isOurs else {
            throw Problem(.forbidden, "csrf", "the form comes from another site")
        }
    }
}
