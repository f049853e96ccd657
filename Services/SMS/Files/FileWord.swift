// What stands for a file that came without words.
import Foundation

/// Pictures and sounds of chats.
enum FileWord {
    /// The citizen sees it in answers, the officer in the complaint.
    static func of(_ type: String) -> String {
        switch type.prefix(while: { $0 != "/" }) {
        case "image", "photo", "sticker": "[gambar]"
        case "video": "[video]"
        case "audio", "voice": "[suara]"
        default: "[berkas]"
        }
    }

    /// The usual ending of a file's name.
    static func ending(_ type: String) -> String {
        switch type {
        case "image/jpeg": "jpg"
        case "audio/mpeg": "mp3"
        case "video/3gpp": "3gp"
        case "application/octet-stream": "bin"
        default: String(type.drop(while: { $0 != "/" }).dropFirst())
        }
    }
}
