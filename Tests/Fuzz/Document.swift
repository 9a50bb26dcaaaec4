// A case as documents, which have to be well-formed whatever it is made of.

import Foundation
import TrailBytes
import TrailCase
import TrailModel
import TrailRender

@testable import Oomtrail

/// The case of one input as JSON; in the other formats it has to be printable.
func document(of readings: [Analyzer.Reading]) -> String {
  var builder = CaseBuilder(options: CaseOptions())
  for reading in readings {
    builder.add(Boxed(wrappedValue: reading.input), observations: reading.observations, notices: reading.notices)
  }
  return document(of: builder.finish())
}

/// A case as JSON; in the other formats it has to be printable.
func document(of found: Case) -> String {
  var json: [UInt8] = []
  for renderer in Renderer.all {
    var bytes: [UInt8] = []
    var writer = ByteWriter { piece in
      for index in 0..<piece.count { bytes.append(piece[index]) }
      return true
    }
    renderer.render(found, &writer)
    writer.flush()
    require(String(validating: bytes, as: UTF8.self) != nil, "\(renderer.name) that is no UTF-8")
    if renderer.name == "json" { json = bytes }
  }
  do { _ = try JSONSerialization.jsonObject(with: Data(json)) } catch { fatalError("no JSON: \(error)") }
  return String(decoding: json, as: UTF8.self)
}
