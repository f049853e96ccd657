// What is asked and set once on every new connection.
import CPostgres

enum PostgresSetup {
    /// Refuses a server whose settings could lose an acknowledged commit, sets the session's limits
    /// and gives the schema in use; one exchange.
    static func run(
        on connection: PostgresConnection, _ address: PostgresAddress, _ times: PostgresTimes
    ) throws(StoreError) -> String {
        guard connection.serverVersion >= PostgresTimes.serverVersionMin * 10_000 else {
            throw StoreError(
                .unavailable,
                "\(address): PostgreSQL \(connection.serverVersion / 10_000) is too old; "
                    + "\(PostgresTimes.serverVersionMin) or newer is needed")
        }
        let path = address.schema.map { ", set_config('search_path', '\($0)', false)" } ?? ""
        // What was found is fixed for the session: a later change of the defaults does not reach
        // it.
        let statement = try connection.send(
            """
            SELECT current_setting('synchronous_commit') AS synchronous_commit,
                current_setting('fsync') AS fsync,
                current_setting('full_page_writes') AS full_page_writes,
                current_setting('server_encoding') AS server_encoding,
                set_config('synchronous_commit', current_setting('synchronous_commit'), false),
                set_config('statement_timeout', ?, false),
                set_config('idle_in_transaction_session_timeout', ?, false)\(path)
            """,
            [
                .one(.text("\(times.statement.wholeMilliseconds)ms")),
                .one(.text("\(times.idleInTransaction.wholeMilliseconds)ms")),
            ])
        let settings = try connection.exchange()?.rows(statement.columns).first
        for name in ["synchronous_commit", "fsync", "full_page_writes"]
        where settings?.text(name) != "on" {
            let found = settings?.text(name) ?? ""
            // Stricter and weaker answers of a replicated server that has its own disk synced
            // first.
            if name == "synchronous_commit", durable.contains(found) { continue }
            throw StoreError(
                .unavailable,
                "\(address): PostgreSQL runs with \(name)=\(found), so acknowledged commits could be "
                    + "lost; set \(name)=on (ALTER SYSTEM SET \(name) = on; SELECT pg_reload_conf(); "
                    + "look also at ALTER ROLE, ALTER DATABASE and the address's options=)")
        }
        guard settings?.text("server_encoding") == "UTF8" else {
            throw StoreError(
                .unavailable,
                "\(address): the database's encoding is \(settings?.text("server_encoding") ?? ""); "
                    + "create it with ENCODING 'UTF8'")
        }
        let current = try connection.send("SELECT current_schema() AS name", [])
        let schema = try connection.exchange()?.rows(current.columns).first?.text("name") ?? ""
        return schema.isEmpty ? address.schema ?? "" : schema
    }

    /// Values of `synchronous_commit` that wait for the local disk.
    private static let durable = ["on", "local", "remote_write", "remote_apply"]
}
