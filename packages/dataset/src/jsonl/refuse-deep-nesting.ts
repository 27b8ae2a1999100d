import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { RefractError } from "@refract/core";
import { createLineNesting } from "./line-nesting.ts";
import { openFailure } from "./open-failure.ts";

/** Deeper than any record of a dataset, and far from where a native reader of JSON runs out of stack and ends the program. */
const maximumDepth = 100;

const chunkBytes = 1 << 20;
const lineFeed = 0x0a;
const squareBracket = 0x5b;
const curlyBracket = 0x7b;

/**
 * Refuses a JSONL file with a record that is nested more than 100 deep, before something reads it that would not survive it: DuckDB's
 * reader goes one call deeper for each bracket. Whether its bytes are JSON is not looked at.
 *
 * A line with as many opening brackets, be they inside texts, is not nested deeper, and the machine finds these far sooner than a
 * program can look at each byte. Only a line with more of them is read byte by byte.
 *
 * @throws RefractError `invalid-input` with file and line, and when the file can't be read
 */
export async function refuseDeepNesting(path: string): Promise<void> {
  try {
    await using handle = await open(path);
    const whole = Buffer.allocUnsafe(chunkBytes);
    let line = 1;
    let lineStart = 0;
    let openings = 0;
    /** Of a line that goes over the end of a chunk. */
    let wasRead = false;
    for (let chunkStart = 0; ; ) {
      const { bytesRead } = await handle.read(whole, 0, chunkBytes, chunkStart);
      if (bytesRead === 0) return;
      const buffer = whole.subarray(0, bytesRead);
      const next = (byte: number, from: number) => endOr(buffer.indexOf(byte, from), bytesRead);
      let curly = next(curlyBracket, 0);
      let square = next(squareBracket, 0);
      for (let place = 0; place < bytesRead; ) {
        const end = next(lineFeed, place);
        for (; curly < end; curly = next(curlyBracket, curly + 1)) openings += 1;
        for (; square < end; square = next(squareBracket, square + 1)) openings += 1;
        if (openings > maximumDepth && !wasRead) {
          wasRead = true;
          const isTooDeep =
            lineStart >= chunkStart && end < bytesRead
              ? createLineNesting(maximumDepth).isTooDeep(buffer, place, end)
              : await isLineTooDeep(handle, lineStart);
          if (isTooDeep)
            throw new RefractError(
              "invalid-input",
              `${basename(path)} line ${line}: nested more than ${maximumDepth} deep, expected a record`,
            );
        }
        if (end < bytesRead) {
          line += 1;
          lineStart = chunkStart + end + 1;
          openings = 0;
          wasRead = false;
        }
        place = end + 1;
      }
      chunkStart += bytesRead;
    }
  } catch (cause) {
    throw openFailure(path, cause);
  }
}

/** Reads a line that goes over the end of a chunk again, from its start to its end or until it is too deep. */
async function isLineTooDeep(handle: FileHandle, start: number): Promise<boolean> {
  const nesting = createLineNesting(maximumDepth);
  const buffer = Buffer.allocUnsafe(chunkBytes);
  for (let at = start; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, at);
    const end = endOr(buffer.subarray(0, bytesRead).indexOf(lineFeed), bytesRead);
    if (nesting.isTooDeep(buffer, 0, end)) return true;
    if (bytesRead === 0 || end < bytesRead) return false;
    at += bytesRead;
  }
}

function endOr(found: number, otherwise: number): number {
  return found === -1 ? otherwise : found;
}
