// What everybody may see of a report: the words without personal data, the place, the agency, how it stands.
// Never who made it.
import Complaints
import Foundation
import Language
import Region

enum CivicView {
    /// Characters of a description (GeoReport v2, POST requests).
    static let descriptionMax = 4000
    static let noteMax = 600
    /// What is covered in public: the numbers of persons, and their names.
    private static let covered = PersonalData.unspoken.union([.name])

    static func words(_ text: String, atMost count: Int) -> String {
        String(PersonalData.mask(text, covered).prefix(count))
    }

    /// Whether an assignment may be shown, by the pack of today.
    static func isShown(_ assignment: Assignment, _ region: RegionPack) -> Bool {
        CivicTable.isPublic(assignment)
            && !region.isSensitive(assignment.complaint.topics.map(\.id))
    }

    /// One request; while nobody has decided it, what is known without reading it.
    ///
    /// - Parameters:
    ///   - photos: addresses of those that everybody may see.
    ///   - isExtended: with what the specification has no place for.
    /// - Returns: `nil` for what is not public.
    static func request(
        _ entry: CivicEntry, _ assignment: Assignment?, _ region: RegionPack, photos: [String],
        isExtended: Bool
    ) -> Spark? {
        if let assignment, !isShown(assignment, region) { return nil }
        let complaint = assignment?.complaint
        let service = CivicServices.shown(entry.service, in: region)
        let place = complaint?.places.first
        let address = complaint?.civic?.address.map { words($0, atMost: 300) }
        var members: [(name: String, value: Spark)] = [
            ("service_request_id", .text(entry.tracking)),
            ("status", .text(entry.isOpen ? "open" : "closed")),
            (
                "status_notes",
                .text(
                    CitizenTexts.status(
                        entry.tracking, assignment, region.calendar, isProtected: false))
            ),
            ("service_name", .text(service.name)), ("service_code", .text(service.code)),
            ("description", .text(complaint.map { words($0.text, atMost: descriptionMax) })),
            ("agency_responsible", .text(assignment?.agency?.name)), ("service_notice", .text(nil)),
            ("requested_datetime", .time(entry.requestedAt)),
            ("updated_datetime", .time(entry.updatedAt)),
            ("expected_datetime", .time(assignment?.due?.respondBy)),
            ("address", .text(address ?? place.map { words($0, region) })),
            ("address_id", .text(place?.code)), ("zipcode", .text(nil)),
            ("lat", .decimal(complaint?.civic?.lat)), ("long", .decimal(complaint?.civic?.long)),
            // A picture may show faces and plates: only what the office has looked at, never what lies
            // elsewhere and may be another tomorrow.
            ("media_url", .text(photos.first)),
        ]
        if isExtended {
            members.append((
                "extended_attributes",
                .group([
                    ("status", .text((assignment?.status ?? .triage).rawValue)),
                    ("channel", .text(complaint?.channel.rawValue)),
                    ("kind", .text(complaint?.kind.rawValue)),
                    ("agency_id", .text(assignment?.agency?.id)),
                    ("duplicate", .flag(assignment?.duplicate != nil)),
                    ("media_urls", .list(of: "media_url", photos.map { .text($0) })),
                ])
            ))
        }
        return .group(members)
    }

    /// "Habirau, Kec. Daha Selatan, Kabupaten Hulu Sungai Selatan".
    private static func words(_ place: Place, _ region: RegionPack) -> String {
        let kecamatan = region.gazetteer.kecamatan(of: place.code)
        let isInside = region.gazetteer.isInRegion(place.code)
        let parts = [
            kecamatan?.code == place.code ? nil : place.name, kecamatan.map { "Kec. \($0.name)" },
            isInside && place.name != region.name ? region.name : nil,
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
