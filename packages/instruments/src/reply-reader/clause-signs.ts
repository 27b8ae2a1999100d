import type { Node } from "./mentions.ts";
import type { WordKind } from "./reply-words.ts";

export const sentenceEnd = /^[.!?。！？؟।;；؛…።]$/u;
export const comma = /^[,،，、፣፤፥]$/u;

/** Whether a node is a word of one of some kinds. */
export const has = (node: Node, ...kinds: readonly WordKind[]): boolean =>
  kinds.some((kind) => node.kinds.has(kind));

export const linkSign = /^[:：=→⇒➜➔፦>]$/u;

/** Words that deny in languages where they never stand in front of what they deny, Korean's two adverbs aside. */
export const deniesBefore = /^(?!안$|못$)\p{Script=Hangul}/u;

/** Endings of Korean verbs that grant something before what holds: "보이지만", "생각했는데". */
export const concessive = /^\p{Script=Hangul}+(?:지만|으나|는데|은데|데요?|더라도|[아어여]도)$/u;

const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** How much an unknown word takes a mention away from a cue; a character of Chinese is less than a word. */
export const weightOf = ({ text }: Node): number => (unspaced.test(text) ? 0.4 : 1);

/** Whether one of the two words in front of a node strengthens. */
export function isStrengthenedBefore(nodes: readonly Node[], at: number): boolean {
  return [nodes[at - 1], nodes[at - 2]].some((node) => node?.kinds.has("strongly") === true);
}
