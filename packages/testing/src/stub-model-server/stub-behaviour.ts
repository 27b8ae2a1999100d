/** Pacing of an answer. Milliseconds; zero unless told. */
export interface StubPace {
  readonly firstTextMs?: number;
  /** Between two words. */
  readonly wordMs?: number;
  /** The words after the first `words` wait for `until`. */
  readonly hold?: { readonly words: number; readonly until: Promise<void> };
}

/** What the server does with one request. */
export type StubBehaviour =
  /** A whole answer: signed words, or `text` as it stands. */
  | (StubPace & {
      readonly kind: "answer";
      readonly words?: number;
      readonly text?: string;
      readonly finishReason?: string;
      /** Tokens that might have stood in place of each word, with their natural log-probabilities, where they are asked for. */
      readonly alternatives?: Readonly<Record<string, number>>;
      /** Leaves out the usage event. */
      readonly withoutUsage?: boolean;
      /** One JSON document although a stream was asked for. */
      readonly asDocument?: boolean;
      /** Leaves out `[DONE]`. */
      readonly withoutDone?: boolean;
    })
  /** An HTTP error with a JSON body. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly retryAfter?: string;
      readonly code?: string;
      readonly message?: string;
    }
  /** An HTML page, with status 200 unless told. */
  | { readonly kind: "html"; readonly status?: number }
  /** The connection closes properly after some words, without an end. */
  | (StubPace & { readonly kind: "half-stream"; readonly words?: number })
  /** The connection is cut after some words. */
  | (StubPace & { readonly kind: "disconnect"; readonly words?: number })
  /** Nothing ever comes after some words (none unless told); headers are sent when there are words. */
  | (StubPace & { readonly kind: "hang"; readonly words?: number })
  /** Megabytes of signed text in small events, or of one event, or of plain JSON. */
  | {
      readonly kind: "huge";
      readonly megabytes: number;
      readonly as: "text" | "one-event" | "document" | "comments";
    }
  /** Status 200, a stream without any text that ends properly. */
  | { readonly kind: "empty" }
  /** Some words, then `finish_reason: content_filter`. */
  | { readonly kind: "content-filter"; readonly words?: number }
  /** A good answer between pings, comments, unknown events and unknown fields. */
  | { readonly kind: "unknown-events"; readonly words?: number }
  /** Some words, then an error object in the stream. */
  | { readonly kind: "error-event"; readonly words?: number; readonly code?: string }
  /** Some words, then an event that breaks the form. */
  | {
      readonly kind: "wrong-event";
      readonly event: "not-json" | "number" | "content-number" | "choices-text" | "text-after-end";
    }
  /** A body as it stands, whatever was asked for. */
  | {
      readonly kind: "verbatim";
      readonly body: string | Uint8Array;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Status 200 and a JSON body that is no chat answer. */
  | { readonly kind: "wrong-json"; readonly body: string }
  /** Status 200 and an empty body. */
  | { readonly kind: "nothing" };
