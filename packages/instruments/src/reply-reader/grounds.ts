import type { Candidate } from "./candidates.ts";
import { comma, sentenceEnd } from "./clause-signs.ts";
import type { Node } from "./mentions.ts";

/** Words that open a clause that gives a ground, as words are compared: "since B is a port", "como la reunión es …". */
const ground =
  /^(?:since|as|because|given|seeing|como|dado|puesto|porque|ya que|dado que|puesto que|given that|seeing that|because|因|由于|因为|既然|بما|بما ان|لان|نظرا|حیث|چونکه|चूँकि|चूंकि|क्योंकि)$/u;
const unspacedGround = /^(?:由于|因为|既然|鉴于)/u;
/** What names a time or place that another is counted from. */
const countedFrom =
  /(?:^|\s)(?:after|before|past|following|después de|después del|antes de|antes del|tras|desde el|desde|بعد|قبل|من)$/u;
/** Korean verbs that give a ground: "이틀 뒤이므로", "지났으니". */
const koreanGround = /^\p{Script=Hangul}+(?:므로|으니|니까|아서|어서|라서|기에|때문에)$/u;

/**
 * Mentions that only say what an answer follows from are weak where the same sentence names another option besides: "since it is two days after
 * Monday, it is on Wednesday".
 */
export function withGrounds(nodes: readonly Node[], candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.map((candidate) => {
    const { context, option, place } = candidate;
    if (context.statement !== null || context.isDenied || option === null || place.isShared) return candidate;
    const [from, to] = sentenceOf(nodes, place.from);
    const others = candidates.filter(
      (other) =>
        other.isEligible &&
        other.option !== null &&
        other.option !== option &&
        (other.place.mention.kind !== "small" ||
          other.place.mention.hasText ||
          /^\d{2}/u.test(nodes[other.place.from]?.key ?? "")) &&
        other.place.from >= from &&
        other.place.from < to,
    );
    const next = others.find((other) => other.place.from > place.to);
    const isKorean = nodes
      .slice(place.to + 1, next?.place.from ?? place.to + 1)
      .some(({ text }) => koreanGround.test(text));
    const isGround =
      others.length > 0 &&
      (isKorean ||
        (next !== undefined && isAssigned(nodes, place.from)) ||
        isCountedFrom(nodes, place.from) ||
        (opensGround(nodes, place.from) && endsBefore(nodes, place.to, next)));
    return isGround ? { ...candidate, context: { ...context, isWeak: true } } : candidate;
  });
}

/** Whether a comma parts a mention from the next one, if one follows in its sentence. */
function endsBefore(nodes: readonly Node[], to: number, next: Candidate | undefined): boolean {
  return next === undefined || nodes.slice(to + 1, next.place.from).some(({ text }) => comma.test(text));
}

/** The 18 in "x = 18, y = 12, so the sum is 30". */
function isAssigned(nodes: readonly Node[], from: number): boolean {
  return nodes[from - 1]?.text === "=" && /^\p{Ll}$/u.test(nodes[from - 2]?.text ?? "");
}

function isCountedFrom(nodes: readonly Node[], from: number): boolean {
  const before = nodes.slice(Math.max(0, from - 2), from).map(({ key }) => key);
  return countedFrom.test(before.join(" ").replace(/ the$/u, ""));
}

/** Whether the clause of a node begins with a word for a ground. */
function opensGround(nodes: readonly Node[], from: number): boolean {
  for (let at = from - 1; at >= Math.max(0, from - 16); at -= 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line" || sentenceEnd.test(node.text) || comma.test(node.text))
      return false;
    if (ground.test(node.key) || unspacedGround.test(`${node.text}${nodes[at + 1]?.text ?? ""}`)) return true;
  }
  return false;
}

function sentenceOf(nodes: readonly Node[], at: number): readonly [number, number] {
  const ends = (node: Node | undefined) =>
    node === undefined || node.kind === "line" || sentenceEnd.test(node.text);
  let [from, to] = [at, at + 1];
  while (at - from < 40 && !ends(nodes[from - 1])) from -= 1;
  while (to - at < 40 && !ends(nodes[to])) to += 1;
  return [from, to];
}
