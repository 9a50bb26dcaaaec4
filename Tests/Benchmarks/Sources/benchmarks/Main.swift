// The `benchmarks` command: `generate` writes a corpus, `run` measures.

import Glibc

@main
enum Benchmarks {
  static func main() {
    var arguments = Arguments(CommandLine.arguments.dropFirst())
    do {
      switch arguments.command() {
      case "generate": try GenerateCommand(&arguments).run()
      case "run": try RunCommand(&arguments).run()
      case "--help", "-h", "help": Console.print(Help.text)
      case let other:
        throw UsageError("'\(other ?? "")' is not a command; there are 'generate' and 'run'")
      }
    } catch let error as UsageError {
      Console.warn("\(error.message) (see --help)")
      exit(2)
    } catch {
      Console.warn("\(error)")
      exit(1)
    }
  }
}
