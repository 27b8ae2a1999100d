import type { Ending } from "@refract/core";
import type { Transaction } from "kysely";
import { eventsAfter, hasCommand, writeCommit } from "./commits.ts";
import { creditsDue, noteCredit } from "./credits.ts";
import type { Backend, Database, Work } from "./database.ts";
import { eraseIdentities } from "./erase-identities.ts";
import { installation, noteInstallation, reseal, sealedSample } from "./installation.ts";
import { reserve, settle, settleAbandoned } from "./ledger.ts";
import {
  addParticipant,
  addToken,
  participantById,
  participantByIdentity,
  participantByRecovery,
  participantByToken,
} from "./participants.ts";
import { decide, identityOf, latestDecision, pay, people, readmit, replaceTokens } from "./people.ts";
import { placesTaken, seatsTaken } from "./places.ts";
import { commitDraw } from "./pools.ts";
import { completedPeople, ratingsOfFirst, ratingsOfPerson } from "./ratings.ts";
import { lastOrdinal, recordsAfter } from "./records.ts";
import { isResearcherSignedOut, signOutResearcher } from "./sign-outs.ts";
import type {
  Commit,
  Erasure,
  Installation,
  NewParticipant,
  ParticipantRecord,
  Pool,
  Readmission,
  Resealing,
  Reservation,
  SimulatedChoice,
  Store,
} from "./store.ts";
import { putStudy, studies, studyVersion } from "./studies.ts";
import { deleteStudy, setStudyState, studyState } from "./study-states.ts";
import type { CreditRow, DecisionRow, NewStudyVersion, PaymentRow, StudyRow, StudyState } from "./tables.ts";
import { totals } from "./totals.ts";
import { withdraw } from "./withdrawal.ts";

/** The store over either database; what differs between them is in the backend. */
export class SqlStore implements Store {
  readonly #backend: Backend;
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  putStudy(study: StudyRow, version: NewStudyVersion) {
    return this.#write((work) => putStudy(work, study, version));
  }

  studies() {
    return this.#read((db) => studies(db));
  }

  studyVersion(studyId: string, version?: number) {
    return this.#read((db) => studyVersion(db, studyId, version));
  }

  studyState(studyId: string) {
    return this.#read((db) => studyState(db, studyId));
  }

  setStudyState(studyId: string, state: StudyState, at: number) {
    return this.#write((work) => setStudyState(work, studyId, state, at));
  }

  async eraseIdentities(studyId: string, erasure: Erasure) {
    const erased = await this.#write((work) => eraseIdentities(work, studyId, erasure));
    await this.#track(() => this.#backend.clearJournals());
    return erased;
  }

  async deleteStudy(studyId: string) {
    const deleted = await this.#write((work) => deleteStudy(work, studyId));
    await this.#track(() => this.#backend.clearJournals());
    return deleted;
  }

  installation() {
    return this.#read((db) => installation(db));
  }

  noteInstallation(noted: Installation, at: number) {
    return this.#write((work) => noteInstallation(work, noted, at));
  }

  sealedSample() {
    return this.#read((db) => sealedSample(db));
  }

  reseal(resealing: Resealing, at: number) {
    return this.#write((work) => reseal(work, resealing, at));
  }

  failure() {
    return this.#backend.failure();
  }

  async ping() {
    await this.#read((db) => db.selectFrom("refractSchema").select("version").limit(1).execute());
  }

  addParticipant(participant: NewParticipant, commit: Omit<Commit, "participantId">) {
    return this.#write((work) => addParticipant(work, participant, commit));
  }

  participant(id: string) {
    return this.#read((db) => participantById(db, id));
  }

  participantByToken(tokenHash: string) {
    return this.#read((db) => participantByToken(db, tokenHash));
  }

  participantByRecovery(studyId: string, recoveryHash: string) {
    return this.#read((db) => participantByRecovery(db, studyId, recoveryHash));
  }

  participantByIdentity(studyId: string, lookup: string) {
    return this.#read((db) => participantByIdentity(db, studyId, lookup));
  }

  addToken(participantId: string, tokenHash: string, at: number) {
    return this.#write((work) => addToken(work.db, participantId, tokenHash, at));
  }

  replaceTokens(participantId: string, tokenHash: string, at: number) {
    return this.#write((work) => replaceTokens(work, participantId, tokenHash, at));
  }

  identity(participantId: string) {
    return this.#read((db) => identityOf(db, participantId));
  }

  placesTaken(studyId: string) {
    return this.#read((db) => placesTaken(db, studyId));
  }

  seatsTaken(studyId: string, cell: string, simulated: boolean) {
    return this.#read((db) => seatsTaken(db, { studyId, cell, simulated, comingIn: null }));
  }

  people(studyId: string) {
    return this.#readTogether((db) => people(db, studyId));
  }

  latestDecision(participantId: string) {
    return this.#read((db) => latestDecision(db, participantId));
  }

  creditsDue(studyId: string, participantId?: string) {
    return this.#read((db) => creditsDue(db, studyId, participantId));
  }

