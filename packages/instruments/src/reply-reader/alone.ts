import { comma, concessive, sentenceEnd } from "./clause-signs.ts";
import type { Node } from "./mentions.ts";
import { phraseAt, sentenceAt } from "./reply-words.ts";
import type { Token } from "./tokens.ts";

/** A phrase that is all of a sentence and says yes or no by it. */
export interface AloneAnswer {
  /** Tokens. */
  readonly length: number;
  readonly kind: "yes" | "no";
}

const opensSentence = /^[.!?。！？؟।;；؛…:：።]$/u;
const mayFollow = /^[.!:：。！।,،，、;；؛…—–\-*_"“”»'’)\]~።]$/u;
const reason = /^(?:because|since|as|porque|pues|लेकिन|क्योंकि|لأن|لان)$/u;
/** "It is, however, …" says no more than that something follows; "of course, it is fine" says yes. */
const elliptical = /^(?:it|it's|they|they're|that|that's|this|he|she|there|these|those|one|you|i|i'm|i'd)$/u;
/** "That's correct, seven is prime" judges before it goes on. */
const judging = /^(?:correct|right|true|wrong|incorrect|false|fact|myth)$/u;
/** How far an offer to go on is looked for: "Of course! Here is …". Tokens. */
const reach = 24;

/**
 * The phrase that begins at a token and answers by itself: "of course", "not at all", "그럼요", "claro que no". Such words are part of other
 * sentences too ("of course it depends"), so they count only from the start of a sentence, or behind "I would say", to its end; and "of course" is no
 * answer where the reply goes on to offer something or to ask.
 *
 * @param before the nodes in front of the token
 */
export function aloneAnswerAt(
  tokens: readonly Token[],
  from: number,
  before: readonly Node[],
): AloneAnswer | null {
  // "many think so, but the answer is negative"
  const isNamed = phraseAt(tokens, from)?.kinds.has("answer") === true && opensClause(before);
  if (!isNamed && !isOpening(before)) return null;
  const lead = leadAt(tokens, from);
  return (lead > 0 ? answerBehind(tokens, from, lead) : null) ?? answerBehind(tokens, from, 0);
}

/** The same behind a comment of so many tokens. */
function answerBehind(tokens: readonly Token[], from: number, lead: number): AloneAnswer | null {
  const said = cannotSayAt(tokens, from + lead);
  const short =
    said === null
      ? (shortAnswerAt(tokens, from, lead) ?? denialAt(tokens, from, lead))
      : { ...said, length: lead + said.length };
  const yes = Math.max(sentenceAt(tokens, from, "yesAlone"), short?.kind === "yes" ? short.length : 0);
  const no = Math.max(sentenceAt(tokens, from, "noAlone"), short?.kind === "no" ? short.length : 0);
  const length = Math.max(yes, no);
  if (length <= lead || yes === no) return null;
  const next = tokens[from + length];
  if (next !== undefined && next.kind !== "line") {
    if (next.kind === "word" ? !reason.test(next.key) : !mayFollow.test(next.text)) return null;
    // "they can, and often do"
    const goesOn = /^(?:and|yes|no)$/u.test(tokens[from + length + 1]?.key ?? "");
    const isJudged =
      judging.test(tokens[from + length - 1]?.key ?? "") &&
      !/^(?:but|however|although|though|except)$/u.test(tokens[from + length + 1]?.key ?? "");
    if (
      lead === 0 &&
      comma.test(next.text) &&
      elliptical.test(tokens[from]?.key ?? "") &&
      !goesOn &&
      !isJudged
    )
      return null;
    if (yes > no && hedges(tokens, from + length)) return null;
  }
  const kind = yes > no ? "yes" : "no";
  return kind === "yes" && isOffer(tokens, from + length) ? null : { length, kind };
}

const adverb =
  /^(?:indeed|certainly|definitely|absolutely|surely|sure|really|clearly|probably|most|always|also|generally|usually)$/u;
const subject = /^(?:it|that|this|they|he|she|there|these|those|one|you)$/u;
const verb =
  /^(?:(?:is|are|was|were|does|do|did|would|can|could|should|has|have|will|may|must)(n't)?|(can't|cannot|won't))$/u;

/** How many tokens a comment takes that an answer may follow: "unfortunately", "of course", "oh", "me temo que", "恐怕", a comma included. */
function leadAt(tokens: readonly Token[], from: number): number {
  let at = from;
  for (let comments = 0; comments < 2; comments += 1) {
    const length = sentenceAt(tokens, at, "lead");
    if (length === 0) break;
    at += length;
    if (/^[,،，、;；]$/u.test(tokens[at]?.text ?? "")) at += 1;
  }
  return at - from;
}

/** "Unfortunately not", "oh no", "me temo que no", "恐怕不行": what denies, behind a comment. */
function denialAt(tokens: readonly Token[], from: number, lead: number): AloneAnswer | null {
  if (lead === 0) return null;
  const at = from + lead;
  const whole = sentenceAt(tokens, at, "noAlone");
  if (whole > 0) return { length: lead + whole, kind: "no" };
  const phrase = phraseAt(tokens, at);
  if (phrase === null || phrase.kinds.has("yes") || !(phrase.kinds.has("no") || phrase.kinds.has("not")))
    return null;
  const key = tokens[at]?.key ?? "";
  // "oh no!" is a sigh
  if (tokens[at + phrase.length]?.text === "!" && tokens[from]?.key === "oh") return null;
  const isWhole = phrase.kinds.has("no") || key === "not";
  return isWhole ? { length: lead + phrase.length, kind: "no" } : null;
}

/** "I think that", "I don't believe" in front of a short answer. */
function opinionAt(
  tokens: readonly Token[],
  from: number,
): { readonly length: number; readonly isDenied: boolean } | null {
  if (tokens[from]?.key !== "i") return null;
  const isDenied = /^(?:don't|do|dont)$/u.test(tokens[from + 1]?.key ?? "");
  let at = from + 1;
  if (isDenied) at += tokens[at]?.key === "do" && tokens[at + 1]?.key === "not" ? 2 : 1;
  if (!/^(?:think|believe|feel|suppose|guess)$/u.test(tokens[at]?.key ?? "")) return null;
  at += 1;
  if (tokens[at]?.key === "that" && subject.test(tokens[at + 1]?.key ?? "")) at += 1;
  return { length: at - from, isDenied };
}

/** "It is", "indeed it does", "they certainly don't", "it would not be": English answers without their verb. */
function shortAnswerAt(tokens: readonly Token[], from: number, lead: number): AloneAnswer | null {
  const opinion = opinionAt(tokens, from + lead);
  let at = from + lead + (opinion?.length ?? 0);
  const skip = () => {
    while (adverb.test(tokens[at]?.key ?? "")) at += 1;
  };
  skip();
  const first = tokens[at]?.key ?? "";
  const contracted = /^(?:it|that|he|she)'s$|^they're$/u.test(first);
  if (!contracted && !subject.test(first)) return null;
  at += 1;
  skip();
  const found = contracted ? null : verb.exec(tokens[at]?.key ?? "");
  if (!contracted && found === null) return null;
  if (!contracted) at += 1;
  skip();
  const isVerbDenied = tokens[at]?.key === "not" || found?.[1] !== undefined || found?.[2] !== undefined;
  const isDenied = isVerbDenied !== (opinion?.isDenied ?? false);
  if (tokens[at]?.key === "not") at += 1;
  // "it's" alone is no answer
  else if (contracted) return null;
  if (tokens[at]?.key === "be") at += 1;
  // "you can't do that"
  else if (tokens[at]?.key === "do" && /^(?:that|this|it|so)$/u.test(tokens[at + 1]?.key ?? "")) at += 2;
  skip();
  return { length: at - from, kind: isDenied ? "no" : "yes" };
}

const cannotSay =
  /^(?:i )?(?:really |just |simply )?(?:can't|cannot|can not|couldn't|could not)(?: in good conscience| honestly)? say (yes|no)(?: to (?:that|this|it)(?: one)?)?(?= [^\p{L}]|$)/u;

/** "I can't say no to that" says yes. */
function cannotSayAt(tokens: readonly Token[], from: number): AloneAnswer | null {
  if (!/^(?:i|can't|cannot)$/u.test(tokens[from]?.key ?? "")) return null;
  const words = tokens.slice(from, from + 12).map(({ kind, key }) => (kind === "line" ? "." : key));
  const found = cannotSay.exec(words.join(" "));
  if (found === null) return null;
  return { length: found[0].split(" ").length, kind: found[1] === "no" ? "yes" : "no" };
}

/** Whether nothing of a sentence stands in front but words that lead up to an answer. */
function isOpening(before: readonly Node[]): boolean {
  let isLinked = false;
  for (const { kind, kinds, text } of before.slice(-12).toReversed()) {
    if (kind === "line" || (kind === "sign" && opensSentence.test(text))) return true;
    if (kind === "sign") continue;
    if (kinds.has("answer") || kinds.has("choose") || kinds.has("retract")) return true;
    if (kinds.has("link")) isLinked = true;
    else if (kinds.has("not") && !kinds.has("no")) return false;
    else if (
      isLinked ||
      !["so", "yes", "no", "but", "correct"].some((known) => [...kinds].some((one) => one === known))
    )
      return false;
  }
  return !isLinked && before.length <= 12;
}

/** Whether only a word that turns stands in front in the clause: "…, but", "…지만". */
function opensClause(before: readonly Node[]): boolean {
  const last = before.at(-1);
  return (
    last !== undefined && (last.kinds.has("but") || last.kinds.has("correct") || concessive.test(last.text))
  );
}

/** Words that say of a clause that it settles nothing, as words are compared: "of course, customs vary". */
const hedge =
  /^(?:vary|varies|differ|differs|depend|depends|exceptions|varían|varía|depende|dependen|difieren|다릅니다|다르.*|달라.*|달라집니다|تختلف|یختلف|تعتمد|یعتمد|تتفاوت|अलग|भिन्न|निर्भर|异|异同)$/u;

/** Whether the rest of a sentence behind a comma hedges: "of course, customs vary". */
function hedges(tokens: readonly Token[], from: number): boolean {
  if (!comma.test(tokens[from]?.text ?? "")) return false;
  for (let at = from + 1; at < Math.min(tokens.length, from + reach); at += 1) {
    const token = tokens[at];
    if (token === undefined || token.kind === "line" || sentenceEnd.test(token.text)) return false;
    if (hedge.test(token.key) || (token.key === "同" && tokens[at - 1]?.key === "不")) return true;
  }
  return false;
}

/** Words in front of what is said not to be: "no question about it", "没什么问题". */
const nothingOf = /^(?:no|any|without|没|有|何|么|成|是|sin|ningún|कोई|بلا|بدون)$/u;

function isOffer(tokens: readonly Token[], from: number): boolean {
  for (let at = from; at < Math.min(tokens.length, from + reach); at += 1)
    if (
      /^[?？؟]$/u.test(tokens[at]?.text ?? "") ||
      (sentenceAt(tokens, at, "offer") > 0 && !nothingOf.test(tokens[at - 1]?.key ?? ""))
    )
      return true;
  return false;
}
