// What stands for a file that came without words.

/// Pictures and sounds of chats.
enum Media {
    /// The citizen sees it in answers, the officer in the complaint.
    static func word(_ type: String) -> String {
        switch type {
        case "image", "photo", "sticker": "[gambar]"
        case "video": "[video]"
        case "audio", "voice": "[suara]"
        default: "[berkas]"
        }
    }
}
