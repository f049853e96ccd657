// An nginx of a test's own before several replicas, as an installation with two machines has it.
import Foundation

/// A running nginx on a loopback port.
package final class Nginx: Sendable {
    package let port: Int
    private let folder: TemporaryFolder
    private let running: RunningProgram

    /// - Parameter replicas: addresses (`127.0.0.1:8081`) of which each request gets one; the next when
    ///   that one does not answer.
    package init(before replicas: [String]) async throws {
        folder = try TemporaryFolder("nginx")
        port = try FreePort.find()
        let servers = replicas.map { "server \($0) max_fails=0;" }.joined(separator: " ")
        try folder.write(
            """
            daemon off;
            worker_processes 1;
            pid \(folder.file("pid"));
            error_log stderr;
            events { worker_connections 256; }
            http {
                access_log off;
                client_body_temp_path \(folder.file("body"));
                proxy_temp_path \(folder.file("proxy"));
                fastcgi_temp_path \(folder.file("fastcgi"));
                uwsgi_temp_path \(folder.file("uwsgi"));
                scgi_temp_path \(folder.file("scgi"));
                upstream mendengar { \(servers) keepalive 16; }
                server {
                    listen 127.0.0.1:\(port);
                    location / {
                        proxy_pass http://mendengar;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header Host $http_host;
                        proxy_next_upstream error timeout http_503 non_idempotent;
                    }
                }
            }

            """, to: "nginx.conf")
        running = try RunningProgram(
            ["/usr/sbin/nginx", "-e", "stderr", "-p", folder.path, "-c", folder.file("nginx.conf")],
            log: folder.file("log"))
        let (client, url) = (HTTPClient(), "http://127.0.0.1:\(port)/healthz")
        _ = try await eventually("nginx answers") { () -> Bool? in
            (try? await client.get(url))?.status == 200 ? true : nil
        }
    }

    /// Ends it; the status is 0.
    package func stop() async throws -> ProgramEnd { try await running.stop() }
}
