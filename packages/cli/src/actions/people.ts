import { resolve } from "node:path";
import { builtInStages } from "@refract/collect";
import { panelOf, RefractError } from "@refract/core";
import {
  findPerson,
  listPeople,
  mostCreditAttempts,
  type PeopleOptions,
  type PersonEntry,
  readOwnSecrets,
  StudyShelf,
} from "@refract/server";
import type { Store } from "@refract/store";
import { exitCodes } from "../exit-codes.ts";
import { oneOf } from "../options.ts";
import { servedStudyId } from "../served-study-id.ts";
import { formatNumber, type Terminal, table } from "../terminal.ts";
import { openExistingStore } from "../workspace.ts";
import { type PaymentKind, payPerson, showCosts } from "./people-payments.ts";
import { qualityTable, reviewedPeople, writeQualityFile } from "./people-quality.ts";

export interface PeopleCommandOptions {
  readonly data: string;
  readonly databaseUrl?: string;
  readonly simulated?: string;
  readonly test?: boolean;
  readonly why?: string;
  readonly quality?: boolean;
  readonly out?: string;
  readonly amount?: string;
}

export type PeopleDecision = "release" | "approve" | "return" | "reject";

/** Prolific refuses shorter messages to people whose submission is rejected. */
const prolificMessageCharacters = 100;

/** Everybody of a study, as they are paid. */
export async function listStudyPeople(
  studyId: string,
  options: PeopleCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const simulated = oneOf("--simulated", options.simulated ?? "exclude", ["exclude", "include", "only"]);
  if (options.out !== undefined && options.quality !== true)
    throw new RefractError("invalid-input", "--out: has no effect without --quality");
  await using store = await openExistingStore(options);
  const from = await peopleOf(store, studyId, options);
  const list = await listPeople(from);
  const people = list.people.filter(
    ({ kind }) =>
      (kind === "real" && simulated !== "only") ||
      (kind === "simulated" && simulated !== "exclude") ||
      (kind === "test" && options.test === true),
  );
  if (people.some(({ sealed }) => sealed))
    terminal.notice(
      "warning: panel ids stay sealed: the key that sealed them is not here, expected it in secret.key of the data folder or in REFRACT_SECRET",
    );
  if (options.quality === true) {
    const reviewed = await reviewedPeople(people, from, simulated);
    if (options.out !== undefined) await writeQualityFile(options.out, reviewed);
    const written = options.out === undefined ? "" : `\n\nwrote ${resolve(options.out)}`;
    terminal.result({ ...list, people: reviewed }, `${qualityTable(reviewed)}${written}`);
    return exitCodes.ok;
  }
  const { taken, of } = list.places;
  const places = `${formatNumber(taken)}${of === null ? "" : ` of ${formatNumber(of)}`} places taken`;
  terminal.result({ ...list, people }, `${tableOf(people)}\n\n${places}`);
  return exitCodes.ok;
}

/** Keeps a decision about one person, with its time and reason. */
export async function decideAboutPerson(request: {
  readonly kind: PeopleDecision;
  readonly studyId: string;
  readonly person: string;
  readonly options: PeopleCommandOptions;
  readonly terminal: Terminal;
}): Promise<number> {
  const { kind, studyId, options, terminal } = request;
  const reason = options.why?.trim() ?? null;
  if (kind === "reject" && (reason === null || reason === ""))
    throw new RefractError("invalid-input", '--why: invalid value "", expected a reason');
  await using store = await openExistingStore(options);
  const from = await peopleOf(store, studyId, options);
  const found = await findPerson(from, request.person);
  if (found.status === "withdrawn")
    throw new RefractError(
      "rejected",
      `person: #${found.person} has withdrawn: their data is deleted and their place is free, expected somebody who has not`,
    );
  if (found.decision?.kind !== kind || found.decision.reason !== reason)
    await store.decide({ participantId: found.participantId, kind, at: Date.now(), reason });
  const latest = await from.shelf.find(studyId);
  if (
    kind === "reject" &&
    latest !== null &&
    panelOf(latest.opened.study)?.preset === "prolific" &&
    (reason?.length ?? 0) < prolificMessageCharacters
  )
    terminal.notice(
      `warning: Prolific asks for a message of at least ${prolificMessageCharacters} characters with a rejection; this one has ${reason?.length ?? 0}`,
    );
  if (kind === "approve" && found.status !== "completed")
    terminal.notice(`warning: #${found.person} has not completed the study: their status is ${found.status}`);
  const person = await findPerson(from, `#${found.person}`);
  const places = { taken: await store.placesTaken(studyId) };
  const isInside = found.status === "entered" || found.status === "active";
  const away = isInside && (kind === "return" || kind === "reject") ? "; they are signed out" : "";
  terminal.result(
    { study: studyId, person, places },
    `#${person.person}${person.panelId === null ? "" : ` (${person.panelId})`}: ${decided[kind]}${away}.${kind === "release" ? "" : " Tell the panel too: Refract does not."}`,
  );
  return exitCodes.ok;
}

