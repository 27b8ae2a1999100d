import { modelFailure } from "../model-failure.ts";
import type { ByteSource } from "./byte-source.ts";

/** More than any answer with its wrapping takes; a server that sends more is broken or hostile. */
const maximumStreamBytes = 64_000_000;
/** For a body that is held as a whole. */
const maximumDocumentBytes = 8_000_000;
const maximumErrorBytes = 64_000;
/** How long a server may take to close after the last event; after that its connection is given up. */
const closingMs = 250;

/** The body of an answer as pieces of text, with a limit on its bytes. */
export class BodyReader {
  readonly #source: ByteSource;
  readonly #decoder = new TextDecoder();
  readonly #maximumBytes: number;
  #bytes = 0;
  #ended = false;

  constructor(source: ByteSource, maximumBytes = maximumStreamBytes) {
    this.#source = source;
    this.#maximumBytes = maximumBytes;
  }

  /** The next piece; null at the end. */
  async read(): Promise<string | null> {
    if (this.#ended) return null;
    const value = await this.#source.next();
    if (value === null) {
      this.#ended = true;
      const rest = this.#decoder.decode();
      return rest === "" ? null : rest;
    }
    this.#bytes += value.byteLength;
    if (this.#bytes > this.#maximumBytes) {
      throw modelFailure("server", `the server sent more than ${this.#maximumBytes / 1_000_000} MB`);
    }
    return this.#decoder.decode(value, { stream: true });
  }

  /** Gives the connection up. */
  cancel(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#source.cancel();
  }

  /** Reads the little that is left in the background, so that the connection serves the next call. */
  finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    const giveUp = setTimeout(() => this.#source.cancel(), closingMs);
    const drain = async () => {
      while ((await this.#source.next()) !== null);
    };
    drain()
      .catch(() => undefined)
      .finally(() => clearTimeout(giveUp));
  }
}

/** The start of an error body as JSON; null when it is not JSON (an HTML page) or breaks off. */
export async function readErrorDocument(source: ByteSource): Promise<unknown> {
  const body = new BodyReader(source, maximumErrorBytes);
  try {
    return await readDocument("", body);
  } catch {
    return null;
  } finally {
    body.cancel();
  }
}

/** The rest of a JSON body whose beginning was read already. */
export async function readDocument(beginning: string, body: BodyReader): Promise<unknown> {
  let text = beginning;
  for (let piece = await body.read(); piece !== null; piece = await body.read()) {
    text += piece;
    if (text.length > maximumDocumentBytes) {
      throw modelFailure(
        "server",
        `the server sent a document of more than ${maximumDocumentBytes / 1_000_000} MB`,
      );
    }
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw modelFailure("server", "the server's answer is not complete JSON", { cause });
  }
}
