// Arrays of large values, of which there may be a great many.

/// An array that keeps each element behind a pointer of its own, so that growing and ordering it moves pointers.
///
/// A hundred thousand inputs take the memory of the inputs then, whatever is done with them.
public struct BoxedArray<Element: Sendable>: Sendable {
  @usableFromInline var boxes: [Boxed<Element>] = []

  /// None.
  public init() {}

  /// Adds one at the end.
  public mutating func append(_ element: Boxed<Element>) { boxes.append(element) }

  /// The elements at `places`, in that order.
  public func ordered(_ places: [Int]) -> BoxedArray {
    var result = BoxedArray()
    result.boxes = places.map { boxes[$0] }
    return result
  }
}

extension BoxedArray: RandomAccessCollection, MutableCollection {
  /// 0.
  public var startIndex: Int { 0 }
  /// How many there are.
  public var endIndex: Int { boxes.count }

  /// An element; a change copies only it, where it is shared.
  @inlinable
  public subscript(index: Int) -> Element {
    get { boxes[index].wrappedValue }
    _modify { yield &boxes[index].wrappedValue }
  }
}

extension BoxedArray: ExpressibleByArrayLiteral {
  /// An array of these.
  public init(arrayLiteral elements: Element...) { boxes = elements.map { Boxed(wrappedValue: $0) } }
}
