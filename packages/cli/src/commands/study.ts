import { cp, mkdir, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { builtInStages, checkStudy } from "@refract/collect";
import { createStudySchema, formatProblem, RefractError } from "@refract/core";
import { templates } from "@refract/instruments";
import { readBundle } from "@refract/server";
import type { Command } from "commander";
import * as z from "zod";
import { exitCodes } from "../exit-codes.ts";
import { createTerminal, table, wantsJson } from "../terminal.ts";

export function addStudyCommands(program: Command, finish: (exitCode: number) => void): void {
  const study = program.command("study").description("make and check study files");

  study
    .command("new")
    .description("copy a template to a new folder")
    .argument("<template>", "one of `refract study templates`")
    .argument("<folder>", "where to put it; must be empty or not there yet")
    .addHelpText("after", "\nExample:\n  refract study new prism my-study")
    .action(async (id: string, folder: string, _options: unknown, command: Command) => {
      const terminal = createTerminal(wantsJson(command));
      const template = templates.find((candidate) => candidate.id === id);
      if (template === undefined) {
        throw new RefractError(
          "invalid-input",
          `template: invalid value "${id}", expected one of ${templates.map((candidate) => candidate.id).join(", ")}`,
        );
      }
      const target = resolve(folder);
      await mkdir(target, { recursive: true });
      const there = await readdir(target);
      if (there.length > 0)
        throw new RefractError(
          "invalid-input",
          `folder: ${target} has ${there.length} entries, expected an empty one`,
        );
      await cp(template.folder, target, { recursive: true });
      const files = await readdir(target);
      terminal.result(
        { template: id, folder: target, files },
        `wrote ${files.join(", ")} to ${target}\nnext: refract study check ${join(folder, "study.yaml")}`,
      );
    });

  study
    .command("check")
    .description("check a study file and every file it names")
    .argument("<file>", "study.yaml or its folder")
    .action(async (path: string, _options: unknown, command: Command) => {
      const terminal = createTerminal(wantsJson(command));
      const { study: opened, problems } = checkStudy(await readBundle(path), builtInStages);
      const errors = problems.filter((problem) => problem.severity === "error");
      if (errors.length > 0) finish(exitCodes.badInput);
      const lines = problems.map((problem) => `${problem.severity}: ${formatProblem(problem)}`);
      const summary =
        opened === null
          ? `${errors.length} ${errors.length === 1 ? "error" : "errors"}`
          : `ok: ${opened.study.id}, ${opened.stages.map((stage) => stage.type).join(" > ")}, ${opened.study.models.length} models, languages ${opened.study.languages.join(", ")}`;
      terminal.result({ ok: errors.length === 0, problems }, [...lines, summary].join("\n"));
    });

  study
    .command("schema")
    .description("print the JSON Schema of study files, for editors")
    .action(() => {
      const [first, ...others] = builtInStages;
      const schema = createStudySchema([first.configSchema, ...others.map((stage) => stage.configSchema)]);
      process.stdout.write(
        `${JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), null, 2)}\n`,
      );
    });

  study
    .command("templates")
    .description("list the templates")
    .action((_options: unknown, command: Command) => {
      const rows = templates.map((template) => [template.id, template.title, template.description]);
      createTerminal(wantsJson(command)).result(
        templates.map(({ id, title, description }) => ({ id, title, description })),
        table(["template", "title", "what it is"], rows),
      );
    });
}