  noteCredit(credit: Omit<CreditRow, "attempts"> & { readonly isLast: boolean }) {
    return this.#write((work) => noteCredit(work, credit));
  }

  decide(decision: Omit<DecisionRow, "number">) {
    return this.#write((work) => decide(work, decision));
  }

  pay(payment: Omit<PaymentRow, "number">) {
    return this.#write((work) => pay(work, payment));
  }

  readmit(readmission: Readmission) {
    return this.#write((work) => readmit(work, readmission));
  }

  commit(commit: Commit) {
    return this.#write((work) => writeCommit(work, commit));
  }

  commitDraw(
    participantId: string,
    pool: Pool,
    decide: (load: ReadonlyMap<string, number>) => Omit<Commit, "participantId">,
  ) {
    return this.#write((work) => commitDraw(work, participantId, pool, decide));
  }

  events(participantId: string, afterSeq = 0) {
    return this.#read((db) => eventsAfter(db, participantId, afterSeq));
  }

  hasCommand(participantId: string, commandId: string) {
    return this.#read((db) => hasCommand(db, participantId, commandId));
  }

  withdraw(participantId: string, at: number, creditAs: Ending | null = null) {
    return this.#write((work) => withdraw(work, participantId, at, creditAs)).then(() => {
      // The withdrawal stands, whether the log can be cut at once or only later.
      this.#track(() => this.#backend.clearJournals()).catch(() => {});
    });
  }

  signOutResearcher(sessionId: string, at: number, forgetBefore: number) {
    return this.#write((work) => signOutResearcher(work, sessionId, at, forgetBefore));
  }

  isResearcherSignedOut(sessionId: string) {
    return this.#read((db) => isResearcherSignedOut(db, sessionId));
  }

  totals(studyId: string, options: { readonly simulated: SimulatedChoice } = { simulated: "include" }) {
    return this.#readTogether((db) => totals(db, studyId, options.simulated));
  }

  async *records(
    studyId: string,
    { simulated }: { readonly simulated: SimulatedChoice },
  ): AsyncGenerator<ParticipantRecord, void, undefined> {
    const upTo = await this.#read((db) => lastOrdinal(db, studyId));
    let after = 0;
    while (after < upTo) {
      const records = await this.#readTogether((db) => recordsAfter(db, studyId, after, upTo, simulated));
      yield* records;
      after = records.at(-1)?.participant.ordinal ?? upTo;
    }
  }

  completedPeople(studyId: string, simulated: boolean) {
    return this.#read((db) => completedPeople(db, studyId, simulated));
  }

  ratingsOfFirst(whose: { readonly studyId: string; readonly simulated: boolean; readonly first: number }) {
    return this.#readTogether((db) => ratingsOfFirst(db, whose));
  }

  ratingsOfPerson(participantId: string) {
    return this.#readTogether((db) => ratingsOfPerson(db, participantId));
  }

  slotModel(slotId: string) {
    return this.#read(async (db) => {
      const row = await db
        .selectFrom("utterances")
        .select("modelId")
        .where("slotId", "=", slotId)
        .executeTakeFirst();
      return row?.modelId ?? null;
    });
  }

  reserve(entry: Reservation) {
    return this.#write((work) => reserve(work, entry, Date.now()));
  }

  settle(reservationId: string, usd: number | null) {
    return this.#write((work) => settle(work, reservationId, usd, Date.now()));
  }

  settleAbandoned(olderThanMs: number) {
    return this.#write((work) => settleAbandoned(work, Date.now() - olderThanMs, Date.now()));
  }

  checkIntegrity() {
    return this.#track(() => this.#backend.checkIntegrity());
  }

  backup(file: string) {
    return this.#track(() => this.#backend.backup(file));
  }

  /** Waits for what was begun; what comes later is refused. */
  async [Symbol.asyncDispose]() {
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    await this.#backend.kysely.destroy();
  }

  #write<Result>(change: (work: Work) => Promise<Result>): Promise<Result> {
    const { write, dialect } = this.#backend;
    return this.#track(() => write((db) => change({ db, dialect })));
  }

  /** One statement, or several that need not agree. */
  #read<Result>(query: (db: Backend["kysely"]) => Promise<Result>): Promise<Result> {
    return this.#track(() => query(this.#backend.kysely));
  }

  /** Several statements that see the same moment. */
  #readTogether<Result>(query: (db: Transaction<Database>) => Promise<Result>): Promise<Result> {
    const { kysely, dialect } = this.#backend;
    const reading = kysely.transaction().setAccessMode("read only");
    const together = dialect === "postgres" ? reading.setIsolationLevel("repeatable read") : reading;
    return this.#track(() => together.execute(query));
  }

  async #track<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closed) throw new Error(`${this.#backend.place}: the store is closed`);
    const failure = this.#backend.failure();
    if (failure !== null) throw failure;
    const running = work();
    this.#underWay.add(running);
    try {
      return await running;
    } catch (thrown) {
      throw this.#backend.problem(thrown);
    } finally {
      this.#underWay.delete(running);
    }
  }
}
