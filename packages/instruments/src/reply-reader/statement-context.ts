import {
  comma,
  concessive,
  deniesBefore,
  has,
  isStrengthenedBefore,
  linkSign,
  sentenceEnd,
  weightOf,
} from "./clause-signs.ts";
import { isChange } from "./from-to.ts";
import type { Node } from "./mentions.ts";
import type { Place } from "./places.ts";
import { sparing } from "./spared.ts";
import { behind, type Side } from "./statement-behind.ts";
import { askedOf, concession, isAsked, isConditional } from "./suppositions.ts";

/** What is said of a mention by the words around it, in its own clause. */
export interface Context {
  /** An explicit statement: "the answer is B", "I choose B", "B is correct". */
  readonly statement: "cue" | "boxed" | "after" | null;
  /** "… is B", "…: B". */
  readonly isLinked: boolean;
  /** "not B", "B is wrong", "neither A nor B". */
  readonly isDenied: boolean;
  /** Whether what denies stands between what strengthens and the mention: "absolutely not agree" against "not absolutely agree". */
  readonly isStrong: boolean;
  /** Said as a question, a condition, an example or what cannot be said: no statement at all. */
  readonly isOpen: boolean;
  /** Said as possible only. */
  readonly isWeak: boolean;
  /** "…, but the answer is B", "…, but it is B". */
  readonly isContrast: boolean;
  /** Said for one case: "if you want speed, B", "A if it rains", "otherwise C". */
  readonly isConditional: boolean;
}

/** Abbreviations of "answer" whose full stop ends no sentence. */
const abbreviation = /^(?:ans|resp|rép|απ|no|nr)$/u;
export function contextOf(nodes: readonly Node[], places: readonly Place[], index: number): Context {
  const place = places[index];
  if (place === undefined) throw new Error(`no mention ${index}`);
  const left = before(nodes, places, index);
  const right = behind(nodes, place);
  const earlier = places[index - 1];
  const changes = earlier !== undefined && isChange(nodes, earlier, place);
  const asked = askedOf(nodes, place);
  const spared = sparing(nodes, place);
  if (spared !== null)
    return {
      statement: spared === "spared" ? "after" : null,
      isLinked: false,
      isDenied: false,
      isStrong: false,
      isOpen: spared === "open",
      isWeak: false,
      isContrast: false,
      isConditional: false,
    };
  const denied = right.isExcluded || left.isDenied !== right.isDenied;
  return {
    statement: changes ? "cue" : (left.statement ?? right.statement),
    isLinked: left.isLinked,
    isDenied: denied,
    isStrong: left.isStrong || (right.isDenied && right.isStrong),
    isOpen: left.isOpen || right.isOpen || asked === "sentence",
    isWeak: left.isWeak || right.isWeak || asked === "word",
    isContrast: left.isContrast,
    isConditional: isConditional(nodes, place),
  };
}

/** What makes a yes or a no firmer, right in front of it. */
const emphatic =
  /^(?:firm|clear|definite|definitive|resounding|hard|simple|flat|emphatic|solid|big|categorical|unequivocal|straightforward|plain|polite|rotundo|claro|firme|tajante|단호히|단호한|명백한|확실한|साफ़|साफ|स्पष्ट)$/u;

const consequence = /^(?:तो)$/u;

/** Words of a choice that has to be made, whatever is unknown. */
const forced =
  / (?:choose|pick|guess|elegir|한다면|चुनना)|고르|골라|꼽|非要|一定要|必须|硬要|الاختیار|اختار|चुनना/u;

