import { has, sentenceEnd } from "./clause-signs.ts";
import { withGrounds } from "./grounds.ts";
import type { Node } from "./mentions.ts";
import { type Place, placesOf } from "./places.ts";
import type { ReplyForm } from "./reply-form.ts";
import { endsThere } from "./standing.ts";
import { type Context, contextOf } from "./statement-context.ts";

/** A mention with what is said of it. */
export interface Candidate {
  readonly place: Place;
  readonly context: Context;
  /** The option it names once denials are counted in; null where it rules one out or names two. */
  readonly option: number | null;
  /** Whether it can be an answer at all. */
  readonly isEligible: boolean;
}

/** All mentions of a reply, with what is said of them. */
export function candidatesOf(nodes: readonly Node[], form: ReplyForm): readonly Candidate[] {
  const places = placesOf(nodes, form);
  let previous: Context | null = null;
  const named = places.map((place, index) => {
    const own = contextOf(nodes, places, index);
    // "A is out, and so is B"
    const before = previous;
    const repeats =
      before !== null &&
      own.statement === null &&
      (isLikewise(nodes, place) || (before.isDenied && isNextOut(nodes, place)));
    const context: Context = repeats
      ? {
          ...own,
          statement: before.statement,
          isDenied: own.isDenied || before.isDenied,
          isOpen: own.isOpen || before.isOpen,
        }
      : own;
    // "A is right, and so is B" names two
    if (repeats && before.statement !== null && !before.isDenied) place.isShared = true;
    previous = context;
    const option = place.isShared && !place.isListed ? null : meaning(nodes, place, context, form);
    const isDenied = context.isDenied && option === null;
    return { place, context, option, isEligible: !(isDenied || place.isListed || context.isOpen) };
  });
  const candidates = form.labels === "letters" ? withGrounds(nodes, named) : named;
  // "had it asked for the largest, B would be right; as it stands, A"
  const isOwn = ({ context, isEligible, place }: Candidate) =>
    isEligible && !context.isConditional && !context.isWeak && place.mention.kind !== "small";
  const owned = candidates.filter(isOwn);
  const isIdle = ({ context, option, place }: Candidate) =>
    context.isConditional &&
    isCounterfactual(nodes, place) &&
    owned.some((other) => other.option !== option && other.option !== null);
  if (candidates.some(isIdle))
    return candidates.map((candidate) =>
      isIdle(candidate) ? { ...candidate, isEligible: false } : candidate,
    );
  // "if you want speed, A; otherwise B" gives no answer; one option under a condition is one
  const conditional = candidates.filter(
    ({ context, isEligible, place }) =>
      isEligible &&
      context.isConditional &&
      (place.mention.kind !== "small" || endsThere(nodes, place.span.to)),
  );
  if (new Set(conditional.map(({ option }) => option)).size < 2) return candidates;
  return candidates.map((candidate) =>
    candidate.context.isConditional ? { ...candidate, isEligible: false } : candidate,
  );
}

/** "B would be right", "it would be true": what holds only if something else did. */
function isCounterfactual(nodes: readonly Node[], { span }: Place): boolean {
  const near = nodes
    .slice(Math.max(span.from - 4, 0), span.to + 4)
    .map(({ key }) => key)
    .join(" ");
  return /(?:^|\s)(?:would(?:'ve)?|i'd|it'd|sería|seria|habría|hubiera|fuera|겠지만|겠으나|겠죠|텐데|لکانت|لکان|کانت|کان|होता|होती|会是|就是|就会)(?:\s|$)/u.test(
    near,
  );
}

const ruling =
  /eliminat|rul(?:e|ed|ing) out|cross|discard|is out|descart|elimin|tach|排 ?除|제외|지우|استبعد|हटा/u;

/** Whether a mention is the next one of a row that is ruled out: "I'd eliminate D, then C, then B". */
function isNextOut(nodes: readonly Node[], { span }: Place): boolean {
  if (!/^(?:then|luego|después|다음|그다음|然后|ثم|फिर)$/u.test(nodes[span.from - 1]?.key ?? ""))
    return false;
  for (let at = span.from - 2; at >= Math.max(0, span.from - 40); at -= 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line" || sentenceEnd.test(node.text)) return false;
    if (ruling.test(node.key)) return true;
  }
  return false;
}

/** Whether the same is said of a mention as of the one before: "so is D", "B también.", "B也一样". */
function isLikewise(nodes: readonly Node[], { span }: Place): boolean {
  const isSmall = (node: Node | undefined) => node !== undefined && has(node, "filler", "noun");
  let before = span.from - 1;
  while (before >= span.from - 3 && isSmall(nodes[before]) && !nodes[before]?.kinds.has("likewise"))
    before -= 1;
  if (nodes[before]?.kinds.has("likewise") === true) return true;
  let behind = span.to + 1;
  while (behind <= span.to + 2 && isSmall(nodes[behind]) && !nodes[behind]?.kinds.has("likewise"))
    behind += 1;
  const end = nodes[behind + 1];
  return (
    nodes[behind]?.kinds.has("likewise") === true &&
    (end === undefined || end.kind !== "word" || has(end, "link"))
  );
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
  // "False" that is all of a sentence has no kinds of its own
  if (mention.kind === "word" && nodes[from]?.kinds.size === 0) {
    if (option === form.words.false) return denied.false ?? null;
    if (option === form.words.true) return denied.true ?? null;
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
