import { markDivided } from "./divided.ts";
import { isChange } from "./from-to.ts";
import type { Mention, Node } from "./mentions.ts";
import type { ReplyForm } from "./reply-form.ts";
import { markRestated, markShares } from "./restated.ts";
import { markTicked, type Tick } from "./ticks.ts";

/** A mention that is no noise, with the nodes it takes: a letter and its own text are one. */
export interface Place {
  readonly from: number;
  /** The last node, inclusive. */
  readonly to: number;
  readonly mention: Mention;
  /** One of a list of options, which says nothing by itself: "A, B, C or D", lines that begin with A, B, C. */
  isListed: boolean;
  /** One of two options that are named together: "A and C". */
  isShared: boolean;
  /** First and last node of the options that are named together; else of this one. */
  span: { readonly from: number; readonly to: number };
  /** How it is ticked where several options are: "❌ A ✅ B", "| B | ✓ |", "[x] B". */
  tick: Tick | null;
}

const between = /^[.):\-–—*_"“”'’(`\]]$/u;

/** Mentions of a reply in order, with lists of options marked. A reply of nothing but mentions is read at its ends. */
export function placesOf(nodes: readonly Node[], form: ReplyForm): readonly Place[] {
  const places: Place[] = [];
  for (let at = 0; at < nodes.length; at += 1) {
    const mention = nodes[at]?.mention;
    if (mention == null || isQuestionLabel(nodes, at)) continue;
    const partner = partnerOf(nodes, at);
    const joined = partner === null ? null : joinedMention(nodes, at, partner);
    const to = joined === null ? at : (partner ?? at);
    places.push({
      from: at,
      to,
      mention: joined ?? mention,
      isListed: false,
      isShared: false,
      span: { from: at, to },
      tick: null,
    });
    at = to;
  }
  const kept =
    places.length <= maximum ? places : [...places.slice(0, maximum / 2), ...places.slice(-maximum / 2)];
  markHeadings(nodes, kept, form);
  markGroups(nodes, kept, form);
  markTicked(nodes, kept);
  if (form.labels === "letters") {
    markRestated(nodes, kept, form.options.length);
    markShares(nodes, kept);
  }
  if (form.labels !== "letters") markDivided(nodes, kept);
  return kept;
}

/** More mentions than this are no answer to a question; the first and the last of them are looked at. */
const maximum = 800;

/** The next mention that only a mark of a list parts from this one. */
function partnerOf(nodes: readonly Node[], at: number): number | null {
  for (let next = at + 1; next <= at + 5; next += 1) {
    const node = nodes[next];
    if (node === undefined) return null;
    if (node.mention !== null) return next;
    if (node.kind !== "sign" || !between.test(node.text)) return null;
  }
  return null;
}

