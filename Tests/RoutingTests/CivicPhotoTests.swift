// Photos by Open311: kept with the report, given to the case system as downloads, shown to nobody else; and what is no
// photo, or too much of it, refused.
import Complaints
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import Store
import Testing

@testable import RoutingService

extension PhotoLimits {
    /// Small enough to be passed in a moment.
    static var small: PhotoLimits {
        var limits = PhotoLimits()
        (limits.count, limits.bytes, limits.formBytes) = (2, 512 * 1024, 1024 * 1024)
        return limits
    }
}

@Suite struct CivicPhotoTests {
    private let rooms = RoutingTests()

    private static func big(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static func little(_ number: Int, _ count: Int) -> [UInt8] { big(number, count).reversed() }

    private static func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// The head of a file of a type, which is all that is looked at.
    private static func image(_ type: String, _ width: Int, _ height: Int) -> [UInt8] {
        switch type {
        case "png":
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13, 4) + ascii("IHDR") + big(width, 4)
                + big(height, 4)
        case "gif": ascii("GIF89a") + little(width, 2) + little(height, 2)
        case "webp": ascii("RIFF0000WEBPVP8X") + little(10, 4) + [0, 0, 0, 0] + little(width - 1, 3)
            + little(height - 1, 3)
        case "lossless": ascii("RIFF0000WEBPVP8L") + little(9, 4) + [0x2F]
            + little(width - 1 | (height - 1) << 14, 4)
        case "lossy": ascii("RIFF0000WEBPVP8 ") + little(9, 4) + [0, 0, 0, 0x9D, 0x01, 0x2A]
            + little(width, 2) + little(height, 2)
        case "heic": big(24, 4) + ascii("ftypheic00000000mif1heic") + big(20, 4) + ascii("ispe") + big(0, 4)
            + big(160, 4) + big(120, 4) + big(20, 4) + ascii("ispe") + big(0, 4) + big(width, 4)
            + big(height, 4)
        default:
            // A comment, a table that is no frame, a filling byte, the frame.
            [0xFF, 0xD8, 0xFF, 0xFE] + big(4, 2) + [1, 2, 0xFF, 0xC4] + big(3, 2) + [0, 0xFF, 0xFF, 0xC2]
                + big(17, 2) + [8] + big(height, 2) + big(width, 2)
        }
    }

    private static let photo = image("jpg", 4000, 3000)

    private func post(
        _ house: RoutingTests.House, _ files: [[UInt8]], _ changes: [String: String] = [:],
        path: String = "/requests.json"
    ) async throws -> (status: HTTPResponse.Status, text: String) {
        var body = ByteBuffer()
        for (name, value) in CivicTests.report.merging(changes, uniquingKeysWith: { $1 }) {
            body.writeString(
                "--X\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n")
        }
        for file in files {
            body.writeString(
                "--X\r\nContent-Disposition: form-data; name=\"media\"; filename=\"..\\IMG <1>.exe\"\r\n\r\n")
            body.writeBytes(file)
            body.writeString("\r\n")
        }
        body.writeString("--X--\r\n")
        let answer = try await house.client.execute(
            uri: CivicTests.base + path, method: .post,
            headers: [.contentType: "multipart/form-data; boundary=X"], body: body)
        return (answer.status, String(buffer: answer.body))
    }

    private func number(
        _ house: RoutingTests.House, _ files: [[UInt8]], _ changes: [String: String] = [:]
    ) async throws -> String {
        let answer = try await post(house, files, changes)
        try #require(answer.status == .ok, "\(answer.text)")
        return try JSONDecoder().decode([CivicTests.Posted].self, from: Data(answer.text.utf8))[0]
            .service_request_id
    }

