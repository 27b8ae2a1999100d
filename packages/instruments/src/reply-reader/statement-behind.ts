import {
  comma,
  deniesBefore,
  has,
  isStrengthenedBefore,
  linkSign,
  sentenceEnd,
  weightOf,
} from "./clause-signs.ts";
import type { Node } from "./mentions.ts";
import type { Place } from "./places.ts";

/** What the words on one side of a mention say of it. */
export interface Side {
  /** Whether a word behind it rules it out, whatever stands in front: "C를 제외하면", "除了C以外". */
  readonly isExcluded: boolean;
  readonly statement: "cue" | "boxed" | "after" | null;
  readonly isLinked: boolean;
  readonly isDenied: boolean;
  readonly isStrong: boolean;
  readonly isOpen: boolean;
  readonly isWeak: boolean;
  readonly isContrast: boolean;
}

/** Scripts of languages that say last whether a clause holds. */
const endsLate = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Hangul}]/u;

/** Walks on from a mention through its clause. */
export function behind(nodes: readonly Node[], place: Place): Side {
  let statement: Side["statement"] = null;
  let [isDenied, isOpen, isWeak, isLinked, isStrong] = [false, false, false, false, false];
  let denial = -1;
  let unknown = 0;
  const side = (): Side => ({
    statement,
    isLinked: false,
    isDenied,
    isExcluded: false,
    isStrong,
    isOpen,
    isWeak,
    isContrast: false,
  });
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
    if (has(node, "except")) return { ...side(), isExcluded: true };
    if (has(node, "notbut")) return { ...side(), isDenied: true };
    if (has(node, "not")) {
      if (unknown === 0) {
        const isOther = nodes[at + 1]?.mention !== null && nodes[at + 1]?.mention !== undefined;
        if (isOther && deniesBefore.test(node.text)) return { ...side(), isDenied: true };
        if (isOther) break;
        isDenied = !isDenied;
        isStrong ||= isStrengthenedBefore(nodes, place.from);
        denial = at;
      }
      continue;
    }
    // "참이라고 말하는 사람이 많지만": what others say
    if (
      (isLinked || /[라다]고$/u.test(nodes[place.span.to]?.text ?? "")) &&
      has(node, "says") &&
      deniesBefore.test(node.text) &&
      (/는$/u.test(node.text) || (/기$/u.test(node.text) && /^쉽/u.test(nodes[at + 1]?.text ?? "")))
    )
      return { ...side(), isOpen: true };
    if (has(node, "but") || (has(node, "or") && !has(node, "filler"))) break;
    if (has(node, "doubt")) {
      // "A인 줄 알았는데": Korean says only behind "is" that it was a mistake
      if (unknown === 0 && (!isLinked || deniesBefore.test(node.text)) && endsLate.test(node.text))
        isOpen = true;
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
