import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { builtInStages, openStudy, type SimulationTruth } from "@refract/collect";
import { RefractError } from "@refract/core";
import { codings } from "@refract/instruments";
import {
  createSecrets,
  exportStudy,
  readBundle,
  simulatePeople,
  standInVoices,
  startServer,
} from "@refract/server";
import { openStore } from "@refract/store";
import type { Command } from "commander";
import { exitCodes } from "../exit-codes.ts";
import { createTerminal, table, wantsJson } from "../terminal.ts";
import { folderOf, openModels } from "../workspace.ts";

interface SimulateOptions {
  readonly people: string;
  readonly seed: string;
  readonly out: string;
  readonly pace: string;
  readonly liveModels?: boolean;
  readonly overwrite?: boolean;
}

export function addSimulateCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command("simulate")
    .description("walk seeded people through a study over the real HTTP API, then export")
    .argument("<study>", "study file or folder")
    .requiredOption("--people <number>", "how many")
    .option("--seed <text>", "the same seed gives the same bytes", "1")
    .requiredOption("--out <folder>", "where the dataset and truth.json go")
    .option("--pace <pace>", "fast, or human to wait as people do", "fast")
    .option(
      "--live-models",
      "ask the study's real models, which costs money and gives other bytes each time; without it demo voices stand in",
    )
    .option("--overwrite", "replace an earlier dataset at the folder")
    .addHelpText(
      "after",
      "\nExample:\n  refract simulate examples/prism/study.yaml --people 50 --seed 1 --out simulated",
    )
    .action(async (path: string, options: SimulateOptions, command: Command) => {
      const terminal = createTerminal(wantsJson(command));
      const people = wholeNumber("--people", options.people);
      if (options.pace !== "fast" && options.pace !== "human")
        throw new RefractError(
          "invalid-input",
          `--pace: invalid value "${options.pace}", expected fast or human`,
        );
      const bundle = await readBundle(path);
      const { study } = openStudy(bundle, builtInStages);
      const work = await mkdtemp(join(tmpdir(), "refract-simulate-"));
      const fast = options.pace === "fast";
      try {
        await using store = await openStore({ file: join(work, "refract.sqlite"), durable: false });
        const asked = await openModels(
          store,
          [folderOf(path), process.cwd()],
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
            error: (fields, message) => process.stderr.write(`${message}: ${JSON.stringify(fields)}\n`),
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
          pace: options.pace === "human" ? "human" : "fast",
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
          ...(standIns === null ? {} : { standIns: standIns.voices }),
          extraFiles: (userIds) => ({ "truth.json": truthFile(outcome.truth, userIds) }),
        });
        for (const failure of outcome.failures)
          terminal.say(`person ${failure.ordinal} did not get through: ${failure.reason}`);
        if (outcome.failures.length > 0) finish(exitCodes.failed);
        const counts = Object.entries(written.manifest.counts).filter(
          (entry): entry is [string, number] => typeof entry[1] === "number",
        );
        terminal.result(
          {
            folder: written.folder,
            seed: options.seed,
            counts: written.manifest.counts,
            failures: outcome.failures,
          },
          `${table(
            ["simulated", "count"],
            counts.map(([name, count]) => [name.replaceAll("_", " "), count]),
          )}\n\nwrote ${written.folder}\nnext: refract dataset check ${options.out}`,
        );
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    });
}

/** What was put in, with the ids under which people stand in the dataset. */
function truthFile(truth: SimulationTruth, userIds: ReadonlyMap<string, string>): string {
  const people = truth.people.map((person) => ({
    user_id: person.participantId === null ? null : (userIds.get(person.participantId) ?? null),
    ...person,
  }));
  return `${JSON.stringify({ ...truth, people }, null, 1)}\n`;
}

export function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new RefractError(
      "invalid-input",
      `${option}: invalid value "${text}", expected a whole number from 1`,
    );
  return value;
}
