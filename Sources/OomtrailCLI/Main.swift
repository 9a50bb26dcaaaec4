// The `oomtrail` executable: runs a command, and speaks to people the way good tools do.

import ArgumentParser
import TrailBytes
import TrailModel

@main
enum Main {
  static func main() {
    ignoreBrokenPipes()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.isEmpty {
      Talk.say(Root.shortHelp)
      exit(.usage)
    }
    if arguments == ["--version"] {
      Talk.answer("\(Generator.name) \(Generator.version)")
      exit(.analysed)
    }
    if arguments == ["--help"] || arguments == ["-h"] {
      // The default command's options belong on the first page of help.
      Talk.answer(Root.helpMessage(for: Analyze.self) + "\n" + Root.configuration.discussion)
      exit(.analysed)
    }
    do {
      var command = try Root.parseAsRoot(arguments)
      try command.run()
    } catch let status as ExitStatus {
      exit(status)
    } catch {
      let message = Root.fullMessage(for: error)
      // Help and the version are asked for, and so are data; anything else is wrong usage.
      if Root.exitCode(for: error) == .success {
        Talk.answer(message)
        exit(.analysed)
      }
      Talk.say(message)
      exit(.usage)
    }
  }
}
