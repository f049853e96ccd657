// The interfaces as others' programs see them: schemathesis against the running services, a client generated from
// their document, Open311's own clients.
import Complaints
import Foundation
import Testing
import TestSupport

extension Journeys {
    @Suite struct API {
        private static let scripts = Places.checkout.appending(path: "Tests/JourneyTests/Fixtures/api").path
        private static func tool(_ name: String) -> String {
            Places.checkout.appending(path: ".build/api/bin/\(name)").path
        }

        /// Seconds for each service; `ops/bench api` takes longer.
        static let seconds = 12

        private static func house(_ name: String) throws -> House {
            try House(
                name, services: House.Service.allCases,
                settings: [
                    // No token is told to wait while it is tried with a thousand wrong ones.
                    .email: "tokens: [{ name: routing, role: routing, secret: env:ROUTING_TOKEN }]"
                ])
        }

        @Test("no service breaks a promise of its own document, whatever it is sent", .timeLimit(.minutes(3)))
        func schemathesis() async throws {
            let house = try Self.house("api")
            for service in House.Service.allCases {
                let running = try await house.start(service)
                let document = house.folder.file("\(service).json")
                let answer = try await HTTPClient().get(house.url(service) + "/openapi.json")
                try answer.body.write(to: URL(filePath: document))
                let valid = try await RunningProgram.run(
                    [Self.tool("openapi-spec-validator"), document], in: house.folder)
                #expect(valid.end == .done, "\(service): \(valid.output)")
                let tried = try await RunningProgram.run(
                    [
                        Self.tool("python"), Self.scripts + "/try_service.py", house.url(service),
                        "\(Self.seconds)",
                    ], in: house.folder, within: .seconds(90))
                #expect(tried.end == .done, "\(service): \(tried.output.suffix(6000))")
                #expect(running.isRunning)
                #expect(!running.output.contains("request failed"), "\(running.output.suffix(2000))")
                // Routing stays: the others ask it.
                if service != .routing { #expect(try await running.stop() == .done) }
            }
        }

        @Test("a client generated from the document posts, reads the feed, acknowledges and answers")
        func generated() async throws {
            let house = try House("client", services: [.routing])
            let routing = try await house.start(.routing)
            let document = house.folder.file("routing.json")
            try await HTTPClient().get(house.url(.routing) + "/openapi.json").body
                .write(to: URL(filePath: document))
            let made = try await RunningProgram.run(
                [
                    Self.tool("openapi-python-client"), "generate", "--path", document, "--output-path",
                    house.folder.file("client"), "--meta", "none",
                ], in: house.folder)
            #expect(made.end == .done, "\(made.output.suffix(2000))")
            let run = try await RunningProgram.run(
                [Self.tool("python"), Self.scripts + "/generated_client.py", house.url(.routing)],
                in: house.folder, environment: ["PYTHONPATH": house.folder.path])
            #expect(run.end == .done && run.output.contains("generated client: HSS-"), "\(run.output)")
            #expect(try await routing.stop() == .done)
        }

        /// The requests of FixMyStreet's `Open311.pm`, as they go over the wire: no charset, CRLF in the words,
        /// `jurisdiction_id` everywhere, the key also where none is needed. The file itself is in no registry of
        /// packages (Debian, CPAN's mirror there, PyPI), so these are its requests as they were recorded.
        @Test(
            "FixMyStreet's requests and PyPI's georeport work against the running service",
            arguments: [false, true])
        func civic(onPostgres: Bool) async throws {
            let server = onPostgres ? try PostgreSQL() : nil
            defer { server?.stop() }
            let database = try server.map { $0.url(try $0.makeDatabase(), "?schema=routing") }
            let house = try House(
                "civic", services: [.routing], databases: database.map { [.routing: $0] } ?? [:])
            let routing = try await house.start(.routing)
            let base = house.url(.routing) + "/open311/v2/"
            let client = HTTPClient()
            let services = try await client.get(base + "services.xml?jurisdiction_id=hss").text
            #expect(services.contains("<service_code>jalan_rusak</service_code>"))
            let body = "api_key=intake-uji&first_name=Budi&last_name=Santoso&email=a%40b.id&jurisdiction_id=hss"
                + "&service_code=jalan_rusak&description=Jalan+rusak+di+desa+Habirau%0D%0A%0D%0Alubang+besar"
                + "%0D%0A%0D%0Ahttp%3A%2F%2Fx%2F1%0D%0A&lat=-2.780000&long=115.260000"
            func post() async throws -> String {
                let answer = try await client.send(
                    "POST", base + "requests.xml",
                    headers: ["Content-Type": "application/x-www-form-urlencoded"], body: Data(body.utf8))
                #expect(answer.status == 200, "\(answer.text)")
                return String(
                    answer.text.split(separator: "<service_request_id>").last?.prefix { $0 != "<" } ?? "")
            }
            let number = try await post()
            #expect(TrackingNumber(number)?.channelDigit == 4)
            #expect(try await post() == number)
            let shown = try await eventually("it is decided") { () -> String? in
                let text = try await client.get(
                    base + "requests.xml?jurisdiction_id=hss&service_request_id=\(number)").text
                return text.contains("lubang besar") ? text : nil
            }
            #expect(shown.contains("<status>open</status>") && !shown.contains("Budi"))
            let start = Spelled.hour(before: true), end = Spelled.hour(before: false)
            let updates = try await client.get(
                base + "servicerequestupdates.xml?api_key=intake-uji&end_date=\(end)&jurisdiction_id=hss"
                    + "&start_date=\(start)").text
            #expect(updates.contains("<service_request_id>\(number)</service_request_id>"))
            let read = try await RunningProgram.run(
                [Self.tool("python"), Self.scripts + "/georeport_client.py", house.url(.routing), number],
                in: house.folder)
            #expect(read.end == .done && read.output.contains("georeport xml \(number)"), "\(read.output)")
            #expect(try await routing.stop() == .done)
        }

        private enum Spelled {
            /// An hour from now, as FixMyStreet writes it in a query.
            static func hour(before: Bool) -> String {
                let time = Timestamp.format(Date.now + (before ? -3600 : 3600))
                return urlEncoded(String(time.prefix(19)) + "Z")
            }
        }
    }
}
