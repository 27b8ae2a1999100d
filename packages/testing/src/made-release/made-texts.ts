import type { Random } from "@refract/stats";

/** Words of no meaning, with letters of several scripts and characters that JSON escapes. */
const words = [
  "ana",
  "belo",
  "čaj",
  "dúr",
  "élan",
  "fjord",
  "grün",
  'he said "hm"',
  "ilha",
  "jazz",
  "kůň",
  "lòm",
  "mañana",
  "number 4,",
  "øre",
  "prosa.",
  "quite\nnew",
  "rüya",
  "سلام",
  "tide;",
  "用户",
  "vår",
  "wind\\",
  "xylo",
  "yarı",
  "žena?",
];

/** Most texts have letters of one byte only, as in PRISM; some have others. */
const isLatin = (word: string | undefined) => [...(word ?? "")].every((letter) => letter < "\u0100");
const latinWords = words.filter(isLatin);

function fillerOf(own: readonly string[]): string {
  return Array.from({ length: 2000 }, (_, index) => own[(index * 7 + (index >> 3)) % own.length]).join(" ");
}
const latinFiller = fillerOf(latinWords);
const mixedFiller = fillerOf(words);

/** A made text of about `characters` characters, at least one. */
export function madeText(random: Random, characters: number): string {
  const filler = random.chance(0.9) ? latinFiller : mixedFiller;
  const length = Math.max(1, Math.round(characters * (0.4 + 1.2 * random.next())));
  const start = random.integer(filler.length - Math.min(length, filler.length - 1));
  const text = filler.slice(start, start + length).trim();
  return text === "" ? "ana" : text;
}
