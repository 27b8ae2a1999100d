import { RefractError } from "@refract/core";

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

/**
 * The texts of a Python list literal such as `['think', "don't", 'a\\nb']`: either quote, commas and quotes inside, the usual
 * escapes. Read by rule, never run.
 *
 * @throws RefractError with the place of what is no list of texts.
 */
export function parsePythonList(text: string): string[] {
  let at = 0;
  const fail = (expected: string): never => {
    const found =
      at < text.length ? `${JSON.stringify(text.slice(at, at + 12))} at character ${at + 1}` : "the end";
    throw new RefractError("invalid-input", `list literal: ${found}, expected ${expected}`);
  };
  const blanks = () => {
    while (/\s/.test(text.charAt(at))) at += 1;
  };
  const literal = (): string => {
    const quote = text.charAt(at);
    if (quote !== "'" && quote !== '"') return fail("a text in quotes");
    at += 1;
    let value = "";
    for (;;) {
      const letter = text.charAt(at);
      if (letter === "") return fail(`a closing ${quote}`);
      at += 1;
      if (letter === quote) return value;
      value += letter === "\\" ? escaped() : letter;
    }
  };
  const escaped = (): string => {
    const letter = text.charAt(at);
    const digits = { x: 2, u: 4, U: 8 }[letter];
    if (digits !== undefined) {
      const code = text.slice(at + 1, at + 1 + digits);
      if (!/^[0-9a-fA-F]+$/.test(code) || code.length !== digits) return fail(`${digits} hexadecimal digits`);
      const point = Number.parseInt(code, 16);
      if (point > 0x10ffff) return fail("a character");
      at += 1 + digits;
      return String.fromCodePoint(point);
    }
    at += 1;
    return escapes[letter] ?? `\\${letter}`;
  };

  const values: string[] = [];
  blanks();
  if (text.charAt(at) !== "[") return fail("[");
  at += 1;
  blanks();
  while (text.charAt(at) !== "]") {
    values.push(literal());
    blanks();
    if (text.charAt(at) === ",") {
      at += 1;
      blanks();
    } else if (text.charAt(at) !== "]") {
      return fail(", or ]");
    }
  }
  at += 1;
  blanks();
  if (at < text.length) return fail("nothing more");
  return values;
}
