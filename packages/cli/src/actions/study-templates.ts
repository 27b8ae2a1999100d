import { cp, mkdir, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { messageOf, RefractError } from "@refract/core";
import { templates } from "@refract/instruments";
import { exitCodes } from "../exit-codes.ts";
import { refuseImpossiblePlace } from "../output-place.ts";
import { type Terminal, table } from "../terminal.ts";

/** Copies a template to a folder that is empty or not there. */
export async function makeStudy(id: string, folder: string, terminal: Terminal): Promise<number> {
  const template = templates.find((candidate) => candidate.id === id);
  if (template === undefined) {
    throw new RefractError(
      "invalid-input",
      `template: invalid value "${id}", expected one of ${templates.map((candidate) => candidate.id).join(", ")}`,
    );
  }
  const target = resolve(folder);
  await refuseImpossiblePlace("folder", target);
  const there = await entriesOf(target);
  if (there.length > 0)
    throw new RefractError(
      "invalid-input",
      `folder: ${target} has ${there.length} ${there.length === 1 ? "entry" : "entries"}, expected an empty one`,
    );
  await cp(template.folder, target, { recursive: true });
  const files = (await readdir(target)).toSorted();
  const file = join(folder, "study.yaml");
  terminal.result(
    { template: id, folder: target, files },
    `wrote ${files.join(", ")} to ${target}\nnext: give it an id and a title of its own in ${file} (files with one id are versions of one study), then refract study check ${file}`,
  );
  return exitCodes.ok;
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    await mkdir(folder, { recursive: true });
    return await readdir(folder);
  } catch (cause) {
    throw new RefractError(
      "invalid-input",
      `folder: ${messageOf(cause)}, expected a folder that can be made`,
      { cause },
    );
  }
}

export function listTemplates(terminal: Terminal): number {
  terminal.result(
    templates.map(({ id, title, description }) => ({ id, title, description })),
    table(
      ["template", "title", "what it is"],
      templates.map((template) => [template.id, template.title, template.description]),
    ),
  );
  return exitCodes.ok;
}
