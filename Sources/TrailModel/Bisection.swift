// Where an ordered list divides.

extension RandomAccessCollection {
  /// How many elements there are at the front of which `isFront` holds; behind the first of which it does not there may
  /// be none. Found in as many steps as the count has binary digits.
  public func prefixCount(where isFront: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if isFront(self[index(startIndex, offsetBy: middle)]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
