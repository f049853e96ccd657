// The texts that the cells of a workbook share: in a file without a name; only where each begins in memory.
import Foundation

/// Texts by their number.
struct SharedTexts: Sendable {
    private let file: NamelessFile
    private let offsets: [Int]

    subscript(_ number: Int) -> String? {
        guard number >= 0, number + 1 < offsets.count else { return nil }
        let (start, end) = (offsets[number], offsets[number + 1])
        return String(unsafeUninitializedCapacity: end - start) { bytes in
            max(0, pread(file.number, bytes.baseAddress, end - start, off_t(start)))
        }
    }

    /// Listens to `xl/sharedStrings.xml` and writes the texts down as they come.
    final class Part: XMLSink {
        private let file: NamelessFile
        private let limits: SheetLimits
        private var offsets: [Int] = [0]
        private var buffer: [UInt8] = []
        private var written = 0
        private var problem: SheetError?
        private var takes = false
        private var inPhonetic = false

        private static let bufferBytes = 256 * 1024

        init(_ limits: SheetLimits) throws(SheetError) {
            file = try NamelessFile()
            self.limits = limits
        }

        func open(_ name: XMLName, _ attributes: XMLAttributes) {
            switch name {
            case "rPh": inPhonetic = true
            case "t": takes = !inPhonetic
            default: break
            }
        }

        func close(_ name: XMLName) {
            switch name {
            case "rPh": inPhonetic = false
            case "t": takes = false
            case "si":
                offsets.append(written + buffer.count)
                if offsets.count - 1 > limits.sharedTexts {
                    problem = SheetError(
                        "the file has more than \(limits.sharedTexts) different texts; split it")
                }
                if buffer.count > Self.bufferBytes { flush() }
            default: break
            }
        }

        func text(_ bytes: UnsafeBufferPointer<UInt8>) {
            guard takes, problem == nil else { return }
            let length = written + buffer.count - (offsets.last ?? 0)
            guard length + bytes.count <= limits.cellBytes else {
                problem = SheetError("a text of the file is longer than \(limits.cellBytes) bytes")
                return
            }
            buffer.append(contentsOf: bytes)
        }

        private func flush() {
            var done = 0
            while done < buffer.count {
                let count = buffer[done...].withUnsafeBytes {
                    pwrite(file.number, $0.baseAddress, $0.count, off_t(written))
                }
                guard count > 0 else {
                    problem = SheetError("no room in the folder for temporary files")
                    break
                }
                done += count
                written += count
            }
            buffer.removeAll(keepingCapacity: true)
        }

        /// The texts, once all are there.
        func finish() throws(SheetError) -> SharedTexts {
            flush()
            if let problem { throw problem }
            return SharedTexts(file: file, offsets: offsets)
        }
    }

    private init(file: NamelessFile, offsets: [Int]) {
        (self.file, self.offsets) = (file, offsets)
    }
}

/// A file that nobody else can open, and that is gone with its last reader.
private final class NamelessFile: Sendable {
    let number: CInt

    init() throws(SheetError) {
        let folder = FileManager.default.temporaryDirectory
        var template = Array(folder.appending(path: "mendengar-sheet-XXXXXX").path.utf8CString)
        number = mkstemp(&template)
        guard number >= 0 else { throw SheetError("no file can be made in \(folder.path)") }
        unlink(template)
    }

    deinit { _ = Foundation.close(number) }
}
