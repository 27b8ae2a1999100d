import type { PersonSummary } from "./person-summary.ts";

/** What a signal asks for: refuse the submission, ask the person to withdraw it, or have somebody look. */
export type SignalWeight = "reject" | "return" | "investigate";

export const qualitySignals = {
  "no-consent": "reject",
  "not-adult": "reject",
  "total-time-short": "reject",
  "survey-time-short": "reject",
  "absent-from-survey": "return",
  "absent-from-conversations": "return",
  "on-phone": "return",
  "wrong-completion-code": "investigate",
  "twice-in-survey": "investigate",
  "few-conversations": "investigate",
  "many-prefer-not-to-say": "investigate",
  "many-untouched-sliders": "investigate",
  "short-texts": "investigate",
  "unusual-conversations": "investigate",
  "unusual-turns": "investigate",
} as const satisfies Readonly<Record<string, SignalWeight>>;
export type QualitySignalId = keyof typeof qualitySignals;

export interface QualitySignal {
  readonly id: QualitySignalId;
  readonly weight: SignalWeight;
  /** What was seen and what it was held against. */
  readonly detail: string;
}

export interface QualityOptions {
  /** Conversations asked for; 0 in a study without any. */
  readonly conversations: number;
  /** Whether the study has a survey. */
  readonly asksSurvey: boolean;
  /** Times below the mean of all submissions less this many standard deviations are too short. */
  readonly timeDeviations: number;
  /** Counts and lengths further than this many standard deviations from the mean of all are worth a look. */
  readonly measureDeviations: number;
  /** Whether a telephone is a reason to ask for a return: the study was announced for desktops only. */
  readonly desktopOnly: boolean;
}

/** As in PRISM (spec prism-collection, "Recruitment, payment, quality control", 3). */
export const prismQualityOptions: QualityOptions = Object.freeze({
  conversations: 6,
  asksSurvey: true,
  timeDeviations: 3,
  measureDeviations: 3,
  desktopOnly: true,
});

/**
 * The signals of every submission, in the order given. Means and standard deviations (n - 1) are over all submissions
 * that have the number, the one that is looked at included.
 */
export function findSignals(
  people: readonly PersonSummary[],
  options: QualityOptions = prismQualityOptions,
): readonly (readonly QualitySignal[])[] {
  const bounds = boundsOf(people, options);
  return people.map((person) => Object.freeze(signalsOf(person, bounds, options)));
}

interface Bounds {
  readonly totalSeconds: Range;
  readonly surveySeconds: Range;
  readonly preferNotToSay: Range;
  readonly untouchedSliders: Range;
  readonly characters: Range;
  readonly words: Range;
  readonly sentences: Range;
  readonly conversations: Range;
  readonly meanTurns: Range;
  readonly deviationOfTurns: Range;
}

interface Range {
  readonly low: number;
  readonly high: number;
}

function boundsOf(people: readonly PersonSummary[], options: QualityOptions): Bounds {
  const range = (measure: (person: PersonSummary) => number | null, deviations = options.measureDeviations) =>
    rangeOf(
      people.map(measure).filter((value) => value !== null),
      deviations,
    );
  return {
    totalSeconds: range((person) => person.totalSeconds, options.timeDeviations),
    surveySeconds: range((person) => person.surveySeconds, options.timeDeviations),
    preferNotToSay: range((person) => person.preferNotToSay),
    untouchedSliders: range((person) => person.untouchedSliders),
    characters: range((person) => person.texts.characters),
    words: range((person) => person.texts.words),
    sentences: range((person) => person.texts.sentences),
    conversations: range((person) => person.conversations),
    meanTurns: range((person) => person.meanTurns),
    deviationOfTurns: range((person) => person.deviationOfTurns),
  };
}

/** Open on both sides where there are fewer than two numbers. */
function rangeOf(values: readonly number[], deviations: number): Range {
  if (values.length < 2) return { low: -Infinity, high: Infinity };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const distance = deviations * Math.sqrt(squares / (values.length - 1));
  return { low: mean - distance, high: mean + distance };
}

function signalsOf(person: PersonSummary, bounds: Bounds, options: QualityOptions): QualitySignal[] {
  const { texts } = person;
  const found: (QualitySignal | null)[] = [
    signal("no-consent", !person.consented, "did not consent"),
    signal("not-adult", !person.isAdult, "is not 18 or older"),
    below("total-time-short", "whole visit, seconds", person.totalSeconds, bounds.totalSeconds),
    below("survey-time-short", "survey, seconds", person.surveySeconds, bounds.surveySeconds),
    signal("absent-from-survey", options.asksSurvey && person.surveyEntries === 0, "id is not in the survey"),
    signal(
      "absent-from-conversations",
      options.conversations > 0 && person.conversations === 0,
      "id is not in the conversations",
    ),
    signal("on-phone", options.desktopOnly && person.onPhone, "operating system of a telephone"),
    signal("wrong-completion-code", person.completionCodeIsRight === false, "wrong completion code"),
    signal("twice-in-survey", person.surveyEntries > 1, `id is ${person.surveyEntries} times in the survey`),
    signal(
      "few-conversations",
      person.conversations < options.conversations,
      `${person.conversations} conversations, expected ${options.conversations}`,
    ),
    above("many-prefer-not-to-say", "prefer not to say", person.preferNotToSay, bounds.preferNotToSay),
    above("many-untouched-sliders", "untouched sliders", person.untouchedSliders, bounds.untouchedSliders),
    below("short-texts", "mean characters", texts.characters, bounds.characters) ??
      below("short-texts", "mean words", texts.words, bounds.words) ??
      below("short-texts", "mean sentences", texts.sentences, bounds.sentences),
    outside("unusual-conversations", "conversations", person.conversations, bounds.conversations),
    outside("unusual-turns", "mean turns", person.meanTurns, bounds.meanTurns) ??
      outside("unusual-turns", "deviation of turns", person.deviationOfTurns, bounds.deviationOfTurns),
  ];
  return found.filter((entry) => entry !== null);
}

function signal(id: QualitySignalId, isThere: boolean, detail: string): QualitySignal | null {
  return isThere ? { id, weight: qualitySignals[id], detail } : null;
}

function below(
  id: QualitySignalId,
  what: string,
  value: number | null,
  { low }: Range,
): QualitySignal | null {
  return value === null
    ? null
    : signal(id, value < low, `${what} ${round(value)}, expected at least ${round(low)}`);
}

function above(
  id: QualitySignalId,
  what: string,
  value: number | null,
  { high }: Range,
): QualitySignal | null {
  return value === null
    ? null
    : signal(id, value > high, `${what} ${round(value)}, expected at most ${round(high)}`);
}

function outside(
  id: QualitySignalId,
  what: string,
  value: number | null,
  range: Range,
): QualitySignal | null {
  return below(id, what, value, range) ?? above(id, what, value, range);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
