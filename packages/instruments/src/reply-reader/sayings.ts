import type { Candidate } from "./candidates.ts";
import { comma, has, sentenceEnd } from "./clause-signs.ts";
import type { Node } from "./mentions.ts";
import type { ReplyForm } from "./reply-form.ts";

/** Words for saying something that is judged itself, as words are compared: "saying it is false would be wrong". */
const saying =
  /(?:^|\s)(?:saying|say|call|calling|answering|decir|llamarlo|llamarla|afirmar|responder|说|认 为|答|回 答|称|القول|قول|اعتبار)$/u;
/** The same behind what is said: "거짓이라고 말하는 것은", "गलत कहना". */
const sayingBehind = /^(?:하는|말하는|하면|답하면|보는|답은|주장은|말은|कहना|मानना|बताना)$/u;
const quote = /^["'“”‘’«»「」『』]$/u;
/** More words than this behind what is said are no verdict on it. */
const longestVerdict = 8;

/**
 * The option that a reply means which judges a judgement: "saying it is false would be wrong", "说它是假的并不对", "इसे गलत कहना सही नहीं है". Null
 * for other replies.
 */
export function judgedSaying(
  nodes: readonly Node[],
  candidates: readonly Candidate[],
  { words }: ReplyForm,
): number | null {
  if (words.true === undefined || words.false === undefined) return null;
  for (const { place } of candidates) {
    const { option } = place.mention;
    const verdict = verdictOn(nodes, place.from, place.to);
    if (option === null || verdict === null || place.isShared) continue;
    if (verdict === "right") return option;
    return option === words.true ? words.false : words.true;
  }
  return null;
}

/** What the clause of a judgement says of saying it; null where it says nothing of that. */
function verdictOn(nodes: readonly Node[], from: number, to: number): "right" | "wrong" | null {
  const ends = (node: Node | undefined) =>
    node === undefined || node.kind === "line" || sentenceEnd.test(node.text) || comma.test(node.text);
  let [start, end] = [from, to + 1];
  while (!ends(nodes[start - 1])) start -= 1;
  while (!ends(nodes[end])) end += 1;
  const isNamed = nodes.slice(start, from).some(({ key }) => saying.test(key));
  const isQuoted = nodes.slice(to + 1, to + 3).some(({ key }) => sayingBehind.test(key));
  // "«Falso» sería la respuesta equivocada"
  const isCited =
    from - start <= 1 && quote.test(nodes[from - 1]?.text ?? "") && quote.test(nodes[to + 1]?.text ?? "");
  if (!isNamed && !isQuoted && !isCited) return null;
  const said = [...nodes.slice(start, from), ...nodes.slice(to + 1, end)].filter(
    ({ kind }) => kind === "word",
  );
  const judged = said.filter((node) => has(node, "right", "wrong", "true", "false", "unacceptable", "not"));
  const isVerdict =
    judged.some((node) => !has(node, "not") || has(node, "wrong")) &&
    end - to <= longestVerdict &&
    !said.some((node) => has(node, "doubt", "refuse", "others") || /^(?:i|i'd|i'll|i'm|we)$/u.test(node.key));
  if (!isVerdict) return null;
  // "not right", "no es correcto", "并不对"
  const denials = judged.filter(
    (node) => has(node, "not", "wrong", "false", "unacceptable") && !has(node, "right"),
  );
  return denials.length % 2 === 0 ? "right" : "wrong";
}
