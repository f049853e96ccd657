// Authentication-Results: whose are believed, how they are read, and what they say of the sender.
import TestSupport
import Testing

@testable import EmailService

@Suite struct AuthenticationResultsTests {
    @Test(arguments: [
        ("mx.example; spf=pass smtp.mailfrom=a@b.example", ["spf=pass smtp.mailfrom=a@b.example"]),
        ("mx.example 1; none", []), ("mx.example", []), ("mx.example;", []),
        ("\"mx.example\"; dkim=pass (2048-bit; a=b) header.d=b.example", ["dkim=pass header.d=b.example"]),
        (
            "(x (y)) mx.example (v) 1 (w);\n\tdkim/1 = Pass reason=\"good; signature\" header.i=@b.example;\n\tdmarc=fail"
                + " (p=none) header.from=b.example", ["dkim=pass header.i=@b.example", "dmarc=fail header.from=b.example"]
        ),
        ("mx.example; spf=pass smtp.mailfrom=srs=a=b@c.example", ["spf=pass smtp.mailfrom=srs=a=b@c.example"]),
        ("mx.example; dkim=pass header.d=\"b.example\"", ["dkim=pass header.d=b.example"]),
        ("mx.example; spf; dkim=; =pass; dmarc=none", ["dmarc=none"]),
        ("mx.example; spf=pass smtp.helo=a smtp.helo=b", ["spf=pass smtp.helo=a"]),
        ("mx.example; (dmarc=pass) spf=fail; \"dmarc\"=pass", ["spf=fail"]),
        ("mx.example; spf=fail reason=\"x; dmarc=pass\"", ["spf=fail"]),
    ])
    func values(_ header: String, _ expected: [String]) throws {
        let read = try #require(AuthenticationResults(header))
        #expect(read.authservID == "mx.example")
        #expect(
            read.results.map { result in
                let properties = result.properties.filter { $0.key != "reason" }
                return (["\(result.method)=\(result.value)"]
                    + properties.map { "\($0.key)=\($0.value)" }.sorted()).joined(separator: " ")
            } == expected)
    }

    /// Microsoft leaves the identifier out; then it is nobody's word.
    @Test(arguments: ["", ";", "(x)", "spf=pass smtp.mailfrom=b.example; dmarc=pass", "=", "a b c; spf=pass"])
    func withoutIdentifier(_ header: String) {
        #expect(AuthenticationResults(header) == nil)
    }

    /// Long form: `MENDENGAR_FUZZ=10000000`.
    @Test func whateverComesIsReadToItsEnd() {
        var random = SeededRandom(seed: Proof.seed)
        let pieces = [
            "mx.example", ";", "=", "spf", "pass", "(", ")", "\"", "\\", " ", "\n\t", "dkim", "header.d", "1", "/", "\u{0}",
            "dmarc=pass", "😷", ".",
        ]
        var read = 0
        for _ in 0..<Proof.size("MENDENGAR_FUZZ", short: 5_000) {
            let header = "mx.example;" + (0..<Int.random(in: 0...30, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            for result in AuthenticationResults(header)?.results ?? [] {
                read += 1
                // What stands in quotes or comments is no verdict: the words must stand in the open.
                #expect(!result.method.isEmpty && !result.method.contains("/"))
            }
        }
        #expect(read > 500)
    }
}

@Suite struct AuthenticationTests {
    private let judge = Judge(
        ownAddresses: ["aduan@hss.example"], authservID: "MX.hss.example",
        officialDomains: ["hss.go.id"])

    private func flags(_ headers: String, from: String = "camat@hss.go.id") throws -> [String] {
        let mail = try readMail(headers + "\nFrom: \(from)\nSubject: x", "x")
        return MailComplaint(mail, judge).flags(of: mail, judge.verdict(on: mail), judge)
    }

    private static let id = "Authentication-Results: mx.hss.example; "

    /// Mail programs show the name and not the address.
    @Test func anOfficialAddressAsTheNameOfAnother() throws {
        let pass = Self.id + "dmarc=pass header.from=jahat.example"
        let false_ = "\"bupati@hss.go.id\" <x@jahat.example>"
        #expect(try flags(pass, from: false_) == ["dmarc_pass", "spoofed_official"])
        #expect(try flags(pass, from: "Siti <siti@jahat.example>") == ["dmarc_pass"])
        #expect(
            try flags(Self.id + "dmarc=pass header.from=hss.go.id", from: "\"camat@hss.go.id\" <camat@hss.go.id>")
                == ["dmarc_pass", "official"])
    }

    @Test(arguments: [
        (id + "dmarc=pass header.from=hss.go.id", ["dmarc_pass", "official"]),
        (id + "dmarc=fail header.from=hss.go.id", ["dmarc_fail", "spoofed_official"]),
        (id + "dkim=pass header.d=hss.go.id", ["dkim_pass", "official"]),
        (id + "dkim=pass header.d=mail.hss.go.id", ["dkim_pass", "official"]),
        (id + "dkim=pass header.i=@jahat.example", ["dkim_pass", "spoofed_official"]),
        (id + "dkim=pass header.d=go.id", ["dkim_pass", "spoofed_official"]),
        (id + "dkim=fail header.d=hss.go.id; dkim=pass header.d=hss.go.id", ["dkim_pass", "official"]),
        (id + "spf=pass smtp.mailfrom=x@hss.go.id", ["spf_pass", "official"]),
        (id + "spf=pass smtp.mailfrom=x@jahat.example", ["spf_pass", "spoofed_official"]),
        (id + "spf=softfail smtp.mailfrom=hss.go.id", ["spf_fail", "spoofed_official"]),
        (id + "spf=none; dkim=none; dmarc=temperror", ["spoofed_official"]),
        (id + "spf=pass smtp.mailfrom=hss.go.id; dmarc=fail", ["spf_pass", "dmarc_fail", "spoofed_official"]),
        // A verdict on another sender.
        (id + "dmarc=pass header.from=jahat.example", ["spoofed_official"]),
        // Others' words, and none.
        ("Authentication-Results: lain.example; dmarc=pass", ["spoofed_official"]), ("X-A: b", ["spoofed_official"]),
        ("Authentication-Results: mx.hss.example.jahat.example; dmarc=pass", ["spoofed_official"]),
        // The topmost of ours counts, below others' too.
        (id + "dmarc=fail\n" + id + "dmarc=pass", ["dmarc_fail", "spoofed_official"]),
        ("Authentication-Results: lain.example; dmarc=pass\n" + id + "dmarc=fail", ["dmarc_fail", "spoofed_official"]),
        (
            "Received: from a by mx.hss.example; x\n" + id + "dmarc=pass\nReceived: from b by a; x",
            ["dmarc_pass", "official"]
        ),
        // It came with the mail: below the hop before ours.
        (
            "Received: from a by mx.hss.example; x\nReceived: from b by a; x\n" + id + "dmarc=pass",
            ["spoofed_official"]
        ),
        (
            "Received: from l by mda.hss.example; x\nReceived: from a by mx.hss.example; x\n" + id + "dmarc=pass",
            ["dmarc_pass", "official"]
        ),
    ])
    func officialSenders(_ headers: String, _ expected: [String]) throws {
        #expect(try flags(headers) == expected)
    }

    @Test func subdomainsAreOfficialAndNamesakesAreNot() throws {
        let header = Self.id + "dmarc=pass"
        #expect(try flags(header, from: "a@pupr.hss.go.id") == ["dmarc_pass", "official"])
        #expect(try flags(header, from: "a@xhss.go.id") == ["dmarc_pass"])
        #expect(try flags(header, from: "siti@warga.example") == ["dmarc_pass"])
        #expect(try flags(Self.id + "spf=fail", from: "siti@warga.example") == ["spf_fail"])
    }

    @Test func withoutATrustedServerNothingIsClaimed() throws {
        let nobody = Judge(ownAddresses: ["aduan@hss.example"], officialDomains: ["hss.go.id"])
        let mail = try readMail(Self.id + "dmarc=fail\nFrom: camat@hss.go.id\nSubject: x", "x")
        #expect(nobody.authentication(of: mail) == Authentication())
        #expect(MailComplaint(mail, nobody).flags(of: mail, nobody.verdict(on: mail), nobody).isEmpty)
    }

    @Test(arguments: [
        ("a.example", "a.example", true), ("m.a.example", "a.example", true), ("xa.example", "a.example", false),
        ("go.id", "hss.go.id", false), ("hss.go.id", "pupr.hss.go.id", true), ("id", "go.id", false),
        ("", "a.example", false), ("", "", false),
    ])
    func alignment(_ one: String, _ other: String, _ expected: Bool) {
        #expect(Domain.areAligned(one, other) == expected)
        #expect(Domain.areAligned(other, one) == expected)
    }

    @Test func everyFlagIsOneTheRulesKnow() {
        #expect(Authentication.flagNames.sorted() == [
            "dkim_fail", "dkim_pass", "dmarc_fail", "dmarc_pass", "official", "spf_fail", "spf_pass",
            "spoofed_official",
        ])
    }
}
