import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { asRefractError } from "./file-failure.ts";

/** What a finished file of a dataset is, for the manifest. */
export interface WrittenFile {
  /** Relative to the dataset's folder. */
  readonly name: string;
  readonly bytes: number;
  /** Records, a header not counted; null for files without records. */
  readonly rows: number | null;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

const flushCharacters = 128 * 1024;

/** A text file written piece by piece, hashed on the way; holds at most some 128 k characters. */
export class LineFile implements AsyncDisposable {
  readonly #handle: FileHandle;
  readonly #path: string;
  readonly #name: string;
  readonly #hash = createHash("sha256");
  #pieces: string[] = [];
  #held = 0;
  #bytes = 0;
  #rows = 0;
  #open = true;

  private constructor(handle: FileHandle, path: string, name: string) {
    this.#handle = handle;
    this.#path = path;
    this.#name = name;
  }

  /** Creates the file, which must not exist yet. */
  static async create(path: string, name: string): Promise<LineFile> {
    try {
      return new LineFile(await open(path, "wx"), path, name);
    } catch (cause) {
      throw asRefractError(cause, path);
    }
  }

  get rows(): number {
    return this.#rows;
  }

  /** Adds one JSON record as a line. */
  writeRecord(record: object): Promise<void> {
    return this.writeRow(`${JSON.stringify(record)}\n`);
  }

  /** Adds text that counts as one row. */
  writeRow(text: string): Promise<void> {
    this.#rows += 1;
    return this.writeText(text);
  }

  async writeText(text: string): Promise<void> {
    this.#pieces.push(text);
    this.#held += text.length;
    if (this.#held >= flushCharacters) await this.#flush();
  }

  /** Flushes to disk and closes. */
  async finish(): Promise<WrittenFile> {
    await this.#flush();
    try {
      await this.#handle.datasync();
    } catch (cause) {
      throw asRefractError(cause, this.#path);
    }
    await this[Symbol.asyncDispose]();
    return { name: this.#name, bytes: this.#bytes, rows: this.#rows, sha256: this.#hash.digest("hex") };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#handle.close();
  }

  async #flush(): Promise<void> {
    if (this.#held === 0) return;
    const bytes = Buffer.from(this.#pieces.join(""), "utf8");
    this.#pieces = [];
    this.#held = 0;
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    try {
      for (let written = 0; written < bytes.length; ) {
        const result = await this.#handle.write(bytes, written, bytes.length - written);
        written += result.bytesWritten;
      }
    } catch (cause) {
      throw asRefractError(cause, this.#path);
    }
  }
}
