// The studio's recorder: uploads a transcript to mendengar-radio.
import Foundation
import TestSupport

/// Uploads programmes by the API.
struct Recorder {
    let house: House
    let client = HTTPClient()

    /// A labelled transcript with one call for each text.
    static func transcript(_ title: String, _ texts: [String]) -> String {
        var lines = [title, "", "PENYIAR: Assalamualaikum, selamat malam pendengar Bupati Mendengar."]
        for (number, text) in texts.enumerated() {
            lines += [
                "PENYIAR: Penelepon berikutnya. Halo, dengan siapa dan di mana?",
                "PENELEPON \(number + 1): Saya Hasan di Desa Tabihi, Padang Batung.",
                "PENYIAR: Silakan Pak Hasan, apa yang mau disampaikan?",
                "PENELEPON \(number + 1): \(text)",
                "BUPATI: Terima kasih Pak Hasan, minggu depan kami periksa.",
            ]
        }
        return (lines + ["PENYIAR: Demikian, sampai bertemu Rabu depan. Wassalamualaikum."])
            .joined(separator: "\n") + "\n"
    }

    @discardableResult
    func upload(
        _ transcript: Data, filename: String = "siaran.txt", publish: Bool = true,
        token: String? = nil
    ) async throws -> HTTPAnswer {
        let boundary = "batas-\(transcript.count)-rekaman"
        var fields = [
            "station": "amandit", "title": "Bupati Mendengar", "aired_on": "2026-11-18",
        ]
        if publish { fields["publish"] = "auto" }
        var body = Data()
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            body += Data(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
                    .utf8)
        }
        body += Data(
            ("--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; "
                + "filename=\"\(filename)\"\r\nContent-Type: text/plain\r\n\r\n").utf8)
        body += transcript + Data("\r\n--\(boundary)--\r\n".utf8)
        return try await client.send(
            "POST", house.url(.radio) + "/v1/programmes",
            token: token ?? house.secrets["RECORDER_TOKEN"],
            headers: ["Content-Type": "multipart/form-data; boundary=\(boundary)"], body: body)
    }

    func untilAccepted(_ transcript: String) async throws {
        _ = try await eventually("a programme accepted", within: .seconds(60)) { () -> Bool? in
            guard let answer = try? await upload(Data(transcript.utf8)) else { return nil }
            return (200..<300).contains(answer.status) ? true : nil
        }
    }
}
