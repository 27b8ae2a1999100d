import type { Command } from "commander";
import { defaultDataFolder } from "../data-folder.ts";
import type { Finish } from "../exit-codes.ts";
import { createTerminal, wantsJson } from "../terminal.ts";

export function addModelsCommand(program: Command, finish: Finish): void {
  const models = program
    .command("models")
    .description("what can be asked: demo voices, local models, providers with a key")
    .option("--data <folder>", "where models.yaml and prices.yaml are looked for first", defaultDataFolder)
    .action(async (options: { data: string }, command: Command) => {
      const { listModels } = await import("../actions/models.ts");
      finish(await listModels(options, createTerminal(wantsJson(command))));
    });

  models
    .command("check")
    .description("ask each model one short question and say what answers")
    .argument(
      "[models...]",
      "references, names of models.yaml, or study files; without any: everything found",
    )
    .addHelpText(
      "after",
      "\nExits with 1 when a model does not answer.\n\nExamples:\n  refract models check ollama:llama3.2 demo:plain\n  refract models check my-study/study.yaml",
    )
    .action(async (names: string[], _options: unknown, command: Command) => {
      const { checkModels } = await import("../actions/models.ts");
      const { data } = command.optsWithGlobals<{ data: string }>();
      finish(await checkModels(names, { data }, createTerminal(wantsJson(command))));
    });
}
