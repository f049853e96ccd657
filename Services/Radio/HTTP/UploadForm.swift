// The form of an upload, from a browser or a script.
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

/// The parts of a multipart upload.
struct UploadForm: Sendable {
    var parts: [FormPart]

    /// A plain field without white space around it; `nil` when absent or empty.
    subscript(_ name: String) -> String? {
        let value = parts.first { $0.name == name && $0.filename == nil }?.text
        guard let text = value?.foldingWhiteSpace(), !text.isEmpty else { return nil }
        return text
    }

    var file: FormPart? {
        parts.first { $0.name == "file" && ($0.filename != nil || !$0.bytes.isEmpty) }
    }

    /// Who speaks when (RTTM); `nil` when none was chosen.
    var companion: Data? {
        let part = parts.first { $0.name == "rttm" && !$0.bytes.isEmpty }
        return part.map { Data($0.bytes) }
    }

    static func read(
        _ request: Request, _ context: ServiceContext, bytesMax: Int
    ) async throws -> UploadForm {
        guard let boundary = Multipart.boundary(of: request.headers[.contentType] ?? "") else {
            throw Problem(
                .unsupportedMediaType, "not-a-form", "send the file as multipart/form-data")
        }
        let limit = bytesMax + ProgrammeEndpoints.formBytesMax
        let body = try await context.body(of: request, upTo: limit)
        guard let parts = Multipart.parse(body, boundary: boundary) else {
            throw Problem.badRequest("the form does not follow its boundary")
        }
        return UploadForm(parts: parts)
    }

    func upload(by caller: Door.Caller) throws -> Desk.Upload {
        if let name = file?.filename, !name.isEmpty, file?.bytes.isEmpty == true {
            throw Problem(
                .unprocessableContent, "empty-file", Desk.empty, more: ["field": "file"])
        }
        guard let file, !file.bytes.isEmpty else {
            throw Problem(
                .badRequest, "bad-field", "Pilih berkas naskahnya.", more: ["field": "file"])
        }
        let station = self["station"] ?? caller.station ?? ""
        guard caller.maySee(station) else {
            throw Problem(.forbidden, "forbidden", "Anda bertugas di stasiun lain.")
        }
        guard let kind = Gathering(rawValue: self["kind"] ?? Gathering.radio.rawValue) else {
            throw Problem(
                .badRequest, "bad-field", "kind is radio, forum or chat", more: ["field": "kind"])
        }
        let name = (file.filename ?? "").split { $0 == "/" || $0 == "\\" }.last.map(String.init)
        return Desk.Upload(
            file: TranscriptFile(transcript: Data(file.bytes), companion: companion),
            filename: String((name ?? "").prefix(200)), station: station,
            title: self["title"], airedOn: self["aired_on"] ?? "", kind: kind, by: caller.name,
            replaces: self["replace"] == "yes")
    }
}
