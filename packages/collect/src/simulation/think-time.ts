import type { Random } from "@refract/stats";

/** How fast somebody reads, types and makes up their mind. */
export interface Pace {
  readonly readMsPerCharacter: number;
  readonly typeMsPerCharacter: number;
  /** Median time for one small decision, such as a rating. */
  readonly decideMs: number;
}

/**
 * Silent reading at about 238 words a minute (Brysbaert 2019) and writing what one makes up at about 19 (Karat et al.
 * 1999), with people a quarter faster or slower than one another.
 */
export function drawPace(random: Random): Pace {
  const factor = (purpose: string) => Math.exp(random.stream(purpose).normal(0, 0.25));
  return Object.freeze({
    readMsPerCharacter: 42 * factor("read"),
    typeMsPerCharacter: 630 * factor("type"),
    decideMs: 3500 * factor("decide"),
  });
}

export function readingMs(pace: Pace, text: string): number {
  return Math.round(text.length * pace.readMsPerCharacter);
}

export function typingMs(pace: Pace, text: string): number {
  return Math.round(text.length * pace.typeMsPerCharacter);
}

/** Decision times are skewed: mostly short, now and then long. */
export function decidingMs(pace: Pace, random: Random): number {
  return Math.round(pace.decideMs * Math.exp(random.normal(0, 0.5)));
}
