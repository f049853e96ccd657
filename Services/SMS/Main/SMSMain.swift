// The executable mendengar-sms.
import SMSService
import ServiceKit

@main
enum SMSMain {
    static func main() async { await runCommand(SMSCommand.self) }
}
