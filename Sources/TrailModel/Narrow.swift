// Integers of small ranges, of which there are a great many.

/// Keeps an integer in a smaller type; what does not fit becomes the nearest that does.
@propertyWrapper
public struct Narrow<Stored: FixedWidthInteger & Sendable>: Hashable, Sendable {
  private var stored: Stored

  /// The nearest to `wrappedValue` that fits.
  public init(wrappedValue: Int) { stored = Stored(clamping: wrappedValue) }

  /// The number.
  public var wrappedValue: Int {
    get { Int(stored) }
    set { stored = Stored(clamping: newValue) }
  }
}

/// The same of an integer that may not be there.
@propertyWrapper
public struct NarrowOptional<Stored: FixedWidthInteger & Sendable>: Hashable, Sendable {
  private var stored: Stored?

  /// The nearest to `wrappedValue` that fits.
  public init(wrappedValue: Int?) { stored = wrappedValue.map { Stored(clamping: $0) } }

  /// The number.
  public var wrappedValue: Int? {
    get { stored.map(Int.init) }
    set { stored = newValue.map { Stored(clamping: $0) } }
  }
}