/** Walks back from a mention through its clause. */
function before(nodes: readonly Node[], places: readonly Place[], index: number): Side {
  const place = places[index];
  const start = place?.span.from ?? 0;
  let statement: Side["statement"] = null;
  let [isLinked, isDenied, isStrong, isOpen, isWeak, isContrast] = [false, false, false, false, false, false];
  let [colon, isStrengthened, crossed, afterComma] = [false, false, false, false];
  // what others say or choose
  let [isChosen, isSaid] = [false, false];
  let [isJoined, isOneOfSome, isGranted] = [false, false, false];
  let [unknown, words] = [0, 0];
  for (let at = start - 1, steps = 0; at >= 0 && steps < 30; at -= 1, steps += 1) {
    const node = nodes[at];
    if (node === undefined) break;
    if (node.kind === "line") {
      // a cue may stand on a line of its own above the answer
      if (words > 0) break;
      crossed = true;
      continue;
    }
    if (node.kind === "sign") {
      if (sentenceEnd.test(node.text) && !(node.text === "." && abbreviation.test(nodes[at - 1]?.key ?? "")))
        break;
      if (comma.test(node.text)) {
        // "the answer, however, is no"
        const inner = nodes[at - 1];
        if (inner !== undefined && has(inner, "but", "so") && comma.test(nodes[at - 2]?.text ?? "")) {
          at -= 2;
          continue;
        }
        // "for example, the answer is B", but not "while it looks false at first glance, the claim is true"
        if (statement !== null)
          isOpen ||= nodes[at - 1]?.kinds.has("doubt") === true && nodes[at - 2]?.mention == null;
        if (words > 0 || statement !== null) break;
        afterComma = true;
      } else if (linkSign.test(node.text) || (/^[-–—]$/u.test(node.text) && words === 0)) {
        if (unknown === 0) isLinked = isLinked || !/^[-–—>]$/u.test(node.text);
        colon ||= unknown === 0;
        if (statement !== null) break;
      }
      continue;
    }
    if (corrects(nodes, at, place?.span.to ?? at, words)) {
      statement = "cue";
      if (nodes[at + 1]?.kind === "sign" || has(node, "retract")) break;
    }
    // what is ruled out in front is no part of this clause: "C를 제외하면 A"
    if (has(node, "except")) break;
    // "no sería apropiado", "这不是真的": a word that is "no" too denies a judgement, but no yes: "no cabe duda de que sí"
    const isNegation =
      has(node, "not") &&
      has(node, "no") &&
      nodes[at + 1]?.kind === "word" &&
      nodes[start]?.kinds.has("yes") !== true;
    const other = node.mention === null || isNegation ? undefined : placeAt(places, index, at);
    if (other !== undefined) {
      // a list of the options in brackets or before a colon is what the answer is taken from
      if (other.isListed && (colon || nodes[at + 1]?.text === ")")) continue;
      // "whether it is right or wrong"
      if (isJoined && statement === null) isOpen ||= isAsked(nodes, at);
      break;
    }
    if (crossed && words === 0 && !has(node, "answer", "choose", "so", "link", "right", "noun", "filler"))
      break;
    words += 1;
    if (has(node, "or") && unknown === 0) isJoined = true;
    if (afterComma && !has(node, "so", "but", "answer", "right", "yes", "choose", "filler")) break;
    if (has(node, "refuse")) {
      isOpen = true;
      break;
    }
    // "No: B" answers what was asked before
    if (has(node, "no") && nodes[at + 1]?.kind === "sign" && !/^["'*_(]$/u.test(nodes[at + 1]?.text ?? ""))
      break;
    // "A, B는 관계가 없으므로 C": what denies in Korean belongs to what stands before it
    if (
      has(node, "not") &&
      !has(node, "notbut") &&
      deniesBefore.test(node.text) &&
      !/^것/u.test(nodes[at + 1]?.text ?? "")
    )
      break;
    // "I can't rank them: A is …"
    if (has(node, "not") && colon && statement === null && nodes[at + 1]?.kind === "word") break;
    if (has(node, "not", "notbut") && !(has(node, "notbut") && statement === null && unknown === 0)) {
      if (statement !== null || unknown < 3) {
        isDenied = !isDenied;
        isStrong ||= isStrengthenedBefore(nodes, at);
      }
      continue;
    }
    if (has(node, "notbut")) {
      statement ??= "cue";
      break;
    }
    // "अगर … तो B": what the condition leads to
    if (consequence.test(node.key)) break;
    if (has(node, "doubt") && !(has(node, "so") && unknown === 0)) {
      isOpen = true;
      break;
    }
    if (has(node, "half") && unknown === 0) isOpen = true;
    // "참처럼 들리지만 실제로는 거짓입니다": what is granted in Korean ends its clause
    if (concessive.test(node.text)) isGranted = true;
    if (isGranted && !has(node, "answer", "choose")) {
      if (has(node, "weak", "says", "doubt", "not", "notbut")) break;
      continue;
    }
    if (has(node, "likewise") && unknown === 0 && statement === null && !has(node, "filler")) break;
    if (has(node, "weak")) isWeak ||= unknown <= 1;
    if (has(node, "strongly") && !isDenied) isStrengthened = true;
    if (has(node, "but")) {
      isContrast = isLinked;
      // "while it is true that …, the sentence is false"
      if (concession.test(node.key)) isWeak = true;
      // "not A but B"; "…, but B."
      if (statement === null && unknown === 0 && !isDenied && endsClause(nodes, place?.span.to ?? at))
        statement = "cue";
      break;
    }
    // "many would say B" is no statement of one's own
    if (has(node, "says") && unknown === 0 && statement === null) isSaid = true;
    if (has(node, "others")) isWeak ||= isChosen || isSaid;
    if (statement !== null) continue;
    // "they would be mistaken: B is …"
    if (
      has(node, "wrong") &&
      colon &&
      nodes[at + 1]?.kind === "sign" &&
      nodes[at - 1]?.kinds.has("link") === true
    )
      break;
    if ((has(node, "wrong") || /^that(?: is|'s) wrong$/u.test(node.key)) && isLinked) {
      isDenied = !isDenied;
      statement = "cue";
      continue;
    }
    if (has(node, "answer") && (unknown === 0 || isLinked)) {
      statement = /^f?box(?:ed)?$/u.test(node.key) ? "boxed" : "cue";
      continue;
    }
    // "leaves only O2 and C" names a pair
    if (has(node, "choose") && unknown <= 1 && !(isJoined && unknown > 0)) {
      statement = "cue";
      isChosen = !/^(?:i|i'm|i'd|i'll|let's)\b/u.test(node.key);
      continue;
    }
    // "the right date is 15 March"
    if (
      isLinked &&
      unknown === 1 &&
      /^(?:right|correct)$/u.test(node.key) &&
      nodes[at + 1]?.kind === "word"
    ) {
      statement = "cue";
      continue;
    }
    if (colon && unknown === 0 && has(node, "right", "noun")) {
      statement = "cue";
      continue;
    }
    // "so the total is 21."
    if (
      has(node, "so") &&
      (unknown === 0 || (isLinked && !isOneOfSome && unknown <= 3 && endsSentence(nodes, place)))
    ) {
      statement = "cue";
      // "I'm not sure, but if I had to choose, B"
      if (forced.test(node.key)) break;
      continue;
    }
    if (has(node, "link")) {
      if (unknown === 0) isLinked = true;
      continue;
    }
    // "one candidate is A, another is B"
    if (isLinked && (node.key === "another" || (node.key === "one" && isOneAmongSome(nodes, at)))) {
      isOneOfSome = true;
      isWeak = true;
    }
    if (has(node, "filler", "noun", "or", "strongly", "half", "weak", "right", "picked")) continue;
    // "a firm no"
    if (/^(?:one|another|some|wrong|una?|otr[oa])$/u.test(node.key) || has(node, "retract"))
      isOneOfSome = true;
    if (words === 1 && emphatic.test(node.key)) continue;
    unknown += weightOf(node);
    if (unknown > 8) break;
  }
  return {
    statement,
    isLinked,
    isDenied,
    isExcluded: false,
    isStrong: isStrong && !isStrengthened,
    isOpen,
    isWeak,
    isContrast,
  };
}

/** "One candidate", but not "the correct one" or "the one option". */
function isOneAmongSome(nodes: readonly Node[], at: number): boolean {
  const [previous, next] = [nodes[at - 1], nodes[at + 1]];
  return (
    next?.kinds.has("noun") === true &&
    (previous === undefined || !has(previous, "filler") || has(previous, "so"))
  );
}

/** Whether a word takes back what was said, and this mention takes its place: "yes … actually, no", "A. No, B.", "A입니다. 아니, C입니다". */
function corrects(nodes: readonly Node[], at: number, to: number, words: number): boolean {
  const [node, next] = [nodes[at], nodes[at + 1]];
  if (node === undefined || words > 0 || !has(node, "correct", "retract", "no")) return false;
  if (next?.kind !== "sign" && has(node, "no", "not")) return false;
  return endsClause(nodes, to);
}

/** The mention before this one that a node belongs to; mentions that are noise are none. */
function placeAt(places: readonly Place[], index: number, at: number): Place | undefined {
  for (let earlier = index - 1; earlier >= 0; earlier -= 1) {
    const place = places[earlier];
    if (place === undefined || place.to < at) return undefined;
    if (place.from <= at) return place;
  }
  return undefined;
}

function endsSentence(nodes: readonly Node[], place: Place | undefined): boolean {
  let at = (place?.span.to ?? 0) + 1;
  while (/^["'”’»)*_`]$/u.test(nodes[at]?.text ?? "") || nodes[at]?.text === "$") at += 1;
  const node = nodes[at];
  return node === undefined || node.kind === "line" || sentenceEnd.test(node.text) || has(node, "link");
}

function endsClause(nodes: readonly Node[], to: number): boolean {
  for (let at = to + 1; at <= to + 3; at += 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line") return true;
    if (node.kind === "word") return has(node, "link") && !/^[a-z]/u.test(node.key);
    if (sentenceEnd.test(node.text) || comma.test(node.text) || /^[:：]$/u.test(node.text)) return true;
  }
  return false;
}
