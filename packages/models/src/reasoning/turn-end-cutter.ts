import { isInCode, quotes } from "./quoted-text.ts";

/** Marks by which chat templates end a turn. Servers that know a model's template leave them out, others send them as text. */
const ends = [
  "<|im_end|>", // ChatML: Qwen, Yi and many others
  "<|endoftext|>",
  "<|eot_id|>", // Llama 3
  "<|eom_id|>",
  "<|end_of_text|>",
  "<|eot|>", // Llama 4
  "<|end|>", // Phi
  "<end_of_turn>", // Gemma
  "<turn|>", // Gemma 4
  "</s>", // Llama 2, Mistral
  "<｜end▁of▁sentence｜>", // DeepSeek
  "<|end_of_turn|>", // OpenChat
  "<|end_of_turn_token|>", // Command R
  "[|endofturn|]", // EXAONE
];
/** Marks by which they begin the next one. */
const beginnings = [
  ...[
    "<|im_start|>",
    "<|begin_of_text|>",
    "<|start_header_id|>",
    "<|header_start|>",
    "<start_of_turn>",
    "<|turn>",
  ],
  ...["<s>", "[inst]", "<｜begin▁of▁sentence｜>", "<｜user｜>", "<|user|>", "<|assistant|>", "<|system|>"],
  ...["<|start_of_turn_token|>", "[|user|]"],
];
/** So many characters of marks and blanks in a row are no text, whatever follows. */
const longestRun = 2_000;
const longest = Math.max(...[...ends, ...beginnings].map((mark) => mark.length));

/**
 * Takes the marks out by which a chat template ends a turn, from text that comes in pieces: they are no part of an answer, and tell a
 * reader which model it was. A mark counts at the end of the text, and where another turn begins behind it, which is cut off too;
 * elsewhere, in quotes and in code it is text. However a text is cut into pieces, the result is the same.
 */
export class TurnEndCutter {
  #said = "";
  /** Not told apart yet; begins with what may be a mark. */
  #waiting = "";
  #cut = "";
  #isOver = false;

  /** What was taken out, as it was written. */
  get cut(): string {
    return this.#cut;
  }

  /** What was received and may turn out to be either. */
  get waiting(): string {
    return this.#waiting;
  }

  /** What a piece adds to the text. */
  push(piece: string): string {
    return this.#read(piece, false);
  }

  /** What the end of the text adds to it. */
  end(): string {
    return this.#read("", true);
  }

  #read(piece: string, isEnd: boolean): string {
    if (this.#isOver) {
      this.#cut += piece;
      return "";
    }
    const text = this.#waiting + piece;
    let at = 0;
    for (;;) {
      at = nextStart(text, at);
      const turn = at === text.length ? "text" : this.#turnAt(text, at, isEnd);
      if (turn === "text" && at < text.length) {
        at += 1;
        continue;
      }
      const said = text.slice(0, at);
      this.#said += said;
      this.#waiting = turn === "unknown" ? text.slice(at) : "";
      if (turn === "over") {
        this.#cut += text.slice(at);
        this.#isOver = true;
      }
      return said;
    }
  }

  /** Whether the turn ends at a place, as far as what was received tells. */
  #turnAt(text: string, at: number, isEnd: boolean): "over" | "text" | "unknown" {
    const mark = markAt(text, at, ends);
    if (mark === "partial" && !isEnd) return "unknown";
    if (mark === null || mark === "partial") return "text";
    const before = this.#said + text.slice(0, at);
    if (quotes.test(before.slice(-1)) || isInCode(before)) return "text";
    // The end of what is struck out in HTML.
    if (mark === "</s>" && /<s>/i.test(before)) return "text";
    let next = at + mark.length;
    for (;;) {
      next += /^\s*/.exec(text.slice(next))?.[0].length ?? 0;
      if (next - at > longestRun) return "over";
      if (next === text.length) return isEnd ? "over" : "unknown";
      const beginning = markAt(text, next, beginnings);
      const end = markAt(text, next, ends);
      if (beginning !== null && beginning !== "partial") return "over";
      if (!isEnd && (beginning === "partial" || end === "partial")) return "unknown";
      if (end === null || end === "partial") return "text";
      next += end.length;
    }
  }
}

function nextStart(text: string, from: number): number {
  const at = text.slice(from).search(/[<[]/);
  return at === -1 ? text.length : from + at;
}

/** The mark of a list that stands at a place; `partial` where the text ends before that is certain; null where there is none. */
function markAt(text: string, at: number, marks: readonly string[]): string | null {
  const said = text.slice(at, at + longest).toLowerCase();
  const found = marks.find((mark) => said.startsWith(mark));
  return found ?? (marks.some((mark) => mark.startsWith(said)) ? "partial" : null);
}
