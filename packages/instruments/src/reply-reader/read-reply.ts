import type { ParsedResponse } from "@refract/core";
import { type Candidate, candidatesOf } from "./candidates.ts";
import { withInitials } from "./initials.ts";
import { jsonAnswerOf } from "./json-answer.ts";
import { confirmedOption, leftOption, markedOption, tickedOption } from "./marked-options.ts";
import { type Node, nodesOf } from "./mentions.ts";
import { beforeNextTurn } from "./next-turn.ts";
import { withoutNoise } from "./noise.ts";
import { offersHelp } from "./offers.ts";
import { overturned } from "./overturned.ts";
import { saidOnce } from "./repeated.ts";
import type { ReplyForm } from "./reply-form.ts";
import { plainReply } from "./reply-text.ts";
import {
  goesOn,
  isAmount,
  isCleft,
  isPredicate,
  judgedAfter,
  refusesAfter,
  turnsBetween,
} from "./said-of-place.ts";
import { judgedSaying } from "./sayings.ts";
import { closesClause, endsThere, standsAlone, standsFirst, standsInCode, standsOut } from "./standing.ts";
import { withoutTypos } from "./typos.ts";

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
  const text = withoutTypos(saidOnce(plainReply(reply), form), form);
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
  const isSilent = !/[^\s\p{P}\p{S}\p{Cc}]/u.test(text);
  if (isSilent && !(form.words.true !== undefined && /[✓✔✅☑√✗✘❌✕×☒○◯⭕〇]/u.test(text)))
    return { option: null, rule: "none/empty" };
  const reading = readStatements(text, form, false);
  // "of course" says less than any other word
  return form.words.yes !== undefined && /^none\/(?:nothing|several)$/.test(reading.rule)
    ? readStatements(text, form, true)
    : reading;
}

function readStatements(text: string, form: ReplyForm, affirms: boolean): Reading {
  const json = jsonAnswerOf(text);
  const nodes = withoutNoise(
    withInitials(
      nodesOf(json === null ? text : `${text.slice(0, json.start)}\n${text.slice(json.end)}`, form, affirms),
      form,
    ),
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
    if (
      context.statement !== null &&
      !context.isWeak &&
      !(isSmallWord && !((place.mention.isLabel || place.mention.hasText) && context.statement === "after"))
    ) {
      // "it must be A or B, and since B is a port, it is A"
      const chosen = place.isShared ? chosenBehind(candidates, place.span.to) : undefined;
      return chosen === undefined ? found(candidate, context.statement) : found(chosen, "link");
    }
    if (context.isWeak || !standsAlone(nodes, place)) continue;
    if (!standsInCode(nodes, place)) return inCode ?? found(candidate, "alone");
    inCode ??= found(candidate, "alone");
  }
  return inCode;
}

/** Whether "sorry" stands in front of a correction: "죄송합니다, 거꾸로 말했습니다". */
const excuses = (nodes: readonly Node[], at: number): boolean =>
  nodes[at]?.kinds.has("correct") === true &&
  nodes.slice(at + 1, at + 4).some(({ kinds }) => kinds.has("retract"));

/** The option that a reply settles on behind a pair that it has named. */
const chosenBehind = (candidates: readonly Candidate[], to: number): Candidate | undefined =>
  candidates.findLast(
    ({ context, isEligible, option, place }) =>
      isEligible && option !== null && context.isLinked && !context.isWeak && place.from > to,
  );

