/** Whether a text that comes in pieces is in code at its end: in inline code, or in a block. Each piece is looked at once. */
export class CodeSpans {
  #ticks = 0;
  #fences = 0;
  #ticksOfLine = 0;
  #last = "";

  /** The last character; empty before the first. */
  get last(): string {
    return this.#last;
  }

  get isOpen(): boolean {
    return this.#fences % 2 === 1 || this.#ticksOfLine % 2 === 1;
  }

  add(piece: string): void {
    if (piece === "") return;
    for (const [found] of piece.matchAll(/`|\n|[^`\n]+/g)) {
      if (found === "`") {
        this.#ticks += 1;
        this.#ticksOfLine += 1;
        if (this.#ticks % 3 === 0) this.#fences += 1;
      } else {
        this.#ticks = 0;
        if (found === "\n") this.#ticksOfLine = 0;
      }
    }
    this.#last = piece.slice(-1);
  }
}
