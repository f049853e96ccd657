// The facts of a complaint as bytes, for the database: so that the index is read back without reading
// texts again.
import Language

extension LinkFacts {
    /// Changes with everything that makes the facts of one text others: facts of another version are
    /// made anew.
    package static let version: UInt8 = 8

    /// Little endian, in a fixed order; without the number, which is the row's own.
    package var bytes: [UInt8] {
        var writer = Writer()
        writer.put(Self.version)
        let (road, words) = (road.raw, sketch.raw)
        for value in [
            idHigh, idLow, road.0, road.1, words.0, words.1, words.2, words.3, place,
        ] { writer.put(value) }
        for value in [at, phone, email] { writer.put(value) }
        for value in [topic, name, rt, house, lane, part, kilometre, landmarkName, trouble.rawValue] {
            writer.put(value)
        }
        for value in [matter, nextMatter, lastMatter, rw, landmark, channel] { writer.put(value) }
        writer.put(marks.subtracting(.listed).rawValue)
        return writer.bytes
    }

    /// `nil` when they are of another version, or cut off.
    package init?(bytes: [UInt8], number: UInt32) {
        guard bytes.count >= Self.minimumBytes, bytes[0] == Self.version else { return nil }
        self = bytes.withUnsafeBytes { buffer in
            var reader = Reader(buffer: buffer, offset: 1)
            return LinkFacts(&reader, number: number)
        }
    }

    private static let minimumBytes = 1 + 9 * 8 + 3 * 4 + 9 * 2 + 6 + 2

    private init(_ reader: inout Reader, number: UInt32) {
        idHigh = reader.next()
        idLow = reader.next()
        road = SpotName(raw: (reader.next(), reader.next()))
        sketch = Sketch(raw: (reader.next(), reader.next(), reader.next(), reader.next()))
        place = reader.next()
        self.number = number
        at = reader.next()
        phone = reader.next()
        email = reader.next()
        topic = reader.next()
        name = reader.next()
        rt = reader.next()
        house = reader.next()
        lane = reader.next()
        part = reader.next()
        kilometre = reader.next()
        landmarkName = reader.next()
        trouble = Trouble(rawValue: reader.next())
        matter = reader.next()
        nextMatter = reader.next()
        lastMatter = reader.next()
        rw = reader.next()
        landmark = reader.next()
        channel = reader.next()
        marks = Marks(rawValue: reader.next())
    }

    private struct Writer {
        var bytes: [UInt8] = []

        mutating func put(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
    }

    private struct Reader {
        let buffer: UnsafeRawBufferPointer
        var offset: Int

        mutating func next<Value: FixedWidthInteger>() -> Value {
            defer { offset += MemoryLayout<Value>.size }
            return Value(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: Value.self))
        }
    }
}
