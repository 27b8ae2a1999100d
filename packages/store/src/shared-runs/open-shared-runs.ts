import { migrate } from "../migrations/migrate.ts";
import { openPostgres, type PostgresOptions } from "../postgres/open-postgres.ts";
import type { SharedRuns } from "./shared-runs.ts";
import { SqlSharedRuns } from "./sql-shared-runs.ts";

/**
 * Opens what asking processes share in a PostgreSQL database, and brings its tables up to date. Throws RefractError as `openStore`
 * does. What goes wrong in the background (a lost connection, mended later) is told to `onProblem`.
 */
export async function openSharedRuns(
  options: PostgresOptions & { readonly onProblem?: (problem: Error) => void },
): Promise<SharedRuns> {
  const backend = openPostgres(options);
  try {
    await migrate(backend);
    // Loaded late: a server of studies has no use for it.
    const { ChunkQueue } = await import("./chunk-queue.ts");
    const queue = await ChunkQueue.open(options.databaseUrl, options.onProblem ?? (() => {}));
    return new SqlSharedRuns(backend, queue);
  } catch (thrown) {
    await backend.kysely.destroy();
    throw backend.problem(thrown);
  }
}
