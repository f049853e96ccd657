// Complaints at rest: nothing of a person shows in the database, keys change, a lost key file is said at once.
import Complaints
import Foundation
import Store
import Testing

@testable import RoutingService

@Suite struct SealedTests {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "sealed-\(UUID().uuidString)")
    private var keyFile: String { folder.appending(path: "personal.keys").path }

    private func open(_ seal: Seal?) async throws -> Store {
        try await Store.open(
            .sqlite(path: folder.path + "/routing.sqlite"), schemas: RoutingTables.schemas,
            seal: seal)
    }

    private func complaint(_ number: Int) -> Complaint {
        Complaint(
            id: ComplaintID.derive(channel: .sms, account: "k", externalID: "\(number)"),
            tracking: "HSS-26-100000\(number)-0", channel: .sms, account: "k",
            externalId: "\(number)", receivedAt: Date(timeIntervalSince1970: 1_795_303_964),
            reporter: Reporter(name: "Warga", phone: "+6281234567890"),
            text: "Jalan di desa Habirau rusak, NIK saya 6306051708900001")
    }

    private func assignment(_ complaint: Complaint) throws -> Assignment {
        Drafting.draft(complaint, region: try RoutingTests.region.get(), now: .now)
    }

    private func bodies(_ store: Store) async throws -> [String] {
        try await store.read { transaction in
            try ["complaint", "assignment", "feed"].flatMap { table in
                try transaction.query("SELECT body FROM \(table)").map { $0.text("body") }
            }
        }
    }

    @Test func nothingOfAPersonShowsInTheDatabase() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try await open(Seal(try SealKeys.load(path: keyFile)))
        defer { store.close() }
        let complaint = complaint(1)
        let draft = try assignment(complaint)
        try await store.write { transaction in
            try ComplaintTable.insert([complaint], at: .now, in: transaction)
            try AssignmentTable.enterFeed(new: [draft], at: .now, in: transaction)
        }
        let bodies = try await bodies(store)
        #expect(bodies.count == 3)
        for body in bodies {
            #expect(!body.contains("Habirau") && !body.contains("6281") && !body.contains("Warga"))
        }
        let (found, page) = try await store.read { transaction in
            (
                try ComplaintTable.find(complaint.tracking, in: transaction),
                try Feed.rows(after: 0, limit: 9, in: transaction)
            )
        }
        #expect(found?.text == complaint.text)
        #expect(page.first?.body.contains("Habirau") == true)
    }

    @Test func oldRowsAndOldKeysAreSealedAnewBesideTheService() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let plain = try await open(nil)
        let complaints = (1...3).map(complaint)
        let drafts = try complaints.map(assignment)
        try await plain.write { transaction in
            try ComplaintTable.insert(complaints, at: .now, in: transaction)
            try AssignmentTable.enterFeed(new: drafts, at: .now, in: transaction)
        }
        plain.close()
        _ = try SealKeys.load(path: keyFile)
        for round in 0..<2 {
            let seal = Seal(
                try round == 0 ? SealKeys.load(path: keyFile) : SealKeys.rotate(path: keyFile))
            let store = try await open(seal)
            #expect(try await Resealing.run(on: store, seal) == 9)
            #expect(try await Resealing.run(on: store, seal) == 0)
            #expect(try await bodies(store).allSatisfy(seal.isCurrent))
            let found = try await store.read {
                try ComplaintTable.find(complaints[1].tracking, in: $0)
            }
            #expect(found == complaints[1])
            store.close()
        }
    }

    @Test func aLostKeyFileIsSaidAtTheStart() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let keys = try SealKeys.load(path: keyFile)
        let complaint = complaint(1)
        let store = try await open(Seal(keys))
        try await store.write { try ComplaintTable.insert([complaint], at: .now, in: $0) }
        store.close()
        try FileManager.default.removeItem(atPath: keyFile)
        for seal in [Seal(try SealKeys.load(path: keyFile)), nil] {
            let other = try await open(seal)
            let error = await #expect(throws: StoreError.self) {
                try await other.read { try ComplaintTable.checkSeal(in: $0) }
            }
            #expect(error?.message.contains("key") == true)
            other.close()
        }
    }
}