const decided: Readonly<Record<PeopleDecision, string>> = Object.freeze({
  release: "released, the place is free",
  approve: "approved",
  return: "returned, the place is free",
  reject: "rejected, left out of exports, the place is free",
});

/** What the study costs so far. */
export async function showStudyCosts(
  studyId: string,
  options: PeopleCommandOptions,
  terminal: Terminal,
): Promise<number> {
  await using store = await openExistingStore(options);
  return await showCosts(await peopleOf(store, studyId, options), terminal);
}

/** Keeps a payment beside the reward. */
export async function payStudyPerson(request: {
  readonly kind: PaymentKind;
  readonly studyId: string;
  readonly person: string;
  readonly options: PeopleCommandOptions;
  readonly terminal: Terminal;
}): Promise<number> {
  const { kind, studyId, person, options, terminal } = request;
  await using store = await openExistingStore(options);
  const { amount = "", why = "" } = options;
  return await payPerson(await peopleOf(store, studyId, options), { kind, person, amount, why }, terminal);
}

async function peopleOf(
  store: Store,
  studyId: string,
  { data }: PeopleCommandOptions,
): Promise<PeopleOptions> {
  await servedStudyId(store, studyId);
  return {
    store,
    shelf: new StudyShelf(store, builtInStages),
    // Opening ids must not make a key.
    secrets: await readOwnSecrets(store, { dataFolder: resolve(data), env: process.env }),
    studyId,
  };
}

function tableOf(people: readonly PersonEntry[]): string {
  const notes = people.map(noteOf);
  const hasCredits = people.some(({ credit }) => credit !== null);
  const hasNotes = notes.some((note) => note !== "");
  return table(
    [
      "person",
      "panel id",
      "status",
      "code",
      "minutes",
      "decision",
      ...(hasCredits ? ["credit"] : []),
      ...(hasNotes ? ["note"] : []),
    ],
    people.map((entry, index) => [
      entry.person,
      entry.panelId ?? (entry.sealed ? "(sealed)" : null),
      entry.status,
      entry.code,
      entry.minutes,
      entry.decision === null
        ? null
        : `${entry.decision.kind}${entry.decision.reason === null ? "" : `: ${entry.decision.reason}`}`,
      ...(hasCredits ? [creditOf(entry)] : []),
      ...(hasNotes ? [notes[index] ?? ""] : []),
    ]),
  );
}

function creditOf({ credit }: PersonEntry): string | null {
  if (credit === null) return null;
  if (credit.granted) return "granted";
  const tried = `${formatNumber(credit.attempts)} ${credit.attempts === 1 ? "try" : "tries"}`;
  return `${credit.attempts < mostCreditAttempts ? "waiting" : "failed, grant it by hand"}: ${credit.problem ?? ""} (${tried})`;
}

function noteOf({ kind, submission, payments }: PersonEntry): string {
  return [
    ...(kind === "real" ? [] : [kind]),
    ...(submission > 1 ? [`submission ${submission}`] : []),
    ...payments.map((paid) => `${paid.kind} ${paid.amount.toFixed(2)}: ${paid.reason ?? ""}`),
  ].join(", ");
}
