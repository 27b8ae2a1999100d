import { type Instrument, RefractError } from "@refract/core";
import { setupOf } from "../plan/run-setup.ts";
import type { RunStore } from "../store/run-store.ts";
import { instrumentOf, judgeNote, type PreparedRun, prepareRun } from "./run-folder.ts";

/**
 * The items and plan of a run that is there already.
 *
 * @param from the records, when they are not where they were
 * @throws RefractError when the records are gone or are not those the run was made of, or the instrument is of another version.
 */
export async function reopenRun(
  store: RunStore,
  instruments: readonly Instrument[],
  from: string | undefined,
): Promise<PreparedRun> {
  const note = store.note("identity");
  if (note === null)
    throw new RefractError(
      "not-found",
      "nothing was asked in this run yet, expected one that refract ask began",
    );
  const { identity } = JSON.parse(note);
  // Another version may lay the items out in another order.
  instrumentOf(identity, instruments);
  if (identity.limit !== null && identity.limitCounts === undefined)
    throw new RefractError(
      "invalid-input",
      "the run was made when --limit counted items that no chosen variant asks, expected a run made anew",
    );
  const folder = from ?? store.note("from") ?? ".";
  const run = await prepareRun(setupOf(identity, instruments, store.note(judgeNote)), folder);
  if (JSON.stringify(identity.data) !== JSON.stringify(run.identity.data))
    throw new RefractError(
      "invalid-input",
      `${folder}: the records are not those the run was made of; expected the same files (--from)`,
    );
  return run;
}