/** "B. Ice", "Ice (B)" are one mention; "B. Corn", where B is ice, names two options in one and so none. */
function joinedMention(nodes: readonly Node[], at: number, partner: number): Mention | null {
  const [one, other] = [nodes[at]?.mention, nodes[partner]?.mention];
  if (one == null || other == null) return null;
  const isLabel = (mention: Mention) => mention.isLabel;
  const names = isLabel(one) ? one : isLabel(other) ? other : null;
  const said = names === one ? other : one;
  if (names === null || isLabel(said)) return null;
  const gap = nodes.slice(at + 1, partner);
  if (one.option === other.option && (gap.length > 0 || said.kind === "text"))
    return { ...one, kind: "letter", hasText: true };
  const end = nodes[partner + 1];
  const isWhole = end === undefined || end.kind === "line" || /^[.!*"“”)]$/u.test(end.text);
  return names === one && said.kind === "text" && gap.length > 0 && isWhole
    ? { option: null, kind: "letter", isStance: false, isLabel: true, hasText: true }
    : null;
}

/** "A: B" answers with B, as in "Q: … A: B". */
function isQuestionLabel(nodes: readonly Node[], at: number): boolean {
  const [node, colon] = [nodes[at], nodes[at + 1]];
  if (node?.text !== "A" || colon?.text !== ":" || (nodes[at - 1]?.kind ?? "line") !== "line") return false;
  if (isSpeaker(nodes, at)) return true;
  const answer = nodes
    .slice(at + 2, at + 5)
    .find(({ kind, text }) => kind !== "sign" || !/[*("]/u.test(text));
  if (answer?.mention == null || answer.mention.hasText) return false;
  const rest = nodes[nodes.indexOf(answer, at) + 1];
  return rest === undefined || rest.kind !== "word";
}

/** How far around a speaker's mark is looked. Nodes. */
const speakerReach = 120;

/** "Q: … / A: Sydney", "A: I am unable to see it" name who speaks; a list that goes on with B does not. */
function isSpeaker(nodes: readonly Node[], at: number): boolean {
  const opens = (node: Node, index: number) =>
    (nodes[index - 1]?.kind ?? "line") === "line" && node.kind === "word";
  const near = nodes.slice(Math.max(at - speakerReach, 0), at + speakerReach);
  const from = Math.max(at - speakerReach, 0);
  if (near.some((node, index) => opens(node, from + index) && /^[Bb]$/u.test(node.text))) return false;
  const isAsked = near.some(
    (node, index) =>
      from + index < at &&
      opens(node, from + index) &&
      /^(?:q|question|user|human)$/u.test(node.key) &&
      near[index + 1]?.text === ":",
  );
  if (isAsked) return true;
  if (!/^(?:i|i'm|we|sorry|unfortunately|as)\b/u.test(nodes[at + 2]?.key ?? "")) return false;
  const rest = nodes.slice(at + 2, at + speakerReach);
  const end = rest.findIndex(({ kind }) => kind === "line");
  return rest
    .slice(0, end === -1 ? rest.length : end)
    .some(({ kinds, key }) => kinds.has("refuse") || /^unable\b/u.test(key));
}

const headingEnd = /^[.):：\-–—|\]=]$/u;

/** Lines, brackets or texts that count options up (A, B, C …) are a list, not answers. */
function markHeadings(nodes: readonly Node[], places: readonly Place[], { labels }: ReplyForm): void {
  if (labels === "none") return;
  let run: Place[] = [];
  const close = () => {
    const counts = run.length >= 3 || (run.length === 2 && run[0]?.mention.option === 0);
    if (counts) for (const place of run) place.isListed = true;
    // "A: undoes the last one" in such a list names nothing by its place
    const [first, last] = [run[0]?.from ?? 0, run.at(-1)?.from ?? 0];
    if (counts)
      for (const place of places)
        if (place.from > first && place.from < last && namesPlace(nodes[place.from])) place.isListed = true;
    run = [];
  };
  for (const place of places) {
    if (!isHeading(nodes, place)) continue;
    const last = run.at(-1);
    // "1. … 2. …", and then "**C**"
    const isOther = last !== undefined && isNumber(nodes[last.from]) !== isNumber(nodes[place.from]);
    if (isOther || (last?.mention.option != null && place.mention.option !== last.mention.option + 1))
      close();
    run.push(place);
  }
  close();
}

const isNumber = (node: Node | undefined): boolean => /^\d/u.test(node?.key ?? "");

/** Whether a word names an option by its place: "the last one". */
const namesPlace = (node: Node | undefined): boolean =>
  (["first", "second", "third", "fourth", "fifth", "last"] as const).some(
    (kind) => node?.kinds.has(kind) === true,
  );

function isHeading(nodes: readonly Node[], { from, to, mention }: Place): boolean {
  if (mention.kind === "text" || mention.kind === "word") return false;
  let next = to + 1;
  while (/^[*_`"]$/u.test(nodes[next]?.text ?? "")) next += 1;
  const follows = nodes[next];
  const startsLine = lineStart(nodes, from);
  if (startsLine)
    return (
      mention.hasText || follows === undefined || follows.kind === "line" || headingEnd.test(follows.text)
    );
  if (mention.kind === "small") return nodes[to + 1]?.text === ")" && nodes[to + 2]?.kind === "word";
  if (mention.hasText) return true;
  // "A: 3, B: 5"
  if (
    nodes[to + 1]?.text === ":" &&
    nodes[to + 1]?.start === nodes[to]?.end &&
    nodes[to + 2]?.kind === "word"
  )
    return true;
  // a key of JSON
  if (/^["']$/u.test(nodes[from - 1]?.text ?? "") && nodes[to + 2]?.text === ":") return true;
  return nodes[from - 1]?.text === "(" && nodes[to + 1]?.text === ")" && nodes[to + 2]?.kind === "word";
}

/** Whether only marks, numbers and words such as "option" stand before on the line. */
function lineStart(nodes: readonly Node[], from: number): boolean {
  for (let at = from - 1; at >= 0; at -= 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line" || node.text === ";") return true;
    if (node.kind === "word" && !node.kinds.has("noun")) return false;
    if (node.kind === "sign" && !/^[-–—•*_#>"'(`·‣▪◦[{,|]$/u.test(node.text)) return false;
  }
  return true;
}

/** Options that are named together, "A, B, C or D", "A and C", "True/False", are a list or share what is said of them. */
function markGroups(nodes: readonly Node[], places: readonly Place[], { options, labels }: ReplyForm): void {
  let group: Place[] = [];
  let hasJoint = false;
  let endedBy: "joint" | "comma" | null = null;
  const close = () => {
    const [first, last] = [group[0], group.at(-1)];
    const distinct = new Set(group.map(({ mention }) => mention.option)).size;
    const isBracketed =
      /^[[{]$/u.test(nodes[(first?.from ?? 0) - 2]?.text ?? "") ||
      nodes[(first?.from ?? 0) - 1]?.text === "[";
    // "Answer: A, B" names two; "B, A is wrong" and "not A, B" do not
    const isWhole =
      labels === "letters" &&
      /^[.!;)\]"'*\n]?$/u.test(nodes[(last?.to ?? 0) + 1]?.text ?? "") &&
      nodes[(first?.from ?? 0) - 1]?.kinds.has("not") !== true;
    if (
      first !== undefined &&
      last !== undefined &&
      distinct > 1 &&
      (hasJoint || distinct > 2 || isBracketed || isWhole)
    ) {
      const span = { from: first.from, to: last.to };
      const isList = distinct >= Math.min(3, options.length) || (labels !== "letters" && hasJoint);
      for (const place of group) {
        place.span = span;
        place.isShared = true;
        place.isListed ||= isList;
      }
    }
    group = [];
    hasJoint = false;
  };
  for (const place of places) {
    const last = group.at(-1);
    const isRow =
      last?.to === place.from - 1 && (last.mention.kind === "small" || place.mention.kind === "small");
    // "é a D" is no row of letters
    const joint =
      last === undefined || isRow || isChange(nodes, last, place)
        ? null
        : (jointOf(nodes, last.to + 1, place.from, labels !== "letters") ?? pairOf(nodes, last, place.from));
    // "between A and C, C is better" names the pair and then one of it
    const isAgain = group.length > 1 && group.some(({ mention }) => mention.option === place.mention.option);
    // "A, B and D, C is left" ends its list with "and D"
    const isEnded = endedBy === "joint" && joint === "comma" && group.length > 2;
    if (joint === null || isEnded || (isAgain && joint === "comma")) close();
    else hasJoint ||= joint === "joint";
    endedBy = group.length === 0 ? null : joint;
    group.push(place);
  }
  close();
}

const pairs: Readonly<Record<string, RegExp>> = {
  tanto: /^(?:como|quanto|che)$/u,
  tant: /^que$/u,
  aussi: /^que$/u,
  sia: /^(?:che|sia)$/u,
  sowohl: /^als$/u,
  både: /^och$/u,
};

/** "tanto A como B", "sowohl A als auch B" join two as "and" does. */
function pairOf(nodes: readonly Node[], { from, to }: Place, next: number): "joint" | null {
  const first = [nodes[from - 1], nodes[from - 2]].find((node) => node !== undefined && node.key in pairs);
  const joins = first === undefined ? undefined : pairs[first.key];
  const isJoined = nodes.slice(to + 1, Math.min(next, to + 5)).some(({ key }) => joins?.test(key) === true);
  return isJoined && next - to <= 5 ? "joint" : null;
}

/** What stands between two mentions: a word or stroke that joins them, marks alone, or something else. */
function jointOf(
  nodes: readonly Node[],
  from: number,
  to: number,
  judges: boolean,
): "joint" | "comma" | null {
  // letters in a row, "A B C D", are a list too
  let found: "joint" | "comma" | null = from === to ? "comma" : null;
  if (to - from > 8) return null;
  // words that join nothing unless an "or" is among them
  let isLoose = false;
  for (let at = from; at < to; at += 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line") return null;
    if (node.kind === "word") {
      if (node.kinds.has("or") || isRangeWord(nodes, at)) found = "joint";
      // "yes, but also no"
      else if (
        judges &&
        node.kinds.has("but") &&
        /^(?:also|too|también|也|भी)$/u.test(nodes[at + 1]?.key ?? "")
      )
        found = "joint";
      // "is it true or is it false", "सही है या गलत", "是真是假"
      else if (
        judges &&
        (node.kinds.has("link") || node.kinds.has("doubt") || amongJudgements.test(node.key))
      )
        isLoose ||= !/^[是भ]/u.test(node.key) || nodes[from - 2]?.text !== "是";
      else if (
        !node.kinds.has("noun") &&
        !/^(?:the|a|an|la|el|un|una|une|ein|um|uma|either|both)$/u.test(node.key)
      )
        return null;
    } else if (judges && /^[?？؟]$/u.test(node.text)) isLoose = true;
    else if (/^[/|&、]$/u.test(node.text) || isRangeDash(nodes, at)) found = "joint";
    else if (/^[,،，]$/u.test(node.text)) found ??= "comma";
    else if (!/^[()"'“”‘’`*_[\]「」]$/u.test(node.text)) return null;
  }
  if (judges && !isLoose && found === null && to > from && nodes[from]?.text === "是") return "joint";
  return isLoose && found !== "joint" ? null : found;
}

/** "A到C", "A से C तक". */
const isRangeWord = (nodes: readonly Node[], at: number): boolean =>
  /^(?:到|至|से)$/u.test(nodes[at]?.key ?? "") &&
  nodes[at - 1]?.mention?.isLabel === true &&
  nodes[at + 1]?.mention?.isLabel === true;

/** "B-D", "A~C": a dash that touches a letter on each side. */
function isRangeDash(nodes: readonly Node[], at: number): boolean {
  const [before, dash, after] = [nodes[at - 1], nodes[at], nodes[at + 1]];
  return (
    /^[-–—~～]$/u.test(dash?.text ?? "") &&
    before?.mention?.isLabel === true &&
    after?.mention?.isLabel === true &&
    before.end === dash?.start &&
    dash.end === after.start
  );
}

/** Small words that stand between two judgements that are asked for or joined. */
const amongJudgements =
  /^(?:it|it's|that|if|also|too|simple|clear|de|es|si|también|sí|انها|انه|هی|هو|بانها|بانه|यह|भी|क्या|这|是|它)$/u;
