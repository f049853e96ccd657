// The providers, by the name the configuration uses. A new one is one line here.
import ServiceKit

enum Providers {
    static let all: [String: any Provider.Type] = [
        "kannel": Kannel.self,
        "twilio": Twilio.self,
        "generic": Generic.self,
    ]

    static func make(
        _ account: SMSAccount, publicURL: String?
    ) throws(ConfigurationError) -> any Provider {
        guard let type = all[account.provider] else {
            let hint = nearest(to: account.provider, among: all.keys.sorted())
                .map { ", did you mean '\($0)'?" }
            throw ConfigurationError([
                YAMLProblem(
                    file: account.file, line: account.line,
                    message: "the provider '\(account.provider)' of account '\(account.name)' is "
                        + "not known\(hint ?? "") Known: \(all.keys.sorted().joined(separator: ", "))")
            ])
        }
        return try type.init(account, publicURL: publicURL)
    }
}
