// swift-tools-version: 6.2
// The whole of Mendengar: four services, the administrator's command and the libraries they share.
import PackageDescription

/// One strict set of compiler settings for every target.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

/// How the programs are linked for use: with Swift's libraries inside, of which only what is used is
/// kept and
/// read, and with relocations packed. It saves each process 11 MiB, and 2 % of the instructions of an
/// intake.
/// Foundation's own parts are named because only code compiled for it would ask for them.
let program: [LinkerSetting] = [
    .unsafeFlags(
        ["-static-stdlib", "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"]
            + [
                "FoundationInternationalization", "FoundationEssentials", "_FoundationICU",
                "_FoundationCShims", "_FoundationCollections", "CoreFoundation", "swiftDispatch",
                "dispatch", "BlocksRuntime", "stdc++",
            ].map { "-l\($0)" },
        .when(configuration: .release))
]

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(
    name: "HummingbirdTesting", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let arguments = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(
    name: "UnixSignals", package: "swift-service-lifecycle")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")

/// A library of Shared.
func shared(
    _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Shared/\(name)", resources: resources,
        swiftSettings: strict)
}

/// A service: a library with all its code and a one-file executable in `Main/`.
func service(
    _ folder: String, _ dependencies: [Target.Dependency], resources: [Resource] = [],
    main: [Target.Dependency] = []
) -> [Target] {
    let library = "\(folder)Service"
    return [
        .target(
            name: library,
            dependencies: dependencies + [
                "Complaints", "Language", "Store", "Delivery", "ServiceKit", hummingbird, logging,
                lifecycle, httpTypes, arguments, crypto,
            ],
            path: "Services/\(folder)", exclude: ["Main"], resources: resources,
            swiftSettings: strict),
        .executableTarget(
            name: "mendengar-\(folder.lowercased())",
            dependencies: [.init(stringLiteral: library)] + main,
            path: "Services/\(folder)/Main", swiftSettings: strict,
            linkerSettings: program),
    ]
}

func systemLibrary(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(
        name: name, path: "Shared/System/\(name)", pkgConfig: pkgConfig,
        providers: [.apt([apt])])
}

func suite(
    _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)",
        resources: resources, swiftSettings: strict)
}

