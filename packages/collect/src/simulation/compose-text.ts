import type { Random } from "@refract/stats";
import allTexts from "./simulated-texts.json" with { type: "json" };

type Texts = typeof allTexts.en;
type SentenceList = Exclude<keyof Texts, "label" | "prompts">;

/** Texts in the person's language, or in English. */
function textsFor(language: string): Texts {
  return language.split("-")[0] === "ar" ? allTexts.ar : allTexts.en;
}

/** The first message of a conversation of this type. */
export function composePrompt(
  language: string,
  conversationType: string,
  random: Random,
  maximum: number,
): string {
  const { prompts } = textsFor(language);
  const { frames, subjects } = new Map(Object.entries(prompts)).get(conversationType) ?? prompts.other;
  return cut(random.pick(frames).replace("{subject}", random.pick(subjects)), maximum);
}

/** A later message. */
export function composeFollowUp(language: string, random: Random, maximum: number): string {
  return cut(random.pick(textsFor(language).followUps), maximum);
}

/**
 * A free text of a few sentences that begins by saying it is simulated. It is at least `minimum` and at most `maximum`
 * characters long, whatever that does to its sense.
 */
export function composeText(
  language: string,
  lists: readonly SentenceList[],
  random: Random,
  bounds: { readonly minimum?: number; readonly maximum?: number } = {},
): string {
  const texts = textsFor(language);
  const minimum = bounds.minimum ?? 0;
  const [least, range] = lists.length === 1 ? [2, 3] : [1, 2];
  const sentences = lists.flatMap((list) => random.sample(texts[list], least + random.integer(range)));
  let text = [texts.label, ...sentences].join(" ");
  while (text.length < minimum) text = `${text} ${random.pick(texts.general)}`;
  return cut(text, bounds.maximum ?? Number.POSITIVE_INFINITY);
}

/** A few words for a one-line box. */
export function composeWords(
  language: string,
  random: Random,
  bounds: { readonly minimum?: number; readonly maximum?: number } = {},
): string {
  const texts = textsFor(language);
  let text = `${texts.label} ${random.pick(texts.short)}`;
  while (text.length < (bounds.minimum ?? 0)) text = `${text} ${random.pick(texts.short)}`;
  return cut(text, bounds.maximum ?? Number.POSITIVE_INFINITY);
}

function cut(text: string, maximum: number): string {
  return text.slice(0, maximum);
}
