// Files that did not come with their message but can be fetched: pictures of an MMS, of a chat.
package import Complaints

/// Where a file is, in its provider's words.
package struct FileReference: Sendable, Hashable, Codable {
    /// An address, or the provider's id of the file.
    package var place: String
    package var filename: String?
    /// What the provider says it is; what it really is, its bytes say.
    package var mediaType: String?

    package init(place: String, filename: String? = nil, mediaType: String? = nil) {
        self.place = place
        self.filename = filename
        self.mediaType = mediaType
    }
}

/// What came of a try to fetch one.
package enum FileOutcome: Sendable {
    case fetched(AttachmentFile)
    /// It may be there later.
    case again(String)
    /// It never will: gone, too large, from a place that is not trusted.
    case missing(String)
}

/// What a message that waited for its files has now.
package struct FetchedFiles: Sendable, Hashable {
    package internal(set) var attachments: [Attachment] = []
    /// Why the others are missing.
    package internal(set) var missing: [String] = []
}
