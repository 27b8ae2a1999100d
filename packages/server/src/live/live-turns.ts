import { setTimeout as sleep } from "node:timers/promises";
import {
  type Ask,
  type AskReport,
  type AttemptRecord,
  type Pacing,
  type Session,
  type SessionView,
  sessionAsks,
  sessionPacing,
  sessionTurn,
} from "@refract/collect";
import { type ErrorCode, RefractError } from "@refract/core";
import { type Attempt, ModelFailedError, type ModelService } from "@refract/models";
import type { Clock } from "../clock.ts";
import { LiveTurn } from "./live-turn.ts";
import type { ParticipantHub } from "./participant-hub.ts";

const beatMs = 40;
const storageRetryMs = 2000;
/** So many times the same trouble is no passing one. */
const persistentAfter = 4;
const persistentRetryMs = 150;
/** Failures of the store that pass: what a model said is worth waiting for them. */
const passing: ReadonlySet<ErrorCode> = new Set(["storage-full", "unavailable", "conflict"]);

/** Who answers a person, and how the answers come. */
export interface Voices {
  readonly models: ModelService;
  /** Bring text as soon as it is there; for simulations. */
  readonly instant: boolean;
}

export interface LiveTurnsOptions {
  readonly voicesFor: (session: Session) => Voices;
  readonly hub: ParticipantHub;
  readonly clock: Clock;
  /** Stores what came of an ask. */
  readonly report: (participantId: string, reports: readonly AskReport[]) => Promise<Session>;
  readonly viewOf: (session: Session) => SessionView;
  /** Rebuild the session from the log when it is needed next. */
  readonly forget: (participantId: string) => void;
  /** A failure nobody else can be told of. */
  readonly onError: (error: unknown) => void;
}

interface Live {
  readonly turn: LiveTurn;
  readonly participantId: string;
  readonly voices: Voices;
  readonly stop: AbortController;
  /** Asks under way, by slot and attempt. */
  readonly asking: Set<string>;
  /** How often an ask failed for reasons of ours, by slot. */
  readonly troubles: Map<string, number>;
}

/** Asks models what sessions want asked, and brings the answers to their people at one pace. */
export class LiveTurns {
  readonly #options: LiveTurnsOptions;
  readonly #live = new Map<string, Live>();
  readonly #stop = new AbortController();
  readonly #work = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | null = null;
  #lastBeat = 0;

  constructor(options: LiveTurnsOptions) {
    this.#options = options;
  }

  /** The turn on its way to this person, or null. */
  turnOf(participantId: string): LiveTurn | null {
    return this.#live.get(participantId)?.turn ?? null;
  }

