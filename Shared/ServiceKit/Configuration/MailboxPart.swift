// An IMAP mailbox of the part `email`: where it is, how the service signs in, and how often it looks.

extension EmailPart {
    /// An IMAP mailbox to read.
    package struct Mailbox: Sendable {
        /// How the service signs in.
        package enum SignIn: String, Sendable, CaseIterable {
            /// LOGIN or whatever else takes a password and the server offers.
            case password
            /// SASL PLAIN and nothing else.
            case plain
            case xoauth2, oauthbearer

            var wantsToken: Bool { self == .xoauth2 || self == .oauthbearer }
        }

        /// What the service signs in with.
        package enum Credential: Sendable, Hashable {
            case password(Secret)
            /// A file whose first line is an access token; somebody else renews it.
            case tokenFile(String)
            /// A program and its arguments that prints an access token.
            case tokenCommand([String])
        }

        package var name: String
        /// Where it is, of `url`.
        package var address: IMAPAddress
        package var auth: SignIn
        package var credential: Credential
        package var tls: TLS
        /// A PEM file of certificate authorities to trust besides the system's.
        package var ca: String?
        package var processed: String
        package var failed: String
        /// Between two looks; with IDLE the server tells besides as soon as a mail comes.
        package var poll: Duration
        /// How long one IDLE lasts at most; zero: the mailbox is only polled.
        package var idle: Duration
        /// For connecting and for each answer.
        package var timeout: Duration

        /// RFC 2177: a server may end an IDLE after 30 minutes, so it is renewed before 29.
        static let idleMax = Duration.seconds(29 * 60)

        init(_ element: YAMLValue, _ reader: SecretReader) {
            let map = element.map()
            name = map.string("name")
            tls = map.choice("tls", default: .implicit)
            address = IMAPAddress(map, tls)
            ca = map.optionalString("ca")
            processed = map.string("processed", default: "Processed")
            failed = map.string("failed", default: "Failed")
            poll = map.duration("poll", default: .seconds(30))
            idle = map.duration("idle", default: .seconds(25 * 60))
            timeout = map.duration("timeout", default: .seconds(60))
            credential = Self.credential(map, reader)
            auth = map.choice("auth", default: Self.usual(credential))
            checkFolders(map)
            checkTimes(map)
            checkSignIn(map)
            if name.isEmpty || !name.allSatisfy(Self.isNameCharacter) {
                map.fail(
                    "a mailbox's name may hold letters, digits, '-', '_' and '.'", at: "name")
            }
            map.finish()
        }

        private static func isNameCharacter(_ character: Character) -> Bool {
            character.isASCII
                && (character.isLetter || character.isNumber || "-_.".contains(character))
        }

        /// Exactly one of the three ways.
        private static func credential(_ map: YAMLMap, _ reader: SecretReader) -> Credential {
            let command = map.value("token_command")
            let found: [Credential?] = [
                map.secret("password", reader).map { .password($0) },
                map.optionalString("token_file").map { .tokenFile($0) },
                command.map { .tokenCommand($0.isList ? $0.strings() : []) },
            ]
            if let command, command.list().isEmpty {
                map.fail(
                    "token_command must be a list of a program and its arguments, "
                        + "[\"/usr/local/bin/token\", aduan]; no shell reads it",
                    at: "token_command")
            }
            let keys = ["password", "token_file", "token_command"]
            let written = keys.filter { map.writtenKeys.contains($0) }
            if written.count > 1 {
                map.fail(
                    "a mailbox takes one of password, token_file and token_command, not "
                        + written.joined(separator: " and "), at: written.last)
            } else if written.isEmpty, !found.contains(where: { $0 != nil }) {
                map.fail(
                    "\(map.path.joined(separator: ".")) lacks the key 'password' "
                        + "(or token_file or token_command)")
            }
            return found.compactMap { $0 }.first ?? .password(Secret(""))
        }

        private static func usual(_ credential: Credential) -> SignIn {
            if case .password = credential { .password } else { .xoauth2 }
        }

        private func checkSignIn(_ map: YAMLMap) {
            var hasToken = true
            if case .password = credential { hasToken = false }
            guard hasToken != auth.wantsToken else { return }
            map.fail(
                auth.wantsToken
                    ? "auth: \(auth.rawValue) needs token_file or token_command, not a password"
                    : "auth: \(auth.rawValue) needs a password, not a token", at: "auth")
        }

        private func checkFolders(_ map: YAMLMap) {
            for (key, folder) in [("processed", processed), ("failed", failed)] {
                if !IMAPAddress.isFolder(folder) {
                    map.fail("\(key): \(IMAPAddress.folderRule)", at: key)
                } else if folder.lowercased() == address.folder.lowercased() {
                    map.fail(
                        "\(key): mails would be moved from '\(address.folder)' to '\(folder)' and read "
                            + "again for ever; name another folder",
                        at: map.writtenKeys.contains(key) ? key : "url")
                }
            }
        }

        private func checkTimes(_ map: YAMLMap) {
            if poll < .milliseconds(100) || poll > .seconds(86_400) {
                map.fail("poll must be from 100ms to 1d", at: "poll")
            }
            if idle > Self.idleMax {
                map.fail("idle must be 29m or less: servers end a longer one", at: "idle")
            }
            if timeout < .seconds(1) || timeout > .seconds(600) {
                map.fail("timeout must be from 1s to 10m", at: "timeout")
            }
        }
    }
}
