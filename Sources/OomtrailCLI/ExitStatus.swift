// The exit status: decided here and nowhere else.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the program ends; the numbers are the contract's.
enum ExitStatus: Int32, Error {
  /// The input was analysed.
  case analysed = 0
  /// `--fail-on-kill`, and there was one.
  case killFound = 1
  /// The command line cannot be followed.
  case usage = 2
  /// Some input could not be read; the report covers the rest.
  case unreadable = 3
}

/// Ends the program.
func exit(_ status: ExitStatus) -> Never { exit(status.rawValue) }
