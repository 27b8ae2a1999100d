/**
 * The end of a day wherever people are, as epoch milliseconds: it is over last twelve hours behind UTC, so that nobody is told
 * a day and refused on it.
 */
export function endOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) + 36 * 3_600_000;
}
