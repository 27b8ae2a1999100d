import { has, sentenceEnd } from "./clause-signs.ts";
import type { Node } from "./mentions.ts";
import type { Place } from "./places.ts";

/** Words for all options or all others, as words are compared. */
const all =
  /^(?:all|everything|every|everyone|any|rest|others?|todas?|todos?|demás|resto|todo|모두|전부|나머지는?|모든|다른|다|都|均|其他|其它|其余|所有|全|其|جمیع|کل|باقی|بقیه|کافه|सभी|सब|बाकी|बाक़ी|अन्य|toutes?|tous|tout|alle|alles|todas)$/u;
/** Words for what is left out that stand in front of it, as words are compared. */
const exceptBefore =
  /(?:^|\s)(?:except|but|save|besides|other than|apart from|aside from|excluding|except for|all but|excepto|salvo|menos|exceptuando|aparte|除 了|除|ما عدا|ماعدا|عدا|باستثناء|سوی|الا|sauf|excepté|hormis|außer)$/u;

/**
 * Whether all options but this one are said to be wrong (`spared`), or that is denied (`open`): "everything except B can be ruled out", "todas son falsas salvo la D", "B를 제외하고 모두 틀렸습니다".
 */
export function sparing(nodes: readonly Node[], { span, mention }: Place): "spared" | "open" | null {
  if (!mention.isLabel && mention.kind !== "text") return null;
  const excluded = exceptBeforeAt(nodes, span.from) ?? exceptBehindAt(nodes, span.to);
  if (excluded === null) return null;
  let [namesAll, isWrong, isNegated] = [false, false, false];
  // "nothing other than C fits"
  let [namesNone, fits] = [false, false];
  const [from, to] = sentenceOf(nodes, span.from, span.to);
  for (let at = from; at < to; at += 1) {
    const node = nodes[at];
    if (node === undefined || (at >= span.from && at <= span.to)) continue;
    if (
      /^[?？؟]$/u.test(nodes[to]?.text ?? "") ||
      (node.mention !== null && at !== excluded && !has(node, "wrong") && !all.test(node.key))
    )
      return null;
    // "none except B is wrong", "not everything except B"
    if (
      /^(?:none|ninguna|ninguno)$/u.test(node.key) ||
      (node.key === "not" && all.test(nodes[at + 1]?.key ?? ""))
    )
      [namesAll, isNegated] = [true, true];
    if (all.test(node.key) || all.test(node.key.split(" ")[0] ?? "")) namesAll = true;
    if (at === excluded) continue;
    if (none.test(node.key)) namesNone = true;
    else if (has(node, "doubt", "refuse") && !has(node, "wrong")) return null;
    if (has(node, "not")) namesNone = true;
    if (deniesFit.test(node.key)) [namesNone, fits] = [true, true];
    if (has(node, "works", "right")) fits = true;
    if (has(node, "wrong")) {
      // "all except B are not wrong"
      if (nodes[at - 1]?.kinds.has("not") === true && at - 1 !== excluded) return null;
      isWrong = true;
    } else if (has(node, "not", "except") && rulesOut.test(node.key)) isWrong = true;
  }
  if (!isWrong && namesNone && fits) return "spared";
  if (!namesAll || !isWrong) return null;
  return isNegated ? "open" : "spared";
}

const none = /^(?:none|nothing|no|ninguna|ninguno|nada|کوئی|कोई|没有|没|无|لا شیء|ولا|لا)$/u;
/** "لا يصلح إلا ب", "no encaja ninguna salvo la D" */
const deniesFit = /^(?:لا |no encaja|no cuadra|no vale|不符合|不行|不成立|맞지 않|안 맞)/u;

const rulesOut =
  /(?:排除|제외할|제외하겠|제외됩|استبعاد|نستبعد|descart|elimin|हटा|rul(?:ed?|ing) out|discard|reject)/u;

/** Where a word in front of an option leaves it out; null where none does. */
function exceptBeforeAt(nodes: readonly Node[], from: number): number | null {
  for (let at = from - 1; at >= from - 4; at -= 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line") return null;
    if (exceptBefore.test(node.key)) return at;
    if (node.kind === "word" && !has(node, "filler", "noun", "answer")) return null;
  }
  return null;
}

/** The same behind it: "B를 제외한", "B को छोड़कर", "B以外". */
function exceptBehindAt(nodes: readonly Node[], to: number): number | null {
  for (let at = to + 1; at <= to + 3; at += 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line") return null;
    if (has(node, "except")) return /^\p{Script=Latin}/u.test(node.text) ? null : at;
    if (node.kind === "word" && !has(node, "filler", "noun")) return null;
  }
  return null;
}

/** First node of a mention's sentence, and the one that ends it. */
function sentenceOf(nodes: readonly Node[], from: number, to: number): readonly [number, number] {
  const ends = (node: Node | undefined) =>
    node === undefined || node.kind === "line" || sentenceEnd.test(node.text);
  let [first, last] = [from, to + 1];
  while (from - first < 40 && !ends(nodes[first - 1])) first -= 1;
  while (last - to < 40 && !ends(nodes[last])) last += 1;
  return [first, last];
}
