import {
  type AskReport,
  applyEvents,
  decideSession,
  type Envelope,
  endAsFull,
  hideTurn,
  type NewEvent,
  numberEvents,
  type OpenedStudy,
  receiveDraw,
  receiveReport,
  replaySession,
  type Session,
  type SessionView,
  sessionAsks,
  sessionDraw,
  stopView,
  viewSession,
} from "@refract/collect";
import { type Panel, panelOf, placesOf, RefractError } from "@refract/core";
import type { Commit, ParticipantRow, Store } from "@refract/store";
import type { Clock } from "../clock.ts";
import { ArchivedStudies } from "./archived-studies.ts";
import { seatsFor } from "./seats-for.ts";
import type { StudyShelf } from "./study-shelf.ts";
import { creditedEnding } from "./withdrawal-ending.ts";

interface Kept {
  session: Session;
  commandIds: Set<string>;
  lastAt: number;
}

/** Told after every commit, still inside the person's turn at the lock; `mayAsk` is false where nothing new may be asked of models. */
export type AfterCommit = (session: Session, mayAsk: boolean) => void;

type PanelValues = (participantId: string, opened: OpenedStudy) => Promise<Readonly<Record<string, string>>>;

const keptSessions = 5000;

/**
 * Sessions of people, one writer at a time for each. What is kept in memory is only ever what the log says;
 * it can be dropped at any time and is rebuilt from the store.
 */
export class SessionKeeper {
  readonly #store: Store;
  readonly #shelf: StudyShelf;
  readonly #clock: Clock;
  readonly #panelValues: PanelValues;
  readonly #archived: ArchivedStudies;
  readonly #kept = new Map<string, Kept>();
  readonly #locks = new Map<string, Promise<unknown>>();
  #afterCommit: AfterCommit = () => {};
  #liveTurnOf: (participantId: string) => string | null = () => null;

  /** @param panelValues What a person's way back to the panel is filled in with. */
  constructor(store: Store, shelf: StudyShelf, clock: Clock, panelValues: PanelValues) {
    this.#store = store;
    this.#shelf = shelf;
    this.#clock = clock;
    this.#panelValues = panelValues;
    this.#archived = new ArchivedStudies(store);
  }

  /** Who answers the asks of sessions; set once, since either needs the other. */
  connect(afterCommit: AfterCommit, liveTurnOf: (participantId: string) => string | null): void {
    this.#afterCommit = afterCommit;
    this.#liveTurnOf = liveTurnOf;
  }

