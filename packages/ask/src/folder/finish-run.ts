import packageJson from "../../package.json" with { type: "json" };
import type { RunResults } from "../scores/results.ts";
import { scoreRun } from "../scores/score-run.ts";
import type { RunStore } from "../store/run-store.ts";
import { exportManifest, exportResponses, exportScores } from "./export-run.ts";
import type { PreparedRun } from "./run-folder.ts";

/** Scores what is stored and writes everything a run's folder holds beside it. */
export async function finishRun(
  out: string,
  run: PreparedRun,
  store: RunStore,
  { lengthNormalised, parquet }: { readonly lengthNormalised: boolean; readonly parquet: boolean },
): Promise<RunResults> {
  const { setup, loaded, plan, identity } = run;
  const results = scoreRun(setup, loaded, plan, identity, store, lengthNormalised);
  await exportResponses(out, setup, plan, store, lengthNormalised);
  await exportScores(out, results, parquet);
  await exportManifest(out, packageJson.version, setup, plan, identity, results);
  return results;
}
