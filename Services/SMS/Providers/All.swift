// The providers, by the name the configuration uses. A new one is one line here, or a
// file in ops/providers.
import ServiceKit

enum Providers {
    static let all: [String: any Provider.Type] = [
        "bird": Bird.self,
        "external": External.self,
        "gammu": Gammu.self,
        "generic": Generic.self,
        "infobip": Infobip.self,
        "jasmin": Jasmin.self,
        "kannel": Kannel.self,
        "messagebird": MessageBird.self,
        "smsgate": SMSGate.self,
        "standard": Standard.self,
        "telegram": Telegram.self,
        "twilio": Twilio.self,
        "vonage": VonageSMS.self,
        "vonage-messages": VonageMessages.self,
        "whatsapp": WhatsApp.self,
        "zenziva": Zenziva.self,
    ]

    static func make(
        _ account: SMSAccount, publicURL: String?, presets: [String] = []
    ) throws(ConfigurationError) -> any Provider {
        guard let type = all[account.provider] ?? (account.isPreset ? Generic.self : nil) else {
            let known = (all.keys + presets).sorted()
            let hint = nearest(to: account.provider, among: known)
                .map { ", did you mean '\($0)'?" }
            throw ConfigurationError([
                YAMLProblem(
                    file: account.file, line: account.line,
                    message: "the provider '\(account.provider)' of account '\(account.name)' is "
                        + "not known\(hint ?? "") Known: \(known.joined(separator: ", "))")
            ])
        }
        if type.needsSecret { try account.requireSecret() }
        return try type.init(account: account, publicURL: publicURL)
    }
}
