import type { Candidate } from "./candidates.ts";
import type { Node } from "./mentions.ts";
import type { ReplyForm } from "./reply-form.ts";
import { listMark } from "./standing.ts";

/** The one of several marked options that is ticked: "A ✗, B ✓, C ✗", "❌ A ✅ B". */
export function tickedOption(candidates: readonly Candidate[]): number | null {
  const marked = candidates.filter(({ place }) => place.tick !== null);
  const [only, ...others] = new Set(
    marked.flatMap(({ place }) => (place.tick === "right" ? [place.mention.option] : [])),
  );
  return marked.length > 1 && only !== undefined && others.length === 0 ? only : null;
}

/** The one of several options that a reply asks for and says yes to: "A? No. B? Yes." */
export function confirmedOption(
  nodes: readonly Node[],
  candidates: readonly Candidate[],
  { options, labels }: ReplyForm,
): number | null {
  const verdicts = candidates.flatMap(({ place: { mention, span } }) => {
    const isAsked = /^[?？؟:]$/u.test(nodes[span.to + 1]?.text ?? "");
    const [kinds, end] = [nodes[span.to + 2]?.kinds, nodes[span.to + 3]];
    if (!isAsked || kinds === undefined || end?.kind === "word" || mention.option === null) return [];
    return kinds.has("yes")
      ? [{ option: mention.option, isYes: true }]
      : kinds.has("no")
        ? [{ option: mention.option, isYes: false }]
        : [];
  });
  const [only, ...others] = verdicts.filter(({ isYes }) => isYes);
  const isOnly = candidates.every(({ place }) => place.mention.option === only?.option);
  if (only !== undefined) return (verdicts.length > 1 || isOnly) && others.length === 0 ? only.option : null;
  // "A? No. B? No. C? No." leaves D
  const left = options.flatMap((_, option) =>
    verdicts.some((verdict) => verdict.option === option) ? [] : [option],
  );
  return labels === "letters" && options.length > 2 && left.length === 1 ? (left[0] ?? null) : null;
}

/** The one option that a reply does not rule out, where it rules out all others and names none. */
export function leftOption(
  nodes: readonly Node[],
  candidates: readonly Candidate[],
  { options, labels }: ReplyForm,
): number | null {
  if (labels !== "letters") return null;
  const out = new Set(
    candidates.flatMap(({ context, place }) =>
      context.isDenied &&
      !context.isOpen &&
      (place.mention.kind !== "small" || place.mention.hasText || isForeignLetter(nodes, place))
        ? [place.mention.option]
        : [],
    ),
  );
  for (const option of rangesOf(nodes, candidates, out)) out.add(option);
  const left = options.flatMap((_, option) => (out.has(option) ? [] : [option]));
  return out.size > 0 && left.length === 1 ? (left[0] ?? null) : null;
}

/** What lies between two options that are ruled out as the ends of a range: "B through D are incorrect". */
function rangesOf(
  nodes: readonly Node[],
  candidates: readonly Candidate[],
  out: ReadonlySet<number | null>,
): readonly number[] {
  return candidates.flatMap(({ place: { mention, to } }, index) => {
    const end = candidates[index + 1]?.place;
    const [from, until] = [mention.option, end?.mention.option];
    if (end === undefined || from === null || until == null || !out.has(from) || !out.has(until)) return [];
    const between = nodes.slice(to + 1, end.from);
    const isRange =
      between.length <= 2 &&
      between.some(({ key }) =>
        /^(?:[-–—~～]|through|to|thru|till|a|al|hasta|至|到|부터|الی|حتی|से)$/u.test(key),
      );
    return isRange ? Array.from({ length: Math.max(0, until - from - 1) }, (_, step) => from + 1 + step) : [];
  });
}

/** A letter of another script, "أ", which is a small mention since it may be a word. */
function isForeignLetter(nodes: readonly Node[], { from, mention }: Candidate["place"]): boolean {
  return mention.isLabel && !/^[\p{Script=Latin}\p{Nd}]/u.test(nodes[from]?.text ?? "");
}

/** The one option of a list that is marked as right ("B. Ice: yes"), or that alone is not ruled out. */
export function markedOption(
  nodes: readonly Node[],
  candidates: readonly Candidate[],
  { options }: ReplyForm,
): number | null {
  const right = new Set<number>();
  const wrong = new Set<number>();
  for (const [index, { place }] of candidates.entries()) {
    const { option } = place.mention;
    if (!place.isListed || option === null || place.isShared) continue;
    const mark = place.tick ?? listMark(nodes, place, candidates[index + 1]?.place);
    if (mark === "right") right.add(option);
    if (mark === "wrong") wrong.add(option);
  }
  const [only] = right;
  if (only !== undefined && right.size === 1) return only;
  const left = options.flatMap((_, option) => (wrong.has(option) ? [] : [option]));
  return right.size === 0 && left.length === 1 ? (left[0] ?? null) : null;
}
