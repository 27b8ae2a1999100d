import type { ParsedResponse } from "@refract/core";
import { jsonAnswerOf } from "./json-answer.ts";
import { type Node, nodesOf } from "./mentions.ts";
import { beforeNextTurn } from "./next-turn.ts";
import { withoutNoise } from "./noise.ts";
import { type Place, placesOf } from "./places.ts";
import type { ReplyForm } from "./reply-form.ts";
import { plainReply } from "./reply-text.ts";
import { listMark, standsAlone, standsFirst, standsInCode, standsOut } from "./standing.ts";
import { type Context, contextOf } from "./statement-context.ts";
import { withoutTypos } from "./typos.ts";

/** A mention with what is said of it. */
interface Candidate {
  readonly place: Place;
  readonly context: Context;
  /** The option it names once denials are counted in; null where it rules one out or names two. */
  readonly option: number | null;
  /** Whether it can be an answer at all. */
  readonly isEligible: boolean;
}

/** What one step of the reading found: an option, or why none. */
type Reading =
  | { readonly option: number; readonly rule: string }
  | { readonly option: null; readonly rule: string };

/**
 * Reads which option a reply states. A statement beats a position, and the last statement beats earlier ones; README.md has the rules. Total on any
 * text, and in time that grows with its length.
 *
 * @returns the option's value with the rule that found it, or `unparsed` with the rule that says why
 */
export function readReply(reply: string, form: ReplyForm): ParsedResponse {
  const text = withoutTypos(plainReply(reply), form);
  const reading = ownAnswer(text, form) ?? readText(text, form);
  const value = reading.option === null ? undefined : form.options[reading.option]?.value;
  return value === undefined
    ? { value: null, missing: "unparsed", rule: reading.rule }
    : { value, missing: null, rule: reading.rule };
}

/** Rules of explicit answers; others may have found what the reply only begins with. */
const isStated = /^(?:json|cue|boxed|after|alone)\b/;

/** The answer to our question, where a reply goes on with questions of its own and answers those too; null elsewhere. */
function ownAnswer(text: string, form: ReplyForm): Reading | null {
  const own = beforeNextTurn(text);
  if (own === null) return null;
  const reading = readText(own.said, form);
  return reading.option !== null && (own.isMarked || isStated.test(reading.rule)) ? reading : null;
}

function readText(text: string, form: ReplyForm): Reading {
  if (!/[^\s\p{P}\p{S}\p{Cc}]/u.test(text)) return { option: null, rule: "none/empty" };
  const json = jsonAnswerOf(text);
  const nodes = withoutNoise(
    nodesOf(json === null ? text : `${text.slice(0, json.start)}\n${text.slice(json.end)}`, form),
  );
  const candidates = candidatesOf(nodes, form);
  if (json !== null) {
    const later = lastStatement(
      nodes,
      candidates.filter(({ place }) => (nodes[place.from]?.start ?? 0) >= json.start),
    );
    if (later !== null) return later;
    const inside = readText(json.answer, form);
    return { ...inside, rule: inside.option === null ? "none/json" : "json" };
  }
  const corrected = afterCorrection(nodes, candidates);
  const read = corrected === null ? null : decide(nodes, corrected, form);
  return read !== null && read.option !== null ? read : decide(nodes, candidates, form);
}

function candidatesOf(nodes: readonly Node[], form: ReplyForm): readonly Candidate[] {
  const places = placesOf(nodes, form);
  return places.map((place, index) => {
    const context = contextOf(nodes, places, index);
    const option = place.isShared && !place.isListed ? null : meaning(nodes, place, context, form);
    const isDenied = context.isDenied && option === null;
    return { place, context, option, isEligible: !(isDenied || place.isListed || context.isOpen) };
  });
}

/** The option that is meant: "not true" is false, "strongly … not agree" the end of the scale. */
function meaning(
  nodes: readonly Node[],
  { from, mention }: Place,
  context: Context,
  form: ReplyForm,
): number | null {
  const { agreement, denied } = form;
  const { option } = mention;
  if (option === null) return null;
  if (agreement !== undefined && mention.isStance) {
    const { isDenied } = context;
    const isStrong = strengthOf(nodes, from);
    if (option === agreement.agree) {
      if (!isDenied) return isStrong ? agreement.stronglyAgree : agreement.agree;
      if (!isStrong) return agreement.disagree;
      return context.isStrong ? agreement.stronglyDisagree : null;
    }
    // "neither agree nor disagree" holds its own denial
    if (isDenied)
      return option === agreement.undecided && /\s/u.test(nodes[from]?.text ?? "") ? option : null;
    return option === agreement.disagree && isStrong ? agreement.stronglyDisagree : option;
  }
  if (!context.isDenied) return option;
  for (const kind of nodes[from]?.kinds ?? []) {
    const instead = denied[kind];
    if (instead !== undefined) return instead;
  }
  return null;
}

/** Whether a word that strengthens stands at a stance: "strongly agree", "agree completely", "전혀 동의하지". */
function strengthOf(nodes: readonly Node[], at: number): boolean {
  return [at - 3, at - 2, at - 1, at + 1].some((near) => {
    const node = nodes[near];
    return node?.kinds.has("strongly") === true && node.mention === null;
  });
}

