// Who may import whom. A new arrow is a design decision: it is made here, on purpose, or not at all.
import Testing

@Suite struct ImportArrows {
    /// Our own modules: folder -> the modules it may import.
    static let own: [String: Set<String>] = [
        "Shared/Complaints": [],
        "Shared/Language": ["Complaints"],
        "Shared/Duplicates": ["Complaints", "Language"],
        "Shared/Rules": ["Complaints", "Language"],
        "Shared/Store": [],
        // Archives and tables that people hand over; knows no complaint.
        "Shared/Documents": [],
        "Shared/Delivery": ["Complaints", "Store"],
        "Shared/Intake": ["Complaints", "Delivery", "Store"],
        "Shared/ServiceKit": ["Store"],
        "Shared/Region": ["Complaints", "Language", "Rules", "ServiceKit"],
        "Services/SMS": channel,
        "Services/Email": channel,
        "Services/Radio": channel.union(["Documents"]),
        "Services/Routing": [
            "Complaints", "Documents", "Language", "Duplicates", "Rules", "Region", "Store",
            "Delivery", "ServiceKit",
        ],
        // The four services' commands; the ledger and the configuration to sum them up.
        "Services/Admin": [
            "SMSService", "EmailService", "RadioService", "RoutingService", "Intake", "Store",
            "ServiceKit",
        ],
    ]

    private static let channel: Set<String> = [
        "Complaints", "Intake", "Delivery", "Store", "Language", "Region", "ServiceKit",
    ]

    /// Libraries with one owner: module -> the folders that may import it.
    static let owners: [String: Set<String>] = [
        "GRDB": ["Shared/Store"],
        "GRDBSQLite": ["Shared/Store"],
        "CCurl": ["Shared/Delivery", "Services/Email"],
        "CGMime": ["Services/Email"],
        "CLinear": ["Shared/Language"],
        "CPostgres": ["Shared/Store"],
        "CSQLite": ["Shared/Store"],
        "CProcess": ["Services/Email", "Shared/ServiceKit"],
        "CXML2": ["Services/SMS", "Services/Email", "Services/Radio", "Shared/Documents"],
        "CZip": ["Shared/Documents"],
        "CStemmer": ["Shared/Language"],
        "CZlib": ["Services/Email", "Services/Routing", "Shared/ServiceKit"],
        "Yams": ["Shared/ServiceKit"],
        "Hummingbird": services.union(["Shared/ServiceKit"]),
        "Mustache": ["Shared/ServiceKit"],
        "NIOCore": services.union(["Shared/ServiceKit"]),
        "NIOPosix": ["Services/Email"],
    ]

    private static let services: Set<String> = [
        "Services/SMS", "Services/Email", "Services/Radio", "Services/Routing",
    ]

    /// Libraries that do no input or output of their own.
    static let pure: Set<String> = [
        "Shared/Complaints", "Shared/Language", "Shared/Duplicates", "Shared/Rules",
    ]
    private static let effects = ["FileManager", "FileHandle", "ProcessInfo", "Date.now", "UUID()"]

    private static let modules: Set<String> = Set(
        own.keys.map { folder in
            let name = String(folder.split(separator: "/")[1])
            return folder.hasPrefix("Services/") ? "\(name)Service" : name
        })

    @Test("there are files to look at")
    func found() {
        #expect(SourceFile.production.count > 50)
        #expect(Set(SourceFile.production.map(\.module)).isSuperset(of: ["Shared/Store"]))
    }

    @Test("our modules import each other only along the arrows")
    func ours() {
        for file in SourceFile.production where !file.isSystemLibrary {
            guard let allowed = Self.own[file.module] else {
                Issue.record("\(file.path): its module has no arrows; add it here")
                continue
            }
            // The executable of a service imports its library.
            let itself = file.module.split(separator: "/").last.map { "\($0)Service" } ?? ""
            for name in file.imports where Self.modules.contains(name) {
                let isOwnLibrary = name == itself && file.path.contains("/Main/")
                #expect(
                    allowed.contains(name) || isOwnLibrary,
                    "\(file.path) imports \(name): not an arrow of the design")
            }
        }
    }

    @Test("a library that is not ours is imported only by its owner")
    func others() {
        for file in SourceFile.production {
            for name in file.imports {
                guard let owners = Self.owners[name] else { continue }
                #expect(
                    owners.contains(file.module),
                    "\(file.path) imports \(name), which belongs to \(owners.sorted())")
            }
        }
    }

    @Test("the pure libraries touch neither files nor clocks nor chance")
    func purity() {
        for file in SourceFile.production where Self.pure.contains(file.module) {
            for effect in Self.effects {
                let line = file.lines.firstIndex { line in
                    line.contains(effect) && !line.drop { $0 == " " }.hasPrefix("//")
                }
                #expect(
                    line == nil, "\(file.path):\((line ?? 0) + 1) uses \(effect); pass it in")
            }
        }
    }
}

extension SourceFile {
    /// `Shared/System` holds module maps.
    var isSystemLibrary: Bool { module == "Shared/System" }
}
