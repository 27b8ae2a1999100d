import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type CsvCell, csvLine } from "@refract/core";
import { type PersonEntry, type PersonReview, reviewPeople, type StudyShelf } from "@refract/server";
import type { SimulatedChoice, Store } from "@refract/store";
import { table } from "../terminal.ts";

/** A person of the list with what quality control says of them; null for test people and those who withdrew. */
export interface ReviewedPerson extends PersonEntry {
  readonly quality: {
    readonly signals: PersonReview["signals"];
    /** What PRISM's rule would tell the panel; a person decides. */
    readonly advice: PersonReview["decision"];
    readonly reason: string;
    readonly included: boolean;
    /** Why they are not in the data; null where they are. */
    readonly leftOut: PersonReview["leftOut"] | { readonly because: "rejected"; readonly detail: string };
    readonly measures: Omit<PersonReview["summary"], "personId" | "submission" | "status">;
  } | null;
}

/** Holds the people of a list against everybody of their study. */
export async function reviewedPeople(
  people: readonly PersonEntry[],
  from: { readonly store: Store; readonly shelf: StudyShelf; readonly studyId: string },
  simulated: SimulatedChoice,
): Promise<readonly ReviewedPerson[]> {
  const reviews = await reviewPeople({ ...from, simulated, now: Date.now() });
  return people.map((person) => {
    const review = reviews.get(person.participantId);
    if (review === undefined) return { ...person, quality: null };
    const { personId: _, submission: _s, status: _t, ...measures } = review.summary;
    const isRejected = person.decision?.kind === "reject";
    const leftOut = isRejected
      ? { because: "rejected" as const, detail: person.decision?.reason ?? "rejected by the researcher" }
      : review.leftOut;
    const { signals, decision: advice, reason } = review;
    return {
      ...person,
      quality: { signals, advice, reason, included: leftOut === null, leftOut, measures },
    };
  });
}

/** Signals, advice and inclusion of everybody, a row each. */
export function qualityTable(people: readonly ReviewedPerson[]): string {
  return table(
    ["person", "panel id", "status", "minutes", "signals", "advice", "in the data"],
    people.map(({ person, panelId, sealed, status, minutes, quality }) => [
      person,
      panelId ?? (sealed ? "(sealed)" : null),
      status,
      minutes,
      quality === null ? null : signalText(quality.signals),
      quality === null ? null : `${quality.advice}: ${quality.reason}`,
      quality === null
        ? null
        : quality.leftOut === null
          ? "yes"
          : `no, ${quality.leftOut.because}: ${quality.leftOut.detail}`,
    ]),
  );
}

function signalText(signals: PersonReview["signals"]): string {
  return signals.map(({ weight, detail }) => `${weight}: ${detail}`).join("; ") || "none";
}

/** The same as a file of comma-separated values, with every number that was looked at. */
export async function writeQualityFile(path: string, people: readonly ReviewedPerson[]): Promise<void> {
  const columns = Object.keys(csvRow(people[0] ?? null));
  const rows = people.map((person) => csvLine(Object.values(csvRow(person))));
  await writeFile(resolve(path), `${csvLine(columns)}${rows.join("")}`);
}

function csvRow(person: ReviewedPerson | null): Readonly<Record<string, CsvCell>> {
  const quality = person?.quality ?? null;
  const measures = quality?.measures ?? null;
  const signals = (weight: string) =>
    quality?.signals
      .filter((signal) => signal.weight === weight)
      .map(({ id, detail }) => `${id}: ${detail}`)
      .join("; ") ?? null;
  return {
    person: person?.person ?? null,
    panel_id: person?.panelId ?? null,
    panel_session: person?.panelSession ?? null,
    kind: person?.kind ?? null,
    status: person?.status ?? null,
    submission: person?.submission ?? null,
    code: person?.code ?? null,
    minutes: person?.minutes ?? null,
    survey_entries: measures?.surveyEntries ?? null,
    survey_seconds: measures?.surveySeconds ?? null,
    conversations: measures?.conversations ?? null,
    items: measures?.responses ?? null,
    on_phone: measures?.onPhone ?? null,
    prefer_not_to_say: measures?.preferNotToSay ?? null,
    untouched_sliders: measures?.untouchedSliders ?? null,
    mean_characters: measures?.texts.characters ?? null,
    mean_words: measures?.texts.words ?? null,
    mean_sentences: measures?.texts.sentences ?? null,
    mean_turns: measures?.meanTurns ?? null,
    deviation_of_turns: measures?.deviationOfTurns ?? null,
    reject: signals("reject"),
    return: signals("return"),
    investigate: signals("investigate"),
    advice: quality?.advice ?? null,
    reason: quality?.reason ?? null,
    included: quality?.included ?? null,
    left_out_because: quality?.leftOut?.because ?? null,
    left_out_detail: quality?.leftOut?.detail ?? null,
    decision: person?.decision?.kind ?? null,
    decision_reason: person?.decision?.reason ?? null,
  };
}
