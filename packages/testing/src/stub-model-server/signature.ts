import { createRandom, deriveSeed, seedDigest } from "@refract/stats";

const vocabulary = [
  "river",
  "stone",
  "window",
  "market",
  "winter",
  "garden",
  "letter",
  "bridge",
  "candle",
  "orchard",
  "station",
  "harbour",
  "lantern",
  "meadow",
  "ribbon",
  "thunder",
] as const;

/** Eight hexadecimal digits that only this model's text carries; they do not tell its name. */
export function signatureOf(model: string): string {
  return seedDigest(deriveSeed("signature", model)).slice(0, 8);
}

/**
 * Text of `words` words in which every word carries the model's signature, `river-1f00ba12`, so that no part of it
 * can land under another model unseen. The same seed gives the same words.
 */
export function signedText(model: string, words: number, seed: string): string {
  const random = createRandom(deriveSeed("signed-text", model, seed));
  const signature = signatureOf(model);
  return Array.from({ length: words }, () => `${random.pick(vocabulary)}-${signature}`).join(" ");
}

/** The different signatures in a text, in order of their first appearance. */
export function signaturesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/-([0-9a-f]{8})(?![0-9a-f])/g)].map((match) => match[1] ?? ""))];
}
