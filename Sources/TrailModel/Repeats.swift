// What is told of kills that repeat: how long the victims ran, against which limit, how they got there.

/// How long a victim had been running when it was killed.
public struct Lifetime: Hashable, Sendable {
  /// How that is known.
  public enum Basis: String, Sendable {
    /// Its container's status says when it started.
    case container
    /// Process tables of earlier kills in the same boot show it, or do not.
    case processTables = "process_tables"
  }

  /// Seconds that it ran at least.
  public var atLeast: Double?
  /// Seconds that it ran at most.
  public var atMost: Double?
  /// Its resident memory when it was first seen, where it was seen before.
  public var residentBefore: Bytes?
  /// How it is known.
  public var basis: Basis

  /// A lifetime.
  public init(atLeast: Double?, atMost: Double?, residentBefore: Bytes? = nil, basis: Basis) {
    self.atLeast = atLeast
    self.atMost = atMost
    self.residentBefore = residentBefore
    self.basis = basis
  }
}

/// The limits that the kills of a group came at.
public struct LimitAtKill: Hashable, Sendable {
  /// At the first kill that tells.
  public var first: Bytes
  /// At the last.
  public var last: Bytes
  /// The lowest.
  public var minimum: Bytes
  /// The highest.
  public var maximum: Bytes
  /// The victims' resident memory as a share of the limit: the least and the most.
  public var residentShare: ClosedRange<Double>?

  /// Limits at kills.
  public init(first: Bytes, last: Bytes, minimum: Bytes, maximum: Bytes, residentShare: ClosedRange<Double>?) {
    self.first = first
    self.last = last
    self.minimum = minimum
    self.maximum = maximum
    self.residentShare = residentShare
  }
}

/// How memory got to where it was at the kills of a group.
public struct Growth: Hashable, Sendable {
  /// What it did.
  public enum Verdict: String, Sendable {
    /// It grew until it hit the limit, as a leak does.
    case growsIntoLimit = "grows_into_limit"
    /// It hit the limit soon after the start: it needs more than it may have.
    case hitsAtOnce = "hits_at_once"
  }

  /// What shows it.
  public enum Basis: String, Sendable {
    /// How long the containers had been running.
    case lifetime
    /// Process tables of earlier kills.
    case processTables = "process_tables"
    /// What the host's memory was like in the half hour before.
    case memoryBefore = "memory_before"
  }

  /// What it did.
  public var verdict: Verdict
  /// What shows it.
  public var basis: Basis
  /// How many of the kills show it.
  public var kills: Int
  /// How long the victims ran, in seconds, as far as that is known.
  public var seconds: ClosedRange<Double>?

  /// How memory got there.
  public init(verdict: Verdict, basis: Basis, kills: Int, seconds: ClosedRange<Double>? = nil) {
    self.verdict = verdict
    self.basis = basis
    self.kills = kills
    self.seconds = seconds
  }
}

/// Which events were asked for.
public struct AppliedFilter: Sendable, Hashable {
  /// What was asked for, by the options' names.
  public var terms: [Named<String>]
  /// How many events were left out.
  public var leftOut: Int
  /// How many of these because they have no wall time.
  public var untimed: Int

  /// A filter that was applied.
  public init(terms: [Named<String>], leftOut: Int, untimed: Int) {
    self.terms = terms
    self.leftOut = leftOut
    self.untimed = untimed
  }
}
