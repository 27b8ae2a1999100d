import { createParser, type EventSourceParser } from "eventsource-parser";
import type { ChatEvent } from "../chat.ts";
import { modelFailure } from "../model-failure.ts";
import type { AnswerReader } from "./answer-reader.ts";

type SaidEvent = Exclude<ChatEvent, { kind: "end" }>;

/** One event; a whole answer in one event still fits. */
const maximumEventLength = 4_000_000;
/** For a document that is held as a whole. */
const maximumDocumentLength = 8_000_000;

/**
 * Reads the body of an answer, whether it comes in pieces or as a whole, and whether it is a stream of events or one JSON document:
 * which of the two is told by what it is, because servers mislabel both and send either unasked.
 */
export class AnswerBody {
  readonly #answer: AnswerReader;
  readonly #isLabelledStream: boolean;
  readonly #status: number;
  readonly #events: { readonly name: string | undefined; readonly data: string }[] = [];
  /** A document, or the beginning of a body whose form is not known yet. */
  #text = "";
  #parser: EventSourceParser | null = null;
  #isDocument = false;

  constructor(
    answer: AnswerReader,
    response: { readonly status: number; readonly contentType: string | null },
  ) {
    this.#answer = answer;
    this.#status = response.status;
    this.#isLabelledStream = response.contentType?.startsWith("text/event-stream") === true;
  }

  /** Nothing more needs to be read. */
  get done(): boolean {
    return this.#answer.done;
  }

  /** What a piece of the body says. */
  feed(piece: string): readonly SaidEvent[] {
    if (this.#parser !== null) return this.#feedEvents(piece);
    this.#text += piece;
    if (this.#text.length > maximumDocumentLength)
      throw modelFailure(
        "server",
        `the server sent a document of more than ${maximumDocumentLength / 1e6} MB`,
      );
    if (this.#isDocument) return [];
    const first = withoutMark(this.#text).trimStart();
    if (first === "") return [];
    if (first.startsWith("{")) {
      this.#isDocument = true;
      return [];
    }
    // A line that begins with a colon is a comment, which servers send to keep a connection open.
    if (!/^(data|event|id|retry)?:/.test(first) && !this.#isLabelledStream) {
      if (/^(d|da|dat|e|ev|eve|even|event|data|i|id|r|re|ret|retr|retry)$/.test(first)) return [];
      throw this.#neither(first);
    }
    const beginning = withoutMark(this.#text);
    this.#text = "";
    return this.#feedEvents(beginning);
  }

  /** What was kept until the end of the body. */
  finish(): readonly SaidEvent[] {
    // The closing blank lines make a last event count that came without them.
    if (this.#parser !== null) return this.#feedEvents("\n\n");
    const text = withoutMark(this.#text);
    if (text.trim() === "")
      throw modelFailure("server", "the server closed the connection without an answer", {
        httpStatus: this.#status,
      });
    if (!this.#isDocument) throw this.#neither(text.trimStart());
    return this.#answer.readDocument(parsed(text));
  }

  #feedEvents(piece: string): readonly SaidEvent[] {
    this.#parser ??= createParser({
      onEvent: (event) => this.#events.push({ name: event.event, data: event.data }),
      onError: (error) => {
        if (error.type === "max-buffer-size-exceeded")
          throw modelFailure(
            "server",
            `the server sent an event of more than ${maximumEventLength} characters`,
          );
      },
      maxBufferSize: maximumEventLength,
    });
    this.#parser.feed(piece);
    return this.#events.splice(0).flatMap(({ name, data }) => this.#answer.readEvent(name, data));
  }

  #neither(text: string) {
    const what = text.startsWith("<") ? "an HTML page" : "something that is neither JSON nor an event stream";
    return modelFailure("server", `the server answered with ${what}`, { httpStatus: this.#status });
  }
}

/** Without the byte-order mark that some servers begin with. */
function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw modelFailure("server", "the server's answer is not complete JSON", { cause });
  }
}
