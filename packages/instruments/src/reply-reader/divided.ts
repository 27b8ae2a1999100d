import { sentenceEnd } from "./clause-signs.ts";
import type { Node } from "./mentions.ts";
import type { Place } from "./places.ts";

/** Words that stand twice where a judgement is divided: "sometimes yes, sometimes no", "some hold it true, others false". As words are compared. */
const divider =
  /^و?(?:sometimes|half|partly|some|others|veces|mitad|parte|algunos|otros|unos|احیانا|نصفها|نصفه|جزء|بعضهم|البعض|اخرون|कभी|आधा|आधी|कुछ|अन्य|半|有时|有人|때로는|때로|반은|절반은|일부는|어떤|다른|first|second|former|latter|primera|segunda|primero|segundo|पहला|पहली|दूसरा|दूसरी|الاول|الاولی|الثانی|الثانیه|앞부분[은이]?|뒷부분[은이]?)$/u;

/** Two judgements of one sentence that stand behind such a word each are a list: neither is the answer. */
export function markDivided(nodes: readonly Node[], places: readonly Place[]): void {
  for (const [index, place] of places.entries()) {
    const next = places[index + 1];
    if (next === undefined || next.mention.option === place.mention.option) continue;
    if (next.from - place.to > 14 || !dividerBetween(nodes, place.to + 1, next.from)) continue;
    if (!dividerBetween(nodes, Math.max(place.from - 10, 0), place.from)) continue;
    for (const divided of [place, next]) {
      divided.isListed = true;
      divided.isShared = true;
    }
  }
}

/** Whether such a word stands in some nodes, behind the last end of a sentence there. */
function dividerBetween(nodes: readonly Node[], from: number, to: number): boolean {
  for (let at = to - 1; at >= from; at -= 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line" || sentenceEnd.test(node.text)) return false;
    if (node.key.split(" ").some((word) => divider.test(word))) return true;
    if (node.text === "时" && nodes[at - 1]?.text === "有") return true;
    if (node.text === "人" && nodes[at - 1]?.text === "有") return true;
  }
  return false;
}
