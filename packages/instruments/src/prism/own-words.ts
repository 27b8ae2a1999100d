import type { Answered } from "@refract/core";
import type { OwnWordCode } from "@refract/dataset";
import { plainWords } from "./plain-words.ts";
import { simplifyEthnicity, simplifyReligion } from "./simplify.ts";
import { type Coder, createCoder } from "./word-coding.ts";
import ethnicityWords from "./words/ethnicity.json" with { type: "json" };
import genderWords from "./words/gender.json" with { type: "json" };
import religionWords from "./words/religion.json" with { type: "json" };

const preferNotToSay = "Prefer not to say";
/** What the survey stores for "in my own words". */
const ownWordsValue = "other";

/** Somebody may be of several groups; but "white" and "Hispanic" are also said together for one. */
export const codeEthnicityText: Coder = createCoder(ethnicityWords, {
  group: "Mixed",
  exceptWith: ["Hispanic / Latino", "Middle Eastern / Arab"],
});
export const codeReligionText: Coder = createCoder(religionWords, null);
const codeGenderText: Coder = createCoder(genderWords, null);

/** What people said of own words, by field and the words as they are released; it goes before the list of words. */
export type AnnotatedWords = (field: OwnWordCode["field"], words: string) => OwnWordCode | null;

const nobody: AnnotatedWords = () => null;

/** The three members of the release's `ethnicity`, and how the category was found. */
export function codeEthnicity(
  choice: Answered,
  text: Answered,
  annotated: AnnotatedWords = nobody,
): Readonly<Record<string, Answered>> {
  return codeOwnWords("ethnicity", choice, text, {
    annotated,
    code: codeEthnicityText,
    simplify: simplifyEthnicity,
  });
}

/** The three members of the release's `religion`, and how the category was found. */
export function codeReligion(
  choice: Answered,
  text: Answered,
  annotated: AnnotatedWords = nobody,
): Readonly<Record<string, Answered>> {
  return codeOwnWords("religion", choice, text, {
    annotated,
    code: codeReligionText,
    simplify: simplifyReligion,
  });
}

/**
 * Own words for gender become a level only when the whole text is beyond doubt; otherwise the answer stays `other`, with
 * the words beside it.
 */
export function codeGender(choice: Answered, text: Answered): Answered {
  if (choice.value !== ownWordsValue || typeof text.value !== "string") return choice;
  const { group, rule } = codeGenderText(text.value);
  const certain = group !== null && (rule === "group name" || rule === "listed text");
  return certain ? { value: group, missing: null } : choice;
}

function codeOwnWords(
  field: OwnWordCode["field"],
  choice: Answered,
  text: Answered,
  {
    annotated,
    code,
    simplify,
  }: {
    readonly annotated: AnnotatedWords;
    readonly code: Coder;
    readonly simplify: (category: string) => string | null;
  },
): Record<string, Answered> {
  const members = (self: Answered, category: Answered, simplified: Answered, rule: Answered) => ({
    [`${field}.self_described`]: self,
    [`${field}.categorised`]: category,
    [`${field}.simplified`]: simplified,
    [`${field}_coded_by`]: rule,
  });
  if (choice.missing !== null) return members(choice, choice, choice, choice);
  if (choice.value === preferNotToSay) {
    const stated = present(preferNotToSay);
    return members(stated, stated, stated, present("answered"));
  }
  if (typeof text.value !== "string") return members(text, text, text, text);
  const words = plainWords(text.value);
  const own = annotated(field, words);
  const { group, rule } = own === null ? code(text.value) : { group: own.category, rule: own.rule };
  const category = group === null ? unparsed : present(group);
  const simple = group === null ? null : simplify(group);
  return members(present(words), category, simple === null ? unparsed : present(simple), present(rule));
}

const unparsed: Answered = { value: null, missing: "unparsed" };

function present(value: string): Answered {
  return { value, missing: null };
}
