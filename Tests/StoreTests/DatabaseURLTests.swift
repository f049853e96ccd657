// Addresses of databases: what is read, what is refused, and that no password is ever shown.
import Testing

@testable import Store

@Suite struct DatabaseURLTests {
    private func parameters(_ text: String) throws -> [String: String] {
        guard case .postgres(let address) = try DatabaseURL(text) else { return [:] }
        return address.parameters
    }

    @Test func everyPartIsRead() throws {
        let url = try DatabaseURL(
            "postgres://warga%40desa:a%2Fb%3A%40c@db.example:6432/nama%20db?schema=routing&sslmode=verify-full"
        )
        guard case .postgres(let address) = url else {
            Issue.record("not a PostgreSQL address")
            return
        }
        #expect(address.parameters["user"] == "warga@desa")
        #expect(address.parameters["password"] == "a/b:@c")
        #expect(address.parameters["host"] == "db.example")
        #expect(address.parameters["port"] == "6432")
        #expect(address.parameters["dbname"] == "nama db")
        #expect(address.parameters["sslmode"] == "verify-full")
        #expect(address.parameters["connect_timeout"] == "5")
        #expect(address.schema == "routing")
    }

    @Test func passwordIsNeverShown() throws {
        let url = try DatabaseURL("postgresql://m:rahasia@h/d?schema=s")
        #expect("\(url)" == "postgres://m@h:5432/d?schema=s")
        let wrong = [
            "postgres://m:rahasia@h", "postgres://m:rahasia@h/d?warna=merah",
            "postgres://m:rahasia@h:99999/d", "postgres://m:rahasia%2@h/d", "mysql://m:rahasia@h/d",
            "postgres://m:rahasia@h/d?schema=A;", "postgres://m:rahasia%ff@h/d",
        ]
        for text in wrong {
            #expect {
                try DatabaseURL(text)
            } throws: { error in
                (error as? StoreError)?.code == .invalid && !"\(error)".contains("rahasia")
            }
        }
    }

    @Test func hostsMayBeManyOrASocketOrIPv6() throws {
        let many = try parameters("postgres://one:1,two:2,three/d?target_session_attrs=read-write")
        #expect(many["host"] == "one,two,three")
        #expect(many["port"] == "1,2,5432")
        let six = try parameters("postgres://[::1]:7000/d")
        #expect(six["host"] == "::1")
        #expect(six["port"] == "7000")
        #expect(try parameters("postgres://[::1]/d")["port"] == "5432")
        #expect(try parameters("postgres://%2Frun%2Fpostgresql/d")["host"] == "/run/postgresql")
        #expect(try parameters("postgres:///d?host=/run/postgresql")["host"] == "/run/postgresql")
        #expect(try parameters("postgres://m@/d?host=%2Frun%2Fpg")["user"] == "m")
    }

    @Test(arguments: [
        ("postgres://h/d?warna=merah", "known are schema, host, application_name"),
        ("postgres://h/d?password=x", "unknown parameter 'password'"),
        ("postgres://h/d?schema=1a", "schema"), ("postgres://h/d?schema=", "schema"),
        ("postgres://h/d?schema=Routing", "schema"), ("postgres://h/d?schema=pg_x", "schema"),
        ("postgres://h/d?schema=a&schema=b", "twice"), ("postgres://h/", "names no database"),
        ("postgres:///d", "names no host"), ("postgres://h:0/d", "port"),
        ("postgres://h:x/d", "port"), ("postgres://h/d?host=/x", "only once"),
        ("postgres://h/%00", "not UTF-8"), ("postgres://,/d", "empty host"),
        ("mysql:x", "'mysql:x' is not a database address"), ("sqlite:", "write sqlite:PATH"),
    ])
    func whatIsWrongIsSaid(_ text: String, _ said: String) {
        #expect {
            try DatabaseURL(text)
        } throws: { error in
            (error as? StoreError)?.code == .invalid && "\(error)".contains(said)
        }
    }

    @Test(arguments: [
        ("SELECT ?, ?", "SELECT $1, $2"), ("a = '?' AND b = ?", "a = '?' AND b = $1"),
        ("'it''s ?' || ?", "'it''s ?' || $1"), (#"E'\'?' || ?"#, #"E'\'?' || $1"#),
        (#"'\' || ? || '?'"#, #"'\' || $1 || '?'"#), (#""a?""b" = ?"#, #""a?""b" = $1"#),
        ("-- ?\n?", "-- ?\n$1"), ("/* ? /* ? */ ? */ ?", "/* ? /* ? */ ? */ $1"),
        ("$$ ? $$ ?", "$$ ? $$ $1"), ("$a$ ? $$ ? $a$ ?", "$a$ ? $$ ? $a$ $1"),
        ("'never closed ?", "'never closed ?"), ("/* ?", "/* ?"), ("$x$ ?", "$x$ ?"), ("", ""),
        ("a - ? / ?", "a - $1 / $2"), ("kata 'é?' ?", "kata 'é?' $1"),
    ])
    func placeholdersAreNumberedOnlyWhereValuesStand(_ sql: String, _ numbered: String) {
        #expect(PostgresPlaceholders.number(sql) == numbered)
    }
}
