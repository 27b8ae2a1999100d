import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { playBehaviour, sendJson } from "./play-behaviour.ts";
import type { StubBehaviour } from "./stub-behaviour.ts";
import { completionDocument } from "./stub-completion.ts";
import { embeddingsDocument } from "./stub-embeddings.ts";
import { readJsonBody, type StubRequest } from "./stub-request.ts";

const chatPath = "/v1/chat/completions";
const embeddingsPath = "/v1/embeddings";
const completionsPath = "/v1/completions";

export interface StubModelServerOptions {
  /** The models it knows; others get 404. Every name is known unless told. */
  readonly models?: readonly string[];
  /** What each model does: always, or for its first, second … request (the last goes on). */
  readonly behaviours?: Readonly<Record<string, StubBehaviour | readonly StubBehaviour[]>>;
  /** Decides for a request; undefined leaves it to `behaviours`, and those to a plain signed answer. */
  readonly decide?: (request: StubRequest) => StubBehaviour | undefined;
  /** The natural log-probability of a word with the blanks before it; with it the server knows /v1/completions with echo. */
  readonly logprobOf?: (word: string) => number;
  /** Refuses every request without this key (401). */
  readonly key?: string;
}

/**
 * A model server of the OpenAI wire format on a free port of 127.0.0.1. Every model signs every word of its text
 * (see `signaturesIn`), and behaves as told. Embeddings are counts of words, made when the behaviour is an answer.
 */
export class StubModelServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #options: StubModelServerOptions;
  readonly #requests: StubRequest[] = [];
  #behaviours: Map<string, StubBehaviour | readonly StubBehaviour[]>;
  #running = 0;
  #mostAtOnce = 0;

  private constructor(options: StubModelServerOptions) {
    this.#options = options;
    this.#behaviours = new Map(Object.entries(options.behaviours ?? {}));
    this.#server = createServer((incoming, response) => {
      this.#answer(incoming, response).catch((error: unknown) => response.destroy(asError(error)));
    });
  }

  static async start(options: StubModelServerOptions = {}): Promise<StubModelServer> {
    const stub = new StubModelServer(options);
    await new Promise<void>((resolve, reject) => {
      stub.#server.once("error", reject);
      stub.#server.listen(0, "127.0.0.1", resolve);
    });
    return stub;
  }

  /** `http://127.0.0.1:PORT` */
  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the stub server is not listening");
    return `http://127.0.0.1:${address.port}`;
  }

  /** `http://127.0.0.1:PORT/v1` */
  get baseUrl(): string {
    return `${this.origin}/v1`;
  }

  /** The reference of a model as studies and commands name it. */
  reference(model: string): string {
    return `${this.baseUrl}#${model}`;
  }

  /** Questions so far, oldest first. */
  get requests(): readonly StubRequest[] {
    return this.#requests;
  }

  /** How many questions a model got. */
  count(model: string): number {
    return this.#requests.filter((request) => request.model === model).length;
  }

  /** The most questions that were under way at the same time. */
  get mostAtOnce(): number {
    return this.#mostAtOnce;
  }

  /** Gives a model another behaviour from its next request on; a list begins at that request. */
  setBehaviour(model: string, behaviour: StubBehaviour | readonly StubBehaviour[]): void {
    const before = this.count(model);
    const list = Array.isArray(behaviour) ? behaviour : [behaviour];
    const placeholders = Array.from({ length: before }, (): StubBehaviour => ({ kind: "empty" }));
    this.#behaviours = new Map(this.#behaviours).set(model, [...placeholders, ...list]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = incoming.url ?? "";
    if (incoming.method === "GET" && path === "/api/tags") {
      const models = (this.#options.models ?? []).map((name) => ({ name, model: name }));
      return sendJson(response, 200, { models });
    }
    const { logprobOf } = this.#options;
    const known = [chatPath, embeddingsPath, ...(logprobOf === undefined ? [] : [completionsPath])];
    if (incoming.method !== "POST" || !known.includes(path)) {
      return sendJson(response, 404, { error: { code: "not_found", message: `no such address: ${path}` } });
    }
    const request = await this.#record(incoming, path);
    this.#running += 1;
    this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#running);
    response.once("close", () => {
      this.#running -= 1;
    });
    const behaviour = this.#behaviourOf(request);
    if (path === embeddingsPath && behaviour.kind === "answer")
      return sendJson(response, 200, embeddingsDocument(request));
    if (path === completionsPath && logprobOf !== undefined && behaviour.kind === "answer")
      return sendJson(response, 200, completionDocument(request, logprobOf));
    await playBehaviour(behaviour, request, response);
  }

  async #record(incoming: IncomingMessage, path: string): Promise<StubRequest> {
    const body = await readJsonBody(incoming);
    const model = typeof body.model === "string" ? body.model : "";
    const request: StubRequest = {
      path,
      model,
      number: this.count(model),
      body,
      authorization: incoming.headers.authorization ?? null,
      clientPort: incoming.socket.remotePort ?? 0,
      at: Date.now(),
    };
    this.#requests.push(request);
    return request;
  }

  #behaviourOf(request: StubRequest): StubBehaviour {
    const { models, key, decide } = this.#options;
    if (key !== undefined && request.authorization !== `Bearer ${key}`) {
      return { kind: "status", status: 401, code: "invalid_api_key", message: "incorrect key" };
    }
    if (models !== undefined && !models.includes(request.model)) {
      return { kind: "status", status: 404, code: "model_not_found", message: `no model ${request.model}` };
    }
    const decided = decide?.(request);
    if (decided !== undefined) return decided;
    const set = this.#behaviours.get(request.model);
    if (set === undefined) return { kind: "answer" };
    if (!isList(set)) return set;
    return set[Math.min(request.number, set.length - 1)] ?? { kind: "answer" };
  }
}

/** A stub of a local Ollama: the same server, which lists `models` under /api/tags. Its host is `origin`. */
export function startStubOllama(
  models: readonly string[],
  options: Omit<StubModelServerOptions, "models"> = {},
): Promise<StubModelServer> {
  return StubModelServer.start({ ...options, models });
}

function isList(set: StubBehaviour | readonly StubBehaviour[]): set is readonly StubBehaviour[] {
  return Array.isArray(set);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
