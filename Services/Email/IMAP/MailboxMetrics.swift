// What an administrator watches of one mailbox.
import Foundation
import ServiceKit

/// The gauges and counters of one mailbox, by its name.
struct MailboxMetrics: Sendable {
    private let name: String
    private let metrics: Metrics

    init(_ name: String, _ metrics: Metrics) {
        self.name = name
        self.metrics = metrics
        metrics.count("mendengar_mailbox_errors_total", ["mailbox": name], by: 0)
    }

    /// A look that found everything in order.
    func succeeded(at time: Date) {
        metrics.gauge(
            "mendengar_mailbox_last_success_seconds", ["mailbox": name],
            time.timeIntervalSince1970.rounded())
    }

    func failed() { metrics.count("mendengar_mailbox_errors_total", ["mailbox": name]) }

    /// Mails on the server that are not in the journal yet.
    func waiting(_ count: Int) {
        metrics.gauge("mendengar_mailbox_waiting", ["mailbox": name], Double(count))
    }

    /// Mails in the journal that could not be moved out of the inbox.
    func unmoved(_ count: Int) {
        metrics.gauge("mendengar_mailbox_unmoved", ["mailbox": name], Double(count))
    }
}
