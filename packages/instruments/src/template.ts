import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Bundle } from "@refract/collect";
import { RefractError } from "@refract/core";
import { pairArenaTemplate } from "./pair-arena/pair-arena-template.ts";
import { prismTemplate } from "./prism/prism-template.ts";
import type { StudyTemplate } from "./study-template.ts";
import { surveyDistributionTemplate } from "./survey-distribution/survey-distribution-template.ts";

/** Every study template that comes with Refract: an explicit list. */
export const templates: readonly StudyTemplate[] = Object.freeze([
  prismTemplate,
  pairArenaTemplate,
  surveyDistributionTemplate,
]);

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
  const entries = await readdir(template.folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(template.folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
  const files = await Promise.all(
    names
      .toSorted()
      .map(async (name) => [name, await readFile(join(template.folder, name), "utf8")] as const),
  );
  return Object.freeze(Object.fromEntries(files));
}
