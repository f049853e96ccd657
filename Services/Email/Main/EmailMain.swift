// The executable mendengar-email. It is also its own mail parser: see MailChild.
import EmailService
import ServiceKit

@main
enum EmailMain {
    /// On the main thread, because the child's limit of the stack is for that one.
    @MainActor static func main() async {
        MailChild.runIfAsked()
        await runCommand(EmailCommand.self)
    }
}
