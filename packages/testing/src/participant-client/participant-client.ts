import { randomUUID } from "node:crypto";
import type { CommandEnvelope, Landing, SessionView, TextFrame } from "@refract/collect";

export type StreamMessage =
  | { readonly event: "view"; readonly data: SessionView; readonly id: string | null }
  | { readonly event: "text"; readonly data: TextFrame; readonly id: string | null };

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly userMessage: string };
}

/** A browser without a page: one person's requests to a server, cookies kept, everything received kept as text. */
export class ParticipantClient {
  readonly baseUrl: string;
  readonly studyId: string;
  /** Every body, header and frame the server sent, for tests that look for what must not be there. */
  readonly received: string[] = [];
  #cookies: Map<string, string>;

  constructor(baseUrl: string, studyId: string, cookies: ReadonlyMap<string, string> = new Map()) {
    this.baseUrl = baseUrl;
    this.studyId = studyId;
    this.#cookies = new Map(cookies);
  }

  /** The same person in another tab, or after the server moved. */
  again(baseUrl = this.baseUrl): ParticipantClient {
    return new ParticipantClient(baseUrl, this.studyId, this.#cookies);
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  async request<Body>(
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method: body === undefined ? "GET" : "POST",
      redirect: "manual",
      headers: {
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(body === undefined ? {} : { origin: this.baseUrl, "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const separator = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, separator), pair.slice(separator + 1));
    }
    const text = await response.text();
    this.received.push(text, JSON.stringify([...response.headers]));
    return {
      status: response.status,
      body: (text === "" ? null : JSON.parse(text)) as Body,
      headers: response.headers,
    };
  }

  landing(parameters?: Readonly<Record<string, string>>): Promise<Answer<Landing>> {
    const path = `/api/p/studies/${this.studyId}`;
    return parameters === undefined ? this.request(path) : this.request(path, { parameters });
  }

  /** Takes part: landing page, then in. */
  async enter(
    panel: { readonly id: string } | null = null,
    language = "en",
  ): Promise<Answer<SessionView & ErrorBody>> {
    const { body } = await this.landing();
    const name = body.study.panelParameter;
    return this.arrive(panel === null || name === null ? {} : { [name]: panel.id }, language);
  }

  /** Opens a link with these query parameters, and goes in. */
  async arrive(
    parameters: Readonly<Record<string, string>>,
    language = "en",
  ): Promise<Answer<SessionView & ErrorBody>> {
    const { body } = await this.landing(parameters);
    return this.request("/api/p/enter", {
      studyId: this.studyId,
      entryToken: body.entryToken,
      language,
      parameters,
    });
  }

  session(): Promise<Answer<SessionView & ErrorBody>> {
    return this.request(`/api/p/session?study=${this.studyId}`);
  }

  /** Sends a command; the answer may be a refusal. */
  send(
    stageId: string | null,
    command: CommandEnvelope["command"] | Readonly<Record<string, unknown>>,
    id: string = randomUUID(),
  ): Promise<Answer<{ readonly view: SessionView } & ErrorBody>> {
    return this.request(`/api/p/command?study=${this.studyId}`, { id, stageId, command });
  }

  /** Sends a command that must be carried out. */
  async does(stageId: string | null, command: CommandEnvelope["command"], id?: string): Promise<SessionView> {
    const { status, body } = await this.send(stageId, command, id);
    if (status !== 200) throw new Error(`${command.type} was refused: ${status} ${JSON.stringify(body)}`);
    return body.view;
  }

  /** The event stream, until the caller stops reading. */
  async *stream(
    options: { readonly lastEventId?: string; readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<StreamMessage> {
    const stop = new AbortController();
    const signal =
      options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
    const response = await fetch(`${this.baseUrl}/api/p/stream?study=${this.studyId}`, {
      signal,
      headers: {
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(options.lastEventId === undefined ? {} : { "last-event-id": options.lastEventId }),
      },
    });
    if (response.body === null || response.status !== 200)
      throw new Error(`the stream was refused: ${response.status}`);
    const decoder = new TextDecoder();
    let buffer = "";
    try {
      for await (const chunk of response.body) {
        buffer += decoder.decode(chunk, { stream: true });
        for (let end = buffer.indexOf("\n\n"); end !== -1; end = buffer.indexOf("\n\n")) {
          const block = buffer.slice(0, end);
          buffer = buffer.slice(end + 2);
          this.received.push(block);
          const field = (name: string) =>
            block
              .split("\n")
              .find((line) => line.startsWith(`${name}: `))
              ?.slice(name.length + 2) ?? null;
          const event = field("event");
          if (event === "view" || event === "text")
            yield { event, id: field("id"), data: JSON.parse(field("data") ?? "null") };
        }
      }
    } finally {
      stop.abort();
    }
  }

  /** Reads the stream until the view is as wanted, putting the text together on the way. */
  async until(
    wanted: (view: SessionView) => boolean,
  ): Promise<{ view: SessionView; texts: Map<string, string>; lastEventId: string | null }> {
    const texts = new Map<string, string>();
    let lastEventId: string | null = null;
    for await (const message of this.stream()) {
      lastEventId = message.id ?? lastEventId;
      if (message.event === "text") applyFrame(texts, message.data);
      else if (wanted(message.data)) return { view: message.data, texts, lastEventId };
    }
    throw new Error("the stream ended before the view was as wanted");
  }
}

/** Adds a frame to what a page shows. */
export function applyFrame(texts: Map<string, string>, frame: TextFrame): void {
  for (const slotId of frame.reset) texts.set(slotId, "");
  for (const [slotId, text] of Object.entries(frame.text))
    texts.set(slotId, (texts.get(slotId) ?? "") + text);
}
