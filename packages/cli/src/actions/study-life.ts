import { resolve } from "node:path";
import { builtInStages } from "@refract/collect";
import { RefractError } from "@refract/core";
import { isWaitingForCredit, StudyShelf } from "@refract/server";
import type { Store } from "@refract/store";
import { exitCodes } from "../exit-codes.ts";
import { servedStudyId } from "../served-study-id.ts";
import { formatNumber, type Terminal } from "../terminal.ts";
import { openExistingStore } from "../workspace.ts";

export interface StudyLifeOptions {
  readonly data: string;
  readonly databaseUrl?: string;
  /** The study's id once more: to delete it, or to erase ids although some people keep theirs. */
  readonly confirm?: string;
}

export type StudyStep = "close" | "reopen" | "archive" | "erase-ids" | "delete";

const stateOf = { close: "closed", reopen: "open", archive: "archived" } as const;

const told = {
  close: "is closed: nobody new can begin, and people who began can finish",
  reopen: "is open again",
  archive: "is archived: nobody can go on, and what people said is kept",
} as const;

/** Whoever is under way, or waits for the panel's credit, keeps their id in any case; without `--confirm` everybody does then. */
async function eraseIds(store: Store, studyId: string, isAgreed: boolean, terminal: Terminal): Promise<void> {
  const shelved = await new StudyShelf(store, builtInStages).find(studyId);
  const result = await store.eraseIdentities(studyId, {
    isAgreed,
    isWaitingForCredit: (due) => isWaitingForCredit(shelved, due),
  });
  const { erased, underWay, waitingForCredit } = result;
  const needed = [
    ...(underWay > 0
      ? [
          `${people(underWay)} under way, who could not come back by their link without their panel id, nor be led back to the panel`,
        ]
      : []),
    ...(waitingForCredit > 0
      ? [`${people(waitingForCredit)} still to be credited by the panel, which knows them by their id`]
      : []),
  ];
  if (erased === null)
    throw new RefractError(
      "rejected",
      `study "${studyId}": ${needed.join("; ")}; expected nobody, and nothing was erased. Wait for them, or archive the study, after which nobody goes on; or --confirm ${studyId} erases the ids of all others now, and theirs when you type it again later`,
    );
  terminal.result(
    { study: studyId, ...result },
    [
      `${studyId}: erased ${formatNumber(erased)} panel ids; backups made before still hold them`,
      ...needed.map((who) => `kept: ${who}`),
    ].join("\n"),
  );
}

const people = (count: number) => (count === 1 ? "1 person is" : `${formatNumber(count)} people are`);

/** One step in the life of a study; a running server keeps to it from the next request on. */
export async function changeStudy(
  step: StudyStep,
  studyId: string,
  options: StudyLifeOptions,
  terminal: Terminal,
): Promise<number> {
  if (step === "delete" && options.confirm !== studyId)
    throw new RefractError(
      "invalid-input",
      `--confirm: ${options.confirm === undefined ? "missing" : `invalid value "${options.confirm}"`}, expected ${studyId}, the study that is to be deleted with everything people said in it`,
    );
  await using store = await openExistingStore(options);
  await servedStudyId(store, studyId);
  switch (step) {
    case "close":
    case "reopen":
    case "archive":
      await store.setStudyState(studyId, stateOf[step], Date.now());
      terminal.result({ study: studyId, state: stateOf[step] }, `${studyId} ${told[step]}`);
      break;
    case "erase-ids":
      await eraseIds(store, studyId, options.confirm === studyId, terminal);
      break;
    case "delete": {
      const { people, versions } = await store.deleteStudy(studyId);
      terminal.result(
        { study: studyId, people, versions },
        `${studyId}: deleted, with ${formatNumber(people)} people and ${formatNumber(versions)} versions; exports in ${resolve(options.data, "exports")} and backups made before still hold them; a server that is started with its file serves it anew`,
      );
    }
  }
  return exitCodes.ok;
}
