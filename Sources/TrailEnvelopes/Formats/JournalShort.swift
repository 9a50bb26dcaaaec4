// `journalctl -o short` and `short-precise`: RFC 3164 with the day padded by a zero, and no kernel stamp.

import TrailModel

extension Envelope {
  /// journalctl's default output. From the 10th on its days look like syslog's, and the two are read alike.
  public static let journalShort = Envelope(
    name: "journal-short",
    summary: "journalctl -o short, short-precise",
    samples: [
      "Nov 03 09:12:04 web-01 kernel: hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0",
      "Dec 05 22:12:53.012345 peter rtkit-daemon[1086]: Supervising 7 threads",
    ],
    read: { line in Envelope.read(line, isJournal: true) })
}
