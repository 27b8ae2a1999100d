import { constants, crc32, deflateRawSync } from "node:zlib";

/** Shorter pieces are stored as they are: to compress a few words costs more than they weigh. */
const smallest = 1_000;
/** A stored block says its length in 16 bits. */
const largestStored = 65_535;

/**
 * A gzip stream (RFC 1952) that is written piece by piece, each of which can be read at once. Long pieces (views) are compressed, each for
 * itself; short ones (words on their way) are stored, so that neither their time nor their size says more than their length. It
 * keeps a checksum and no window: a thousand open streams cost nothing.
 */
export class GzipStream {
  #checksum = 0;
  #length = 0;

  begin(): Uint8Array {
    return Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
  }

  add(text: string): Uint8Array {
    const bytes = Buffer.from(text);
    this.#checksum = crc32(bytes, this.#checksum);
    this.#length = (this.#length + bytes.length) % 2 ** 32;
    if (bytes.length >= smallest)
      // The flush ends the piece on a whole byte, where the next one begins (RFC 1951, section 3.2.4).
      return deflateRawSync(bytes, { level: 4, finishFlush: constants.Z_SYNC_FLUSH });
    return stored(bytes, false);
  }

  end(): Uint8Array {
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(this.#checksum, 0);
    trailer.writeUInt32LE(this.#length, 4);
    return Buffer.concat([stored(Buffer.alloc(0), true), trailer]);
  }
}

function stored(bytes: Buffer, isLast: boolean): Buffer {
  const block = Buffer.alloc(5 + bytes.length);
  block.writeUInt8(isLast ? 1 : 0, 0);
  block.writeUInt16LE(bytes.length, 1);
  block.writeUInt16LE(largestStored - bytes.length, 3);
  bytes.copy(block, 5);
  return block;
}
