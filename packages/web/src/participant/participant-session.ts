import type { CommandEnvelope, SessionView, TextFrame } from "@refract/collect/browser";
import { EventStream } from "../http/event-stream.ts";
import { participantApi, streamAddress } from "../http/participant-api.ts";
import { Polling } from "../http/polling.ts";
import type { Outcome } from "../http/request.ts";
import { retryDelayMs } from "../http/retry-delay.ts";
import { type CommandEnd, CommandQueue, type Refusal } from "./command-queue.ts";
import { randomId } from "./random-id.ts";
import type { SessionMemory } from "./session-memory.ts";
import { showWithMotion } from "./show-with-motion.ts";
import { applyFrame, type TurnText } from "./turn-text.ts";

const drawEveryMs = 100;

/** All that the pages draw from; replaced, never changed. */
export interface SessionSnapshot {
  readonly view: SessionView;
  readonly text: TurnText | null;
  readonly connected: boolean;
  /** Commands not yet answered. */
  readonly pending: number;
  /** Whether something entered is not even on its way: it is still being typed, or can't be sent as it is. */
  readonly unsent: boolean;
  /** The last command the server said no to, until dismissed. */
  readonly refusal: Refusal | null;
  /** The server broke; pages stand still until `resume`. */
  readonly broken: Refusal | null;
  /** The cookie is not known (any more). */
  readonly expelled: boolean;
}

/** The browser's end of one session: the newest view, the text under way, and the commands on their way out. */
export class ParticipantSession {
  readonly studyId: string;
  /** Whose page this is; the browser's cookie may become somebody else's. */
  readonly person: string;
  readonly memory: SessionMemory;
  readonly #queue: CommandQueue<{ readonly view: SessionView }>;
  readonly #stream: EventStream;
  readonly #polling: Polling;
  readonly #listeners = new Set<() => void>();
  readonly #unsent = new Set<string>();
  readonly #savers = new Set<() => void>();
  #streamConnected = true;
  #wake: (() => void) | null = null;
  /** About to be drawn. */
  #nextView: SessionView | null = null;
  /** Come, but not drawn yet. */
  #nextText: TurnText | null = null;
  #drawText: ReturnType<typeof setTimeout> | undefined;
  #snapshot: SessionSnapshot;

