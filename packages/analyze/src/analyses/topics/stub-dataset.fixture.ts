import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TextEmbedder } from "../../text-embedder.ts";

const subjects = ["cats", "taxes", "music"] as const;
const openers = [
  "tell me",
  "what about",
  "explain",
  "why",
  "how come",
  "opinions on",
  "say something of",
] as const;

/** A made-up dataset: 240 prompts on three subjects by 60 people, with two responses each. */
export async function writeStubDataset(options: { readonly withSurvey?: boolean } = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "refract-topics-"));
  const rows = Array.from({ length: 240 }, (_, row) => row);
  const promptOf = (row: number) =>
    row % 12 < 2
      ? `hello ${subjects[row % 3] ?? ""}`
      : `${openers[row % 7] ?? ""} ${subjects[row % 3] ?? ""} number ${Math.floor(row / 21)}`;
  await writeLines(
    join(folder, "conversations.jsonl"),
    rows.map((row) => ({
      conversation_id: `c${row}`,
      user_id: `user${row % 60}`,
      opening_prompt: promptOf(row),
      conversation_type: ["unguided", "values guided", "controversy guided"][Math.floor(row / 5) % 3],
    })),
  );
  await writeLines(
    join(folder, "utterances.jsonl"),
    rows.flatMap((row) =>
      [0, 1].map((slot) => ({
        utterance_id: `ut${row}-${slot}`,
        interaction_id: `int${row}`,
        conversation_id: `c${row}`,
        user_id: `user${row % 60}`,
        turn: 0,
        within_turn_id: slot,
        conversation_type: "unguided",
        user_prompt: promptOf(row),
        model_response:
          slot === 0 ? `an answer on ${subjects[row % 3] ?? ""}` : `another answer of number ${row}`,
        model_name: `model-${slot}`,
        model_provider: `provider-${slot}`,
        score: (row * 7) % 100,
        if_chosen: slot === 0,
      })),
    ),
  );
  if (options.withSurvey !== false) {
    await writeLines(
      join(folder, "survey.jsonl"),
      Array.from({ length: 60 }, (_, person) => ({
        user_id: `user${person}`,
        gender: person % 2 === 0 ? "Male" : "Female",
        age: person % 5 === 0 ? "65+ years old" : "18-24 years old",
      })),
    );
  }
  return folder;
}

async function writeLines(path: string, records: readonly object[]): Promise<void> {
  await writeFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
}

/** Vectors that hang on a text's subject, with a little of the rest; counts the texts it was asked for. */
export function stubEmbedder(): TextEmbedder & { readonly asked: () => number } {
  let asked = 0;
  return {
    name: "stub",
    languages: ["en"],
    asked: () => asked,
    embed: async (texts) => {
      asked += texts.length;
      return texts.map((text) => {
        const vector = new Float32Array(8);
        for (const [place, subject] of subjects.entries()) if (text.includes(subject)) vector[place] = 3;
        let hash = 7;
        for (const letter of text) hash = (hash * 31 + letter.charCodeAt(0)) % 65_521;
        for (let place = 3; place < 8; place += 1) vector[place] = (((hash >> (place - 3)) % 97) / 97) * 0.5;
        return vector;
      });
    },
  };
}
