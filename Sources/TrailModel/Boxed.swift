// Large values that are handed on many times and seldom changed.

/// Keeps a large value behind one pointer, so that handing it on copies the pointer. It still behaves as a value:
/// changing a copy leaves the others as they were.
@propertyWrapper
public struct Boxed<Value: Sendable>: Sendable {
  /// The value. Only reached through ``wrappedValue``, which copies the box before a change unless nobody shares it.
  @usableFromInline
  final class Box: @unchecked Sendable {
    @usableFromInline var value: Value
    @inlinable
    init(_ value: Value) { self.value = value }
  }

  @usableFromInline var box: Box

  /// A box that holds `wrappedValue`.
  @inlinable
  public init(wrappedValue: Value) { box = Box(wrappedValue) }

  /// The box, to be handed on.
  public var projectedValue: Boxed { self }

  /// What the box holds.
  ///
  /// Where this is inlined, whoever asks for a part copies only that. (As a coroutine it copies all of the value, and
  /// Swift 6.3 lends parts of that copy beyond its life.)
  @inlinable
  public var wrappedValue: Value {
    get { box.value }
    _modify {
      if !isKnownUniquelyReferenced(&box) { box = Box(box.value) }
      yield &box.value
    }
  }
}
