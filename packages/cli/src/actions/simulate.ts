import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { builtInStages, openStudy, type SimulationTruth } from "@refract/collect";
import { checkDatasetFolder } from "@refract/dataset";
import { codings } from "@refract/instruments";
import {
  createSecrets,
  exportStudy,
  simulatePeople,
  standInVoices,
  startServer,
  visitCounts,
} from "@refract/server";
import { openStore } from "@refract/store";
import { exitCodes } from "../exit-codes.ts";
import { modelFolders, openModels } from "../named-models.ts";
import { oneOf, wholeNumber } from "../options.ts";
import { readStudy } from "../study-bundle.ts";
import { type Terminal, table } from "../terminal.ts";
import { visitTable } from "../visit-table.ts";

export interface SimulateOptions {
  readonly people: string;
  readonly seed: string;
  readonly out: string;
  readonly pace: string;
  readonly data: string;
  readonly liveModels?: boolean;
  readonly overwrite?: boolean;
}

export async function simulateStudy(
  path: string,
  options: SimulateOptions,
  terminal: Terminal,
): Promise<number> {
  const people = wholeNumber("--people", options.people);
  const pace = oneOf("--pace", options.pace, ["fast", "human"]);
  // Before the work, not after it.
  await checkDatasetFolder(resolve(options.out), options.overwrite ?? false);
  const bundle = await readStudy(path);
  const { study } = openStudy(bundle, builtInStages);
  const fast = pace === "fast";
  const work = await mkdtemp(join(tmpdir(), "refract-simulate-"));
  try {
    await using store = await openStore({ file: join(work, "refract.sqlite"), durable: false });
    const asked = await openModels(
      store,
      modelFolders(options.data),
      fast && options.liveModels !== true ? { demoPace: 0, now: () => 0 } : undefined,
    );
    const standIns = options.liveModels === true ? null : standInVoices(asked, study.models);
    await using server = await startServer({
      store,
      models: standIns?.models ?? asked,
      secrets: createSecrets(randomBytes(32)),
      pages: null,
      dataFolder: work,
      logger: {
        info: () => {},
        error: (fields, message) => terminal.notice(`${message}: ${JSON.stringify(fields)}`),
      },
      instant: fast,
    });
    const { opened } = await server.addStudy(bundle, { seed: `simulate ${options.seed}` });
    const bar = terminal.progress("people");
    const outcome = await simulatePeople({
      server,
      study: opened,
      people,
      seed: options.seed,
      pace,
      onProgress: (done) => bar.update(done, people),
    });
    bar.end();
    const written = await exportStudy({
      store,
      shelf: server.shelf,
      studyId: opened.study.id,
      out: resolve(options.out),
      simulated: "only",
      codings,
      env: process.env,
      overwrite: options.overwrite ?? false,
      generatedBy: "refract simulate",
      generatedAt: null,
      standIns: standIns?.voices ?? {},
      extraFiles: (userIds) => ({ "truth.json": truthFile(outcome.truth, userIds) }),
    });
    const { counts } = written.manifest;
    for (const failure of outcome.failures)
      terminal.say(`person ${failure.ordinal} did not get through: ${failure.reason}`);
    const failed = new Set(outcome.failures.map(({ ordinal }) => ordinal));
    const gaveUp = outcome.truth.people.flatMap(({ ordinal, participantId }) =>
      participantId !== null && failed.has(ordinal) ? [participantId] : [],
    );
    const visits = visitCounts(await store.people(opened.study.id), new Set(gaveUp));
    terminal.result(
      { folder: written.folder, seed: options.seed, visits, counts, failures: outcome.failures },
      `${visitTable(visits, "how visits ended")}\n\n${table(
        ["in the dataset", "count"],
        Object.entries(counts).flatMap(([name, count]) =>
          typeof count === "number" ? [[name.replaceAll("_", " "), count]] : [],
        ),
      )}\n\nwrote ${written.folder}\nnext: refract dataset check ${options.out}`,
    );
    return outcome.failures.length > 0 ? exitCodes.failed : exitCodes.ok;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** What was put in, with the ids under which people stand in the dataset. */
function truthFile(truth: SimulationTruth, userIds: ReadonlyMap<string, string>): string {
  const people = truth.people.map((person) => ({
    user_id: person.participantId === null ? null : (userIds.get(person.participantId) ?? null),
    ...person,
  }));
  return `${JSON.stringify({ ...truth, people }, null, 1)}\n`;
}
