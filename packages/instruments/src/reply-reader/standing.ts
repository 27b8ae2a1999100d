import { comma, sentenceEnd } from "./clause-signs.ts";
import type { Node } from "./mentions.ts";
import type { Place } from "./places.ts";
import { cross, tick } from "./ticks.ts";

const emphasis = /^[*_`【『]$/u;
const closingEmphasis = /^[*_`】』]$/u;

/** Whether a node says nothing besides an answer: marks, and words such as "the answer", "option", "final". */
function isFrame(node: Node): boolean {
  if (node.kind === "sign") return true;
  const { kinds } = node;
  return (
    kinds.has("noun") || kinds.has("filler") || kinds.has("answer") || kinds.has("so") || kinds.has("link")
  );
}

/** Whether a mention opens a block of code: "```A```". */
export function standsInCode(nodes: readonly Node[], { span }: Place): boolean {
  let at = span.from - 1;
  while (nodes[at]?.kind === "line") at -= 1;
  return [at, at - 1, at - 2].every((near) => nodes[near]?.text === "`");
}

/** Whether a mention is all that its line says, or all that a sentence after the first says. */
export function standsAlone(nodes: readonly Node[], { span, mention }: Place): boolean {
  let at = span.from - 1;
  for (; at >= 0; at -= 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line") break;
    if (node.kind === "sign" && sentenceEnd.test(node.text)) break;
    if (node.mention !== null && node.kind === "word") return false;
    if (!isFrame(node)) return false;
    if (
      mention.kind === "small" &&
      node.kind === "word" &&
      node.kinds.has("filler") &&
      !node.kinds.has("noun")
    )
      return false;
  }
  const startsLine = at < 0 || nodes[at]?.kind === "line";
  let sawEnd = false;
  for (let next = span.to + 1; ; next += 1) {
    const node = nodes[next];
    if (node === undefined || node.kind === "line") return true;
    if (node.kind === "word") {
      // "No. That is not done." says no; "B. Frozen water" at the start of a line is a label with a text
      if (sawEnd)
        return isSentence(nodes, span.to, next) && !(startsLine && isLabelLike(nodes, span.to, mention.kind));
      if (!node.kinds.has("link") || /^[a-z]/u.test(node.key)) return false;
    } else if (sentenceEnd.test(node.text)) sawEnd = true;
    else if (/^[,،，:：\-–—/|(=+]$/u.test(node.text)) return false;
  }
}

/** Whether the mention's sentence ended before the next word. */
function isSentence(nodes: readonly Node[], to: number, next: number): boolean {
  return nodes.slice(to + 1, next).some(({ text }) => sentenceEnd.test(text));
}

/** A letter with a full stop and more on its line may be a label. */
function isLabelLike(nodes: readonly Node[], to: number, kind: Place["mention"]["kind"]): boolean {
  return (
    (kind === "letter" || kind === "small") &&
    nodes[to + 1]?.text === "." &&
    /^[^\p{P}]$/u.test(nodes[to]?.text ?? "")
  );
}

/** What an answer is given to: "no to that one", "a yes on this". */
const addresses =
  /^(?:(?:to|on|for|about|in|from|with) (?:that|this|these|those|it|me|my|both|your|case)$|(?:here|sorry|though|then|overall|today|thanks) |a (?:eso|esa|esta|este|esto)$|en (?:este|esto|eso|esta)$)/u;

/** Whether a mention opens a reply: "B. Because …", "No, since …". */
export function standsFirst(nodes: readonly Node[], { span, mention }: Place): boolean {
  for (let at = span.from - 1; at >= 0; at -= 1) {
    const node = nodes[at];
    // behind the question that is repeated, or a polite word
    if (node?.kind === "sign" && /^[?？؟!！]$/u.test(node.text)) break;
    // "La tercera, porque …"
    if (node?.kind === "word" && at === span.from - 1 && nodes[span.from]?.kinds.has("bare") === true)
      continue;
    if (node?.kind === "word" && !(node.kinds.has("noun") || node.kinds.has("answer"))) return false;
  }
  const next = nodes[span.to + 1];
  if (mention.kind !== "small") return true;
  if (next === undefined || next.kind !== "word") return !/^['’+/]$/u.test(next?.text ?? "");
  // "No to this one."
  if (!mention.isLabel && addresses.test(`${next.key} ${nodes[span.to + 2]?.key ?? ""}`)) return true;
  return (
    /^(?:because|since|as|it|this|that|they|he|she|but)$/u.test(next.key) && nodes[span.to]?.key === "no"
  );
}

/** Whether a mention is set in bold or in code: "**B**", "**B. Ice**", "`B`". */
export function standsOut(nodes: readonly Node[], { span }: Place): boolean {
  let from = span.from - 1;
  while (nodes[from]?.kind === "word" && nodes[from]?.kinds.has("noun") === true) from -= 1;
  while (/^[("]$/u.test(nodes[from]?.text ?? "")) from -= 1;
  if (!emphasis.test(nodes[from]?.text ?? "")) return false;
  for (let at = span.to + 1; at <= span.to + 12; at += 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line") return false;
    if (node.kind === "sign" && closingEmphasis.test(node.text)) return true;
    // a label's text may stand in the same bold words
    if (node.kind === "word" && !/^[.):\-–—]$/u.test(nodes[span.to + 1]?.text ?? "")) return false;
  }
  return false;
}

/** What says of an option in a list that it is right. */
const fits = /^(?:matches|fits|coincide|corresponde)$/u;

/** What is said of a listed option up to the end of its line or the next option. */
export function listMark(
  nodes: readonly Node[],
  place: Place,
  next: Place | undefined,
): "right" | "wrong" | null {
  let mark: "right" | "wrong" | null = null;
  let isDenied = false;
  for (let at = place.to + 1; at < Math.min(next?.from ?? nodes.length, place.to + 60); at += 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line") break;
    if (tick.test(node.text)) return "right";
    if (cross.test(node.text)) return "wrong";
    if (node.kind !== "word") continue;
    const { kinds } = node;
    if (kinds.has("wrong") || kinds.has("no") || kinds.has("fails")) mark ??= "wrong";
    else if (kinds.has("not") || kinds.has("notbut")) isDenied = true;
    else if (kinds.has("right") || kinds.has("yes") || fits.test(node.key))
      mark = isDenied ? "wrong" : "right";
  }
  return mark ?? (isDenied ? "wrong" : null);
}

/** What follows a firm yes or no: "un no rotundo". */
const firmly = /^(?:rotundo|firme|claro|categórico|definitivo|tajante|contundente|lol|haha|sir|ma'am)$/u;

/** Whether a small letter or a short word ends there, so that it is no word of a sentence. */
export function endsThere(nodes: readonly Node[], to: number): boolean {
  const next = nodes[to + 1];
  return (
    next === undefined ||
    next.kind !== "word" ||
    !/^\p{Script=Latin}/u.test(next.text) ||
    next.kinds.has("so") ||
    firmly.test(next.key) ||
    addresses.test(`${next.key} ${nodes[to + 2]?.key ?? ""}`)
  );
}

/** Whether a short yes or no is the last word of a clause: "while it may seem fine, no", "…행동이므로 네", "说得对。". */
export function closesClause(nodes: readonly Node[], { span, mention }: Place): boolean {
  const [previous, node] = [nodes[span.from - 1], nodes[span.from]];
  if (node === undefined || mention.isLabel || /^[tf]$/u.test(node.key)) return false;
  if (previous?.kind === "word") {
    // "… or no", and in Korean what "is not", "a good example"
    if (previous.kinds.has("or") || previous.kinds.has("not") || previous.kinds.has("no")) return false;
    if (node.text === "아닙니다" && /[이가은는도]$/u.test(previous.text)) return false;
    if (node.text === "예" && /[한운은인의른]$/u.test(previous.text)) return false;
    if (/^[还也说]$/u.test(previous.text)) return false;
    // a sigh
    if (previous.key === "oh" && nodes[span.to + 1]?.text === "!") return false;
  }
  let at = span.to + 1;
  while (/^["'”’»)*_`」』]$/u.test(nodes[at]?.text ?? "") || firmly.test(nodes[at]?.key ?? "")) at += 1;
  const next = nodes[at];
  return (
    next === undefined ||
    next.kind === "line" ||
    comma.test(next.text) ||
    (sentenceEnd.test(next.text) && !/[?？؟]/u.test(next.text))
  );
}
