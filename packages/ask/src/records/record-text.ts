import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { decodeText, messageOf, RefractError } from "@refract/core";

/** Largest text that a packed file may hold, in bytes: longer than any instrument's records, shorter than what fills the memory. */
const unpackedLimitBytes = 512 << 20;

const unpack = promisify(gunzip);

/**
 * A record file's text, unpacked where it is gzip, whatever its name says.
 *
 * @throws RefractError naming the file: it can't be read or unpacked, is too long, or is no UTF-8.
 */
export async function readRecordText(path: string, name: string): Promise<string> {
  const bytes = await unpacked(await readOrRefuse(path, name), name);
  return decodeText(bytes, name);
}

async function readOrRefuse(path: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new RefractError("invalid-input", `${name}: ${messageOf(cause)}`, { cause });
  }
}

async function unpacked(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await unpack(bytes, { maxOutputLength: unpackedLimitBytes });
  } catch (cause) {
    const isTooLong = cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE";
    const reason = isTooLong
      ? `holds more than ${unpackedLimitBytes} bytes, expected at most that`
      : `can't be unpacked (${messageOf(cause)}), expected a whole gzip file`;
    throw new RefractError("invalid-input", `${name}: ${reason}`, { cause });
  }
}
