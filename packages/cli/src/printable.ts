/** Everything but line breaks and tabs that a terminal may take for a command, and signs that turn the direction of what follows. */
const commands = /[[\p{Cc}\u202a-\u202e\u2066-\u2069]--[\n\t]]/gv;

/**
 * A text as a terminal may be given it. Answers of models, names of files and texts of studies can hold control characters, which would
 * move the cursor, hide lines or type for the user; each is written out, as `\x1b`. A carriage return at a line's end is dropped.
 */
export function printable(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(commands, writtenOut);
}

/** A document as JSON that a terminal may be given as well. */
export function printedJson(document: unknown): string {
  return JSON.stringify(document, null, 2).replace(commands, (sign) => `\\u${hex(sign).padStart(4, "0")}`);
}

function writtenOut(sign: string): string {
  const code = hex(sign);
  return code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, "0")}`;
}

function hex(sign: string): string {
  return sign.charCodeAt(0).toString(16);
}
