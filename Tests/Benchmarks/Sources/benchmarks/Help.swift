// What --help prints.

enum Help {
  static let text = """
    Measures oomtrail against ripgrep, grep and gzip on generated logs.

    USAGE
      benchmarks generate [options] > corpus
      benchmarks run [options]

    GENERATE
      --format FORM       syslog (default), export or json: RFC 3164 lines, or the journal's two text forms
      --bytes SIZE        size to reach (default 1GiB); the last record may go past it
      --oom-every SIZE    one kill report in SIZE bytes, or none (default none)
      --dense             nothing but reports, back to back
      --rows MIN-MAX      rows of a report's process table (default 10-340; 300 with --dense)
      --seed N            another choice of messages (default 42); equal options give equal bytes
      --hosts N           machines that log (default 200)
      --start-hour N      begin N hours later (default 0)
      --summary           say on stderr what was written: bytes, records, kills, table rows

    RUN
      --size SIZE         size of each large corpus (default 1GiB; the dense one is 100 MB or less)
      --pairs N           measured pairs of each job, after one warm-up (default 5)
      --quick             64MiB and 2 pairs: shows that everything works, its times mean little
      --oomtrail PATH     the binary to measure (default .build/release/oomtrail of this checkout)
      --work DIR          where corpora are kept (default .build/benchmark-corpora of this checkout)
      --seed N            seed of the corpora (default 42)
      --only NAME         this job only; may be given more than once
      --list              names and describes the jobs

    SIZE is a number of bytes, or a number with kB, MB, GB, KiB, MiB or GiB behind it.

    """
}
