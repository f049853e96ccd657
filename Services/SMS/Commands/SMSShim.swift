// The way of a message from gammu-smsd into the service: over HTTP, else through its local journal.
import Delivery
import Foundation
import Intake
import ServiceKit

/// Stores messages for one account of the provider `gammu`.
struct SMSShim {
    private let account: SMSAccount
    private let provider: Gammu
    private let folder: URL
    /// `nil` once the service has failed us: what comes after does not wait for it again.
    private var url: String?
    private let patience: Duration
    private var journal: LocalJournal?
    private let fetcher = Fetcher()
    /// What an administrator should know though the message is stored.
    private(set) var troubles: [String] = []

    /// For the whole call: gammu-smsd reads no other message meanwhile and gives up after 2 minutes.
    static let answerTime = Duration.seconds(10)

    /// - Throws: ``ConfigurationError``, which says where in the file.
    init(
        config: String, account name: String, environment: [String: String],
        directory: String = FileManager.default.currentDirectoryPath,
        patience: Duration = answerTime
    ) throws(ConfigurationError) {
        let configuration: Configuration
        var isSecretKnown = true
        do {
            configuration = try Configuration.load(
                path: config, for: [], account: name, environment: environment)
        } catch {
            // smsd's environment need not hold the service's secrets; the local journal needs none.
            configuration = try Configuration.load(path: config, for: [], environment: environment)
            isSecretKnown = false
            troubles.append("\(error); until then messages go through the local journal")
        }
        guard let part = configuration.sms else {
            throw ConfigurationError(file: config, "has no part 'sms'")
        }
        guard let account = part.accounts.first(where: { $0.name == name }),
            let provider = try Providers.make(account, publicURL: nil) as? Gammu
        else {
            let known = part.accounts.filter { $0.provider == "gammu" }.map(\.name)
            throw ConfigurationError(
                file: config, "sms.accounts has none with the name '\(name)' and provider: gammu"
                    + (known.isEmpty ? "" : "; known: \(known.joined(separator: ", "))"))
        }
        // A daemon's working directory: a journal there would be nobody's.
        guard configuration.data.hasPrefix("/") || directory != "/" else {
            throw ConfigurationError(
                file: config, "data: '\(configuration.data)' is relative, and gammu-smsd runs in /; "
                    + "write an absolute path")
        }
        self.account = account
        self.patience = patience
        self.provider = provider
        folder = configuration.smsJournal
        url = isSecretKnown ? part.listen.url(account: name, secret: account.secrets.first) : nil
    }

    /// Returns when the message is on disk, with the service or in its local journal.
    ///
    /// - Throws: when the local journal cannot be written.
    mutating func take(_ body: [UInt8]) async throws {
        if let url {
            guard let why = await whyRefused(body, url) else { return }
            troubles.append("\(why); until then messages go through the local journal")
            self.url = nil
        }
        let journal = try self.journal ?? LocalJournal(folder: folder)
        self.journal = journal
        let raw = RawRequest(
            method: "POST", path: "/sms/\(account.name)", query: "",
            headers: ["content-type": Self.type], body: body)
        _ = try await journal.keep(SMSArrival.make(raw, account, provider))
    }

    private static let type = "application/json"

    /// `nil` when the service has it.
    private func whyRefused(_ body: [UInt8], _ url: String) async -> String? {
        do {
            let answer = try await fetcher.fetch(
                FetchRequest(
                    "POST", url, headers: [("Content-Type", Self.type)], body: Data(body),
                    timeout: patience))
            if (200..<300).contains(answer.status) { return nil }
            return "the SMS service answers \(answer.status) for the account '\(account.name)'"
        } catch {
            return "the SMS service does not answer: \(error)"
        }
    }
}

/// A folder for messages that could not be stored, found by an administrator and by the next shim.
struct SMSShelter: Sendable {
    let folder: URL

    /// Survives a restart of the machine; of one user, so that nobody else's files are taken in.
    static let folderDefault = "/var/tmp/mendengar-sms-shim-\(geteuid())"

    /// Messages taken along by one that is stored: gammu-smsd waits for us.
    static let takenAlongMax = 100

    private static let fileExtension = "json"

    init(folder: String, account: String) {
        let name = account.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "-"
        self.folder = URL(filePath: folder).appending(path: name.isEmpty ? "-" : name)
    }

    /// Returns when the message is on disk.
    func keep(_ body: [UInt8]) throws -> URL {
        try makeOwn()
        let name = DurableFile.name(extension: Self.fileExtension)
        try DurableFile.write(body, name: name, in: folder)
        return folder.appending(path: name)
    }

    /// Hands over what waits, the oldest first, as far as it goes.
    func empty(into shim: inout SMSShim) async {
        let files = DurableFile.list(folder, extension: Self.fileExtension)
        guard !files.isEmpty, (try? makeOwn()) != nil else { return }
        for file in files.prefix(Self.takenAlongMax) {
            do {
                try await shim.take(Array(try Data(contentsOf: file)))
                try FileManager.default.removeItem(at: file)
            } catch {
                printError("\(file.path) waits on: \(error)")
                return
            }
        }
    }

    /// The folder could have been made by somebody else before us, where everybody may make one.
    private func makeOwn() throws {
        let outer = folder.deletingLastPathComponent().path
        _ = mkdir(outer, 0o700)
        var status = stat()
        guard lstat(outer, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
            status.st_uid == geteuid(), status.st_mode & 0o022 == 0
        else { throw ConfigurationError(file: outer, "is no folder of ours alone") }
    }
}

extension Configuration {
    /// The local journal of mendengar-sms, also written by the shim.
    var smsJournal: URL { URL(filePath: data).appending(path: "sms-journal") }
}

extension ListenAddress {
    /// Where a program on the same machine reaches an account.
    fileprivate func url(account: String, secret: Secret?) -> String? {
        let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "/;%"))
        guard port > 0,
            let secret = secret?.value.addingPercentEncoding(withAllowedCharacters: allowed)
        else { return nil }
        let near = ["0.0.0.0": "127.0.0.1", "::": "::1"][host] ?? host
        return "http://\(ListenAddress(host: near, port: port))/sms/\(account)/\(secret)"
    }
}
