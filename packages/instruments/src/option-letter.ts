/** The letter an option is shown with, from its place: A for 0. Beyond E there is none. */
export function letterOf(place: number): string {
  return "ABCDE"[place] ?? "?";
}
