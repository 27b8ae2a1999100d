import type { Node } from "./mentions.ts";
import type { Place } from "./places.ts";
import type { WordKind } from "./reply-words.ts";

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
}

interface Side {
  readonly statement: "cue" | "boxed" | "after" | null;
  readonly isLinked: boolean;
  readonly isDenied: boolean;
  readonly isStrong: boolean;
  readonly isOpen: boolean;
  readonly isWeak: boolean;
}

const sentenceEnd = /^[.!?。！？؟।;；…።]$/u;
const comma = /^[,،，、፣፤፥]$/u;
const linkSign = /^[:：=→⇒➜➔፦>]$/u;
/** Abbreviations of "answer" whose full stop ends no sentence. */
const abbreviation = /^(?:ans|resp|rép|απ|no|nr)$/u;
const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Scripts of languages that say last whether a clause holds. */
const endsLate = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Hangul}]/u;

const has = (node: Node, ...kinds: readonly WordKind[]): boolean =>
  kinds.some((kind) => node.kinds.has(kind));

/** How much an unknown word takes a mention away from a cue; a character of Chinese is less than a word. */
const weightOf = ({ text }: Node): number => (unspaced.test(text) ? 0.4 : 1);

export function contextOf(nodes: readonly Node[], places: readonly Place[], index: number): Context {
  const place = places[index];
  if (place === undefined) throw new Error(`no mention ${index}`);
  const left = before(nodes, places, index);
  const right = behind(nodes, place);
  const asked = askedOf(nodes, place);
  const denied = left.isDenied !== right.isDenied;
  return {
    statement: left.statement ?? right.statement,
    isLinked: left.isLinked,
    isDenied: denied,
    isStrong: left.isStrong || (right.isDenied && right.isStrong),
    isOpen: left.isOpen || right.isOpen || asked === "sentence",
    isWeak: left.isWeak || right.isWeak || asked === "word",
  };
}

