import { RefractError } from "./refract-error.ts";

/** What a file's text is written in, as far as its first bytes say. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "utf-32";

const names: Readonly<Record<TextEncoding, string>> = Object.freeze({
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16 (little-endian)",
  "utf-16be": "UTF-16 (big-endian)",
  "utf-32": "UTF-32",
});

/**
 * The encoding by the byte-order mark, or without one by the zero bytes beside the first two characters, which no text in UTF-8
 * has and text in UTF-16 does wherever it begins with letters, digits or marks of ASCII.
 */
export function textEncoding(bytes: Uint8Array): TextEncoding {
  const [first = 1, second = 1, third = 1, fourth = 1] = bytes;
  if (first === 0xff && second === 0xfe) return third === 0 && fourth === 0 ? "utf-32" : "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0 && second === 0) return "utf-32";
  if (second === 0 && third === 0 && fourth === 0) return "utf-32";
  if (second === 0 && fourth === 0) return "utf-16le";
  return first === 0 && third === 0 ? "utf-16be" : "utf-8";
}

/**
 * The text of a file that somebody handed in, without a byte-order mark.
 *
 * @param name the file as the person knows it
 * @param expected what to do, for the end of the message
 * @throws RefractError `invalid-input` that names the encoding found, or the line and the byte that is not UTF-8
 */
export function decodeText(
  bytes: Uint8Array,
  name: string,
  expected = "expected UTF-8: save it again with that encoding",
): string {
  const encoding = textEncoding(bytes);
  if (encoding !== "utf-8")
    throw new RefractError("invalid-input", `${name}: the text is in ${names[encoding]}, ${expected}`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new RefractError("invalid-input", `${name}${firstFault(bytes)}, ${expected}`, { cause });
  }
}

/** Where text stops being UTF-8, and what an old code page would have meant there. */
function firstFault(bytes: Uint8Array): string {
  const strict = new TextDecoder("utf-8", { fatal: true });
  let start = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    const content = bytes.subarray(start, end === -1 ? bytes.length : end);
    try {
      strict.decode(content);
    } catch {
      const byte = content[faultIn(content)] ?? 0;
      const letter = new TextDecoder("windows-1252").decode(Uint8Array.of(byte));
      const meant = /[\p{L}\p{P}\p{S}]/u.test(letter)
        ? ` (${JSON.stringify(letter)} in Latin-1 or Windows-1252)`
        : "";
      return `:${line}: the byte 0x${byte.toString(16).toUpperCase().padStart(2, "0")}${meant} is not UTF-8`;
    }
    if (end === -1) return ": the bytes are not UTF-8";
    start = end + 1;
  }
}

/** The place of the first byte that begins no character of UTF-8. */
function faultIn(line: Uint8Array): number {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(line);
  const length = (part: string) => new TextEncoder().encode(part).length;
  let place = 0;
  for (const [index, piece] of text.split("\u{fffd}").entries()) {
    if (index > 0) {
      // The character itself may stand in a text.
      const isWritten = line[place] === 0xef && line[place + 1] === 0xbf && line[place + 2] === 0xbd;
      if (!isWritten) return place;
      place += 3;
    }
    place += length(piece);
  }
  return place;
}
