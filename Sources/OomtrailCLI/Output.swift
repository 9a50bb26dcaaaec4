// Where a command's data goes: standard output, or a file that appears whole or not at all.

import TrailBytes

/// Writes what `body` gives to the file at `path`, or to standard output, which `-` is too.
func writeOutput(to path: String?, _ body: (inout ByteWriter) -> Void) throws {
  var failure: OutputFailure?
  do throws(OutputFailure) {
    let file = try path.flatMap { $0 == "-" ? nil : $0 }.map { path throws(OutputFailure) in try OutputFile(path: path)
    }
    let sink: any ByteSink = file ?? StandardOutput()
    var writer = ByteWriter { bytes in
      do throws(OutputFailure) {
        try sink.write(bytes)
        return true
      } catch {
        failure = error
        return false
      }
    }
    body(&writer)
    writer.flush()
    if failure == nil { try file?.commit() }
  } catch { failure = error }
  guard let failure else { return }
  // A reader that goes away has what it wanted.
  if failure.isBrokenPipe { throw ExitStatus.analysed }
  Talk.say("oomtrail: cannot write \(failure)")
  throw ExitStatus.usage
}
