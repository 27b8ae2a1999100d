// One person of the load benchmark: a browser's requests, with a person's pauses.
import { randomUUID } from "node:crypto";
import { Agent, type IncomingMessage, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { constants, createGunzip } from "node:zlib";
import type { CommandEnvelope, Landing, SessionView, TextFrame } from "@refract/collect";

export interface Measures {
  /** Milliseconds every piece of text came behind its ideal pace. */
  readonly behindMs: number[];
  /** Milliseconds from a save to its acknowledgement. */
  readonly saveMs: number[];
  readonly connections: Set<object>;
  requests: number;
  turns: number;
  openings: number;
  openingsOfFour: number;
  longestPauseMs: number;
}

export interface PersonOptions {
  readonly baseUrl: string;
  readonly studyId: string;
  /** Factor on all think times: 1 is a human pace. */
  readonly think: number;
  readonly conversations: number;
  /** When the model's first word comes, and characters a second after it. */
  readonly firstTextMs: number;
  readonly charactersPerSecond: number;
  readonly random: () => number;
  readonly measures: Measures;
}

/** Walks through every conversation. Rejects with what went wrong. */
export async function livePerson(options: PersonOptions): Promise<void> {
  const page = new Page(options);
  const { measures, random } = options;
  const think = (seconds: number) => sleep(seconds * 1000 * options.think * (0.6 + 0.8 * random()));
  await page.enter();
  try {
    await think(8);
    await page.does("consent", { type: "consent.given", statements: { consent: true } });
    for (let conversation = 0; conversation < options.conversations; conversation += 1) {
      await think(25);
      await page.asks({ type: "conversation.begun", conversationType: "any", prompt: promptOf(random) });
      const opening = page.slots();
      measures.openings += 1;
      if (opening.length === 4) measures.openingsOfFour += 1;
      await rateAll();
      await think(20);
      await page.asks({ type: "turn.sent", prompt: promptOf(random) });
      await rateAll();
      await page.does("talk", { type: "conversation.finished" });
      // Typing is saved every two seconds, whatever the pace of thinking.
      for (let saved = 1; saved <= 4; saved += 1) {
        await sleep(2_000 * Math.max(options.think, 0.5));
        await page.does("talk", { type: "feedback.saved", text: "It was rather good. ".repeat(saved) });
      }
      await page.does("talk", { type: "feedback.submitted", text: "It was rather good. ".repeat(4) });
    }
  } finally {
    page.leave();
  }

  async function rateAll(): Promise<void> {
    await think(10);
    for (const slot of page.slots()) {
      await think(4);
      const score = 1 + Math.floor(random() * 100);
      await page.does("talk", {
        type: "slot.rated",
        slotId: slot.id,
        score,
        trace: { touched: true, firstTouchMs: 900, pathLength: score },
      });
    }
    await think(2);
    await page.does("talk", { type: "turn.chosen", slotId: null });
  }
}

const topics = ["work", "children", "the news", "old age", "neighbours", "money", "faith", "the weather"];

function promptOf(random: () => number): string {
  const topic = topics[Math.floor(random() * topics.length)] ?? "work";
  return `What do people get wrong about ${topic}, and what would you tell a friend who worries about it?`;
}

class Page {
  readonly #options: PersonOptions;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 6 });
  readonly #window = randomUUID();
  readonly #cookies = new Map<string, string>();
  #view: SessionView | null = null;
  #stream: IncomingMessage | null = null;
  #sentAt = 0;
  #lastTextAt = 0;
  #seen: (() => void) | null = null;

  constructor(options: PersonOptions) {
    this.#options = options;
  }

  async enter(): Promise<void> {
    const { studyId } = this.#options;
    const landing: Landing = await this.#json("GET", `/api/p/studies/${studyId}`);
    const { entryToken } = landing;
    const body = { studyId, entryToken, language: "en", parameters: {} };
    this.#see(await this.#json<SessionView>("POST", "/api/p/enter", body));
    await this.#listen();
  }

  leave(): void {
    this.#stream?.destroy();
    this.#agent.destroy();
  }

  slots() {
    const stage = this.#view?.stage;
    if (stage?.type !== "conversation") throw new Error("not in a conversation");
    return stage.conversation?.turn?.slots ?? [];
  }

  /** Sends a prompt and waits until its answers stand on the page in full. */
  async asks(command: CommandEnvelope["command"]): Promise<void> {
    this.#sentAt = performance.now();
    this.#lastTextAt = 0;
    await this.does("talk", command);
    for (;;) {
      const stage = this.#view?.stage;
      const phase = stage?.type === "conversation" ? stage.phase : "none";
      if (phase === "rate") break;
      if (phase !== "answering") throw new Error(`expected answers, the page is at ${phase}`);
      await new Promise<void>((resolve) => {
        this.#seen = resolve;
      });
    }
    this.#options.measures.turns += 1;
  }

  async does(stageId: string, command: CommandEnvelope["command"]): Promise<void> {
    const envelope = { id: randomUUID(), stageId, command };
    const startedAt = performance.now();
    const answer = await this.#json<{ view: SessionView }>(
      "POST",
      `/api/p/command?study=${this.#options.studyId}&window=${this.#window}`,
      envelope,
    );
    if (command.type === "slot.rated" || command.type === "feedback.saved")
      this.#options.measures.saveMs.push(performance.now() - startedAt);
    this.#see(answer.view);
  }

  async #listen(): Promise<void> {
    const path = `/api/p/stream?study=${this.#options.studyId}&window=${this.#window}`;
    const incoming = await this.#request("GET", path);
    this.#stream = incoming;
    incoming.on("error", () => {});
    const zipped = incoming.headers["content-encoding"] === "gzip";
    const source = zipped ? incoming.pipe(createGunzip({ flush: constants.Z_SYNC_FLUSH })) : incoming;
    source.on("error", () => {});
    source.setEncoding("utf8");
    let rest = "";
    source.on("data", (text: string) => {
      rest += text;
      for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
        this.#hear(rest.slice(0, end));
        rest = rest.slice(end + 2);
      }
    });
  }

  #hear(block: string): void {
    const name = /^event: (\w+)$/m.exec(block)?.[1];
    const data = /^data: (.*)$/m.exec(block)?.[1];
    if (data === undefined) return;
    if (name === "view") this.#see(JSON.parse(data));
    if (name === "text") this.#measure(JSON.parse(data));
  }

  /** The ideal shows position p when the models' first words are there and p characters' time has gone by. */
  #measure(frame: TextFrame): void {
    if (Object.keys(frame.text).length === 0) return;
    const now = performance.now();
    const { firstTextMs, charactersPerSecond, measures } = this.#options;
    const ideal = this.#sentAt + firstTextMs + (frame.to / charactersPerSecond) * 1000;
    measures.behindMs.push(now - ideal);
    if (this.#lastTextAt > 0)
      measures.longestPauseMs = Math.max(measures.longestPauseMs, now - this.#lastTextAt);
    this.#lastTextAt = now;
  }

  #see(view: SessionView): void {
    if (this.#view !== null && view.seq < this.#view.seq) return;
    this.#view = view;
    this.#seen?.();
    this.#seen = null;
  }

  async #json<Body>(method: "GET" | "POST", path: string, body?: unknown): Promise<Body> {
    const incoming = await this.#request(method, path, body);
    const zipped = incoming.headers["content-encoding"] === "gzip";
    const source = zipped ? incoming.pipe(createGunzip()) : incoming;
    let text = "";
    source.setEncoding("utf8");
    for await (const piece of source) text += piece;
    if (incoming.statusCode !== 200) throw new Error(`${path}: ${incoming.statusCode} ${text}`);
    const value: Body = JSON.parse(text);
    return value;
  }

  #request(method: "GET" | "POST", path: string, body?: unknown): Promise<IncomingMessage> {
    const { baseUrl, measures } = this.#options;
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Promise((resolve, reject) => {
      const outgoing = request(`${baseUrl}${path}`, {
        method,
        agent: this.#agent,
        headers: {
          origin: baseUrl,
          "accept-encoding": "gzip",
          ...(cookie === "" ? {} : { cookie }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
      });
      outgoing.once("error", reject);
      outgoing.once("response", (incoming) => {
        measures.requests += 1;
        measures.connections.add(incoming.socket);
        for (const line of incoming.headers["set-cookie"] ?? []) {
          const [pair = ""] = line.split(";");
          const at = pair.indexOf("=");
          this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
        }
        resolve(incoming);
      });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}
