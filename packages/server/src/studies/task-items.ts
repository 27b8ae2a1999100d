import { stat } from "node:fs/promises";
import type { RecordFolder } from "@refract/ask";
import { type TaskFile, taskFileName, taskFileOf } from "@refract/collect";
import {
  describeIssue,
  expectedFields,
  fieldName,
  type Instrument,
  messageOf,
  RefractError,
} from "@refract/core";
import * as z from "zod";

/** Where a task's items come from, as far as the study file has it right. */
export const namedItemsSchema = z.object({
  instrument: z.string().optional().catch(undefined),
  items: z.string().optional().catch(undefined),
  settings: z.record(z.string(), z.json()).default({}).catch({}),
});

export interface NamedItems {
  readonly instrument: string;
  readonly items: string;
  readonly settings: z.output<typeof namedItemsSchema>["settings"];
}

/**
 * Reads the folder of a task with its instrument, as the one file that a study keeps of it. What can't be read becomes a
 * problem that the study's check shows at its place. Where the folder is not there, as in a released dataset, the file of an
 * earlier reading beside the study is taken.
 *
 * @param earlier Reads a file of the study by its name; null where there is none.
 */
export async function readTaskItems(
  named: NamedItems,
  folder: string,
  instruments: () => Promise<readonly Instrument[]>,
  earlier: (name: string) => Promise<string | null>,
): Promise<Readonly<Record<string, string>>> {
  const name = taskFileName(named);
  if (name === null) return {};
  if ((await stat(folder).catch(() => null)) === null) {
    // a dataset of an earlier version keeps the items of all settings under one name
    for (const kept of new Set([name, taskFileName({ ...named, settings: {} }) ?? name])) {
      const text = await earlier(kept);
      if (text !== null) return { [kept]: text };
    }
    return {};
  }
  const problem = (field: "instrument" | "items" | "settings", message: string): TaskFile => ({
    refract: "task-problem/1",
    field,
    message,
  });
  const read = async (): Promise<TaskFile> => {
    const all = await instruments();
    const instrument = all.find(({ id }) => id === named.instrument);
    if (instrument === undefined)
      return problem(
        "instrument",
        `invalid value "${named.instrument}", expected one of ${all.map(({ id }) => id).join(", ")}`,
      );
    const options = instrument.options.safeParse(named.settings, {
      reportInput: true,
      error: expectedFields,
    });
    if (!options.success)
      return problem(
        "settings",
        options.error.issues
          .map((issue) => [fieldName(issue.path), describeIssue(issue)].filter(Boolean).join(": "))
          .join("; "),
      );
    try {
      const files = await recordsIn(folder);
      const loaded = await (instrument.people.load ?? instrument.load)(files, options.data);
      return taskFileOf(instrument, loaded, options.data);
    } catch (thrown) {
      if (thrown instanceof RefractError) return problem("items", messageOf(thrown));
      throw thrown;
    }
  };
  return { [name]: `${JSON.stringify(await read(), null, 1)}\n` };
}

/** Loaded only where a study has such a folder: reading Parquet brings a database engine. */
async function recordsIn(folder: string): Promise<RecordFolder> {
  const { openRecordFolder } = await import("@refract/ask");
  return openRecordFolder(folder);
}
