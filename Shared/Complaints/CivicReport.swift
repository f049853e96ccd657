// What a civic app says of a report besides its words: where on the map, and which service was chosen.

/// The part of a ``Complaint`` that only civic apps send (Open311 GeoReport v2, POST requests).
package struct CivicReport: Codable, Sendable, Hashable {
    /// The id of the topic that was chosen as the service; `nil` for another matter. A hint, as all that a
    /// sender says of the topic.
    @ExplicitNull package var service: String?
    /// Degrees of WGS84, -90 … 90; `nil` where no point was given.
    @ExplicitNull package var lat: Double?
    /// Degrees of WGS84, -180 … 180.
    @ExplicitNull package var long: Double?
    /// Where it is in words: the place of the matter, not of who reports it.
    @ExplicitNull package var address: String?
    /// Addresses of pictures, as sent; none was fetched.
    package var media: [String]

    package init(
        service: String? = nil, lat: Double? = nil, long: Double? = nil, address: String? = nil,
        media: [String] = []
    ) {
        self.service = service
        self.lat = lat
        self.long = long
        self.address = address
        self.media = media
    }
}

extension CivicReport {
    /// Names in order, as ``Wire`` writes them.
    var json: JSONText {
        .object([
            .init("address", .string(orNull: address)), .init("lat", lat.map(JSONText.number) ?? .null),
            .init("long", long.map(JSONText.number) ?? .null),
            .init("media", .list(media.map(JSONText.string))),
            .init("service", .string(orNull: service)),
        ])
    }
}
