import { createHash } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { messageOf } from "@refract/core";
import { type Manifest, manifestSchema } from "@refract/dataset";
import { type Notice, notice } from "@refract/report";
import * as z from "zod";
import type { AnalysisData } from "../data/analysis-data.ts";
import { arenaNotice, findArenaBattles } from "../data/arena-battles.ts";
import { findRelationFile } from "../data/find-relation-file.ts";
import { relations } from "../data/relations.ts";

/** What a report says of the dataset it rests on, before any figure. */
export interface SourceDescription {
  readonly name: string;
  /** What a reader has to know before any figure: who the people and the models are. */
  readonly notices: readonly Notice[];
}

const countSchema = z.object({ n: z.number() });

/** Name, and what `manifest.json` says of where the records come from. */
export async function describeSource(folder: string): Promise<SourceDescription> {
  const { manifest, notices } = await readManifest(folder);
  const battles = (await hasRelation(folder)) ? null : await findArenaBattles(folder);
  return {
    name: manifest?.study.title ?? basename(resolve(folder)),
    notices: [...notices, ...(battles === null ? [] : [notice("note", arenaNotice(battles))])],
  };
}

async function hasRelation(folder: string): Promise<boolean> {
  for (const relation of relations) if ((await findRelationFile(folder, relation)) !== null) return true;
  return false;
}

/** Records and SHA-256 of each file that is read. */
export async function describeFiles(
  data: AnalysisData,
): Promise<readonly (readonly [file: string, words: string])[]> {
  const facts: (readonly [string, string])[] = [];
  for (const relation of relations) {
    const file = await findRelationFile(data.folder, relation);
    if (file === null) continue;
    const [counted] = await data.rows(`SELECT count(*)::INTEGER AS n FROM ${relation}`, countSchema);
    const records = (counted?.n ?? 0).toLocaleString("en-US");
    facts.push([basename(file.path), `${records} records, SHA-256 ${await sha256(file.path)}`]);
  }
  const battles = facts.length === 0 ? await findArenaBattles(data.folder) : null;
  if (battles !== null) {
    const [counted] = await data.rows("SELECT count(*)::INTEGER AS n FROM verdicts", countSchema);
    const records = (counted?.n ?? 0).toLocaleString("en-US");
    facts.push([basename(battles), `${records} comparisons, SHA-256 ${await sha256(battles)}`]);
  }
  return facts;
}

interface Origin {
  readonly manifest: Manifest | null;
  readonly notices: readonly Notice[];
}

async function readManifest(folder: string): Promise<Origin> {
  // the flat copies of an export stand in a folder inside it
  const text =
    (await readText(join(folder, "manifest.json"))) ??
    (basename(resolve(folder)) === "parquet" ? await readText(join(folder, "..", "manifest.json")) : null);
  if (text === null)
    return {
      manifest: null,
      notices: [
        notice(
          "note",
          "The dataset has no manifest.json: nothing in it says whether people or programs made its records.",
        ),
      ],
    };
  try {
    const manifest = manifestSchema.parse(JSON.parse(text));
    return { manifest, notices: originNotices(manifest) };
  } catch (error) {
    const reason = error instanceof z.ZodError ? "it breaks its schema" : messageOf(error);
    return {
      manifest: null,
      notices: [
        notice(
          "warning",
          `manifest.json could not be read (${reason}), so it is not known whether people or programs made the records.`,
        ),
      ],
    };
  }
}

async function readText(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch(() => null);
}

function originNotices({ mode, demo_models: demo, counts }: Manifest): readonly Notice[] {
  const people =
    mode === "simulated"
      ? "Simulated people: a program made every answer and rating. No figure here says anything about people."
      : mode === "mixed"
        ? `${counts.simulated_participants.toLocaleString("en-US")} of ${counts.participants.toLocaleString("en-US")} people are simulated: a program made their answers and ratings.`
        : null;
  const models =
    demo === "all"
      ? "Demo models: every response is scripted text. No figure here says anything about language models."
      : demo === "some"
        ? "Some of the models are demo models, whose responses are scripted text."
        : null;
  return [people, models].flatMap((text) => (text === null ? [] : [notice("warning", text)]));
}

/** At a time. */
const hashedBytes = 1 << 20;

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  await using handle = await open(path);
  // read into again and again: a stream would leave as many buffers behind as the file has megabytes
  const buffer = Buffer.allocUnsafe(hashedBytes);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, hashedBytes);
    if (bytesRead === 0) return hash.digest("hex");
    hash.update(buffer.subarray(0, bytesRead));
  }
}