let package = Package(
    name: "Mendengar",
    products: [
        .executable(name: "mendengar", targets: ["mendengar"]),
        .executable(name: "mendengar-sms", targets: ["mendengar-sms"]),
        .executable(name: "mendengar-email", targets: ["mendengar-email"]),
        .executable(name: "mendengar-radio", targets: ["mendengar-radio"]),
        .executable(name: "mendengar-routing", targets: ["mendengar-routing"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        shared("Complaints", [crypto]),
        shared("Language", ["Complaints", "CLinear", "CStemmer"]),
        shared("Duplicates", ["Complaints", "Language"]),
        shared("Rules", ["Complaints", "Language"]),
        shared("Store", [grdb, grdbSQLite, crypto, logging, "CPostgres", "CSQLite"]),
        shared("Delivery", ["Complaints", "Store", "CCurl", crypto, logging, lifecycle]),
        shared("Intake", ["Complaints", "Store", "Delivery", crypto, logging, lifecycle]),
        shared(
            "ServiceKit",
            [
                "Store", hummingbird, mustache, yams, crypto, cryptoExtras, logging, lifecycle,
                httpTypes, arguments, nio, nioHTTP1, signals, "CProcess", "CZlib",
            ], resources: [.copy("Pages/Static")]),
        shared("Documents", ["CXML2", "CZip"]),
        shared("Region", ["Complaints", "Language", "Rules", "ServiceKit", crypto]),
        systemLibrary("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        systemLibrary("CGMime", pkgConfig: "gmime-3.0", apt: "libgmime-3.0-dev"),
        // Not a system library's map alone: jemalloc reads its settings from a symbol.
        .target(
            name: "CJemalloc", path: "Shared/System/CJemalloc",
            linkerSettings: [.linkedLibrary("jemalloc")]),
        // liblinear from its archive, and what it asks of a BLAS: no shared library in any process.
        .target(
            name: "CLinear", path: "Shared/System/CLinear",
            linkerSettings: [.linkedLibrary(":liblinear.a"), .linkedLibrary("stdc++")]),
        systemLibrary("CPostgres", pkgConfig: "libpq", apt: "libpq-dev"),
        systemLibrary("CSeccomp", pkgConfig: "libseccomp", apt: "libseccomp-dev"),
        systemLibrary("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
        systemLibrary("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
        systemLibrary("CZip", pkgConfig: "libzip", apt: "libzip-dev"),
        systemLibrary("CXML2", pkgConfig: "libxml-2.0", apt: "libxml2-dev"),
        systemLibrary("CTNEF", pkgConfig: "libytnef", apt: "libytnef0-dev"),
        .systemLibrary(name: "CProcess", path: "Shared/System/CProcess"),
        .systemLibrary(
            name: "CStemmer", path: "Shared/System/CStemmer",
            providers: [.apt(["libstemmer-dev"])]),
    ]
        + service("SMS", ["Intake", "Region", "CXML2"], main: ["CJemalloc"])
        + service(
            "Email",
            [
                "Intake", "Region", "CCurl", "CGMime", "CProcess", "CSeccomp", "CTNEF", "CXML2", "CZlib",
                nio, nioPosix,
            ])
        + service(
            "Radio", ["Documents", "Intake", "Region", "CXML2"],
            resources: [
                .copy("Pages/Templates"), .copy("Pages/Static"),
                .copy("Segmentation/programmes.yaml"),
            ])
        + service(
            "Routing", ["Documents", "Duplicates", "Rules", "Region", "CZlib"],
            resources: [.copy("Counter/Templates")])
        + [
            .executableTarget(
                name: "mendengar",
                dependencies: [
                    "SMSService", "EmailService", "RadioService", "RoutingService", "Intake",
                    "ServiceKit", "Store", arguments,
                ],
                path: "Services/Admin", swiftSettings: strict, linkerSettings: program),
            // A peer of the benchmarks, on our own HTTP server and journal.
            .executableTarget(
                name: "bench-server",
                dependencies: [
                    "Complaints", "Intake", "ServiceKit", "Store", hummingbird, crypto, lifecycle,
                    logging, httpTypes, nio, signals,
                ],
                path: "ops/benchmarks/Server", swiftSettings: strict, linkerSettings: program),
            // What `ops/bench language` measures.
            .executableTarget(
                name: "bench-language", dependencies: ["Complaints", "Language", "Region"],
                path: "ops/benchmarks/Language", swiftSettings: strict, linkerSettings: program),
            // The rule engine beside its peer.
            .executableTarget(
                name: "bench-rules", dependencies: ["Complaints", "Language", "Rules"],
                path: "ops/benchmarks/Rules", swiftSettings: strict, linkerSettings: program),
            // The index of links under load.
            .executableTarget(
                name: "bench-links",
                dependencies: ["Complaints", "Language", "Duplicates", "Store"],
                path: "ops/benchmarks/Links", swiftSettings: strict, linkerSettings: program),
            .target(
                name: "TestSupport", dependencies: ["Complaints", "Delivery", "CCurl"],
                path: "Tests/TestSupport", swiftSettings: strict),
            suite("HouseTests", []),
            suite("ComplaintsTests", ["Complaints"]),
            suite("DocumentsTests", ["Documents", "CZip"]),
            suite("LanguageTests", ["Complaints", "Language", "Region"]),
            suite("DuplicatesTests", ["Complaints", "Duplicates", "Language"]),
            suite("RulesTests", ["Complaints", "Language", "Rules"]),
            suite(
                "RegionTests", ["Complaints", "Language", "Region", "Rules", "ServiceKit"],
                resources: [.copy("Fixtures")]),
            suite(
                "StoreTests", ["Store", "store-probe"], resources: [.copy("Fixtures")]),
            // A writer that the fault tests start, hinder and kill.
            .executableTarget(
                name: "store-probe", dependencies: ["Store"], path: "Tests/StoreProbe",
                swiftSettings: strict),
            suite("IntakeTests", ["Intake", "Store", "Delivery", "Complaints", logging]),
            suite("DeliveryTests", ["Complaints", "Delivery", "Store", logging]),
            suite(
                "ServiceKitTests",
                [
                    "ServiceKit", "Store", hummingbird, hummingbirdTesting, httpTypes, logging,
                    lifecycle, nio, nioEmbedded,
                ]),
            suite(
                "SMSTests",
                [
                    "SMSService", "Intake", "Store", "Delivery", "Region", "ServiceKit",
                    "Complaints",
                    hummingbird, hummingbirdTesting, crypto, logging, nio, httpTypes, "mendengar",
                ], resources: [.copy("Fixtures")]),
            suite(
                "EmailTests", ["EmailService", "mendengar-email"],
                resources: [.copy("Fixtures")]),
            suite(
                "RadioTests",
                [
                    "RadioService", "Intake", "ServiceKit", "Complaints", hummingbird,
                    hummingbirdTesting, logging, nio, httpTypes,
                ], resources: [.copy("Fixtures")]),
            suite(
                "RoutingTests",
                [
                    "RoutingService", "Documents", "Region", "Rules", "ServiceKit", "Store", "Delivery",
                    "Complaints", hummingbird, hummingbirdTesting, logging, lifecycle, nio, httpTypes,
                ]),
            suite(
                "UpgradeTests",
                [
                    "Store", "Intake", "Delivery", "ServiceKit", "EmailService", "RadioService",
                    "RoutingService",
                ],
                resources: [.copy("Fixtures")]),
            suite(
                "SimulationTests",
                [
                    "Intake", "RoutingService", "Delivery", "Store", "Complaints",
                ]),
            suite(
                "JourneyTests",
                [
                    "Complaints", crypto, "mendengar", "mendengar-sms", "mendengar-email",
                    "mendengar-radio", "mendengar-routing",
                ], resources: [.copy("Fixtures")]),
        ]
)
