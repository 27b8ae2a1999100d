import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { SurveyCoding } from "@refract/collect";
import { textIn } from "@refract/core";
import { exportStudy } from "../export/export-study.ts";
import type { RunningServer } from "../server.ts";
import { simulatePeople } from "../simulation/simulate-people.ts";
import type { StudyActions } from "./study-actions.ts";

/**
 * The start page's buttons on a running server.
 *
 * @param loadCodings Asked for when something is exported: with the writing of datasets it is half of what a server would
 *   load, and people wait for its first page.
 */
export function createStudyActions(
  server: RunningServer,
  loadCodings: () => Promise<readonly SurveyCoding[]>,
  env: Readonly<Record<string, string | undefined>>,
): StudyActions {
  const { shelf, store, dataFolder } = server;
  return {
    simulate: async (studyId, people, progress, signal) => {
      const { opened } = await shelf.get(studyId);
      const { simulated } = await store.totals(studyId);
      const outcome = await simulatePeople({
        server,
        study: opened,
        people,
        // A new crowd each time: those before keep their seeds.
        seed: `start-page-${simulated}`,
        firstOrdinal: simulated + 1,
        signal,
        onProgress: (done) => progress(done, people, `${done} of ${people} people are through`),
      });
      const failed = outcome.failures.length;
      progress(
        people,
        people,
        failed === 0
          ? `${people} simulated people took part`
          : `${failed} of ${people} people did not get through: ${outcome.failures[0]?.reason ?? ""}`,
      );
      return { folder: null, files: [], problems: null };
    },
    export: async (studyId, simulated, progress) => {
      const { opened } = await shelf.get(studyId);
      const folder = join(dataFolder, "exports");
      await mkdir(folder, { recursive: true });
      const out = join(folder, `${studyId}-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}`);
      const written = await exportStudy({
        store,
        shelf,
        studyId,
        out,
        simulated,
        codings: await loadCodings(),
        env,
        generatedBy: "refract export",
        generatedAt: Date.now(),
        onProgress: (people) => progress(people, 0, `${people} people written`),
      });
      progress(0, 0, "checking what was written");
      const { checkDataset } = await import("@refract/dataset");
      const { violations } = await checkDataset(written.folder);
      const files = await Promise.all(
        [...written.manifest.files.map((file) => file.name), "manifest.json"].map(async (name) => ({
          name,
          bytes: (await stat(join(written.folder, name))).size,
        })),
      );
      const title = textIn(opened.study.title, opened.study.languages[0] ?? "en", "en");
      progress(1, 1, `the dataset of ${title} is written`);
      return { folder: written.folder, files, problems: violations.length };
    },
  };
}
