import * as z from "zod";
import type { Stop } from "../run/ask-samples.ts";

/** Why all of a run stops, as JSON. */
export const stopNote = "stop";

const stopSchema = z.object({ reason: z.enum(["budget", "model", "interrupted"]), message: z.string() });

/** What the first worker that had to stop told; null while nobody has. */
export function toldStop(notes: ReadonlyMap<string, string>): Stop | null {
  const told = notes.get(stopNote);
  return told === undefined ? null : stopSchema.parse(JSON.parse(told));
}

const givenUpPrefix = "given up/";
const refusalPrefix = "refused by/";

/** That a model is not asked any more, and why. */
export function givenUpNote(modelId: string): string {
  return `${givenUpPrefix}${modelId}`;
}

/** That a worker can't work on a run, and why. */
export function refusalNote(workerId: string): string {
  return `${refusalPrefix}${workerId}`;
}

/** Messages of models that were given up. */
export function givenUpOf(notes: ReadonlyMap<string, string>): readonly string[] {
  return [...notes].filter(([name]) => name.startsWith(givenUpPrefix)).map(([, message]) => message);
}

/** Workers that refused, with their reasons. */
export function refusalsOf(
  notes: ReadonlyMap<string, string>,
): readonly { readonly worker: string; readonly message: string }[] {
  return [...notes]
    .filter(([name]) => name.startsWith(refusalPrefix))
    .map(([name, message]) => ({ worker: name.slice(refusalPrefix.length), message }));
}
