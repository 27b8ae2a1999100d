import { resolve } from "node:path";
import { RefractError } from "@refract/core";
import { exitCodes } from "../exit-codes.ts";
import { servedStudyId } from "../served-study-id.ts";
import { formatNumber, type Terminal } from "../terminal.ts";
import { openExistingStore } from "../workspace.ts";

export interface StudyLifeOptions {
  readonly data: string;
  readonly databaseUrl?: string;
  /** The study's id once more. */
  readonly confirm?: string;
}

export type StudyStep = "close" | "reopen" | "archive" | "erase-ids" | "delete";

const stateOf = { close: "closed", reopen: "open", archive: "archived" } as const;

const told = {
  close: "is closed: nobody new can begin, and people who began can finish",
  reopen: "is open again",
  archive: "is archived: nobody can go on, and what people said is kept",
} as const;

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
    case "erase-ids": {
      const erased = await store.eraseIdentities(studyId);
      terminal.result(
        { study: studyId, erased },
        `${studyId}: erased ${formatNumber(erased)} panel ids; backups made before still hold them`,
      );
      break;
    }
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
