import { RefractError } from "@refract/core";
import packageJson from "../../package.json" with { type: "json" };
import type { RunResults } from "../scores/results.ts";
import { scoreRun } from "../scores/score-run.ts";
import type { RunStore } from "../store/run-store.ts";
import { exportManifest, exportResponses, exportScores } from "./export-run.ts";
import type { PreparedRun } from "./run-folder.ts";

/**
 * Scores what is stored and writes everything a run's folder holds beside it.
 *
 * @throws RefractError `storage-full` or `unavailable` when a file can't be written; the answers are in the store all the same.
 */
export async function finishRun(
  out: string,
  run: PreparedRun,
  store: RunStore,
  { lengthNormalised, parquet }: { readonly lengthNormalised: boolean; readonly parquet: boolean },
): Promise<RunResults> {
  const { setup, loaded, plan, identity } = run;
  const results = scoreRun(setup, loaded, plan, identity, store, lengthNormalised);
  try {
    await exportResponses(out, setup, plan, store, lengthNormalised);
    await exportScores(out, results, parquet);
    await exportManifest(out, packageJson.version, setup, plan, identity, results);
  } catch (cause) {
    throw writeFailure(cause, out);
  }
  return results;
}

/** The system's own errors, which may not name the place. */
function writeFailure(thrown: unknown, out: string): unknown {
  if (thrown instanceof RefractError || !(thrown instanceof Error && "code" in thrown)) return thrown;
  return new RefractError(
    thrown.code === "ENOSPC" ? "storage-full" : "unavailable",
    `${out}: ${thrown.message}; what was answered is kept, refract score writes these files again`,
    { cause: thrown },
  );
}
