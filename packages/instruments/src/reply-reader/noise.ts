import type { Node } from "./mentions.ts";
import { isNoJudgement } from "./no-judgement.ts";

/** Words that follow the letter A as an answer, and no article: "A is right", "A because". */
const afterAnswer =
  /^(?:is|was|would|will|seems|looks|fits|because|since|as|and|or|but|not|nor|for|also|isn't|wasn't|it|describes|best|é|è|es|est|ist|är|adalah|être|serait|sería|in|represents|makes|has|can|does|doesn't|on|to|at|due|due to|if|with|instead|rather|rather than|instead of|only|definitely|certainly|probably|remains|stays|through|thru)$/u;
const beforeInitial =
  /^(?:by|of|with|from|to|as|per|mr|mrs|ms|dr|prof|president|author|authors|and|see|sir|von|de|van|like|writer|poet|singer|professor)$/u;
/** What follows the letter of a kind, a class or a name: "B超", "A股", "C형", "B팀". */
const namedByLetter =
  /^(?:[超股位站咖型级級座栋棟区區班组組轮面罩类類档端款城镇君社]|(?:형|급|반|동|조|팀|씨|등급|클래스|구역)(?:$|[은는이가을를의에와과도로]))/u;
/** Endings with a hyphen: "B-dir", "B-ni seçirəm". */
const hyphenEnding = /^(?:[dt][ıiuü]r|n[ıiuü]|y[ıiuü]|n[ıiuü]n|variant\S*)$/u;

const katakana = /^[\p{Script=Katakana}ー]/u;

const isLetter = (node: Node | undefined): boolean =>
  node?.kind === "word" &&
  /^\p{L}$/u.test(node.text) &&
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(node.text);
const isCapitalised = (node: Node | undefined): boolean =>
  node?.kind === "word" && /^\p{Lu}/u.test(node.text);
const touches = (one: Node | undefined, other: Node | undefined): boolean =>
  one !== undefined && other !== undefined && one.end === other.start;

/** Nodes without the mentions that are noise. */
export function withoutNoise(nodes: readonly Node[]): readonly Node[] {
  return nodes.map((node, at) =>
    node.mention !== null && isNoise(nodes, at) ? { ...node, mention: null } : node,
  );
}

/**
 * Whether a letter is no answer where it stands: an article, an initial, a part of an abbreviation or a name ("U.S.A.", "D.C.", "10 A.M.", "J. D. Smith",
 * "vitamin C", "N/A", "R&B", "C++", "A-level", "25 °C").
 */
function isNoise(nodes: readonly Node[], at: number): boolean {
  const node = nodes[at];
  const [before, previous] = [nodes[at - 2], nodes[at - 1]];
  const [next, after] = [nodes[at + 1], nodes[at + 2]];
  if (node === undefined) return false;
  if (isNoJudgement(nodes, at) || isNumberSign(nodes, at) || isOperand(nodes, at)) return true;
  if (/^(?:a|another|any|no|every)$/u.test(previous?.key ?? "") && isOrdinal.test(node.key)) return true;
  // "First option? No. Second? Yes."
  if (node.kinds.has("bare") && /^\p{Script=Latin}/u.test(node.text) && !isJudged(nodes, at))
    return !/^(?:the|la|el|le|die|der|das|a|o|il)$/u.test(nodes[at - 1]?.key ?? "");
  if (node.text === "是") return isVerb(nodes, at);
  if (isVariable(nodes, at)) return true;
  if (!isLetter(node)) return isPartOfWord(nodes, at) || isNumberInText(nodes, at);
  const isQuoted = /^['’]$/u.test(next?.text ?? "") && !isLetter(after);
  if (touches(previous, node) && previous?.kind === "sign" && !(isQuoted && /^['‘’]$/u.test(previous.text))) {
    if (
      previous.text === "." &&
      touches(before, previous) &&
      before?.kind === "word" &&
      before.text.length <= 3
    )
      return !before.kinds.has("answer");
    if (/[-/&_+@#$°'\\]/u.test(previous.text) && touches(before, previous) && before?.kind === "word")
      return !(
        (previous.text === "-" && isRange(before, node)) ||
        before.kinds.has("answer") ||
        before.kinds.has("noun") ||
        (previous.text === "/" && before.mention !== null)
      );
    if (/[°€£@#]/u.test(previous.text)) return true;
  }
  if (touches(node, next) && next?.kind === "word" && namedByLetter.test(next.text)) return true;
  if (touches(node, next) && next?.kind === "sign") {
    if (/[+#°²³]/u.test(next.text)) return true;
    if (next.text === "." && touches(next, after) && isLetter(after)) return true;
    if (/[&_@]/u.test(next.text) && touches(next, after) && after?.kind === "word") return true;
    if (next.text === "-" && touches(next, after) && after?.kind === "word" && !isRange(node, after))
      return !hyphenEnding.test(after.key);
    if (next.text === "/" && touches(next, after) && after?.kind === "word" && after.mention === null)
      return true;
    if (next.text === "'" || next.text === "’") return touches(next, after) && isLetter(after);
  }
  // "Mr. D"
  if (
    previous?.text === "." &&
    touches(before, previous) &&
    /^(?:mr|mrs|ms|dr|prof|st)$/u.test(before?.key ?? "")
  )
    return true;
  // "J. D. Smith"
  if (
    previous?.text === "." &&
    before !== undefined &&
    isLetter(before) &&
    isCapitalised(before) &&
    next?.text === "."
  )
    return !(
      before.mention !== null &&
      node.mention !== null &&
      nodes[at - 3]?.kind !== "word" &&
      !isCapitalised(after)
    );
  // "C. S. Lewis"
  if (
    next?.text === "." &&
    isLetter(after) &&
    isCapitalised(after) &&
    nodes[at + 3]?.text === "." &&
    isCapitalised(nodes[at + 4]) &&
    !isLetter(nodes[at + 4])
  )
    return true;
  // "A. P. J. अब्दुल कलाम"
  if (next?.text === "." && isLetter(after) && isCapitalised(after) && after?.mention === null)
    if (nodes[at + 3]?.text === "." && isCapitalised(node)) return true;
  // "by B. Franklin", "Samuel L. Jackson"
  if (
    next?.text === "." &&
    touches(node, next) &&
    isCapitalised(after) &&
    previous?.kind === "word" &&
    after?.mention?.kind !== "text"
  )
    if (beforeInitial.test(previous.key) || (isCapitalised(previous) && previous.kinds.size === 0))
      return true;
  // "vitamin C", "an A in class"
  if (previous?.kind === "word" && (previous.kinds.has("naming") || previous.key === "an")) return true;
  // "a C in class", but "é a C"
  if (
    previous?.key === "a" &&
    before?.kind === "word" &&
    !before.kinds.has("link") &&
    !before.kinds.has("answer")
  )
    return true;
  // "hepatitis A and B"
  if (previous?.kinds.has("or") === true && isLetter(before) && nodes[at - 3]?.kinds.has("naming") === true)
    return true;
  // "the B vitamins", "D major"
  if (/^(?:vitamins?|major|minor|flat|sharp)$/u.test(next?.key ?? "")) return true;
  if (previous?.kind === "word" && /^\d+$/.test(previous.key)) return true;
  if (node.text === "a" && isSmallArticle(next)) return true;
  return node.text === "A" && isArticle(nodes, at);
}

/** The letters of "a = 12, so a + b = 24". */
function isVariable(nodes: readonly Node[], at: number): boolean {
  const [before, previous, node, next, after] = nodes.slice(Math.max(at - 2, 0), at + 3);
  if (at < 2) return /^[a-z]$/u.test(nodes[at]?.text ?? "") && opens(nodes[at + 1], nodes[at + 2]);
  return (
    /^[a-z]$/u.test(node?.text ?? "") &&
    (opens(next, after) || (/^[+×*÷−]$/u.test(previous?.text ?? "") && before?.kind === "word"))
  );
}

const opens = (sign: Node | undefined, other: Node | undefined): boolean =>
  /^[=+×÷−<>≤≥]$/u.test(sign?.text ?? "") && /^(?:\d+|[a-z])$/u.test(other?.text ?? "");

/** "B-D": two letters of options, one before the other. */
function isRange(from: Node, to: Node): boolean {
  return (
    /^\p{Lu}$/u.test(from.text) &&
    from.mention?.isLabel === true &&
    to.mention?.isLabel === true &&
    (from.mention.option ?? 0) < (to.mention.option ?? 0)
  );
}

/** The a in "is a common mistake": a word of the sentence follows that goes on with no answer. */
function isSmallArticle(next: Node | undefined): boolean {
  return (
    next?.kind === "word" &&
    /^\p{Ll}/u.test(next.text) &&
    /^\p{Script=Latin}/u.test(next.text) &&
    !afterAnswer.test(next.key) &&
    (
      [
        "link",
        "so",
        "or",
        "but",
        "not",
        "right",
        "wrong",
        "correct",
        "refuse",
        "fails",
        "works",
        "likewise",
      ] as const
    ).every((kind) => !next.kinds.has(kind))
  );
}

/** "A good answer is C" opens with an article; "I choose A for its name" names a letter. */
function isArticle(nodes: readonly Node[], at: number): boolean {
  const next = nodes[at + 1];
  if (next?.kind !== "word" || !/^\p{Ll}/u.test(next.text) || !/\p{Script=Latin}/u.test(next.text))
    return false;
  if (afterAnswer.test(next.key) || /^(?:as well as|along with|together with|either|plus)$/u.test(next.key))
    return false;
  // "A reflects openness, B reflects prudence"
  if (
    nodes.some(
      ({ mention }, other) =>
        other !== at &&
        mention?.isLabel === true &&
        mention.kind === "letter" &&
        nodes[other + 1]?.key === next.key,
    )
  )
    return false;
  let previous = at - 1;
  while (nodes[previous]?.kind === "sign" && /[*_"“'(«]/u.test(nodes[previous]?.text ?? "")) previous -= 1;
  const before = nodes[previous];
  return before === undefined || before.kind === "line" || /^[.!?:;…]$/u.test(before.text);
}

const isOrdinal = /^(?:first|second|third|fourth|fifth|last)(?: |$)/u;

/** "Second? Yes.", "First: no." */
function isJudged(nodes: readonly Node[], at: number): boolean {
  const [next, after] = [nodes[at + 1], nodes[at + 2]];
  return (
    /^[?:]$/u.test(next?.text ?? "") &&
    after !== undefined &&
    (after.kinds.has("yes") || after.kinds.has("no"))
  );
}

/** "No. 5 on the list" numbers something. */
function isNumberSign(nodes: readonly Node[], at: number): boolean {
  const [node, stop, number] = [nodes[at], nodes[at + 1], nodes[at + 2]];
  return (
    /^(?:No|NO|no)$/u.test(node?.text ?? "") &&
    touches(node, stop) &&
    /^[.º°]$/u.test(stop?.text ?? "") &&
    /^\d/u.test(number?.key ?? "")
  );
}

/** The 15 in "15 + 6 = 21" is no answer. */
function isOperand(nodes: readonly Node[], at: number): boolean {
  const node = nodes[at];
  if (node?.mention == null || !/^\d+(?:\.\d+)?$/u.test(node.key)) return false;
  const joins = (sign: Node | undefined, other: Node | undefined): boolean =>
    /^[+×*÷−-]$/u.test(sign?.text ?? "") && /^\d/u.test(other?.key ?? "");
  return joins(nodes[at + 1], nodes[at + 2]) || joins(nodes[at - 1], nodes[at - 2]);
}

/** Chinese "yes" is "is" where something follows that it says: "我的回答是“否”", "是一种礼貌". */
function isVerb(nodes: readonly Node[], at: number): boolean {
  let next = at + 1;
  while (/^["'“”‘’「『(*:：]$/u.test(nodes[next]?.text ?? "")) next += 1;
  const node = nodes[next];
  if (node === undefined || node.kind !== "word" || node.kinds.has("or")) return false;
  return (
    node.mention !== null ||
    (next === at + 1 && /^\p{Script=Han}/u.test(node.text) && !/^[的吧呢啊因]/u.test(node.text))
  );
}

/** "un_safe", "non-harmful"; the Korean particle in "A가". */
function isPartOfWord(nodes: readonly Node[], at: number): boolean {
  const [before, previous, node] = [nodes[at - 2], nodes[at - 1], nodes[at]];
  if (previous?.kind === "sign" && /^[_-]$/u.test(previous.text))
    return touches(previous, node) && touches(before, previous) && before?.kind === "word";
  if (/^\p{Script=Han}/u.test(node?.text ?? "")) return false;
  // Japanese writes no blanks: "答えはイです" names a letter, "イタリア" does not
  if (node !== undefined && katakana.test(node.text)) {
    const next = nodes[at + 1];
    return (
      (touches(previous, node) && katakana.test(previous?.text.at(-1) ?? "")) ||
      (touches(node, next) && katakana.test(next?.text ?? ""))
    );
  }
  return (
    node?.kind === "word" &&
    node.mention?.kind === "small" &&
    previous?.kind === "word" &&
    touches(previous, node) &&
    !/^\d/.test(node.key)
  );
}

/** "2" in "2 things" or "2.5" is no place; "2)" and "option 2" are. */
function isNumberInText(nodes: readonly Node[], at: number): boolean {
  const node = nodes[at];
  if (node === undefined || !/^\d$/.test(node.key)) return false;
  const [previous, next] = [nodes[at - 1], nodes[at + 1]];
  const isPart = (sign: Node | undefined, far: Node | undefined): boolean =>
    sign?.kind === "sign" && /[.,/:%+×*=-]/u.test(sign.text) && far !== undefined && /^\d/.test(far.key);
  return isPart(previous, nodes[at - 2]) || isPart(next, nodes[at + 2]) || next?.text === "%";
}
