import { hasVisibleText } from "@refract/core";
import { CodeSpans } from "./code-spans.ts";
import { quotes } from "./quoted-text.ts";
import {
  bareAnalysis,
  channelOf,
  type FoundMark,
  markAt,
  messageMark,
  nextMarkStart,
} from "./reasoning-marks.ts";
import type { SeparationRule } from "./separation-rule.ts";

export interface Separated {
  /** What a piece adds to the answer. */
  readonly text: string;
  /** Whether all text before this piece turned out to be reasoning: a closing mark came that nothing had opened. */
  readonly voidsEarlier: boolean;
}

const nothing: Separated = Object.freeze({ text: "", voidsEarlier: false });
/** A harmony head is a role and a channel; what is longer is no head. */
const longestHead = 200;

type State =
  /** Only blanks came yet, or since the reasoning ended. */
  | "start"
  | "text"
  /** Nothing is text before a closing mark says that it was reasoning, or the end that it was not. */
  | "held"
  | "reasoning"
  | "bare-analysis"
  /** In the head of a harmony message. */
  | "head";

/**
 * Tells reasoning from text in an answer that comes in pieces, marks cut in two between pieces included. A pure state machine: the
 * same pieces give the same parts, and however a text is cut, the parts are the same. What was separated, marks and the blanks
 * behind them included, is kept as it was written.
 *
 * A mark counts wherever it stands, but not in quotes or code (`` `<think>` ``). Reasoning that begins after some text and never
 * ends is text after all, unless the answer was cut off.
 */
export class ReasoningSeparator {
  readonly #rule: SeparationRule;
  #state: State;
  /** Received, but not yet told apart. */
  #pending = "";
  /** Of the reasoning, head or held text that is under way. */
  #block = "";
  #text = "";
  #code = new CodeSpans();
  #reasoning = "";
  #startedAfterText = false;
  #isHarmony = false;
  #hasCut = false;
  #isUnopened = false;
  /** The mark that a block has to be closed by, where its own alone does. */
  #closedBy: string | null = null;
  /** Blocks between words that an answer may hold too: reasoning once an answer follows, else the answer. */
  #doubtful = "";
  /** How many marks round the answer are open: the first came right behind the reasoning, further ones are its text. */
  #openAnswers = 0;

  constructor(rule: SeparationRule) {
    this.#rule = rule;
    this.#state = rule === "text" ? "text" : rule === "held" || rule === "unopened" ? "held" : "start";
  }

  /** All that was separated, reasoning that the server sent apart included; empty when there was none. */
  get reasoning(): string {
    return this.#reasoning;
  }

  /** What was received and is neither text nor reasoning yet. */
  get waiting(): string {
    return this.#doubtful + this.#block + this.#pending;
  }

  /** Whether any of it was cut out of the text. */
  get hasCut(): boolean {
    return this.#hasCut;
  }

  /** Whether the answer began inside its reasoning. */
  get isUnopened(): boolean {
    return this.#isUnopened;
  }

  /** Reasoning that the server sent apart. A server that does so sends its text as text. */
  addReasoning(text: string): void {
    if (text === "") return;
    this.#reasoning += text;
    if (this.#state !== "held" || this.#rule === "unopened") return;
    this.#pending = this.#block + this.#pending;
    this.#block = "";
    this.#state = "start";
  }

  push(piece: string): Separated {
    const isPlain = this.#state === "text" && this.#pending === "" && nextMarkStart(piece, 0) === -1;
    if (this.#rule === "text" || isPlain) {
      this.#add(piece);
      return { text: piece, voidsEarlier: false };
    }
    this.#pending += piece;
    return this.#read(false);
  }

  /** The answer has come to its end; `isCut` when a limit cut it off. */
  end(isCut: boolean): Separated {
    if (this.#rule === "text") return nothing;
    const { text, voidsEarlier } = this.#read(true);
    const rest = this.#doubtful + this.#block;
    this.#block = "";
    this.#doubtful = "";
    const isReasoning = this.#endsInReasoning(isCut);
    if (isReasoning) this.#cut(rest);
    else this.#add(rest);
    return { text: isReasoning ? text : text + rest, voidsEarlier };
  }

  #endsInReasoning(isCut: boolean): boolean {
    switch (this.#state) {
      case "reasoning":
      case "bare-analysis":
        return isCut || (!this.#startedAfterText && this.#closedBy === null);
      case "held":
        return isCut || this.#rule === "unopened";
      case "head":
        return true;
      case "start":
      case "text":
        return false;
    }
  }

  #add(text: string): void {
    this.#text += text;
    this.#code.add(text);
  }

  #cut(text: string): void {
    if (text === "") return;
    this.#reasoning += text;
    this.#hasCut = true;
  }

