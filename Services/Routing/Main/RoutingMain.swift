// The executable mendengar-routing.
import RoutingService
import ServiceKit

@main
enum RoutingMain {
    static func main() async { await runCommand(RoutingCommand.self) }
}
