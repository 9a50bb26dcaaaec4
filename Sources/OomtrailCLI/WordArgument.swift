// One of a closed set of words, as reports have them: `--killer kernel`.

import ArgumentParser

/// A word of `Word`.
struct WordArgument<Word: RawRepresentable & CaseIterable & Sendable>: ExpressibleByArgument
where Word.RawValue == String {
  var word: Word

  init(_ word: Word) { self.word = word }

  init?(argument: String) {
    guard let word = Word(rawValue: argument) else { return nil }
    self.word = word
  }

  var defaultValueDescription: String { word.rawValue }
  static var allValueStrings: [String] { Word.allCases.map(\.rawValue) }
}
