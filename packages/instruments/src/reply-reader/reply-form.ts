import type { WordKind } from "./reply-words.ts";
import { otherWritings } from "./written-forms.ts";

/** One thing that a reply can name. */
export interface ReplyOption {
  /** What a reply that names it is read as: an option id, true or false. */
  readonly value: string | boolean;
  /** Its wordings as shown, whole; none where words of the form alone name it. */
  readonly texts: readonly string[];
  /** The same in other writings: numbers in words, dates by numbers and in other languages. */
  readonly writings?: readonly string[];
}

/** What a reply is read for: options in the order shown, and what names them. */
export interface ReplyForm {
  readonly options: readonly ReplyOption[];
  /** Whether options have letters (A is the first), numbers, or neither. */
  readonly labels: "letters" | "numbers" | "none";
  /** Words of any language that name an option, by its place. */
  readonly words: Readonly<Partial<Record<WordKind, number>>>;
  /** What such a word says when it is denied, by place: "not true" is false. Other options are only ruled out. */
  readonly denied: Readonly<Partial<Record<WordKind, number>>>;
  /** Places of the five answers of a scale of agreement, which words of any strength name. */
  readonly agreement?: {
    readonly stronglyDisagree: number;
    readonly disagree: number;
    readonly undecided: number;
    readonly agree: number;
    readonly stronglyAgree: number;
  };
}

/** One of several lettered options, in the order shown. */
export function letteredForm(shown: readonly { readonly id: string; readonly text: string }[]): ReplyForm {
  return {
    options: shown.map(({ id, text }) =>
      text.trim() === ""
        ? { value: id, texts: [] }
        : { value: id, texts: [text], writings: otherWritings(text) },
    ),
    labels: "letters",
    words: {},
    denied: {},
  };
}

/** True or false; yes and no say the same. */
export const truthForm: ReplyForm = {
  options: [
    { value: true, texts: [] },
    { value: false, texts: [] },
  ],
  labels: "none",
  words: { true: 0, yes: 0, trueSmall: 0, false: 1, no: 1, falseSmall: 1 },
  denied: { true: 1, false: 0 },
};

/** Whether something is acceptable, the three answers numbered; "not acceptable" is no, "not yes" is open. */
export function acceptanceForm(values: {
  readonly yes: string;
  readonly no: string;
  readonly neither: string;
}): ReplyForm {
  return {
    options: [values.yes, values.no, values.neither].map((value) => ({ value, texts: [] })),
    labels: "numbers",
    words: { yes: 0, acceptable: 0, no: 1, unacceptable: 1, neutral: 2 },
    denied: { acceptable: 1 },
  };
}

/** Words that stand alone, such as the labels of a judge; what is denied is ruled out. */
export function wordForm(labels: readonly string[]): ReplyForm {
  return {
    options: labels.map((label) => ({ value: label, texts: [label] })),
    labels: "none",
    words: {},
    denied: {},
  };
}

/** Five lettered answers from "strongly disagree" to "strongly agree", which replies also name in words of their own. */
export function agreementForm(shown: readonly { readonly id: string; readonly text: string }[]): ReplyForm {
  return {
    ...letteredForm(shown),
    agreement: { stronglyDisagree: 0, disagree: 1, undecided: 2, agree: 3, stronglyAgree: 4 },
  };
}
