// A libcurl handle with an owner.
import CCurl

/// A libcurl easy handle, freed with its owner.
///
/// Safe because only the actor that owns it ever uses the pointer.
package final class CurlHandle: @unchecked Sendable {
    /// `nil` when there is no memory for one.
    package let pointer: UnsafeMutableRawPointer?

    /// Sets libcurl itself up before the first.
    package init() {
        _ = Self.global
        pointer = curl_easy_init()
    }

    private static let global: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    deinit { curl_easy_cleanup(pointer) }
}