    @Test("a photo goes with its report, as a download for the case system and to nobody else")
    func kept() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            // Of several rows, the last not full.
            let large = Self.photo + (0..<PhotoTable.partBytes * 2).map { UInt8(truncatingIfNeeded: $0) }
            let link = "https://foto.example/1.jpg"
            let number = try await self.number(house, [large, Self.image("png", 8, 8)], ["media_url": link])
            try await house.decide()
            let made = try #require(try await rooms.feed(house).items.first)
            #expect(made.complaint.tracking == number && made.complaint.civic?.media == [link])
            let files = made.complaint.attachments
            #expect(files.map(\.filename) == ["foto-1.jpg", "foto-2.png"])
            #expect(files.map(\.mediaType) == ["image/jpeg", "image/png"])
            #expect(files.map(\.bytes) == [large.count, 24])
            let path = try #require(files[0].url)
            for (token, status) in [("case", 200), ("admin", 200), ("intake", 403), ("", 401)] {
                let answer = try await house.client.execute(
                    uri: path, method: .get, headers: [.authorization: "Bearer \(token)"])
                #expect(answer.status.code == status, "\(token)")
                guard status == 200 else { continue }
                #expect(Array(answer.body.readableBytesView) == large)
                #expect(answer.headers[.contentDisposition]?.hasPrefix("attachment; filename=\"foto-1.jpg\"") == true)
                #expect(answer.headers[.contentType] == "application/octet-stream")
            }
            #expect(
                try await house.call(.get, "/v1/attachments/" + String(repeating: "0", count: 64), token: "case")
                    .status == .notFound)
            let shown = try await house.call(
                .get, CivicTests.base + "/requests/\(number).json?extensions=true", token: "").text
            #expect(shown.contains("\"media_url\":null") && !shown.contains("foto"))
            let rows = try await house.store.read { try $0.query("SELECT body FROM photo_part") }
            #expect(rows.count == 4 && rows.allSatisfy { $0.text("body").hasPrefix("s1.") })
        }
    }

    @Test("the same photos again are the same report, and are stored once; another photo is another report")
    func again() async throws {
        try await rooms.withRouting { house in
            let first = try await number(house, [Self.photo])
            #expect(try await number(house, [Self.photo, Self.photo]) == first)
            #expect(try await number(house, [Self.image("gif", 9, 9)]) != first)
            #expect(try await number(house, [Self.photo], ["description": "Jembatan patah di Habirau"]) != first)
            let count = try await house.store.read { try $0.query("SELECT sha256 FROM photo").count }
            #expect(count == 2)
        }
    }

    @Test("what is no photo, too many, too large, cut off or a bomb is refused by name, and nothing is kept", arguments: [
        ([image("gif", 1, 1), image("gif", 2, 2), image("gif", 3, 3)], 400, "paling banyak 2 foto"),
        ([photo + [UInt8](repeating: 7, count: 512 * 1024)], 400, "foto lebih besar"),
        ([photo, photo + [UInt8](repeating: 7, count: 1024 * 1024)], 413, "Isian terlalu besar"),
        ([ascii("<html><script>alert(1)</script>")], 400, "bukan foto"),
        ([ascii("%PDF-1.7")], 400, "bukan foto"),
        ([ascii("PK\u{3}\u{4}") + [UInt8](repeating: 0, count: 60)], 400, "bukan foto"),
        ([Array(photo.prefix(12))], 400, "rusak"), ([Array(image("png", 8, 8).prefix(20))], 400, "rusak"),
        ([image("png", 0, 8)], 400, "rusak"), ([image("png", 50_000, 50_000)], 400, "juta piksel"),
        ([image("jpg", 65_000, 65_000)], 400, "juta piksel"),
        ([image("png", 0xFFFF_FFFF, 0xFFFF_FFFF)], 400, "juta piksel"),
        ([image("heic", 0xFFFF_FFFF, 0xFFFF_FFFF)], 400, "juta piksel"),
    ])
    func refused(files: [[UInt8]], status: Int, words: String) async throws {
        try await rooms.withRouting { house in
            let answer = try await post(house, files)
            #expect(answer.status.code == status && answer.text.contains(words), "\(answer.text)")
            let rows = try await house.store.read {
                try $0.query("SELECT sha256 AS id FROM photo").count + $0.query("SELECT id FROM complaint").count
            }
            #expect(rows == 0)
        }
    }

    @Test("a form of several parts without files is read; nobody without a key leaves a photo")
    func plain() async throws {
        try await rooms.withRouting { house in
            #expect(try await post(house, [], path: "/requests.xml").status == .ok)
            // A field for a file that was left empty.
            #expect(try await post(house, [[]], ["description": "Jalan rusak"]).status == .ok)
            #expect(try await post(house, [Self.photo], ["api_key": "salah"]).status == .forbidden)
            let many = Dictionary(uniqueKeysWithValues: (0...CivicPost.partsMax).map { ("f\($0)", "x") })
            let answer = try await post(house, [], many)
            #expect(answer.status == .badRequest && answer.text.contains("\(CivicPost.partsMax)"))
            let long = try await post(house, [], ["x": String(repeating: "x", count: CivicPost.bodyBytesMax)])
            #expect(long.status == .contentTooLarge)
            let json = try await house.call(
                .post, CivicTests.base + "/requests.xml", token: "", body: "{}")
            #expect(json.status == .badRequest && json.text.contains("x-www-form-urlencoded"))
            #expect(try await house.store.read { try $0.query("SELECT sha256 FROM photo").count } == 0)
        }
    }

    @Test("a comment brings photos and addresses too")
    func comment() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            let number = try await self.number(house, [])
            let answer = try await post(
                house, [Self.photo],
                [
                    "service_request_id": number, "update_id": "7", "status": "OPEN",
                    "updated_datetime": "2026-11-29T00:00:00Z", "description": "Ini fotonya",
                    "media_url": "https://foto.example/2.jpg",
                ], path: "/servicerequestupdates.json")
            try #require(answer.status == .ok, "\(answer.text)")
            try await house.decide()
            let said = try #require(try await rooms.feed(house).items.last?.complaint)
            #expect(said.inReplyTo == number && said.attachments.map(\.filename) == ["foto-1.jpg"])
            #expect(said.civic?.media == ["https://foto.example/2.jpg"])
        }
    }

    /// A picture with everything a telephone writes into it.
    private static let camera: [UInt8] = {
        func segment(_ kind: UInt8, _ text: [UInt8]) -> [UInt8] { [0xFF, kind] + big(text.count + 2, 2) + text }
        let frame = segment(0xC0, [8] + big(30, 2) + big(40, 2) + [1, 1, 0x11, 0])
        let scan = segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x12, 0xFF, 0x00, 0xFF, 0xD0, 0x34]
        return [0xFF, 0xD8] + segment(0xE0, ascii("JFIF\0")) + segment(0xE1, ascii("Exif\0\0GPS -2.78"))
            + segment(0xED, ascii("Photoshop Budi")) + segment(0xFE, ascii("komentar Siti"))
            + segment(0xDB, [0, 1, 2]) + frame + scan + segment(0xE2, ascii("antara")) + scan + [0xFF, 0xD9]
            + ascii("film di belakang")
    }()

    @Test("what a camera writes into a picture is taken out, and the picture stays")
    func bare() throws {
        let bytes = try #require(BarePicture.bytes(of: Self.camera, "image/jpeg"))
        let text = String(decoding: bytes, as: UTF8.self)
        for part in ["GPS", "Exif", "Budi", "Siti", "antara", "film"] { #expect(!text.contains(part), "\(part)") }
        #expect(text.contains("JFIF") && ImageSize(bytes[...], "image/jpeg") == ImageSize(Self.camera[...], "image/jpeg"))
        #expect(bytes.suffix(8) == [0x12, 0xFF, 0x00, 0xFF, 0xD0, 0x34, 0xFF, 0xD9])
        #expect(BarePicture.bytes(of: bytes, "image/jpeg") == bytes)
        for count in 0..<Self.camera.count {
            let cut = BarePicture.bytes(of: Array(Self.camera.prefix(count)), "image/jpeg")
            #expect(cut == nil || cut == bytes, "\(count)")
        }
        func chunk(_ name: String, _ text: String) -> [UInt8] {
            Self.big(text.utf8.count, 4) + Self.ascii(name + text) + [0, 0, 0, 0]
        }
        let head = Array(Self.image("png", 8, 8).prefix(8)) + chunk("IHDR", "0000000000000")
        let end = chunk("IDAT", "gambar") + chunk("IEND", "")
        let png = head + chunk("tEXt", "Author Budi") + chunk("eXIf", "GPS") + end + Self.ascii("ekor")
        #expect(BarePicture.bytes(of: png, "image/png") == head + end)
        #expect(BarePicture.bytes(of: Array(png.prefix(60)), "image/png") == nil)
        #expect(BarePicture.bytes(of: Self.image("gif", 1, 1), "image/gif") == nil)
    }

    @Test("everybody sees a photo when the office has let it, bare, for as long as that and its report are public")
    func published() async throws {
        let rooms = rooms
        try await rooms.withRouting { house in
            let number = try await self.number(house, [Self.camera, Self.image("gif", 2, 2)])
            let secret = try await self.number(
                house, [Self.photo], ["attribute[rahasia]": "ya", "description": "Jalan rusak"])
            func publish(_ key: String, _ n: Int, _ isPublic: Bool = true, token: String = "admin") async throws
                -> (status: HTTPResponse.Status, text: String)
            {
                let answer = try await house.call(.get, "/v1/complaints/\(key)", token: "admin").text
                let hashes = answer.matches(of: #/"sha256":"([0-9a-f]{64})"/#).map { String($0.1) }
                return try await house.call(
                    .post, "/v1/complaints/\(key)/photos/\(hashes[n])", token: token,
                    body: "{\"public\":\(isPublic)}")
            }
            #expect(try await publish(number, 0).status == .conflict)
            try await house.decide()
            #expect(try await publish(number, 0, token: "case").status == .forbidden)
            let hidden = try await publish(secret, 0)
            #expect(hidden.status == .conflict && hidden.text.contains("not-public"))
            let moving = try await publish(number, 1)
            #expect(moving.status == .conflict && moving.text.contains("image/jpeg and image/png"))
            let request = CivicTests.base + "/requests/\(number).json"
            #expect(try await house.call(.get, request, token: "").text.contains("\"media_url\":null"))
            #expect(try await publish(number, 0).status == .ok)
            let shown = try await house.call(.get, request, token: "").text
            let path = try #require(
                shown.firstMatch(of: #/"media_url":"https://aduan.example([^"]+)"/#).map { String($0.1) })
            let picture = try await house.client.execute(uri: path, method: .get)
            #expect(picture.status == .ok && picture.headers[.contentType] == "image/jpeg")
            #expect(Array(picture.body.readableBytesView) == BarePicture.bytes(of: Self.camera, "image/jpeg"))
            #expect(
                try await house.call(.get, "/v1/complaints/\(number)", token: "admin").text.contains("\"photo\""))
            #expect(try await publish(number, 0, false).status == .ok)
            #expect(try await house.call(.get, path, token: "").status == .notFound)
            #expect(try await house.call(.get, request, token: "").text.contains("\"media_url\":null"))
            // The report is public no more.
            #expect(try await publish(number, 0).status == .ok)
            try await house.store.write { try $0.execute("UPDATE civic SET shown = 0") }
            #expect(try await house.call(.get, path, token: "").status == .notFound)
            let other = "/v1/complaints/\(number)/photos/" + String(repeating: "0", count: 64)
            #expect(try await house.call(.post, other, token: "admin", body: #"{"public":true}"#).status == .notFound)
        }
    }

    @Test("the size of a picture is read from its head", arguments: [
        ("png", "image/png"), ("gif", "image/gif"), ("webp", "image/webp"), ("lossless", "image/webp"),
        ("lossy", "image/webp"), ("heic", "image/heic"), ("jpg", "image/jpeg"),
    ])
    func size(kind: String, type: String) {
        let bytes = Self.image(kind, 4000, 3000)
        #expect(FileType.of(bytes) == type)
        let size = ImageSize(bytes[...], type)
        #expect(size?.width == 4000 && size?.height == 3000)
        for count in 0..<bytes.count {
            // Of one that is cut off nothing wrong is read, wherever it begins in memory.
            let cut = ImageSize(([0] + bytes)[1..<count + 1], type)
            #expect(cut == nil || cut?.pixels == 12_000_000 || cut?.pixels == 160 * 120, "\(count)")
        }
    }

    @Test("the limits are those of the configuration")
    func limits() {
        var set = Configuration.Limits()
        #expect(PhotoLimits(set).count == 5 && PhotoLimits(set).bytes == 8 << 20)
        #expect(PhotoLimits(set).pixels == 100_000_000 && PhotoLimits(set).formBytes == 20 << 20)
        (set.photos, set.photoMiB, set.photoMegapixels, set.uploadMiB) = (0, 1, 2, 3)
        #expect(PhotoLimits(set).count == 0 && PhotoLimits(set).bytes == 1 << 20)
        #expect(PhotoLimits(set).pixels == 2_000_000 && PhotoLimits(set).formBytes == 3 << 20)
    }
}
