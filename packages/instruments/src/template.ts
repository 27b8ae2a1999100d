import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bundle } from "@refract/collect";
import { RefractError } from "@refract/core";
import { pairArenaTemplate } from "./pair-arena/pair-arena-template.ts";
import { prismTemplate } from "./prism/prism-template.ts";
import type { StudyTemplate } from "./study-template.ts";

/** Every study template that comes with Refract: an explicit list. */
export const templates: readonly StudyTemplate[] = Object.freeze([prismTemplate, pairArenaTemplate]);

/**
 * A template's files by path, `study.yaml` among them; what `refract study new` would copy. Throws `not-found` for an
 * unknown id.
 */
export async function readTemplate(id: string): Promise<Bundle> {
  const template = templates.find((candidate) => candidate.id === id);
  if (template === undefined) {
    const known = templates.map((candidate) => candidate.id).join(", ");
    throw new RefractError(
      "not-found",
      `template: unknown template ${JSON.stringify(id)}, expected one of ${known}`,
    );
  }
  const names = await readdir(template.folder);
  const files = await Promise.all(
    names
      .toSorted()
      .map(async (name) => [name, await readFile(join(template.folder, name), "utf8")] as const),
  );
  return Object.freeze(Object.fromEntries(files));
}
