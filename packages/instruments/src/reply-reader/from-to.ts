import type { Node } from "./mentions.ts";
import type { Place } from "./places.ts";

/** Words for a change of an answer, as words are compared. */
const change =
  /^(?:chang|switch|mov|revis|correct|amend|updat|cambi|pas|modific|rectific|غیر|اغیر|عدل|اعدل|انتقل|바꾸|바꿉|바꿔|바꿨|변경|수정|정정|बदल)/u;
const reach = 8;

/** Whether two mentions say from what to what an answer is changed: "changing from B to A", "A에서 D로 바꿉니다", "A से D". */
export function isChange(nodes: readonly Node[], from: Place, to: Place): boolean {
  const between = nodes.slice(from.to + 1, to.from);
  const [before, behind] = [nodes[from.from - 1]?.key ?? "", between[0]?.key ?? ""];
  const joins = between.some(({ key }) => /^(?:to|a|الی|إلى|into)$/u.test(key));
  const isPair =
    between.length <= 3 && ((/^(?:from|de|من|la)$/u.test(before) && joins) || /^(?:에서|से)$/u.test(behind));
  if (!isPair) return false;
  return nodes
    .slice(Math.max(from.from - reach, 0), to.to + 6)
    .some(({ kind, key }) => kind === "word" && change.test(key));
}
