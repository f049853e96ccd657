// Line ends as GMime understands them.
import Foundation
import Intake

/// Mends what old or sly programs end lines with.
enum LineEnds {
    /// A mail with CR alone as line end is copied into memory up to this size; programs that write such mail
    /// are older than larger ones.
    static let oldMailBytesMax = 16 << 20

    /// The mail with CR alone as line end turned into LF, if its head ends so. Servers on the way write LF in
    /// lines of their own above it, and behind its end.
    static func mendOld(_ mail: Content) throws(MailRefusal) -> Content {
        guard try isOld(mail) else { return mail }
        guard mail.count <= oldMailBytesMax else {
            throw MailRefusal(
                code: .oldLineEnds,
                message: "\(mail.count) bytes with CR as line end, the limit is \(oldMailBytesMax)")
        }
        var mended: [UInt8] = []
        mended.reserveCapacity(mail.count)
        var rest = mail
        var isAfterCR = false
        while let piece = try rest.nextPiece() {
            for byte in piece {
                if byte != MailGuard.lf || !isAfterCR {
                    mended.append(byte == MailGuard.cr ? MailGuard.lf : byte)
                }
                isAfterCR = byte == MailGuard.cr
            }
        }
        return Content(mended)
    }

    /// Whether the first blank line is one by CR alone, or there are lone CRs and no LF at all.
    private static func isOld(_ mail: Content) throws(MailRefusal) -> Bool {
        var rest = mail
        var (hasLF, hasCR) = (false, false)
        // Since the last LF only CRs; how many CRs stand directly before.
        var (isLineEmpty, returns) = (false, 0)
        while let piece = try rest.nextPiece() {
            for byte in piece {
                switch byte {
                case MailGuard.lf:
                    if isLineEmpty { return false }
                    (hasLF, isLineEmpty, returns) = (true, true, 0)
                case MailGuard.cr:
                    hasCR = true
                    returns += 1
                default:
                    if returns >= 2 { return true }
                    (isLineEmpty, returns) = (false, 0)
                }
            }
        }
        return hasCR && !hasLF
    }

    /// A header block with each lone CR blanked: as a line end it would let a sender smuggle a header past
    /// other readers.
    static func mendHeaderBlock(_ block: [UInt8]) -> [UInt8] {
        var mended = block
        for index in mended.indices where mended[index] == MailGuard.cr {
            let isLineEnd = index + 1 < mended.count && mended[index + 1] == MailGuard.lf
            if !isLineEnd { mended[index] = MailGuard.space }
        }
        return mended
    }
}
