import { type JsonValue, RefractError, readLocatedYaml } from "@refract/core";
import type { EventRow } from "@refract/store";
import * as z from "zod";
import type { Stage } from "../stage/define-stage.ts";
import type { OwnCount, OwnEntries } from "../stage/stage-life.ts";
import { studyFileName } from "../study-file-name.ts";
import type { Bundle } from "./open-study.ts";

export interface OwnData {
  /** What a person said, by section, as they can download it. */
  readonly download: Readonly<Record<string, JsonValue | OwnEntries>>;
  /** How much of it there is. */
  readonly counts: Readonly<Record<OwnCount, number>>;
  /** Of the consent that was given last; null where none was. */
  readonly consentVersion: string | null;
}

export interface OwnDataOptions {
  /** The files of the version the person is in. It need not be one that can still be run. */
  readonly files: Bundle;
  readonly stages: readonly Stage[];
  /** The turn that is on its way to the person's page; null where none is. */
  readonly liveTurnId: string | null;
}

const stagesSchema = z.looseObject({
  stages: z.array(z.unknown()),
});
const stageSchema = z.looseObject({ id: z.string(), type: z.string() });
const consentSchema = z.object({ version: z.string() });
const enteredSchema = z.object({ device: z.json().optional() });

/**
 * Gathers a person's own words and marks from their log: each kind of stage says which of its fields they get, so nothing
 * else can slip out. Every kind has its section, also where the study has no such stage.
 */
export function ownData(events: readonly EventRow[], { files, stages, liveTurnId }: OwnDataOptions): OwnData {
  const entered = events.find(({ type, stageId }) => type === "session.entered" && stageId === null);
  const device = enteredSchema.safeParse(entered?.payload).data?.device ?? null;
  const sections = new Map<string, OwnEntries>();
  for (const { own } of stages) if (own !== null) sections.set(own.section, own.empty);
  const ofStage = (id: string) => events.filter(({ stageId }) => stageId === id);
  const named = new Map(stagesOf(files).map(({ id, type }) => [id, type]));
  const ids = new Set([...named.keys(), ...events.flatMap(({ stageId }) => stageId ?? [])]);
  const kinds = [...ids].flatMap((id) => {
    const stage =
      stages.find(({ type }) => type === named.get(id)) ?? stages.find((kind) => reads(kind, ofStage(id)));
    return stage === undefined ? [] : [{ id, own: stage.own, part: stage.part }];
  });
  for (const { id, own } of kinds) {
    if (own === null) continue;
    const gathered = own.gather(ofStage(id), liveTurnId);
    sections.set(own.section, joined(sections.get(own.section) ?? null, gathered));
  }
  const counts = { answers: 0, conversations: 0 };
  for (const [section, entries] of sections) {
    const counted = stages.find(({ own }) => own?.section === section)?.own?.counts ?? null;
    if (counted !== null) counts[counted] += Object.keys(entries ?? {}).length;
  }
  const consented = kinds.flatMap(({ id, part }) => (part === "consent" ? ofStage(id) : []));
  const given = consented.flatMap(({ payload }) => consentSchema.safeParse(payload).data?.version ?? []);
  return {
    download: { device, ...Object.fromEntries(sections) },
    counts,
    consentVersion: given.at(-1) ?? null,
  };
}

function stagesOf(files: Bundle): readonly { readonly id: string; readonly type: string }[] {
  const { data } = stagesSchema.safeParse(readLocatedYaml(files[studyFileName] ?? "").value);
  return (data?.stages ?? []).flatMap((stage) => stageSchema.safeParse(stage).data ?? []);
}

/** Whether the log is one of this kind of stage: where the file is damaged, or names a kind that is known no more, what happened tells. */
function reads({ own }: Stage, events: readonly EventRow[]): boolean {
  if (own === null || events.length === 0) return false;
  try {
    own.gather(events, null);
    return true;
  } catch (thrown) {
    if (thrown instanceof RefractError) return false;
    throw thrown;
  }
}

/** Lists one after the other, fields by name; what is neither is replaced by what comes later. */
function joined(before: OwnEntries, after: OwnEntries): OwnEntries {
  if (before === null || after === null) return after ?? before;
  if (isList(before) && isList(after)) return [...before, ...after];
  return isList(before) || isList(after) ? after : { ...before, ...after };
}

function isList(entries: NonNullable<OwnEntries>): entries is readonly JsonValue[] {
  return Array.isArray(entries);
}
