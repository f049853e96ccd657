// The executable mendengar-sms.
// jemalloc: messages are made on one thread and freed on another, where the C library's malloc costs a
// tenth of an intake.
import CJemalloc
import SMSService
import ServiceKit

@main
enum SMSMain {
    static func main() async { await runCommand(SMSCommand.self) }
}
