/** Characters of a token at the most, runs of blanks and lines of code allowed for; words of English have about four. */
const charactersAToken = 32;
const slack = 1000;

/**
 * The longest text, in UTF-16 units, that a reply of so many tokens can be. A server that does not know the limit it was
 * sent would write on, and a person would wait for all of it.
 */
export function longestText(maxTokens: number | null | undefined): number {
  return maxTokens == null ? Number.POSITIVE_INFINITY : maxTokens * charactersAToken + slack;
}
