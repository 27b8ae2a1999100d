import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ReleaseFileName, ReleaseRecords } from "@refract/dataset";
import { type MadeReleaseOptions, madeParticipants, madeReleaseModels } from "./made-release.ts";

/** A release in memory, to change and to write. */
export type MadeFiles = { [Name in ReleaseFileName]: ReleaseRecords[Name][] };

export function madeReleaseFiles(options: MadeReleaseOptions): MadeFiles {
  const files: MadeFiles = {
    "models.jsonl": madeReleaseModels(options),
    "survey.jsonl": [],
    "conversations.jsonl": [],
    "utterances.jsonl": [],
    "metadata.jsonl": [],
  };
  for (const participant of madeParticipants(options)) {
    files["survey.jsonl"].push(participant.survey);
    files["conversations.jsonl"].push(...participant.conversations);
    files["utterances.jsonl"].push(...participant.utterances);
    files["metadata.jsonl"].push(...participant.metadata);
  }
  return files;
}

/** A temporary folder of files that goes when it is disposed of. */
export interface MadeFolder extends AsyncDisposable {
  readonly path: string;
  /** Writes a file: records as lines, a text or bytes as they are. */
  readonly write: (name: string, content: readonly unknown[] | string | Uint8Array) => Promise<void>;
}

export async function madeFolder(
  files: Readonly<Record<string, readonly unknown[] | string | Uint8Array>> = {},
): Promise<MadeFolder> {
  const path = await mkdtemp(join(tmpdir(), "refract-made-"));
  const write: MadeFolder["write"] = async (name, content) => {
    const file = join(path, name);
    await mkdir(dirname(file), { recursive: true });
    const isText = typeof content === "string" || content instanceof Uint8Array;
    await writeFile(file, isText ? content : content.map((record) => `${JSON.stringify(record)}\n`).join(""));
  };
  for (const [name, content] of Object.entries(files)) await write(name, content);
  return {
    path,
    write,
    async [Symbol.asyncDispose]() {
      await rm(path, { recursive: true, force: true });
    },
  };
}
