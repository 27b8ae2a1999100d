import { existsSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { ranks } from "../analyses/ranks/ranks.ts";
import { prismGroups } from "../groups/groups.ts";
import { describeFiles, describeSource } from "../run/describe-source.ts";
import { runAnalyses } from "../run/run-analyses.ts";
import { openAnalysisData } from "./analysis-data.ts";

const folderOf = () => mkdtemp(join(tmpdir(), "refract-test-"));

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(await folderOf(), name);
  await writeFile(path, text);
  return path;
}

async function ranked(place: string) {
  await using data = await openAnalysisData(place);
  const [outcome] = await runAnalyses([ranks], data, {
    groups: prismGroups,
    mode: "corrected",
    seed: "1",
    embedder: null,
  });
  const counts = await data.rows(
    "SELECT verdict, winner, count(*) AS n FROM verdicts GROUP BY ALL ORDER BY ALL",
    z.strictObject({ verdict: z.string(), winner: z.string().nullable(), n: z.number() }),
  );
  return { outcome, counts, facts: await describeFiles(data), ...(await describeSource(place)) };
}

const csv = `model_a,model_b,winner,judge
gpt,claude,model_a,u1
gpt,claude,model_b,u2
claude,llama,model_a,u1
llama,gpt,model_a,u3
gpt,llama,tie (bothbad),u3
gpt,gpt,tie,u3
`;

test("comparisons of an arena are ranked by themselves, ties of both kinds alike", async () => {
  const { outcome, counts, facts, notices } = await ranked(await fileOf("votes.csv", csv));
  expect(outcome?.status).toBe("done");
  // a model against itself is no battle
  expect(outcome?.section.summary).toMatch(/^5 battles of 3 models, 20\.0 % of them ties/);
  expect(outcome?.section.provenance.population).toBe("people who gave a verdict on two or more models (3)");
  expect(counts).toContainEqual({ verdict: "tie (bothbad)", winner: null, n: 1 });
  expect(facts[0]?.[0]).toBe("votes.csv");
  expect(facts[0]?.[1]).toMatch(/^6 comparisons, SHA-256 /);
  expect(JSON.stringify(notices)).toContain("verdicts on two answers, no scores and no survey");
});

test("a folder with nothing but battles is read, without judges each by somebody else, and conversations bring their texts", async () => {
  const folder = await folderOf();
  await mkdir(join(folder, "arena"));
  const said = (answer: string) => [
    { role: "user", content: "hi" },
    { role: "assistant", content: answer },
  ];
  const records = [
    {
      model_a: "gpt",
      model_b: "claude",
      winner: "model_a",
      conversation_a: said("hello"),
      conversation_b: said("hey"),
    },
    {
      model_a: "claude",
      model_b: "gpt",
      winner: "model_a",
      conversation_a: said("yes"),
      conversation_b: said("no"),
    },
  ];
  await writeFile(
    join(folder, "arena", "battles.jsonl"),
    records.map((one) => JSON.stringify(one)).join("\n"),
  );
  const { outcome } = await ranked(folder);
  expect(outcome?.section.provenance.population).toBe("people who gave a verdict on two or more models (2)");
  await using data = await openAnalysisData(folder);
  const { prompt, response } = await data.arrays(
    "SELECT user_prompt AS prompt, model_response AS response FROM utterances WHERE if_chosen ORDER BY utterance_id",
    { prompt: "text", response: "text" },
  );
  expect([prompt, response]).toEqual([
    ["hi", "hi"],
    ["hello", "yes"],
  ]);
});

test("files that are no comparisons are refused with what was found", async () => {
  await expect(
    openAnalysisData(await fileOf("votes.csv", csv.replace("model_b,u2", "claude,u2"))),
  ).rejects.toThrow(
    /votes\.csv: record 2: winner: invalid value "claude", expected one of model_a, model_b, tie/,
  );
  await expect(openAnalysisData(await fileOf("other.csv", "a,b\n1,2\n"))).rejects.toThrow(
    /other\.csv: columns a, b, expected an arena's comparisons with model_a, model_b and winner/,
  );
  await expect(openAnalysisData(await fileOf("notes.txt", "x"))).rejects.toThrow(
    /notes\.txt: .*\.csv, \.jsonl/,
  );
  await expect(openAnalysisData(await folderOf())).rejects.toThrow(/no dataset, expected survey/);
});

const cases = join(import.meta.dirname, "../../../../../shared/cases/files");

test.skipIf(!existsSync(cases))(
  "the cases of arenas' files are read (skipped without ../shared/cases)",
  async () => {
    const battles = await ranked(join(cases, "arena-battles.csv"));
    expect(battles.outcome?.status).toBe("done");
    expect(battles.outcome?.section.summary).toMatch(/^\d+ battles of 3 models/);
    const talks = await ranked(join(cases, "arena-conversations.jsonl"));
    expect(talks.outcome?.section.summary).toMatch(/^1 battle of 2 models/);
  },
);
