// The envelopes, in the order of trial: what is most particular comes first.

extension Envelope {
  /// Every line format that is read. A new one is a file in `Formats`, a fixture folder and a line here.
  public static let all: [Envelope] = [
    .dmesgSeconds,
    .dmesgWall,
    .dmesgRelative,
    .dmesgDelta,
    .journalMonotonic,
    .journalShort,
    .syslog3164,
    .dmesgISO,
    .cri,
    .syslogISO,
    .syslog5424,
    .journalFull,
    .journalUnix,
    .logread,
    .dmesgDecoded,
    .taggedKernel,
    .talos,
    .logcat,
    .devKmsg,
  ]
}
