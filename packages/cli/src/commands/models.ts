import { createMemoryLedger, resolveModel } from "@refract/models";
import type { Command } from "commander";
import { exitCodes } from "../exit-codes.ts";
import { poolOfStudy } from "../study-models.ts";
import { createTerminal, table, wantsJson } from "../terminal.ts";
import { folderOf, openModels, readNamedModels } from "../workspace.ts";

export function addModelsCommand(program: Command, finish: (exitCode: number) => void): void {
  const models = program
    .command("models")
    .description("what can be asked: demo voices, local models, providers with a key");

  models.action(async (_options: unknown, command: Command) => {
    const service = await openModels(createMemoryLedger(), [process.cwd()]);
    const discovery = await service.discover();
    const named = await readNamedModels([process.cwd()]);
    const rows = [
      ...named.entries.map((entry) => [entry.id, entry.use, "models.yaml"]),
      ...discovery.models.map((model) => [
        model.reference,
        model.title,
        model.demo ? "scripted text" : model.local ? "this machine" : "vendor",
      ]),
    ];
    const keys = table(
      ["provider", "key", "example"],
      discovery.providers.map((provider) => [
        provider.id,
        provider.keyVariables === null
          ? "none needed"
          : `${provider.keyVariables} ${provider.hasKey ? "is set" : "is not set"}`,
        provider.example,
      ]),
    );
    createTerminal(wantsJson(command)).result(
      { named: named.entries, ...discovery },
      `${table(["model", "what it is", "from"], rows)}\n\n${keys}`,
    );
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
      "\nExamples:\n  refract models check ollama:llama3.2 demo:plain\n  refract models check my-study/study.yaml",
    )
    .action(async (names: string[], _options: unknown, command: Command) => {
      const terminal = createTerminal(wantsJson(command));
      const folders = [process.cwd(), ...names.filter(isStudyFile).map(folderOf)];
      const service = await openModels(createMemoryLedger(), folders);
      const named = await readNamedModels(folders);
      const entries =
        names.length === 0
          ? [
              ...named.entries,
              ...(await service.discover()).models.map((model) => ({
                id: model.reference,
                use: model.reference,
              })),
            ]
          : (
              await Promise.all(
                names.map(async (name) =>
                  isStudyFile(name) ? poolOfStudy(name) : [resolveModel(name, named)],
                ),
              )
            ).flat();
      const bar = terminal.progress("checking");
      let done = 0;
      const checks = await Promise.all(
        entries.map(async (entry) => {
          const check = await service.check(entry);
          done += 1;
          bar.update(done, entries.length, entry.id);
          return check;
        }),
      );
      bar.end();
      if (checks.some((check) => !check.answers)) finish(exitCodes.failed);
      const rows = checks.map((check) => [
        check.id,
        check.answers ? "answers" : "does not answer",
        Math.round(check.totalMs),
        check.demo ? "scripted demonstration text" : check.detail,
      ]);
      terminal.result(checks, table(["model", "", "ms", "detail"], rows));
    });
}

function isStudyFile(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}
