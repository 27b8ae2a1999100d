import type { Command } from "commander";
import type { StoredStudiesOptions } from "../actions/stored-studies.ts";
import type { StudyCheckOptions } from "../actions/study-check.ts";
import type { StudyLifeOptions } from "../actions/study-life.ts";
import { defaultDataFolder } from "../data-folder.ts";
import type { Finish } from "../exit-codes.ts";
import { createTerminal, wantsJson } from "../terminal.ts";

type StoredStudiesArguments = [
  studyId: string | undefined,
  version: string | undefined,
  options: StoredStudiesOptions,
  command: Command,
];

export function addStudyCommands(program: Command, finish: Finish): void {
  const study = program
    .command("study")
    .description("make and check study files, and close, archive and delete studies");

  study
    .command("new")
    .description("copy a template to a new folder")
    .argument("<template>", "one of `refract study templates`")
    .argument("<folder>", "where to put it; must be empty or not there yet")
    .addHelpText("after", "\nExample:\n  refract study new prism my-study")
    .action(async (template: string, folder: string, _options: unknown, command: Command) => {
      const { makeStudy } = await import("../actions/study-templates.ts");
      finish(await makeStudy(template, folder, createTerminal(wantsJson(command))));
    });

  study
    .command("check")
    .description("check a study file, every file it names, and that its models can be opened")
    .argument("<file>", "study.yaml or its folder")
    .option("--data <folder>", "where models.yaml is looked for first", defaultDataFolder)
    .option("--translations <csv>", "write the texts that a language lacks to a sheet to fill in")
    .option("--fill-from <csv>", "put the translations of such a sheet into the study's files, then check")
    .addHelpText(
      "after",
      "\nWalks simulated people through every page and branch. Exits with 2 when something is wrong; a missing key, a text\nthat is not translated and words left over from a template are warnings only.",
    )
    .action(async (path: string, options: StudyCheckOptions, command: Command) => {
      const { checkStudyFile } = await import("../actions/study-check.ts");
      finish(await checkStudyFile(path, options, createTerminal(wantsJson(command))));
    });

  study
    .command("stored")
    .description("open every stored version of every study with this version of Refract, and change nothing")
    .argument("[study]", "one study's id; all without it")
    .argument("[version]", "one version of it")
    .option("--data <folder>", "where everything is kept", defaultDataFolder)
    .option("--database-url <url>", "PostgreSQL instead of SQLite (or REFRACT_DATABASE_URL)")
    .option(
      "--out <folder>",
      "write the files of this version (the latest unless one is named) to a new folder",
    )
    .addHelpText(
      "after",
      "\nRun it with the new code before an update. Exits with 1 when a version would be set aside.\n\nExamples:\n  refract study stored --data /srv/refract\n  refract study stored my-study 2 --out mended",
    )
    .action(async (...[studyId, version, options, command]: StoredStudiesArguments) => {
      const { listStoredStudies } = await import("../actions/stored-studies.ts");
      const chosen = { studyId: studyId ?? null, version: version ?? null };
      finish(await listStoredStudies(chosen, options, createTerminal(wantsJson(command))));
    });

  for (const [step, description] of [
    ["close", "take nobody new in; people who began can finish"],
    ["reopen", "take people in again"],
    ["archive", "let nobody go on; what people said is kept"],
    ["erase-ids", "delete the panel ids of a study that is closed, but not of people under way"],
    ["delete", "delete an archived study with everything people said in it"],
  ] as const) {
    const command = study
      .command(step)
      .description(description)
      .argument("<study>", "the study's id")
      .option("--data <folder>", "where everything is kept", defaultDataFolder)
      .option("--database-url <url>", "PostgreSQL instead of SQLite (or REFRACT_DATABASE_URL)");
    if (step === "delete") command.option("--confirm <study>", "the study's id once more");
    if (step === "erase-ids")
      command.option("--confirm <study>", "the study's id once more: erase although some people keep theirs");
    command.action(async (studyId: string, options: StudyLifeOptions, ran: Command) => {
      const { changeStudy } = await import("../actions/study-life.ts");
      finish(await changeStudy(step, studyId, options, createTerminal(wantsJson(ran))));
    });
  }

  study
    .command("schema")
    .description("print the JSON Schema of study files, for editors")
    .action(async () => {
      const { printStudySchema } = await import("../actions/study-schema.ts");
      finish(printStudySchema());
    });

  study
    .command("templates")
    .description("list the templates")
    .action(async (_options: unknown, command: Command) => {
      const { listTemplates } = await import("../actions/study-templates.ts");
      finish(listTemplates(createTerminal(wantsJson(command))));
    });
}