  /**
   * Brings what is under way into line with what the session wants. Called after every commit.
   *
   * @param mayAsk False where nothing new may be asked: what is under way comes to its end, and a turn that wants more is given up.
   */
  follow(session: Session, mayAsk: boolean): void {
    const participantId = session.participant.id;
    const open = sessionTurn(session);
    const asks = sessionAsks(session);
    const live = this.#live.get(participantId);
    if (live !== undefined && live.turn.turnId === open?.id) {
      const isWaitingForMore = asks.some((ask) => !live.asking.has(askKey(ask)));
      if (mayAsk || !isWaitingForMore) this.#align(live, session, open, asks);
      else {
        this.abandon(participantId, "nothing more is asked for this person");
        for (const listener of this.#options.hub.of(participantId))
          listener.view(this.#options.viewOf(session));
      }
    } else if (open !== null && asks.length > 0 && mayAsk) {
      this.#begin(session, open, asks);
    }
  }

  /** What is on its way is for nobody. */
  abandon(participantId: string, why: string): void {
    this.#live.get(participantId)?.stop.abort(new Error(why));
    this.#live.delete(participantId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error("the server is stopping"));
    if (this.#timer !== null) clearInterval(this.#timer);
    await Promise.allSettled(this.#work);
  }

  #begin(session: Session, open: NonNullable<ReturnType<typeof sessionTurn>>, asks: readonly Ask[]): void {
    const participantId = session.participant.id;
    const pacing = sessionPacing(session) ?? {
      streaming: "together",
      charactersPerSecond: 1,
      atOnceAfterMs: 0,
    };
    const voices = this.#options.voicesFor(session);
    const isNew = open.slots.every((slot) => slot.attempt === 0 && slot.text === null);
    const shownBefore =
      isNew || pacing.streaming === "together"
        ? 0
        : (pacing.charactersPerSecond * (this.#options.clock.now(participantId) - open.sentAt)) / 1000;
    const { seed } = session.participant;
    const live: Live = {
      turn: new LiveTurn(open.id, voices.instant ? instantly(pacing) : pacing, seed, shownBefore),
      participantId,
      voices,
      stop: new AbortController(),
      asking: new Set(),
      troubles: new Map(),
    };
    this.#live.set(participantId, live);
    for (const slot of open.slots) {
      if (slot.text === null) live.turn.begin(slot.id, slot.attempt);
      else live.turn.settle(slot.id, slot.attempt, slot.text);
    }
    for (const listener of this.#options.hub.of(participantId)) listener.turn(live.turn);
    for (const ask of asks) this.#ask(live, session, ask);
    this.#startBeat();
  }

  #align(
    live: Live,
    session: Session,
    open: NonNullable<ReturnType<typeof sessionTurn>>,
    asks: readonly Ask[],
  ): void {
    const there = new Set(open.slots.map((slot) => slot.id));
    for (const slotId of live.turn.slotIds()) {
      if (!there.has(slotId)) live.turn.drop(slotId);
    }
    for (const slot of open.slots) {
      if (slot.text !== null) live.turn.end(slot.id, slot.attempt, slot.text);
    }
    for (const ask of asks) {
      if (!live.asking.has(askKey(ask))) this.#ask(live, session, ask);
    }
    this.#startBeat();
    if (live.voices.instant) this.#move(live, beatMs, session);
  }

  #ask(live: Live, session: Session, ask: Ask): void {
    live.asking.add(askKey(ask));
    live.turn.begin(ask.slotId, ask.attempt);
    this.#run(async () => {
      const report = await this.#answer(live, session, ask);
      if (report !== null) await this.#store(live, report);
    });
  }

  /** Null when the server stops: the ask stays open in the log and is taken up again by the next program. */
  async #answer(live: Live, session: Session, ask: Ask): Promise<AskReport | null> {
    const { study } = session.opened;
    const base = { slotId: ask.slotId, attempt: ask.attempt };
    try {
      const stream = live.voices.models.ask(
        ask.model,
        { messages: ask.messages, parameters: ask.parameters },
        {
          signal: AbortSignal.any([this.#stop.signal, live.stop.signal]),
          deadlineMs: ask.deadlineMs,
          retries: ask.retries,
          turn: ask.turnId,
          isReplacement: ask.attempt > 0,
          budget: { name: study.id, capUsd: study.budget?.capUsd ?? null },
        },
      );
      for await (const event of stream) {
        switch (event.kind) {
          case "text":
            live.turn.write(ask.slotId, ask.attempt, event.text);
            break;
          case "restart":
            live.turn.restart(ask.slotId, ask.attempt);
            break;
          case "end":
            return {
              ...base,
              kind: "completed",
              text: event.answer.text,
              attempts: event.answer.attempts.map((attempt) => recordOf(attempt, event.answer.unsupported)),
            };
        }
      }
      throw new Error("a model's stream ended without an end event");
    } catch (error) {
      if (this.#stop.signal.aborted || live.stop.signal.aborted) return null;
      if (error instanceof ModelFailedError) {
        const attempts = error.attempts.map((attempt) => recordOf(attempt, []));
        return {
          ...base,
          kind: "failed",
          reason: error.attempts.at(-1)?.failure?.kind ?? "server",
          attempts,
        };
      }
      this.#options.onError(error);
      // The store, which keeps the money too, could not be written to: no fault of this model, which is asked again. Where the
      // same goes wrong each time although the store takes the report of it, the slot is closed.
      const troubles = (live.troubles.get(ask.slotId) ?? 0) + 1;
      live.troubles.set(ask.slotId, troubles);
      const isWorthAnother = isPassing(error) && troubles < persistentAfter;
      if (isWorthAnother) await this.#pause();
      return { ...base, kind: "failed", reason: isWorthAnother ? "interrupted" : "server", attempts: [] };
    }
  }

  /** Until it is stored, or will never be: a withdrawal, or a mistake of ours. */
  async #store(live: Live, report: AskReport): Promise<void> {
    const { participantId } = live;
    if (await this.#stored(live, report)) return;
    if (this.#stop.signal.aborted || live.stop.signal.aborted) return;
    // What can't be stored as it is closes its slot all the same: left open, each look at the page would ask, and pay, again.
    const { slotId, attempt } = report;
    const closed: AskReport = { slotId, attempt, kind: "failed", reason: "server", attempts: [] };
    if (await this.#stored(live, closed)) return;
    if (this.#stop.signal.aborted || live.stop.signal.aborted) return;
    // Left to the next look at the page, which takes up what the log says: by itself it would ask, and pay, for ever.
    live.stop.abort(new Error("what models answer can't be stored"));
    if (this.#live.get(participantId) === live) this.#live.delete(participantId);
    this.#options.forget(participantId);
  }

  /**
   * False when it can't be stored as it is, or the work is over. A store that is full or away is waited for; anything else is
   * tried a few times.
   */
  async #stored(live: Live, report: AskReport): Promise<boolean> {
    let refusals = 0;
    while (!this.#stop.signal.aborted && !live.stop.signal.aborted) {
      try {
        await this.#options.report(live.participantId, [report]);
        return true;
      } catch (error) {
        this.#options.onError(error);
        if (!isPassing(error)) refusals += 1;
        if (refusals >= persistentAfter) return false;
        await this.#pause(isPassing(error) ? storageRetryMs : persistentRetryMs);
      }
    }
    return false;
  }

  /** Ends early when the server stops. */
  async #pause(milliseconds = storageRetryMs): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => {});
  }

  #startBeat(): void {
    if (this.#timer !== null || this.#live.size === 0 || this.#stop.signal.aborted) return;
    this.#lastBeat = performance.now();
    this.#timer = setInterval(() => this.#beat(), beatMs);
  }

  #beat(): void {
    const now = performance.now();
    const elapsedMs = now - this.#lastBeat;
    this.#lastBeat = now;
    for (const live of this.#live.values()) this.#move(live, elapsedMs, null);
    if (this.#live.size === 0 && this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
  }

  #move(live: Live, elapsedMs: number, session: Session | null): void {
    live.turn.advance(elapsedMs);
    for (const listener of this.#options.hub.of(live.participantId)) listener.beat();
    if (!live.turn.isShown) return;
    this.#live.delete(live.participantId);
    this.#run(async () => {
      const shown = session ?? (await this.#shown(live.participantId));
      if (shown === null) return;
      for (const listener of this.#options.hub.of(live.participantId))
        listener.view(this.#options.viewOf(shown));
    });
  }

  /** The session whose turn was shown, however long the store is away: an open page waits for this view. Null when there is none any more. */
  async #shown(participantId: string): Promise<Session | null> {
    while (!this.#stop.signal.aborted) {
      try {
        return await this.#options.report(participantId, []);
      } catch (error) {
        this.#options.onError(error);
        if (!isPassing(error)) return null;
        await this.#pause();
      }
    }
    return null;
  }

  #run(work: () => Promise<void>): void {
    const running: Promise<void> = work()
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => this.#work.delete(running));
    this.#work.add(running);
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof RefractError && passing.has(error.code);
}

function instantly(pacing: Pacing): Pacing {
  return { ...pacing, charactersPerSecond: 1e12 };
}

function recordOf(attempt: Attempt, notSent: readonly string[]): AttemptRecord {
  const { failure, said } = attempt;
  return {
    finishReason: said?.finishReason ?? null,
    finishDetail: said?.finishDetail ?? null,
    failedText: failure === null || said === null || said.text === "" ? null : said.text,
    reasoning: said?.reasoning?.text ?? null,
    reasoningFrom: said?.reasoning?.from ?? null,
    notSent,
    reasoningTokens: attempt.usage.reasoningTokens,
    number: attempt.number,
    outcome: attempt.failure?.kind ?? "ok",
    message: attempt.failure?.message ?? attempt.dropped,
    httpStatus: attempt.failure?.httpStatus ?? null,
    inputTokens: attempt.usage.inputTokens,
    outputTokens: attempt.usage.outputTokens,
    costUsd: attempt.costUsd,
    firstTextMs: attempt.firstTextMs,
    totalMs: attempt.totalMs,
    waitedMs: attempt.waitedMs,
  };
}

const askKey = (ask: Ask): string => `${ask.slotId}#${ask.attempt}`;
