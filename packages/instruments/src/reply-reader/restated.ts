import { has } from "./clause-signs.ts";
import type { Node } from "./mentions.ts";
import type { Place } from "./places.ts";

/** Words that stand between a letter and its text where options are said again: "A stands for Lima", "A代表长江". */
const standsFor =
  /^(?:stands|means|refers|represents|says|reads|denotes|describes|[代表示指]|significa|representa|dice|تعني|تمثل|یعنی|تشیر|का|अर्थ|मतलब|의미|뜻)/u;
/** How far a text may stand behind its letter. Nodes. */
const reach = 4;

/**
 * Options that are only said again in a sentence, each letter with its text, say nothing by it: "Option A is Lima, B is Quito, and C is Bogotá".
 * Three count, or two where there are no more.
 */
export function markRestated(nodes: readonly Node[], places: readonly Place[], options: number): void {
  const pairs = places.flatMap((place, index) => {
    const next = places[index + 1];
    return next !== undefined && isLetterWithText(nodes, place, next) ? [[place, next] as const] : [];
  });
  const named = new Set(pairs.map(([letter]) => letter.mention.option));
  if (named.size < Math.min(3, options)) return;
  for (const pair of pairs) for (const place of pair) place.isListed = true;
}

function isLetterWithText(nodes: readonly Node[], letter: Place, text: Place): boolean {
  const isPair =
    letter.mention.isLabel &&
    !letter.mention.hasText &&
    !text.mention.isLabel &&
    text.mention.hasText &&
    text.mention.option === letter.mention.option &&
    text.from - letter.to <= reach;
  if (!isPair) return false;
  return nodes
    .slice(letter.to + 1, text.from)
    .every(
      (node) =>
        node.kind === "word" && (has(node, "link", "filler", "noun", "or") || standsFor.test(node.key)),
    );
}

/** Letters that are each given a share say nothing by it: "A 5 %, B 85 %, C 7 %". */
export function markShares(nodes: readonly Node[], places: readonly Place[]): void {
  const shared = places.filter((place) => place.mention.isLabel && hasShare(nodes, place.to + 1));
  if (new Set(shared.map(({ mention }) => mention.option)).size < 2) return;
  for (const place of shared) place.isListed = true;
}

function hasShare(nodes: readonly Node[], from: number): boolean {
  let at = from;
  while (/^[:：=(\-–—~≈*|]$/u.test(nodes[at]?.text ?? "")) at += 1;
  if (!/^\d{1,3}$/u.test(nodes[at]?.key ?? "")) return false;
  if (/^[.,]$/u.test(nodes[at + 1]?.text ?? "") && /^\d+$/u.test(nodes[at + 2]?.key ?? "")) at += 2;
  return /^[%٪％]$/u.test(nodes[at + 1]?.text ?? "");
}
