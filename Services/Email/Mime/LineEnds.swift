// Line ends as GMime understands them.
import Foundation
import Intake

/// Mends what old or sly programs end lines with.
enum LineEnds {
    /// A mail without any LF is copied into memory up to this size; programs that write such mail are older
    /// than larger ones.
    static let oldMailBytesMax = 16 << 20

    /// The mail with CR alone as line end turned into LF, if there is no LF in it at all.
    static func mendOld(_ mail: Content) throws(MailRefusal) -> Content {
        var rest = mail
        var hasCR = false
        while let piece = try rest.nextPiece() {
            if piece.contains(MailGuard.lf) { return mail }
            hasCR = hasCR || piece.contains(MailGuard.cr)
        }
        guard hasCR else { return mail }
        guard mail.count <= oldMailBytesMax else {
            throw MailRefusal(
                code: .oldLineEnds,
                message: "\(mail.count) bytes without one LF, the limit is \(oldMailBytesMax)")
        }
        var mended: [UInt8] = []
        mended.reserveCapacity(mail.count)
        rest = mail
        while let piece = try rest.nextPiece() {
            mended += piece.map { $0 == MailGuard.cr ? MailGuard.lf : $0 }
        }
        return Content(mended)
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
