import { isUtf8 } from "node:buffer";
import { open } from "node:fs/promises";
import { openFailure } from "./open-failure.ts";

/** What can be wrong with a line before anybody reads its content. */
export type LineFault = "byte-order-mark" | "carriage-return" | "not-utf8" | "too-long";

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without line end, byte-order mark and trailing carriage return; null when it could not be read. */
  readonly text: string | null;
  readonly bytes: number;
  readonly faults: readonly LineFault[];
  /** False only for a last line without a line end. */
  readonly terminated: boolean;
}

export interface LineReaderOptions {
  /** Longer lines are skipped and reported as too long, so that memory stays flat. Default 64 MiB. */
  readonly maximumLineBytes?: number;
  /** Sees every chunk of the file as it is read, for a checksum or a progress bar; it is overwritten afterwards. */
  readonly onChunk?: (chunk: Buffer) => void;
}

const defaultMaximumLineBytes = 64 * 1024 * 1024;

const chunkBytes = 1 << 20;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const noFaults: readonly LineFault[] = Object.freeze([]);

/**
 * The lines of a UTF-8 text file, in batches of what one read brought. A batch is made while it is walked through, once
 * and to its end, before the next is asked for: memory is bounded by one chunk and one line.
 *
 * @throws RefractError when the file can't be read.
 */
export async function* readLineBatches(
  path: string,
  options: LineReaderOptions = {},
): AsyncGenerator<Iterable<Line>, void, undefined> {
  const maximum = options.maximumLineBytes ?? defaultMaximumLineBytes;
  let number = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;

  const finish = (content: Buffer | null, bytes: number, terminated: boolean): Line => {
    number += 1;
    return content === null
      ? { number, text: null, bytes, faults: ["too-long"], terminated }
      : decodeLine(content, number, terminated);
  };

  function* linesOf(chunk: Buffer): Generator<Line, void, undefined> {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      const bytes = restBytes + end - start;
      const own = chunk.subarray(start, end);
      const content = bytes > maximum ? null : restBytes === 0 ? own : Buffer.concat([...rest, own]);
      rest = [];
      restBytes = 0;
      start = end + 1;
      yield finish(content, bytes, true);
    }
    if (start === chunk.length) return;
    restBytes += chunk.length - start;
    // A copy, since the next read overwrites the chunk.
    if (restBytes <= maximum) rest.push(Buffer.from(chunk.subarray(start)));
    else rest = [];
  }

  try {
    await using handle = await open(path);
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes);
      if (bytesRead === 0) break;
      const chunk = buffer.subarray(0, bytesRead);
      options.onChunk?.(chunk);
      yield linesOf(chunk);
    }
    if (restBytes > 0) {
      yield [finish(restBytes > maximum ? null : Buffer.concat(rest), restBytes, false)];
    }
  } catch (cause) {
    throw openFailure(path, cause);
  }
}

function decodeLine(content: Buffer, number: number, terminated: boolean): Line {
  let start = 0;
  let end = content.length;
  let faults = noFaults;
  if (number === 1 && content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf) {
    start = 3;
    faults = [...faults, "byte-order-mark"];
  }
  if (end > start && content[end - 1] === carriageReturn) {
    end -= 1;
    faults = [...faults, "carriage-return"];
  }
  if (!isUtf8(content)) {
    return { number, text: null, bytes: content.length, faults: [...faults, "not-utf8"], terminated };
  }
  return { number, text: content.toString("utf8", start, end), bytes: content.length, faults, terminated };
}
