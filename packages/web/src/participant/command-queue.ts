import type { CommandEnvelope } from "@refract/collect/browser";
import type { Outcome } from "../http/request.ts";
import { mergeCommands } from "./merge-commands.ts";

export type Refusal = Extract<Outcome<never>, { kind: "refused" }>;

/** `done`: carried out. `refused`: the server said no, or somebody else was first. */
export type CommandEnd = "done" | "refused";

export interface CommandQueueOptions<Answer> {
  readonly send: (envelope: CommandEnvelope) => Promise<Outcome<Answer>>;
  readonly newId: () => string;
  /** Resolves after `attempt` failures in a row, sooner when the network comes back. */
  readonly wait: (attempt: number) => Promise<void>;
  /** What is not yet answered, kept over a reload. */
  readonly memory: {
    readonly read: () => readonly CommandEnvelope[];
    readonly write: (pending: readonly CommandEnvelope[]) => void;
  };
  readonly onAnswer: (answer: Answer) => void;
  /** After a conflict or a refusal the page may be behind the server. */
  readonly onStale: () => Promise<void>;
  readonly onRefused: (refusal: Refusal) => void;
  /** The server broke on a command: the queue stands still until `resume`. */
  readonly onBroken: (refusal: Refusal) => void;
  readonly onChange: (state: QueueState) => void;
}

export interface QueueState {
  readonly pending: number;
  /** Whether the last attempt got no answer. */
  readonly waiting: boolean;
}

interface Entry {
  envelope: CommandEnvelope;
  sent: boolean;
  readonly waiters: ((end: CommandEnd) => void)[];
}

/**
 * Sends commands one after the other. Every command has an id and is sent again with the same one until it is
 * answered; the server carries out each id once. So nothing is lost and nothing happens twice.
 */
export class CommandQueue<Answer> {
  readonly #options: CommandQueueOptions<Answer>;
  readonly #entries: Entry[];
  #running = false;
  #halted = false;
  #closed = false;
  #waiting = false;

  constructor(options: CommandQueueOptions<Answer>) {
    this.#options = options;
    this.#entries = options.memory.read().map((envelope) => ({ envelope, sent: true, waiters: [] }));
    if (this.#entries.length > 0) void this.#run();
  }

  get state(): QueueState {
    return { pending: this.#entries.length, waiting: this.#waiting };
  }

  add(stageId: string | null, command: CommandEnvelope["command"]): Promise<CommandEnd> {
    return new Promise((resolve) => {
      const last = this.#entries.at(-1);
      const merged =
        last === undefined || last.sent || last.envelope.stageId !== stageId
          ? null
          : mergeCommands(last.envelope.command, command);
      if (last !== undefined && merged !== null) {
        last.envelope = { ...last.envelope, command: merged };
        last.waiters.push(resolve);
      } else {
        const envelope = { id: this.#options.newId(), stageId, command };
        this.#entries.push({ envelope, sent: false, waiters: [resolve] });
      }
      this.#changed();
      void this.#run();
    });
  }

  /** Goes on after `onBroken`, with the same command and the same id. */
  resume(): void {
    this.#halted = false;
    void this.#run();
  }

  /**
   * The page may be gone in a moment: what waits behind the command under way is sent beside it. Whatever is not answered
   * is sent again under its id, as ever.
   */
  hurry(): void {
    if (this.#halted || this.#closed) return;
    for (const entry of this.#entries.slice(1)) {
      if (entry.sent) continue;
      entry.sent = true;
      void this.#options.send(entry.envelope);
    }
  }

  close(): void {
    this.#closed = true;
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    let attempt = 0;
    while (!this.#closed && !this.#halted) {
      const entry = this.#entries[0];
      if (entry === undefined) break;
      entry.sent = true;
      const outcome = await this.#options.send(entry.envelope);
      switch (outcome.kind) {
        case "ok":
          this.#options.onAnswer(outcome.value);
          this.#settle(entry, "done");
          attempt = 0;
          break;
        case "unreachable":
          this.#waiting = true;
          this.#changed();
          await this.#options.wait(attempt);
          attempt += 1;
          break;
        case "refused":
          attempt = 0;
          if (outcome.status >= 500) {
            this.#halted = true;
            this.#options.onBroken(outcome);
            break;
          }
          await this.#options.onStale();
          // Nobody waits for what an earlier page left behind; the newest view is all they need to see.
          if (outcome.status !== 409 && entry.waiters.length > 0) this.#options.onRefused(outcome);
          this.#settle(entry, "refused");
          break;
        default:
          outcome satisfies never;
      }
    }
    this.#running = false;
  }

  #settle(entry: Entry, end: CommandEnd): void {
    this.#entries.shift();
    this.#waiting = false;
    this.#changed();
    for (const waiter of entry.waiters) waiter(end);
  }

  #changed(): void {
    this.#options.memory.write(this.#entries.map((entry) => entry.envelope));
    this.#options.onChange(this.state);
  }
}
