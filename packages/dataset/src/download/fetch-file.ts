import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { RefractError } from "@refract/core";
import { downloadFailure, localFailure } from "./download-failure.ts";
import type { SourceFile } from "./source-file.ts";

export interface FetchedFile {
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** How the content was held against what the source says. */
  readonly verified: "checksum" | "length" | "not";
}

/**
 * Brings one file into a folder: into `NAME.part` first, which is named `NAME` when it is whole and its checksum right. What
 * an earlier, broken attempt left is kept where the source can go on from there.
 *
 * @param place Of the source, for messages.
 */
export async function fetchFile(
  file: SourceFile,
  place: string,
  folder: string,
  onBytes: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<FetchedFile> {
  const target = join(folder, file.name);
  const part = `${target}.part`;
  const what = `${place}/${file.name}`;
  try {
    await mkdir(dirname(target), { recursive: true });
    const kept = await keptBytes(target);
    if (kept !== null && file.expected.checksum !== null) {
      const digests = await digestsOf(target, kept);
      if (digests[file.expected.checksum.kind] === file.expected.checksum.hex) {
        onBytes(kept);
        return { name: file.name, bytes: kept, sha256: digests.sha256, verified: "checksum" };
      }
      await rm(target);
    }
    await receive(file, what, part, onBytes, signal);
    const bytes = (await keptBytes(part)) ?? 0;
    if (file.expected.bytes !== null && bytes !== file.expected.bytes) {
      if (bytes > file.expected.bytes) await rm(part, { force: true });
      throw brokenOff(what, bytes, file.expected.bytes, file.canResume);
    }
    const digests = await digestsOf(part, bytes);
    const { checksum } = file.expected;
    if (checksum !== null && digests[checksum.kind] !== checksum.hex) {
      await rm(part, { force: true });
      throw new RefractError(
        "invalid-input",
        `${what}: the checksum is ${digests[checksum.kind]}, expected ${checksum.hex}; the content was changed on its way`,
      );
    }
    await refuseOtherContent(part, what);
    await rename(part, target);
    const verified = checksum !== null ? "checksum" : file.expected.bytes !== null ? "length" : "not";
    return { name: file.name, bytes, sha256: digests.sha256, verified };
  } catch (cause) {
    throw localFailure(folder, cause) ?? downloadFailure(what, cause);
  }
}

async function receive(
  file: SourceFile,
  what: string,
  part: string,
  onBytes: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const kept = (await keptBytes(part)) ?? 0;
  const total = file.expected.bytes;
  const offset = file.canResume && total !== null && kept <= total ? kept : 0;
  if (offset > 0) onBytes(offset);
  if (total !== null && offset === total && total > 0) return;
  const stream = await file.open(offset, signal);
  await using handle = await open(part, offset === 0 ? "w" : "a");
  let bytes = offset;
  try {
    for await (const chunk of stream) {
      signal?.throwIfAborted();
      await handle.writeFile(chunk);
      bytes += chunk.byteLength;
      onBytes(chunk.byteLength);
    }
    await handle.sync();
  } catch (cause) {
    throw isBroken(cause) ? brokenOff(what, bytes, total, file.canResume, cause) : cause;
  }
}

/** The connection ended, as `fetch` says it. */
function isBroken(cause: unknown): boolean {
  return cause instanceof TypeError;
}

function brokenOff(
  what: string,
  bytes: number,
  total: number | null,
  canResume: boolean,
  cause?: unknown,
): RefractError {
  const advice = canResume ? "the same command goes on from here" : "try again";
  return new RefractError(
    "unavailable",
    `${what}: ${bytes} of ${total ?? "unknown"} bytes arrived; ${advice}`,
    {
      ...(cause === undefined ? {} : { cause }),
    },
  );
}

async function keptBytes(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch {
    return null;
  }
}

async function digestsOf(
  path: string,
  bytes: number,
): Promise<{ readonly sha256: string; readonly git: string }> {
  const sha256: Hash = createHash("sha256");
  const git: Hash = createHash("sha1").update(`blob ${bytes}\0`);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    sha256.update(chunk);
    git.update(chunk);
  }
  return { sha256: sha256.digest("hex"), git: git.digest("hex") };
}

/** A web page or a pointer to the file is no file of records. */
async function refuseOtherContent(path: string, what: string): Promise<void> {
  if (!/\.jsonl\.part$/.test(path)) return;
  await using handle = await open(path);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(128), 0, 128);
  const head = buffer.toString("utf8", 0, bytesRead).trimStart();
  if (head === "" || head.startsWith("{") || head.startsWith("\u{feff}")) return;
  const found = head.startsWith("version https://git-lfs")
    ? "a Git LFS pointer"
    : head.startsWith("<")
      ? "a web page"
      : `text that begins with ${JSON.stringify(head.slice(0, 20))}`;
  await rm(path, { force: true });
  throw new RefractError("invalid-input", `${what}: ${found}, expected one JSON object a line`);
}