  /** Reads the session; whoever finds responses missing after a restart asks for them again, unless the study is archived. */
  async session(participantId: string): Promise<Session> {
    return this.#locked(participantId, async () => {
      const { session } = await this.#load(participantId);
      this.#afterCommit(session, !this.#isArchived(session));
      return session;
    });
  }

  /** The view as the browser may have it now. */
  view(session: Session): SessionView {
    const liveTurn = this.#liveTurnOf(session.participant.id);
    const view = viewSession(session);
    if (this.#archived.has(view.study.id)) return stopView(view);
    return liveTurn === null ? view : hideTurn(view, session.opened, liveTurn);
  }

  /** Carries a command out once. Answers after it is durable. */
  async command(participantId: string, envelope: Envelope): Promise<Session> {
    return this.#change(participantId, envelope.id, (session) => decideSession(session, envelope));
  }

  /** Takes in what came back from a model. */
  async report(participantId: string, reports: readonly AskReport[]): Promise<Session> {
    let current: Session | null = null;
    for (const report of reports) {
      current = await this.#change(participantId, null, (session) => receiveReport(session, report));
    }
    return current ?? (await this.session(participantId));
  }

  /**
   * Takes the person out and deletes what they said, after whatever is being stored for them. Answers the session as it
   * was; null where its version of the study is set aside, which keeps nobody from leaving.
   */
  async withdraw(participantId: string): Promise<Session | null> {
    return this.#locked(participantId, async () => {
      const participant = await this.#present(participantId);
      if ((await this.#shelf.find(participant.studyId, participant.studyVersion)) === null) {
        const events = await this.#store.events(participantId);
        const at = Math.max(this.#clock.now(participantId), events.at(-1)?.at ?? participant.enteredAt);
        const panel = await this.#panelOf(participant);
        await this.#store.withdraw(participantId, at, creditedEnding(panel, participant));
        this.forget(participantId);
        return null;
      }
      const { session, lastAt } = await this.#load(participantId);
      const at = Math.max(this.#clock.now(participantId), lastAt);
      await this.#store.withdraw(participantId, at, creditedEnding(panelOf(session.opened.study), session));
      this.forget(participantId);
      return session;
    });
  }

  /** Of a version that is set aside; where its file says none, of the newest that runs: what is owed outlives the words. */
  async #panelOf(participant: ParticipantRow): Promise<Panel | null> {
    const { panel } = await this.#shelf.storedTerms(participant);
    if (panel !== null) return panel;
    const newest = await this.#shelf.findNewest(participant.studyId);
    return newest === null ? null : panelOf(newest.opened.study);
  }

  /** Lets go of what is in memory, so that the next read comes from the store. */
  forget(participantId: string): void {
    this.#kept.delete(participantId);
  }

  async #change(
    participantId: string,
    commandId: string | null,
    decide: (session: Session) => readonly NewEvent[],
  ): Promise<Session> {
    return this.#locked(participantId, async () => {
      let isFull = false;
      let fullCell: string | null = null;
      for (let attempt = 0; ; attempt += 1) {
        const kept = await this.#load(participantId);
        if (commandId !== null && kept.commandIds.has(commandId)) return kept.session;
        const isArchived = this.#isArchived(kept.session);
        if (commandId !== null && isArchived)
          throw new RefractError(
            "rejected",
            "the study is archived, expected one that people are under way in",
            { userMessage: "session-ended" },
          );
        const decided = isFull ? endAsFull() : decide(kept.session);
        // What was answered is kept, and the visit ends there.
        const events = fullCell === null ? decided : [...decided, ...endAsFull(fullCell)];
        if (events.length === 0) {
          // It came too late: what is under way is brought into line with what was stored instead.
          this.#afterCommit(kept.session, !isArchived);
          return kept.session;
        }
        // A clock that was set back never makes an event older than the one before it.
        const at = Math.max(this.#clock.now(participantId), kept.lastAt);
        const numbered = numberEvents(kept.session, events, at, commandId);
        const { session, rows } = applyEvents(kept.session, numbered);
        const place = await this.#placeFor(kept.session, session);
        const seats = seatsFor(kept.session, session);
        try {
          await this.#store.commit({ participantId, events: numbered, rows, ...place, ...seats });
        } catch (error) {
          this.#kept.delete(participantId);
          // Somebody else took the last place while this person was reading the consent.
          if (
            place !== null &&
            error instanceof RefractError &&
            error.userMessage === "study-full" &&
            !isFull
          ) {
            isFull = true;
            continue;
          }
          // The study has enough people like this one.
          if (
            seats !== null &&
            error instanceof RefractError &&
            error.userMessage === "quota-full" &&
            fullCell === null
          ) {
            fullCell = seats.seats.cells.map(({ name }) => name).join("; ");
            continue;
          }
          // Another process was first: look again at what it wrote, once.
          if (error instanceof RefractError && error.code === "conflict" && attempt === 0) continue;
          throw error;
        }
        kept.session = session;
        kept.lastAt = at;
        if (commandId !== null) kept.commandIds.add(commandId);
        if (!isArchived) await this.#settleDraws(kept);
        this.#afterCommit(kept.session, !isArchived);
        return kept.session;
      }
    });
  }

  /** The place that a commit takes, of as many as the study has now; null when it takes none. */
  async #placeFor(
    before: Session,
    { participant, consentedAt, opened, status }: Session,
  ): Promise<Pick<Commit, "place"> | null> {
    if (before.consentedAt !== null || consentedAt === null || status === "screened-out") return null;
    if (participant.simulated || participant.test) return null;
    const studyId = opened.study.id;
    const places = placesOf((await this.#shelf.newest(studyId)).opened.study);
    return places === null ? null : { place: { studyId, places } };
  }

  /**
   * The session, brought to where it can go on. In an archived study nobody goes on: it is read as it is, and not kept, so that
   * whoever reads it after a `reopen` finds what was interrupted.
   */
  async #load(participantId: string): Promise<Kept> {
    const known = this.#kept.get(participantId);
    const kept = known ?? (await this.#replay(participantId));
    const isArchived = await this.#archived.look(kept.session.opened.study.id);
    // Most recently used last.
    this.#kept.delete(participantId);
    if (isArchived) return kept;
    if (known === undefined) {
      if (this.#liveTurnOf(participantId) === null) await this.#interrupt(kept);
      await this.#settleDraws(kept);
    }
    this.#kept.set(participantId, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptSessions && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }

  #isArchived({ opened }: Session): boolean {
    return this.#archived.has(opened.study.id);
  }

  /** The person, who has not withdrawn. */
  async #present(participantId: string): Promise<ParticipantRow> {
    const participant = await this.#store.participant(participantId);
    if (participant === null)
      throw new RefractError("not-found", "the session does not exist", { userMessage: "session-unknown" });
    if (participant.status === "withdrawn")
      throw new RefractError("not-allowed", "the session was withdrawn", { userMessage: "withdrawn" });
    return participant;
  }

  /** The session as the store has it. */
  async #replay(participantId: string): Promise<Kept> {
    const participant = await this.#present(participantId);
    const opened = await this.#shelf.opened(participant.studyId, participant.studyVersion);
    const events = await this.#store.events(participantId);
    const panelValues = participant.simulated ? {} : await this.#panelValues(participantId, opened);
    return {
      session: replaySession(opened, participant, events, panelValues),
      commandIds: new Set(events.flatMap((event) => event.commandId ?? [])),
      lastAt: events.at(-1)?.at ?? participant.enteredAt,
    };
  }

  /**
   * Responses that were on their way when a program before this one stopped: some of their text may stand on a page
   * already, so they are asked for as new attempts and never continued.
   */
  async #interrupt(kept: Kept): Promise<void> {
    for (const ask of sessionAsks(kept.session)) {
      const { participant } = kept.session;
      const events = receiveReport(kept.session, {
        kind: "failed",
        slotId: ask.slotId,
        attempt: ask.attempt,
        reason: "interrupted",
        attempts: [],
      });
      const at = Math.max(this.#clock.now(participant.id), kept.lastAt);
      const numbered = numberEvents(kept.session, events, at, null);
      const { session, rows } = applyEvents(kept.session, numbered);
      await this.#store.commit({ participantId: participant.id, events: numbered, rows });
      kept.session = session;
      kept.lastAt = at;
    }
  }

  /**
   * Gives the person what their stage wants of a pool that people share. It is not part of the command that led to the stage:
   * if the program stops between the two, whoever loads the session next does it.
   */
  async #settleDraws(kept: Kept): Promise<void> {
    let again = false;
    for (;;) {
      const draw = sessionDraw(kept.session);
      if (draw === null) return;
      const { participant, opened } = kept.session;
      const at = Math.max(this.#clock.now(participant.id), kept.lastAt);
      const pool = {
        studyId: opened.study.id,
        scope: draw.scope,
        simulated: participant.simulated,
        test: participant.test,
        activeSince: at - draw.abandonedAfterMs,
      };
      let drawn = kept.session;
      try {
        await this.#store.commitDraw(participant.id, pool, (load) => {
          const numbered = numberEvents(kept.session, receiveDraw(kept.session, load), at, null);
          const { session, rows } = applyEvents(kept.session, numbered);
          drawn = session;
          return { events: numbered, rows };
        });
        kept.session = drawn;
        kept.lastAt = at;
      } catch (error) {
        this.#kept.delete(participant.id);
        if (!(error instanceof RefractError) || error.code !== "conflict" || again) throw error;
        // Another process was first: what it gave the person is theirs.
        again = true;
        Object.assign(kept, await this.#replay(participant.id));
      }
    }
  }

  /** One after the other for one person; people do not wait for each other. */
  async #locked<T>(participantId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#locks.get(participantId) ?? Promise.resolve();
    const run = before.then(work, work);
    const settled = run.then(
      () => {},
      () => {},
    );
    this.#locks.set(participantId, settled);
    try {
      return await run;
    } finally {
      if (this.#locks.get(participantId) === settled) this.#locks.delete(participantId);
    }
  }
}