/** What is left behind the last correction ("wait", "that's wrong") that something follows; null without one. */
function afterCorrection(
  nodes: readonly Node[],
  candidates: readonly Candidate[],
): readonly Candidate[] | null {
  for (let at = nodes.length - 1; at >= 0; at -= 1) {
    const node = nodes[at];
    if (node?.kinds.has("retract") !== true || node.mention !== null) continue;
    const isAlone = nodes[at + 1]?.kind !== "word" || /\s/u.test(node.text);
    const later = candidates.filter(({ place, isEligible }) => isEligible && place.from > at);
    if (isAlone && later.length > 0 && later.length < candidates.length) return later;
    if (later.length > 0 && isAlone) return null;
  }
  return null;
}

const kindOf = ({ place: { mention } }: Candidate): string =>
  mention.hasText ? "text" : mention.isLabel ? "letter" : "word";

function found(candidate: Candidate, rule: string): Reading {
  const { option, place } = candidate;
  if (option !== null) return { option, rule: `${rule}/${kindOf(candidate)}` };
  return { option: null, rule: place.isShared ? "none/several" : "none/contradiction" };
}

/** The last explicit statement: a cue, a box, or an answer that stands alone on its line or in its sentence. */
function lastStatement(nodes: readonly Node[], candidates: readonly Candidate[]): Reading | null {
  // what a block of code holds may be an example: a statement before it is the answer
  let inCode: Reading | null = null;
  for (const candidate of candidates.toReversed()) {
    const { context, isEligible, place } = candidate;
    if (!isEligible) continue;
    const isSmallWord = place.mention.kind === "small" && !endsThere(nodes, place.span.to);
    if (context.statement !== null && !context.isWeak && !(isSmallWord && context.statement !== "after"))
      return found(candidate, context.statement);
    if (context.isWeak || !standsAlone(nodes, place)) continue;
    if (!standsInCode(nodes, place)) return inCode ?? found(candidate, "alone");
    inCode ??= found(candidate, "alone");
  }
  return inCode;
}

/** Whether a small letter or a short word ends there, so that it is no word of a sentence. */
function endsThere(nodes: readonly Node[], to: number): boolean {
  const next = nodes[to + 1];
  return (
    next === undefined ||
    next.kind !== "word" ||
    !/^\p{Script=Latin}/u.test(next.text) ||
    next.kinds.has("so")
  );
}

function decide(nodes: readonly Node[], candidates: readonly Candidate[], form: ReplyForm): Reading {
  const stated = lastStatement(nodes, candidates);
  if (stated !== null) return stated;
  const eligible = candidates.filter(({ isEligible }) => isEligible);
  const strong = eligible.filter(({ context }) => !context.isWeak);
  const outstanding = strong.filter(({ place }) => standsOut(nodes, place));
  const emphasised = agreed(outstanding, "emphasis");
  if (emphasised !== null) return emphasised;
  const first = strong.find(({ place }) => standsFirst(nodes, place));
  if (first !== undefined && first.option !== null) return found(first, "first");
  const linked = strong.findLast(
    ({ context, place }) =>
      context.isLinked && (place.mention.kind !== "small" || endsThere(nodes, place.span.to)),
  );
  if (linked !== undefined) return found(linked, "link");
  if (nodes.some(({ kinds, mention }) => kinds.has("refuse") && mention === null))
    return { option: null, rule: "none/refusal" };
  const marked = markedOption(nodes, candidates, form);
  if (marked !== null) return { option: marked, rule: "mark/letter" };
  const plain = (of: readonly Candidate[]) => of.filter(({ place }) => place.mention.kind !== "small");
  const named = plain(strong).filter(({ place }) => !place.isShared);
  // what is denied says less than what is said: "I don't agree, I strongly disagree"
  const affirmed = named.filter(({ context }) => !context.isDenied);
  const sure = affirmed.length > 0 ? affirmed : named;
  const only = agreed(sure, "only") ?? (sure.length > 0 ? null : agreed(plain(eligible), "only"));
  if (only !== null) return only;
  return { option: null, rule: eligible.length > 0 ? "none/several" : "none/nothing" };
}

/** The option that all of some mentions name; null where they name none or more than one. */
function agreed(candidates: readonly Candidate[], rule: string): Reading | null {
  const [first] = candidates;
  return first !== undefined &&
    first.option !== null &&
    candidates.every(({ option }) => option === first.option)
    ? found(first, rule)
    : null;
}

/** The one option of a list that is marked as right ("B. Ice: yes"), or that alone is not ruled out. */
function markedOption(
  nodes: readonly Node[],
  candidates: readonly Candidate[],
  { options }: ReplyForm,
): number | null {
  const right = new Set<number>();
  const wrong = new Set<number>();
  for (const [index, { place }] of candidates.entries()) {
    const { option } = place.mention;
    if (!place.isListed || option === null || place.isShared) continue;
    const mark = listMark(nodes, place, candidates[index + 1]?.place);
    if (mark === "right") right.add(option);
    if (mark === "wrong") wrong.add(option);
  }
  const [only] = right;
  if (only !== undefined && right.size === 1) return only;
  const left = options.flatMap((_, option) => (wrong.has(option) ? [] : [option]));
  return right.size === 0 && left.length === 1 ? (left[0] ?? null) : null;
}
