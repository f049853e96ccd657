// Sign-in: to the page that was asked for, and with what was typed before a session ended.
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

extension Pages {
    private static let ended = "Sesi Anda sudah berakhir. Masuklah lagi untuk melanjutkan."
    private static let endedUnsaved = "Sesi Anda sudah berakhir sebelum isian Anda tersimpan. Masuklah lagi; "
        + "isian Anda tetap ada dan dapat disimpan sesudahnya."

    /// Pages that somebody may go back to.
    private static let places = ["/siaran", "/unggah", "/lembar", "/bantuan"]

    /// One of our own pages; the list of programmes for anything else.
    private static func place(_ wanted: String) -> String {
        let isOurs = places.contains { wanted == $0 || wanted.hasPrefix($0 + "/") }
        return isOurs && wanted.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5C } ? wanted : places[0]
    }

    func signInForm(_ request: Request) async throws -> Hummingbird.Response {
        let wanted = request.uri.queryParameters["ke"].map { String($0) } ?? ""
        var model: [String: Any] = ["title": "Masuk", "place": Self.place(wanted)]
        if try await door.sessions.hasEnded(request) { model["notice"] = Self.ended }
        return render("masuk", model)
    }

    /// Where a page needs a session: first the sign-in, then that page; what a form held is carried along.
    func signInFirst(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Hummingbird.Response {
        let path = request.uri.path
        let isForm = request.headers[.contentType]?.hasPrefix("multipart/") != true
        guard request.method == .post, isForm, request.headers[.accept] != "application/json",
            path.hasSuffix("/butir")
        else {
            let wanted = request.method == .get ? Self.place(path) : Self.places[0]
            return .redirect(to: "/masuk" + (wanted == Self.places[0] ? "" : "?ke=\(wanted)"))
        }
        try request.requireSameOrigin()
        let fields = try await FormFields.read(request, context, bytesMax: Self.formBytesMax)
        let hasTyped = fields.has("isi")
        return signInAgain(
            hasTyped ? Self.packed(fields) : "", place: path + "/" + fields["butir"],
            problem: hasTyped ? Self.endedUnsaved : Self.ended)
    }

    /// The sign-in form, with what an item's form held.
    private func signInAgain(
        _ typed: String, name: String = "", place: String, problem: String,
        status: HTTPResponse.Status = .unauthorized
    ) -> Hummingbird.Response {
        render(
            "masuk",
            [
                "title": "Masuk", "name": name, "place": Self.place(place), "problem": problem,
                "isKept": !typed.isEmpty, "kept": typed,
            ], status: status)
    }

    /// The fields of an item's form, as one field of another.
    private static func packed(_ fields: FormFields) -> String {
        ["version", "butir", "jenis", "nama", "tempat", "isi", "anonim"].filter { fields.has($0) }
            .map { name in
                let value = fields[name].addingPercentEncoding(withAllowedCharacters: .alphanumerics)
                return name + "=" + (value ?? "")
            }
            .joined(separator: "&")
    }

    func signIn(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Hummingbird.Response {
        let entered = try await door.sessions.signIn(request, context) { Self.place($0["ke"]) }
        switch entered {
        case .yes(let response, let session, let fields):
            guard var page = try await kept(fields, session) else { return response }
            for cookie in response.headers[values: .setCookie] {
                page.headers.append(HTTPField(name: .setCookie, value: cookie))
            }
            return page
        case .no(let fields, let problem, let status):
            return signInAgain(
                fields["titipan"], name: fields["nama"], place: fields["ke"], problem: problem,
                status: status)
        }
    }

    /// The item's page with what was typed before the session ended; `nil` where nothing was.
    private func kept(_ fields: FormFields, _ session: Session) async throws -> Hummingbird.Response? {
        let typed = FormFields(fields["titipan"])
        // /siaran/{id}/butir/{n}
        let path = Self.place(fields["ke"]).split(separator: "/")
        guard typed.has("isi"), path.count == 4, let programme = try await desk.table.find(String(path[1])),
            programme.station == session.station
        else { return nil }
        return try await unsaved(
            typed, programme, session, status: .ok,
            problem: "Isian Anda di bawah ini belum tersimpan. Periksa, lalu simpan.")
    }

    func signOut(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Hummingbird.Response {
        try await door.sessions.signOut(request, context, to: "/masuk")
    }
}
