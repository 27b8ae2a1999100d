/**
 * One submission to a panel, in numbers: what quality control looks at. No text and no identifier besides an opaque one.
 */
export interface PersonSummary {
  /** One person, however often they came; never the panel's id itself. */
  readonly personId: string;
  /** From 1: which visit of this person it is. */
  readonly submission: number;
  /** Another visit of the same person is the one that counts: its number in the study; null where this one does. */
  readonly repeats: number | null;
  /** `under-way`: still inside. `ended-early`: declined, screened out, found no place or failed the checks. */
  readonly status: "awaiting-review" | "returned" | "timed-out" | "under-way" | "ended-early";
  readonly consented: boolean;
  readonly isAdult: boolean;
  /** Whole visit; null where not known. */
  readonly totalSeconds: number | null;
  readonly surveySeconds: number | null;
  /** Whether this visit has handed in a survey, also one that ended the visit. */
  readonly hasSurvey: boolean;
  /** How often this person stands in the survey, in all their visits; 0: not at all. */
  readonly surveyEntries: number;
  readonly surveyFinished: boolean;
  readonly conversations: number;
  /** Items of instruments that were answered. */
  readonly responses: number;
  /** Reported by the browser: a telephone's operating system. */
  readonly onPhone: boolean;
  /** Null where no code is used. */
  readonly completionCodeIsRight: boolean | null;
  /** Questions and items to which the person said that they prefer not to say. */
  readonly preferNotToSay: number;
  /** Sliders left where they stood at first. */
  readonly untouchedSliders: number;
  readonly texts: TextMeasures;
  /** Over the person's conversations; null without any (or, for the deviation, with only one). */
  readonly meanTurns: number | null;
  readonly deviationOfTurns: number | null;
}

/** What one visit's rows say by themselves. */
export type VisitSummary = Omit<PersonSummary, "repeats" | "surveyEntries">;

/** Means over a person's free texts; null without any. */
export interface TextMeasures {
  readonly characters: number | null;
  readonly words: number | null;
  readonly sentences: number | null;
}

/** Measures free texts in any language. Blank ones count with 0. */
export function measureTexts(texts: readonly string[], language: string): TextMeasures {
  if (texts.length === 0) return { characters: null, words: null, sentences: null };
  const words = new Intl.Segmenter(language, { granularity: "word" });
  const sentences = new Intl.Segmenter(language, { granularity: "sentence" });
  const mean = (measure: (text: string) => number) =>
    texts.reduce((sum, text) => sum + measure(text.trim()), 0) / texts.length;
  return {
    characters: mean((text) => [...text].length),
    words: mean((text) => [...words.segment(text)].filter((segment) => segment.isWordLike).length),
    sentences: mean((text) => [...sentences.segment(text)].length),
  };
}
