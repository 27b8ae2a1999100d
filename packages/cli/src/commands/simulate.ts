import type { Command } from "commander";
import type { SimulateOptions } from "../actions/simulate.ts";
import { defaultDataFolder } from "../data-folder.ts";
import type { Finish } from "../exit-codes.ts";
import { createTerminal, wantsJson } from "../terminal.ts";

export function addSimulateCommand(program: Command, finish: Finish): void {
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
    .option("--data <folder>", "where models.yaml and prices.yaml are looked for first", defaultDataFolder)
    .option("--overwrite", "replace an earlier dataset at the folder")
    .addHelpText(
      "after",
      "\nExample:\n  refract simulate examples/prism/study.yaml --people 50 --seed 1 --out simulated",
    )
    .action(async (path: string, options: SimulateOptions, command: Command) => {
      const { simulateStudy } = await import("../actions/simulate.ts");
      finish(await simulateStudy(path, options, createTerminal(wantsJson(command))));
    });
}
