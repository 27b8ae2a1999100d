import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { StubModelServer } from "@refract/testing";
import { expect, test } from "vitest";
import * as z from "zod";
import { refract, workingFolder } from "./command-line.fixture.ts";

const cases = join(import.meta.dirname, "../../../../shared/cases/files");
const results = z.object({
  means: z.array(
    z.object({
      respondent: z.string(),
      cut: z.string().nullable(),
      mean: z.number().nullable(),
      lower: z.number().nullable(),
      upper: z.number().nullable(),
      clusters: z.number(),
    }),
  ),
});
const pairs = z.array(z.object({ difference: z.number(), pValue: z.number(), lower: z.number() }));

async function asked(instrument: string, file: string, name: string, replies: readonly [string, string]) {
  await using folder = await workingFolder();
  await mkdir("records");
  await copyFile(join(cases, file), join("records", name));
  await using one = await StubModelServer.start({ decide: () => ({ kind: "answer", text: replies[0] }) });
  await using other = await StubModelServer.start({ decide: () => ({ kind: "answer", text: replies[1] }) });
  const models = ["--model", one.reference("right"), "--model", other.reference("wrong")];
  const done = await refract(
    ...["ask", instrument, ...models, "--from", "records", "--repeats", "3", "--out", "run", "--no-cache"],
  );
  expect(done).toMatchObject({ exitCode: 0 });
  const found = results.parse(JSON.parse(await readFile(join(folder.path, "run", "results.json"), "utf8")));
  const compared = await refract("compare", "run", "--json");
  return {
    means: found.means.filter(({ cut }) => cut === null),
    pairs: pairs.parse(JSON.parse(compared.out)),
  };
}

test.skipIf(!existsSync(cases))(
  "four questions asked three times leave an interval and a p-value of four (skipped without ../shared/cases)",
  async () => {
    const { means, pairs: compared } = await asked(
      "culturalbench",
      "culturalbench-4-questions.csv",
      "CulturalBench-Easy.csv",
      ["A", "B"],
    );
    const [right, wrong] = means;
    expect(right).toMatchObject({ mean: 1, upper: 1, clusters: 4 });
    // Wilson's interval of 4 of 4
    expect(right?.lower).toBeCloseTo(0.5101, 4);
    expect(wrong).toMatchObject({ mean: 0, lower: 0 });
    expect(compared[0]).toMatchObject({ difference: 1, pValue: 2 / 2 ** 4 });
    expect(compared[0]?.lower).toBeLessThan(0);
  },
);

test.skipIf(!existsSync(cases))(
  "no mean of three questions of KorNAT has an interval of zero width (skipped without ../shared/cases)",
  async () => {
    const { means, pairs: compared } = await asked(
      "kornat",
      "kornat-3-questions.csv",
      "kornat-3-questions.csv",
      ["D", "A"],
    );
    expect(means.length).toBeGreaterThan(0);
    for (const { lower, upper } of means)
      if (lower !== null && upper !== null) expect(upper - lower).toBeGreaterThan(0.1);
    for (const { pValue } of compared) expect(pValue).toBeGreaterThanOrEqual(2 / 2 ** 3);
  },
);
