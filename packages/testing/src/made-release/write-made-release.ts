import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { type MadeReleaseOptions, madeParticipants, madeReleaseModels } from "./made-release.ts";

export interface MadeReleaseSize {
  readonly participants: number;
  readonly conversations: number;
  readonly interactions: number;
  readonly utterances: number;
  readonly texts: number;
  readonly bytes: number;
}

/** Writes a made release into a folder, streaming: memory stays flat however large it gets. */
export async function writeMadeRelease(
  directory: string,
  options: MadeReleaseOptions,
): Promise<MadeReleaseSize> {
  await mkdir(directory, { recursive: true });
  const size = { participants: 0, conversations: 0, interactions: 0, utterances: 0, texts: 0, bytes: 0 };
  const files = {
    models: jsonLines(join(directory, "models.jsonl")),
    survey: jsonLines(join(directory, "survey.jsonl")),
    conversations: jsonLines(join(directory, "conversations.jsonl")),
    utterances: jsonLines(join(directory, "utterances.jsonl")),
    metadata: jsonLines(join(directory, "metadata.jsonl")),
  };
  await files.models.write(madeReleaseModels(options));
  for (const participant of madeParticipants(options)) {
    await files.survey.write([participant.survey]);
    await files.conversations.write(participant.conversations);
    await files.utterances.write(participant.utterances);
    await files.metadata.write(participant.metadata);
    size.participants += 1;
    size.conversations += participant.conversations.length;
    size.interactions += participant.conversations.reduce((sum, each) => sum + each.conversation_turns, 0);
    size.utterances += participant.utterances.length;
    size.texts += participant.metadata.length;
  }
  for (const file of Object.values(files)) size.bytes += await file.close();
  return size;
}

function jsonLines(path: string) {
  const stream: WriteStream = createWriteStream(path, { highWaterMark: 1 << 20 });
  return {
    async write(records: readonly unknown[]): Promise<void> {
      if (records.length === 0) return;
      const text = records.map((record) => `${JSON.stringify(record)}\n`).join("");
      if (stream.write(text)) return;
      await once(stream, "drain");
    },
    async close(): Promise<number> {
      stream.end();
      await finished(stream);
      return stream.bytesWritten;
    },
  };
}
