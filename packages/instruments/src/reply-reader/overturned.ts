import type { Candidate } from "./candidates.ts";
import { comma, concessive, has, sentenceEnd } from "./clause-signs.ts";
import type { Node } from "./mentions.ts";
import type { ReplyForm } from "./reply-form.ts";

/** How a clause denies what was said before it without saying it again, as words are compared: "it isn't", "no lo es", "그렇지 않습니다". */
const shortDenial = new RegExp(
  [
    "(?:it|this|that|they|those|these|he|she)(?:'s|'re| is| are| was| were| does| do| did| has)? (?:actually |really |simply |in fact )?(?:not|isn't|aren't|wasn't|weren't|doesn't|don't|didn't|hasn't)(?: (?:so|the case|at all|anymore|any more|like that))?",
    "(?:it|this|that|they)(?:'s|'re) (?:actually |really |simply )?not(?: (?:so|the case|at all|anymore))?",
    "no longer|not anymore|not any more|not the case|not so",
    "(?:no lo (?:es|era|son)|no es (?:así|el caso)|ya no(?: lo es)?|nada de eso|no es asi|pero no)",
    "(?:그렇지 않\\S*|(?:그건 |그게 |사실은 )?아닙니다|(?:그건 |그게 )?아니에요|아니다|아니었습니다|아니더군요|아니랍니다)",
    "(?:事实)?并非如此|其实不然|不是(?:这样|那样|的|这么回事)?|并不是(?:这样)?|事实并非|不然",
    "(?:الامر |هذا |ذلک |هو |هی )?لیست? کذلک|الامر (?:لیس کذلک|مختلف)|لیس الامر کذلک|غیر ذلک",
    "ऐसा (?:बिल्कुल |बिलकुल )?(?:नहीं|है नहीं)(?: है| हैं| होता)?|वैसा नहीं(?: है)?|(?:यह|वह) नहीं(?: है)",
  ]
    .map((words) => `(?:${words})`)
    .join("|"),
  "u",
);
/** The same that says that it holds after all: "…, but it is". */
const shortAssertion =
  /^(?:(?:it|this|that|they) (?:actually |really |in fact |indeed )?(?:is|are|does|do)(?: indeed| actually| after all)?|(?:sí )?lo es)$/u;

/** How a clause says that what was so has ended. */
const noLonger =
  /(?:no longer(?: is| does| holds| applies| true)?|not any ?more|isn't any ?more|not (?:now|today)|ya no(?: lo es| es así)?|hoy (?:ya )?no(?: lo es)?|(?:지금|이제)은?는? (?:아닙니다|아니다|아니에요|그렇지 않\S*)|现在(?:已经)?(?:不是|不再是|不)了?|不再(?:是|如此)了?|لم (?:تعد|یعد) کذلک|अब (?:ऐसा )?नहीं(?: है| रहा| रही)?)$/u;
const past = /(?:^|\s)(?:was|were|used to be|had been|era|fue|کان|کانت|था|थी|曾|曾经|过|年)$/u;

const shortDenialWhole = new RegExp(`(?:^|.* )?(?:${shortDenial.source})$`, "u");
/** Words that end such a clause are looked for so far behind the judgement. Nodes. */
const reach = 30;

/**
 * The option that a reply means which names a judgement as what is believed, and then denies it in a clause of its own: "I used to think this was
 * true, but newer evidence shows that it isn't". Null where the last judgement is the reply's own.
 */
export function overturned(
  nodes: readonly Node[],
  candidates: readonly Candidate[],
  { words }: ReplyForm,
): number | null {
  const last = candidates.findLast(
    ({ place }) =>
      place.mention.kind === "word" &&
      // "ya no" is no yes
      !(nodes[place.from]?.key === "ya" && /^no\b/u.test(nodes[place.to + 1]?.key ?? "")) &&
      !shortDenialWhole.test(spoken(nodes.slice(place.from, place.to + 1))),
  );
  if (last === undefined || last.option === null || last.place.isListed) return null;
  const isPast = isOfThePast(nodes, last);
  if (!isPast && !isBelief(nodes, last)) return null;
  const opposite =
    last.option === words.true
      ? words.false
      : last.option === words.false
        ? words.true
        : last.option === words.acceptable
          ? words.unacceptable
          : undefined;
  if (opposite === undefined) return null;
  const { to } = last.place;
  for (let at = to + 1, from = to + 1; at <= Math.min(nodes.length, to + reach); at += 1) {
    const node = nodes[at];
    const isEnd = node === undefined || node.kind === "line" || sentenceEnd.test(node.text);
    if (!isEnd && !comma.test(node.text)) continue;
    const clause = nodes.slice(from, at).filter(({ kind }) => kind === "word");
    const isTurned =
      from > to + 1 ||
      clause.some((word) => has(word, "but") || concessive.test(word.text) || /^resulta/u.test(word.key));
    const said = spoken(clause);
    const asserted = spoken(clause.filter((word) => !has(word, "but")));
    if (isPast && noLonger.test(said)) return opposite;
    if (
      isTurned &&
      (shortDenialWhole.test(said) || (hasTurn(nodes, to, at) && shortAssertion.test(asserted)))
    )
      return opposite;
    if (node === undefined) return null;
    from = at + 1;
  }
  return null;
}

/** Words as one text, Chinese ones without blanks. */
const spoken = (words: readonly Node[]): string =>
  words
    .map(({ key }) => key)
    .join(" ")
    .replaceAll(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, "");

/** Whether somebody's belief stands in front of a judgement or behind it in its sentence, or it is said as possible only. */
function isBelief(nodes: readonly Node[], { context, place }: Candidate): boolean {
  // "맞다고 하지만"
  if (context.isWeak || context.isOpen || /[다라]고$/u.test(nodes[place.to]?.text ?? "")) return true;
  for (let at = place.from - 1; at >= Math.max(0, place.from - 12); at -= 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line" || sentenceEnd.test(node.text)) break;
    if (has(node, "says", "others", "doubt") && !/^(?:i|we)$/u.test(nodes[at - 1]?.key ?? "")) return true;
  }
  return [nodes[place.to + 1], nodes[place.to + 2], nodes[place.to + 3]].some(
    (node) => node?.kind === "word" && has(node, "says", "weak"),
  );
}

/** Whether a judgement is said of a time that has gone: "it was true in 1990". */
function isOfThePast(nodes: readonly Node[], { place }: Candidate): boolean {
  const near = nodes.slice(Math.max(place.from - 3, 0), place.to + 3);
  return near.some(({ key, text }) => past.test(key) || /이?었습니다$|였다$/u.test(text));
}

function hasTurn(nodes: readonly Node[], from: number, to: number): boolean {
  return nodes.slice(from + 1, to).some((node) => has(node, "but"));
}
