// The marks a complaint may carry that others than its author go by.

/// Names of flags, as they stand in ``Complaint/flags``.
package enum FlagName {
    /// Somebody's life or house is in danger now.
    package static let emergency = "emergency"
    /// A nuisance: kept in a queue apart, without an assignment, until a person releases it.
    package static let spam = "spam"
    /// A person looked and said that it is no nuisance.
    package static let notSpam = "not_spam"
    /// Agencies send it to and fro: the coordinating officer decides.
    package static let pingPong = "ping_pong"

    /// An old case that is over in the system it was imported from.
    package static let closedThere = "closed_there"

    /// The ten kinds of maladministration by which the Ombudsman sorts reports (UU 37/2008 article 1
    /// point 3; Peraturan Ombudsman 58/2023): undue delay, no service, incompetence, abuse of authority,
    /// breach of procedure, asking for payment, improper conduct, partiality, discrimination, conflict of
    /// interest.
    package static let maladministration = [
        "mal_penundaan_berlarut", "mal_tidak_memberikan_pelayanan", "mal_tidak_kompeten",
        "mal_penyalahgunaan_wewenang", "mal_penyimpangan_prosedur", "mal_permintaan_imbalan",
        "mal_tidak_patut", "mal_berpihak", "mal_diskriminasi", "mal_konflik_kepentingan",
    ]
}
