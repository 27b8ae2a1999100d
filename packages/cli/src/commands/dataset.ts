import type { Command } from "commander";
import type { CardOptions } from "../actions/dataset-card.ts";
import type { GetOptions } from "../actions/dataset-get.ts";
import type { Finish } from "../exit-codes.ts";
import { createTerminal, wantsJson } from "../terminal.ts";

export function addDatasetCommands(program: Command, finish: Finish): void {
  const dataset = program
    .command("dataset")
    .description("check, describe and download datasets in PRISM's form");

  dataset
    .command("check")
    .description("check every record of a dataset folder: schema, ids, turns, models, winners, totals")
    .argument("<folder>", "an export of Refract, or PRISM's public release")
    .addHelpText("after", "\nExits with 1 when something is wrong.")
    .action(async (folder: string, _options: unknown, command: Command) => {
      const { checkFolder } = await import("../actions/dataset-check.ts");
      finish(await checkFolder(folder, createTerminal(wantsJson(command))));
    });

  dataset
    .command("describe")
    .description("totals, participants and attributes of a dataset folder; --json has every number")
    .argument("<folder>", "an export of Refract, or PRISM's public release")
    .action(async (folder: string, _options: unknown, command: Command) => {
      const { describeFolder } = await import("../actions/dataset-describe.ts");
      finish(await describeFolder(folder, createTerminal(wantsJson(command))));
    });

  dataset
    .command("annotations")
    .description("write files in which people code own words and say what flagged texts hold")
    .argument("<folder>", "an export of Refract, or PRISM's public release")
    .requiredOption("--out <folder>", "where the two files go; files that are there are left alone")
    .addHelpText(
      "after",
      `
own-words.csv has every own word for ethnicity and religion once: two people fill in annotator_1 and annotator_2 without
seeing each other's, then settle where they differ in settled. personal-data.csv has every text in which something has the
form of personal data: pii_manual_flag becomes false where it holds none, true where it does.

Example:
  refract dataset annotations dataset --out annotations
  refract export prism --annotations annotations --out dataset --overwrite`,
    )
    .action(async (folder: string, options: { readonly out: string }, command: Command) => {
      const { annotateFolder } = await import("../actions/dataset-annotations.ts");
      finish(await annotateFolder(folder, options.out, createTerminal(wantsJson(command))));
    });

  dataset
    .command("files")
    .description(
      "read every file that comes with PRISM's release or paper, and say what it is and how many rows it has",
    )
    .argument(
      "<paths...>",
      "files or folders: models, mappings, census, comparisons, clusters, welfare, raw, reference",
    )
    .addHelpText(
      "after",
      `
A file is known by its columns or keys, whatever its name. Exits with 1 when one is not known or wrong, with its line.

Example:
  refract dataset files prism/clusters prism/welfare/welfare_us.json`,
    )
    .action(async (paths: readonly string[], _options: unknown, command: Command) => {
      const { describeFiles } = await import("../actions/dataset-files.ts");
      finish(await describeFiles(paths, createTerminal(wantsJson(command))));
    });

  dataset
    .command("get")
    .description("download a public dataset, or take it from a copy you have")
    .argument("<name>", "prism, or the data of an instrument: culturalbench, normad, global-mmlu …")
    .requiredOption("--out <folder>", "where to put it")
    .option("--from <path-or-url>", "a folder or address to copy from instead of the Hugging Face hub")
    .option("--hub-url <url>", "another hub than the public one; HF_TOKEN of the environment goes there too")
    .option("--only <pattern...>", "of an instrument's data only files like these, such as '*/sw/*'")
    .addHelpText(
      "after",
      "\nGated data need an account's token in HF_TOKEN.\n\nExamples:\n  refract dataset get prism --out prism\n  refract dataset get prism --from ~/downloads/prism --out prism\n  refract dataset get culturalbench --out culturalbench\n  refract dataset get global-mmlu --only 'en/*' 'sw/*' --out global-mmlu",
    )
    .action(async (name: string, options: GetOptions, command: Command) => {
      const { getFolder } = await import("../actions/dataset-get.ts");
      finish(await getFolder(name, options, createTerminal(wantsJson(command))));
    });

  dataset
    .command("card")
    .description("print the dataset card of a folder; where it has none, one made from its records")
    .argument("<folder>", "an export of Refract, PRISM's public release, or a folder of its form")
    .option("--title <text>", "title, where nothing in the folder says it")
    .option("--licence <id>", "licence, such as CC-BY-4.0, where nothing in the folder says it")
    .option("--fresh", "make the card from the records even if the folder has one")
    .option("--out <file>", "write it to a new file instead of printing it")
    .addHelpText("after", "\nExample:\n  refract dataset card prism --out prism/README.md")
    .action(async (folder: string, options: CardOptions, command: Command) => {
      const { cardOfFolder } = await import("../actions/dataset-card.ts");
      finish(await cardOfFolder(folder, options, createTerminal(wantsJson(command))));
    });
}
