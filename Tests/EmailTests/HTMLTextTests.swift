// HTML to text: layout, and pages made to hurt.
import Testing

@testable import EmailService

@Suite struct HTMLTextTests {
    private func text(_ html: String) -> String {
        HTMLText.read(html, limits: MailLimits()).text
    }

    @Test(arguments: [
        ("<p>satu</p><p>dua</p>", "satu\n\ndua"),
        ("<div>satu</div><div><br></div><div>dua</div>", "satu\n\ndua"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<b>te</b>bal", "tebal"),
        (
            "<table><tr><td>Nama</td><td>Siti</td></tr><tr><td>Desa</td></tr></table>",
            "Nama Siti\nDesa"
        ),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("<blockquote type=cite>a<blockquote class=gmail_quote>b</blockquote></blockquote>c", "> a\n>\n> > b\n\nc"),
        ("Siti menulis:<blockquote>a</blockquote>b", "Siti menulis:\n\n> a\n\nb"),
        // An indented list, as Gmail's button makes it, and a regulation that is cited.
        (
            "Rusak:<blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\">Pintu<br>Atap</blockquote>b",
            "Rusak:\n\nPintu\nAtap\n\nb"
        ),
        ("1 &lt; 2 &amp; 3 &eacute;&#8211;", "1 < 2 & 3 é–"),
        ("<a href='https://x.example'>https://x.example</a>", "https://x.example"),
        ("<a href='javascript:x'>klik</a>", "klik"),
        ("<span style='DISPLAY : none'>x<p>y</p></span>z", "z"),
        ("<p hidden>x</p>tampak", "tampak"),
        ("teks saja", "teks saja"),
        ("a<script>var x = '<p>';</script>b<style>c</style>", "ab"),
        ("<p>tak ditutup <b>tebal <i>miring", "tak ditutup tebal miring"),
        ("", ""),
    ])
    func layout(_ html: String, _ expected: String) {
        #expect(text(html) == expected)
    }

    @Test(.timeLimit(.minutes(1))) func hostilePages() {
        let deep = String(repeating: "<div>", count: 200_000) + "dalam"
        #expect(text(deep).hasSuffix("dalam"))
        let attributes =
            "<p " + (0..<50_000).map { "a\($0)=1" }.joined(separator: " ") + ">isi</p>sesudah"
        let read = HTMLText.read(attributes, limits: MailLimits())
        #expect(read.text == "isi\n\nsesudah")
        #expect(read.wasCut)
        let long = HTMLText.read(String(repeating: "abc ", count: 1 << 20), limits: MailLimits())
        #expect(long.wasCut)
    }

    /// libxml2 looks through all that is open for an end tag that fits none: what is bounded is how much that is.
    @Test(arguments: ["<b>", "<div>", "<table><tr><td>", "<ul><li>", "<x>"])
    func tagsThatAreNeverClosedDoNotPileUp(_ tag: String) {
        let count = 2_000
        let page = (0..<count).map { "\(tag)kata\($0) " }.joined() + String(repeating: "</i>", count: count)
        let writer = HTMLTextWriter(textBytesMax: 1 << 20)
        HTMLText.parse(Array(page.utf8), into: writer, depthMax: 500)
        #expect(writer.depthSeen > 500)
        #expect(writer.depthSeen <= 500 + HTMLText.pieceBytes / 3)
        let words = writer.finish().split { $0.isWhitespace }.filter { $0 != "-" }
        #expect(words.map(String.init) == (0..<count).map { "kata\($0)" }, "no word is lost or doubled")
        #expect(HTMLText.read(page, limits: MailLimits()).wasCut)
    }

    /// Where a page is cut for the parser means nothing.
    @Test func aDeepPageOfManyPiecesIsReadWhole() {
        let inner = (0..<3_000).map { "<p>Baris \($0) &eacute;<b>–</b></p>" }.joined()
        let deep = String(repeating: "<div>", count: 400)
        let page = deep + inner + String(repeating: "</div>", count: 400)
        let read = HTMLText.read(page, limits: MailLimits())
        #expect(!read.wasCut)
        #expect(read.text == (0..<3_000).map { "Baris \($0) é–" }.joined(separator: "\n\n"))
    }

    @Test func everyTruncationEnds() {
        let page = """
            <html><head><style>x</style></head><body><p class="a">Jalan &eacute; <a href="http://x">
            di sini</a><!-- catatan --><blockquote type="cite">k</blockquote></body></html>
            """
        let bytes = Array(page.utf8)
        for end in 0...bytes.count {
            _ = text(String(decoding: bytes[..<end], as: UTF8.self))
        }
        #expect(text(page).hasPrefix("Jalan é di sini (http://x)"))
    }
}
