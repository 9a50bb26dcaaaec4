// Mixes ordinary messages of a fleet with kill reports until a corpus has its size.

/// What a corpus is made of. Equal options give equal bytes on every machine.
public struct CorpusOptions: Sendable {
  /// How records are written.
  public var format = LogFormat.syslog
  /// Size to reach; the last record may go past it.
  public var byteCount = 1 << 30
  /// Bytes from one report to the next; nil for a corpus without any.
  public var reportInterval: Int?
  /// Nothing but reports, back to back.
  public var isDense = false
  /// Choice of everything but the fleet, which is always the same.
  public var seed: UInt64 = 42
  /// Number of machines that log.
  public var hostCount = 200
  /// Rows of a report's process table.
  public var tableRows = 10...340
  /// Hours after the epoch of all corpora at which this one begins.
  public var startHour = 0

  /// A gibibyte of syslog without a report.
  public init() {}
}

/// What a finished corpus holds.
public struct CorpusSummary: Equatable, Sendable {
  /// Bytes written.
  public var bytes = 0
  /// Log records written; a kernel record of several lines counts once.
  public var records = 0
  /// Kill reports written, each with one kill.
  public var kills = 0
  /// Rows in all process tables.
  public var tableRows = 0
}

/// Writes one corpus.
public struct CorpusGenerator {
  /// Changes whenever the same options begin to give other bytes.
  public static let revision = 1

  private let options: CorpusOptions
  private let fleet: Fleet
  private let write: ([UInt8]) -> Void
  private var random: RandomSource
  private var noise: NoiseSource
  private var formatter: RecordFormatter
  private var time: Int
  private var postponed: [(time: Int, record: Record)] = []
  private var output: [UInt8] = []
  private var summary = CorpusSummary()

  /// Saturday, 22 November 2025, 17:21:00 UTC.
  private static let epoch = 1_763_832_060_000_000
  private static let chunk = 1 << 18
  private static let reaperDelay = 2_000_000
  private static let interruption = 0.3

  /// Takes the options and where the bytes go, chunk by chunk.
  public init(_ options: CorpusOptions, write: @escaping ([UInt8]) -> Void) {
    self.options = options
    self.write = write
    fleet = Fleet(count: options.hostCount, epoch: Self.epoch)
    random = RandomSource(seed: options.seed)
    noise = NoiseSource(hostCount: options.hostCount, random: &random)
    formatter = RecordFormatter(format: options.format, fleet: fleet)
    time = Self.epoch + options.startHour * 3_600_000_000
    output.reserveCapacity(Self.chunk + (1 << 16))
  }

  /// Writes the whole corpus and says what is in it.
  public mutating func run() -> CorpusSummary {
    if options.isDense { writeReportsOnly() } else { writeMixture() }
    while let next = postponed.first { writePostponed(next) }
    flush()
    return summary
  }

  private var writtenBytes: Int { summary.bytes + output.count }

  private mutating func writeMixture() {
    var nextReport = options.reportInterval.map { $0 / 2 } ?? Int.max
    while writtenBytes < options.byteCount {
      writeNoise()
      if writtenBytes >= nextReport {
        writeReport(interrupted: true)
        nextReport += options.reportInterval ?? 0
      }
    }
  }

  private mutating func writeReportsOnly() {
    while writtenBytes < options.byteCount {
      writeReport(interrupted: false)
      while let next = postponed.first { writePostponed(next) }
    }
  }

  private mutating func writeNoise() {
    time += 1 + random.below(4000)
    if let next = postponed.first, next.time <= time { return writePostponed(next) }
    emit(noise.next(at: time, &random))
  }

  /// `interrupted`: messages of all hosts fall between the lines, as where many machines share a log.
  private mutating func writeReport(interrupted: Bool) {
    let host = random.below(options.hostCount)
    let report = KillReport(on: fleet.hosts[host], rows: options.tableRows, &random)
    for line in report.lines {
      while interrupted, random.fraction() < Self.interruption { writeNoise() }
      time += random.below(30)
      emit(kernelRecord(host, line.priority, line.text))
    }
    if let text = report.unitNotice {
      time += random.below(900)
      emit(Record(host: host, program: .systemd, pid: 1, priority: 5, message: text))
    }
    if let text = report.reaperLine {
      postponed.append((time + Self.reaperDelay, kernelRecord(host, 6, text)))
    }
    summary.kills += 1
    summary.tableRows += report.tableRows
  }

  private mutating func writePostponed(_ next: (time: Int, record: Record)) {
    postponed.removeFirst()
    time = max(time, next.time)
    emit(next.record)
  }

  private func kernelRecord(_ host: Int, _ priority: Int, _ text: Text) -> Record {
    Record(host: host, program: .kernel, pid: 0, priority: priority, message: text)
  }

  private mutating func emit(_ record: Record) {
    formatter.append(record, at: time, to: &output)
    summary.records += 1
    if output.count >= Self.chunk { flush() }
  }

  private mutating func flush() {
    write(output)
    summary.bytes += output.count
    output.removeAll(keepingCapacity: true)
  }
}