  constructor(studyId: string, view: SessionView, memory: SessionMemory) {
    this.studyId = studyId;
    const { person } = view;
    this.person = person;
    this.memory = memory;
    this.#snapshot = {
      view,
      text: null,
      connected: true,
      pending: 0,
      unsent: false,
      refusal: null,
      broken: null,
      expelled: false,
    };
    this.#queue = new CommandQueue({
      send: (envelope) => participantApi.command(studyId, person, envelope),
      newId: randomId,
      wait: (attempt) => this.#waitForNetwork(retryDelayMs(attempt, Math.random())),
      memory: { read: memory.readPending, write: memory.writePending },
      onAnswer: (answer) => this.#showView(answer.view),
      onStale: async () => void (await this.refresh()),
      onRefused: (refusal) => {
        this.#change({ refusal, expelled: isUnknownHere(refusal) });
        // The page does not know yet that it has, and why.
        if (refusal.reason === "session-ended") void this.refresh();
      },
      onBroken: (broken) => this.#change({ broken }),
      onChange: () => this.#connectionChanged(),
    });
    this.#polling = new Polling({
      ask: async () => (await this.refresh()) !== "unreachable",
      onAnswers: () => this.#connectionChanged(),
    });
    this.#stream = new EventStream(streamAddress(studyId, person), ["view", "text"], {
      onEvent: (name, data, id) => this.#receive(name, data, id),
      onConnected: (connected) => {
        this.#streamConnected = connected;
        if (connected) this.#wake?.();
        this.#connectionChanged();
      },
      onTurnedAway: () => void this.refresh(),
      onSilent: (silent) => {
        if (silent) this.#polling.start();
        else this.#polling.stop();
        this.#connectionChanged();
      },
    });
    window.addEventListener("online", this.#networkIsBack);
    window.addEventListener("pagehide", this.#hiding);
    document.addEventListener("visibilitychange", this.#hiding);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): SessionSnapshot => this.#snapshot;

  /** Whether everything that was entered has reached the server. */
  readonly isSaved = (): boolean => this.#snapshot.pending === 0 && !this.#snapshot.unsent;

  /** Resolves when the server has answered, however long the connection is away. */
  readonly send = (stageId: string | null, command: CommandEnvelope["command"]): Promise<CommandEnd> => {
    if (this.#snapshot.refusal !== null) this.#change({ refusal: null });
    return this.#queue.add(stageId, command);
  };

  /** A field has something that is not sent, or has no more. */
  readonly markUnsent = (place: string, isUnsent: boolean): void => {
    if (isUnsent) this.#unsent.add(place);
    else this.#unsent.delete(place);
    const unsent = this.#unsent.size > 0;
    if (unsent !== this.#snapshot.unsent) this.#change({ unsent });
  };

  /** Calls when the page is hidden, perhaps for good: the last chance to send. */
  readonly onHide = (save: () => void): (() => void) => {
    this.#savers.add(save);
    return () => this.#savers.delete(save);
  };

  /** Resolves when the answer is there, or none can be expected before the connection is back. */
  readonly answeredOrAway = (answer: Promise<unknown>): Promise<void> =>
    new Promise((resolve) => {
      const end = () => {
        stop();
        resolve();
      };
      const look = () => {
        if (!this.#snapshot.connected) end();
      };
      const stop = this.subscribe(look);
      void answer.then(end);
      look();
    });

  readonly resume = (): void => {
    this.#change({ broken: null });
    this.#queue.resume();
  };

  readonly refresh = async (): Promise<Outcome<SessionView>["kind"]> => {
    const outcome = await participantApi.session(this.studyId, this.person);
    if (outcome.kind === "ok") this.#showView(outcome.value);
    else if (outcome.kind === "refused" && isUnknownHere(outcome)) this.#change({ expelled: true });
    return outcome.kind;
  };

  /** Takes everything back. Null when it is done, else why not. */
  readonly withdraw = async (): Promise<Exclude<Outcome<never>, { kind: "ok" }> | null> => {
    const outcome = await participantApi.withdraw(this.studyId, this.person);
    if (outcome.kind !== "ok") return outcome;
    const { view } = this.#snapshot;
    this.#showView(
      outcome.value.view ?? { ...view, seq: view.seq + 1, status: "withdrawn", ending: null, stage: null },
    );
    return null;
  };

  close(): void {
    clearTimeout(this.#drawText);
    this.#queue.close();
    this.#stream.close();
    this.#polling.stop();
    window.removeEventListener("online", this.#networkIsBack);
    window.removeEventListener("pagehide", this.#hiding);
    document.removeEventListener("visibilitychange", this.#hiding);
  }

  #receive(name: string, data: string, id: string): void {
    if (name === "view") {
      const view: SessionView = JSON.parse(data);
      this.#showView(view);
      return;
    }
    const frame: TextFrame = JSON.parse(data);
    this.#nextText = applyFrame(this.#nextText ?? this.#snapshot.text, frame, id);
    this.#drawText ??= setTimeout(this.#showText, drawEveryMs);
  }

  /** Characters come every 40 ms; drawing each of them would keep a slow phone from anything else. */
  readonly #showText = (): void => {
    clearTimeout(this.#drawText);
    this.#drawText = undefined;
    if (this.#nextText !== null) this.#change({ text: this.#nextText });
    this.#nextText = null;
  };

  /**
   * A view of the same number may say more (the turn has been shown in full), so only older ones are passed over. The
   * answer to a command and the stream bring the same view in one moment: what comes before the drawing joins it.
   */
  #showView(view: SessionView): void {
    if (view.seq < (this.#nextView ?? this.#snapshot.view).seq) return;
    const isScheduled = this.#nextView !== null;
    this.#nextView = view;
    if (isScheduled) return;
    showWithMotion(this.#snapshot.view, view, () => {
      const next = this.#nextView ?? view;
      this.#nextView = null;
      this.#change({ view: next });
      // The session's cookie is gone with its data; there is nothing left to listen to.
      if (next.status === "withdrawn") this.close();
      // A study that stopped may go on.
      if (next.status !== "active" && next.status !== "stopped") this.memory.clearDrafts("");
    });
  }

  #connectionChanged(): void {
    const { pending, waiting } = this.#queue.state;
    const connected = (this.#streamConnected || this.#polling.answers) && !waiting;
    if (pending !== this.#snapshot.pending || connected !== this.#snapshot.connected)
      this.#change({ pending, connected });
  }

  #change(part: Partial<SessionSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...part };
    for (const listener of this.#listeners) listener();
  }

  #waitForNetwork(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.#wake = done;
    });
  }

  readonly #hiding = (event: Event): void => {
    if (event.type === "visibilitychange" && document.visibilityState === "visible") return;
    for (const save of this.#savers) save();
    this.#queue.hurry();
  };

  readonly #networkIsBack = (): void => this.#wake?.();
}

/** Reasons that mean this browser has no session of the study. */
const unknownHere = new Set(["no-session", "session-unknown"]);

function isUnknownHere(refusal: Refusal): boolean {
  return refusal.status === 401 || unknownHere.has(refusal.reason);
}