  /** Goes on as far as what was received allows; at the end of the answer, through all of it. */
  #read(isEnd: boolean): Separated {
    let text = "";
    let voidsEarlier = false;
    const add = (said: string) => {
      text += said;
      this.#add(said);
    };
    const turnIntoReasoning = (mark: string) => {
      this.#cut(this.#text + mark);
      this.#isUnopened = true;
      voidsEarlier ||= this.#text.length > text.length;
      this.#text = "";
      this.#code = new CodeSpans();
      text = "";
      this.#state = "start";
    };
    while (this.#pending !== "") {
      const before = this.#pending.length;
      const stateBefore = this.#state;
      switch (this.#state) {
        case "start":
          this.#readStart(isEnd, add);
          break;
        case "text":
          this.#readText(isEnd, add, turnIntoReasoning);
          break;
        case "held":
        case "reasoning":
          this.#readBlock(isEnd);
          break;
        case "bare-analysis":
          this.#readTo(bareAnalysis.closing, isEnd, () => this.#endReasoning());
          break;
        case "head":
          this.#readTo(messageMark, isEnd, () => this.#endHead(turnIntoReasoning));
          if (this.#state === "head" && this.#block.length > longestHead) {
            add(this.#block);
            this.#block = "";
            this.#state = "text";
          }
          break;
      }
      if (this.#pending.length === before && this.#state === stateBefore) break;
    }
    return { text, voidsEarlier };
  }

  #readStart(isEnd: boolean, add: (said: string) => void): void {
    const blanks = this.#pending.length - this.#pending.trimStart().length;
    const rest = this.#pending.slice(blanks);
    if (rest === "" && !isEnd) return;
    if (this.#doubtful !== "") {
      if (rest === "") {
        this.#doubtful += this.#take(blanks);
        return;
      }
      this.#cut(this.#doubtful);
      this.#doubtful = "";
    }
    const isFirst = this.#reasoning === "" && this.#text === "";
    const { opening } = bareAnalysis;
    if (isFirst && !isEnd && rest.length <= opening.length && opening.startsWith(rest)) return;
    const mark = markAt(rest, 0);
    if (mark === "partial" && !isEnd) return;
    if (isFirst && rest.startsWith(opening) && /^[A-Z]/.test(rest.slice(opening.length))) {
      this.#begin("bare-analysis", blanks + opening.length);
      return;
    }
    if (mark !== null && mark !== "partial" && this.#takeAtStart(mark, blanks)) return;
    // Blanks between reasoning and text belong to neither; they are kept with the reasoning.
    if (isFirst || this.#text !== "") add(this.#take(blanks));
    else this.#cut(this.#take(blanks));
    this.#state = "text";
  }

  /** Whether a mark before any text was dealt with. */
  #takeAtStart(mark: FoundMark, blanks: number): boolean {
    const length = blanks + mark.length;
    switch (mark.kind) {
      case "open":
        this.#begin("reasoning", length);
        return true;
      case "word-open":
        if (hasVisibleText(this.#text)) return false;
        this.#closedBy = mark.name;
        this.#begin("reasoning", length);
        return true;
      case "header":
        this.#isHarmony = true;
        this.#begin("head", length);
        return true;
      case "close":
        this.#cut(this.#take(length));
        return true;
      case "end":
      case "wrapper":
      case "word-close":
        if (this.#reasoning === "" && (mark.kind === "word-close" || !this.#isHarmony)) return false;
        this.#cut(this.#take(length));
        return true;
      case "answer":
        if (this.#reasoning === "" || hasVisibleText(this.#text)) return false;
        this.#cut(this.#take(length));
        this.#openAnswers = 1;
        return true;
      case "answer-end":
        if (this.#openAnswers !== 1) return false;
        this.#openAnswers = 0;
        this.#cut(this.#take(length));
        return true;
      case "message":
        return false;
    }
  }

  #readText(isEnd: boolean, add: (said: string) => void, turnIntoReasoning: (mark: string) => void): void {
    const at = nextMarkStart(this.#pending, 0);
    if (at !== 0) {
      add(this.#take(at === -1 ? this.#pending.length : at));
      return;
    }
    const mark = markAt(this.#pending, 0);
    if (mark === "partial" && !isEnd) return;
    if (mark === null || mark === "partial") {
      add(this.#take(1));
      return;
    }
    const { length } = mark;
    const next = this.#pending.charAt(length);
    const isAfterQuote = quotes.test(this.#code.last);
    if (mark.kind === "close" && isAfterQuote && next === "" && !isEnd) return;
    // Reasoning may end with a quotation, so that a closing mark is quoted only by quotes on both sides.
    const isQuoted = isAfterQuote && (mark.kind !== "close" || quotes.test(next));
    if (isQuoted || this.#code.isOpen) {
      add(this.#take(1));
      return;
    }
    switch (mark.kind) {
      case "open":
      case "header":
        this.#begin(mark.kind === "open" ? "reasoning" : "head", length);
        return;
      case "close":
        turnIntoReasoning(this.#take(length));
        return;
      case "end":
      case "wrapper":
        if (this.#isHarmony || this.#reasoning !== "") this.#cut(this.#take(length));
        else add(this.#take(length));
        return;
      case "answer-end":
        if (this.#openAnswers === 1 && next === "" && !isEnd) return;
        // A mark that text follows at once stays, for without it that text would go on with the answer's last word.
        if (this.#openAnswers === 1 && !/\S/.test(next)) this.#cut(this.#take(length));
        else add(this.#take(length));
        this.#openAnswers = Math.max(this.#openAnswers - 1, 0);
        return;
      case "answer":
        if (this.#openAnswers > 0) this.#openAnswers += 1;
        add(this.#take(length));
        return;
      case "word-open":
      case "word-close":
      case "message":
        add(this.#take(length));
    }
  }

  /** Reasoning up to its closing mark; held text likewise, and up to an opening mark before anything else. */
  #readBlock(isEnd: boolean): void {
    const at = nextMarkStart(this.#pending, 0);
    if (at !== 0) {
      this.#block += this.#take(at === -1 ? this.#pending.length : at);
      return;
    }
    const mark = markAt(this.#pending, 0);
    if (mark === "partial" && !isEnd) return;
    if (mark === null || mark === "partial") {
      this.#block += this.#take(1);
      return;
    }
    const { length } = mark;
    if (mark.kind === "open" && this.#state === "held" && this.#block.trim() === "") {
      this.#begin("reasoning", length);
      return;
    }
    if (mark.kind === "header" && (this.#isHarmony || this.#state === "held")) {
      this.#isHarmony = true;
      this.#endReasoning();
      this.#begin("head", length);
      return;
    }
    this.#block += this.#take(length);
    if (this.#closedBy !== null && this.#state === "reasoning") {
      if (mark.kind === "word-close" && mark.name === this.#closedBy) this.#endDoubtful();
    } else if (mark.kind === "close" || (mark.kind === "end" && this.#isHarmony)) this.#endReasoning();
  }

  /** Up to a mark that stands for itself, keeping back what may be its beginning. */
  #readTo(mark: string, isEnd: boolean, found: () => void): void {
    const at = this.#pending.indexOf(mark);
    if (at !== -1) {
      this.#block += this.#take(at + mark.length);
      found();
      return;
    }
    const kept = isEnd ? 0 : Math.min(mark.length - 1, this.#pending.length);
    this.#block += this.#take(this.#pending.length - kept);
  }

  #begin(state: "reasoning" | "bare-analysis" | "head", length: number): void {
    this.#startedAfterText = hasVisibleText(this.#text);
    this.#block += this.#take(length);
    this.#state = state;
  }

  #endReasoning(): void {
    this.#cut(this.#block);
    this.#block = "";
    this.#state = "start";
  }

  #endDoubtful(): void {
    this.#doubtful = this.#block;
    this.#block = "";
    this.#closedBy = null;
    this.#state = "start";
  }

  /** The channel decides what follows a head; a head without a channel is of an ordinary message. */
  #endHead(turnIntoReasoning: (mark: string) => void): void {
    const channel = channelOf(this.#block);
    if (channel !== undefined && channel !== "final") {
      this.#isHarmony = true;
      this.#state = "reasoning";
      return;
    }
    // A final channel after text that no channel was named for: that text was the analysis, whose head was lost.
    if (channel === "final" && !this.#isHarmony) turnIntoReasoning(this.#block);
    else this.#cut(this.#block);
    this.#block = "";
    this.#isHarmony = true;
    this.#state = "start";
  }

  #take(length: number): string {
    const taken = this.#pending.slice(0, length);
    this.#pending = this.#pending.slice(length);
    return taken;
  }
}
