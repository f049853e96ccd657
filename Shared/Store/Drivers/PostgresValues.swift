// SQLValue to PostgreSQL's parameters, and its binary results back (libpq, "Binary results").
import CPostgres

/// Type numbers of PostgreSQL's catalogue (`pg_type.dat`), those that our statements meet.
enum PostgresType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let oid: Oid = 26
    static let text: Oid = 25
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let numeric: Oid = 1700
    static let void: Oid = 2278
    /// "char", name, text, json, unknown, bpchar, varchar: their binary form is the text.
    static let texts: Set<Oid> = [18, 19, 25, 114, 705, 1042, 1043]
}

/// One argument of a statement.
enum PostgresArgument {
    case one(SQLValue)
    case array(Insertion.Kind, [SQLValue])
}

/// The arguments of one statement in libpq's form: single values as text but bytes, so that the server
/// makes of a number whatever its column is; arrays in their binary form.
struct PostgresArguments {
    private var bytes: [UInt8] = []
    /// Where each argument begins; -1 for NULL.
    private var starts: [Int] = []
    private var lengths: [CInt] = []
    private var formats: [CInt] = []

    /// - Parameter types: what the server inferred for each placeholder.
    /// - Throws: `invalid` for another number of arguments, or a value where none of its kind can be.
    init(_ arguments: [PostgresArgument], types: [Oid], sql: String) throws(StoreError) {
        guard arguments.count == types.count else {
            throw StoreError(
                .invalid, "\(arguments.count) arguments for \(types.count) placeholders in: \(sql)")
        }
        starts.reserveCapacity(arguments.count)
        for (index, argument) in arguments.enumerated() {
            let fits: Bool
            switch argument {
            case .one(let value): fits = append(value, isBytes: types[index] == PostgresType.bytea)
            case .array(let kind, let values): fits = append(values, kind)
            }
            guard fits else {
                throw StoreError(
                    .invalid, "argument \(index + 1) does not fit its column in: \(sql)")
            }
        }
    }

    private mutating func append(_ value: SQLValue, isBytes: Bool) -> Bool {
        switch value {
        case .null: append([UInt8]?.none, isBinary: false)
        case .integer(let number) where !isBytes: append("\(number)".utf8, isBinary: false)
        case .real(let number) where !isBytes: append("\(number)".utf8, isBinary: false)
        case .text(let text): append(SQLValue.storable(text).utf8, isBinary: isBytes)
        case .blob(let blob) where isBytes: append(blob, isBinary: true)
        default: return false
        }
        return true
    }

    /// An array (array_send): dimensions, whether it has a NULL, type of its elements, their count,
    /// the first one's number; then each with its length, -1 for NULL. All numbers big-endian.
    private mutating func append(_ values: [SQLValue], _ kind: Insertion.Kind) -> Bool {
        let start = bytes.count
        starts.append(start)
        formats.append(1)
        let hasNull = values.contains { if case .null = $0 { true } else { false } }
        for number in [1, hasNull ? 1 : 0, Int32(kind.elementType), Int32(values.count), 1] {
            append(bigEndian: number)
        }
        for value in values {
            switch (value, kind) {
            case (.null, _):
                append(bigEndian: Int32(-1))
            case (.integer(let number), .integer):
                append(bigEndian: Int32(8))
                append(bigEndian: number)
            case (.integer(let number), .real):
                append(bigEndian: Int32(8))
                append(bigEndian: Double(number).bitPattern)
            case (.real(let number), .real):
                append(bigEndian: Int32(8))
                append(bigEndian: number.bitPattern)
            case (.text(let text), .text):
                let text = SQLValue.storable(text)
                append(bigEndian: Int32(text.utf8.count))
                bytes.append(contentsOf: text.utf8)
            case (.blob(let blob), .blob):
                append(bigEndian: Int32(blob.count))
                bytes.append(contentsOf: blob)
            default: return false
            }
        }
        lengths.append(CInt(bytes.count - start))
        return true
    }

