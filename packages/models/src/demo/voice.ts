/** A scripted voice: phrases in our own words, put together by a seed. Not a language model. */
export interface DemoVoice {
  /** What follows `demo:`. */
  readonly id: string;
  /** How it differs from the others, for the researcher. */
  readonly title: string;
  readonly language: "en" | "es" | "fr" | "ar";
  /** How the middle of an answer is set. */
  readonly form: "paragraph" | "paragraphs" | "bullets" | "steps";
  /** How many sentences or points the middle has: least and most. */
  readonly points: readonly [number, number];
  readonly firstTextMs: number;
  readonly charactersPerSecond: number;
  /** `{topic}` and `{other}` are replaced by words of the prompt. */
  readonly opening: readonly string[];
  /** Openings for turns after the first. */
  readonly again: readonly string[];
  readonly middle: readonly string[];
  /** An empty list ends the answer with its middle. */
  readonly closing: readonly string[];
}