function decide(nodes: readonly Node[], candidates: readonly Candidate[], form: ReplyForm): Reading {
  const turned = overturned(nodes, candidates, form) ?? judgedSaying(nodes, candidates, form);
  if (turned !== null) return { option: turned, rule: "link/word" };
  const stated = lastStatement(nodes, candidates);
  if (stated !== null) return stated;
  const eligible = candidates.filter(({ isEligible }) => isEligible);
  const strong = eligible.filter(({ context }) => !context.isWeak);
  const outstanding = strong.filter(({ place }) => standsOut(nodes, place));
  const emphasised = agreed(outstanding, "emphasis");
  if (emphasised !== null) return emphasised;
  // "both say something true: A …, B …"
  const named = new Set(
    eligible.filter(({ place }) => place.mention.kind !== "small").map(({ option }) => option),
  );
  if (
    named.size > 1 &&
    nodes.some(
      ({ kinds, mention }, at) => kinds.has("both") && mention === null && nodes[at + 1]?.mention == null,
    )
  )
    if (form.labels === "letters") return { option: null, rule: "none/several" };
  const ticked = tickedOption(candidates) ?? confirmedOption(nodes, candidates, form);
  if (ticked !== null) return { option: ticked, rule: "mark/letter" };
  const first = strong.find(({ place }) => standsFirst(nodes, place));
  // "Sydney is larger, but the capital is Canberra"
  const contrasted =
    first?.place.mention.kind === "text" && goesOn(nodes, first.place)
      ? strong.findLast(
          ({ context, option, place }) =>
            option !== null &&
            option !== first.option &&
            (context.isContrast ||
              (turnsBetween(nodes, first.place, place) && isPredicate(nodes, place, context))),
        )
      : undefined;
  // "true for cats, false for dogs"
  const isDivided =
    first?.place.mention.kind === "word" &&
    /^(?:for|in|at|when|if|para|en|cuando|für|pour)$/u.test(nodes[first.place.span.to + 1]?.key ?? "") &&
    strong.some(({ option }) => option !== null && option !== first.option);
  // "No, it's true"
  const corrected = first === undefined ? undefined : judgedAfter(nodes, first, strong, form);
  if (corrected !== undefined) return found(corrected, "link");
  const isOffer =
    first !== undefined &&
    form.words.acceptable !== undefined &&
    first.option === form.words.yes &&
    nodes[first.place.from]?.kinds.has("acceptable") !== true &&
    offersHelp(nodes, first.place);
  if (isOffer && eligible.every((candidate) => candidate === first))
    return { option: null, rule: "none/nothing" };
  if (first !== undefined && first.option !== null && contrasted === undefined && !isDivided)
    return refusesAfter(nodes, first, form) ? { option: null, rule: "none/refusal" } : found(first, "first");
  const linked = strong.findLast(
    ({ context, place }) =>
      context.isLinked &&
      (place.mention.kind !== "small" ||
        endsThere(nodes, place.span.to) ||
        isAmount(nodes, place) ||
        isCleft(nodes, place)),
  );
  // "some of it is right, some is wrong"
  const isSplit =
    form.labels === "none" &&
    form.words.true !== undefined &&
    linked !== undefined &&
    strong.some(
      ({ context, option, place }) =>
        context.isLinked && option !== linked.option && !turnsBetween(nodes, place, linked.place),
    );
  if (linked !== undefined && !isSplit) return found(linked, "link");
  if (contrasted !== undefined) return found(contrasted, "link");
  const refusals = nodes.filter(
    ({ kinds, mention }, at) =>
      kinds.has("refuse") && !kinds.has("wrong") && mention === null && !excuses(nodes, at),
  );
  // "I rule out A, B and D, because none of them fits"
  const saysOfThem = refusals.every(({ key }) => /^(?:none|ninguna?|ninguno)\b/u.test(key));
  const remaining = refusals.length > 0 && saysOfThem ? leftOption(nodes, candidates, form) : null;
  if (remaining !== null) return { option: remaining, rule: "mark/letter" };
  if (refusals.length > 0) return { option: null, rule: "none/refusal" };
  const marked = markedOption(nodes, candidates, form);
  if (marked !== null) return { option: marked, rule: "mark/letter" };
  const plain = (of: readonly Candidate[]) => of.filter(({ place }) => place.mention.kind !== "small");
  const single = plain(strong).filter(({ place }) => !place.isShared);
  // what is denied says less than what is said: "I don't agree, I strongly disagree"
  const affirmed = single.filter(({ context }) => !context.isDenied);
  const sure = affirmed.length > 0 ? affirmed : single;
  const only =
    agreed(sure, "only") ?? (sure.length > 0 ? null : agreed(unsure(nodes, eligible, form), "only"));
  const isDoubted =
    only !== null &&
    [...sure, ...eligible].every(({ context }) => context.isWeak || context.isConditional) &&
    candidates.some(
      ({ context, option, place }) =>
        context.isOpen &&
        option !== null &&
        option !== only.option &&
        (place.mention.kind !== "small" || endsThere(nodes, place.span.to)),
    );
  // "in cities, yes; in villages, no"
  const isAnswered =
    only !== null &&
    form.words.yes !== undefined &&
    strong.some(
      ({ option, place }) =>
        place.mention.kind === "small" && option !== only.option && closesClause(nodes, place),
    );
  if (isDoubted || isAnswered) return { option: null, rule: "none/several" };
  if (only !== null) return only;
  const left = leftOption(nodes, candidates, form);
  if (
    left !== null &&
    eligible.every(({ option, place }) => option === left || place.mention.kind === "small")
  )
    return { option: left, rule: "mark/letter" };
  // "roughly 48", "it happened in 1789"
  const counted = eligible.every(({ place }) => isAmount(nodes, place)) ? agreed(eligible, "only") : null;
  if (counted !== null && nodes.length <= shortReply) return counted;
  return { option: null, rule: eligible.length > 0 ? "none/several" : "none/nothing" };
}

/** A reply of no more than so many nodes says little besides the number in it. */
const shortReply = 12;

/** What may be an answer where nothing is said outright; "no" and "a" only where somebody says so: "some say yes, others say no". */
const unsure = (
  nodes: readonly Node[],
  eligible: readonly Candidate[],
  form: ReplyForm,
): readonly Candidate[] =>
  eligible.filter(
    ({ context, place }) =>
      place.mention.kind !== "small" ||
      (form.words.yes !== undefined && closesClause(nodes, place)) ||
      (context.isWeak && form.labels !== "letters" && endsThere(nodes, place.span.to)),
  );

/** The option that all of some mentions name; null where they name none or more than one. */
function agreed(candidates: readonly Candidate[], rule: string): Reading | null {
  const [first] = candidates;
  return first !== undefined &&
    first.option !== null &&
    candidates.every(({ option }) => option === first.option)
    ? found(first, rule)
    : null;
}
