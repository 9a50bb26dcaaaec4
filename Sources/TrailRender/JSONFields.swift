// JSON by hand: fields, objects and arrays whose commas look after themselves.

import TrailBytes
import TrailModel

extension ByteWriter {
  mutating func null(_ name: StaticString) {
    write(key: name)
    write("null")
  }

  mutating func field(_ name: StaticString, _ value: String?) {
    guard let value else { return null(name) }
    write(key: name)
    write(json: value)
  }

  mutating func field(_ name: StaticString, _ value: Int64?) {
    guard let value else { return null(name) }
    write(key: name)
    write(value)
  }

  mutating func field(_ name: StaticString, _ value: Int?) { field(name, value.map(Int64.init)) }

  mutating func field(_ name: StaticString, _ value: Bytes?) { field(name, value?.count) }

  mutating func field(_ name: StaticString, _ value: Pages?) { field(name, value?.count) }

  mutating func field(_ name: StaticString, _ value: Bool?) {
    guard let value else { return null(name) }
    write(key: name)
    write(value ? "true" : "false")
  }

  /// JSON has no word for what is not finite, hence null.
  mutating func field(_ name: StaticString, _ value: Double?) {
    guard let value, value.isFinite else { return null(name) }
    write(key: name)
    write(value.description)
  }

  mutating func field(_ name: StaticString, _ value: Instant?) {
    guard let value else { return null(name) }
    write(key: name)
    write(byte: 0x22)
    write(value)
    write(byte: 0x22)
  }

  mutating func object(_ body: (inout ByteWriter) -> Void) {
    writeComma()
    write(byte: 0x7B)
    body(&self)
    write(byte: 0x7D)
  }

  mutating func object(_ name: StaticString, _ body: (inout ByteWriter) -> Void) {
    write(key: name)
    object(body)
  }

  /// An object made of `value`, or null.
  mutating func object<Value>(_ name: StaticString, _ value: Value?, _ body: (inout ByteWriter, Value) -> Void) {
    guard let value else { return null(name) }
    object(name) { body(&$0, value) }
  }

  mutating func array(_ name: StaticString, _ body: (inout ByteWriter) -> Void) {
    write(key: name)
    write(byte: 0x5B)
    body(&self)
    write(byte: 0x5D)
  }

  /// An array of objects.
  mutating func array<Value>(_ name: StaticString, _ values: [Value], _ body: (inout ByteWriter, Value) -> Void) {
    array(name) { writer in
      for value in values { writer.object { body(&$0, value) } }
    }
  }

  mutating func array(_ name: StaticString, _ values: [String]) {
    write(key: name)
    array(values)
  }

  mutating func array(_ values: [String]) {
    write(byte: 0x5B)
    for value in values {
      writeComma()
      write(json: value)
    }
    write(byte: 0x5D)
  }

  mutating func string(_ value: String?) {
    if let value {
      write(json: value)
    } else {
      write("null")
    }
  }

  mutating func array(_ name: StaticString, _ values: [Int64]) {
    array(name) { writer in
      for value in values {
        writer.writeComma()
        writer.write(value)
      }
    }
  }

  /// Named numbers as an object. A name that a log repeats counts once, the first time: keys are unique.
  mutating func counters<Value>(_ name: StaticString, _ values: [Named<Value>], _ number: (Value) -> Int64) {
    object(name) { writer in
      var seen = Set<String>(minimumCapacity: values.count)
      for value in values where seen.insert(value.name).inserted {
        writer.writeComma()
        writer.write(json: value.name)
        writer.write(byte: 0x3A)
        writer.write(number(value.value))
      }
    }
  }

  /// An array of objects, each on a line of its own, so that line tools work on a whole document too.
  mutating func lines<Values: Collection>(
    _ name: StaticString, _ values: Values, _ body: (inout ByteWriter, Values.Element) -> Void
  ) {
    write(key: name)
    write(byte: 0x5B)
    for (index, value) in values.enumerated() where isOpen {
      write(index == 0 ? "\n" : ",\n")
      object { body(&$0, value) }
    }
    write(values.isEmpty ? "]" : "\n]")
  }
}
