// Bodies of requests: collected under one bound for the whole process, so that many at once cannot fill the
// memory that one alone may not fill either.
package import Hummingbird
import NIOCore
import Synchronization

/// The bytes of bodies that are being collected or handled at this moment, in the whole process.
package final class BodyBudget: Sendable {
    /// `limits.bodies_in_flight_mib`, in bytes.
    package let bytesMax: Int
    private let used = Mutex(0)

    package init(bytesMax: Int) { self.bytesMax = bytesMax }

    package convenience init(mib: Int) { self.init(bytesMax: mib << 20) }

    /// What is in use now, in bytes.
    package var bytes: Int { used.withLock { $0 } }

    fileprivate func take(_ bytes: Int) -> Bool {
        used.withLock { used in
            guard used + bytes <= bytesMax else { return false }
            used += bytes
            return true
        }
    }

    fileprivate func give(_ bytes: Int) { used.withLock { $0 -= bytes } }
}

/// The share of one request; given back when its handler ends.
package final class BodyShare: Sendable {
    private let budget: BodyBudget
    private let held = Mutex(0)

    init(of budget: BodyBudget) { self.budget = budget }

    /// Takes more, up to `bytes` in all.
    func grow(to bytes: Int) -> Bool {
        held.withLock { held in
            guard bytes > held else { return true }
            guard budget.take(bytes - held) else { return false }
            held = bytes
            return true
        }
    }

    func giveBack() {
        held.withLock { held in
            budget.give(held)
            held = 0
        }
    }
}

extension ServiceContext {
    /// The body of a request, in place of Hummingbird's `collectBody`. It is charged to the process's
    /// ``BodyBudget`` as its bytes arrive, until the handler ends.
    ///
    /// - Parameter bytesMax: the most this call takes.
    /// - Throws: ``Problem``: 413 over `bytesMax`, before anything is read where the length is announced;
    ///   503 with `Retry-After` when the process collects too much already; 400 when it is cut off.
    package func body(of request: Request, upTo bytesMax: Int) async throws -> [UInt8] {
        // Of several with different values NIO has refused the request.
        let announced = request.headers[values: .contentLength].first.flatMap { Int($0) }
        if let announced, announced > bytesMax { throw Problem.bodyTooLarge(bytesMax: bytesMax) }
        var body: [UInt8] = []
        var room = 0
        do {
            for try await chunk in request.body {
                let needed = body.count + chunk.readableBytes
                guard needed <= bytesMax else { throw Problem.bodyTooLarge(bytesMax: bytesMax) }
                if needed > room {
                    room = max(needed, min(announced ?? bytesMax, max(2 * room, Self.firstRoom)))
                    guard bodyShare?.grow(to: room) ?? true else { throw Problem.tooBusy }
                    body.reserveCapacity(room)
                }
                body.append(contentsOf: chunk.readableBytesView)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem.cutOff
        }
        if let announced, body.count < announced { throw Problem.cutOff }
        return body
    }

    private static let firstRoom = 16 * 1024
}