    private mutating func append(bigEndian number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ content: (some Collection<UInt8>)?, isBinary: Bool) {
        formats.append(isBinary ? 1 : 0)
        guard let content else {
            starts.append(-1)
            lengths.append(0)
            return
        }
        starts.append(bytes.count)
        lengths.append(CInt(content.count))
        bytes.append(contentsOf: content)
        // libpq reads a text up to its NUL.
        bytes.append(0)
    }

    /// Calls `body` with libpq's arrays: count, values, lengths, formats.
    func withPointers<Result>(
        _ body: (
            CInt, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<CInt>?, UnsafePointer<CInt>?
        ) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { buffer in
            let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = starts.map { start in start < 0 ? nil : base.map { $0 + start } }
            return body(CInt(pointers.count), pointers, lengths, formats)
        }
    }
}

extension Insertion.Kind {
    fileprivate var elementType: Oid {
        switch self {
        case .text: PostgresType.text
        case .integer: PostgresType.int8
        case .real: PostgresType.float8
        case .blob: PostgresType.bytea
        }
    }
}

enum PostgresDecoding {
    /// One value of a binary result.
    /// - Returns: `nil` for a type whose binary form is not known here.
    static func value(_ bytes: UnsafeRawBufferPointer, type: Oid) -> SQLValue? {
        switch type {
        case PostgresType.int8:
            return .integer(Int64(bitPattern: number(bytes, 8)))
        case PostgresType.int4:
            return .integer(Int64(Int32(truncatingIfNeeded: number(bytes, 4))))
        case PostgresType.int2:
            return .integer(Int64(Int16(truncatingIfNeeded: number(bytes, 2))))
        case PostgresType.oid:
            return .integer(Int64(number(bytes, 4)))
        case PostgresType.bool:
            return .integer(bytes.first == 0 ? 0 : 1)
        case PostgresType.float8:
            return .real(Double(bitPattern: number(bytes, 8)))
        case PostgresType.float4:
            return .real(Double(Float(bitPattern: UInt32(truncatingIfNeeded: number(bytes, 4)))))
        case PostgresType.numeric:
            return numeric(bytes)
        case PostgresType.bytea:
            return .blob(Array(bytes))
        case PostgresType.void:
            return .null
        default:
            return PostgresType.texts.contains(type)
                ? .text(String(decoding: bytes, as: UTF8.self)) : nil
        }
    }

    /// Big-endian, from the first `count` bytes.
    private static func number(_ bytes: UnsafeRawBufferPointer, _ count: Int) -> UInt64 {
        bytes.prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// `numeric` (numeric_send): four counts and then digits of base 10,000, sixteen bits each.
    /// Sums of whole numbers come as such; what is no whole number or too large becomes a real.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) -> SQLValue? {
        guard bytes.count >= 8 else { return nil }
        func word(_ index: Int) -> Int {
            Int(bytes[index * 2]) << 8 | Int(bytes[index * 2 + 1])
        }
        let count = word(0)
        let weight = Int(Int16(truncatingIfNeeded: word(1)))
        guard bytes.count == 8 + count * 2 else { return nil }
        let sign: String
        switch word(2) {
        case 0: sign = ""
        case 0x4000: sign = "-"
        // NaN and the infinities have signs of their own.
        default: return .real(.nan)
        }
        guard count > 0 else { return .integer(0) }
        let digits = (0..<count).map { "\(10_000 + word(4 + $0))".dropFirst() }.joined()
        // The first digit stands for 10,000 to the power of `weight`; digits that are 0 are left
        // out at the end.
        let exponent = 4 * (weight - count + 1)
        if (0..<20).contains(exponent),
            let whole = Int64(sign + digits + String(repeating: "0", count: exponent))
        {
            return .integer(whole)
        }
        return Double("\(sign)\(digits)e\(exponent)").map(SQLValue.real)
    }
}
