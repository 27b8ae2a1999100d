/** Half a surrogate pair as JSON writes it anew: in small letters, with a backslash before `u` only where it is a text's own. */
const half = /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/;

/** Whether a JSON value holds half a surrogate pair (`\ud83d`): JSON can write it, and it is no text that every program can read. */
export function holdsHalfPair(value: unknown): boolean {
  return half.test(JSON.stringify(value) ?? "");
}

export const halfPairWords = {
  problem: "a text holds half a surrogate pair",
  expectation: "whole characters",
} as const;
