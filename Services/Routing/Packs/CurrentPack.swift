// The region pack this process decides by. A new one takes its place in one step; who has begun with the old
// one ends with it.
import Region
import Synchronization

final class CurrentPack: Sendable {
    private let held: Mutex<RegionPack>

    init(_ pack: RegionPack) {
        held = Mutex(pack)
    }

    var pack: RegionPack { held.withLock { $0 } }

    func replace(with pack: RegionPack) { held.withLock { $0 = pack } }
}
