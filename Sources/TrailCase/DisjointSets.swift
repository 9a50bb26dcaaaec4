// Sets that grow together.

/// Numbers in sets that are united, never parted (union-find).
struct DisjointSets {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  mutating func root(of item: Int) -> Int {
    var item = item
    while parents[item] != item {
      parents[item] = parents[parents[item]]
      item = parents[item]
    }
    return item
  }

  /// Makes one set of two; its root is the earlier one.
  mutating func unite(_ left: Int, _ right: Int) {
    let (one, other) = (root(of: left), root(of: right))
    parents[max(one, other)] = min(one, other)
  }
}
