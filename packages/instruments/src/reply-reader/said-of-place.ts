import type { Candidate } from "./candidates.ts";
import { comma, concessive, has, sentenceEnd } from "./clause-signs.ts";
import type { Node } from "./mentions.ts";
import type { Place } from "./places.ts";
import type { ReplyForm } from "./reply-form.ts";
import { closesClause } from "./standing.ts";

/** Whether a "but" stands between two mentions, or a Korean verb that grants what is said. */
export function turnsBetween(nodes: readonly Node[], one: Place, other: Place): boolean {
  return nodes
    .slice(one.to + 1, other.from)
    .some(({ kinds, text }) => kinds.has("but") || concessive.test(text));
}

/** Whether a text that opens a reply is part of a sentence: "Sydney is larger …", "Washington, D.C. is …". */
export function goesOn(nodes: readonly Node[], { span }: Place): boolean {
  const [next, after] = [nodes[span.to + 1], nodes[span.to + 2]];
  return next?.kind === "word" || (next?.text === "," && /^\p{Lu}$/u.test(after?.text ?? ""));
}

const comparison = /^(?:than|que|من|से|比)$/u;

/** A number that is the text of an option: "there are 24 pens". */
export function isAmount(nodes: readonly Node[], { from, mention }: Place): boolean {
  return mention.hasText && /^\d{2,}$/u.test(nodes[from]?.key ?? "");
}

/** "It was Eliot who wrote it": a part of a text that is singled out. */
export function isCleft(nodes: readonly Node[], { span, mention }: Place): boolean {
  return mention.hasText && /^(?:who|that|which|quien|que)$/u.test(nodes[span.to + 1]?.key ?? "");
}

/** Whether a mention is what its clause says of something: "… its capital is Ottawa", "… 수도는 서울입니다". */
export function isPredicate(
  nodes: readonly Node[],
  { span, mention }: Place,
  { isLinked }: Candidate["context"],
): boolean {
  if (mention.kind === "small") return false;
  if (isLinked) return true;
  if (comparison.test(nodes[span.from - 1]?.key ?? "")) return false;
  const [next, after] = [nodes[span.to + 1], nodes[span.to + 2]];
  const isLatin = /^\p{Script=Latin}/u.test(nodes[span.from]?.text ?? "");
  const ends = (node: Node | undefined) =>
    node === undefined || node.kind === "line" || sentenceEnd.test(node.text);
  return !isLatin && (ends(next) || (next?.kinds.has("link") === true && ends(after)));
}

/** Whether one who began with yes or no goes on to say that they do not know: "Yes, I understand. But I can't say." */
export function refusesAfter(nodes: readonly Node[], { place }: Candidate, { words }: ReplyForm): boolean {
  if (words.yes === undefined) return false;
  return nodes.some(
    ({ kinds, mention }, at) =>
      at > place.span.to &&
      mention === null &&
      kinds.has("refuse") &&
      /^(?:i|i'm|we)$/u.test(nodes[at - 1]?.key ?? ""),
  );
}

/** The judgement that follows a yes or no in its sentence and says the opposite: "Yes, that's false". */
export function judgedAfter(
  nodes: readonly Node[],
  first: Candidate,
  strong: readonly Candidate[],
  { words }: ReplyForm,
): Candidate | undefined {
  const [node, sign] = [nodes[first.place.from], nodes[first.place.span.to + 1]];
  const isAnswer = node?.kinds.has("yes") === true || node?.kinds.has("no") === true;
  if (words.true === undefined || !isAnswer || sign === undefined || !comma.test(sign.text)) return undefined;
  return strong.find(
    ({ context, option, place }) =>
      (context.isLinked || /\s/u.test(nodes[place.from]?.key ?? "")) &&
      option !== null &&
      option !== first.option &&
      place.mention.kind === "word" &&
      closesClause(nodes, place) &&
      nodes
        .slice(first.place.span.to + 2, place.from)
        .every(
          (word) => word.kind === "word" && (has(word, "link", "filler", "noun") || word.key === "that's"),
        ),
  );
}
