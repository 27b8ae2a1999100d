import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { constants, createBrotliDecompress, createInflate, createUnzip, type ZlibOptions } from "node:zlib";

/** The bytes of a body as they come. */
export interface ByteSource {
  /** All that has come since the last call; null at the end. Rejects when the connection breaks off. */
  next(): Promise<Uint8Array | null>;
  /** Gives the connection up. */
  cancel(): void;
}

/** An answer whose status is known and whose body is on its way. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: ByteSource;
}

/** A reader that is behind by more than this lets the server wait. */
const largestBacklog = 1_000_000;

/** The body of Node's own HTTP. What comes before it is asked for is handed over in one piece. */
export class IncomingBytes implements ByteSource {
  readonly #incoming: IncomingMessage;
  readonly #stream: Readable;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #ended = false;
  #failure: Error | null = null;
  #waiting: (() => void) | null = null;

  constructor(incoming: IncomingMessage) {
    this.#incoming = incoming;
    this.#stream = unpacked(incoming);
    this.#stream.on("data", (piece: Buffer) => {
      this.#pieces.push(piece);
      this.#bytes += piece.length;
      if (this.#bytes > largestBacklog) this.#stream.pause();
      this.#wake();
    });
    this.#stream.once("end", () => {
      this.#ended = true;
      this.#wake();
    });
    const fail = (error: Error) => {
      this.#failure ??= error;
      this.#wake();
    };
    incoming.once("error", fail);
    if (this.#stream !== incoming) this.#stream.once("error", fail);
    // A connection that is cut in the middle of an answer says so in no other way.
    incoming.once("close", () => {
      if (!incoming.complete) fail(new Error("other side closed"));
    });
  }

  async next(): Promise<Uint8Array | null> {
    while (this.#pieces.length === 0) {
      if (this.#failure !== null) throw this.#failure;
      if (this.#ended) return null;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting = resolve;
      await promise;
    }
    const pieces = this.#pieces;
    this.#pieces = [];
    if (this.#bytes > largestBacklog) this.#stream.resume();
    this.#bytes = 0;
    const [only] = pieces;
    return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces);
  }

  cancel(): void {
    this.#incoming.destroy();
    if (this.#stream !== this.#incoming) this.#stream.destroy();
  }

  #wake(): void {
    this.#waiting?.();
    this.#waiting = null;
  }
}

/** Compressions that servers use without being asked, each piece readable as soon as it is here. */
function unpacked(incoming: IncomingMessage): Readable {
  const options: ZlibOptions = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
  switch (incoming.headers["content-encoding"]?.trim().toLowerCase()) {
    case "gzip":
    case "x-gzip":
      return incoming.pipe(createUnzip(options));
    case "deflate":
      return incoming.pipe(createInflate(options));
    case "br":
      return incoming.pipe(createBrotliDecompress());
    default:
      return incoming;
  }
}

/** The body of an answer to `fetch`. */
export function fetchedBytes(response: Response): ByteSource {
  const reader = response.body?.getReader();
  return {
    next: async () => {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      return done ? null : value;
    },
    // A body that failed can't be cancelled; what made it fail is on its way already.
    cancel: () => void reader?.cancel().catch(() => undefined),
  };
}
