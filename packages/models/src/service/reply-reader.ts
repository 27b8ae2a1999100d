import type { SamplingParameters } from "@refract/core";
import type { ChatEvent, Completion, Reply } from "../chat.ts";
import { ReasoningSeparator, type Separated } from "../reasoning/reasoning-separator.ts";
import type { SeparationRule } from "../reasoning/separation-rule.ts";
import { separationRule } from "../reasoning/separation-rule.ts";
import { TurnEndCutter } from "../reasoning/turn-end-cutter.ts";
import { replyFailure } from "./reply-failure.ts";

type EndEvent = Extract<ChatEvent, { kind: "end" }>;

/**
 * Puts one answer together. The one place where reasoning and a chat template's marks are separated, whatever provider the answer
 * comes from, and whether it comes as a stream or in one piece.
 */
export class ReplyReader {
  readonly #rule: SeparationRule;
  readonly #separator: ReasoningSeparator;
  #cutter = new TurnEndCutter();
  #text = "";

  constructor(rule: SeparationRule) {
    this.#rule = rule;
    this.#separator = new ReasoningSeparator(rule);
  }

  /** The text so far. */
  get text(): string {
    return this.#text;
  }

  /** Whether anything was said, reasoning included. */
  get hasSaid(): boolean {
    return this.received !== "";
  }

  /** All that was received: what is paid for where nobody counted. */
  get received(): string {
    const { cut, waiting } = this.#cutter;
    return this.#separator.reasoning + this.#text + cut + waiting + this.#separator.waiting;
  }

  /** Whether the answer began inside its reasoning, so that those to come are better held back. */
  get isUnopened(): boolean {
    return this.#separator.isUnopened;
  }

  addText(piece: string): Separated {
    return this.#kept(this.#separator.push(piece));
  }

  addReasoning(piece: string): void {
    this.#separator.addReasoning(piece);
  }

  /** What was kept back until the end. */
  finish(finishReason: EndEvent["finishReason"] | null): Separated {
    const separated = this.#kept(this.#separator.end(finishReason === "length" || finishReason === null));
    const rest = this.#cutter.end();
    this.#text += rest;
    return { ...separated, text: separated.text + rest };
  }

  /** After `finish`. */
  reply({ kind: _kind, ...end }: EndEvent): Reply {
    return { text: this.#text, reasoning: this.reasoning(), ...end };
  }

  reasoning(): Reply["reasoning"] {
    const { cut } = this.#cutter;
    const separated = this.#separator.reasoning + cut;
    const hasCut = this.#separator.hasCut || cut !== "";
    return separated === "" ? null : { text: separated, from: hasCut ? "text" : "server" };
  }

  #kept({ text: separated, voidsEarlier }: Separated): Separated {
    if (voidsEarlier) {
      this.#text = "";
      this.#cutter = new TurnEndCutter();
    }
    const text = this.#rule === "text" ? separated : this.#cutter.push(separated);
    this.#text += text;
    return { text, voidsEarlier };
  }
}

/** An answer that came in one piece, read the same way. */
export function readCompletion(
  { text, reasoning, ...end }: Completion,
  rule: SeparationRule,
): { readonly reply: Reply; readonly isUnopened: boolean } {
  const reader = new ReplyReader(rule);
  reader.addReasoning(reasoning);
  reader.addText(text);
  reader.finish(end.finishReason);
  return { reply: reader.reply({ kind: "end", ...end }), isUnopened: reader.isUnopened };
}

/** An answer that was kept before reasoning was separated, read as it would be today; null when it is no answer today. */
export function readKeptCompletion(
  reference: string,
  parameters: SamplingParameters,
  completion: Completion,
): Reply | null {
  const { reply } = readCompletion(completion, separationRule(reference, parameters, false));
  return replyFailure(reply) === null ? reply : null;
}
