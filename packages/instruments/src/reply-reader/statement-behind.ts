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

/** Whether a mention is an option of a question, and no judgement. */
const namesOption = ({ mention }: Place): boolean => mention.isLabel || mention.hasText;

/** Words that deny only what stands behind them: "B rather than the popular A", "B without a doubt". */
const governs =
  /^(?:without|rather than|instead of|instead of choosing|besides|unlike|apart from|as opposed to|against|over|en vez de|en lugar de|sin|ni|nor|بدلا من|دون)$/u;

/** Arabic "and not", which begins a clause of its own. */
const deniesNext = /^(?:ولا|ولم|ولن|ولیس|ولیست)$/u;

/** Words whose absence makes something firmer: "의심할 여지가 없이". */
const firmAbsence = /^(?:여지[가도는]?|의심[이의할]?|틀림|이견[이도]?|문제[가는]?|शक|संदेह|दोराय)$/u;

/** Scripts of languages whose verb ends a clause, with what denies it. */
const saysLast = /^[\p{Script=Hangul}\p{Script=Devanagari}]/u;

/** Korean and Hindi deny at the end of a clause: "부산은 수도가 아닙니다", "यमुना पश्चिम की ओर नहीं बहती". */
function deniesLate(nodes: readonly Node[], at: number): boolean {
  const node = nodes[at];
  return (
    node !== undefined &&
    saysLast.test(node.text) &&
    !concessive.test(node.text) &&
    !/[은는]$/u.test(node.text) &&
    !firmAbsence.test(nodes[at - 1]?.key ?? "")
  );
}

const inverted =
  /^(?:it (?:is|must be|has to be|shall be|will be)(?: then)?|remains|is left|is (?:all )?(?:what|that) (?:remains|is left)|is the (?:only )?(?:one|option) (?:left|remaining))(?: [.!,)]|$| \n)/u;

/** "A it is", "C it must be then", "A remains": a choice that is made, its verb last. */
function isInverted(nodes: readonly Node[], place: Place): boolean {
  const next = nodes.slice(place.span.to + 1, place.span.to + 8).map(({ key }) => key);
  return namesOption(place) && inverted.test(next.join(" "));
}

/** Whether what is said to fit ends its clause, or is said of a letter. */
function endsWell(nodes: readonly Node[], { mention }: Place, at: number): boolean {
  const next = nodes[at + 1];
  return (
    mention.isLabel ||
    next === undefined ||
    next.kind !== "word" ||
    /^(?:best|well|perfectly|here|mejor|bien)$/u.test(next.key)
  );
}

const reasons = /^(?:because|since|as|porque|pues|ya que|parce que|weil|porqué)$/u;

const out = /^(?:out|eliminated|excluded|discarded|rejected|fuera|排 除|淘 汰|탈락|제외|مستبعده|बाहर)$/u;

/** "A, no. B, no.", "B, C, D: out." */
function isDismissed(nodes: readonly Node[], place: Place, at: number): boolean {
  const [no, end] = [nodes[at], nodes[at + 1]];
  return (
    namesOption(place) &&
    no !== undefined &&
    (has(no, "no", "wrong") || out.test(no.key)) &&
    (end === undefined || end.kind !== "word")
  );
}

/** Walks on from a mention through its clause. */
export function behind(nodes: readonly Node[], place: Place): Side {
  let statement: Side["statement"] = isInverted(nodes, place) ? "after" : null;
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
      if ((comma.test(node.text) || linkSign.test(node.text)) && isDismissed(nodes, place, at + 1))
        return { ...side(), isDenied: true };
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
    // "A、C、D都不对"
    if (has(node, "refuse") && has(node, "wrong")) return { ...side(), isDenied: true };
    // "I rule out A and B, because none of them fits"
    if (has(node, "refuse") && reasons.test(nodes[at - 1]?.key ?? "")) break;
    if (has(node, "refuse")) return { ...side(), isOpen: true };
    if (has(node, "except")) return { ...side(), isExcluded: true };
    if (has(node, "notbut")) return { ...side(), isDenied: true };
    if (has(node, "fails") && namesOption(place)) return { ...side(), isDenied: !isDenied };
    if (has(node, "works") && namesOption(place) && unknown <= 1 && endsWell(nodes, place, at)) {
      if (isDeniedBehind(nodes, at)) isDenied = !isDenied;
      if (!isDenied) statement = "after";
      break;
    }
    if (
      governs.test(node.key) ||
      (deniesNext.test(node.key) && namesOption(place) && nodes[at + 1]?.kind === "word")
    )
      break;
    if (has(node, "not")) {
      if (unknown === 0 || (!isLinked && namesOption(place) && deniesLate(nodes, at))) {
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
      (/는$/u.test(node.text) ||
        concessive.test(node.text) ||
        (/기$/u.test(node.text) && /^쉽/u.test(nodes[at + 1]?.text ?? "")))
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
    if (unknown > (isLinked ? 6 : saysLast.test(node.text) ? 3 : 2)) break;
  }
  return side();
}

/** Korean, Persian and others deny at the end: "A는 정답이 아닙니다". */
function isDeniedBehind(nodes: readonly Node[], at: number): boolean {
  // "sería la respuesta equivocada"
  const next = nodes[at + 1];
  if (next !== undefined && has(next, "wrong") && /^\p{Script=Latin}/u.test(next.text)) return true;
  for (let near = at + 1; near <= at + 3; near += 1) {
    const node = nodes[near];
    if (node === undefined || node.kind !== "word" || node.mention !== null) return false;
    if (has(node, "not", "notbut", "fails")) return nodes[near + 1]?.mention == null;
  }
  return false;
}