/** Walks back from a mention through its clause. */
function before(nodes: readonly Node[], places: readonly Place[], index: number): Side {
  const place = places[index];
  const start = place?.span.from ?? 0;
  let statement: Side["statement"] = null;
  let [isLinked, isDenied, isStrong, isOpen, isWeak] = [false, false, false, false, false];
  let [colon, isStrengthened, crossed, afterComma] = [false, false, false, false];
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
        if (statement !== null) isOpen ||= nodes[at - 1]?.kinds.has("doubt") === true;
        if (words > 0 || statement !== null) break;
        afterComma = true;
      } else if (linkSign.test(node.text) || (/^[-–—]$/u.test(node.text) && words === 0)) {
        if (unknown === 0) isLinked = isLinked || !/^[-–—>]$/u.test(node.text);
        colon ||= unknown === 0;
        if (statement !== null) break;
      }
      continue;
    }
    const other = node.mention === null ? undefined : placeAt(places, index, at);
    if (other !== undefined) {
      // a list of the options in brackets or before a colon is what the answer is taken from
      if (other.isListed && (colon || nodes[at + 1]?.text === ")")) continue;
      break;
    }
    if (crossed && words === 0 && !has(node, "answer", "choose", "so", "link", "right", "noun", "filler"))
      break;
    words += 1;
    if (afterComma && !has(node, "so", "but", "answer", "right", "yes", "choose", "filler")) break;
    if (has(node, "refuse")) {
      isOpen = true;
      break;
    }
    // "No: B" answers what was asked before
    if (has(node, "no") && nodes[at + 1]?.kind === "sign" && !/^["'*_(]$/u.test(nodes[at + 1]?.text ?? ""))
      break;
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
    if (has(node, "doubt") && !(has(node, "so") && unknown === 0)) {
      isOpen = true;
      break;
    }
    if (has(node, "half") && unknown === 0) isOpen = true;
    if (has(node, "weak")) isWeak ||= unknown <= 1;
    if (has(node, "strongly") && !isDenied) isStrengthened = true;
    if (has(node, "but")) {
      // "not A but B"; "…, but B."
      if (statement === null && unknown === 0 && !isDenied && endsClause(nodes, place?.span.to ?? at))
        statement = "cue";
      break;
    }
    if (statement !== null) continue;
    if (has(node, "wrong") && isLinked) {
      isDenied = !isDenied;
      statement = "cue";
      continue;
    }
    if (has(node, "answer") && (unknown === 0 || isLinked)) {
      statement = /^f?box(?:ed)?$/u.test(node.key) ? "boxed" : "cue";
      continue;
    }
    if (has(node, "choose") && unknown <= 1) {
      statement = "cue";
      continue;
    }
    if (colon && unknown === 0 && has(node, "right", "noun")) {
      statement = "cue";
      continue;
    }
    if (has(node, "so") && unknown === 0) {
      statement = "cue";
      continue;
    }
    if (has(node, "link")) {
      if (unknown === 0) isLinked = true;
      continue;
    }
    if (has(node, "filler", "noun", "or", "strongly", "half", "weak", "right", "picked")) continue;
    unknown += weightOf(node);
    if (unknown > 8) break;
  }
  return { statement, isLinked, isDenied, isStrong: isStrong && !isStrengthened, isOpen, isWeak };
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

function isStrengthenedBefore(nodes: readonly Node[], at: number): boolean {
  return [nodes[at - 1], nodes[at - 2]].some((node) => node?.kinds.has("strongly") === true);
}

function endsClause(nodes: readonly Node[], to: number): boolean {
  for (let at = to + 1; at <= to + 3; at += 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line") return true;
    if (node.kind === "word") return has(node, "link") && !/^[a-z]/u.test(node.key);
    if (sentenceEnd.test(node.text) || comma.test(node.text)) return true;
  }
  return false;
}

/** Walks on from a mention through its clause. */
function behind(nodes: readonly Node[], place: Place): Side {
  let statement: Side["statement"] = null;
  let [isDenied, isOpen, isWeak, isLinked, isStrong] = [false, false, false, false, false];
  let denial = -1;
  let unknown = 0;
  const side = (): Side => ({ statement, isLinked: false, isDenied, isStrong, isOpen, isWeak });
  for (let at = place.span.to + 1, steps = 0; steps < 16; at += 1, steps += 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line") break;
    if (node.kind === "sign") {
      if (node.text === "." && at === place.span.to + 1 && nodes[at + 1]?.kinds.has("link") === true)
        continue;
      if (
        sentenceEnd.test(node.text) ||
        comma.test(node.text) ||
        linkSign.test(node.text) ||
        node.text === "/" ||
        // a dash between blanks ends what is said
        (/^[-–—]$/u.test(node.text) && (nodes[at - 1]?.end ?? 0) < node.start)
      )
        break;
      continue;
    }
    if (node.mention !== null && !has(node, "right", "wrong", "not", "refuse")) {
      // "B, not A": what denies belongs to the mention behind it
      if (denial === at - 1 && !isLinked) isDenied = false;
      break;
    }
    if (has(node, "refuse")) return { ...side(), isOpen: true };
    if (has(node, "notbut")) return { ...side(), isDenied: true };
    if (has(node, "not")) {
      if (unknown === 0) {
        const isOther = nodes[at + 1]?.mention !== null && nodes[at + 1]?.mention !== undefined;
        if (isOther) break;
        isDenied = !isDenied;
        isStrong ||= isStrengthenedBefore(nodes, place.from);
        denial = at;
      }
      continue;
    }
    if (has(node, "but") || (has(node, "or") && !has(node, "filler"))) break;
    if (has(node, "doubt")) {
      if (unknown === 0 && !isLinked && endsLate.test(node.text)) isOpen = true;
      break;
    }
    if (has(node, "half")) isOpen = true;
    if (has(node, "weak")) {
      if (/^or not$/u.test(node.key) || node.text.toLowerCase() === "or not")
        return { ...side(), isOpen: true };
      isWeak = true;
    }
    if (has(node, "wrong")) return isDenied ? { ...side(), isDenied: false } : { ...side(), isDenied: true };
    if ((has(node, "right", "answer") && (isLinked || unknown === 0)) || has(node, "picked")) {
      if (isDeniedBehind(nodes, at)) isDenied = !isDenied;
      if (!isDenied) statement = "after";
      break;
    }
    if (has(node, "link")) {
      isLinked = true;
      continue;
    }
    if (has(node, "filler", "noun")) continue;
    unknown += weightOf(node);
    if (unknown > (isLinked ? 6 : 2)) break;
  }
  return side();
}

/** Korean, Persian and others deny at the end: "A는 정답이 아닙니다". */
function isDeniedBehind(nodes: readonly Node[], at: number): boolean {
  for (let next = at + 1; next <= at + 3; next += 1) {
    const node = nodes[next];
    if (node === undefined || node.kind !== "word" || node.mention !== null) return false;
    if (has(node, "not", "notbut")) return nodes[next + 1]?.mention == null;
  }
  return false;
}

/** Whether a mention is in a question of several words, or is one by itself with an answer behind it: "A? No, B." */
function askedOf(nodes: readonly Node[], { span }: Place): "sentence" | "word" | null {
  let words = nodes[span.from - 1]?.kind === "word" ? 1 : 0;
  for (let at = span.to + 1; at < span.to + 40; at += 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line") return null;
    if (node.kind === "word") words += 1;
    else if (/^[?？؟]$/u.test(node.text)) {
      if (words > 0) return "sentence";
      return nodes.slice(at + 1, at + 12).some(({ kind }) => kind === "word") ? "word" : null;
    } else if (sentenceEnd.test(node.text) && !(node.text === "." && at === span.to + 1)) return null;
  }
  return null;
}
