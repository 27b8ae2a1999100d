import type { TaskConfig } from "./task-config.ts";
import type { TaskItemsFile } from "./task-file.ts";

type Naming = Pick<TaskConfig, "licence" | "publishTexts">;

/** Licence of a stage's items: what the study says, else that of the instrument's data; null for items of the study's own without one. */
export function itemLicence({ licence }: Naming, file: TaskItemsFile | null): string | null {
  return licence ?? file?.instrument.licence ?? null;
}

/**
 * Whether a dataset holds the texts of a stage's items. The study decides; where it says nothing, its own items do, others as far as their
 * licence and their authors allow.
 */
export function publishesTexts({ licence, publishTexts }: Naming, file: TaskItemsFile | null): boolean {
  return publishTexts ?? (licence !== undefined || (file?.instrument.itemTexts ?? "public") === "public");
}
