// The only place that talks to liblinear: weights of each column for each class, one class against the rest.
import CLinear

/// A trained linear model over numbered columns.
struct LinearModel {
    /// class -> weight of each column.
    var weights: [[Double]]
    var bases: [Double]

    /// The score of each class.
    func scores(_ vector: [Cell]) -> [Double] {
        weights.indices.map { label in
            weights[label].withUnsafeBufferPointer { weights in
                vector.reduce(bases[label]) { $0 + weights[Int($1.column)] * $1.value }
            }
        }
    }
}

enum LinearTraining {
    /// The same cases give the same weights.
    private static let seed: UInt32 = 20_210_310
    /// liblinear stops when a round changes no more than this; more exact is not more right.
    static let tolerance = 0.1

    /// Trains a support vector machine.
    ///
    /// - Parameters:
    ///   - vectors: the columns of a row in any order.
    ///   - labels: 0 ..< classes; each class must occur, and there must be two.
    ///   - cost: of a wrong case; the higher, the closer to the cases.
    static func train(
        _ vectors: [[Cell]], labels: [Int], classes: Int, columns: Int, cost: Double,
        tolerance: Double = LinearTraining.tolerance
    ) -> LinearModel {
        // liblinear is told of the columns that occur only, in their order.
        var used = [Bool](repeating: false, count: columns)
        for vector in vectors { for cell in vector { used[Int(cell.column)] = true } }
        var numbers = [Int32](repeating: 0, count: columns)
        var occurring: [Int] = []
        for column in 0..<columns where used[column] {
            occurring.append(column)
            numbers[column] = Int32(occurring.count)
        }
        var nodes: [feature_node] = []
        nodes.reserveCapacity(vectors.reduce(0) { $0 + $1.count + 2 })
        var starts: [Int] = []
        let baseColumn = Int32(occurring.count + 1)
        for vector in vectors {
            starts.append(nodes.count)
            for cell in vector.sorted(by: { $0.column < $1.column }) {
                nodes.append(
                    feature_node(index: numbers[Int(cell.column)], value: cell.value))
            }
            nodes.append(feature_node(index: baseColumn, value: 1))
            nodes.append(feature_node(index: -1, value: 0))
        }
        var targets = labels.map(Double.init)
        var model = LinearModel(
            weights: Array(repeating: Array(repeating: 0, count: columns), count: classes),
            bases: Array(repeating: 0, count: classes))
        nodes.withUnsafeMutableBufferPointer { nodes in
            var rows: [UnsafeMutablePointer<feature_node>?] = starts.map { start in
                nodes.baseAddress.map { $0 + start }
            }
            rows.withUnsafeMutableBufferPointer { rows in
                targets.withUnsafeMutableBufferPointer { targets in
                    var cases = problem(
                        l: Int32(vectors.count), n: baseColumn, y: targets.baseAddress,
                        x: rows.baseAddress, bias: 1)
                    var how = parameter()
                    how.solver_type = Int32(L2R_L2LOSS_SVC_DUAL)
                    how.eps = tolerance
                    how.C = cost
                    var trained = train_quietly(&cases, &how, seed)
                    defer { free_and_destroy_model(&trained) }
                    guard let trained else { return }
                    copy(trained, occurring, into: &model)
                }
            }
        }
        return model
    }

    /// Of two classes liblinear keeps one row of weights: for the first, against the second.
    private static func copy(
        _ trained: UnsafeMutablePointer<CLinear.model>, _ columns: [Int],
        into model: inout LinearModel
    ) {
        let classes = Int(trained.pointee.nr_class)
        let width = classes == 2 ? 1 : classes
        for row in 0..<classes {
            let label = Int(trained.pointee.label[row])
            let from = width == 1 ? 0 : row
            let sign: Double = width == 1 && row == 1 ? -1 : 1
            model.weights[label].withUnsafeMutableBufferPointer { weights in
                for (number, column) in columns.enumerated() {
                    weights[column] = sign * trained.pointee.w[number * width + from]
                }
            }
            model.bases[label] = sign * trained.pointee.w[columns.count * width + from]
        }
    }
}
