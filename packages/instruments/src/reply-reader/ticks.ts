import type { Node } from "./mentions.ts";
import type { Place } from "./places.ts";

/** How an option is marked; `open` is an empty box, which says nothing by itself. */
export type Tick = "right" | "wrong" | "open";

export const tick = /^[✓✔✅☑√]$/u;
export const cross = /^[✗✘❌✕×☒]$/u;
const between = /^[:：).\-–—*_(|•>#"`]$/u;

/** Notes of each option how it is ticked, in front of it or behind, where two or more are; such options are a list. */
export function markTicked(nodes: readonly Node[], places: readonly Place[]): void {
  const [first] = places;
  if (first === undefined) return;
  const isInFront = tickBefore(nodes, first) !== null;
  const marked = places.flatMap((place) => {
    const found = isInFront ? tickBefore(nodes, place) : tickBehind(nodes, place);
    return found === null ? [] : [{ place, found }];
  });
  if (new Set(marked.map(({ place }) => place.mention.option)).size < 2) return;
  for (const { place, found } of marked) {
    place.tick = found;
    place.isListed = true;
  }
  // "1. ✅ Rice" names its option twice
  for (const [index, place] of places.entries()) {
    const before = places[index - 1];
    if (before?.tick == null || before.mention.option !== place.mention.option) continue;
    if (place.tick !== null || place.from - before.to > 4) continue;
    place.tick = before.tick;
    place.isListed = true;
  }
}

function tickBefore(nodes: readonly Node[], { from }: Place): Tick | null {
  for (let at = from - 1; at >= from - 4; at -= 1) {
    const node = nodes[at];
    if (node === undefined) return null;
    const found = tickOf(node) ?? boxAt(nodes, at);
    if (found !== null) return found;
    if (!between.test(node.text)) return null;
  }
  return null;
}

/** A tick right behind an option, in the next cell of a table too: "B ✓", "C: ❌", "| D | ✓ |". */
function tickBehind(nodes: readonly Node[], { span }: Place): Tick | null {
  for (let at = span.to + 1; at <= span.to + 4; at += 1) {
    const node = nodes[at];
    if (node === undefined) return null;
    const found = tickOf(node);
    if (found !== null) return found;
    if (!between.test(node.text)) return null;
  }
  return null;
}

function tickOf({ text }: Node): Tick | null {
  if (tick.test(text)) return "right";
  return cross.test(text) ? "wrong" : /^[☐□]$/u.test(text) ? "open" : null;
}

/** A box of Markdown that ends at a node: "[x]", "[ ]". */
function boxAt(nodes: readonly Node[], at: number): Tick | null {
  if (nodes[at]?.text !== "]") return null;
  if (nodes[at - 1]?.text === "[") return "open";
  return nodes[at - 1]?.key === "x" && nodes[at - 2]?.text === "[" ? "right" : null;
}
