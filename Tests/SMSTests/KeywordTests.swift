// How people begin a message: by the poster, by half of it, or not at all.
import Foundation
import Region
import Testing

@testable import SMSService

@Suite struct KeywordTests {
    private static let keywords: SMSKeywords = {
        var keywords = SMSKeywords()
        keywords.openers = ["LAPOR", "ADUAN", "HSS"]
        keywords.stop.insert("UNREG LAPOR")
        return keywords
    }()

    private func read(_ text: String) -> Reading { Reading(text, Self.keywords) }

    /// The citizen's words stay as they are; only a blank typed out becomes one.
    @Test(arguments: [
        ("LAPOR jalan rusak", "LAPOR jalan rusak"), ("jalan rusak", "jalan rusak"),
        ("HSS(spasi)jalan rusak", "HSS jalan rusak"), ("hss (SPASI) jalan", "hss jalan"),
        ("*LAPOR* : jalan", "*LAPOR* : jalan"), ("ADUAN PUPR jembatan putus", "ADUAN PUPR jembatan putus"),
        ("LAPOR", "LAPOR"), ("#", "#"), ("", ""), ("jalan #1 rusak#parah#sekali", "jalan #1 rusak#parah#sekali"),
        ("LAPOR#jalan rusak", "LAPOR#jalan rusak"),
        ("a (" + String(repeating: " ", count: 50_000) + "x", "a (" + String(repeating: " ", count: 50_000) + "x"),
    ])
    func wordsStay(written: String, text: String) {
        let reading = read(written)
        #expect(reading.text == text && reading.name == nil && reading.command == nil)
        #expect(!reading.confidential && !reading.anonymous)
    }

    @Test(arguments: [
        ("LAPOR#Siti#Kandangan#air mati", "Siti", "Kandangan", "air mati"),
        ("lapor # Siti # Jl. Singakarsa 3 # air mati # sejak pagi", "Siti", "Jl. Singakarsa 3", "air mati#sejak pagi"),
        ("Aduan#Siti#air mati", "Siti", nil, "air mati"), ("LAPOR##Kandangan#air mati", nil, "Kandangan", "air mati"),
    ] as [(String, String?, String?, String)])
    func form(written: String, name: String?, address: String?, text: String) {
        let reading = read(written)
        #expect(reading.name == name && reading.address == address && reading.text == text)
    }

    @Test(arguments: [
        ("RAHASIA kades minta uang", true, false), ("LAPOR RAHASIA kades minta uang", true, false),
        ("lapor#rahasia#Siti#Kandangan#kades minta uang", true, false), ("ANONIM: guru sering bolos", false, true),
        ("\u{200B}\"RAHASIA\" anonim kades", true, true), ("ini rahasia umum", false, false),
        ("LAPOR jalan rusak, ini rahasia", false, false),
    ])
    func flags(written: String, confidential: Bool, anonymous: Bool) {
        let reading = read(written)
        #expect(reading.confidential == confidential && reading.anonymous == anonymous)
    }

    @Test func aFlagMayHaveAPlaceOfItsOwn() {
        let reading = read("LAPOR#RAHASIA#Siti#Kandangan#kades minta uang")
        #expect(reading.name == "Siti" && reading.text == "kades minta uang" && reading.confidential)
    }

    @Test(arguments: ["STOP", "stop", " Stop. ", "“BERHENTI”!", "unreg", "UNREG  LAPOR"])
    func theWholeMessageIsACommand(written: String) {
        #expect(read(written).command == .stop)
    }

    @Test(arguments: [
        "stop pungli di pasar", "berhenti buang sampah di sungai", "STOP STOP", "Stop. Terima kasih",
        "STOP 12345", "STOP" + String(repeating: ".", count: 300) + " jembatan putus",
    ])
    func aComplaintThatBeginsSoIsNone(written: String) {
        #expect(read(written).command == nil)
    }
}
