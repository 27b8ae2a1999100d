/** More than this is taller than a window by far, and more elements than a slow phone draws or drops in a moment. */
const mostCharacters = 8_000;

/** Whether texts of one turn are too long together to be moved or taken off at once. */
export function isLong(texts: readonly string[]): boolean {
  return texts.reduce((sum, text) => sum + text.length, 0) > mostCharacters;
}
