// A private network namespace with only a loopback: for programs that listen on every address.
import Foundation

/// Programs started through ``launcher`` see each other and nobody else.
package final class NetworkRoom: Sendable {
    private let holder: RunningProgram

    /// Needs root, or the right to make user namespaces.
    package init(_ folder: TemporaryFolder) async throws {
        let user = getuid() == 0 ? [] : ["--user", "--map-root-user"]
        holder = try RunningProgram(
            ["unshare", "--net"] + user
                + ["sh", "-c", "ip link set lo up && echo the room is open && exec tail -f /dev/null"],
            log: folder.file("network-room.log"))
        try await holder.writes("the room is open")
    }

    /// Put before a command.
    package var launcher: [String] {
        let user = getuid() == 0 ? [] : ["--user", "--preserve-credentials"]
        return ["nsenter", "--target", "\(holder.pid)", "--net"] + user
    }

    package func close() async throws { try await holder.killNow() }
}
