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
    const buffer = Buffer.allocUnsafe(chunkBytes);
    let line = 1;
    let depth = 0;
    let inText = false;
    let isEscaped = false;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes);
      if (bytesRead === 0) return;
      for (let place = 0; place < bytesRead; place += 1) {
        const byte = buffer[place];
        if (inText && byte !== lineFeed) {
          if (isEscaped) isEscaped = false;
          else if (byte === backslash) isEscaped = true;
          else if (byte === quote) inText = false;
          else {
            // most of a file is inside texts: on to the next sign that means something
            place = endOfPlainText(buffer, place, bytesRead) - 1;
          }
        } else if (byte === quote) {
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
          // no text goes over the end of a line, and no record either
          line += 1;
          depth = 0;
          inText = false;
          isEscaped = false;
        }
      }
    }
  } catch (cause) {
    throw openFailure(path, cause);
  }
}

/** Where the next quote, backslash or line end is. */
function endOfPlainText(buffer: Buffer, from: number, end: number): number {
  let place = from;
  while (place < end) {
    const byte = buffer[place];
    if (byte === quote || byte === backslash || byte === lineFeed) break;
    place += 1;
  }
  return place;
}
