// The calendar of the corpora: seconds since 1970, shown in UTC.

struct CivilTime {
  var year: Int
  var month: Int
  var day: Int
  var hour: Int
  var minute: Int
  var second: Int

  static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Counts days from 1 March of year 0, so that the leap day is the last one of its year.
  init(seconds: Int) {
    hour = seconds / 3600 % 24
    minute = seconds / 60 % 60
    second = seconds % 60
    let days = seconds / 86_400 + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  var monthName: String { Self.monthNames[month - 1] }

  /// `17:21:00`
  var clock: Text { "\(hour, digits: 2):\(minute, digits: 2):\(second, digits: 2)" }

  /// `2025-11-22T17:21:00`
  var iso: Text { "\(year)-\(month, digits: 2)-\(day, digits: 2)T\(clock)" }
}
