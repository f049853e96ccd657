// Words that say nothing about the incident: small words, greetings, pleas, the phrases of letters.

/// Left out when texts are compared. Normal forms (see `Token.normal`), and the spellings people use
/// for them.
enum CommonWords {
    static func contains(_ word: UInt64) -> Bool { words.contains(word) }

    private static let words: Set<UInt64> = {
        let lists = """
            yang di ke dari dan atau dengan untuk karena oleh pada dalam akan telah sudah belum tidak
            bukan jangan ini itu ia dia mereka kami kita saya aku kamu anda nya juga lagi saja hanya
            masih sangat sekali sering selalu agar supaya jika kalau bila maka lalu kemudian serta tapi
            tetapi namun ada adalah bisa dapat mau ingin harus lebih paling semua setiap tiap para si
            sang kah lah pun per sebagai seperti bagi antara sampai hingga sejak saat ketika waktu
            hal nah kan begitu eee anu ya iya oh eh sih dong deh kok tersebut demikian bahwa sehingga
            oleh_karena maupun yaitu banyak beberapa
            apa apakah bagaimana kapan kenapa mengapa siapa mana dimana
            bapak ibu pak bu bpk sdr saudara bupati wakil gubernur yth yang_terhormat admin petugas
            terhormat kepada hormat dengan_hormat salam assalamualaikum asalamualaikum ass assalamu
            assalammualaikum alaikum waalaikum warahmatullahi warohmatullahi wabarakatuh wr wb selamat
            pagi siang sore malam halo hallo mohon tolong minta harap segera kiranya
            terima kasih trims makasih thanks thx tks terimakasih maaf bantu bantuannya dibantu
            lapor melapor laporan melaporkan menyampaikan sampaikan disampaikan bertanya tanya aduan
            pengaduan keluhan mengadu ingin bersama perhatian perhatiannya ditindaklanjuti tindak
            lanjut tanggapan warga masyarakat desa kelurahan kecamatan kabupaten kampung dusun jalan
            rt rw no nomor gang km tempat lokasi daerah wilayah alamat hari minggu bulan tahun kemarin
            sekarang besok lama fwd kali kedua kalinya pian ulun amun gasan lawan banar haja jua handak
            batakun kawa ucapkan diucapkan atas kami_sampaikan hp telp wa nama
            """
        return LinkWord.numbers(lists)
    }()
}
