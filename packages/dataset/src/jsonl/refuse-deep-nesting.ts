import { open } from "node:fs/promises";
import { basename } from "node:path";
import { RefractError } from "@refract/core";
import { openFailure } from "./open-failure.ts";

/** Deeper than any record of a dataset, and far from where a native reader of JSON runs out of stack and ends the program. */
const maximumDepth = 100;

const chunkBytes = 1 << 20;
const lineFeed = 0x0a;
const quote = 0x22;
const backslash = 0x5c;

/**
 * Refuses a JSONL file with a record that is nested more than 100 deep, before something reads it that would not survive it: DuckDB's
 * reader goes one call deeper for each bracket. One pass over the bytes; whether they are JSON is not looked at.
 *
 * @throws RefractError `invalid-input` with file and line, and when the file can't be read
 */
export async function refuseDeepNesting(path: string): Promise<void> {
  try {
    await using handle = await open(path);
    const whole = Buffer.allocUnsafe(chunkBytes);
    let line = 1;
    let depth = 0;
    let inText = false;
    /** Whether a chunk ended on the backslash of what the next one begins with. */
    let isEscaped = false;
    for (;;) {
      const { bytesRead } = await handle.read(whole, 0, chunkBytes);
      if (bytesRead === 0) return;
      const buffer = whole.subarray(0, bytesRead);
      let lineEnd = -1;
      for (let place = 0; place < bytesRead; place += 1) {
        if (inText) {
          if (lineEnd < place) lineEnd = endOr(buffer.indexOf(lineFeed, place), bytesRead);
          const from: number = isEscaped && buffer[place] !== lineFeed ? place + 1 : place;
          isEscaped = false;
          const end = endOfText(buffer, from, lineEnd);
          if (end === null) {
            // no text goes over the end of a line
            inText = lineEnd === bytesRead;
            isEscaped = inText && hasOddBackslashes(buffer, from, lineEnd);
            place = lineEnd - 1;
          } else {
            inText = false;
            place = end;
          }
          continue;
        }
        const byte = buffer[place];
        if (byte === quote) {
          inText = true;
        } else if (byte === 0x5b || byte === 0x7b) {
          depth += 1;
          if (depth > maximumDepth)
            throw new RefractError(
              "invalid-input",
              `${basename(path)} line ${line}: nested more than ${maximumDepth} deep, expected a record`,
            );
        } else if (byte === 0x5d || byte === 0x7d) {
          depth -= 1;
        } else if (byte === lineFeed) {
          // and no record either
          line += 1;
          depth = 0;
        }
      }
    }
  } catch (cause) {
    throw openFailure(path, cause);
  }
}

/** Where the quote is that ends a text, before the end of its line; null without one. Most of a file is inside texts. */
function endOfText(buffer: Buffer, from: number, lineEnd: number): number | null {
  for (let begin = from; ; ) {
    const end = nextQuote(buffer, begin, lineEnd);
    if (end === null || !hasOddBackslashes(buffer, begin, end)) return end;
    begin = end + 1;
  }
}

/** As many bytes are looked at one by one; a search by the machine pays for what is longer. */
const shortBytes = 24;

function nextQuote(buffer: Buffer, from: number, lineEnd: number): number | null {
  const near = Math.min(lineEnd, from + shortBytes);
  for (let place = from; place < near; place += 1) if (buffer[place] === quote) return place;
  if (near === lineEnd) return null;
  const found = buffer.indexOf(quote, near);
  return found === -1 || found >= lineEnd ? null : found;
}

/** Whether the byte at `end` is escaped, in a text that is read from `from` on. */
function hasOddBackslashes(buffer: Buffer, from: number, end: number): boolean {
  let place = end;
  while (place > from && buffer[place - 1] === backslash) place -= 1;
  return (end - place) % 2 === 1;
}

function endOr(found: number, otherwise: number): number {
  return found === -1 ? otherwise : found;
}
