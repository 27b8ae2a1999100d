import { daySchema, entrySchema, type Panel, panelOf, readLocatedYaml } from "@refract/core";
import * as z from "zod";
import { studyFileName } from "../study-file-name.ts";
import type { Bundle } from "./open-study.ts";

/** What a version of a study has promised the people in it about leaving, which holds also where it can't be run any more. */
export interface StoredTerms {
  /** The last day on which they can withdraw by themselves; null: always, and where it can't be read. */
  readonly withdrawUntil: string | null;
  /** Null where there is none, or it can't be read. */
  readonly panel: Panel | null;
}

const termsSchema = z.looseObject({
  withdrawUntil: z.unknown().optional(),
  entry: z.unknown().optional(),
});

/** Reads each by itself: whatever else is wrong with the file takes nothing from them. */
export function storedTerms(files: Bundle): StoredTerms {
  const { data } = termsSchema.safeParse(readLocatedYaml(files[studyFileName] ?? "").value);
  const entry = entrySchema.safeParse(data?.entry).data;
  return {
    withdrawUntil: daySchema.safeParse(data?.withdrawUntil).data ?? null,
    panel: entry === undefined ? null : panelOf({ entry }),
  };
}
