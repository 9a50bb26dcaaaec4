// The commands.

import ArgumentParser
import TrailModel

/// `oomtrail`: its commands, of which `analyze` need not be named.
struct Root: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "oomtrail",
    abstract: "Finds out-of-memory kills in logs and tells what was killed, by whom, why, and what repeats.",
    discussion: """
      Reads files, directories, archives (tar, zip, 7z, cpio) and standard input (-); plain or compressed, one in the
      other, told by content. Nothing else is needed: no network, no root, no access to the hosts the logs came from.

      EXAMPLES
        oomtrail /var/log                       everything this machine kept, as Markdown
        oomtrail case-4711.tar.xz -o report.md  a customer's bundle as it came, the report into a file
        oomtrail --host web-01 --since 2026-11-02 /var/log     one host, from that day on
        oomtrail top --by owner,process fleet/  what contributes most; see oomtrail top --help
        oomtrail inspect case-4711.tar.xz       what is in it, and what was skipped and why
        oomtrail --format json messages*.gz     for scripts; --format ndjson for one event a line
        journalctl -k | oomtrail -              from a pipe
        oomtrail --year 2025 old/messages       stamps without a year, placed by hand

      EXIT STATUS
        0  analysed, whether or not there was a kill     1  with --fail-on-kill, where there was one
        2  wrong usage                                   3  some input could not be read; the rest is reported
      """,
    version: "\(Generator.name) \(Generator.version)",
    subcommands: [Analyze.self, Top.self, Inspect.self],
    defaultSubcommand: Analyze.self)

  /// What `oomtrail` alone says: it would have nothing to read.
  static let shortHelp = """
    oomtrail finds out-of-memory kills in logs.

    usage: oomtrail PATH... [--format markdown|json|ndjson] [-o FILE]

      oomtrail /var/log              report on a directory of logs
      oomtrail case-4711.tar.xz      report on an archive
      dmesg | oomtrail -             report on a stream
      oomtrail --help                all options
    """
}
