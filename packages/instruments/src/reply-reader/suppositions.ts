import { comma, has, sentenceEnd } from "./clause-signs.ts";
import type { Node } from "./mentions.ts";
import type { Place } from "./places.ts";

/** Words that begin what is granted before the answer: "while it is true that …". */
export const concession =
  /^(?:while|whilst|although|though|even though|whereas|aunque|si bien|bien que|quoique|obwohl|embora|sebbene|meskipun|walaupun|хотя|虽然|尽管|雖然|비록|رغم ان|على الرغم|हालांकि|हालाँकि|यद्यपि|اگرچه)$/u;
/** Words that begin a condition, as words are compared. */
const condition =
  /^(?:if|when|depending|si|cuando|만약|만일|如果|若|假如|当|اذا|لو|عندما|अगर|यदि|जब|wenn|falls|quando|se|jika|kalau|если|когда|もし|اگر|eğer)$/u;
const otherwise = /^(?:otherwise|else|sino|否则|否則|والا|अन्यथा|sonst|sinon|иначе|aksi|그렇지)$/u;

/** Whether the sentence of a mention begins with a condition, or one follows it. */
export function isConditional(nodes: readonly Node[], { span }: Place): boolean {
  let first: Node | undefined;
  for (let at = span.from - 1; at >= Math.max(0, span.from - 40); at -= 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line") break;
    if (node.kind === "sign" && sentenceEnd.test(node.text)) break;
    // "if it were Emma, A, but it is Frankenstein, so C"
    if (has(node, "but") && comma.test(nodes[at - 1]?.text ?? "")) {
      first = undefined;
      break;
    }
    if (node.kind === "word") first = node;
    if (node.kind === "word" && otherwise.test(node.key)) return true;
  }
  if (first !== undefined && condition.test(first.key.split(" ")[0] ?? "")) return true;
  // "had the question asked for …, B would be right"
  if (first !== undefined && /^(?:had|were|should)$/u.test(first.key) && /^\p{Lu}/u.test(first.text))
    return true;
  for (let at = span.to + 1; at < span.to + 6; at += 1) {
    const node = nodes[at];
    if (/^["'“”’»)*]$/u.test(node?.text ?? "")) continue;
    if (node === undefined || node.kind !== "word") return false;
    if (condition.test(node.key.split(" ")[0] ?? "")) return true;
    if (!has(node, "link", "filler", "noun", "right", "so")) return false;
  }
  return false;
}

/** Whether a clause asks, or says that something is not known, before a place. */
export function isAsked(nodes: readonly Node[], from: number): boolean {
  for (let at = from - 1; at >= Math.max(0, from - 8); at -= 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line" || sentenceEnd.test(node.text)) return false;
    if (node.mention !== null || comma.test(node.text)) return false;
    if (has(node, "doubt", "refuse")) return true;
  }
  return false;
}

/** Whether nothing stands in front of a mention in its sentence, or only what makes it a guess: "Probably bread?". */
function opensWithGuess(nodes: readonly Node[], from: number): boolean {
  for (let at = from - 1; at >= 0; at -= 1) {
    const node = nodes[at];
    if (node?.kind !== "word")
      return at === from - 1 || node?.kind === "line" || sentenceEnd.test(node?.text ?? "");
    if (!has(node, "so", "weak")) return false;
  }
  return true;
}

/** "B. Ice?" labels what is asked; "the letter B. Do you need more?" does not. */
function opensLine(nodes: readonly Node[], from: number): boolean {
  for (let at = from - 1; at >= 0 && nodes[at]?.kind !== "line"; at -= 1)
    if (nodes[at]?.kind === "word") return false;
  return true;
}

/** What makes an answer a guess, or asks for assent: "C, I guess?", "la B, ¿no?". */
const hedges =
  /^(?:i|guess|think|suppose|believe|i think|i guess|i believe|maybe|perhaps|probably|presumably|right|correct|no|isn't|isn't it|doesn't|aren't|it|creo|quizás?|tal|vez|tal vez|supongo|verdad|यही|शायद|맞죠|아마|아마도|吧|对吧|ربما|اظن|اعتقد)$/u;

/** Whether a mention is in a question of several words, or is one by itself with an answer behind it: "A? No, B." */
export function askedOf(nodes: readonly Node[], { span }: Place): "sentence" | "word" | null {
  let words = opensWithGuess(nodes, span.from) ? 0 : 1;
  for (let at = span.to + 1; at < span.to + 40; at += 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line") return null;
    if (node.kind === "word") words += words === 0 && hedges.test(node.key) ? 0 : 1;
    else if (/^[?？؟]$/u.test(node.text)) {
      const verdict = nodes[at + 1];
      const isRuledOut =
        verdict?.kinds.has("no") === true &&
        verdict.mention === null &&
        /^[.!。！]$/u.test(nodes[at + 2]?.text ?? "");
      if (words > 0 || isRuledOut) return "sentence";
      return nodes.slice(at + 1, at + 12).some(({ kind }) => kind === "word") ? "word" : null;
    } else if (
      sentenceEnd.test(node.text) &&
      !(node.text === "." && at === span.to + 1 && opensLine(nodes, span.from))
    )
      return null;
  }
  return null;
}
