// The executable mendengar-radio.
import RadioService
import ServiceKit

@main
enum RadioMain {
    static func main() async { await runCommand(RadioCommand.self) }
}
