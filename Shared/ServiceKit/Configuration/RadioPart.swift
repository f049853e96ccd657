// The part `radio` of the configuration.

/// Configuration of mendengar-radio.
package struct RadioPart: Sendable {
    package var listen: ListenAddress
    package var database: String?
    package var routingToken: Secret
    package var tokens: [TokenConfiguration]
    package var stations: [Station]

    /// A station whose programmes are uploaded.
    package struct Station: Sendable, Hashable {
        package var name: String
        /// The programme's usual title.
        package var title: String
        /// A folder whose files are taken in by themselves, for the station's recorder; `nil`: none.
        package var watch: String?
    }

    init(_ map: YAMLMap, _ reader: SecretReader) {
        listen = map.listen("listen", default: "127.0.0.1:8082")
        database = map.optionalString("database")
        routingToken = map.requiredSecret("routing_token", reader)
        tokens = map.tokens(reader)
        stations = map.optionalList("stations").map { element in
            let map = element.map()
            defer { map.finish() }
            return Station(
                name: map.string("name"), title: map.string("title"),
                watch: map.optionalString("watch"))
        }
        if stations.isEmpty { map.fail("stations is empty: nobody could upload", at: "stations") }
    }
}
