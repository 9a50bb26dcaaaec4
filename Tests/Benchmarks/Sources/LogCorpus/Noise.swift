// Ordinary messages: about twenty kinds, and many repeats of what was said shortly before.

struct NoiseSource {
  private var writer: NoiseWriter
  private var recent: [Record] = []
  private var written = 0
  private let hostCount: Int

  private static let memory = 8192

  init(hostCount: Int, random: inout RandomSource) {
    self.hostCount = hostCount
    writer = NoiseWriter(pools: TokenPools(random: &random))
  }

  mutating func next(at time: Int, _ random: inout RandomSource) -> Record {
    if written > Self.memory, random.below(100) < 45 {
      return recent[(written - 1 - random.skewed(Self.memory - 1)) % Self.memory]
    }
    writer.host = random.skewed(hostCount)
    writer.setTime(seconds: time / 1_000_000)
    let record = writer.record(&random)
    if !record.program.isKernel { remember(record) }
    return record
  }

  private mutating func remember(_ record: Record) {
    if recent.count < Self.memory { recent.append(record) } else { recent[written % Self.memory] = record }
    written += 1
  }
}

/// Chooses what is said and says it; the other files of this type hold the messages.
struct NoiseWriter {
  let pools: TokenPools
  var host = 0
  private(set) var now = CivilTime(seconds: 0)
  private(set) var epochSeconds = 0

  init(pools: TokenPools) { self.pools = pools }

  mutating func setTime(seconds: Int) {
    guard seconds != epochSeconds else { return }
    epochSeconds = seconds
    now = CivilTime(seconds: seconds)
  }

  func record(_ random: inout RandomSource) -> Record {
    switch random.below(1000) {
    case ..<230: nginx(&random)
    case ..<330: haproxy(&random)
    case ..<390: acceptedKey(&random)
    case ..<430: session(&random)
    case ..<460: failedPassword(&random)
    case ..<560: unitState(&random)
    case ..<600: cronJob(&random)
    case ..<660: podEvent(&random)
    case ..<700: shimGone(&random)
    case ..<760: applicationJSON(&random)
    case ..<800: mailSent(&random)
    case ..<840: slowQuery(&random)
    case ..<870: lease(&random)
    case ..<900: nameQuery(&random)
    case ..<930: firewallBlock(&random)
    case ..<950: audit(&random)
    case ..<965: device(&random)
    case ..<975: stackTrace(&random)
    case ..<990: rsyslogResumed(&random)
    default: snapTask(&random)
    }
  }

  func say(_ program: Program, _ pid: Int, priority: Int = 6, _ message: Text) -> Record {
    Record(host: host, program: program, pid: pid, priority: priority, message: message)
  }
}
