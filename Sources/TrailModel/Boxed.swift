// Large values that are handed on many times and seldom changed.

/// Keeps a large value behind one pointer, so that handing it on copies the pointer. It still behaves as a value:
/// changing a copy leaves the others as they were.
@propertyWrapper
public struct Boxed<Value: Sendable>: Sendable {
  /// The value. Only reached through ``wrappedValue``, which copies the box before a change unless nobody shares it.
  private final class Box: @unchecked Sendable {
    var value: Value
    init(_ value: Value) { self.value = value }
  }

  private var box: Box

  /// A box that holds `wrappedValue`.
  public init(wrappedValue: Value) { box = Box(wrappedValue) }

  /// The box, to be handed on.
  public var projectedValue: Boxed { self }

  /// What the box holds.
  public var wrappedValue: Value {
    _read { yield box.value }
    _modify {
      if !isKnownUniquelyReferenced(&box) { box = Box(box.value) }
      yield &box.value
    }
  }
}
