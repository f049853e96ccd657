// The workers that send: one for each account that can.
import Delivery
import Foundation
import ServiceKit
import ServiceLifecycle
import Store

enum Sending {
    /// - Throws: for an account whose provider takes no messages from us, or that does not say where.
    static func workers(
        _ webhook: Webhook, _ part: SMSPart, _ messages: Messages, _ status: StatusDesk,
        _ startup: Startup
    ) throws -> [any Service] {
        try part.accounts.compactMap { account in
            guard let access = account.send, let door = webhook.accounts[account.name] else {
                return nil
            }
            let outlet = try outlet(door.provider, account)
            let dispatcher = Dispatcher(
                account, access, outlet, reportURL: reportURL(account, outlet, part), status: status)
            let (name, metrics) = (account.name, startup.metrics)
            return try messages.worker(
                of: name, logger: startup.logger,
                counted: {
                    metrics.count("mendengar_sms_out_total", ["account": name, "result": $0])
                }, send: { await dispatcher.send($0) })
        }
    }

    /// Checks what an account says of sending.
    static func check(
        _ account: SMSAccount, _ provider: any Provider
    ) throws(ConfigurationError) {
        if account.receipt == .reply, provider.acknowledgement(saying: "") == nil {
            throw account.fail("cannot answer with its acknowledgement: receipt: send, or none")
        }
        guard account.send != nil else { return }
        _ = try outlet(provider, account)
    }

    private static func outlet(
        _ provider: any Provider, _ account: SMSAccount
    ) throws(ConfigurationError) -> any Outlet {
        guard let outlet = provider as? any Outlet else {
            throw account.fail("takes no messages from us: leave out 'send'")
        }
        guard let access = account.send else { return outlet }
        let url = access.url ?? type(of: outlet).usualURL
        guard let url, let scheme = URL(string: url)?.scheme, ["http", "https"].contains(scheme) else {
            throw account.fail("needs the address of the provider's interface: send: {url: https://…}")
        }
        if let missing = outlet.flaw(of: access) {
            throw account.fail("cannot send without \(missing)")
        }
        return outlet
    }

    /// The account's own webhook, as the provider can reach it.
    private static func reportURL(
        _ account: SMSAccount, _ outlet: any Outlet, _ part: SMSPart
    ) -> String? {
        let secret = outlet.takesPathSecret ? account.secrets.first?.value.percentEncoded : nil
        let path = "/sms/\(account.name)" + (secret.map { "/\($0)" } ?? "")
        if let url = part.publicURL { return url + path }
        guard type(of: outlet).isNear else { return nil }
        let everywhere = ["0.0.0.0", "::"].contains(part.listen.host)
        return "http://\(everywhere ? "127.0.0.1:\(part.listen.port)" : "\(part.listen)")" + path
    }
}
