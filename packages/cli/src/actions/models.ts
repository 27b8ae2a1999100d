import { builtInStages, openStudy } from "@refract/collect";
import type { ModelEntry } from "@refract/core";
import { createMemoryLedger, resolveModel } from "@refract/models";
import { exitCodes } from "../exit-codes.ts";
import { modelFolders, openModels, readNamedModels } from "../named-models.ts";
import { readStudy } from "../study-bundle.ts";
import { type Terminal, table } from "../terminal.ts";

export async function listModels(options: { readonly data: string }, terminal: Terminal): Promise<number> {
  const folders = modelFolders(options.data);
  const service = await openModels(createMemoryLedger(), folders);
  const discovery = await service.discover();
  const named = await readNamedModels(folders);
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
  terminal.result(
    { named: named.entries, ...discovery },
    `${table(["model", "what it is", "from"], rows)}\n\n${keys}`,
  );
  return exitCodes.ok;
}

export async function checkModels(
  names: readonly string[],
  options: { readonly data: string },
  terminal: Terminal,
): Promise<number> {
  const folders = modelFolders(options.data);
  const service = await openModels(createMemoryLedger(), folders);
  const named = await readNamedModels(folders);
  const entries: readonly ModelEntry[] =
    names.length === 0
      ? [
          ...named.entries,
          ...(await service.discover()).models.map(({ reference }) => ({ id: reference, use: reference })),
        ]
      : (
          await Promise.all(
            names.map(async (name) => (isStudyFile(name) ? poolOfStudy(name) : [resolveModel(name, named)])),
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
  const rows = checks.map((check) => [
    check.id,
    check.answers ? "answers" : "does not answer",
    Math.round(check.totalMs),
    check.answers && check.demo ? "scripted demonstration text" : check.detail,
  ]);
  terminal.result(checks, table(["model", "", "ms", "detail"], rows));
  return checks.every((check) => check.answers) ? exitCodes.ok : exitCodes.failed;
}

function isStudyFile(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

async function poolOfStudy(path: string): Promise<readonly ModelEntry[]> {
  return openStudy(await readStudy(path), builtInStages).study.models;
}
