import type { ReadableStream } from "node:stream/web";

/** What a finished file's content has to be. */
export interface ExpectedContent {
  /** Null when the source does not say. */
  readonly bytes: number | null;
  /** `sha256` of the content, or `git` as git names blobs (SHA-1 over a header and the content). */
  readonly checksum: { readonly kind: "sha256" | "git"; readonly hex: string } | null;
}

/** One file at its source. */
export interface SourceFile {
  /** Name in the folder that is made. */
  readonly name: string;
  readonly expected: ExpectedContent;
  /** Whether `open` can begin in the middle. */
  readonly canResume: boolean;
  /** The content from `offset` on. */
  readonly open: (offset: number, signal: AbortSignal | undefined) => Promise<ReadableStream<Uint8Array>>;
}

/** Where a dataset comes from. */
export interface DatasetSource {
  /** As it stands in a message: a URL or a path. */
  readonly place: string;
  readonly files: readonly SourceFile[];
}
