// Lays mails in the tray: whatever has come while the disk synced the last ones goes to it together, so a
// sync is shared by all who wait for it.
import Foundation
import Intake
import Store
import Synchronization

/// Owns the file that mails are written to, and the thread that writes them.
///
/// A log that is only added to is half of what a database has to write for the same mail, which it copies
/// from its log into its tables.
final class TrayWriter: Sendable {
    private typealias Waiter = UnsafeContinuation<Void, any Error>

    private struct State {
        var waiting: [(mail: TrayMail, waiter: Waiter)] = []
        var closers: [CheckedContinuation<Void, Never>] = []
        var isStopping = false
        /// The thread sleeps, and the next who comes wakes it.
        var isIdle = false
    }

    /// A file that is longer is closed, and another begun.
    static let fileBytesMax = 16 << 20
    /// Handed to the kernel at once.
    static let pieceBytes = 1 << 20

    private let folder: URL
    private let state = Mutex(State())
    private let work = DispatchSemaphore(value: 0)
    private let hasEnded = DispatchSemaphore(value: 0)

    /// - Parameter onKept: told after each sync how many bytes it has kept.
    init(_ folder: URL, onKept: @escaping @Sendable (Int) -> Void) {
        self.folder = folder
        let thread = Thread { self.loop(onKept) }
        thread.name = "tray-writer"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Returns when the mail is on disk.
    ///
    /// - Throws: ``StoreError``, `noSpace` or `unavailable`: the sender must keep it and come again.
    func keep(_ mail: TrayMail) async throws {
        try await withUnsafeThrowingContinuation { (waiter: Waiter) in
            let isStopping = change { state in
                if !state.isStopping { state.waiting.append((mail, waiter)) }
                return state.isStopping
            }
            if isStopping { waiter.resume(throwing: StoreError(.unavailable, "the tray is closed")) }
        }
    }

    /// Lets go of the file that is written to, so that it can be read.
    func release() async {
        await withCheckedContinuation { continuation in
            let isStopping = change { state in
                if !state.isStopping { state.closers.append(continuation) }
                return state.isStopping
            }
            if isStopping { continuation.resume() }
        }
    }

    /// Keeps what waits and ends the thread.
    func stop() {
        change { $0.isStopping = true }
        hasEnded.wait()
        // Whoever stops it a second time does not wait.
        hasEnded.signal()
    }

    @discardableResult
    private func change<Value>(_ body: (inout State) -> Value) -> Value {
        let (value, wakes) = state.withLock { state in
            let value = body(&state)
            defer { state.isIdle = false }
            return (value, state.isIdle)
        }
        if wakes { work.signal() }
        return value
    }

    /// What the thread alone has in hand.
    private struct Hand {
        /// Of the next file.
        var number: Int
        /// The file that is written to, with the length that is known to be on the disk.
        var open: (file: TrayFile, length: Int)?
        /// Used again and again: memory that is new each time costs more than what is copied into it.
        var piece: [UInt8] = []

        init(number: Int) {
            self.number = number
            piece.reserveCapacity(pieceBytes + Content.memoryBytesMax)
        }
    }

    private func loop(_ onKept: (Int) -> Void) {
        var hand = Hand(number: TrayFile.nextNumber(in: folder))
        while true {
            let (waiting, closers, isStopping) = next()
            if !waiting.isEmpty {
                let result = Result { try keep(waiting.map(\.mail), &hand) }
                if let bytes = try? result.get() { onKept(bytes) }
                for (_, waiter) in waiting { waiter.resume(with: result.map { _ in }) }
            }
            if !closers.isEmpty || isStopping { hand.open = nil }
            for closer in closers { closer.resume() }
            if isStopping, waiting.isEmpty { break }
        }
        hasEnded.signal()
    }

    /// Waits for something to do.
    private func next() -> ([(mail: TrayMail, waiter: Waiter)], [CheckedContinuation<Void, Never>], Bool) {
        while true {
            let (waiting, closers, isStopping) = state.withLock { state in
                let taken = (state.waiting, state.closers, state.isStopping)
                state.waiting = []
                state.closers = []
                state.isIdle = taken.0.isEmpty && taken.1.isEmpty && !taken.2
                return taken
            }
            if !waiting.isEmpty || !closers.isEmpty || isStopping { return (waiting, closers, isStopping) }
            work.wait()
        }
    }

    /// - Returns: the bytes written.
    private func keep(_ mails: [TrayMail], _ hand: inout Hand) throws(StoreError) -> Int {
        do throws(TrayFile.Failure) {
            let (file, start) = try opened(&hand)
            var end = start
            hand.piece.removeAll(keepingCapacity: true)
            for (number, mail) in mails.enumerated() {
                TrayRecord.append(mail, to: &hand.piece)
                guard hand.piece.count >= Self.pieceBytes || number == mails.count - 1 else { continue }
                try file.write(hand.piece, at: end)
                end += hand.piece.count
                hand.piece.removeAll(keepingCapacity: true)
            }
            try file.sync()
            hand.open = end < Self.fileBytesMax ? (file, end) : nil
            return end - start
        } catch {
            // What nobody was told of is taken back, and the file is not used again.
            if let (file, length) = hand.open {
                file.cut(to: length)
                if length == 0 { file.remove() }
            }
            hand.open = nil
            throw StoreError(error.isNoSpace ? .noSpace : .unavailable, "the tray of mails: \(error)")
        }
    }

    private func opened(_ hand: inout Hand) throws(TrayFile.Failure) -> (file: TrayFile, length: Int) {
        if let open = hand.open { return open }
        let new = (file: try TrayFile.create(hand.number, in: folder), length: 0)
        hand.number += 1
        hand.open = new
        return new
    }
}
